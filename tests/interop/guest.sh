# Functions for the scripts that run inside the VM. Everything of worth goes to /out.

# busybox's shell would take its own applet.
ip() {
    /usr/sbin/ip "$@"
}

# modules NAME...: what is not loaded in every run; a kernel without modules has it all.
modules() {
    [ -d /mods ] || return 0
    for _module in "$@"; do
        insmod /mods/$_module.ko
    done
}

# leases_by BITS: udhcpc -s /test/leased gives the interface its address, of a network of so many bits.
leases_by() {
    printf '#!/bin/sh\n[ "$1" = bound ] && /usr/sbin/ip addr add $ip/%s dev $interface\nexit 0\n' $1 \
        > /test/leased
    chmod 755 /test/leased
}

# Seconds that a wait may take. Nothing is measured by it: a machine may be as slow as it likes.
LIMIT=300

# until_true COMMAND...: again and again until it succeeds, or LIMIT is over.
until_true() {
    _end=$(($(cut -d. -f1 /proc/uptime) + LIMIT))
    while ! "$@"; do
        if [ $(cut -d. -f1 /proc/uptime) -ge $_end ]; then
            echo "TIMEOUT waiting for: $*"
            return 1
        fi
        sleep 0.1
    done
}

# count PATTERN FILE
count() {
    grep -c -- "$1" "$2" 2>/dev/null || true
}

has_line() { grep -q -- "$1" "$2" 2>/dev/null; }
has_lines() { [ "$(count "$2" "$3")" -ge "$1" ]; }
last_is() { grep -- "$1" "$3" 2>/dev/null | tail -n 1 | grep -q -- "$2"; }

# wait_for PATTERN FILE: until the file has a line that matches.
wait_for() { until_true has_line "$@"; }
# wait_count N PATTERN FILE: until at least N lines match.
wait_count() { until_true has_lines "$@"; }
# wait_last KIND PATTERN FILE: until the last of the lines that match KIND matches PATTERN.
wait_last() { until_true last_is "$@"; }

# start_hostapd NAME CONF [OPTIONS]: log in /out/NAME.log, with all that it does unless OPTIONS
# say otherwise
start_hostapd() {
    hostapd -B -t ${3--d} -P /run/$1.pid -f /out/$1.log /test/$2
    wait_for AP-ENABLED /out/$1.log
}

has_gone() { ! [ -e "$1" ]; }

# stop_hostapd NAME: until it has gone.
stop_hostapd() {
    kill $(cat /run/$1.pid)
    until_true has_gone /run/$1.pid
}

stations() {
    hostapd_cli -p /run/hostapd -i ${1:-wlan0} all_sta > /out/${2:-stations}.txt 2>&1
}

# The kernel's table is quicker to ask than hostapd's. Where the stations' process ($sta) has
# ended there is nothing to wait for.
table_has() {
    sleep 1
    kill -0 $sta 2>/dev/null || return 0
    [ "$(iw dev wlan0 station dump | grep -c 'authorized:.*yes')" -eq $1 ] || return 1
    stations wlan0 $2
    [ "$(count AUTHORIZED /out/$2.txt)" -eq $1 ]
}

# wait_stations N NAME: until hostapd's table has N authorized; as it was then it is in
# /out/NAME.txt.
wait_stations() {
    until_true table_has "$@" && [ "$(count AUTHORIZED /out/$2.txt)" -eq $1 ]
}

table_is_empty() {
    stations wlan0 after
    ! grep -q '^[0-9a-f][0-9a-f]:' /out/after.txt
}

# no_station_left: until hostapd's table is empty; it keeps a station that has disassociated for
# a moment, as authenticated only.
no_station_left() { until_true table_is_empty; }

# start_station NAME ARGS...: event lines in /out/NAME.json, pid in $sta
start_station() {
    _name=$1
    shift
    extsta connect --json --pcap /out/$_name.pcap "$@" > /out/$_name.json 2> /out/$_name.err &
    sta=$!
}

# stop_station: as Ctrl-C; the exit status is printed.
stop_station() {
    kill -INT $sta
    wait $sta
    echo "STATION EXIT $?"
}

# The TAP interface goes to a namespace of its own, so that pings cross the air.
tap_to_namespace() {
    ip netns add sta 2>/dev/null
    ip link set tap0 netns sta
    ip netns exec sta ip addr add $1/24 dev tap0
    ip netns exec sta ip link set tap0 up
}

# ping_ap LABEL ADDRESS
ping_ap() {
    if ip netns exec sta /bin/ping -c 3 -W 30 $2 > /out/ping-$1.txt 2>&1; then
        echo "PING $1 OK"
    else
        echo "PING $1 FAILED"
    fi
}
