"""What was recorded in the VM, against a real hostapd with traffic through TAP, and of a card with
nl80211's driver, runs again outside it, bit for bit, and as it was told then."""
import os
import re
import subprocess
import tempfile

from evidence import STA, conf, events, guest

LONG = True  # of `make interop-all`
PASSPHRASE = "correct horse battery"
SCRIPT = """
start_hostapd ap ap.conf
ip addr add 10.9.0.1/24 dev wlan0
start_station sta --ssid interop --passphrase "%(passphrase)s" --tap tap0 --address %(sta)s --record /out/sta.rec
wait_for '"what":"connected"' /out/sta.json
tap_to_namespace 10.9.0.2
ping_ap first 10.9.0.1
wait_count 2 "group key handshake completed" /out/ap.log
ping_ap rekeyed 10.9.0.1
stop_station
no_station_left
extsta connect --json --iface wlan1 --ssid interop --passphrase "%(passphrase)s" --record /out/card.rec \\
    > /out/card.json 2> /out/card.err &
sta=$!
wait_for '"what":"connected"' /out/card.json
wait_count 3 "group key handshake completed" /out/ap.log
stop_station
""" % {"passphrase": PASSPHRASE, "sta": STA}


def again(case, octets, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rec")
        with open(path, "wb") as f:
            f.write(octets)
        return subprocess.run([case.program, "replay", path, *options], capture_output=True,
                              text=True, timeout=120)


def told(lines):
    return [(e["line"], e.get("what"), e.get("name"), e.get("event")) for e in lines
            if e.get("line") in ("notify", "port", "indication", "cause")]


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT),
                      "/test/ap.conf": conf(wpa2=PASSPHRASE, wpa_group_rekey=2)},
                     programs={"/bin/extsta": case.program}, radios=2)
    for name, least in (("sta", 300), ("card", 30)):
        octets = r.files.get(name + ".rec", b"")
        case.ok(len(octets) > 500 and '"what":"connected"' in r.text(name + ".json"),
                name + ": it was connected, and recorded", r.console + r.text(name + ".err"))
        done = again(case, octets)
        calls = re.search(r"(\d+) calls, (\d+) outputs", done.stdout)
        case.ok(done.returncode == 0 and "all the same" in done.stdout and calls
                and int(calls.group(1)) > least, name + ": outside the VM it is the same, bit for bit",
                done.stdout + done.stderr)
        print("# %s: %d octets, %s" % (name, len(octets), done.stdout.strip()))
        then = told(events(r.text(name + ".json")))
        now = told(events(again(case, octets, "--json").stdout))
        case.ok(len(then) > 10 and then == now, name + ": and says the same events", (then, now))
