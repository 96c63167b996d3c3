"""Many stations of one process at one hostapd: all authorized, all gone in the end; what
hostapd's table says; a radio that goes while they are connected."""
from evidence import conf, events, guest, has

PASSPHRASE = "correct horse battery"
FIRST = "02:00:00:00:0a:fb"  # the addresses carry into the next octet
STATIONS = 20
SCRIPT = """
start_hostapd ap ap.conf
start_station sta --ssid interop --passphrase "%s" --stations %d --address %s --channels 1
wait_for '"line":"summary"' /out/sta.json
wait_stations %d during
stop_station
no_station_left
start_station two --ssid interop --passphrase "%s" --stations 2 --address %s
wait_for '"line":"summary"' /out/two.json
stop_hostapd ap
rmmod mac80211_hwsim
wait $sta; echo "GONE EXIT $?"
""" % (PASSPHRASE, STATIONS, FIRST, STATIONS, PASSPHRASE, FIRST)


def address(index):
    low = int(FIRST.replace(":", "")[6:], 16) + index
    return "02:00:00:%02x:%02x:%02x" % (low >> 16 & 255, low >> 8 & 255, low & 255)


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE)},
                     programs={"/bin/extsta": case.program})
    summary = [e for e in events(r.text("sta.json")) if e.get("line") == "summary"]
    case.ok(len(summary) == 1 and summary[0]["authorized"] == STATIONS
            and summary[0]["failed"] == 0, "all are authorized", str(summary) + r.console)
    print("# %s" % (summary,))
    during = r.text("during.txt")
    case.ok(all(address(i) in during for i in range(STATIONS))
            and during.count("[AUTHORIZED]") == STATIONS, "hostapd's table has all of them",
            during[-2000:])
    case.ok("STATION EXIT 0" in r.console and not has(r.text("after.txt"), "^[0-9a-f]{2}:"),
            "all leave, hostapd has none left", r.text("after.txt"))
    case.ok("GONE EXIT 4" in r.console and "radio has gone" in r.text("two.err"),
            "the module is unloaded: said, and ended", r.console + r.text("two.err"))
