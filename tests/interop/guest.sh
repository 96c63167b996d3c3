# Functions for the scripts that run inside the VM. Everything of worth goes to /out.

# busybox's shell would take its own applet.
ip() {
    /usr/sbin/ip "$@"
}

# wait_for SECONDS PATTERN FILE: until the file has a line that matches.
wait_for() {
    _n=$(($1 * 10))
    while [ $_n -gt 0 ]; do
        grep -q -- "$2" "$3" 2>/dev/null && return 0
        sleep 0.1
        _n=$((_n - 1))
    done
    echo "TIMEOUT waiting for '$2' in $3"
    return 1
}

# count PATTERN FILE
count() {
    grep -c -- "$1" "$2" 2>/dev/null || true
}

# wait_count SECONDS N PATTERN FILE: until at least N lines match.
wait_count() {
    _n=$(($1 * 10))
    while [ $_n -gt 0 ]; do
        [ "$(count "$3" "$4")" -ge "$2" ] && return 0
        sleep 0.1
        _n=$((_n - 1))
    done
    echo "TIMEOUT waiting for $2 x '$3' in $4"
    return 1
}

# start_hostapd NAME CONF: log in /out/NAME.log
start_hostapd() {
    hostapd -B -t -d -P /run/$1.pid -f /out/$1.log /test/$2
    wait_for 10 AP-ENABLED /out/$1.log
}

# stop_hostapd NAME: until it has gone.
stop_hostapd() {
    kill $(cat /run/$1.pid)
    _n=100
    while [ -e /run/$1.pid ] && [ $_n -gt 0 ]; do
        sleep 0.1
        _n=$((_n - 1))
    done
}

stations() {
    hostapd_cli -p /run/hostapd -i ${1:-wlan0} all_sta > /out/${2:-stations}.txt 2>&1
}

# no_station_left SECONDS: until hostapd's table is empty; it keeps a station that has
# disassociated for a moment, as authenticated only.
no_station_left() {
    _n=$1
    while [ $_n -gt 0 ]; do
        stations wlan0 after
        grep -q '^[0-9a-f][0-9a-f]:' /out/after.txt || return 0
        sleep 1
        _n=$((_n - 1))
    done
}

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
    if ip netns exec sta /bin/ping -c 3 -W 2 $2 > /out/ping-$1.txt 2>&1; then
        echo "PING $1 OK"
    else
        echo "PING $1 FAILED"
    fi
}
