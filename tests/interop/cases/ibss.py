"""Independent networks of one station of ours and one of the kernel's (mac80211): who joins whose,
data both ways, how each leaves; open, WEP, and RSN with wpa_supplicant's IBSS RSN. What such a
network cannot show is in docs/interop.md."""
import re

from evidence import STA, check_capture, events, guest, has, indications, ports, tshark

LONG = True  # more than a minute: of `make interop-all`

KERNEL = "02:00:00:00:00:00"
FIRST, SECOND = "02:11:22:33:44:55", "02:66:77:88:99:aa"
PASSPHRASE = "correct horse battery"
WEP = 0x101  # DOT11_CIPHER_ALGORITHM
WEP_KEY = "0102030405060708090a0b0c0d"
HEAD = """
ip link set wlan0 down
iw dev wlan0 set type ibss
ip link set wlan0 up
ip addr add 10.9.0.1/24 dev wlan0

# start NAME ARGS...: a station of ours in the network "mesa"
start() {
    start_station "$@" --channels 1 --tap tap0 --address %s --log /out/$1.log
}
# ping_both NAME: ours pings the kernel, and the other way round; each asks for the other's address
# before, by a frame to all
ping_both() {
    tap_to_namespace 10.9.0.2
    ping_ap $1-ours 10.9.0.1
    ip neigh flush dev wlan0
    if /bin/ping -c 3 -W 30 10.9.0.2 > /out/ping-$1.txt 2>&1; then
        echo "PING $1-kernel OK"
    fi
    iw dev wlan0 station dump > /out/$1.txt
}
# without a word: by a Beacon
hears_mesa() { iw dev wlan0 scan freq 2412 passive 2>/dev/null | grep -q 'SSID: mesa'; }
is_alone() { ! iw dev wlan0 station dump | grep -q Station; }
""" % STA
OPEN = HEAD + """
iw dev wlan0 ibss join mesa 2412 fixed-freq %s
start joins --ssid mesa --type ibss --join-only
wait_for '"event":"created"' /out/joins.json
ping_both joins
stop_station
until_true is_alone && echo "KERNEL ALONE"
iw dev wlan0 ibss leave
start starts --ssid mesa --type ibss
wait_for '"what":"connected"' /out/starts.json
# it was heard on another channel last: the medium does not know where it listens now
iw dev wlan0 scan freq 2462 > /out/elsewhere.txt
until_true hears_mesa
iw dev wlan0 ibss join mesa 2412
wait_for '"event":"created"' /out/starts.json
ping_both starts
iw dev wlan0 link > /out/link.txt
iw dev wlan0 ibss leave
wait_for STATUS_DOT11_DISASSOCIATION /out/starts.json
stop_station
start moves --ssid mesa --type ibss
wait_for '"what":"connected"' /out/moves.json
iw dev wlan0 ibss join mesa 2412 fixed-freq %s
wait_for '"event":"created"' /out/moves.json
ping_both moves
stop_station
""" % (FIRST, SECOND)
KEYS = HEAD + """
iw dev wlan0 ibss join mesa 2412 fixed-freq %s key d:0:%s
start wep --profile /test/wep.xml
wait_for '"event":"created"' /out/wep.json
ping_both wep
stop_station
iw dev wlan0 ibss leave
wpa_supplicant -B -D nl80211 -i wlan0 -c /test/rsn.conf -f /out/supplicant.log -t -d
wait_for CTRL-EVENT-CONNECTED /out/supplicant.log
start rsn --ssid mesa --type ibss --passphrase "%s"
wait_for '"event":"authorized"' /out/rsn.json
wait_for 'IBSS-RSN-COMPLETED' /out/supplicant.log
ping_both rsn
stop_station
until_true is_alone && echo "KERNEL ALONE"
start wrong --ssid mesa --type ibss --passphrase "another passphrase"
wait_for STATUS_DOT11_DISASSOCIATION /out/wrong.json
stop_station
""" % (FIRST, WEP_KEY, PASSPHRASE)
RSN_CONF = """ctrl_interface=/run/wpa
ap_scan=2
network={
    ssid="mesa"
    mode=1
    bssid=%s
    frequency=2412
    fixed_freq=1
    proto=RSN
    key_mgmt=WPA-PSK
    pairwise=CCMP
    group=CCMP
    psk="%s"
}
""" % (SECOND, PASSPHRASE)
WEP_PROFILE = """<?xml version="1.0"?>
<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1">
  <name>mesa</name>
  <SSIDConfig><SSID><name>mesa</name></SSID></SSIDConfig>
  <connectionType>IBSS</connectionType>
  <MSM><security>
    <authEncryption>
      <authentication>open</authentication><encryption>WEP</encryption>
    </authEncryption>
    <sharedKey>
      <keyType>networkKey</keyType><protected>false</protected><keyMaterial>%s</keyMaterial>
    </sharedKey>
  </security></MSM>
</WLANProfile>
""" % WEP_KEY


def reasons(lines):
    return [(e["peer"], e["reason"]) for e in indications(lines, "DISASSOCIATION")]


def started_bssid(result, name):
    """The network that CONNECTION_START names: octets 8 to 13 of its parameters."""
    start = indications(events(result.text(name + ".log")), "CONNECTION_START")[0]
    return ":".join(re.findall("..", start["octets"])[8:14])


def both_ways(case, r, name, rule=""):
    case.ok("PING %s-ours OK" % name in r.console and "PING %s-kernel OK" % name in r.console,
            name + ": data both ways" + rule, r.console + r.text(name + ".err"))
    case.ok(STA in r.text(name + ".txt") and has(r.text(name + ".txt"), r"authorized:\s+yes"),
            name + ": the kernel's table has our station", r.text(name + ".txt"))


def open_networks(case):
    r = case.bed.run({"/test/run": guest(OPEN)}, programs={"/bin/extsta": case.program})
    joins, starts, moves = (events(r.text(n + ".json")) for n in ("joins", "starts", "moves"))
    for name in ("joins", "starts", "moves"):
        both_ways(case, r, name)
    done = indications(joins, "ASSOCIATION_COMPLETION")
    case.ok(started_bssid(r, "joins") == FIRST and len(done) == 1 and done[0]["peer"] == KERNEL
            and done[0]["status"] == "0x00000000", "joins: the kernel's network (IBS-01)", done)
    case.ok(reasons(joins) == [(KERNEL, "0x00000007")] and "KERNEL ALONE" in r.console,
            "joins: leaves, and the kernel forgets it (IBS-17)", str(reasons(joins)) + r.console)
    case.ok("Joined IBSS " + started_bssid(r, "starts") in r.text("link.txt"),
            "starts: the kernel has joined our network (IBS-02)", r.text("link.txt"))
    case.ok(reasons(starts) == [(KERNEL, "0x00000002")],
            "starts: the kernel leaves without a word; silence (IBS-16)", reasons(starts))
    roams = indications(moves, "ROAMING_START")
    case.ok([e["reason"] for e in roams] == ["0x0000000d"] and [
        e["status"] for e in indications(moves, "ROAMING_COMPLETION")] == ["0x00000000"],
            "moves: to the older network of the kernel (IBS-13)", roams)
    case.ok(r.console.count("STATION EXIT 0") == 3,
            "exit status 0, also when the only peer has gone", r.console)
    for name in ("joins", "starts", "moves"):
        check_capture(case, r.files.get(name + ".pcap", b""), "mesa")
    check_times(case, r.files.get("joins.pcap", b""))


def check_times(case, pcap):
    """Both beacon, and our Timestamps go by the clock of the network that was joined (the
    kernel's has the time of day: a minute is nothing)."""
    rows = tshark(pcap, "-Y", "wlan.fc.type_subtype == 8", "-T", "fields", "-e", "wlan.sa",
                  "-e", "frame.time_epoch", "-e", "wlan.fixed.timestamp")
    if rows is None:
        return
    offsets = {}
    for line in rows.splitlines():
        sender, at, stamp = line.split("\t")
        offsets.setdefault(sender, []).append(int(stamp, 0) - float(at) * 1e6)
    ours = offsets.get(STA, [])
    kernel = offsets.get(KERNEL, [])
    case.ok(ours and kernel and all(abs(o - kernel[0]) < 60e6 for o in ours),
            "joins: both send Beacons, by one clock", (kernel[:1], ours[:1]))


def keys(case):
    r = case.bed.run({"/test/run": guest(KEYS), "/test/wep.xml": WEP_PROFILE,
                      "/test/rsn.conf": RSN_CONF}, programs={"/bin/extsta": case.program})
    rsn, wrong = events(r.text("rsn.json")), events(r.text("wrong.json"))
    both_ways(case, r, "wep")
    both_ways(case, r, "rsn", " (IBS-19)")  # the kernel's question to all is under its group key
    done = indications(events(r.text("wep.json")), "ASSOCIATION_COMPLETION")
    case.ok(len(done) == 1 and done[0]["unicast_cipher"] == WEP, "wep: the cipher (IBS-18)", done)
    done = indications(rsn, "ASSOCIATION_COMPLETION")
    case.ok(len(done) == 1 and done[0]["auth"] == 7 and done[0]["unicast_cipher"] == 4
            and [p["peer"] for p in ports(rsn, "authorized")] == [KERNEL],
            "rsn: RSNA-PSK, CCMP, one port, authorized (IBS-18)", done)
    case.ok(has(r.text("supplicant.log"), "IBSS-RSN-COMPLETED " + STA),
            "rsn: wpa_supplicant has both handshakes", r.text("supplicant.log")[-2500:])
    case.ok(reasons(rsn) == [(KERNEL, "0x00000007")] and "KERNEL ALONE" in r.console,
            "rsn: leaves, and the kernel forgets it (IBS-17)", str(reasons(rsn)) + r.console)
    case.ok(reasons(wrong)[:1] == [(KERNEL, "0x00010003")] and not ports(wrong, "authorized"),
            "wrong: the kernel deauthenticates who gets no keys (DIS-24)", reasons(wrong))
    case.ok(r.console.count("STATION EXIT 0") == 3,
            "exit status 0, also without a port", r.console)
    check_capture(case, r.files.get("wep.pcap", b""), "mesa", icmp=False)
    check_capture(case, r.files.get("rsn.pcap", b""), "mesa", icmp=False)


def run(case):
    open_networks(case)
    keys(case)
