"""`extsta watch` on a monitor interface while wpa_supplicant lives with hostapd on the kernel's
own air: the stories it tells live are what those two did."""
from evidence import AP, conf, events, guest, has

PASSPHRASE = "correct horse battery"
CLIENT = "02:00:00:00:01:00"
SCRIPT = """
ip link set wlan2 down
iw dev wlan2 set type monitor
ip link set wlan2 up
iw dev wlan2 set freq 2412
start_hostapd ap ap.conf
extsta watch wlan2 --json --key "interop:%s" > /out/watch.json 2> /out/watch.err &
watch=$!
# its socket hears all protocols (ETH_P_ALL): from here on the kernel keeps for it what it is late for
wait_for ' 0003 ' /proc/net/packet
wpa_supplicant -B -D nl80211 -i wlan1 -c /test/client.conf -f /out/client.log -t
wait_for CTRL-EVENT-CONNECTED /out/client.log
wait_count 1 '"what":"port-authorized"' /out/watch.json
hostapd_cli -p /run/hostapd deauthenticate %s reason=5
wait_count 2 CTRL-EVENT-CONNECTED /out/client.log
wait_count 2 '"what":"port-authorized"' /out/watch.json
wpa_cli -p /run/wpa -i wlan1 disconnect
# its story is told when more follows or when the watching ends
wait_for '"type":"deauth","reason":3' /out/watch.json
kill -INT $watch
wait $watch
echo "WATCH EXIT $?"
""" % (PASSPHRASE, CLIENT)
CLIENT_CONF = """ctrl_interface=/run/wpa
network={
    ssid="interop"
    psk="%s"
    scan_freq=2412
}
""" % PASSPHRASE


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE),
                      "/test/client.conf": CLIENT_CONF},
                     programs={"/bin/extsta": case.program}, radios=3)
    detail = r.console + r.text("watch.err") + r.text("client.log")[-1000:]
    stories = [e for e in events(r.text("watch.json"))
               if e["line"] == "story" and e["sta"] == CLIENT]
    what = [s["what"] for s in stories]
    case.ok("WATCH EXIT 0" in r.console, "ends properly when interrupted", detail)
    case.ok(what.count("association") == 2 and what.count("port-authorized") == 2,
            "two joins, as wpa_supplicant says", str(what) + detail)
    ends = [(s["by"], s.get("reason")) for s in stories
            if s["what"] == "disassociation" and s["explicit"]]
    case.ok(ends == [("ap", 5), ("sta", 3)], "both ends, by whom and why", str(ends) + detail)
    case.ok(all(s["bssid"] == AP for s in stories), "at the AP", stories)
    case.ok(has(r.text("client.log"), "CTRL-EVENT-DISCONNECTED bssid=%s reason=5" % AP),
            "wpa_supplicant's log agrees", r.text("client.log"))
