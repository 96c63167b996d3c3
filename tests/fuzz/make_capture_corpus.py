#!/usr/bin/env python3
"""Writes the corpora of fuzz_capture and fuzz_explain: small capture files of every format,
and streams of packets with handshakes that verify.

usage: make_capture_corpus.py BENCH-MAKE-CAPTURE [DIRECTORY]"""
import gzip
import os
import struct
import subprocess
import sys
import tempfile

from make_corpus import EAPOL, FRAMES, LINKS

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "captures"))
from mlo_test import life

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "captures"))
import sequel_test as sequel  # noqa: E402: what follows when the port is open

FRAME = bytes.fromhex(FRAMES["deauth"])


def pcap(frames, order="<", magic=0xa1b2c3d4, link=105):
    out = struct.pack(order + "IHHIIII", magic, 2, 4, 0, 0, 65535, link)
    for i, f in enumerate(frames):
        out += struct.pack(order + "IIII", 1700000000 + i, 500, len(f), len(f) + i)
        out += b"\0" * 8 if magic == 0xa1b2cd34 else b""
        out += f
    return out


def block(order, kind, body):
    body += b"\0" * (-len(body) % 4)
    total = len(body) + 12
    return struct.pack(order + "II", kind, total) + body + struct.pack(order + "I", total)


def pcapng(frames, order="<", units=(9, 0x94)):
    out = block(order, 0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1))
    for link, resolution in zip((127, 105), units):
        options = struct.pack(order + "HHBxxx", 9, 1, resolution) + \
            struct.pack(order + "HHBxxx", 13, 1, 4) + struct.pack(order + "HH", 0, 0)
        out += block(order, 1, struct.pack(order + "HHI", link, 0, 0) + options)
    for i, f in enumerate(frames):
        body = struct.pack(order + "IIIII", i & 1, 0x5a000, i * 1000, len(f), len(f))
        out += block(order, 6, body + f + b"\0" * (-len(f) % 4) +
                     struct.pack(order + "HHI", 2, 4, 4 << 5))
    out += block(order, 3, struct.pack(order + "I", len(frames[0])) + frames[0])
    return out + block(order, 5, b"\0" * 12)


def stream(packets, first=0):
    out = bytes([first])
    for choice, step, packet in packets:
        out += struct.pack("<BBH", choice, step, len(packet)) + packet
    return out


def from_capture(program, count, body):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "c.pcap")
        subprocess.run([program, "ccmp", path, "1", str(body)], check=True)
        with open(path, "rb") as f:
            data = f.read()
    at, packets = 24, []
    while at < len(data) and len(packets) < count:
        length = struct.unpack_from("<I", data, at + 8)[0]
        packets.append((2, 1, data[at + 16:at + 16 + length]))
        at += 16 + length
    return packets


def captures():
    frames = [FRAME, bytes.fromhex(FRAMES["ack"])]
    yield "pcap-little", pcap(frames)
    yield "pcap-big", pcap(frames, ">")
    yield "pcap-nano", pcap(frames, "<", 0xa1b23c4d)
    yield "pcap-extended", pcap(frames, "<", 0xa1b2cd34)
    yield "pcap-fcs", pcap(frames, link=105 | 0x24000000)
    yield "pcap-cut", pcap(frames)[:-3]
    yield "pcapng-little", pcapng(frames)
    yield "pcapng-big", pcapng(frames, ">")
    yield "pcapng-units", pcapng(frames, units=(0x80 | 97, 0xff))
    yield "pcapng-cut", pcapng(frames)[:-30]
    yield "pcap-gzip", gzip.compress(pcap(frames), mtime=0)
    yield "pcapng-gzip", gzip.compress(pcapng(frames), mtime=0)


def talk(join):
    """Action frames of 802.11k, v and r between the two of a join."""
    response = next(p[p[2] + 256 * p[3]:] for _, _, p in join if p[p[2] + 256 * p[3]] == 0x10)
    sta, bssid = response[4:10], response[10:16]
    other = bytes.fromhex("02000000000b")
    neighbor = b"\x34\x0d" + other + bytes.fromhex("0000000051" "01" "07")
    for down, body in (
            (1, b"\x0a\x07\x01\x05\x0a\x00\xff" + neighbor), (0, b"\x0a\x08\x01\x00\x00" + other),
            (0, b"\x0a\x06\x02\x10"), (0, b"\x05\x04\x01"), (1, b"\x05\x05\x01" + neighbor),
            (1, bytes.fromhex("05000100002603010005")), (0, bytes.fromhex("050101270301" "0405")),
            (0, bytes.fromhex("0a10015d0400000a00")), (1, bytes.fromhex("0a110100005d0400000000")),
            (0, b"\x06\x01" + sta + other), (1, b"\x06\x02" + sta + other + b"\x35\x00")):
        to, by = (sta, bssid) if down else (bssid, sta)
        yield b"\xd0\x00\x00\x00" + to + by + bssid + b"\x00\x00" + body


def open_network(said):
    """A station joins an open network and says this, as sequel_test has it."""
    ap, sta = bytes.fromhex(sequel.AP), bytes.fromhex(sequel.STA)

    def mpdu(control, a1, a2, a3, number, body):
        return control + b"\0\0" + a1 + a2 + a3 + struct.pack("<H", number << 4) + body

    packets = [(0, 1, mpdu(b"\xb0\0", ap, sta, ap, 1, b"\0\0\1\0\0\0")),
               (0, 1, mpdu(b"\xb0\0", sta, ap, ap, 1, b"\0\0\2\0\0\0")),
               (0, 1, mpdu(b"\0\0", ap, sta, ap, 2, b"\1\0\x0a\0\0\1x\1\1\x82")),
               (0, 1, mpdu(b"\x10\0", sta, ap, ap, 2, b"\1\0\0\0\1\xc0\1\1\x82"))]
    now = 0
    for number, (t, way, to, packet, *who) in enumerate(sorted(said, key=lambda x: x[0]), 3):
        step, now, to = min(255, int((t - now) * 100)), t, bytes.fromhex(to)
        packets.append((0, step, mpdu(b"\x08\1", ap, sta, to, number, packet) if way == "up" else
                        mpdu(b"\x08\2", to, ap, bytes.fromhex(who[0]), number, packet)))
    return packets + [(0, 255, FRAME)] * 13


def streams(program):
    join = from_capture(program, 20, 60)
    yield "join", stream(join)
    yield "join-late-key", stream(join[14:18] + join)
    yield "join-no-memory", stream(join, 5)
    yield "twice", stream(join + [(2, 200, p) for _, _, p in join[1:14]])
    yield "frames", stream([(0, 30, bytes.fromhex(f)) for f in FRAMES.values()])
    data = bytes.fromhex(FRAMES["data-from-ds"])[:32]
    yield "eapol", stream([(0, 9, data + bytes.fromhex(e)) for e in EAPOL.values()])
    wifi7 = [(0, 1, frame) for _, frame in life().frames]
    yield "wifi7", stream(wifi7)
    yield "wifi7-no-memory", stream(wifi7, 9)
    yield "talk", stream(join + [(0, 1, f) for f in talk(join)])
    for name, (said, *_) in sequel.CASES.items():
        yield "sequel-" + name.replace(" ", "-").replace(",", "").replace("'", ""), \
            stream(open_network(said))
    yield "links", stream([(int(f[:2]), 3, bytes.fromhex(f[2:])) for f in LINKS.values()])


def main():
    program = sys.argv[1]
    root = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__),
                                                              "corpus")
    for target, seeds in (("capture", captures()), ("explain", streams(program))):
        os.makedirs(os.path.join(root, target), exist_ok=True)
        for name, data in seeds:
            with open(os.path.join(root, target, name), "wb") as out:
                out.write(data)


if __name__ == "__main__":
    main()
