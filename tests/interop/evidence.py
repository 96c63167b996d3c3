"""Reading what a run left behind: the station's event lines, hostapd's log, the capture."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "captures"))
from same_story import compare  # noqa: E402

AP, AP2 = "02:00:00:00:00:00", "02:00:00:00:01:00"
STA = "02:00:00:00:0a:01"
HERE = os.path.dirname(os.path.abspath(__file__))


def guest(script):
    """A script for the VM with the functions of guest.sh in front."""
    return open(os.path.join(HERE, "guest.sh")).read() + "\n" + script


def conf(ssid="interop", interface="wlan0", channel=1, **more):
    """A hostapd configuration; wpa2="passphrase" for WPA2-PSK."""
    lines = {"interface": interface, "driver": "nl80211", "ctrl_interface": "/run/hostapd",
             "ssid": ssid, "channel": channel, "hw_mode": "g"}
    if "wpa2" in more:
        lines.update({"wpa": 2, "rsn_pairwise": "CCMP", "wpa_passphrase": more.pop("wpa2"),
                      "wpa_key_mgmt": more.pop("akm", "WPA-PSK")})
    lines.update(more)
    return "".join("%s=%s\n" % (k, v) for k, v in lines.items())


def events(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def indications(lines, name=None):
    found = [e for e in lines if e.get("line") == "indication"]
    return [e for e in found if name is None or e["name"].endswith(name)]


def ports(lines, event=None):
    return [e for e in lines if e.get("line") == "port" and event in (None, e["event"])]


def judged(files):
    """What the referee said of the stations that ran: (violations in words, who was not judged)."""
    violations, unjudged = [], []
    for name in sorted(n for n in files if n.endswith(".json")):
        lines = events(files[name].decode("utf-8", "replace"))
        violations += [name + ": " + e["text"] for e in lines if e.get("line") == "violation"]
        kinds = {e.get("line") for e in lines}
        if kinds & {"station", "summary"} and "contract" not in kinds:
            unjudged.append(name + ": no line says how the rules stand")
    return violations, unjudged


def has(text, pattern):
    return re.search(pattern, text, re.M) is not None


def tshark(pcap, *args, ssid=None, passphrase=None):
    """Runs tshark over capture bytes; None when it is not installed."""
    if not shutil.which("tshark"):
        return None
    cmd = ["tshark", "-n", "-r", "", *args]
    if passphrase:
        cmd += ["-o", "wlan.enable_decryption:TRUE", "-o",
                'uat:80211_keys:"wpa-pwd","%s:%s"' % (passphrase, ssid)]
    with tempfile.NamedTemporaryFile(suffix=".pcap") as f:
        f.write(pcap)
        f.flush()
        cmd[3] = f.name
        return subprocess.run(cmd, capture_output=True, text=True).stdout


def check_story(case, result, name="sta"):
    """`extsta explain` of the station's capture tells what its event log says."""
    log = events(result.text(name + ".json"))
    with tempfile.NamedTemporaryFile(suffix=".pcap") as f:
        f.write(result.files.get(name + ".pcap", b""))
        f.flush()
        told = events(subprocess.run([case.program, "explain", "--json", f.name],
                                     capture_output=True, text=True).stdout)
    wrong = compare(log, told, STA)
    case.ok(log and not wrong, "the capture explained tells the same story", wrong)


def check_capture(case, pcap, ssid, passphrase=None, icmp=True):
    """tshark finds no malformed frame, and sees the ping in clear with the passphrase."""
    bad = tshark(pcap, "-Y", "_ws.malformed")
    if bad is None:
        print("# tshark is not installed: capture not checked")
        return
    case.ok(bad.strip() == "", "tshark finds no malformed frame", bad)
    if icmp:
        seen = tshark(pcap, "-Y", "icmp", ssid=ssid, passphrase=passphrase)
        case.ok("Echo (ping) request" in seen and "Echo (ping) reply" in seen,
                "tshark sees the ping in clear, both ways", seen)
