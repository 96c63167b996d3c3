"""What the matrix has not of protected management frames: Beacons that are protected, a station that
does without where the AP is capable, farewells to one and to all, and what is told where AP and
profile do not meet."""
from evidence import AP, STA, conf, events, guest, indications

LONG = True  # some minutes: of `make interop-all`
PASSPHRASE = "correct horse battery"
SCRIPT = """
start_hostapd ap ap.conf
ip addr add 10.9.0.1/24 dev wlan0
start_station sta --ssid interop --passphrase "%s" --tap tap0 --address %s --manager MANAGER --pmf WISH
wait_for '"what":"connected"' /out/sta.json
stations wlan0 during
tap_to_namespace 10.9.0.2
ping_ap first 10.9.0.1
wait_count 2 "group key handshake completed" /out/ap.log
ping_ap rekeyed 10.9.0.1
QUERY
hostapd_cli -p /run/hostapd disassociate %s reason=4
wait_count 2 '"event":"authorized"' /out/sta.json
wait_count 2 AP-STA-CONNECTED /out/ap.log
hostapd_cli -p /run/hostapd deauthenticate ff:ff:ff:ff:ff:ff reason=5
wait_count 3 '"event":"authorized"' /out/sta.json
wait_count 3 AP-STA-CONNECTED /out/ap.log
stop_station
no_station_left
""" % (PASSPHRASE, STA, STA)
ASK = """
hostapd_cli -p /run/hostapd sa_query %s
wait_for "SA Query Response from\\|pending SA Query" /out/ap.log
""" % STA


def one(case, label, manager="os", wish="capable", protected=True, **more):
    script = SCRIPT.replace("MANAGER", manager).replace("WISH", wish)
    settings = conf(wpa2=PASSPHRASE, wpa_group_rekey=2, **more)
    r = case.bed.run({"/test/run": guest(script.replace("QUERY", ASK if protected else "")),
                      "/test/ap.conf": settings}, programs={"/bin/extsta": case.program})
    lines = events(r.text("sta.json"))
    detail = r.console + r.text("sta.err")
    case.ok("[AUTHORIZED]" in r.text("during.txt")
            and ("[MFP]" in r.text("during.txt")) == protected, label + ": hostapd's table",
            r.text("during.txt"))
    case.ok("PING first OK" in r.console and "PING rekeyed OK" in r.console,
            label + ": pings, before and after group rekeys", detail)
    ends = [e["reason"] for e in indications(lines, "DISASSOCIATION")]
    case.ok(ends[:2] == ["0x00020004", "0x00010005"], label + ": its farewells, to us and to all",
            str(ends))
    if protected:
        case.ok("TIMEOUT" not in r.console, label + ": its SA Query is answered",
                r.text("ap.log")[-1500:])
    case.ok("STATION EXIT 0" in r.console and STA not in r.text("after.txt"),
            label + ": our farewell is believed", r.text("after.txt"))


REFUSED = """
start_hostapd ap ap.conf
start_station sta --ssid interop --passphrase "%s" --address %s --pmf WISH
wait_for '"what":"connection-failed"' /out/sta.json
stop_station
""" % (PASSPHRASE, STA)


def refused(case, diagnosis, wish, **more):
    r = case.bed.run({"/test/run": guest(REFUSED.replace("WISH", wish)),
                      "/test/ap.conf": conf(wpa2=PASSPHRASE, **more)},
                     programs={"/bin/extsta": case.program})
    causes = [e["diagnosis"] for e in events(r.text("sta.json")) if e.get("line") == "cause"]
    case.ok(diagnosis in causes, "%s here: %s" % (wish, diagnosis), str(causes))


def run(case):
    one(case, "beacon protection", ieee80211w=2, beacon_prot=1)
    one(case, "beacon protection, the driver's port", manager="miniport", ieee80211w=2,
        beacon_prot=1, group_mgmt_cipher="BIP-CMAC-256", wpa_key_mgmt="WPA-PSK-SHA256")
    one(case, "off here", wish="off", ieee80211w=1, protected=False)
    refused(case, "pmf-required", "off", ieee80211w=2)
    refused(case, "pmf-not-offered", "required", ieee80211w=0)
