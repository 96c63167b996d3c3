"""501 stations in one daemon on one hostapd with four BSSs, again and again in one boot: each time
hostapd and the daemon begin anew, hostapd's kernel has all authorized, and a ping by each interface is
answered. The last time one of them gets an address of dnsmasq, and TCP goes both ways.

CROWD=3 tests/interop/run daemon_crowd: so many times instead of ten."""
import os
import re

from evidence import conf, guest

LONG = True  # half an hour: of `make interop-all`
STATIONS, BSSS = int(os.environ.get("STATIONS", "500")), 4
RUNS = int(os.environ.get("CROWD", "10"))
PASSPHRASE = "correct horse battery"
# Two Beacons of each BSS in a second: five hundred stations hear them, and the machine is slow.
BEACONS = 500
SCRIPT = r"""
LIMIT=1800
leases_by 16
chmod 600 /test/daemon.yaml
echo 'root:x:0:0::/:/bin/sh' > /etc/passwd
echo 'root:x:0:' > /etc/group
echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore # each answers for its own address
in_ap() { ip netns exec ap "$@"; }
hostapd() { in_ap /usr/sbin/hostapd "$@"; }
ip netns add ap
in_ap /usr/sbin/ip link set lo up
iw phy phy0 set netns name ap
BSSS="wlan0 wlan0_1 wlan0_2 wlan0_3"
dump() { for b in $BSSS; do in_ap /usr/sbin/iw dev $b station dump; done; }
authorized() { [ "$(dump | grep -c 'authorized:.*yes')" -eq @ALL@ ]; }
# hostapd's log is cheaper to ask: the machine is busy
joined() {
    [ "$(count AP-STA-CONNECTED /out/ap$run.log)" -ge @ALL@ ] && authorized && return
    sleep 4
    return 1
}
for run in $(seq @RUNS@); do
    start_hostapd ap$run ap.conf ""
    hostapd_cli -p /run/hostapd -i wlan0 raw NOTE begin > /dev/null
    extsta daemon /test/daemon.yaml 2> /out/daemon$run.txt &
    daemon=$!
    until_true joined && echo "AUTHORIZED $run"
    ticks=$(cut -d' ' -f14,15 /proc/$daemon/stat)
    i=10
    for b in $BSSS; do
        in_ap /usr/sbin/ip addr replace 10.$i.0.1/16 dev $b
        mac=$(in_ap cat /sys/class/net/$b/address)
        sed -n "s/^\([^ ]*\) 10\.$i\.0\.1$/neigh add 10.$i.0.1 lladdr $mac nud permanent dev \1/p" /test/reach
        i=$((i + 1))
    done > /tmp/neighbours
    # the way to the access point is known; it asks all of its stations for the way back
    cat /test/addresses /tmp/neighbours > /tmp/batch
    /usr/sbin/ip -batch /tmp/batch
    while read name to; do
        ping -c 1 -W 20 -I $name $to > /tmp/ping 2>&1 || { echo "LOST $name"; cat /tmp/ping; }
    done < /test/reach > /out/lost$run.txt
    if [ $run = @RUNS@ ]; then
        ip addr flush dev one
        in_ap /usr/sbin/dnsmasq --interface=wlan0 --bind-interfaces --port=0 \
            --dhcp-range=10.10.100.1,10.10.109.250 --dhcp-leasefile=/run/leases --user=root --group=root \
            --log-facility=/out/dnsmasq.txt
        udhcpc -i one -n -q -t 50 -T 5 -s /test/leased > /out/lease.txt 2>&1
        in_ap /bin/iperf3 -s --forceflush > /out/server.txt 2>&1 &
        wait_for listening /out/server.txt
        iperf3 --bind-dev one -c 10.10.0.1 -n 3M --json > /out/up.txt 2>&1
        iperf3 --bind-dev one -c 10.10.0.1 -n 3M -R --json > /out/down.txt 2>&1
    fi
    authorized && echo "STILL $run"
    seconds=$(awk -F: '/NOTE/ { since = $1 } /AP-STA-CONNECTED/ { end = $1 }
        END { printf "%.2f", end - since }' /out/ap$run.log)
    echo "RUN $run joined in $seconds s, lost $(count LOST /out/lost$run.txt)" \
        "ticks $ticks KiB $(grep VmRSS /proc/$daemon/status | tr -dc 0-9)" \
        "descriptors $(ls /proc/$daemon/fd | wc -l)"
    kill $daemon
    wait $daemon && echo "ENDED $run"
    stop_hostapd ap$run
done
"""
NETWORK = "networks: [{ssid: bss%d, passphrase: " + PASSPHRASE + "}]"


def stations():
    """(the daemon's stations, their addresses for `ip -batch`, lines of name and whom to ping)"""
    text = "stations:\n- {name: one, radio: hwsim, channels: [1], %s}\n" % (NETWORK % 0)
    addresses, reach = "addr add 10.10.2.1/16 dev one\n", "one 10.10.0.1\n"
    for i in range(BSSS):
        text += "- {name: s%d-, count: %d, radio: hwsim, channels: [1], %s}\n" % (
            i, STATIONS // BSSS, NETWORK % i)
        for n in range(1, STATIONS // BSSS + 1):
            addresses += "addr add 10.%d.1.%d/16 dev s%d-%03d\n" % (10 + i, n, i, n)
            reach += "s%d-%03d 10.%d.0.1\n" % (i, n, 10 + i)
    return text, addresses, reach


def ap():
    text = conf(ssid="bss0", wpa2=PASSPHRASE, max_num_sta=1000, beacon_int=BEACONS)
    for i in range(1, BSSS):
        text += ("bss=wlan0_%d\nssid=bss%d\nwpa=2\nrsn_pairwise=CCMP\nwpa_key_mgmt=WPA-PSK\n"
                 "wpa_passphrase=%s\nmax_num_sta=1000\n" % (i, i, PASSPHRASE))
    return text


def run(case):
    yaml, addresses, reach = stations()
    bed = case.bed
    script = SCRIPT.replace("@ALL@", str(STATIONS + 1)).replace("@RUNS@", str(RUNS))
    r = bed.run({"/test/run": guest(script), "/test/ap.conf": ap(), "/test/addresses": addresses,
                 "/test/reach": reach,
                 "/test/daemon.yaml": "sandbox: kill\n" + yaml},
                programs={"/bin/extsta": case.program, "/bin/iperf3": bed.program("iperf3"),
                          "/usr/sbin/dnsmasq": bed.program("dnsmasq")}, timeout=600 + 1800 * RUNS)
    lines = [line for line in r.console.splitlines() if line.startswith("RUN ")]
    detail = "\n".join(lines) + r.console[-600:] + r.text("daemon%d.txt" % max(1, len(lines)))[-1500:]

    def each(word):
        return len(re.findall("^%s \\d" % word, r.console, re.M)) == RUNS

    case.ok(each("AUTHORIZED"), "hostapd has all %d, %d times of %d" % (STATIONS + 1, RUNS, RUNS), detail)
    case.ok(len(lines) == RUNS and all("s, lost 0 " in line for line in lines),
            "each of them is reached", detail + r.text("lost%d.txt" % max(1, len(lines))))
    case.ok(each("STILL"), "and hostapd has them still", detail)
    case.ok("obtained" in r.text("lease.txt"), "dnsmasq gives an address",
            r.text("lease.txt") + r.text("dnsmasq.txt"))
    for name in ("up", "down"):
        case.ok('"sum_received"' in r.text(name + ".txt"), "iperf3 %s" % name,
                r.text(name + ".txt")[-600:])
    case.ok(each("ENDED"), "it ends when it is told to", detail)
    for line in lines:
        print("# " + line)
