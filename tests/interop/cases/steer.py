"""hostapd steers: requests to move (802.11v) that name the other BSS, none that is there, or say that
the association will end; what the station answers, does and tells. Its request for a neighbour
report (802.11k) is answered by hostapd, a beacon request of hostapd by the station. With our own
driver, and with nl80211's on a card (a third simulated one, in a namespace of its own)."""
from evidence import AP, AP2, STA, conf, events, guest, indications

LONG = True  # some minutes: of `make interop-all`
PASSPHRASE = "correct horse battery"
# operating class 81, channel 6, no delay, 50 TU, active, any BSSID
MEASURE = "51060000320001ffffffffffff"
SCRIPT = """
LIMIT=40
hostapd -B -t -d -P /run/ap.pid -f /out/ap.log /test/one.conf /test/two.conf
wait_count 2 AP-ENABLED /out/ap.log
hostapd_cli -p /run/hostapd -i wlan0 set_neighbor %(ap2)s ssid='"interop"' nr=020000000100000000005106070301ff
LAUNCH
wait_for '"what":"connected"' /out/sta.json
ip addr add 10.9.0.1/24 dev wlan0
PLUG
ping_ap first 10.9.0.1
wait_for 'Radio measurement frame, action 4 from' /out/ap.log
answers() { hostapd_cli -p /run/hostapd -i $1 bss_tm_req %(sta)s $3 > /dev/null
            wait_count $2 BSS-TM-RESP /out/ap.log; }
answers wlan0 1 "pref=1 abridged=1 valid_int=255 neighbor=02:00:00:00:09:00,0x0000,81,6,7,0301ff"
answers wlan0 2 "pref=1 abridged=1 valid_int=255 neighbor=%(ap2)s,0x0000,81,6,7,0301ff"
wait_count 1 '"what":"roaming-end"' /out/sta.json
wait_count 2 AP-STA-CONNECTED /out/ap.log
answers wlan1 3 "pref=1 disassoc_imminent=1 disassoc_timer=50 valid_int=255 neighbor=%(ap)s,0x0000,81,1,7,0301ff"
wait_count 2 '"what":"roaming-end"' /out/sta.json
wait_count 3 AP-STA-CONNECTED /out/ap.log
ip addr flush dev wlan1
ping_ap back 10.9.0.1
hostapd_cli -p /run/hostapd -i wlan0 req_beacon %(sta)s %(measure)s
wait_for 'BEACON-RESP-RX' /out/ap.log
stop_station
""" % {"passphrase": PASSPHRASE, "sta": STA, "ap": AP, "ap2": AP2, "measure": MEASURE}


COMMON = "--ssid interop --passphrase '%s' --address %s --channels 1,6 --why" % (PASSPHRASE, STA)
DRIVERS = {
    "miniport": {"LAUNCH": "start_station sta %s --tap tap0 --signal %s=-45 --signal %s=-55" % (
        COMMON, AP, AP2), "PLUG": "tap_to_namespace 10.9.0.2"},
    "nl80211": {"LAUNCH": """ip netns add sta
iw phy phy2 set netns name sta
/usr/sbin/ip netns exec sta extsta connect --json --iface wlan2 %s > /out/sta.json 2> /out/sta.err &
sta=$!""" % COMMON, "PLUG": "ip netns exec sta ip addr add 10.9.0.2/24 dev wlan2"},
}


def bss(interface, channel):
    return conf(interface=interface, channel=channel, wpa2=PASSPHRASE, bss_transition=1,
                rrm_neighbor_report=1, rrm_beacon_report=1)


def run(case):
    for driver in DRIVERS:
        steered(case, driver)


def steered(case, driver):
    script = SCRIPT
    for word, text in DRIVERS[driver].items():
        script = script.replace(word, text)
    r = case.bed.run({"/test/run": guest(script), "/test/one.conf": bss("wlan0", 1),
                      "/test/two.conf": bss("wlan1", 6)},
                     programs={"/bin/extsta": case.program}, radios=3)
    lines = events(r.text("sta.json"))
    log = r.text("ap.log")
    answers = [x.split("BSS-TM-RESP ")[1] for x in log.splitlines() if "BSS-TM-RESP " in x]
    detail = r.console + r.text("sta.err") + "\n".join(answers) + log[-2000:]
    decisions = [e for e in lines if e.get("line") == "decision"]
    case.ok(len(answers) == 3 and "status_code=0" not in answers[0], driver + ": one that is not "
            "there: it stays and says so", detail)
    case.ok(len(answers) == 3 and all("status_code=0" in a for a in answers[1:])
            and AP2 in answers[1] and AP in answers[2], driver + ": the other one: it goes, and says where",
            detail)
    told = [d["decision"] for d in decisions if d["decision"].startswith("btm-")]
    case.ok(told == ["btm-stay", "btm-go", "btm-go"], driver + ": each decision is told", str(told))
    done = indications(lines, "ASSOCIATION_COMPLETION")
    case.ok([d["peer"] for d in done] == [AP, AP2, AP], driver + ": by reassociation, there and back",
            str(done))
    case.ok("PING first OK" in r.console and "PING back OK" in r.console, driver + ": pings, before and after",
            r.console)
    reports = [x for x in log.splitlines() if "BEACON-RESP-RX" in x]
    case.ok(len(reports) == 1 and "020000000100" in reports[0].replace(":", ""),
            driver + ": what it measures is reported: the other BSS", str(reports))
