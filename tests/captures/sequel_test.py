#!/usr/bin/env python3
"""What follows when the port is open: an address, or none, and why.

usage: sequel_test.py EXTSTA SOURCE-ROOT

First on virtual air: a station joins an open network and one with WPA2, and then talks to servers
that this script plays (packets() makes their octets by the RFCs). Each case says what a user would
complain of, and with which cause explain must tell it; tshark, with the same key, says which
frames ask and which answer. Then on public captures with known keys, where they are at hand: the
addresses that tshark sees acknowledged, and those that explain tells of. Prints TAP; what needs
tshark is skipped without it."""
import glob
import ipaddress
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

from attacks_test import Capture

AP, STA, GATE, ALL = "02000000000a", "020000000051", "0200000000f1", "ffffffffffff"
OTHER = "020000000077"
KEY = ["--key", "home:twelve monkeys"]
ADDRESS, ROUTER, SERVER, FAR, RESOLVER = "192.168.7.23", "192.168.7.1", "192.168.7.2", \
    "198.51.100.7", "192.168.7.3"


# --- octets ---

def ip4(text):
    return bytes(int(n) for n in text.split("."))


def checksum(data):
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~(total + (total >> 16)) & 0xffff


def snap(ethertype, payload):
    return b"\xaa\xaa\x03\0\0\0" + struct.pack(">H", ethertype) + payload


def ip(src, dst, protocol, payload):
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 1, 0, 64, protocol, 0)
    head += ip4(src) + ip4(dst)
    head = head[:10] + struct.pack(">H", checksum(head)) + head[12:]
    return snap(0x0800, head + payload)


def udp(src, sport, dst, dport, payload):
    return ip(src, dst, 17, struct.pack(">HHHH", sport, dport, 8 + len(payload), 0) + payload)


def tcp(src, sport, dst, dport, flags, payload=b"", seq=1):
    return ip(src, dst, 6, struct.pack(">HHIIBBHHH", sport, dport, seq, 1, 0x50, flags, 8192, 0, 0)
              + payload)


def ip6(src, dst, protocol, payload):
    head = struct.pack(">IHBB", 0x60000000, len(payload), protocol, 255)
    return snap(0x86dd, head + ipaddress.IPv6Address(src).packed +
                ipaddress.IPv6Address(dst).packed + payload)


def dhcp(kind, up, yours="0.0.0.0", **options):
    """A message with its options by number: opt54=b..."""
    message = struct.pack(">BBBBIHH", 1 if up else 2, 1, 6, 0, 0x12345678, 0, 0)
    message += bytes(4) + ip4(yours) + bytes(8) + bytes.fromhex(STA) + bytes(10 + 192)
    message += b"\x63\x82\x53\x63" + bytes([53, 1, kind])
    for name, value in options.items():
        message += bytes([int(name[3:]), len(value)]) + value
    message += b"\xff"
    message += bytes(max(0, 300 - len(message)))
    if up:
        return ALL, udp("0.0.0.0", 68, "255.255.255.255", 67, message)
    return None, udp(SERVER, 67, "255.255.255.255", 68, message)


def arp(reply, mac, sender, target):
    return snap(0x0806, b"\0\1\x08\0\6\4" + struct.pack(">H", 2 if reply else 1)
                + bytes.fromhex(mac) + ip4(sender) + bytes.fromhex(STA if reply else "00" * 6)
                + ip4(target))


def dns(number, name, response=False, rcode=0):
    flags = 0x8180 | rcode if response else 0x0100
    labels = b"".join(bytes([len(p)]) + p.encode() for p in name.split("."))
    message = struct.pack(">HHHHHH", number, flags, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"
    return udp(RESOLVER, 53, ADDRESS, 40000, message) if response else \
        udp(ADDRESS, 40000, RESOLVER, 53, message)


def offer(kind=2, **more):
    return dhcp(kind, False, "0.0.0.0" if kind == 6 else ADDRESS, opt54=ip4(SERVER),
                **({} if kind == 6 else {"opt51": struct.pack(">I", 3600),
                                         "opt1": ip4("255.255.255.0"), "opt3": ip4(ROUTER),
                                         "opt6": ip4(RESOLVER)}), **more)


# --- what is said, and when: (seconds, "up" or "down", address, packet) ---

def up(t, to, packet):
    return t, "up", to, packet


def down(t, packet, to=STA, who=AP):
    return t, "down", to, packet, who


def ask(t, kind, **options):
    return up(t, *dhcp(kind, True, **options))


def give(t, message, group=False):
    return down(t, message[1], ALL if group else STA)


def leased(**more):
    return [ask(0.1, 1), give(0.2, offer()), ask(0.3, 3, opt50=ip4(ADDRESS)),
            give(0.35, offer(5, **more), group=True)]


def who_has(t):
    return up(t, ALL, arp(False, STA, ADDRESS, ROUTER))


def gated(**more):
    return leased(**more) + [who_has(0.5), down(0.51, arp(True, GATE, ROUTER, ADDRESS), who=GATE)]


def looked_up():
    return [up(0.6, GATE, dns(7, "example.org")), down(0.65, dns(7, "example.org", True), who=GATE)]


def http(t, host, answer):
    request = "GET /generate_204 HTTP/1.1\r\nHost: %s\r\n\r\n" % host
    return [up(t, GATE, tcp(ADDRESS, 50000, FAR, 80, 2)),
            down(t + 0.02, tcp(FAR, 80, ADDRESS, 50000, 0x12), who=GATE),
            up(t + 0.03, GATE, tcp(ADDRESS, 50000, FAR, 80, 0x18, request.encode())),
            down(t + 0.06, tcp(FAR, 80, ADDRESS, 50000, 0x18, answer.encode()), who=GATE)]


def syns(*times):
    return [up(t, GATE, tcp(ADDRESS, 50000, FAR, 443, 2)) for t in times]


# Name: what is said; the cause (None: connected, "": only an address); what tshark finds of the
# requests that are told of (display filter), and members of the story.
CASES = {
    "connected": (gated() + looked_up() + http(1, "example.org", "HTTP/1.1 204 No Content\r\n\r\n"),
                  None, None, {}),
    "address alone": (gated(), "", None, {}),
    "no offer": ([ask(0.1, 1), ask(4.1, 1), ask(12.1, 1)], "dhcp-no-offer",
                 "dhcp.option.dhcp == 1", {}),
    "no offer, and an address of its own": ([ask(0.1, 1), ask(4.1, 1)] + [
        up(5, ALL, arp(False, STA, "0.0.0.0", "169.254.7.8")),
        up(6, ALL, arp(False, STA, "169.254.7.8", "169.254.7.8"))], "dhcp-no-offer",
        "dhcp.option.dhcp == 1", {"address": "169.254.7.8"}),
    "offers that are not taken": ([x for t in (0, 4, 12)
                                   for x in (ask(t + 0.1, 1), give(t + 0.15, offer()))],
                                  "dhcp-offer-not-taken", "dhcp.option.dhcp == 1",
                                  {"server": SERVER}),
    "no acknowledgement": ([ask(0.1, 1), give(0.2, offer()), ask(0.3, 3, opt50=ip4(ADDRESS)),
                            ask(4.3, 3, opt50=ip4(ADDRESS)), ask(8.3, 3, opt50=ip4(ADDRESS))],
                           "dhcp-no-ack", "dhcp.option.dhcp == 3", {"server": SERVER}),
    "NAK": ([ask(0.1, 3, opt50=ip4("10.9.8.7")), give(0.2, offer(6), group=True), ask(0.4, 1)],
            "dhcp-refused", None, {"server": SERVER}),
    "NAK, and then an address": ([ask(0.05, 3, opt50=ip4("10.9.8.7")),
                                  give(0.08, offer(6), group=True)] + gated() +
                                 looked_up() +
                                 http(1, "example.org", "HTTP/1.1 204 No Content\r\n\r\n"),
                                 None, None, {}),
    "declined": (leased() + [up(0.5, ALL, arp(False, STA, "0.0.0.0", ADDRESS)),
                             down(0.52, arp(True, OTHER, ADDRESS, "0.0.0.0"), who=OTHER),
                             ask(0.6, 4, opt50=ip4(ADDRESS), opt54=ip4(SERVER))],
                 "address-conflict", None, {"address": ADDRESS}),
    "another has the address": (leased() + [
        up(0.5, ALL, arp(False, STA, "0.0.0.0", ADDRESS)),
        down(0.52, arp(True, OTHER, ADDRESS, "0.0.0.0"), who=OTHER)], "address-conflict", None,
        {"address": ADDRESS}),
    "no gateway": (leased() + [who_has(t) for t in (0.5, 1.5, 2.5, 3.5)], "gateway-silent",
                   "arp.opcode == 1", {"router": ROUTER}),
    "a gateway that asks": (leased() + [who_has(t) for t in (0.5, 1.5, 2.5)] + [
        up(2.6, GATE, arp(True, STA, ADDRESS, ROUTER))], "", None, {}),
    "no names": (gated() + [up(t, GATE, dns(i, n)) for t, i, n in (
        (0.6, 1, "first.example.org"), (1.6, 1, "first.example.org"), (3.6, 2, "b.example.org"))],
        "dns-no-answer", "dns.flags.response == 0", {"host": "first.example.org",
                                                     "server": RESOLVER}),
    "nobody beyond": (gated() + looked_up() + syns(1, 2, 4, 8), "beyond-silent", "tcp.port == 443",
                      {}),
    "portal": (gated() + looked_up() + http(
        1, "connectivitycheck.example.org",
        "HTTP/1.1 302 Found\r\nLocation: http://login.hotel.example/start?x=1\r\n\r\n"),
        "captive-portal", None, {"host": "login.hotel.example"}),
    "a redirect of the site's own": (gated() + looked_up() + http(
        1, "example.org", "HTTP/1.1 301 Moved\r\nLocation: https://www.example.org/\r\n\r\n"),
        None, None, {}),
    "portal announced by DHCP": (gated(opt114=b"https://portal.example/api") + looked_up() +
                                 syns(1, 2, 4, 8), "captive-portal", None,
                                 {"host": "https://portal.example/api"}),
}
# Without the key: what the frames alone show.
UNREAD = {"no offer": "no-data", "connected": None, "address alone": None}


# With frames missing: what so many of the cases must come to at least, and how often something
# else may be told with 80 % or more (an answer that left no trace at all).
LOSS = ((0.05, 0.9, 0), (0.20, 0.7, 0.02))
SEEDS = 6

SCRIPT = """
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", %schannel=6, at={0, 0}}
local alice = station{name="alice", address="02:00:00:00:00:51", at={5, 0}}
alice:connect{ssid="home"%s}
run(2)
local function up(to, packet)
  alice:send{data="0801000002000000000a020000000051" .. to .. "0000" .. packet}
end
local function down(to, from, packet)
  local frame = "08020000" .. to .. "02000000000a" .. from .. "0000" .. packet
  inject{frame=%s, channel=6, at={0, 0}}
end
"""


def play(extsta, folder, secured, said):
    word = 'passphrase="twelve monkeys"'
    lines = [SCRIPT % ((word + ", ", ", " + word, "home:seal{frame=frame}") if secured else
                       ("", "", "frame"))]
    now = 0
    for t, way, to, packet, *who in sorted(said, key=lambda x: x[0]):
        lines.append("run(%.3f)" % (t - now))
        now = t
        lines.append('%s("%s", %s"%s")' % (way, to, '"%s", ' % who[0] if who else "",
                                           packet.hex()))
    lines.append("run(6)")
    script, path = os.path.join(folder, "air.lua"), os.path.join(folder, "air.pcap")
    with open(script, "w") as f:
        f.write("\n".join(lines))
    run = subprocess.run([extsta, "run", "--pcap", path, script], capture_output=True, text=True,
                         timeout=120)
    if run.returncode:
        raise RuntimeError("extsta run: " + (run.stdout + run.stderr)[-500:])
    return path


def explain(extsta, path, keys):
    run = subprocess.run([extsta, "explain", "--json", path, *keys], capture_output=True, text=True,
                         timeout=120)
    if run.returncode:
        raise RuntimeError("exit %d: %s" % (run.returncode, run.stderr[-300:]))
    return [x for x in map(json.loads, run.stdout.splitlines()) if x["line"] in ("story", "note")]


def tshark(path, keys, wanted, *fields):
    """One row of fields for each packet."""
    command = ["tshark", "-n", "-r", path, "-o", "wlan.enable_decryption:TRUE"]
    for kind, value in keys:
        command += ["-o", 'uat:80211_keys:"%s","%s"' % (kind, value)]
    command += ["-Y", wanted, "-T", "fields"]
    for f in ("frame.number",) + fields:
        command += ["-e", f]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return [line.split("\t") for line in run.stdout.splitlines()]


def by(told, what):
    return [s for s in told if s["what"] == what]


def judge(told, cause, members):
    wrong = []
    failures = by(told, "not-connected")
    names = [s["name"] for s in failures]
    if names != ([cause] if cause else []):
        wrong.append("told as %s instead of %s" % (names, [cause] if cause else []))
    elif cause:
        wrong += ["%s is %r instead of %r" % (k, failures[0].get(k), v)
                  for k, v in members.items() if failures[0].get(k) != v]
        if not failures[0]["confidence"] >= 60 or "advice" not in failures[0]:
            wrong.append("not sure, or without advice: %r" % failures[0])
    if len(by(told, "connected")) != (cause is None):
        wrong.append("%d times connected" % len(by(told, "connected")))
    return wrong


def judge_address(told, expected):
    """expected: whether there must be one."""
    got = by(told, "address")
    if len(got) != expected:
        return ["%d addresses instead of %d" % (len(got), expected)]
    want = {"address": ADDRESS, "server": SERVER, "router": ROUTER, "lease_s": 3600}
    return ["address: %s is %r instead of %r" % (k, s.get(k), v) for s in got
            for k, v in want.items() if s.get(k) != v]


def judge_frames(told, path, secured, wanted):
    """The frames that it rests on are those that tshark sees asking, each asked once."""
    keys = [("wpa-pwd", "twelve monkeys:home")] if secured else []
    rows = tshark(path, keys, "(%s) && wlan.fc.tods == 1 && wlan.fc.retry == 0" % wanted)
    story = by(told, "not-connected")[0]
    frames = [int(r[0]) for r in rows]
    if not frames or [story["first_frame"], story["last_frame"], story["requests"]] != [
            frames[0], frames[-1], len(frames)]:
        return ["told of frames %d to %d, %d requests; tshark: %s" % (
            story["first_frame"], story["last_frame"], story["requests"], frames)]
    return []


def case(extsta, name, secured, has_tshark, folder):
    said, cause, wanted, members = CASES[name]
    path = play(extsta, folder, secured, said)
    told = explain(extsta, path, KEY if secured else [])
    wrong = judge(told, cause, members)
    wrong += judge_address(told, any(p[1] == "down" and b"\x35\x01\x05" in p[3] for p in said))
    if wanted and has_tshark and not wrong:
        wrong += judge_frames(told, path, secured, wanted)
    if secured and name in UNREAD:
        blind = explain(extsta, path, [])
        wrong += ["without the key: " + w for w in judge(blind, UNREAD[name], {})]
    return wrong


# --- IPv6 ---

OWN6, ROUTER6, FAR6 = "2001:db8:7::17", "fe80::1", "2001:db8:ffff::7"


def six(extsta, secured, folder):
    """A router advertises itself to all, the station makes an address of it, asks whether that is
    another's (RFC 4862 5.4), and talks to a host beyond."""
    prefix = ipaddress.IPv6Address("2001:db8:7::").packed
    advert = struct.pack(">BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0) + \
        struct.pack(">BBBBIII", 3, 4, 64, 0xc0, 86400, 14400, 0) + prefix
    ask_all = struct.pack(">BBHI", 135, 0, 0, 0) + ipaddress.IPv6Address(OWN6).packed
    syn = struct.pack(">HHIIBBHHH", 50000, 443, 1, 1, 0x50, 2, 8192, 0, 0)
    answer = struct.pack(">HHIIBBHHH", 443, 50000, 1, 1, 0x50, 0x18, 8192, 0, 0) + b"hello"
    said = [down(0.1, ip6(ROUTER6, "ff02::1", 58, advert), to="333300000001", who=GATE),
            up(0.3, "3333ff000017", ip6("::", "ff02::1:ff00:17", 58, ask_all)),
            up(1.4, GATE, ip6(OWN6, FAR6, 6, syn)),
            down(1.5, ip6(FAR6, OWN6, 6, answer), who=GATE)]
    told = explain(extsta, play(extsta, folder, secured, said), KEY if secured else [])
    wrong = judge(told, None, {})
    got = [(s["address"], s.get("router"), s["by"]) for s in by(told, "address")]
    if got != [(OWN6, ROUTER6, "sta")]:
        wrong.append("addresses: %s" % got)
    return wrong


# --- frames missing ---

def lossy(extsta, share, whole):
    """(right, all, wrong): of all cases with so many frames lost."""
    right, number, wrong = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "lost.pcap")
        for name, capture in whole.items():
            cause = CASES[name][1]
            for seed in range(SEEDS):
                capture.lose(share, seed).write(path)
                told = explain(extsta, path, KEY)
                failures = by(told, "not-connected")
                number += 1
                right += not judge(told, cause, {}) or (
                    [s["name"] for s in failures] == ([cause] if cause else []))
                wrong += ["%s, seed %d: %s (%d %%)" % (name, seed, s["text"], s["confidence"])
                          for s in failures if s["name"] != cause and s["confidence"] >= 80]
    return right, number, wrong


# --- public captures ---

def options_of(keys):
    ours, theirs = [], []
    for k in keys:
        ssid = k.get("ssid") or ""
        if k["type"] == "wpa-pwd":
            ours += ["--key", ssid + ":" + k["value"]]
            theirs.append((k["type"], k["value"] + (":" + ssid if ssid else "")))
        elif k["type"] == "wpa-psk":
            ours += ["--pmk", k["value"]]
            theirs.append((k["type"], k["value"]))
        elif k["type"] == "wep":
            ours += ["--wep", k["value"].replace(":", "")]
            theirs.append((k["type"], k["value"]))
    return ours, theirs


def compare(extsta, path):
    """Addresses and errors of names, as tshark and explain see them. None: there are none."""
    with open(path + ".expected.json") as f:
        keys = (json.load(f).get("decryption") or {}).get("keys") or []
    if not keys:
        return None
    ours, theirs = options_of(keys)
    acks = {int(r[0]): r[1:] for r in tshark(
        path, theirs, "dhcp.option.dhcp == 5 && dhcp.ip.your != 0.0.0.0 && wlan.fc.fromds == 1",
        "dhcp.ip.your", "dhcp.option.dhcp_server_id", "dhcp.option.router",
        "dhcp.option.ip_address_lease_time", "dhcp.hw.mac_addr")}
    errors = {int(r[0]): r[1] for r in tshark(path, theirs, "dns.flags.rcode in {2, 3}",
                                               "dns.qry.name")}
    if not acks and not errors:
        return None
    told = explain(extsta, path, ours)
    wrong = []
    for s in by(told, "address"):
        row = acks.get(s["last_frame"])
        mine = [s["address"], s.get("server", ""), s.get("router", ""), str(s.get("lease_s", "")),
                s["sta"]]
        if ":" not in s["address"] and row and [row[0], row[1], row[2].split(",")[0],
                                                row[3].split(" ")[0], row[4]] != mine:
            wrong.append("frame %d: %s instead of %s" % (s["last_frame"], mine, row))
        if not row:
            wrong.append("frame %d: tshark sees no acknowledgement" % s["last_frame"])
    clients = {r[4] for r in acks.values()}
    if {s["sta"] for s in by(told, "address")} != clients:
        wrong.append("addresses of %s instead of %s" % (by(told, "address"), clients))
    for s in told:
        if s.get("name") == "dns-error" and errors.get(s["last_frame"], "")[:63] != s["host"]:
            wrong.append("frame %d: no error for %s" % (s["last_frame"], s["host"]))
    if errors and not any(s.get("name") == "dns-error" for s in told):
        wrong.append("an error of names is not told: %s" % errors)
    return wrong


def public(extsta, root):
    shared = os.environ.get("EXTSTA_SHARED") or os.path.join(root, "..", "shared")
    for p in sorted(glob.glob(os.path.join(shared, "captures", "public", "*.expected.json"))):
        wrong = compare(extsta, p[:-len(".expected.json")])
        if wrong is not None:
            yield os.path.basename(p)[:-len(".expected.json")], wrong


def main():
    extsta, root = (os.path.abspath(a) for a in sys.argv[1:3])
    has_tshark = shutil.which("tshark") is not None
    number = failed = 0

    def report(name, wrong):
        nonlocal number, failed
        number += 1
        failed += bool(wrong)
        print("%sok %d - %s" % ("not " if wrong else "", number, name), flush=True)
        for w in wrong:
            print("# " + w)

    whole = {}
    for name in CASES:
        for secured in (True, False):
            with tempfile.TemporaryDirectory() as folder:
                report("%s, %s" % (name, "WPA2" if secured else "open network"),
                       case(extsta, name, secured, has_tshark, folder))
                if secured:
                    whole[name] = Capture(os.path.join(folder, "air.pcap"))
    for secured in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            report("an address of IPv6, %s" % ("WPA2" if secured else "open network"),
                   six(extsta, secured, folder))
    for share, wanted, tolerated in LOSS:
        right, of, wrong = lossy(extsta, share, whole)
        bad = right < wanted * of or len(wrong) > tolerated * of
        report("%d %% missing: right %d of %d, else told with 80 %% or more %d" % (
            share * 100, right, of, len(wrong)), wrong or ["too few are right"] if bad else [])
    if has_tshark:
        for name, wrong in public(extsta, root):
            report("as tshark sees it: " + name, wrong)
    print("1..%d" % number)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
