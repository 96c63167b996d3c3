"""Open network: connect, ping through TAP, disconnect; hostapd's table and log agree."""
from evidence import STA, check_capture, check_story, conf, events, guest, has, indications, ports

LONG = True  # the matrix has a row of it: of `make interop-all`

SCRIPT = """
start_hostapd ap ap.conf
ip addr add 10.9.0.1/24 dev wlan0
start_station sta --ssid interop --tap tap0 --address %s
wait_for '"what":"connected"' /out/sta.json
stations wlan0 during
tap_to_namespace 10.9.0.2
ping_ap open 10.9.0.1
stop_station
no_station_left
""" % STA


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf()},
                     programs={"/bin/extsta": case.program})
    lines = events(r.text("sta.json"))
    done = indications(lines, "ASSOCIATION_COMPLETION")
    case.ok(has(r.text("ap.log"), "AP-STA-CONNECTED " + STA), "hostapd says connected",
            r.console + r.text("sta.err"))
    case.ok(STA in r.text("during.txt") and "[AUTH][ASSOC][AUTHORIZED]" in r.text("during.txt"),
            "hostapd's table has it authorized", r.text("during.txt"))
    case.ok(len(done) == 1 and done[0]["status"] == "0x00000000", "one completion, success", done)
    case.ok([p["event"] for p in ports(lines)] == ["created", "deleted"]
            and not ports(lines)[0]["controlled"], "an uncontrolled port (X-43)", ports(lines))
    case.ok("PING open OK" in r.console, "ping through TAP and the air",
            r.console + r.text("ping-open.txt"))
    case.ok("STATION EXIT 0" in r.console, "exit status 0 after Ctrl-C", r.console)
    case.ok(has(r.text("ap.log"), STA + " IEEE 802.11: disassociated"),
            "hostapd saw it leave", r.text("ap.log")[-2000:])
    case.ok("after.txt" in r.files and STA not in r.text("after.txt"),
            "hostapd has no station left",
            r.text("after.txt"))
    check_capture(case, r.files.get("sta.pcap", b""), "interop")
    check_story(case, r)
