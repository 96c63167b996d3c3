#!/usr/bin/env python3
"""extsta explain and watch as a user meets them: inputs of every kind, hostile names, keys,
files that cannot be used. (TAP)"""
import fcntl
import gzip
import json
import os
import re
import struct
import subprocess
import termios
import zlib

from program import PROGRAM, WORK, file, refused, run
from tap import Skip, check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
AP, STA = bytes.fromhex("0200000000a9"), bytes.fromhex("020000000051")
HOSTILE = b'"\\\n\x00\xff\xc3\xa4</script>\xed\xa0\x80'


def mgmt(kind, ra, ta, body):
    return bytes([kind, 0, 0, 0]) + ra + ta + AP + b"\x10\0" + body


def beacon(ssid):
    return mgmt(0x80, b"\xff" * 6, AP, b"\0" * 8 + b"\x64\0\x01\0\0" + bytes([len(ssid)]) + ssid)


def deauth(reason):
    return mgmt(0xc0, STA, AP, struct.pack("<H", reason))


def pcap(frames, order="<", link=105, magic=0xa1b2c3d4):
    out = struct.pack(order + "IHHIIII", magic, 2, 4, 0, 0, 65535, link)
    for i, f in enumerate(frames):
        out += struct.pack(order + "IIII", 1700000000 + i, 500000, len(f), len(f)) + f
    return out


def join(ssid):
    """A network, and a station that it refuses."""
    asks = mgmt(0, AP, STA, struct.pack("<HH", 0x401, 5) + bytes([0, len(ssid)]) + ssid)
    return [beacon(ssid), mgmt(0xb0, AP, STA, struct.pack("<HHH", 0, 1, 0)), asks,
            mgmt(0x10, STA, AP, struct.pack("<HHH", 0x401, 17, 0))]


def is_protected_data(packet):
    frame = packet[struct.unpack_from("<H", packet, 2)[0]:]  # behind radiotap
    return frame[0] & 0x0c == 0x08 and frame[1] & 0x40


def lines(result, kind):
    return [l for l in map(json.loads, result.out.splitlines()) if l["line"] == kind]


@check
def any_name_of_a_network_makes_valid_json():
    r = run("explain", "--json", file("hostile.pcap", pcap([beacon(HOSTILE)])))
    bss = lines(r, "bss")
    expect(r.status == OK and len(bss) == 1, r)
    expect(bytes.fromhex(bss[0]["ssid"]["hex"]) == HOSTILE, r)
    expect(bss[0]["ssid"]["text"] == '"\\\n\0\ufffdä</script>\ufffd\ufffd\ufffd', r)
    expect(bss[0]["beacons"] == 1 and bss[0]["security"] == "open", r)


# By Unicode: controls (Cc), the end of a line (Zl, Zp), Bidi_Control, and what has no width.
MISLEADING = [0x0a, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xad, 0x61c, 0x180e, 0x200b, 0x200d, 0x200e,
              0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066,
              0x2067, 0x2068, 0x2069, 0x3164, 0xfeff, 0xfff9, 0xe000, 0xe0041, 0xe007f]


@check
def what_misleads_a_terminal_or_a_reader_is_never_written_raw():
    html = file("report.html", b"")
    for code in MISLEADING:
        ssid = ("ho" + chr(code) + "me€").encode()
        capture = file("mislead.pcap", pcap(join(ssid)))
        j = run("explain", "--json", capture)
        expect(chr(code) not in j.out.replace("\n", ""), hex(code), j)
        expect("€" in j.out and lines(j, "bss")[0]["ssid"]["text"] == ssid.decode(), j)
        t = run("explain", capture, "--html", html, env={"LC_ALL": "C.UTF-8"})
        shown = "ho" + "".join("\\x%02x" % b for b in chr(code).encode()) + "me€"
        expect(shown in t.out and chr(code) not in t.out.replace("\n", ""), hex(code), t)
        page = open(html, encoding="utf-8").read()
        data = page[page.index('{"version":2'):page.index("</script>",
                                                          page.index('{"version":2'))]
        expect(shown.replace("\\", "\\\\") in data, hex(code), data)
        expect(chr(code) not in data.replace("\n", "") and "\\u%04x" % code not in data,
               hex(code), data)
    # names of files are no better than names of networks
    r = run("explain", "--html", html, file("a\u202eb.pcap", pcap(join(b"x"))))
    expect(r.status == OK and "\u202e" not in open(html, encoding="utf-8").read(), r)


@check
def byte_orders_units_gzip_and_standard_input_say_the_same():
    frames = [beacon(b"x"), deauth(3)]
    want = lines(run("explain", "--json", file("a.pcap", pcap(frames))), "event")
    expect(len(want) == 1 and want[0]["reason"] == 3 and want[0]["from"] == "ap", want)
    expect(want[0]["time"] == "1700000001.500000000", want)
    for name, data in (("big", pcap(frames, ">")), ("gzip", gzip.compress(pcap(frames)))):
        r = run("explain", "--json", file(name + ".pcap", data))
        expect(lines(r, "event") == want, name, r)
    r = run("explain", "--json", "-", stdin=pcap(frames))
    expect(r.status == OK and lines(r, "event") == want, r)
    r = run("explain", "--json", file("nano.pcap", pcap(frames, magic=0xa1b23c4d)))
    expect(lines(r, "event")[0]["time"] == "1700000001.000500000", r)


@check
def an_unannounced_fcs_is_taken_off_and_a_wrong_one_noticed():
    frames = [f + struct.pack("<I", zlib.crc32(f)) for f in (beacon(b"x"), deauth(3), deauth(4))]
    frames[2] = frames[2][:-1] + bytes([frames[2][-1] ^ 1])
    r = run("explain", "--json", file("fcs.pcap", pcap(frames)))
    expect([e["reason"] for e in lines(r, "event")] == [3], r)
    found = lines(r, "finding")
    expect([(f["name"], f["first_frame"]) for f in found] == [("bad-fcs", 3)], r)


@check
def several_files_are_one_capture():
    r = run("explain", "--json", file("1.pcap", pcap([beacon(b"x")])),
            file("2.pcap", pcap([deauth(7)])))
    expect([e["frame"] for e in lines(r, "event")] == [2], r)


def on_terminal(width, *arguments):
    """What the program writes to a terminal of this width, without colours."""
    try:
        ours, theirs = os.openpty()
    except OSError as error:
        raise Skip("no pseudo-terminal to be had: %s" % error)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 25, width, 0, 0))
    child = subprocess.Popen([PROGRAM, *arguments], stdout=theirs, stdin=subprocess.DEVNULL)
    os.close(theirs)
    out = b""
    try:
        while more := os.read(ours, 65536):
            out += more
    except OSError:  # EIO: the program has ended
        pass
    os.close(ours)
    child.wait()
    return re.sub(r"\x1b\[[0-9;]*m", "", out.decode()).split("\r\n")


@check
def lines_are_as_wide_as_the_terminal_and_no_word_is_broken():
    auth = mgmt(0xb0, AP, STA, b"\0\0\1\0\0\0"), mgmt(0xb0, STA, AP, b"\0\0\2\0\x11\0")
    path = file("wide.pcap", pcap([beacon(b"office"), *auth, deauth(3)]))
    words = run("explain", path).out.split()
    for width in range(60, 130):
        shown = on_terminal(width, "explain", path)
        expect(max(map(len, shown)) <= width, width, shown)
        expect(" ".join(shown).split() == words, width, shown)


@check
def only_what_was_asked_for():
    path = file("two.pcap", pcap([deauth(7), mgmt(0xc0, bytes.fromhex("020000000052"), AP,
                                                  b"\x08\0")]))
    r = run("explain", "--json", "--sta", "02:00:00:00:00:52", path)
    expect([e["reason"] for e in lines(r, "event")] == [8], r)
    r = run("explain", "--json", "--bss", "02:00:00:00:00:aa", path)
    expect(not lines(r, "event"), r)


@check
def every_line_says_how_sure_it_is_and_why():
    """AP frames 100 and 101, and 30 ms later an end numbered 2000."""
    frames = [beacon(b"net"), mgmt(0xb0, AP, STA, struct.pack("<HHH", 0, 1, 0)),
              mgmt(0xb0, STA, AP, struct.pack("<HHH", 0, 2, 0)),
              mgmt(0, AP, STA, struct.pack("<HH", 1, 5) + b"\0\3net"),
              mgmt(0x10, STA, AP, struct.pack("<HHH", 1, 0, 0xc001)), deauth(3)]
    numbers = [99, 1, 100, 2, 101, 2000]
    data = pcap([])
    for i, (f, n) in enumerate(zip(frames, numbers)):
        f = f[:22] + struct.pack("<H", n << 4) + f[24:]
        data += struct.pack("<IIII", 1700000000, 10000 * i, len(f), len(f)) + f
    path = file("why.pcap", data)
    r = run("explain", "--why", path)
    stories = [l for l in r.out.splitlines() if re.match(r"  \d\d:", l)]
    expect(len(stories) == 2, r)
    expect(all(re.search(r"\(\d+ %\)  #\d+ \[", l) for l in stories), r)
    expect("sequence number 2000 does not count on from 101" in r.out, r)
    expect("does not count on" not in run("explain", path).out, r)
    told = lines(run("explain", "--json", path), "story")
    expect([e["sign"] for e in told[-1]["evidence"]][:1] == ["jump"], told[-1])


@check
def an_end_under_the_key_of_the_association_that_it_denies():
    """Reason 7 says that there is no association. Whoever enciphers it has its key."""
    script = """local a = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
  pmf="required"}
local s = station{name="s", address="02:00:00:00:00:51", at={5, 0}}
s:connect{ssid="office", passphrase="correct horse", pmf="required"}
run(5)
a:deauth{to="02:00:00:00:00:51", reason=%d}
run(0.01)
"""
    for reason, denied in (7, True), (3, False):
        path = str(WORK / f"denied-{reason}.pcap")
        expect(run("run", "--quiet", "--pcap", path,
                   file(f"denied-{reason}.lua", script % reason)).status == OK)
        told = lines(run("explain", "--json", "--key", "office:correct horse", path), "story")
        end = [s for s in told if s["what"] == "disassociation"]
        expect(len(end) == 1 and end[0]["reason"] == reason and end[0]["name"] == "ended-by-ap", end)
        expect(("that it denies" in end[0]["text"]) == denied, end)
        expect(("claim" in [e["sign"] for e in end[0]["evidence"]]) == denied, end)


def life_of_an_ap():
    """An AP with one client; for a minute it is not there, and then its clock begins anew and it
    has forgotten the client."""
    frames = []
    for i in range(40):
        tsf = (1000 + i if i < 20 else i - 20) * 102400
        body = struct.pack("<QHHBB", tsf, 100, 1, 0, 4) + b"home" + b"\x03\x01\x06"
        frame = bytearray(mgmt(0x80, b"\xff" * 6, AP, body))
        frame[22:24] = struct.pack("<H", ((3000 + i if i < 20 else i - 20) & 0xfff) << 4)
        frames.append((i * 0.1024 + (60 if i >= 20 else 0), bytes(frame)))
        if i == 10:
            frames += [(1.05, f) for f in join(b"home")[1:3]]
            frames.append((1.06, mgmt(0x10, STA, AP, struct.pack("<HHH", 1, 0, 0xc001))))
        if i == 30:
            frames.append((63.075, b"\x48\x01\0\0" + AP + STA + AP + b"\x20\0"))
            frames.append((63.08, deauth(7)))
    return pcap([]) + b"".join(
        struct.pack("<IIII", 1700000000 + int(t), int(t % 1 * 1e6), len(f), len(f)) + f
        for t, f in frames)


@check
def what_happens_to_an_access_point_is_told_of_it_and_before_its_clients():
    capture = file("restart.pcap", life_of_an_ap())
    r = run("explain", capture)
    expect(re.search(r"^access point home 02:00:00:00:00:a9  channel 6\n"
                     r"  22:13:21\.\d+  restarted +not heard for 60 s; .*; 1 client was "
                     r"associated \(\d+ %\)  #\d+ \[23-24\]$", r.out, re.M), r)
    expect("reason 7 (class 3 frame from a station that is not associated): probably the AP no "
           "longer knows the station; the AP restarted (see the access point)" in r.out, r)
    expect(r.out.endswith("causes of trouble:\n       1  ap-restart\n"), r)
    expect(r.out.index("access point home") < r.out.index("02:00:00:00:00:51  1 joined"), r)
    expect(run("explain", capture, "--sta", "02:00:00:00:00:51").out.count("restarted") >= 1, r)
    j = run("explain", "--json", capture)
    ap, = lines(j, "ap")
    expect("sta" not in ap and ap["bssid"] == "02:00:00:00:00:a9" and ap["what"] == "ap" and
           ap["name"] == "ap-restart" and ap["clients"] == 1 and
           60e9 < ap["gap_ns"] < 60.2e9, j)
    expect(run("explain", "--check", "--quiet", capture).status == EXPECTATION)


@check
def equal_failures_are_one_line_with_their_count_and_period():
    frames = [(0, beacon(b"home"))]
    for i in range(14):
        frames += [(i * 3.1 + 0.01 * n, f) for n, f in enumerate(join(b"home")[1:])]
    capture = file("often.pcap", pcap([]) + b"".join(
        struct.pack("<IIII", 1700000000 + int(t), int(t % 1 * 1e6), len(f), len(f)) + f
        for t, f in frames))
    r = run("explain", capture)
    told = [line for line in r.out.splitlines() if "failed  " in line]
    expect(len(told) == 1 and re.search(r"14 times, every 3\.1 s, until 22:14:00\.\d+: home .*: "
                                        r"the AP refused, status 17 .*\[2-43\]$", told[0]), r)
    expect("  14 failed\n" in r.out and "      14  association-refused\n" in r.out, r)
    expect(len([s for s in lines(run("explain", "--json", capture), "story")]) == 14, r)


@check
def a_file_that_is_cut_off_is_told_as_far_as_it_goes():
    data = pcap([deauth(7), deauth(8)])[:-3]
    r = refused(INPUT, ["cut.pcap", "cut off"], "explain", "--json", file("cut.pcap", data))
    expect([e["reason"] for e in lines(r, "event")] == [7], r)


@check
def malformed_frames_are_findings():
    r = run("explain", "--json", file("bad.pcap", pcap([deauth(7)[:-1], beacon(b"x")[:-1],
                                                         b"\xc0", b"\xc3" + b"\0" * 30])))
    names = {f["name"] for f in lines(r, "finding")}
    expect({"body-truncated", "malformed-elements", "too-short", "bad-protocol-version"} <= names,
           r)


@check
def what_cannot_be_used_is_refused_with_words():
    good = file("good.pcap", pcap([deauth(7)]))
    refused(INPUT, ["nothing.pcap", "No such file"], "explain", "nothing.pcap")
    refused(INPUT, ["not a capture"], "explain", file("text.pcap", "just text"))
    refused(INPUT, ["empty"], "explain", file("empty.pcap", b""))
    refused(USAGE, ["which capture"], "explain")
    refused(USAGE, ["address"], "explain", "--sta", "02:00", good)
    refused(USAGE, ["--key", "SSID:PASSPHRASE"], "explain", "--key", "no colon", good)
    refused(USAGE, ["--key", "8 to 63"], "explain", "--key", "net:short", good)
    refused(USAGE, ["--pmk"], "explain", "--pmk", "zz", good)
    refused(USAGE, ["--tk"], "explain", "--tk", "0011", good)
    refused(USAGE, ["--wep"], "explain", "--wep", "0011", good)
    refused(SYSTEM, ["cannot", "/nowhere/"], "explain", "--write-clear", "/nowhere/x", good)


@check
def a_clear_capture_is_begun_anew_for_a_second_look():
    """A second look is due where a protected frame comes before its key; nothing of the first
    one stays, not even under a mask that lets nobody open a file again."""
    path = WORK / "demo.pcap"
    run("demo", "--pcap", str(path))
    data = path.read_bytes()
    head, at, records = data[:24], 24, []
    while at < len(data):
        size = 16 + struct.unpack_from("<I", data, at + 8)[0]
        records.append(data[at:at + size])
        at += size
    late = next(r for r in reversed(records) if is_protected_data(r[16:]))
    folder = WORK / "anyone"
    folder.mkdir()
    folder.chmod(0o777)
    counts = {}
    for name, first in ("early", b""), ("late", late):
        clear = folder / (name + ".clear")
        r = run("explain", "--key", "office:correct horse battery", "--write-clear", str(clear),
                file(name + ".pcap", head + first + b"".join(records)), nobody=True, umask=0o777)
        expect(r.status == OK, r)
        clear.chmod(0o600)
        data, at, counts[name] = clear.read_bytes(), 24, 0
        while at < len(data):
            at += 16 + struct.unpack_from("<I", data, at + 8)[0]
            counts[name] += 1
        expect(at == len(data), "two captures in one file", at, len(data))
    expect(counts["early"] > 0 and counts["late"] == counts["early"] + 1, counts)


@check
def a_wrong_key_is_called_wrong():
    path = WORK / "keyed.pcap"
    run("demo", "--pcap", str(path))
    for key, verdict, words in (("office:correct horse battery", "fits", None),
                                ("office:correct horse", "wrong", "the AP's, does not verify"),
                                ("orifice:correct horse battery", "not-in-capture",
                                 "no network of this name")):
        r = run("explain", "--key", key, str(path))
        said = [l for l in r.out.splitlines() if l.startswith("the key for")]
        expect(r.status == OK and len(said) == (words is not None), r)
        expect(not words or words in said[0], said)
        told = lines(run("explain", "--json", "--key", key, str(path)), "key")
        expect([(k["ssid"], k["verdict"]) for k in told] == [(key.split(":")[0], verdict)], told)


@check
def a_key_is_never_repeated():
    r = run("explain", "--key", "office:correct horse", "--pmk", "zz9plural",
            file("good.pcap", pcap([deauth(7)])))
    expect("correct horse" not in r.err and "zz9plural" not in r.err, r)


@check
def a_cause_is_looked_up_by_the_name_that_a_log_gives_it():
    r = run("causes", "wrong-passphrase", "reason-15")
    expect(r.status == OK and "remedy    credential" in r.out and "four-way handshake timeout" in r.out
           and r.out.count("next ") == 2, r)
    # IEEE Std 802.11-2020, tables 9-49 and 9-50: one number, two meanings
    r = run("causes", "18")
    expect("reason-18: invalid group cipher" in r.out and "status-18: " in r.out
           and "rates" in r.out.split("status-18")[1], r)
    lines = [json.loads(l) for l in run("causes", "--json").out.splitlines()]
    names = [l["name"] for l in lines]
    expect(len(names) == len(set(names)) > 150, len(names))
    r = run("demo", "--json")
    for cause in (e for e in map(json.loads, r.out.splitlines()) if e["line"] == "cause"):
        name = cause["diagnosis"] if cause["diagnosis"] != "none" else f"reason-{cause['code']}"
        expect(name in names, cause)
        said = [l for l in lines if l["name"] == name][0]
        expect(cause["advice"].startswith(said["next"]) and cause["remedy"] == said["remedy"], cause, said)
    refused(EXPECTATION, ["no cause 'resaon-15'", "lists all"], "causes", "resaon-15")
    refused(USAGE, ["--markdown", "alone"], "causes", "--markdown", "--json")


@check
def watching_needs_an_interface_in_monitor_mode():
    refused(USAGE, ["which interface"], "watch")
    refused(SYSTEM, ["nothing0"], "watch", "nothing0")
    refused(SYSTEM, ["lo:"], "watch", "lo")


main()
