"""Two drivers below one station, on the same access points, step by step in one table: our own, over
the medium of mac80211_hwsim, and nl80211's, over the kernel's own station (a third simulated card, in
a namespace of its own), whose interface carries the pings. What the OS half says of both is the same:
the indications of each end, with their reasons; and the referee judges both. A third line of some rows
is the card by CONNECT alone, as cards are driven whose steps are not ours.

`make interop` has two rows, `make interop-all` all; TWO_DRIVERS=sae,owe runs those that have one of
these words, TWO_DRIVERS_ONLY=connect them with these drivers. The table is written to build/interop/two_drivers.txt."""
import json
import os
import re

from evidence import AP, AP2, STA, events, guest
from matrix import judge, rows, steps

CARD = "wlan2"
DRIVERS = ("miniport", "nl80211", "connect")
COLUMNS = ["scan", "connect", "ping", "group", "pairwise", "query", "forged", "deauth", "pmksa",
           "disassoc", "gone", "fade", "roam", "leave", "killed",
           "unplugged"]
# What each step ends an association by (DOT11_ASSOC_STATUS); the reasons are what hostapd was told.
ENDS = {"deauth": "0x00010005", "disassoc": "0x00020004", "gone": "0x00000002",
        "leave": "0x00000007"}
# DISCONNECT tells that the access point has ended it, and not by which frame.
ENDS_BY_CONNECT = {**ENDS, "disassoc": "0x00010004"}
SHORT = ["open - off none", "psk ccmp required os"]
WHOLE = SHORT + ["psk ccmp off os", "psk gcmp-256 capable os", "psk-sha256 ccmp-256 gmac-256 os",
                "sae ccmp required os", "sae-hunt ccmp required os", "sae-20 ccmp required os",
                "owe ccmp required os", "eap ccmp capable os", "tls ccmp capable os",
                "suite-b-192 gcmp-256 gmac-256 os", "psk-ocv ccmp required os",
                "ft-psk-air ccmp off os", "ft-sae-air ccmp required os", "ft-psk-ds ccmp off os",
                "ft-sae-ds ccmp required os"]
# Of each kind that CONNECT can do; SAE and FT it cannot (docs/nl80211.md).
BY_CONNECT = ["open - off none", "psk ccmp required os", "psk-sha256 ccmp-256 gmac-256 os",
              "owe ccmp required os", "tls ccmp capable os"]
THROUGH = "FT: Received FT Action frame"  # hostapd, of the one that it has to carry
FADING = "psk ccmp off os"  # once more, with a second access point of the same name

FUNCTIONS = r"""
mount -t debugfs none /sys/kernel/debug
iw phy phy2 set netns name sta
# Below -75 dBm: what the card's radio hears of an access point (mac80211_hwsim, dBm without the
# transmit power of 20).
# (Linux 6.1 reads no signs there.)
hears() { printf %u $2 > /sys/kernel/debug/ieee80211/$1/hwsim/rx_rssi; }

use_miniport() {
    DEV=tap0
    pmksa() { remembered; }
    scanning() { extsta scan "$@"; }
    launch() {
        scan
        extsta connect --json --tap tap0 --address $STA --wait 60 "$@" > $json 2> /out/$name.err &
        sta=$!
    }
    plug_in() {
        ip link set tap0 netns sta
        ip netns exec sta ip addr add $ME/24 dev tap0
        ip netns exec sta ip link set tap0 up
    }
}
use_nl80211() { use_card --iface CARD; }
use_connect() { use_card --radio nl80211:CARD:connect; }
use_card() {
    DEV=CARD
    # Asked twice (see calm()) a busy hostapd authenticates twice, and keeps the PMK of the second
    # time, when the first one's is in use: what it keeps is sure after another association.
    pmksa() { remembered || { thrown_out && echo "STEP $name again ok" && remembered; }; }
    by="$*"
    scanning() { ip netns exec sta extsta scan --iface CARD "$@"; }
    launch() {
        scan
        /usr/sbin/ip netns exec sta extsta connect --json $by --address $STA --wait 60 "$@" \
            > $json 2> /out/$name.err &
        sta=$!
    }
    plug_in() { ip netns exec sta ip addr add $ME/24 dev CARD; }
}

remembered() { [ "$(sed '1,/MATRIX deauth/d' $log | grep -c "$REMEMBERED")" -ge 1 ]; }
# Until hostapd has it, too: see calm() for when that takes longer.
connect() {
    until_true settled
    has_line '"what":"connected"' $json || return 1
    plug_in
    find_it wlan0 wlan1 && stations $on $name
}
# A ping may meet a port that is being closed and opened again: of a busy access point.
reach() {
    ip netns exec sta /bin/ping -c 1 -W 20 $HOST > /dev/null 2>&1 &&
        ip neigh flush dev $on && /bin/ping -c 1 -W 20 $ME > /dev/null 2>&1
}
both_ways() { until_true reach; }
# Before the station has the card. A busy access point answers a probe when the radio has left the
# channel: again.
heard() {
    scanning --channels 1 --json > /out/$name.scan 2> /out/$name.scan.err
    has_line '"text":"'$NET'"' /out/$name.scan
}
scan() {
    _found=failed
    until_true heard && _found=ok
    echo "STEP $name scan $_found"
}
disassoc() {
    more 1 '"what":"connected"' $json cli disassociate $STA reason=4 && find_it wlan0 wlan1 &&
        both_ways
}
# The access point is silent from one moment on, and comes back when that was noticed.
restart() {
    hostapd -B -t -d -P /run/ap.pid -f $log /test/$name.conf $second > /out/$name.start 2>&1
    bsss=$((bsss * 2))
    until_true up
}
gone() {
    _ends=$(($(count 'DISASSOCIATION"' $json) + 1)) _back=$(($(count '"what":"connected"' $json) + 1))
    kill -KILL $(cat /run/ap.pid)
    rm -f /run/ap.pid
    ip link set wlan0 down
    wait_count $_ends 'DISASSOCIATION"' $json && restart &&
        wait_count $_back '"what":"connected"' $json && find_it wlan0 && both_ways
}
# The program dies without a word: the kernel leaves the network with the owner's socket.
killed() {
    json=/out/$name.killed.txt
    launch --ssid $NET --channels 1
    wait_for '"what":"connected"' $json || return 1
    kill -KILL $sta
    sta=
    until_true nobody
}
# The interface is removed under the station: the program says so, and ends with 4.
unplugged() {
    json=/out/$name.unplugged.txt
    launch --ssid $NET --channels 1
    wait_for '"what":"connected"' $json || return 1
    ip netns exec sta iw dev CARD del
    wait $sta
    _status=$?
    sta=
    ip netns exec sta iw phy phy2 interface add CARD type managed
    [ $_status -eq 4 ] && has_line "'CARD' has gone" /out/$name.err && until_true nobody
}
# struct rfkill_event: the third card's radio, switched off (1) or on (0) by a program.
switch() { printf '\002\000\000\000\001\002\00'$1'\000' > /dev/rfkill; }
# What stands in the way of using a card is said.
refusals() {
    _try="/usr/sbin/ip netns exec sta extsta scan --channels 1 --iface"
    for _case in absent monitor off taken; do
        _on=CARD
        case $_case in
        absent) _on=wlan99 ;;
        monitor) ip netns exec sta iw dev CARD set type monitor ;;
        off) switch 1 ;;
        taken)
            ip netns exec sta wpa_supplicant -B -D nl80211 -i CARD -c /test/idle.conf -P /run/wpa.pid
            ;;
        esac
        $_try $_on > /dev/null 2> /out/refused-$_case.txt
        echo "REFUSED $_case $?"
        case $_case in
        monitor) ip netns exec sta iw dev CARD set type managed ;;
        off) switch 0 ;;
        taken) kill $(cat /run/wpa.pid) && until_true has_gone /run/wpa.pid ;;
        esac
    done
}
# The first access point is heard ever worse, the second one well: of the miniport's medium the
# program is told so beforehand (--signal).
fade() {
    hears phy0 -98
    wait_for '"what":"roaming-end"' $json && find_it wlan1 && both_ways
    _faded=$?
    hears phy0 -50
    return $_faded
}
""".replace("CARD", CARD)


class Two:
    """A row with one of the drivers."""

    def __init__(self, row, driver, fading=False):
        self.row, self.driver, self.fading = row, driver, fading
        self.file = "%s%s.%s" % (row.file, "_fading" if fading else "", driver)
        self.name = "%s%s, %s" % (row.name, " fading" if fading else "", driver)
        # A network of its own: of one that has changed its security under the kernel's eyes a scan
        # may bring the new Probe Response and the old Beacon.
        self.ssid = "m-" + row.file[:30]
        self.off = row.off

    def files(self):
        made = dict(self.row.files())
        base = "/test/" + self.row.file
        out = {"/test/%s.conf" % self.file: made[base + ".conf"]}
        if base + ".conf2" in made:
            out["/test/%s.conf2" % self.file] = made[base + ".conf2"]
        if self.fading:
            out["/test/%s.conf2" % self.file] = self.row.hostapd("wlan1", 6)
        return {k: v.replace("ssid=%s\n" % rows.SSID, "ssid=%s\n" % self.ssid)
                for k, v in out.items()}

    def arguments(self):
        if not self.fading:
            args = self.row.station()
        else:
            args = ["--channels", "1,6", "--signal", AP + "=-45", "--signal", AP2 + "=-75",
                    "--signal", AP + "=-80@3", "--signal", AP2 + "=-50@3", "--ssid", rows.SSID,
                    *self.row.akm.args]
        if self.driver != "miniport":
            args = [a for i, a in enumerate(args) if a != "--signal" and
                    (i == 0 or args[i - 1] != "--signal")]
        return [self.ssid if a == rows.SSID else a for a in args]

    def steps(self):
        if self.fading:
            return ["scan", "connect", "fade", "leave"]  # when it moves is the radio's
        more = [s for s in self.row.steps() if s not in ("forgot", "leave", "roam")]
        # to the other access point by its request (802.11v)
        more += ["roam"] if self.row.akm.ft else ["disassoc", "gone"]
        # once, since the security has no part in it
        lost = ["killed", "unplugged"] if self.driver != "miniport" and not self.row.keyed else []
        return ["scan"] + more + ["leave"] + lost


def script(twos):
    lines = ["STA=%s AP1=%s AP2=%s" % (STA, AP, AP2), steps.FUNCTIONS.replace("KEEP", "yes"),
             FUNCTIONS]
    for two in twos:
        lines.append("NET=%s\nuse_%s" % (two.ssid, two.driver))
        lines.append("row %s '%s' %s" % (two.file, " ".join(two.steps()[1:]), " ".join(
            "'%s'" % a for a in two.arguments())))
        lines.append("ip netns exec sta ip addr flush dev %s" % CARD)
    lines.insert(3, "ip netns exec sta extsta radios %s --json > /out/radios.txt\nrefusals" % CARD)
    lines.append("ip netns exec sta ip -o link show %s > /out/left.txt" % CARD)
    return "\n".join(lines) + "\n"


def told(two, result):
    """The indications of a station, without what comes as often as the radio likes, and without
    rounds that came to nothing: the access point was not heard yet, or is still listed while it is
    away."""
    out = []
    start = {"ROAMING_COMPLETION": "ROAMING_START", "CONNECTION_COMPLETION": "CONNECTION_START"}
    for e in events(result.text(two.file + ".json")):
        if e.get("line") != "indication" or e["name"].endswith(QUIET):
            continue
        name = e["name"].replace("NDIS_STATUS_DOT11_", "")
        out.append("%s(%s)" % (name, e.get("status") or e.get("reason") or ""))
        if name in start and e["status"] != "0x00000000":
            while not out.pop().startswith(start[name]):
                pass
    out = calm(out, two, result)
    if "again" in steps_of(two, result.console):  # the deauthentication before the PMK was kept
        first = out.index("DISASSOCIATION(%s)" % ENDS["deauth"])
        back = next(i for i in range(first, len(out)) if out[i].startswith("ROAMING_COMPLETION"))
        del out[first:back + 1]
    return out


def calm(out, two, result):
    """A busy hostapd is asked twice, takes the second request for a new association when the first
    one's handshake is through, and sends the station away when nobody answers the new one's; or the
    station waits in vain and leaves. Where its log shows that it was asked more often than there were
    associations, these ends and the ways back are left out."""
    asked = result.text(two.file + ".log").count("association request: STA=")
    if asked <= sum(o == "ASSOCIATION_COMPLETION(0x00000000)" for o in out):
        return out
    wanted = {"DISASSOCIATION(%s)" % e for e in wanted_ends(two)}
    kept, back = [], False  # back: on the way back from such an end
    for i, o in enumerate(out):
        early = o == "DISASSOCIATION(%s)" % ENDS["leave"] and i + 1 < len(out)
        if early:
            while kept and not kept.pop().startswith("CONNECTION_START"):
                pass
        elif o.startswith("DISASSOCIATION") and o not in wanted:
            back = True
        elif not back:
            kept.append(o)
        back = back and not o.startswith("ROAMING_COMPLETION")
    return kept


def wanted_ends(two):
    ends = ENDS_BY_CONNECT if two.driver == "connect" else ENDS
    return [ends[s] for s in two.steps() if s in ends]


def ends(two, result):
    """The ends that were told, against those that the steps brought about."""
    wanted = ["DISASSOCIATION(%s)" % e for e in wanted_ends(two)]
    was = [o for o in told(two, result) if o.startswith("DISASSOCIATION")]
    return [] if was == wanted else ["%s, not %s" % (" ".join(was) or "no end", " ".join(wanted))]


def cells(two, result):
    done = steps_of(two, result.console)
    out = {s: {"ok": "ok", "failed": "NO"}.get(done.get(s), "-") for s in two.steps()}
    wrong = [s + " failed" for s in two.steps() if done.get(s) == "failed"]
    if not done:
        return out, ["no access point"]
    if done.get("connect") == "ok" and not two.fading:
        wrong += judge.negotiated(two.row, result.text(two.file + ".txt"))
    if done.get("leave") == "ok":
        wrong += ends(two, result)
    if two.row.akm.ft == "ds" and THROUGH not in result.text(two.file + ".log"):
        wrong.append("no FT Action frame went through the old access point")
    return out, wrong


def steps_of(two, console):
    return dict(re.findall(r"^STEP %s (\w+) (\w+)$" % re.escape(two.file), console, re.M))


def same(one, other, result):
    """What the indications of two differ in; empty: nothing."""
    lists = [told(two, result) for two in (one, other)]
    if other.driver == "connect":
        lists[0] = [o.replace("DISASSOCIATION(%s)" % ENDS["disassoc"], "DISASSOCIATION(%s)" %
                              ENDS_BY_CONNECT["disassoc"]) for o in lists[0]]
    return "" if lists[0] == lists[1] else "\n".join(
        "%s: %s" % (two.driver, " ".join(x)) for two, x in zip((one, other), lists))


# As often as the radio has something to say.
QUIET = ("LINK_QUALITY", "SCAN_CONFIRM", "PMKID_CANDIDATE_LIST")


def alike(one, other):
    return set(one.steps()) ^ set(other.steps()) <= {"killed", "unplugged", "pmksa"}


def check_radio(case, result):
    radios = events(result.text("radios.txt"))
    case.ok(len(radios) == 1 and radios[0]["way"] == "sme" and radios[0]["monitor"] == "active"
            and radios[0]["interfaces"][0]["name"] == CARD
            and {m["name"] for m in radios[0]["missing"]} == {"no-6ghz"},
            "extsta radios knows the card", json.dumps(radios)[:1500])
    for name, words in (("absent", "no interface 'wlan99'"), ("monitor", "of type monitor"),
                        ("off", "rfkill unblock"), ("taken", "another program uses")):
        text = result.text("refused-%s.txt" % name)
        case.ok("REFUSED %s 4" % name in result.console and words in text,
                "a card that cannot be used (%s) is refused, with the reason" % name, text)
    left = result.text("left.txt")
    case.ok("02:00:00:00:02:00" in left and ",UP" not in left,
            "the card is left as it was found: down, with its own address", left)


def chosen(case):
    wish = os.environ.get("TWO_DRIVERS")
    names = WHOLE if wish or case.everything else SHORT
    found = [r for n in names for r in rows.every_row() if r.name == n]
    if wish:
        found = [r for r in found if set(r.words) & set(wish.split(","))]
    only = os.environ.get("TWO_DRIVERS_ONLY", ",".join(DRIVERS)).split(",")
    whole = case.everything or wish
    drivers = [d for d in DRIVERS if d in only and (whole or d != "connect")]
    pairs = [[Two(r, d) for d in drivers if d != "connect" or r.name in BY_CONNECT] for r in found]
    if case.everything or (wish and "fading" in wish):
        row = next(r for r in rows.every_row() if r.name == FADING)
        pairs.append([Two(row, d, True) for d in drivers])
    return [p for p in pairs if p]


def line(two, done, why):
    return "%-32s %-9s %s %s" % (two.row.name + (" fading" if two.fading else ""), two.driver,
                                 " ".join("%-8s" % done.get(c, ".") for c in COLUMNS), why)


def run(case):
    pairs = chosen(case)
    running = [t for pair in pairs for t in pair if not t.off]
    files = {"/test/run": guest(script(running)), **rows.shared_files(),
             "/test/idle.conf": "ctrl_interface=/run/idle\n"}
    for two in running:
        files.update(two.files())
    result = case.bed.run(files, programs={"/bin/extsta": case.program}, timeout=3600, radios=3)
    if os.environ.get("TWO_DRIVERS_KEEP"):
        for name, data in result.files.items():
            with open(os.path.join(os.environ["TWO_DRIVERS_KEEP"], name), "wb") as out:
                out.write(data)
    check_radio(case, result)
    table = ["%-32s %-9s %s" % ("row", "driver", " ".join("%-8s" % c for c in COLUMNS))]
    for pair in pairs:
        for two in pair:
            if two.off:
                table.append(line(two, {}, two.off))
                continue
            done, wrong = cells(two, result)
            table.append(line(two, done, "; ".join(wrong)))
            case.ok(not wrong, two.name, "%s\n%s%s" % ("\n".join(wrong), result.text(
                two.file + ".err"), result.text(two.file + ".log")[-1500:]))
        for other in pair[1:]:
            if not any(t.off for t in pair) and alike(pair[0], other):
                differs = same(pair[0], other, result)
                case.ok(not differs, "%s: the same is told as by %s" % (
                    other.name, pair[0].driver), differs)
    print("".join("# %s\n" % t.rstrip() for t in table), end="")
    with open(os.path.join(case.bed.folder, "two_drivers.txt"), "w", encoding="utf-8") as out:
        out.write("".join(t.rstrip() + "\n" for t in table))
