#!/usr/bin/env python3
"""Captures of single members: what each received, with the signal that it had there. (TAP)"""
import math
import struct
from pathlib import Path

from program import PROGRAM, WORK, file, refused, run
from tap import check, expect, main

OK, USAGE, INPUT, SYSTEM = 0, 2, 3, 4
SCRIPT = """
ap{name="A", bssid="02:00:00:00:00:0a", ssid="x", power=20, at={0, 0}}
near = station{name="near", at={10, 0}}
far = station{name="far", at={40, 0}}
beyond = station{name="beyond", at={2000, 0}}
for _, s in ipairs{near, far} do s:connect{ssid="x"} end
run(3)
near:ping() run(1)
"""
A, NEAR, FAR = (bytes.fromhex(a) for a in ("02000000000a", "020000010001", "020000010002"))


def frames(path):
    """(signal or None, octets) of each frame: classic pcap, radiotap with the fields 0 to 5."""
    data, at, out = Path(path).read_bytes(), 24, []
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        packet = data[at + 16:at + 16 + size]
        header, present = struct.unpack_from("<HI", packet, 2)
        offset = 8 + (8 if present & 1 else 0)
        for bit, octets, align in ((1, 1, 1), (2, 1, 1), (3, 4, 2), (4, 2, 2)):
            if present >> bit & 1:
                offset += -offset % align + octets
        signal = struct.unpack_from("<b", packet, offset)[0] if present >> 5 & 1 else None
        out.append((signal, packet[header:]))
        at += 16 + size
    return out


def captured(text, *names):
    paths = {n: str(WORK / f"{n}.pcap") for n in names}
    r = run("run", file("receivers.lua", text), *[a for n in names for a in
                                                  ("--pcap-at", f"{n}={paths[n]}")])
    expect(r.status == OK, r)
    return [frames(p) for p in paths.values()]


def path_loss(metres, mhz=2412, exponent=3.0):
    """Friis at 1 m, and the exponent beyond: as docs/scenarios.md says."""
    return 20 * math.log10(mhz) - 27.55 + 10 * exponent * math.log10(metres)


@check
def each_has_the_signal_that_it_heard():
    near, far = captured(SCRIPT, "near", "far")
    for got, metres in ((near, 10), (far, 40)):
        beacons = {s for s, f in got if f[0] == 0x80}
        expect(len(beacons) == 1, beacons)
        expect(abs(beacons.pop() - (20 - path_loss(metres))) <= 1, got[:3])


@check
def it_has_what_it_received_and_sent_and_nothing_else():
    near, far, beyond, a = captured(SCRIPT, "near", "far", "beyond", "A")
    expect(all(f[4:10] == NEAR or f[4] & 1 or f[10:16] == NEAR for _, f in near), "near")
    expect(any(f[10:16] == NEAR and f[0] == 0x00 for _, f in near), "its own request")
    expect(any(f[4:10] == NEAR and f[0] == 0x10 for _, f in near), "and the answer")
    expect(not any(f[4:10] == NEAR for _, f in far), "not what is for another")
    expect(all(s is None for s, f in near if f[10:16] == NEAR), "no signal of one's own")
    expect(not any(f[10:16] in (A, NEAR, FAR) for _, f in beyond), "too far to hear anybody")
    signals = {f[10:16]: s for s, f in a if f[0] == 0x00}
    expect(signals[NEAR] - signals[FAR] == round(path_loss(40) - path_loss(10)), signals)


@check
def rules_show_as_the_receiver_saw_them():
    text = SCRIPT + """
      rule{kind="beacon", to="*", action="signal", signal=-77} run(1)""".replace(', to="*"', "")
    near, = captured(text, "near")
    expect([s for s, f in near if f[0] == 0x80][-1] == -77, "the signal of the rule")
    near, = captured(SCRIPT + 'rule{kind="beacon"} say("from here") run(2)', "near")
    last = len(captured(SCRIPT, "near")[0])
    expect(not any(f[0] == 0x80 for _, f in near[last:]), "a lost frame is not received")


@check
def what_cannot_be_captured_is_said():
    script = file("receivers.lua", SCRIPT)
    path = str(WORK / "none.pcap")
    refused(INPUT, ["--pcap-at alix", "no member"], "run", script, "--pcap-at", f"alix={path}")
    for text, *words in [("near", "NAME=FILE"), ("=x", "NAME=FILE"), ("near=", "NAME=FILE")]:
        refused(USAGE, ["--pcap-at", *words], "run", script, "--pcap-at", text)
    refused(USAGE, ["'near'", "twice"], "run", script, "--pcap-at", f"near={path}", "--pcap-at",
            f"near={path}2")
    refused(USAGE, ["--pcap-at"], "run", script, "--pcap-at", f"near={script}")
    refused(USAGE, ["--pcap"], "run", script, "--pcap-at", f"near={path}", "--pcap", path)
    refused(SYSTEM, ["/nosuch/x", "No such file"], "run", script, "--pcap-at", "near=/nosuch/x")
    expect(Path(script).read_text() == SCRIPT, "the script is as it was")


if __name__ == "__main__":
    expect(PROGRAM)
    main()
