"""WPA2-PSK with both key managements: connect, ping, group rekeys, ping, disconnect; the
port authorized by the OS half and by the driver itself."""
from evidence import STA, check_capture, conf, events, guest, has, indications, ports

PASSPHRASE = "correct horse battery"
SCRIPT = """
start_hostapd ap ap.conf
ip addr add 10.9.0.1/24 dev wlan0
start_station sta --ssid interop --passphrase "%s" --tap tap0 --address %s --manager MANAGER
wait_for '"what":"connected"' /out/sta.json
stations wlan0 during
tap_to_namespace 10.9.0.2
ping_ap first 10.9.0.1
wait_count 2 "group key handshake completed" /out/ap.log
ping_ap rekeyed 10.9.0.1
stop_station
no_station_left
""" % (PASSPHRASE, STA)


def one(case, akm, suite, manager, smp=1):
    label = "%s, port by %s: " % (akm, manager)
    r = case.bed.run({"/test/run": guest(SCRIPT.replace("MANAGER", manager)),
                      "/test/ap.conf": conf(wpa2=PASSPHRASE, akm=akm, wpa_group_rekey=2)},
                     programs={"/bin/extsta": case.program}, smp=smp)
    lines = events(r.text("sta.json"))
    case.ok(has(r.text("ap.log"), "AP-STA-CONNECTED " + STA), label + "hostapd says connected",
            r.console + r.text("sta.err"))
    case.ok("AKMSuiteSelector=" + suite in r.text("during.txt")
            and "[AUTHORIZED]" in r.text("during.txt"), label + "hostapd's table",
            r.text("during.txt"))
    done = indications(lines, "ASSOCIATION_COMPLETION")
    case.ok(len(done) == 1 and done[0]["port_authorized"] == (manager == "miniport")
            and done[0]["auth"] == 7 and done[0]["unicast_cipher"] == 4,
            label + "ASSOCIATION_COMPLETION: RSNA-PSK, CCMP, who authorized", done)
    created = ports(lines, "created")
    case.ok(len(created) == 1 and created[0]["manager"] == manager, label + "the port's manager",
            ports(lines))
    case.ok("PING first OK" in r.console, label + "encrypted ping", r.console)
    case.ok(r.text("ap.log").count("group key handshake completed") >= 2
            and "PING rekeyed OK" in r.console, label + "group rekeys, and pings go on",
            r.console + r.text("ap.log")[-1500:])
    case.ok("STATION EXIT 0" in r.console and "after.txt" in r.files and STA not in r.text("after.txt"),
            label + "disconnect leaves hostapd with no station", r.text("after.txt"))
    check_capture(case, r.files.get("sta.pcap", b""), "interop", PASSPHRASE)


def run(case):
    if case.everything:  # the matrix has rows of them
        one(case, "WPA-PSK", "00-0f-ac-2", "os")
        one(case, "WPA-PSK-SHA256", "00-0f-ac-6", "os")
    # Two processors: the kernel may hand us a frame before it waits for its status.
    one(case, "WPA-PSK", "00-0f-ac-2", "miniport", smp=2)
