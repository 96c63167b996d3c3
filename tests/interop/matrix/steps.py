"""What is done in a row of the matrix, inside the VM: a script of the guest (guest.sh in front).
Each step is driven by hostapd's control interface and ends when the log or the station says that it
is done; nothing sleeps. The first step that fails ends the row.

  STEP row.file step ok|failed     on the console, for judge.py"""
from evidence import AP, AP2

FUNCTIONS = r"""
LIMIT=60
ip netns add sta
HOST=10.9.0.1 ME=10.9.0.2
DEV=tap0 # the station's interface, in its namespace

cli() { hostapd_cli -p /run/hostapd -i $on "$@" > /dev/null; }
# Which of these access points has the station; the wired host is behind it.
has_it() {
    for on in "$@"; do
        iw dev $on station dump | grep -q 'authorized:.*yes' && return
    done
    false
}
find_it() {
    until_true has_it "$@" || return 1
    ip addr flush dev wlan0
    ip addr flush dev wlan1
    ip addr add $HOST/24 dev $on
    ip netns exec sta ip neigh flush dev $DEV
}
# By a request of the access point (802.11v) to the other one of two.
go() {
    _to=$AP2,0x0000,81,6,7,0301ff _on=wlan1
    [ $on = wlan1 ] && _to=$AP1,0x0000,81,1,7,0301ff _on=wlan0
    more 1 '"what":"roaming-end"' $json cli bss_tm_req $STA pref=1 abridged=1 valid_int=255 \
        neighbor=$_to && find_it $_on && both_ways
}
settled() {
    grep -q '"what":"connected"' $json || grep -q '"will_retry":false' $json ||
        ! kill -0 $sta 2> /dev/null || has_lines 3 '"line":"cause"' $json
}
up() { has_lines $bsss AP-ENABLED $log || has_line AP-DISABLED $log || has_gone /run/ap.pid; }
# more N PATTERN FILE COMMAND...: N lines more of the file match than before the command
more() {
    _n=$(($(count "$2" "$3") + $1)) _pattern=$2 _file=$3
    shift 3
    "$@" && wait_count $_n "$_pattern" "$_file"
}

# The station asks, and the access point; its question goes to all, under the group's key.
both_ways() {
    ip netns exec sta /bin/ping -c 1 -W 20 $HOST > /dev/null 2>&1 &&
        ip neigh flush dev $on && /bin/ping -c 1 -W 20 $ME > /dev/null 2>&1
}
connect() {
    until_true settled
    has_line '"what":"connected"' $json || return 1
    stations $on $name
    plug_in
}
# The station in the background, with these arguments: $sta; and its interface to its namespace.
launch() {
    extsta connect --json --pcap /out/$name.pcap --tap tap0 --address $STA --wait 60 "$@" \
        > $json 2> /out/$name.err &
    sta=$!
}
plug_in() {
    ip link set tap0 netns sta
    ip netns exec sta ip addr add $ME/24 dev tap0
    ip netns exec sta ip link set tap0 up
}
ping() { both_ways; }
group() { more 1 'group key handshake completed' $log cli raw REKEY_GTK && both_ways; }
pairwise() { more 1 'pairwise key handshake completed' $log cli raw REKEY_PTK $STA && both_ways; }
query() { more 1 'Received SA Query Response from' $log cli sa_query $STA; }
# Unprotected, in the access point's name: the station asks, and stays.
forged() {
    more 1 '"what":"forged-frame"' $json cli raw DEAUTHENTICATE $STA reason=6 test=0 && both_ways
}
thrown_out() {
    more 1 '"what":"connected"' $json cli deauthenticate $STA reason=5 && find_it wlan0 wlan1 && both_ways
}
deauth() { echo "MATRIX deauth" >> $log; thrown_out; }
pmksa() { [ "$(sed '1,/MATRIX deauth/d' $log | grep -c "$REMEMBERED")" -ge 1 ]; }
forgot() {
    cli pmksa_flush
    echo "MATRIX forgot" >> $log
    thrown_out && [ "$(sed '1,/MATRIX forgot/d' $log | grep -c "$REMEMBERED")" -eq 0 ]
}
REMEMBERED='PMKID found from PMKSA cache\|using PMKSA caching'
roam() { go && group && pairwise && go && pairwise; }
nobody() { ! iw dev $on station dump | grep -q Station; }
leave() {
    kill -INT $sta
    wait $sta || return 1
    sta=
    until_true nobody
}

start_radius() {
    mkdir -p /test/radius/sessions
    freeradius -X -d /test/radius > /out/freeradius.log 2>&1 &
    wait_for 'Ready to process requests' /out/freeradius.log
}

# row NAME "STEPS" ARGUMENTS...: of the station
row() {
    name=$1 steps=$2 bsss=1 second=
    [ -e /test/$1.conf2 ] && bsss=2 && second=/test/$1.conf2
    on=wlan0 json=/out/$1.json log=/out/$1.log
    shift 2
    if ! hostapd -B -t -d -P /run/ap.pid -f $log /test/$name.conf $second > /out/$name.start 2>&1; then
        cat /out/$name.start >> $log
        return
    fi
    until_true up
    ip addr flush dev wlan1
    ip addr flush dev $on
    ip addr add $HOST/24 dev $on
    launch "$@"
    good=yes
    for step in $steps; do
        if $step; then
            echo "STEP $name $step ok"
        else
            echo "STEP $name $step failed"
            good=no
            break
        fi
    done
    [ -n "$sta" ] && stop_station > /dev/null
    stop_hostapd ap
    [ $good = yes ] && [ KEEP = no ] && rm -f $log
    rm -f /out/$name.start
}
"""


def script(rows, sta, keep):
    """The guest's script for these rows. keep: hostapd's logs are kept of good rows, too."""
    lines = ["STA=%s AP1=%s AP2=%s" % (sta, AP, AP2), FUNCTIONS.replace("KEEP", "yes" if keep else "no")]
    if any(row.radius for row in rows):
        lines.append("start_radius")
    for row in rows:
        lines.append("row %s '%s' %s" % (row.file, " ".join(row.steps()), " ".join(
            "'%s'" % a for a in row.station())))
    return "\n".join(lines) + "\n"
