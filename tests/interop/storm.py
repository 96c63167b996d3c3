"""A cell full of stations of ours at one hostapd, and storms: all connect in the same moment;
hostapd is killed and started again; all are deauthenticated. What hostapd's own table says counts.

The cases storm_… run it with their number of stations."""
import re

from evidence import conf, events, guest

PASSPHRASE = "correct horse battery"
LIMIT = 900  # seconds; as guest.sh has it, for many stations
SCRIPT = """
LIMIT=%(limit)d
start_hostapd ap ap.conf ""
extsta connect --json --quiet --ssid interop --passphrase "%(passphrase)s" --channels 1 \\
    --stations %(stations)d --wait %(limit)d > /out/sta.json 2> /out/sta.err &
sta=$!
mark() { echo "MARK $1 $(cut -d' ' -f1 /proc/uptime)"; }
mark begin
wait_stations %(stations)d joined && mark joined
kill -KILL $(cat /run/ap.pid)
rm -f /run/hostapd/wlan0
start_hostapd again ap.conf ""
mark restarted
wait_stations %(stations)d returned && mark returned
# it may be busy with that for longer than hostapd_cli waits for the answer
hostapd_cli -p /run/hostapd deauthenticate ff:ff:ff:ff:ff:ff > /out/deauth.txt 2>&1
wait_count %(stations)d AP-STA-DISCONNECTED /out/again.log
mark thrown
wait_stations %(stations)d back && mark back
wait_last '"line":"progress"' '"connected":%(stations)d,' /out/sta.json
stop_station
no_station_left
"""


def marks(console):
    found = [line.split() for line in console.splitlines() if line.startswith("MARK ")]
    return {words[1]: float(words[2]) for words in found}


def line(lines, name):
    return ([e for e in lines if e.get("line") == name] or [{}])[-1]


def storm(case, stations):
    values = {"passphrase": PASSPHRASE, "stations": stations, "limit": LIMIT}
    r = case.bed.run({"/test/run": guest(SCRIPT % values),
                      "/test/ap.conf": conf(wpa2=PASSPHRASE)},
                     programs={"/bin/extsta": case.program}, timeout=3 * LIMIT)
    lines = events(r.text("sta.json"))
    summary, stay, medium = (line(lines, n) for n in ("summary", "stay", "medium"))
    at = marks(r.console)
    detail = r.console[-1500:] + r.text("sta.err") + "%s\n%s\n%s" % (summary, stay, medium)

    def all_of(name):
        return r.text(name + ".txt").count("[AUTHORIZED]") == stations

    case.ok(all_of("joined") and summary.get("authorized") == stations,
            "all connect in the same moment, hostapd has all %d" % stations, detail)
    case.ok(all_of("returned"), "hostapd is killed and started again: it has all", detail)
    thrown = set(re.findall(r"AP-STA-DISCONNECTED (\S+)", r.text("again.log")))
    case.ok(len(thrown) == stations and all_of("back"),
            "all are deauthenticated: hostapd has all again",
            detail + "%d thrown out\n" % len(thrown) + r.text("deauth.txt"))
    case.ok(stay.get("connected") == stations and stay.get("losses") == stay.get("returns")
            and stay.get("losses", 0) >= 2 * stations,
            "the crowd says the same: each lost and found twice", detail)
    case.ok("STATION EXIT 0" in r.console and "[AUTHORIZED]" not in r.text("after.txt"),
            "all leave", detail)
    if len(at) == 6:
        print("# %d stations, seconds of the VM: joined %.1f, after the restart %.1f, after the "
              "deauthentication %.1f" % (stations, at["joined"] - at["begin"],
                                         at["returned"] - at["restarted"],
                                         at["back"] - at["thrown"]))
    print("# %s\n# %s\n# %s" % (summary, stay, medium))
