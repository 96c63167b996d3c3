"""500 stations in one daemon on one hostapd with four BSSs: all authorized, by hostapd's own
table; and one of them with an interface: an address from dnsmasq, iperf3 both ways."""
from evidence import conf, guest

LONG = True  # minutes: of `make interop-all`
STATIONS, BSSS = 500, 4
PASSPHRASE = "correct horse battery"
SCRIPT = """
LIMIT=900
cat > /test/leased <<'END'
#!/bin/sh
[ "$1" = bound ] && /usr/sbin/ip addr add $ip/16 dev $interface
exit 0
END
chmod 755 /test/leased
chmod 600 /test/daemon.yaml
mark() { echo "MARK $1 $(cut -d' ' -f1 /proc/uptime)"; }
start_hostapd ap ap.conf ""
ip addr add 10.9.0.1/16 dev wlan0
echo 'root:x:0:0::/:/bin/sh' > /etc/passwd
echo 'root:x:0:' > /etc/group
dnsmasq --interface=wlan0 --bind-interfaces --port=0 --dhcp-range=10.9.1.1,10.9.9.250 \\
    --dhcp-leasefile=/run/leases --user=root --group=root --log-facility=/out/dnsmasq.txt >> /out/dnsmasq.txt 2>&1
authorized() {
    n=0
    for b in wlan0 wlan0_1 wlan0_2 wlan0_3; do
        n=$((n + $(iw dev $b station dump | grep -c 'authorized:.*yes')))
    done
    [ $n -eq $1 ]
}
mark begin
extsta daemon /test/daemon.yaml > /out/daemon.out 2> /out/daemon.txt &
daemon=$!
until_true authorized %(all)d && mark joined && echo "ALL AUTHORIZED"
ip netns add one
ip link set one netns one
ip netns exec one ip link set one up
ip netns exec one /bin/udhcpc -i one -n -q -t 50 -T 5 -s /test/leased > /out/lease.txt 2>&1
iperf3 -s -D
ip netns exec one /bin/iperf3 -c 10.9.0.1 -t 5 --json > /out/up.txt 2>&1
ip netns exec one /bin/iperf3 -c 10.9.0.1 -t 5 -R --json > /out/down.txt 2>&1
sleep 20
authorized %(all)d && echo "ALL STILL AUTHORIZED"
grep VmRSS /proc/$daemon/status
ls /proc/$daemon/fd | wc -l > /out/descriptors.txt
cat /proc/$daemon/stat | cut -d' ' -f14,15
kill $daemon
wait $daemon
echo "DAEMON EXIT $?"
""" % {"all": STATIONS + 1}
NETWORKS = "".join("  - {ssid: bss%d, passphrase: %s}\n" % (i, PASSPHRASE) for i in range(BSSS))


def run(case):
    ap = conf(ssid="bss0", wpa2=PASSPHRASE, max_num_sta=1000)
    for i in range(1, BSSS):
        ap += ("bss=wlan0_%d\nssid=bss%d\nwpa=2\nrsn_pairwise=CCMP\nwpa_key_mgmt=WPA-PSK\n"
               "wpa_passphrase=%s\nmax_num_sta=1000\n" % (i, i, PASSPHRASE))
    stations = "stations:\n- {name: one, radio: hwsim, channels: [1], networks: [{ssid: bss0, " \
        "passphrase: %s}]}\n" % PASSPHRASE
    for i in range(BSSS):
        stations += ("- name: s%d\n  count: %d\n  interface: no\n  radio: hwsim\n  channels: [1]\n"
                     "  networks: [{ssid: bss%d, passphrase: %s}]\n" %
                     (i, STATIONS // BSSS, i, PASSPHRASE))
    bed = case.bed
    r = bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": ap,
                 "/test/daemon.yaml": "sandbox: kill\n" + stations},
                programs={"/bin/extsta": case.program, "/bin/iperf3": bed.program("iperf3"),
                          "/usr/sbin/dnsmasq": bed.program("dnsmasq")},
                timeout=3000)
    log = r.text("daemon.txt")
    case.ok("ALL AUTHORIZED" in r.console, "hostapd has all %d" % (STATIONS + 1),
            r.console + log[-1500:])
    case.ok("ALL STILL AUTHORIZED" in r.console, "and has them still", r.console + log[-1500:])
    case.ok("obtained" in r.text("lease.txt"), "dnsmasq gives an address",
            r.text("lease.txt") + r.text("dnsmasq.txt"))
    for name in ("up", "down"):
        case.ok('"sum_received"' in r.text(name + ".txt"), "iperf3 %s" % name,
                r.text(name + ".txt")[-600:])
    case.ok("DAEMON EXIT 0" in r.console, "it ends when it is told to", r.console + log[-600:])
    print("# " + " ".join(line for line in r.console.splitlines() if line.startswith("MARK")))
