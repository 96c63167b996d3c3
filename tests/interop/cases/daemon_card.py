"""`extsta daemon` on a card of the kernel's (radio nl80211:wlan1, in a namespace of its own) and on a
card in monitor mode. On the first the interface is the card's own: DHCP, pings, and its operational
state follows the port. What a card can suffer in its life is said, and got over: another program that
has it, SIGKILL of the daemon, the radio switched off and unplugged; nothing stale is left."""
import re

from evidence import conf, guest, has

LONG = True  # minutes: of `make interop-all`
PASSPHRASE = "correct horse battery"
SCRIPT = r"""
LIMIT=60
leases_by 24
chmod 600 /test/*.yaml
mkdir -p /var/lib/misc /run/extsta
sta() { ip netns exec sta "$@"; }
serve() {
    start_hostapd $1 ${2-ap.conf}
    ip addr flush dev wlan0
    ip addr add 10.9.0.1/24 dev wlan0
}
dhcp() {
    udhcpd -f -S /test/udhcpd.conf >> /out/udhcpd.txt 2>&1 &
    dhcpd=$!
}
# in_card: the second radio, whatever its number is, goes to the namespace
in_card() { iw phy $(cat /sys/class/net/wlan1/phy80211/name) set netns name sta; }
# start_daemon NAME FILE: on the card
start_daemon() {
    /usr/sbin/ip netns exec sta extsta daemon /test/$2.yaml > /out/$1.out 2> /out/$1.txt &
    daemon=$!
}
lease() {
    sta ip addr flush dev wlan1
    sta ip neigh flush dev wlan1
    sta /bin/udhcpc -i wlan1 -n -q -t 20 -T 5 -s /test/leased > /out/lease-$1.txt 2>&1
    sta /bin/ping -c 3 -W 30 10.9.0.1 > /out/ping-$1.txt 2>&1 && echo "PING $1 OK"
}
link_is() { sta ip -o link show dev wlan1 | grep -q "state $1 "; }
# state NAME WORD: the interface gets into this state; else as it was is in the files
state() {
    until_true link_is $2 && echo "STATE $1 $2"
    sta ip -o link show dev wlan1 > /out/link-$1.txt
}
nobody() { ! iw dev wlan0 station dump | grep -q Station; }
everybody() { iw dev wlan0 station dump | grep -q 'authorized:.*yes'; }
# connections N FILE: the daemon has been connected so often; and hostapd has it
connections() { wait_count $1 "connected to" /out/$2.txt && until_true everybody; }
# struct rfkill_event of the second radio: off (1), on (0)
switch() { printf '\001\000\000\000\001\002\00'$1'\000' > /dev/rfkill; }

ip netns add sta
in_card
sta ip link set lo up
serve ap
dhcp

# another program has the card
sta /usr/sbin/wpa_supplicant -B -D nl80211 -i wlan1 -c /test/idle.conf -P /run/wpa.pid
start_daemon first card
wait_for 'another program uses' /out/first.txt
kill $(cat /run/wpa.pid)
until_true has_gone /run/wpa.pid

connections 1 first
state connected UP
lease connected
cat /proc/$daemon/status > /out/status.txt
sta ip -o link show > /out/links-during.txt

# killed: the kernel leaves the network; the next one finds all as it was configured, and is one that
# has CONNECT alone
kill -9 $daemon
wait $daemon 2> /dev/null
until_true nobody && echo "KILLED LEFT"
start_daemon second connect
connections 1 second
state restarted UP
lease restarted

# the radio is switched off, and on again
switch 1
wait_for 'off' /out/second.txt
until_true nobody
state off DOWN
switch 0
connections 2 second
state on UP
lease on

# unplugged, with the access point's own
kill $dhcpd
stop_hostapd ap
rmmod mac80211_hwsim
wait_for 'its radio has gone' /out/second.txt
insmod /mods/mac80211_hwsim.ko radios=3
in_card
serve again
dhcp
connections 3 second
state plugged UP
lease plugged

# a port that does not open: associated, and nothing passes
stop_hostapd again
state silent DOWN
/usr/sbin/ip netns exec sta ip -o monitor link dev wlan1 > /out/watched.txt &
monitor=$!
serve other other.conf
wait_for 'wrong\|passphrase\|key' /out/second.txt
until_true sh -c 'grep -q "4-Way Handshake failed\|EAPOL-Key timeout\|deauthenticated" /out/other.log'
kill $monitor
stop_hostapd other
kill $daemon
wait $daemon
echo "DAEMON EXIT $?"
sta ip -o link show dev wlan1 > /out/left.txt
sta ip -o link show > /out/links-after.txt
kill $dhcpd

# a card in monitor mode: the interface is a TAP
serve monitored
dhcp
iw phy $(cat /sys/class/net/wlan2/phy80211/name) interface add mon2 type monitor
start_monitor() {
    extsta daemon /test/monitor.yaml > /out/$1.out 2> /out/$1.txt &
    daemon=$!
}
lease_tap() {
    ip netns add $1
    ip link set st0 netns $1
    ip netns exec $1 ip link set st0 up
    ip netns exec $1 /bin/udhcpc -i st0 -n -q -t 20 -T 5 -s /test/leased > /out/lease-$1.txt 2>&1
    ip netns exec $1 /bin/ping -c 3 -W 30 10.9.0.1 > /out/ping-$1.txt 2>&1 && echo "PING $1 OK"
}
no_tap() { ! ip netns exec first ip link show st0 > /dev/null 2>&1; }
no_carrier() { ip netns exec second ip link show st0 | grep -q NO-CARRIER; }
start_monitor watched1
connections 1 watched1
lease_tap first
kill -9 $daemon
wait $daemon 2> /dev/null
until_true no_tap && echo "NO TAP LEFT"
start_monitor watched2
connections 1 watched2
lease_tap second
# its own one, which acknowledges, and the given one
for i in $(ls /sys/class/net | grep '^ext') mon2; do iw dev $i del; done
wait_for 'its radio has gone' /out/watched2.txt
until_true no_carrier && echo "NO CARRIER"
iw phy $(cat /sys/class/net/wlan2/phy80211/name) interface add mon2 type monitor
connections 2 watched2
kill $daemon
wait $daemon
echo "MONITOR EXIT $?"
iw dev > /out/interfaces-after.txt
"""
DHCP = """start 10.9.0.20
end 10.9.0.40
interface wlan0
lease_file /run/udhcpd.leases
pidfile /run/udhcpd.pid
option subnet 255.255.255.0
"""
HEAD = "user: '65534'\nstate: /run/extsta/state\nsandbox: kill\n"
STATION = """stations:
- name: %s
  radio: %s
  channels: [1]
  networks:
  - {ssid: interop, passphrase: correct horse battery}
"""


def leases(case, r, names, who):
    for name in names:
        case.ok(has(r.text("lease-%s.txt" % name), r"lease of 10\.9\.0\.[234]\d obtained") and
                "PING %s OK" % name in r.console, "%s: DHCP and pings: %s" % (who, name),
                r.text("lease-%s.txt" % name) + r.text("ping-%s.txt" % name))


def on_card(case, r):
    first, second = r.text("first.txt"), r.text("second.txt")
    case.ok(has(first, "another program uses 'wlan1'") and "connected to 'interop'" in first,
            "a card that another program has is waited for", first)
    leases(case, r, ("connected", "restarted", "on", "plugged"), "the card's own interface")
    for name in ("connected", "restarted", "on", "plugged"):
        case.ok("STATE %s UP" % name in r.console, "the interface is up: " + name,
                r.text("link-%s.txt" % name))
    for name in ("off", "silent"):
        case.ok("STATE %s DOWN" % name in r.console, "the interface is down: " + name,
                r.text("link-%s.txt" % name))
    watched = r.text("watched.txt")
    case.ok("state DORMANT" in watched and "state UP" not in watched,
            "associated with a port that stays closed it is dormant, and never up", watched)
    status = r.text("status.txt")
    case.ok(has(status, r"^Uid:\t65534\t65534\t65534\t65534$") and
            has(status, r"^CapEff:\t0000000000001000$") and has(status, r"^Seccomp:\t2$"),
            "it is another user, with one capability and its list of system calls", status)
    case.ok("KILLED LEFT" in r.console, "killed, it has left the network", r.console)
    case.ok(second.count("connected to 'interop'") >= 3 and "its radio has gone" in second,
            "switched off and on, unplugged and plugged in: back each time", second)
    left = r.text("left.txt")
    case.ok("DAEMON EXIT 0" in r.console and ",UP" not in left and "mode DEFAULT" in left,
            "ended, it leaves the card as it was found", r.console + left)
    for name in ("links-during.txt", "links-after.txt"):
        case.ok(re.findall(r"^\d+: (\S+):", r.text(name), re.M) == ["lo", "wlan1"],
                "there is no other interface (%s)" % name, r.text(name))


def on_monitor(case, r):
    log = r.text("watched1.txt") + r.text("watched2.txt")
    leases(case, r, ("first", "second"), "in monitor mode")
    case.ok("NO TAP LEFT" in r.console, "killed, it leaves no interface", r.console + log)
    case.ok("NO CARRIER" in r.console and log.count("connected to 'interop'") >= 3,
            "unplugged, the interface has no carrier; plugged in, it is back", r.console + log)
    after = r.text("interfaces-after.txt")
    case.ok("MONITOR EXIT 0" in r.console and after.count("type monitor") == 1,
            "ended, it leaves one interface in monitor mode, as it was found", r.console + after)


def run(case):
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE),
                      "/test/other.conf": conf(wpa2="another passphrase"),
                      "/test/idle.conf": "ctrl_interface=/run/idle\n",
                      "/test/udhcpd.conf": DHCP,
                      "/test/card.yaml": HEAD + STATION % ("wlan1", "nl80211:wlan1"),
                      "/test/connect.yaml": HEAD + STATION % ("wlan1", "nl80211:wlan1:connect"),
                      "/test/monitor.yaml": HEAD + STATION % ("st0", "monitor:mon2")},
                     programs={"/bin/extsta": case.program}, radios=3)
    on_card(case, r)
    on_monitor(case, r)
