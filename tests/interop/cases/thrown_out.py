"""hostapd ends the association: deauthenticate, disassociate, killed and restarted. Each time
the right indication with the right reason, and the station comes back by itself."""
from evidence import AP, STA, conf, events, guest, indications, ports

PASSPHRASE = "correct horse battery"
SCRIPT = """
start_hostapd ap ap.conf
start_station sta --ssid interop --passphrase "%s" --address %s
wait_for '"what":"connected"' /out/sta.json
hostapd_cli -p /run/hostapd deauthenticate %s reason=5
wait_count 2 '"event":"authorized"' /out/sta.json
wait_count 2 AP-STA-CONNECTED /out/ap.log
hostapd_cli -p /run/hostapd disassociate %s reason=4
wait_count 3 '"event":"authorized"' /out/sta.json
wait_count 3 AP-STA-CONNECTED /out/ap.log
kill -KILL $(cat /run/ap.pid)
ip link set wlan0 down
wait_count 3 '"line":"indication","name":"NDIS_STATUS_DOT11_DISASSOCIATION"' /out/sta.json
sleep 1
start_hostapd again ap.conf
wait_count 4 '"event":"authorized"' /out/sta.json
stations wlan0 after
stop_station
""" % (PASSPHRASE, STA, STA, STA)


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE)},
                     programs={"/bin/extsta": case.program})
    lines = events(r.text("sta.json"))
    ends = [e["reason"] for e in indications(lines, "DISASSOCIATION")]
    detail = r.console + r.text("sta.err") + str(ends)
    case.ok(ends[:1] == ["0x00010005"], "deauthenticate reason 5: DISASSOCIATION 0x00010005",
            detail)
    case.ok(ends[1:2] == ["0x00020004"], "disassociate reason 4: DISASSOCIATION 0x00020004",
            detail)
    case.ok(ends[2:3] == ["0x00000002"], "hostapd killed: PEER_UNREACHABLE", detail)
    case.ok(ends[3:] == ["0x00000007"], "then only the disconnect at the end", detail)
    silent = [e for e in lines if e.get("line") == "cause" and e["diagnosis"] == "peer-silent"]
    case.ok(len(silent) == 1 and silent[0]["rule"] == "DIS-11", "the cause: nothing heard", silent)
    case.ok(len(ports(lines, "authorized")) == 4, "four times authorized", ports(lines))
    case.ok("[AUTHORIZED]" in r.text("after.txt"), "the restarted hostapd has it authorized",
            r.text("after.txt"))
    case.ok(all(e["peer"] == AP for e in indications(lines, "DISASSOCIATION")),
            "each names the AP", ends)
