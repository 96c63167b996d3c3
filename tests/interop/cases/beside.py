"""Goal 3: 50 and 99 stations on one hostapd, by WPA2-PSK and by SAE (hash to element): ours in one daemon
with an interface each, and in turn with them wpa_supplicant's, in one process on as many simulated cards
of the same kernel. Measured from the start of the process until hostapd's kernel has all authorized:
seconds by hostapd's log, the CPU time of the process, what it has in memory then. A table of medians and
ratios is printed, and written to build/interop/beside.txt.

With --uml in virtual time: how long they wait for one another, whatever the machine; there is no CPU time.
BESIDE=sae-99,psk-50 tests/interop/run beside: these rows; BESIDE_RUNS=10,3: so many of ours, and of the
other's, which take some times as long."""
import os
import re
import statistics

from evidence import conf, guest

LONG = True  # an hour: of `make interop-all`
OURS, THEIRS = map(int, os.environ.get("BESIDE_RUNS", "10,10").split(","))
ROWS = os.environ.get("BESIDE", "psk-50,psk-99,sae-50,sae-99").split(",")
TIME, CPU, MEMORY = 1 / 2, 1 / 3, 16  # the goal: of the other's; KiB a station
PASSPHRASE = "correct horse battery"
SCRIPT = r"""
LIMIT=1500
chmod 600 /test/*
ticks() { cut -d' ' -f14,15 /proc/$1/stat | tr ' ' +; }
authorized() {
    [ "$(count AP-STA-CONNECTED /out/ap.log)" -ge $1 ] || { sleep 0.4; return 1; }
    [ "$(iw dev wlan0 station dump | grep -c 'authorized:.*yes')" -eq $1 ]
}
# measure NAME STATIONS KIND COMMAND...
measure() {
    name=$1 n=$2 kind=$3
    shift 3
    rm -f /out/ap.log
    start_hostapd ap $kind.conf ""
    hostapd=$(cat /run/ap.pid)
    before=$(($(ticks $hostapd)))
    hostapd_cli -p /run/hostapd -i wlan0 raw NOTE begin > /dev/null
    "$@" > /out/$name.txt 2>&1 &
    sta=$!
    if until_true authorized $n; then
        echo "MEASURED $name $kind $n $(($(ticks $sta))) $(($(ticks $hostapd) - before))" \
            "$(sed -n 's/^\(VmRSS\|RssAnon\)://p' /proc/$sta/status | tr -dc '0-9\n' | tr '\n' ' ')" \
            "$(sed -n 's/^\([0-9.]*\): .*\(NOTE\|AP-STA-CONNECTED\).*/\1/p' /out/ap.log | sed -n '1p;$p' | tr '\n' ' ')"
    else
        echo "FAILED $name $kind $n: $(iw dev wlan0 station dump | grep -c 'authorized:.*yes')"
    fi
    kill $sta
    wait $sta
    stop_hostapd ap
}
theirs() {
    a=""
    for i in $(seq $2); do a="$a -D nl80211 -i wlan$i -c /test/$1-client.conf"; [ $i -eq $2 ] || a="$a -N"; done
    echo $a
}
for kind in @KINDS@; do # a process has something before it has many
    measure ours 1 $kind extsta daemon /test/$kind-1.yaml
    measure theirs 1 $kind wpa_supplicant $(theirs $kind 1)
done
for row in @ROWS@; do
    kind=${row%-*} n=${row#*-}
    for run in $(seq 20); do
        [ $run -gt @OURS@ ] || measure ours $n $kind extsta daemon /test/$kind-$n.yaml
        [ $run -gt @THEIRS@ ] || measure theirs $n $kind wpa_supplicant $(theirs $kind $n)
    done
done
"""
SECURITY = {"psk": ("", {}, "key_mgmt=WPA-PSK"),
            "sae": (", security: wpa3", {"akm": "SAE", "ieee80211w": 2, "sae_pwe": 1},
                    "key_mgmt=SAE\n    ieee80211w=2")}


def files():
    made = {}
    for kind, (ours, of_ap, theirs) in SECURITY.items():
        made["/test/%s.conf" % kind] = conf(wpa2=PASSPHRASE, max_num_sta=200, **of_ap)
        made["/test/%s-client.conf" % kind] = (
            "sae_pwe=1\nnetwork={\n    ssid=\"interop\"\n    psk=\"%s\"\n    scan_freq=2412\n    %s\n}\n"
            % (PASSPHRASE, theirs))
    for row in ROWS + [row.split("-")[0] + "-1" for row in ROWS]:
        kind, n = row.split("-")
        made["/test/%s.yaml" % row] = (
            "stations:\n- {name: sta, count: %s, radio: hwsim, channels: [1], networks: [{ssid: interop, "
            "passphrase: %s%s}]}\n" % (n, PASSPHRASE, SECURITY[kind][0]))
    return made


def medians(console, name, kind, n):
    """(runs, seconds, CPU seconds, hostapd's, KiB a station: what is there with one does not count)"""
    def of(count):
        return [[float(x) for x in line.split()[4:]] for line in console.splitlines()
                if line.startswith("MEASURED %s %s %s " % (name, kind, count))]
    found, one = of(n), of("1")
    if not found or not one:
        return None
    seconds, cpu, hostapd, rss, anonymous = (
        statistics.median(v) for v in zip(*[(f[5] - f[4], f[0] / 100, f[1] / 100, f[2], f[3])
                                            for f in found]))
    return len(found), seconds, cpu, hostapd, (anonymous - one[0][3]) / (int(n) - 1), rss / 1024


def run(case):
    kinds = sorted({row.split("-")[0] for row in ROWS})
    script = SCRIPT
    for what, by in (("ROWS", " ".join(ROWS)), ("KINDS", " ".join(kinds)), ("OURS", OURS), ("THEIRS", THEIRS)):
        script = script.replace("@%s@" % what, str(by))
    most = max(int(row.split("-")[1]) for row in ROWS)
    r = case.bed.run({"/test/run": guest(script), **files()}, programs={"/bin/extsta": case.program},
                     radios=most + 1, timeout=1800 + 1500 * (OURS + THEIRS) * len(ROWS))
    table = ["%-8s %-8s %5s %8s %8s %8s %12s %12s" % ("", "", "runs", "time, s", "CPU, s", "hostapd",
                                                      "KiB/station", "process, MB")]
    for row in ROWS:
        kind, n = row.split("-")
        both = [medians(r.console, name, kind, n) for name in ("ours", "theirs")]
        for name, m in zip(("extsta", "wpa_s"), both):
            if m:
                table.append("%-8s %-8s %5d %8.2f %8.2f %8.2f %12.1f %12.1f" % ((row, name) + m))
        case.ok(both[0] and both[0][0] == OURS, "%s: ours are all authorized, %d of %d" % (row, OURS, OURS),
                r.console[-2000:] + r.text("ours.txt")[-1000:])
        if all(both):
            ours, theirs = both
            # in virtual time what is computed takes none
            cpu = ours[2] / theirs[2] if theirs[2] >= 1 else 0
            table.append("%-8s %-8s %5s %8.2f %8s %8s %12.2f %12.2f" % (
                row, "ratio", "", ours[1] / theirs[1], "%.2f" % cpu if cpu else "", "",
                ours[4] / theirs[4], ours[5] / theirs[5]))
            case.ok(ours[1] <= TIME * theirs[1] and cpu <= CPU and ours[4] <= MEMORY,
                    "%s: half of the time, %s16 KiB a station" % (row, "a third of the CPU, " if cpu else ""),
                    "\n".join(table) + r.console[-1000:])
    for line in re.findall("^FAILED.*", r.console, re.M):
        table.append(line)
    with open(os.path.join(case.bed.folder, "beside.txt"), "w", encoding="utf-8") as f:
        f.write("\n".join(table) + "\n")
    print("\n".join("# " + line for line in table))
