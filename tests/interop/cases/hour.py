"""An hour of a daemon: two of its stations and the kernel's own, with wpa_supplicant, on the two access
points of hostapd, all on the daemon's air. Group keys are renewed, stations are sent away, roam,
lose the access points for a while; after each of these all come back, and nothing is lost in between.
Each pings all the time: an answer that does not come is a gap, and of each gap is printed what was done
to them then and what the station itself says of it; one of which it says nothing is an error. Addresses
are of dnsmasq, TCP goes both ways, memory and descriptors do not grow.

HOUR=600 tests/interop/run hour: so many seconds instead of 3600; HOUR_KEEP=FOLDER keeps logs."""
import json
import os
import re

from evidence import conf, guest

LONG = True  # an hour: of `make interop-all`
SECONDS = int(os.environ.get("HOUR", "3600"))
PASSPHRASE = "correct horse battery"
SCRIPT = r"""
LIMIT=600 # wpa_supplicant takes its time where it was disappointed
modules llc stp bridge
leases_by 24
chmod 600 /test/*.yaml
echo 'root:x:0:0::/:/bin/sh' > /etc/passwd
echo 'root:x:0:' > /etc/group
ip link add br0 type bridge
ip link set br0 up
ip addr add 10.9.0.1/24 dev br0
dnsmasq --interface=br0 --bind-interfaces --port=0 --dhcp-range=10.9.0.20,10.9.0.40 \
    --dhcp-leasefile=/run/leases --user=root --group=root --log-facility=/out/dnsmasq.txt
extsta daemon --json /test/daemon.yaml > /out/daemon.events 2> /out/daemon.txt &
daemon=$!
wait_for '2 stations' /out/daemon.txt
number=0
aps() {
    number=$((number + 1))
    start_hostapd one$number one.conf ""
    start_hostapd two$number two.conf ""
}
aps
ip netns add kernel
iw phy phy1 set netns name kernel
ip netns exec kernel /usr/sbin/wpa_supplicant -B -D nl80211 -i wlan1 -c /test/client.conf \
    -f /out/client.log -t
wait_count 2 'connected to' /out/daemon.txt
wait_for CTRL-EVENT-CONNECTED /out/client.log
for n in one two; do
    ip netns add $n
    ip link set $n netns $n
    ip netns exec $n ip link set $n up
done
for n in one two kernel; do
    i=$n; [ $n = kernel ] && i=wlan1
    ip netns exec $n /bin/udhcpc -i $i -n -q -t 50 -T 3 -s /test/leased > /out/lease-$n.txt 2>&1
done
iperf3 -s -D
for way in '' -R; do
    for n in one two; do
        ip netns exec $n /bin/iperf3 -c 10.9.0.1 -n 2M $way --json > /out/tcp-$n$way.txt 2>&1
    done
done
now() { cut -d' ' -f1 /proc/uptime; }
answers() { ip netns exec $1 /bin/ping -c 1 -W 1 10.9.0.1 > /dev/null 2>&1; }
# gaps NAME: from when to when an answer failed to come
gaps() {
    while :; do
        at=$(now)
        ip netns exec $1 /bin/ping -c 1 -W 10 10.9.0.1 > /dev/null 2>&1 || echo "$at $(now)"
        sleep 1
    done > /out/gaps-$1.txt
}
# all NAME: until each answers again
all() { for n in one two kernel; do until_true answers $n || echo "AWAY $n after $1"; done; }
# quiet NAME: for a while nothing is lost; late is not lost
quiet() {
    for n in one two kernel; do
        for i in 1 2 3 4 5; do
            ip netns exec $n /bin/ping -c 1 -W 60 10.9.0.1 > /dev/null 2>&1 || echo "LOST $n after $1"
        done
    done
}
sizes() { echo "SIZE $1 $(grep VmRSS /proc/$daemon/status | tr -dc 0-9) $(ls /proc/$daemon/fd | wc -l)"; }
both() { for b in wlan0 wlan2; do hostapd_cli -p /run/hostapd -i $b "$@" > /dev/null; done; }
mac() { ip netns exec $1 cat /sys/class/net/$2/address; }
ONE=$(mac one one) TWO=$(mac two two)
# roams NAME BSSID: one that was not heard is looked for again
roams() {
    wpa_cli -p /run/wpa -i $1 scan > /dev/null
    sleep 1
    wpa_cli -p /run/wpa -i $1 roam $2 | grep -q OK
}
# away NAME: to the other access point
away() {
    at=$(wpa_cli -p /run/wpa -i $1 status | grep ^bssid= | cut -d= -f2)
    for b in wlan0 wlan2; do
        to=$(cat /sys/class/net/$b/address)
        [ "$to" = "$at" ] && continue
        until_true roams $1 $to || {
            echo "NO ROAM $1"
            wpa_cli -p /run/wpa -i $1 status
            wpa_cli -p /run/wpa -i $1 scan_results
        }
    done
}
umask 0
all begin
pingers=
for n in one two kernel; do
    gaps $n &
    pingers="$pingers $!"
done
echo "CLOCK $(date +%s) $(now)"
end=$(($(cut -d. -f1 /proc/uptime) + @SECONDS@))
round=0
while [ $(cut -d. -f1 /proc/uptime) -lt $end ]; do
    round=$((round + 1))
    for what in rekey roam deauthenticate disassociate restart; do
        echo "TROUBLE $what $(now)"
        case $what in
        rekey) both raw REKEY_GTK ;;
        roam) away one; away two ;;
        restart) if [ $((round % 3)) = 0 ]; then
            kill -9 $(cat /run/one$number.pid) $(cat /run/two$number.pid); sleep 3
        else
            stop_hostapd one$number; stop_hostapd two$number
        fi; aps ;;
        *) both $what $ONE; both $what $TWO ;;
        esac
        all $what
        echo "CALM $(now)"
        quiet $what
    done
    sizes $round
done
echo "ROUNDS $round"
kill $pingers
kill $daemon
wait $daemon
echo "DAEMON EXIT $?"
""".replace("@SECONDS@", str(SECONDS))
DAEMON = """wpa-control: /run/wpa
sandbox: kill
air: {hwsim: yes}
stations:
- {name: one, radio: air, channels: [1, 6], networks: [{ssid: interop, passphrase: %s}]}
- {name: two, radio: air, channels: [1, 6], networks: [{ssid: interop, passphrase: %s}]}
""" % (PASSPHRASE, PASSPHRASE)
CLIENT = """network={
    ssid="interop"
    psk="%s"
    scan_freq=2412 2437
}
""" % PASSPHRASE


def numbers(text):
    return [tuple(map(float, line.split())) for line in text.splitlines()]


def gaps_of(lines):
    """Those that follow one another are one."""
    joined = []
    for begin, end in lines:
        if joined and begin - joined[-1][1] < 5:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined


def told(r, clock):
    """What each station says of the ends of its associations: {station: [(uptime, text)]}."""
    said = {"one": [], "two": [], "kernel": []}
    for line in r.text("daemon.events").splitlines():
        if '"line":"cause"' in line:
            e = json.loads(line)
            said[e["sta"]].append((float(e["time"]) - clock, e["text"]))
    ends = r"^([0-9.]+): \S+ (CTRL-EVENT-(?:DISCONN|SSID-TEMP|BEACON-LOSS).*)"
    for t, text in re.findall(ends, r.text("client.log"), re.M):
        said["kernel"].append((float(t) - clock, text))
    return said


def explained(case, r):
    """Each gap has a word of its station, at that time or in the trouble it lies in; printed by trouble."""
    clock = re.search(r"^CLOCK (\d+) ([0-9.]+)", r.console, re.M)
    clock = int(clock.group(1)) - float(clock.group(2)) if clock else 0
    windows = [(what, float(begin), float(end)) for what, begin, end in re.findall(
        r"^TROUBLE (\w+) ([0-9.]+)\n(?:(?!CALM).*\n)*CALM ([0-9.]+)", r.console, re.M)]
    said, unexplained, table = told(r, clock), [], {}
    for name, words in said.items():
        for begin, end in gaps_of(numbers(r.text("gaps-%s.txt" % name))):
            what, since, until = ([w for w in windows if begin <= w[2] and end >= w[1]] or
                                  [("nothing", begin, end)])[0]
            texts = [text for t, text in words if min(since, begin) - 2 <= t <= max(until, end) + 1]
            if texts:
                text = re.sub("([0-9a-f]{2}:){5}[0-9a-f]{2}", "...", texts[0])
                table.setdefault((what, name), []).append((end - begin, text))
            else:
                unexplained.append("%s: %.1f to %.1f s, %s" % (name, begin, end, what))
    for (what, name), row in sorted(table.items()):
        print("# %s, %s: %d gaps, the longest %.1f s: %s" % (
            what, name, len(row), max(row)[0], "; ".join(sorted({text for _, text in row}))))
    case.ok(windows and not unexplained, "each gap is explained by its station", "\n".join(unexplained))


def keep(r):
    folder = os.environ.get("HOUR_KEEP")
    for name, data in list(r.files.items()) + [("console", r.console.encode())] if folder else []:
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)


def run(case):
    one = conf(wpa2=PASSPHRASE, bridge="br0")
    two = conf(wpa2=PASSPHRASE, bridge="br0", interface="wlan2", channel=6)
    bed = case.bed
    r = bed.run({"/test/run": guest(SCRIPT), "/test/one.conf": one, "/test/two.conf": two,
                 "/test/daemon.yaml": DAEMON,
                 "/test/client.conf": CLIENT},
                programs={"/bin/extsta": case.program, "/bin/iperf3": bed.program("iperf3"),
                          "/usr/sbin/dnsmasq": bed.program("dnsmasq")},
                radios=3, timeout=2 * SECONDS + 1200)
    keep(r)
    log = r.console + r.text("daemon.txt")[-2500:]
    for n in ("one", "two", "kernel"):
        case.ok("obtained" in r.text("lease-%s.txt" % n), "%s has an address of dnsmasq" % n,
                r.text("lease-%s.txt" % n) + log)
    for n in ("one", "two"):
        for way in ("", "-R"):
            case.ok('"sum_received"' in r.text("tcp-%s%s.txt" % (n, way)),
                    "TCP %s %s" % ("from" if way == "" else "to", n), r.text("tcp-%s%s.txt" % (n, way)))
    rounds = re.search(r"ROUNDS (\d+)", r.console)
    case.ok(rounds and int(rounds.group(1)) > 1, "rounds of trouble were passed", log)
    trouble = re.findall(r"^(?:AWAY|NO ROAM|LOST) .*", r.console, re.M)
    case.ok(not trouble, "all are back after each, and nothing is lost in between", "\n".join(trouble))
    sizes = [tuple(map(int, m)) for m in re.findall(r"SIZE (\d+) (\d+) (\d+)", r.console)]
    print("# rounds: %s; KiB: %s" % (rounds and rounds.group(1), [s[1] for s in sizes]))
    half = len(sizes) // 2
    case.ok(len(sizes) > 1 and len({s[2] for s in sizes}) == 1, "descriptors are flat", sizes)
    case.ok(len(sizes) > 1 and max(s[1] for s in sizes[half:]) <= sizes[half - 1 or 0][1] + 256,
            "memory is flat from half of the time on", sizes)
    explained(case, r)
    ends = [json.loads(line) for line in r.text("daemon.events").splitlines()
            if '"line":"cause"' in line]
    case.ok(ends and all(e.get("text") or e.get("diagnosis") or e.get("code") for e in ends),
            "each end is told with its cause", ends[:3])
    case.ok("DAEMON EXIT 0" in r.console, "it ends when it is told to", log)
