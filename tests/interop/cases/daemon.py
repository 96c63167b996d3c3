"""`extsta daemon` on a real hostapd: two stations with interfaces of their own get addresses by DHCP
and ping; as another user, confined to its system calls. A second medium, an unloaded radio and
kill -9: each is said, and each is got over."""
from evidence import conf, guest, has

PASSPHRASE = "correct horse battery"
SCRIPT = """
LIMIT=200
leases_by 24
chmod 600 /test/*.yaml
mkdir -p /var/lib/misc
serve() {
    start_hostapd $1 ap.conf
    ip addr add 10.9.0.1/24 dev wlan0
    udhcpd -f -S /test/udhcpd.conf > /out/udhcpd.txt 2>&1 &
    dhcpd=$!
}
start_daemon() {
    extsta daemon /test/$2 > /out/$1.out 2> /out/$1.txt &
    daemon=$!
}
# lease NAME: the interface, in a namespace of its own, gets an address and pings
lease() {
    ip netns add $1
    ip link set $1 netns $1
    ip netns exec $1 ip link set $1 up
    ip netns exec $1 /bin/udhcpc -i $1 -n -q -t 20 -T 5 -s /test/leased > /out/lease-$1.txt 2>&1
    if ip netns exec $1 /bin/ping -c 3 -W 30 10.9.0.1 > /out/ping-$1.txt 2>&1; then
        echo "PING $1 OK"
    fi
    ip netns exec $1 ip addr show dev $1 > /out/addr-$1.txt
}

no_tap() { ! ip netns exec one ip link show one > /dev/null 2>&1; }

serve ap
start_daemon first first.yaml
first=$daemon
wait_count 2 'connected to' /out/first.txt
stations wlan0 authorized
lease one
lease two
cat /proc/$daemon/status > /out/status.txt
(umask 0; wpa_cli -p /run/extsta/wpa -i one status > /out/wpa_cli.txt 2>&1)

start_daemon second second.yaml
second=$daemon
wait_for 'already the medium' /out/second.txt
kill -0 $second && echo "SECOND LIVES"
kill -9 $first
until_true no_tap
echo "NO INTERFACE LEFT"
ls /run/extsta/wpa > /out/left.txt 2>&1
wait_for 'three: connected to' /out/second.txt
kill $second
wait $second
echo "SECOND EXIT $?"

ip netns del one; ip netns del two
start_daemon third first.yaml
wait_count 2 'connected to' /out/third.txt
kill $dhcpd
stop_hostapd ap
rmmod mac80211_hwsim
wait_count 2 'its radio has gone' /out/third.txt
until_true sh -c '/usr/sbin/ip link show one | grep -q NO-CARRIER'
ip link show one > /out/gone.txt
insmod /mods/mac80211_hwsim.ko radios=1
serve again
wait_count 4 'connected to' /out/third.txt
ip link show one > /out/back.txt
kill $daemon
wait $daemon
echo "THIRD EXIT $?"
"""
DHCP = """start 10.9.0.20
end 10.9.0.40
interface wlan0
lease_file /run/udhcpd.leases
pidfile /run/udhcpd.pid
option subnet 255.255.255.0
"""
HEAD = "user: '65534'\nstate: /run/extsta/state\nsandbox: kill\nwpa-control: /run/extsta/wpa\n"
STATION = """- name: %s
  radio: hwsim
  channels: [1]
  networks:
  - {ssid: interop, passphrase: correct horse battery}
"""


def run(case):
    first = HEAD + "stations:\n" + STATION % "one" + STATION % "two"
    second = "sandbox: kill\nstations:\n" + STATION % "three"
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE),
                      "/test/udhcpd.conf": DHCP, "/test/first.yaml": first,
                      "/test/second.yaml": second},
                     programs={"/bin/extsta": case.program})
    log = r.text("first.txt")
    case.ok(r.text("authorized.txt").count("[AUTHORIZED]") == 2,
            "hostapd authorizes both stations", r.console + log)
    for name in ("one", "two"):
        case.ok(has(r.text("lease-%s.txt" % name), r"lease of 10\.9\.0\.[23]\d obtained") and
                "inet 10.9.0." in r.text("addr-%s.txt" % name),
                "%s has an address by DHCP" % name, r.text("lease-%s.txt" % name) + log)
        case.ok("PING %s OK" % name in r.console, "%s pings" % name,
                r.text("ping-%s.txt" % name))
        case.ok("LOWER_UP" in r.text("addr-%s.txt" % name), "its interface has a carrier")
    status = r.text("status.txt")
    case.ok(has(status, r"^Uid:\t65534\t65534\t65534\t65534$") and
            has(status, r"^CapEff:\t0000000000001000$") and has(status, r"^Seccomp:\t2$"),
            "it is another user, with one capability and its list of system calls", status)
    case.ok("wpa_state=COMPLETED" in r.text("wpa_cli.txt"), "wpa_cli sees it",
            r.text("wpa_cli.txt"))
    case.ok("SECOND LIVES" in r.console and has(r.text("second.txt"), "it is tried again"),
            "a second one says whose the medium is, and waits", r.console + r.text("second.txt"))
    case.ok("NO INTERFACE LEFT" in r.console and "SECOND EXIT 0" in r.console and
            "three: connected to" in r.text("second.txt"),
            "killed, the first leaves neither interface nor medium behind",
            r.console + r.text("second.txt"))
    third = r.text("third.txt")
    case.ok(third.count("connected to 'interop'") >= 4 and "NO-CARRIER" in r.text("gone.txt") and
            "LOWER_UP" in r.text("back.txt"),
            "unplugged, the radio leaves the interface without a carrier; plugged in, it is back",
            r.console + third + r.text("gone.txt") + r.text("back.txt"))
    case.ok("THIRD EXIT 0" in r.console, "it ends when it is told to", r.console + third)
