"""One hostapd, met in three ways. By a card in monitor mode: an active monitor acknowledges, and
the station connects and pings; a plain one is warned of before anything else. Then on the medium
(extsta medium): the kernel's station with wpa_supplicant and ours over UDP are on this hostapd at
the same time, at the same distance with the same signal, and hear an access point of ours, too; a
second medium is refused. With --all: three stations on one card, and a daemon whose stations are on both
of a card's two BSSs."""
import re

from evidence import AP2, STA, check_capture, conf, events, guest, has

LONG = True  # about a minute: of `make interop-all`
PASSPHRASE = "correct horse battery"
KERNEL = AP2  # wlan1
SCRIPT = """
LIMIT=120
# hostapd authorizes on its own time: authorized N NAME
authorized() { stations wlan0 $2; has_lines $1 AUTHORIZED /out/$2.txt; }
start_hostapd ap ap.conf
ip addr add 10.9.0.1/24 dev wlan0
iw phy phy1 interface add mon1 type monitor
start_station mon --radio monitor:mon1 --channels 1 --ssid interop --passphrase "%(pass)s" \
    --tap tap0 --address %(sta)s
wait_for '"what":"connected"' /out/mon.json
until_true authorized 1 active
tap_to_namespace 10.9.0.2
ping_ap active 10.9.0.1
iw dev > /out/interfaces.txt
stop_station
no_station_left
iw dev > /out/interfaces-after.txt
MORE
extsta scan --radio monitor:mon1:plain --channels 1 > /out/plain.txt 2> /out/plain.err
iw dev mon1 del

extsta medium --hwsim --udp 4802 --ap 'ssid="virtual", channel=6' --place %(kernel)s=0,0 \
    > /out/medium.txt 2> /out/medium.err &
medium=$!
wait_for 'medium is there' /out/medium.txt
extsta medium --hwsim --udp 4803 2> /out/second.err
echo "SECOND EXIT $?"
ip netns add kernel
iw phy phy1 set netns name kernel
in_kernel() { ip netns exec kernel "$@"; }
in_kernel /usr/sbin/wpa_supplicant -B -D nl80211 -i wlan1 -c /test/client.conf -f /out/client.log -t
start_station sta --radio udp:127.0.0.1:4802 --ssid interop --passphrase "%(pass)s" \
    --tap tap0 --address %(sta)s
wait_for '"what":"connected"' /out/sta.json
tap_to_namespace 10.9.0.2
wait_for CTRL-EVENT-CONNECTED /out/client.log
in_kernel /usr/sbin/ip addr add 10.9.0.3/24 dev wlan1
until_true authorized 2 during
ping_ap ours 10.9.0.1
in_kernel /bin/ping -c 3 -W 30 10.9.0.1 > /out/ping-kernel.txt 2>&1 && echo "PING kernel OK"
in_kernel /bin/ping -c 3 -W 30 10.9.0.2 > /out/ping-other.txt 2>&1 && echo "PING other OK"
in_kernel /usr/sbin/iw dev wlan1 link > /out/link.txt
in_kernel /usr/sbin/iw dev wlan1 scan freq 2437 > /out/kernel-scan.txt
stop_station
# hostapd answers on its own time, and a scan does not wait for it
hears_it() {
    extsta scan --radio udp:127.0.0.1:4802 --channels 1,6 --json > /out/scan.json 2> /out/scan.err
    grep -q '"interop"' /out/scan.json
}
until_true hears_it
kill -INT $medium
wait $medium
echo "MEDIUM EXIT $?"
""" % {"pass": PASSPHRASE, "sta": STA, "kernel": KERNEL}
# Several on one card, each with an interface that acknowledges for it.
THREE = """
extsta connect --radio monitor:mon1 --channels 1 --ssid interop --passphrase "%s" --stations 3 \
    --for 5 --json > /out/three.json 2> /out/three.err &
sta=$!
until_true authorized 3 three
wait $sta
echo "THREE EXIT $?"
no_station_left
""" % PASSPHRASE
# The two BSSs of one card, on a daemon's air.
TWO = """
stop_hostapd ap
start_hostapd two two.conf
chmod 600 /test/air.yaml
extsta daemon /test/air.yaml > /out/daemon.out 2> /out/daemon.txt &
daemon=$!
wait_count 2 'connected to' /out/daemon.txt
until_true authorized 1 bss1
stations wlan0_1 bss2
kill $daemon
wait $daemon
"""
DAEMON = """air: {hwsim: yes}
stations:
- {name: one, radio: air, interface: no, channels: [1], networks: [{ssid: interop, passphrase: %s}]}
- {name: two, radio: air, interface: no, channels: [1], networks: [{ssid: second, passphrase: %s}]}
""" % (PASSPHRASE, PASSPHRASE)
SECOND = """bss=wlan0_1
ctrl_interface=/run/hostapd
ssid=second
wpa=2
rsn_pairwise=CCMP
wpa_key_mgmt=WPA-PSK
wpa_passphrase=%s
""" % PASSPHRASE
CLIENT = """network={
    ssid="interop"
    psk="%s"
    scan_freq=2412 2437
}
""" % PASSPHRASE


def monitor(case, r):
    case.ok('"what":"connected"' in r.text("mon.json") and STA in r.text("active.txt")
            and "[AUTHORIZED]" in r.text("active.txt"),
            "with an active monitor hostapd authorizes the station",
            r.console + r.text("mon.err") + r.text("active.txt"))
    case.ok("PING active OK" in r.console, "it pings", r.console)
    case.ok("acknowledges frames" in r.text("mon.err") and "warning" not in r.text("mon.err"),
            "nothing is warned of", r.text("mon.err"))
    made = re.findall(r"Interface (ext\S+)", r.text("interfaces.txt"))
    case.ok(len(made) == 1 and "ext" not in r.text("interfaces-after.txt"),
            "the station's interface goes with it",
            r.text("interfaces.txt") + r.text("interfaces-after.txt"))
    case.ok(STA in r.text("interfaces.txt"), "it has the station's address",
            r.text("interfaces.txt"))
    case.ok(has(r.text("plain.err"), "warning: .*nobody acknowledges"),
            "with a plain monitor the missing acknowledgements are said", r.text("plain.err"))
    case.ok("interop" in r.text("plain.txt"), "and it hears the network", r.text("plain.txt"))
    check_capture(case, r.files.get("mon.pcap", b""), "interop", PASSPHRASE)
    if case.everything:
        case.ok("THREE EXIT 0" in r.console and r.text("three.txt").count("[AUTHORIZED]") == 3,
                "three stations share the card", r.console + r.text("three.err"))


def medium(case, r):
    during = r.text("during.txt")
    case.ok(during.count("[AUTHORIZED]") == 2 and STA in during and KERNEL in during,
            "the kernel's station and ours are on the same hostapd",
            r.console + r.text("medium.err") + r.text("sta.err") + during)
    case.ok("PING ours OK" in r.console and "PING kernel OK" in r.console, "both ping it",
            r.console)
    case.ok("PING other OK" in r.console, "and one another", r.console)
    # 20 dBm, 2412 MHz, 5 m: 40.1 dB at 1 m (Friis), and 30 lg 5
    signal = re.search(r"signal: (-\d+)", r.text("link.txt"))
    case.ok(signal and -42 <= int(signal.group(1)) <= -40, "the kernel's at 5 m hears it so",
            r.text("link.txt"))
    heard = {e["ssid"]["text"]: e["rssi"] for e in events(r.text("scan.json")) if "ssid" in e}
    case.ok(-42 <= heard.get("interop", 0) <= -40, "ours at 5 m the same", r.text("scan.json"))
    case.ok("SSID: virtual" in r.text("kernel-scan.txt") and "virtual" in heard,
            "both hear an access point of the virtual air",
            r.text("kernel-scan.txt")[-600:] + r.text("scan.json"))
    case.ok("SECOND EXIT 4" in r.console and "already the medium" in r.text("second.err"),
            "a second medium is refused, and why", r.console + r.text("second.err"))
    case.ok("MEDIUM EXIT 0" in r.console, "the medium ends when it is told to",
            r.console + r.text("medium.err"))
    check_capture(case, r.files.get("sta.pcap", b""), "interop", PASSPHRASE)
    if case.everything:
        case.ok(all(r.text("bss%d.txt" % i).count("[AUTHORIZED]") == 1 for i in (1, 2)),
                "stations of a daemon are on both BSSs of one card",
                r.console + r.text("daemon.txt") + r.text("bss1.txt") + r.text("bss2.txt"))


def run(case):
    more, two = (THREE, TWO) if case.everything else ("", "")
    r = case.bed.run({"/test/run": guest(SCRIPT.replace("MORE", more) + two),
                      "/test/ap.conf": conf(wpa2=PASSPHRASE),
                      "/test/two.conf": conf(wpa2=PASSPHRASE) + SECOND, "/test/air.yaml": DAEMON,
                      "/test/client.conf": CLIENT},
                     programs={"/bin/extsta": case.program}, radios=2)
    monitor(case, r)
    medium(case, r)
