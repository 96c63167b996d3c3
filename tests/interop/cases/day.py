"""A day of a hostapd with two hundred stations of ours, in virtual time: group keys each ten minutes, pairwise
keys each two hours, all sent away in the morning, at noon the access point is started anew, in the
evening all are disassociated. Twice with the same seed: it passes the same way, to the microsecond.

HOURS=2 STATIONS=50 tests/interop/run --uml day: less of both."""
import os
import re

from evidence import conf, events, guest

LONG = True
UML = True  # of `make interop-uml`
HOURS = float(os.environ.get("HOURS", "24"))
STATIONS = int(os.environ.get("STATIONS", "200"))
PASSPHRASE = "correct horse battery"
QUARTER = int(HOURS * 900)  # seconds
SCRIPT = """
start_hostapd ap ap.conf -t
extsta run --radio hwsim --seed 7 --json --quiet /test/day.lua > /out/day.json 2> /out/day.err &
sta=$!
wait_stations %(stations)d begin
sleep %(quarter)d
hostapd_cli -p /run/hostapd deauthenticate ff:ff:ff:ff:ff:ff > /out/deauth.txt 2>&1
sleep 120
wait_stations %(stations)d morning
sleep %(quarter)d
stop_hostapd ap
sleep 30
start_hostapd again ap.conf -t
sleep 120
wait_stations %(stations)d noon
sleep %(quarter)d
hostapd_cli -p /run/hostapd disassociate ff:ff:ff:ff:ff:ff > /out/disassoc.txt 2>&1
sleep 120
wait_stations %(stations)d evening
sleep %(quarter)d
wait_stations %(stations)d night
kill -INT $sta
wait $sta
echo "STATIONS EXIT $? AT $(cut -d' ' -f1 /proc/uptime)"
""" % {"stations": STATIONS, "quarter": QUARTER}
LUA = """
local all = {}
for i = 1, %d do
  local angle, far = i * 0.7, 2 + i %% 20
  all[i] = station{name="s" .. i, at={far * math.cos(angle), far * math.sin(angle)}}
  at(0.1 * i, function() all[i]:connect{ssid="interop", passphrase="%s"} end)
end
run(%d)
""" % (STATIONS, PASSPHRASE, 2 * 4 * QUARTER + 3600)


def day(case, name):
    ap = conf(wpa2=PASSPHRASE, wpa_group_rekey=600, wpa_ptk_rekey=7200)
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": ap, "/test/day.lua": LUA},
                     programs={"/bin/extsta": case.program}, timeout=7200)
    detail = r.console[-1500:] + r.text("day.err")[-1500:]
    for when in ("begin", "morning", "noon", "evening", "night"):
        case.ok(r.text(when + ".txt").count("[AUTHORIZED]") == STATIONS,
                "%s, %s: hostapd's table has all %d" % (name, when, STATIONS), detail)
    print("# %s: %.0f s for %.1f hours" % (name, r.seconds, HOURS))
    return r


def run(case):
    first = day(case, "first")
    log = first.text("ap.log") + first.text("again.log")
    print("# hostapd says: %d pairwise handshakes, %d connected" %
          (log.count("EAPOL-4WAY-HS-COMPLETED"), log.count("AP-STA-CONNECTED")))
    second = day(case, "second")
    for name in ("ap.log", "again.log", "day.json"):
        case.ok(first.text(name) and first.text(name) == second.text(name),
                "%s is the same both times" % name,
                "\n".join(a + "\n" + b for a, b in zip(first.text(name).splitlines(),
                                                       second.text(name).splitlines()) if a != b)[:900])
