"""Debian's wpa_cli, unmodified, says the same to wpa_supplicant and to extsta-supplicant, in one VM,
with the same two access points: every command that we claim, the usual conversations of wpa_gui and of
programs on Python's wpaspy, and wpa_cli's interactive mode. Replies are compared field by field; a difference must be listed, with its
reason, in docs/control-interface-differences.md."""
import os
import re

from evidence import AP, AP2, conf, guest

LONG = True

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
PAGE = os.path.join(ROOT, "docs", "control-interface-differences.md")
PASSPHRASE = "correct horse battery"
THEIRS, OURS = "02:00:00:00:02:00", "02:00:00:00:0a:01"  # the stations' addresses

# One line each: what is sent as it is; "@STATE" waits for wpa_state, "!TEXT" for an event, "$ ..." is
# run by the shell. The whole is said twice, to one and to the other.
CONVERSATION = r"""
PING
STATUS
NOTE hello
LIST_NETWORKS
INTERFACES
NO_SUCH_COMMAND
GET_CAPABILITY eap
GET_CAPABILITY pairwise
GET_CAPABILITY group
GET_CAPABILITY group_mgmt
GET_CAPABILITY key_mgmt
GET_CAPABILITY proto
GET_CAPABILITY auth_alg
GET_CAPABILITY modes
GET_CAPABILITY channels
GET_CAPABILITY freq
GET_CAPABILITY foo
SET ap_scan 1
SET no_such_variable 1
GET ap_scan
GET country
GET version
GET no_such_variable
ADD_NETWORK
GET_NETWORK 0 ssid
GET_NETWORK 0 disabled
GET_NETWORK 0 key_mgmt
GET_NETWORK 0 priority
SET_NETWORK 0 ssid "interop"
SET_NETWORK 0 ssid interop
SET_NETWORK 0 psk "short"
SET_NETWORK 0 psk "correct horse battery"
SET_NETWORK 0 scan_freq 2412 2437
SET_NETWORK 0 no_such_variable 1
SET_NETWORK 7 ssid "a"
GET_NETWORK 0 psk
GET_NETWORK 0 ssid
GET_NETWORK 0 scan_freq
GET_NETWORK 7 ssid
LIST_NETWORKS
ADD_NETWORK
DUP_NETWORK 0 1 ssid
GET_NETWORK 1 ssid
REMOVE_NETWORK 1
REMOVE_NETWORK 1
LIST_NETWORKS
BSS_FLUSH 0
SCAN_INTERVAL 5
SCAN freq=2412,2437
!CTRL-EVENT-SCAN-RESULTS
$ until_true hears_both
SCAN_RESULTS
BSS FIRST
BSS 02:00:00:00:00:00
BSS 02:00:00:00:00:00 MASK=0x7
BSS RANGE=ALL MASK=0x2
BSS 02:00:00:00:99:99
BSS_EXPIRE_AGE 200
BSS_EXPIRE_AGE 1
BSS_EXPIRE_COUNT 3
BSS_EXPIRE_COUNT 0
SCAN passive=1
ABORT_SCAN
!CTRL-EVENT-SCAN-RESULTS
SCAN freq=2412
!CTRL-EVENT-SCAN-RESULTS
DISCONNECT
SELECT_NETWORK 0
@COMPLETED
STATUS
STATUS-VERBOSE
STATUS-NO_EVENTS
LIST_NETWORKS
BSS CURRENT
SIGNAL_POLL
PKTCNT_POLL
SIGNAL_MONITOR THRESHOLD=-60 HYSTERESIS=5
SIGNAL_MONITOR
MIB
PMKSA
PMKSA_FLUSH
BSSID_IGNORE
BSSID_IGNORE 02:00:00:00:99:99
BSSID_IGNORE
BSSID_IGNORE clear
BLACKLIST
BSSID_IGNORE bogus
WNM_BSS_QUERY 0
NEIGHBOR_REP_REQUEST
$ until_true has_event RRM-NEIGHBOR-REP
NEIGHBOR_REP_REQUEST ssid="interop" lci civic
NEIGHBOR_REP_REQUEST ssid=zz
$ sleep 2
FT_DS 02:00:00:00:01:00
FT_DS bogus
VENDOR_ELEM_ADD 13 dd0411223344
VENDOR_ELEM_ADD 13 dd0455667788
VENDOR_ELEM_ADD 13 dd01
VENDOR_ELEM_ADD 13 zz
VENDOR_ELEM_ADD 99 dd0111
VENDOR_ELEM_ADD 14 dd0499aabbcc
VENDOR_ELEM_GET 13
VENDOR_ELEM_GET 14
VENDOR_ELEM_GET 99
VENDOR_ELEM_REMOVE 13 dd0411223344
VENDOR_ELEM_GET 13
VENDOR_ELEM_REMOVE 13 dd0411223344
VENDOR_ELEM_REMOVE 13 *
VENDOR_ELEM_REMOVE 14 *
VENDOR_ELEM_GET 13
KEY_REQUEST error=0 pairwise=1
RESET_PN
DATA_TEST_CONFIG 1
STA_AUTOCONNECT 1
REASSOCIATE
@COMPLETED
REATTACH
@COMPLETED
$ until_true hears_both
ROAM OTHER
!CTRL-EVENT-CONNECTED
STATUS
ROAM 02:00:00:00:99:99
ROAM foo
$ hostapd_cli -p /run/hostapd -i $(on_ap) deauthenticate $own
!CTRL-EVENT-DISCONNECTED
@COMPLETED
DISCONNECT
!CTRL-EVENT-DISCONNECTED
STATUS
RECONNECT
@COMPLETED
BSSID 0 02:00:00:00:01:00
GET_NETWORK 0 bssid
BSSID 0 00:00:00:00:00:00
SET_NETWORK 0 bssid_ignore 02:00:00:00:99:99 02:00:00:00:99:98
GET_NETWORK 0 bssid_ignore
SET_NETWORK 0 freq_list 2412 2437 2462
GET_NETWORK 0 freq_list
REASSOCIATE
@COMPLETED
$ chan_switch 2462
!CTRL-EVENT-CHANNEL-SWITCH
STATUS
$ chan_switch
!CTRL-EVENT-CHANNEL-SWITCH
STATUS
DISABLE_NETWORK 0
@INACTIVE
LIST_NETWORKS
ENABLE_NETWORK 0
@COMPLETED
SET_NETWORK 0 psk "another passphrase"
REASSOCIATE
!CTRL-EVENT-SSID-TEMP-DISABLED
LIST_NETWORKS
DISABLE_NETWORK all
SET_NETWORK 0 psk "correct horse battery"
ENABLE_NETWORK all
@COMPLETED
SAVE_CONFIG
SET update_config 1
SAVE_CONFIG
LOGON
LOGOFF
REAUTHENTICATE
FLUSH
LIST_NETWORKS
STATUS
RECONFIGURE
@COMPLETED
RELOG
SCAN foo=1
REMOVE_NETWORK all
@INACTIVE
"""
# What wpa_gui says when it is opened, while it is, and when a network is added and chosen in it.
GUI = r"""
PING
INTERFACES
STATUS
LIST_NETWORKS
SCAN
!CTRL-EVENT-SCAN-RESULTS
$ until_true hears_both
SCAN_RESULTS
GET_CAPABILITY eap
GET_CAPABILITY key_mgmt
ADD_NETWORK
SET_NETWORK 0 ssid "interop"
SET_NETWORK 0 proto RSN
SET_NETWORK 0 key_mgmt WPA-PSK
SET_NETWORK 0 pairwise CCMP
SET_NETWORK 0 psk "correct horse battery"
SET_NETWORK 0 priority 0
SET_NETWORK 0 id_str "gui"
ENABLE_NETWORK 0
LIST_NETWORKS
SELECT_NETWORK 0
@COMPLETED
STATUS
SIGNAL_POLL
SAVE_CONFIG
BSS 0
DISABLE_NETWORK all
ENABLE_NETWORK all
@COMPLETED
DISCONNECT
!CTRL-EVENT-DISCONNECTED
REASSOCIATE
@COMPLETED
REMOVE_NETWORK all
"""

# What a program on Python's wpaspy says: hostap's own class of it (tests/hwsim/wpasupplicant.py) when
# it begins anew, connects, looks at what it has, and goes.
SPY = r"""
PING
FLUSH
SET ignore_old_scan_res 0
SET external_sim 0
SET hessid 00:00:00:00:00:00
SET access_network_type 15
SET p2p_add_cli_chan 0
SET disallow_aps 
STATUS-DRIVER
BSS_FLUSH 0
SCAN TYPE=ONLY freq=2412,2437
!CTRL-EVENT-SCAN-RESULTS
$ until_true hears_both
BSS 02:00:00:00:00:00
BSS RANGE=ALL MASK=0x2
ADD_NETWORK
SET_NETWORK 0 ssid "interop"
SET_NETWORK 0 psk "correct horse battery"
SET_NETWORK 0 scan_freq 2412 2437
SET_NETWORK 0 proto RSN
SELECT_NETWORK 0
!CTRL-EVENT-CONNECTED
STATUS
STATUS-DRIVER
GET_NETWORK 0 key_mgmt
SIGNAL_POLL
PKTCNT_POLL
PMKSA
LIST_NETWORKS
DISCONNECT
!CTRL-EVENT-DISCONNECTED
STATUS
RECONNECT
!CTRL-EVENT-CONNECTED
REMOVE_NETWORK all
!CTRL-EVENT-DISCONNECTED
STATUS
LIST_NETWORKS
FLUSH
"""

SCRIPT = r"""
hostapd -B -t -f /out/ap.log /test/ap.conf
hostapd -B -t -f /out/ap2.log /test/ap2.conf
wait_for AP-ENABLED /out/ap.log
wait_for AP-ENABLED /out/ap2.log

cli() { wpa_cli -p /run/ctrl-$who -i $iface "$@"; }
state_is() { cli status 2>/dev/null | grep -q "^wpa_state=$1\$"; }
# the access point that the station is on, and the other one
on_ap() { cli status | grep -q '^bssid=AP2$' && echo wlan1 || echo wlan0; }
other() { [ $(on_ap) = wlan0 ] && echo AP2 || echo AP1; }
events() { count "$1" /out/$who-events.txt; }
hears_both() {
    [ $(cli scan_results | grep -c interop) -ge 2 ] && return
    cli raw SCAN freq=2412,2437
    sleep 3
    false
}
more_events() { [ $(events "$2") -gt $1 ]; }
has_event() { [ $(events "$1") -gt 0 ]; }
# the access point that the station is on goes to a channel (MHz), or home
chan_switch() {
    ap=$(on_ap)
    home=$([ $ap = wlan0 ] && echo 2412 || echo 2437)
    hostapd_cli -p /run/hostapd -i $ap chan_switch 5 ${1:-$home}
}

# say FILE: its lines; the answer to the n-th is in /out/$who-FILE-n.txt. An event that is waited for
# must come after the line in front of it.
say() {
    n=0
    while IFS= read -r line; do
        n=$((n + 1))
        echo "$who $line"
        case "$line" in
        @*) until_true state_is "${line#@}" || cli status; continue ;;
        !*) until_true more_events $before "${line#!}" || cli status; continue ;;
        esac
        next=$(sed -n "$((n + 1))s/^!//p" /test/$1)
        [ -z "$next" ] || before=$(events "$next")
        case "$line" in
        '$ '*) eval "${line#??}" > /out/$who-$1-$n.txt ;;
        *) cli raw "$(echo "$line" | sed "s/OTHER/$(other)/")" > /out/$who-$1-$n.txt 2>&1 ;;
        esac
    done < /test/$1
}
session() {
    until_true cli ping
    wpa-listen /run/ctrl-$who/$iface /tmp/$who-listener > /out/$who-events.txt &
    listener=$!
    wait_for OK /out/$who-events.txt
    say conversation
    say gui
    say spy
    printf 'status\nlist_networks\nscan_results\nping\nquit\n' | cli > /out/$who-interactive.txt 2>&1
    kill $listener
}
who=theirs; iface=wlan2; own=THEIRS
wpa_supplicant -B -t -D nl80211 -i wlan2 -c /test/theirs.conf -f /out/theirs.log -P /run/theirs.pid
session
wpa_cli -p /run/ctrl-theirs -i wlan2 terminate
until_true has_gone /run/theirs.pid

ours() { # DRIVER PARAM
    extsta-supplicant --sandbox=kill -B -t -D $1 -p "$2" -i $iface -c /test/$who.conf -f /out/$who.log \
        -P /run/$who.pid || cat /out/$who.log
    session
    wpa_cli -p /run/ctrl-$who -i $iface terminate
    until_true has_gone /run/$who.pid
}
who=card; iface=wlan2; own=THEIRS
ours nl80211 ''
who=ours; iface=sta0; own=OURS
ours hwsim address=OURS
""".replace("AP1", AP).replace("AP2", AP2).replace("THEIRS", THEIRS).replace("OURS", OURS)


PARTS = [("conversation", CONVERSATION.lstrip("\n")), ("gui", GUI.lstrip("\n")), ("spy", SPY.lstrip("\n"))]
STEERING = {"bss_transition": 1, "rrm_neighbor_report": 1}  # 802.11v, 802.11k


def lines_of(text):
    return [line for line in text.strip("\n").splitlines()]


def normal(text):
    """What differs between two runs of one program: addresses, times, levels that the air makes."""
    text = text.replace(THEIRS, "OWN").replace(OURS, "OWN")
    # which of the two access points it is on, and what one of them says in each beacon
    text = re.sub(r"(?m)^(bssid|freq|FREQUENCY|CENTER_FRQ1)=(%s|%s|2412|2437|2462)$" % (AP, AP2), r"\1=*",
                  text)
    text = re.sub(r"0301(01|06)(0504[0-9a-f]{8})?", "0301..", text)
    text = re.sub(r"(?m)^(uuid|age|beacon_age|tsf|est_throughput|snr|update_idx)=.*$", r"\1=*", text)
    text = re.sub(r"(?m)^(level|RSSI|AVG_RSSI|AVG_BEACON_RSSI|noise|NOISE|LINKSPEED)=-?\d+$", r"\1=*",
                  text)
    text = re.sub(r"(?m)^(TXGOOD|TXBAD|RXGOOD)=\d+$", r"\1=*", text)
    text = re.sub(r"(?m)^((?:[0-9a-f]{2}:){5}[0-9a-f]{2}\t\d+)\t-\d+\t", r"\1\t*\t", text)
    return text


def differences(command, theirs, ours):
    """[(field, what)] between two answers; "" is the answer as a whole."""
    fields = re.compile(r"(?m)^([A-Za-z_][\w .-]*)=(.*)$")
    one, other = normal(theirs), normal(ours)
    if command == "SCAN_RESULTS":  # the stronger one first, and which that is is luck
        one, other = ("\n".join(sorted(lines_of(text))) for text in (one, other))
    if one == other:
        return []
    a, b = dict(fields.findall(one)), dict(fields.findall(other))
    if not a or not b:
        return [("", "%r, and %r here" % (one.strip(), other.strip()))]
    found = [(k, "%r, and %r here" % (a.get(k), b.get(k))) for k in sorted(set(a) | set(b))
             if a.get(k) != b.get(k)]
    return found or [("", "the order of fields, or lines without one")]


def listed():
    """{(command, field)} of the page's table, either may be a pattern."""
    rows = []
    for line in open(PAGE, encoding="utf-8"):
        m = re.match(r"\| `([^`]+)` \| (?:`([^`]*)`|the answer) \| ", line)
        if m:
            rows.append((m.group(1).replace("\\|", "|"), (m.group(2) or "").replace("\\|", "|")))
    return rows


def is_listed(rows, command, field):
    return any(re.fullmatch(c, command) and re.fullmatch(f, field) for c, f in rows)


def event_kinds(text):
    return {m.group(1) for m in re.finditer(
        r"<\d>(CTRL-EVENT-[A-Z-]+|WPA: \w+ \w+|Trying to associate|Associated with|"
        r"SME: Trying to authenticate|PMKSA-CACHE-\w+|RRM-[A-Z-]+|Added BSSID|Removed BSSID)", text)}


def run(case):
    station = "ctrl_interface=/run/ctrl-%s\nupdate_config=0\np2p_disabled=1\n"
    program = os.path.join(os.path.dirname(os.path.dirname(case.program)), "supplicant",
                           "extsta-supplicant")
    listen = os.path.join(os.path.dirname(os.path.dirname(case.program)), "tests", "control",
                          "wpa-listen")
    r = case.bed.run(
        {"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=PASSPHRASE, **STEERING),
         "/test/ap2.conf": conf(interface="wlan1", channel=6, wpa2=PASSPHRASE, **STEERING),
         **{"/test/%s.conf" % who: station % who for who in ("theirs", "ours", "card")},
         **{"/test/" + name: text for name, text in PARTS},
         "/etc/passwd": "root:x:0:0::/:/bin/sh\n", "/etc/group": "root:x:0:\n"},
        programs={"/bin/extsta-supplicant": program, "/bin/wpa-listen": listen}, radios=3, timeout=2400)
    keep = os.environ.get("WPA_CLI_KEEP")
    for name, data in r.files.items() if keep else ():
        open(os.path.join(keep, name), "wb").write(data)
    if keep:
        open(os.path.join(keep, "console"), "w").write(r.console)
    compare(case, r)


def compare(case, r):
    for who in ("ours", "card"):
        compare_one(case, r, who)


def compare_one(case, r, who):
    rows = listed()
    said = same = 0
    unlisted, known = [], []
    for part, text in PARTS:
        for n, command in enumerate(lines_of(text), 1):
            if command[0] in "@!$":
                continue
            theirs = r.files.get("theirs-%s-%d.txt" % (part, n))
            ours = r.files.get("%s-%s-%d.txt" % (who, part, n))
            said += 1
            if theirs is None or ours is None:
                unlisted.append("%s: was not said to both" % command)
                continue
            found = differences(command, theirs.decode("utf-8", "replace"),
                                ours.decode("utf-8", "replace"))
            same += not found
            for field, what in found:
                (known if is_listed(rows, command, field) else unlisted).append(
                    "%s%s: %s" % (command, " " + field if field else "", what))
    print("# %s: %d commands said to both, %d answered alike, %d differences that the page lists" % (
        who, said, same, len(known)))
    case.ok(said > 100 and not unlisted, who + ": every reply is wpa_supplicant's, or the page says why not",
            r.console[-500:] + "\n".join(unlisted))
    theirs, ours = event_kinds(r.text("theirs-events.txt")), event_kinds(r.text(who + "-events.txt"))
    missing = {e for e in theirs - ours if not is_listed(rows, "events", e)}
    more = {e for e in ours - theirs if not is_listed(rows, "events", e)}
    case.ok(len(theirs) > 8 and not missing and not more, who + ": the same kinds of events come",
            "not here: %s; here alone: %s" % (sorted(missing), sorted(more)))
    a, b = normal(r.text("theirs-interactive.txt")), normal(r.text(who + "-interactive.txt"))
    case.ok("wpa_state=" in b and "PONG" in b and ("PONG" in a), who + ": wpa_cli's interactive mode works", b)
