#!/usr/bin/env python3
"""explain --annotate and --filter, judged by what tshark reads of them: no packet is changed, every
story stands on its frames, and a story's filter shows them. (TAP)"""
import json
import shutil
import struct
import subprocess

from program import WORK, file, refused, run
from tap import Skip, check, expect, main

OK, USAGE, INPUT, SYSTEM = 0, 2, 3, 4
SCRIPT = """
ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse", at={60, 0}}
local a = station{name="a", at={5, 0}}
local b = station{name="b", at={6, 0}}
a:connect{ssid="office", passphrase="correct horse"}
b:connect{ssid="office", passphrase="incorrect horse"}
run(6)
a:walk{to={58, 0}, speed=10}
run(10)
a:disconnect()
run(2)
"""


def tshark(path, *arguments):
    if not shutil.which("tshark"):
        raise Skip("tshark is not installed")
    done = subprocess.run(["tshark", "-r", str(path), *arguments], capture_output=True, text=True)
    expect(done.returncode == 0, "tshark cannot read it", done.stderr)
    return done.stdout


def air():
    path = WORK / "air.pcap"
    if not path.exists():
        run("run", "--quiet", "--pcap", str(path), file("air.lua", SCRIPT))
    return path


def packets(path):
    """All that is in a packet: its time, lengths and octets as they are in the file."""
    return tshark(path, "-T", "fields", "-e", "frame.number", "-e", "frame.time_epoch",
                  "-e", "frame.len", "-e", "frame.cap_len", "-e", "frame.encap_type"), \
        tshark(path, "-x")


def stories(path):
    lines = [json.loads(l) for l in run("explain", str(path), "--json").out.splitlines()]
    return [l for l in lines if l["line"] in ("story", "note", "ap")]


def comments(path):
    """Frame to the comments that stand on it."""
    out = {}
    for line in tshark(path, "-Y", "frame.comment", "-T", "fields", "-E", "aggregator=|",
                       "-e", "frame.number", "-e", "frame.comment").splitlines():
        number, _, words = line.partition("\t")
        out[int(number)] = words.split("|")
    return out


def annotated(path, name="annotated.pcapng"):
    out = WORK / name
    r = run("explain", str(path), "--annotate", str(out))
    expect(r.status == OK, "it is not written", r)
    return out


@check
def no_packet_is_changed():
    expect(packets(annotated(air())) == packets(air()), "what tshark reads is not the same")


@check
def every_story_stands_on_its_frames():
    there = comments(annotated(air()))
    told = stories(air())
    expect(len(told) > 6, "too little has happened", told)
    for story in told:
        mark = f"extsta #{story['number']} "
        frames = [n for n, words in there.items() if any(mark in w for w in words)]
        expect(frames == sorted({story["first_frame"], story["last_frame"]}),
               f"it stands on {frames}", story)
        says = [w for words in there.values() for w in words if w.startswith(mark)
                and f"({story['confidence']} %)" in w]
        expect(len(says) == 1, "its sentence does not stand there once", story, says)


@check
def a_sentence_stands_on_the_frame_that_settled_it():
    there = comments(annotated(air()))
    seen = set()
    for story in stories(air()):
        if story["what"] in ("association", "association-failed", "port-authorized", "roam"):
            settled = story["last_frame"]
        elif story.get("explicit"):
            settled = story["first_frame"]
        else:
            continue
        seen.add(story["what"])
        mark, sure = f"extsta #{story['number']} ", f"({story['confidence']} %)"
        expect(any(w.startswith(mark) and sure in w for w in there.get(settled, [])), story,
               there.get(settled))
    expect({"association", "association-failed", "port-authorized"} <= seen, seen)


@check
def the_summary_is_the_captures_comment():
    if not shutil.which("capinfos"):
        raise Skip("capinfos is not installed")
    told = subprocess.run(["capinfos", "-k", str(annotated(air()))], capture_output=True,
                          text=True).stdout
    expect("2 clients, 2 BSSs in" in told, told)


@check
def a_filter_shows_the_story():
    for story in stories(air()):
        r = run("explain", str(air()), "--filter", f"#{story['number']}")
        expect(r.status == OK and len(r.out.splitlines()) == 1, "not one line", r)
        shown = [int(n) for n in tshark(air(), "-Y", r.out.strip(), "-T", "fields",
                                        "-e", "frame.number").split()]
        expect(shown and shown[0] == story["first_frame"] and shown[-1] == story["last_frame"],
               "the filter shows other frames", r, story, shown)


def block(order, kind, body):
    whole = len(body) + 12
    return struct.pack(order + "II", kind, whole) + body + struct.pack(order + "I", whole)


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def pcapng(order):
    """A deauthentication and an acknowledgement on two interfaces, with a comment and flags of
    their own, in either byte order."""
    ap, sta = bytes.fromhex("02000000000a"), bytes.fromhex("020000000001")
    deauth = bytes.fromhex("c0000000") + sta + ap + ap + struct.pack("<HH", 0x10, 7)
    ack = bytes.fromhex("d4000000") + ap
    out = block(order, 0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1))
    for _ in range(2):
        out += block(order, 1, struct.pack(order + "HHI", 105, 0, 0) +
                     option(order, 9, b"\x06") + option(order, 0, b""))
    for n, frame in enumerate((deauth, ack)):
        time = 1_700_000_000_000_000 + n
        body = struct.pack(order + "IIIII", n, time >> 32, time & 0xffffffff, len(frame),
                           len(frame) + 3) + frame + b"\0" * (-len(frame) % 4)
        body += option(order, 1, f"seen by colleague {n}".encode())
        body += option(order, 2, struct.pack(order + "I", n + 1)) + option(order, 0, b"")
        out += block(order, 6, body)
    return out


@check
def what_a_capture_brings_along_stays():
    for order, name in (("<", "little"), (">", "big")):
        before = WORK / f"{name}.pcapng"
        before.write_bytes(pcapng(order))
        after = annotated(before, f"{name}-annotated.pcapng")
        fields = ("-T", "fields", "-e", "frame.interface_id", "-e", "frame.packet_flags",
                  "-e", "frame.len", "-e", "frame.time_epoch")
        expect(tshark(after, *fields) == tshark(before, *fields), name)
        expect(packets(after) == packets(before), name)
        there = comments(after)
        expect(there[1][0] == "seen by colleague 0" and there[2] == ["seen by colleague 1"], name,
               there)
        expect(any(w.startswith("extsta #1 ") for w in there[1]), name, there)


@check
def several_files_are_one_capture():
    both = WORK / "both.pcapng"
    run("explain", str(air()), str(WORK / "little.pcapng"), "--annotate", str(both))
    count = len(tshark(air(), "-T", "fields", "-e", "frame.number").split())
    there = comments(both)
    expect(there[count + 1][0] == "seen by colleague 0", there.get(count + 1))


@check
def many_stories_on_one_frame_are_counted():
    stations = "\n".join(
        f'local s{i} = station{{name="s{i}", at={{{i % 9 + 1}, 2}}}}\n'
        f's{i}:connect{{ssid="hall"}}' for i in range(20))
    script = ('local a = ap{name="A", bssid="02:00:00:00:00:0a", ssid="hall"}\n' + stations +
              '\nrun(5)\na:deauth{reason=3}\nrun(1)\n')
    path = WORK / "hall.pcap"
    run("run", "--quiet", "--pcap", str(path), file("hall.lua", script))
    there = comments(annotated(path, "hall.pcapng"))
    most = max(there.values(), key=len)
    expect(len(most) == 13 and "more rest on this frame" in most[-1], most)


@check
def what_cannot_be_is_said():
    refused(USAGE, ["--annotate", "second time", "pipe"], "explain", "-", "--annotate", "x.pcapng",
            stdin=air().read_bytes())
    refused(USAGE, ["--annotate"], "explain", str(air()), "--annotate", str(air()))
    refused(SYSTEM, ["cannot write", "nowhere"], "explain", str(air()), "--annotate",
            str(WORK / "nowhere" / "x.pcapng"))
    refused(USAGE, ["--filter", "'0'"], "explain", str(air()), "--filter", "0")
    refused(USAGE, ["--filter", "'7x'"], "explain", str(air()), "--filter", "7x")
    refused(INPUT, ["--filter 999999", "stories"], "explain", str(air()), "--filter", "999999")
    old = file("old.pcapng", "what was there before")
    refused(SYSTEM, ["cannot be written"], "explain", str(air()), "--annotate", "/dev/full")
    expect(open(old).read() == "what was there before")


if __name__ == "__main__":
    main()
