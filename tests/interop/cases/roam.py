"""Two hostapd BSSs of one SSID on two radios: the first one fades, the second comes, the station roams, with
ROAMING and ASSOCIATION indications and no DISASSOCIATION (DIS-04)."""
from evidence import AP, AP2, STA, check_story, conf, events, guest, has, indications, ports

PASSPHRASE = "correct horse battery"
SCRIPT = """
start_hostapd one one.conf
start_station sta --ssid interop --passphrase "%s" --address %s --tap tap0 \
    --signal %s=-45 --signal %s=-50 --signal %s=-80@3
wait_for '"what":"connected"' /out/sta.json
stations wlan0 before0
start_hostapd two two.conf
wait_count 2 '"event":"authorized"' /out/sta.json
wait_for AP-STA-CONNECTED /out/two.log
stations wlan1 after1
ip addr add 10.9.0.1/24 dev wlan1
tap_to_namespace 10.9.0.2
ping_ap roamed 10.9.0.1
stop_station
""" % (PASSPHRASE, STA, AP, AP2, AP)


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT),
                      "/test/one.conf": conf(wpa2=PASSPHRASE),
                      "/test/two.conf": conf(interface="wlan1", channel=6, wpa2=PASSPHRASE)},
                     programs={"/bin/extsta": case.program}, radios=2)
    lines = events(r.text("sta.json"))
    detail = r.console + r.text("sta.err")
    case.ok(STA in r.text("before0.txt"), "first at the BSS that is there", detail)
    start = indications(lines, "ROAMING_START")
    case.ok(len(start) == 1 and start[0]["reason"] == "0x0000000b", "one roam, better AP found",
            detail + str(start))
    done = indications(lines, "ROAMING_COMPLETION")
    case.ok(len(done) == 1 and done[0]["status"] == "0x00000000", "the roam succeeded", done)
    ends = indications(lines, "DISASSOCIATION")
    case.ok([e["reason"] for e in ends] == ["0x00000007"] and ends[0]["peer"] == AP2,
            "no DISASSOCIATION but the last disconnect", ends)
    second = indications(lines, "ASSOCIATION_COMPLETION")[1:2]
    case.ok(second and second[0]["peer"] == AP2 and second[0]["reassoc_req"]
            and second[0]["reassoc_resp"], "by reassociation with the other BSS", second)
    deleted = ports(lines, "deleted")
    case.ok(len(deleted) == 2 and deleted[0]["peer"] == AP, "the first port is gone", deleted)
    case.ok("[AUTHORIZED]" in r.text("after1.txt") and
            has(r.text("two.log"), "AP-STA-CONNECTED " + STA), "the second hostapd has it",
            r.text("after1.txt"))
    case.ok("PING roamed OK" in r.console, "ping through the new BSS",
            r.console + r.text("ping-roamed.txt"))
    check_story(case, r)
