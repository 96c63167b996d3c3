"""`extsta explain --log`: hostapd and wpa_supplicant live together on the kernel's own air, once with
-d and once without, their logs and the kernel's beside what hwsim0 heard. The logs' clocks are
shifted by known offsets; explain finds them, and puts each event on its frame, as the true times
and tshark have it."""
import os
import re
import shutil
import subprocess
import tempfile

from evidence import AP, conf, events, guest, tshark

LONG = True  # about a minute: of `make interop-all`
PASSPHRASE = "correct horse battery"
CLIENT = "02:00:00:00:01:00"
SHIFTS = {"ap-debug": 3412507, "client-debug": -86399123456, "ap-quiet": 7200000321,
          "client-quiet": -45678}  # microseconds
SCRIPT = """
ip link set hwsim0 up
tcpdump -i hwsim0 -w /out/air.pcap -U -Z root 2> /out/tcpdump.err &
air=$!
wait_for ' 0003 ' /proc/net/packet
life() { # NAME OPTIONS
    hostapd -B -t $2 -P /run/ap.pid -f /out/ap-$1.log /test/ap.conf
    wait_for AP-ENABLED /out/ap-$1.log
    wpa_supplicant -B -D nl80211 -i wlan1 -c /test/client.conf -f /out/client-$1.log -t $2 \\
        -P /run/wpa.pid
    wait_for CTRL-EVENT-CONNECTED /out/client-$1.log
    for reason in 5 2 1; do
        joined=$(count CTRL-EVENT-CONNECTED /out/client-$1.log)
        hostapd_cli -p /run/hostapd deauthenticate CLIENT reason=$reason
        wait_count $((joined + 1)) CTRL-EVENT-CONNECTED /out/client-$1.log
    done
    hostapd_cli -p /run/hostapd disassociate CLIENT reason=8
    wait_count 5 CTRL-EVENT-CONNECTED /out/client-$1.log
    hostapd_cli -p /run/hostapd raw REKEY_GTK
    wait_for 'roup rekeying completed' /out/client-$1.log
    wpa_cli -p /run/wpa -i wlan1 disconnect
    wait_for 'CTRL-EVENT-DISCONNECTED.*reason=3 loc' /out/client-$1.log
    wpa_cli -p /run/wpa -i wlan1 set_network 0 psk '"another passphrase"'
    wpa_cli -p /run/wpa -i wlan1 reconnect
    wait_for 'reason=WRONG_KEY' /out/client-$1.log
    wpa_cli -p /run/wpa -i wlan1 disconnect
    wpa_cli -p /run/wpa -i wlan1 set_network 0 psk '"PASSPHRASE"'
    wpa_cli -p /run/wpa -i wlan1 enable_network 0
    wpa_cli -p /run/wpa -i wlan1 reconnect
    wait_count 6 CTRL-EVENT-CONNECTED /out/client-$1.log
    kill -9 $(cat /run/ap.pid); rm /run/ap.pid
    wait_for 'reason=4 locally_generated=1' /out/client-$1.log
    kill $(cat /run/wpa.pid)
    until_true has_gone /run/wpa.pid
}
life debug -d
life quiet
dmesg > /out/kernel.log
kill -INT $air; wait $air
""".replace("CLIENT", CLIENT, 2).replace("PASSPHRASE", PASSPHRASE)
CLIENT_CONF = """ctrl_interface=/run/wpa
network={
    ssid="interop"
    psk="%s"
    scan_freq=2412
}
""" % PASSPHRASE

AUTH, ASSOC, ASSOCIATED, DEAUTH, DISASSOC = 11, 0, 1, 12, 10
# (pattern of a line, is it of the AP, kinds of frames, sent by the AP, message, before or after)
EXPECTED = [
    (r"authentication reply: STA=", True, [AUTH], True, 0, "before"),
    (r"\bauthentication: STA=", True, [AUTH], False, 0, "after"),
    (r"association request: STA=", True, [ASSOC], False, 0, "after"),
    (r"association OK \(aid", True, [ASSOCIATED], True, 0, "before"),
    (r"IEEE 802.11: associated \(aid", True, [ASSOCIATED], True, 0, "after"),
    (r"sending 1/4 msg", True, ["key"], True, 1, "before"),
    (r"sending 3/4 msg", True, ["key"], True, 3, "before"),
    (r"received EAPOL-Key frame \(2/4", True, ["key"], False, 2, "after"),
    (r"received EAPOL-Key frame \(4/4", True, ["key"], False, 4, "after"),
    (r"pairwise key handshake completed", True, ["key"], False, 4, "after"),
    (r"deauthentication: STA=", True, [DEAUTH], False, 0, "after"),
    (r"AP-STA-POSSIBLE-PSK-MISMATCH", True, ["key"], False, 2, "after"),
    (r"SME: Trying to authenticate with", False, [AUTH], False, 0, "before"),
    (r"SME: Authentication response:", False, [AUTH], True, 0, "after"),
    (r"Trying to associate with", False, [ASSOC], False, 0, "before"),
    (r"Associated with", False, [ASSOCIATED], True, 0, "after"),
    (r"RX message 1 of 4-Way", False, ["key"], True, 1, "after"),
    (r"RX message 3 of 4-Way", False, ["key"], True, 3, "after"),
    (r"WPA: Sending EAPOL-Key 2/4", False, ["key"], False, 2, "before"),
    (r"WPA: Sending EAPOL-Key 4/4", False, ["key"], False, 4, "before"),
    (r"Key negotiation completed", False, ["key"], False, 4, "after"),
    (r"CTRL-EVENT-DISCONNECTED bssid=\S+ reason=\d+$", False, [DEAUTH, DISASSOC], True, 0, "after"),
    (r"CTRL-EVENT-DISCONNECTED bssid=\S+ reason=3 loc", False, [DEAUTH], False, 0, "after"),
]


def shifted(text, by):
    """Every time of -t moved by so many microseconds."""
    def move(m):
        us = int(m.group(1)) * 10**6 + int(m.group(2)) + by
        return "%d.%06d: " % (us // 10**6, us % 10**6)
    return re.sub(r"(?m)(?<![\d.])(\d{10})\.(\d{6}): ", move, text)


def frames_of(air):
    """[(number, microseconds, kind, from the AP, message)] as tshark sees them, enciphered ones, too; no
    repetitions."""
    found = []
    for line in tshark(air, "-T", "fields", "-e", "frame.number", "-e", "frame.time_epoch", "-e",
                       "wlan.fc.type_subtype", "-e", "wlan.ta", "-e",
                       "wlan_rsna_eapol.keydes.msgnr", "-e", "wlan.fc.retry", ssid="interop",
                       passphrase=PASSPHRASE).splitlines():
        number, time, kind, sender, message, retry = (line + "\t" * 5).split("\t")[:6]
        if sender not in (AP, CLIENT) or retry in ("1", "True"):
            continue
        seconds, rest = time.split(".")
        found.append((int(number), int(seconds) * 10**6 + int(rest[:6]),
                      "key" if message else int(kind, 0), sender == AP, int(message or 0)))
    return found


def truth(text, ap, frames):
    """{line number: frame number} by the true times."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        m = re.match(r"(\d+)\.(\d{6}): ", line)
        rule = next((r for r in EXPECTED if r[1] == ap and re.search(r[0], line)), None)
        if not m or not rule:
            continue
        us = int(m.group(1)) * 10**6 + int(m.group(2))
        fit = [f for f in frames if f[2] in rule[2] and f[3] == rule[3] and
               (not rule[4] or f[4] == rule[4]) and abs(f[1] - us) < 10**6]
        near = [f for f in fit if abs(f[1] - us) < 30000]
        if len(near) > 1:  # asked again at once: the times alone do not say which
            continue
        fit = [f for f in fit if f[1] >= us - 50] if rule[5] == "before" else \
            [f for f in fit if f[1] <= us + 50]
        if fit:
            found[number] = (min if rule[5] == "before" else max)(fit, key=lambda f: f[1])[0]
    return found


def explain(case, air, logs):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, "air.pcap")]
        open(paths[0], "wb").write(air)
        args = [case.program, "explain", "--json", paths[0], "--key", "interop:" + PASSPHRASE]
        for name, text in logs.items():
            path = os.path.join(folder, name)
            open(path, "w").write(text)
            args += ["--log", path]
        return events(subprocess.run(args, capture_output=True, text=True).stdout)


def run(case):
    if not shutil.which("tcpdump") or not shutil.which("tshark"):
        print("# needs tcpdump and tshark: skipped")
        return
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE),
                      "/test/client.conf": CLIENT_CONF, "/etc/passwd": "root:x:0:0::/:/bin/sh\n",
                      "/etc/group": "root:x:0:\n"},
                     programs={"/bin/tcpdump": shutil.which("tcpdump")}, radios=2)
    air = r.files.get("air.pcap", b"")
    if os.environ.get("TWO_SIDED_KEEP"):
        for name, data in r.files.items():
            open(os.path.join(os.environ["TWO_SIDED_KEEP"], name), "wb").write(data)
    logs = {name: shifted(r.text(name + ".log"), by) for name, by in SHIFTS.items()}
    logs["kernel"] = r.text("kernel.log")
    told = explain(case, air, logs)
    clocks = [e for e in told if e["line"] == "log-clock"]
    frames = frames_of(air)
    case.ok(len(clocks) == len(logs) and frames, "hostapd, wpa_supplicant and hwsim0 were heard",
            r.console + r.text("tcpdump.err"))
    for i, name in enumerate(logs):
        clock = clocks[i]
        case.ok(clock["state"] == "found" and clock["confidence"] >= 95,
                name + ": the clock is found", clock)
        said = [e for e in told if e["line"] == "log-event" and e["log"] == i]
        if name in SHIFTS and clock["state"] == "found":
            off = abs(clock["offset_ns"] - SHIFTS[name] * 1000)
            print("# %s: off by %.3f ms, told within %.3f ms" % (
                name, off / 1e6, clock["within_ns"] / 1e6))
            case.ok(off <= clock["within_ns"], name + ": the offset is within the bounds told", clock)
            if "debug" in name:
                case.ok(off <= 10**6, name + ": the offset is right to the millisecond", clock)
            right = truth(r.text(name + ".log"), name.startswith("ap"), frames)
            put = {e["log_line"]: e.get("frame") for e in said if "log_line" in e}
            wrong = ["line %d: frame %s, put on %s" % (n, f, put.get(n)) for n, f in right.items()
                     if put.get(n) != f]
            print("# %s: %d lines checked, %d events told" % (name, len(right), len(said)))
            case.ok(len(right) >= 12 and not wrong, name + ": each line is on its frame",
                    "\n".join(wrong))
        if name == "kernel":
            alone = [e for e in said if e["verdict"] == "unseen"]
            case.ok(len(said) > 40 and not alone, "kernel: each line about a frame is on one", alone)
    against = [(e["program"], e["event"], e["verdict"]) for e in told
               if e["line"] == "log-event" and e.get("disagrees")]
    # whom the air alone takes for somebody else (numbering begins anew), the AP's log owns to
    # and a busy machine has answers that come too late, and messages that are repeated
    against = [a for a in against if a[2] in ("not-sent", "not-its-own", "code-differs")]
    case.ok(set(against) == {("wpa_supplicant", "disconnected", "not-sent")},
            "logs and air disagree only where the client gave up an AP that had gone, and said "
            "nothing", "\n".join(str(e) for e in told if e.get("disagrees")))
