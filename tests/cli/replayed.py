#!/usr/bin/env python3
"""capture{}: what was recorded elsewhere is on the air again, at the moment of the protocol at
which it means something. (TAP)"""
import gzip
import struct
import zlib

from program import WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
ATTACK = """
home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys", channel=6}
alice = station{name="alice", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(5)
forge{kind="deauth", from="Home", to="alice", reason=7, channel=6, at={25, 0}}
run(2)
"""
# The same two, but the station comes later: at the recorded time the frame meets nobody.
AGAIN = """
poc = {}
for _, f in ipairs(capture{file=arg.file}) do
  if f.data:sub(1, 2) == "c0" then poc[#poc + 1] = f end
end
say(("%%d frames, the first after %%.3f s at %%d MHz"):format(#poc, poc[1].time, poc[1].freq))
home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys", channel=6}
alice = station{name="alice", at={5, 0}}
at(10, function() alice:connect{ssid="home", passphrase="twelve monkeys"} end)
%s
expect(#trace(alice, {only={"ind DISASSOCIATION Home 0x00010007"}}) == tonumber(arg.ends), arg.ends .. " ends")
"""
BY_CLOCK = 'at(poc[1].time, function() inject{frame=poc[1].data, channel=6, at={25, 0}} end) run(20)'
BY_PROTOCOL = """run_to(alice, "port Home authorized", 30)
run(0.1) inject{frame=poc[1].data, channel=6, at={25, 0}} run(5)"""


def recorded():
    path = WORK / "attack.pcap"
    r = run("run", file("attack.lua", ATTACK), "--pcap", str(path), "--quiet")
    expect(r.status == OK, r)
    return path


@check
def a_recorded_attack_hits_when_it_follows_the_protocol():
    path = recorded()
    for how, ends in ((BY_CLOCK, 0), (BY_PROTOCOL, 1)):
        r = run("run", file("again.lua", AGAIN % how), "--", f"file={path}", f"ends={ends}")
        expect(r.status == OK and "1 frames, the first after " in r.out and " 2437 MHz" in r.out, how, r)


LIST = """
for _, f in ipairs(capture{file=arg.file}) do
  print(("%.3f %s %d %d"):format(f.time, f.data, f.freq, f.signal))
end
"""
ACK = bytes.fromhex("d4000000020000000051")
RTS = bytes.fromhex("b4000000020000000051") + bytes.fromhex("0200000000a9")


def pcap(link, packets, seconds=1700000000):
    return struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, link) + b"".join(
        struct.pack("<IIII", seconds + i, 250000 * i, len(p), len(p)) + p
        for i, p in enumerate(packets))


def fcs(frame):
    return frame + struct.pack("<I", zlib.crc32(frame))


def radiotap(flags, freq, signal, frame):
    # flags, channel, antenna signal: bits 1, 3, 5 of the present word
    return struct.pack("<BBHIBxHHb", 0, 0, 15, 0x2a, flags, freq, 0, signal) + frame


def listed(data, name="list.pcap"):
    r = run("run", file("list.lua", LIST), "--", "file=" + file(name, data))
    expect(r.status == OK, r)
    return [l for l in r.out.splitlines() if l[:1].isdigit() and len(l.split()) == 4]


@check
def frames_are_without_fcs_and_link_header():
    bare = ["0.000 %s 0 0" % ACK.hex(), "1.250 %s 0 0" % RTS.hex()]
    expect(listed(pcap(105, [ACK, RTS])) == bare, "bare")
    expect(listed(gzip.compress(pcap(105, [ACK, RTS])), "list.pcap.gz") == bare, "in gzip")
    # radiotap flags: 0x10 an FCS at the end, 0x40 it is wrong
    got = listed(pcap(127, [radiotap(0x10, 5180, -61, fcs(ACK)), radiotap(0x50, 5180, -61, fcs(RTS)),
                            radiotap(0, 2412, -70, RTS)]))
    expect(got == ["0.000 %s 5180 -61" % ACK.hex(), "2.500 %s 2412 -70" % RTS.hex()], got)
    # an FCS that only the file announces: bit 26 of the link type, and words of two
    # octets in its upper four (draft-ietf-opsawg-pcap)
    got = listed(pcap(0x24000000 | 105, [fcs(ACK)]))
    expect(got == bare[:1], got)


@check
def what_is_no_capture_is_refused():
    for data, words in ((b"no capture at all, and long enough", ["not a capture"]), (b"", ["empty"]),
                        (pcap(105, [ACK, RTS])[:-3], ["list.pcap"])):
        path = file("list.pcap", data)
        refused(INPUT, ["list.lua:2:", path, *words], "run", file("list.lua", LIST), "--", "file=" + path)
    refused(INPUT, [":2:", "No such file"], "run", file("list.lua", LIST), "--", "file=/nothing/here")
    refused(INPUT, [":1:", "file="], "run", file("none.lua", "capture{}"))
    refused(INPUT, [":1:", "did you mean 'file'?"], "run", file("none.lua", "capture{fiel='x'}"))


@check
def a_capture_that_is_read_is_not_written():
    path = str(recorded())
    before = open(path, "rb").read()
    refused(INPUT, ["--pcap", "destroy"], "run", file("list.lua", LIST), "--pcap", path, "--", "file=" + path)
    expect(open(path, "rb").read() == before, "untouched")


@check
def a_list_too_long_is_an_error_of_the_script():
    # the reader's file is closed and the run ends in order, whatever Lua has no memory for
    path = file("long.pcap", gzip.compress(pcap(105, [bytes(60000)] * 2500), 1))
    refused(INPUT, ["256 MiB"], "run", file("list.lua", LIST), "--", "file=" + path)


main()
