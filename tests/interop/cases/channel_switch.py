"""hostapd moves its BSS to another channel (Channel Switch Announcement); the station goes with
it: same association, same keys, traffic goes on."""
from evidence import STA, conf, events, guest, has, indications, tshark

PASSPHRASE = "correct horse battery"
SCRIPT = """
start_hostapd ap ap.conf
start_station sta --ssid interop --passphrase "%s" --address %s --tap tap0
wait_for '"what":"connected"' /out/sta.json
ip addr add 10.9.0.1/24 dev wlan0
tap_to_namespace 10.9.0.2
ping_ap before 10.9.0.1
hostapd_cli -p /run/hostapd chan_switch 5 2437 > /out/switch.txt 2>&1
wait_for AP-CSA-FINISHED /out/ap.log
wait_last '"line":"tune"' '"freq":2437' /out/sta.json
ping_ap after 10.9.0.1
hostapd_cli -p /run/hostapd chan_switch 4 2462 blocktx >> /out/switch.txt 2>&1
wait_count 2 AP-CSA-FINISHED /out/ap.log
wait_last '"line":"tune"' '"freq":2462' /out/sta.json
ping_ap again 10.9.0.1
stations wlan0 during
stop_station
""" % (PASSPHRASE, STA)


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE)},
                     programs={"/bin/extsta": case.program})
    lines = events(r.text("sta.json"))
    detail = r.console + r.text("sta.err") + r.text("switch.txt")
    case.ok(has(r.text("ap.log"), "AP-CSA-FINISHED freq=2437") and
            has(r.text("ap.log"), "AP-CSA-FINISHED freq=2462"), "hostapd has moved twice",
            detail + r.text("ap.log")[-2000:])
    case.ok(len(indications(lines, "ASSOCIATION_START")) == 1, "one association for all of it",
            indications(lines))
    case.ok([e["reason"] for e in indications(lines, "DISASSOCIATION")] == ["0x00000007"],
            "which ends with the host's request", indications(lines, "DISASSOCIATION"))
    for label in ("before", "after", "again"):
        case.ok("PING %s OK" % label in r.console, "ping " + label, detail +
                r.text("ping-%s.txt" % label))
    case.ok(STA in r.text("during.txt") and "[AUTHORIZED]" in r.text("during.txt"),
            "hostapd still has it authorized", r.text("during.txt"))
    freqs = tshark(r.files.get("sta.pcap", b""), "-Y", "wlan.fc.type_subtype == 0x20 && wlan.ta == "
                   + STA, "-T", "fields", "-e", "radiotap.channel.freq")
    if freqs is not None:
        case.ok({"2412", "2437", "2462"} <= set(freqs.split()), "its data on all three channels",
                sorted(set(freqs.split())))
