#!/usr/bin/env python3
"""Personas: each quirk of the table is seen on the air. (TAP)"""
import re
from pathlib import Path

from program import WORK, file, refused, run
from tap import check, expect, main

PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"
AP, STA = bytes.fromhex("02000000000a"), bytes.fromhex("020000010001")
HALL = """
A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="hall", passphrase="open sesame"}
s = station{name="s", at={5, 0}%s}
s:connect{ssid="hall", passphrase="open sesame"}
run(6)
expect(s:status().port_open, "it is on the network")
"""


class Frame:
    def __init__(self, time, radiotap, data):
        self.time, self.data = time, data
        present = int.from_bytes(radiotap[4:8], "little")
        # flags, then the rate in units of 500 kb/s
        self.rate = radiotap[9] if present & 4 else 0
        self.kind = data[0]
        self.receiver = data[4:10]
        self.sender = data[10:16] if len(data) >= 16 else b""

    def elements(self, fixed):
        at, found = 24 + fixed, {}
        while at + 2 <= len(self.data):
            found[self.data[at]] = self.data[at + 2:at + 2 + self.data[at + 1]]
            at += 2 + self.data[at + 1]
        return found


def captured(persona, more=""):
    """(frames, what the script printed) of a station of this persona, or of none."""
    path = WORK / "persona.pcap"
    field = f', persona="{persona}"' if persona else ""
    r = run("run", file("persona.lua", HALL % field + more), "--quiet", "--pcap", str(path))
    expect(r.status == 0, r)
    data, at, frames = path.read_bytes(), 24, []
    while at < len(data):
        seconds, us, size = (int.from_bytes(data[at + i:at + i + 4], "little") for i in (0, 4, 8))
        packet = data[at + 16:at + 16 + size]
        radiotap = int.from_bytes(packet[2:4], "little")
        frames.append(Frame(seconds * 10**6 + us, packet[:radiotap], packet[radiotap:]))
        at += 16 + size
    return frames, r.out


def first(frames, condition):
    return next(f for f in frames if condition(f))


@check
def the_page_has_the_personas_that_there_are():
    r = refused(3, ["persona=", "'ghost'"], "run", file("no.lua", "station{persona='ghost'}"))
    there = re.search(r"there are: (.*)", r.err).group(1).split(", ")
    table = PAGE.read_text().split("### Personas")[1].split("\n### ")[0].split("\n## ")[0]
    expect(re.findall(r"^\| `\"([\w-]+)\"` \|", table, re.M) == there, there)
    refused(3, ["persona", "radio", "contradict"], "run",
            file("no.lua", "station{persona='old-scanner', radio='dual'}"))


@check
def an_old_scanner_knows_four_rates_and_no_ofdm():
    flows = """
      local up = flow{from=s, to="wire", rate="saturated", size=1200, stop=now() + 3}
      run(4)
      local down = flow{from="wire", to=s, rate="1 Mb/s", stop=now() + 1}
      run(3)
      expect(down:stats().loss == 0 and down:stats().received > 90, "what is for it arrives")
      print(up:stats().throughput)
    """
    frames, out = captured("old-scanner", flows)
    for kind, fixed in ((0x40, 0), (0x00, 4)):
        f = first(frames, lambda f: f.kind == kind and f.sender == STA)
        elements = f.elements(fixed)
        expect(sorted(x & 0x7f for x in elements[1]) == [2, 4, 11, 22], "1, 2, 5.5, 11 Mb/s")
        expect(50 not in elements, "no further rates")
    own = [f for f in frames if STA in (f.sender, f.receiver)]
    expect(len(own) > 1000 and {f.rate for f in own} <= {2, 4, 11, 22}, {f.rate for f in own})
    # DIFS, the mean back-off, CCK at 11 Mb/s and the ACK at 2 Mb/s, both with a long preamble
    # (IEEE Std 802.11-2020 16.3.4; ERP's slots); 24 + 4 + 16 of CCMP + 8 + 20 + 8 octets more
    cycle = 28 + 7.5 * 9 + 192 + 8 * (1200 + 80) / 11 + 10 + 192 + 8 * 14 / 2
    got = float(out) * cycle / 9600 / 1e6
    expect(0.97 < got < 1.005, "of its air time", got)
    frames, _ = captured(None, "flow{from=s, to='wire', rate='1 Mb/s', stop=now() + 1} run(2)")
    f = first(frames, lambda f: f.kind == 0 and f.sender == STA)
    expect(50 in f.elements(4) and any(f.rate == 108 for f in frames), "as others do")


def handshake(frames):
    """Microseconds between the ends of messages 1 and 2."""
    eapol = [f for f in frames if f.kind & 0x0c == 8 and b"\x88\x8e" in f.data[24:36]]
    one = [f for f in eapol if f.sender == AP]
    two = [f for f in eapol if f.sender == STA]
    return two[0].time - one[0].time


@check
def a_slow_module_takes_its_time():
    more = """
      local down = flow{from="wire", to=s, rate="50 kb/s", stop=now() + 3}
      run(5)
      print(down:stats().latency_least)
    """
    frames, out = captured("slow-module", more)
    expect(300000 <= handshake(frames) < 310000, handshake(frames))
    expect(0.3 <= float(out) < 0.31, out)
    frames, out = captured(None, more)
    expect(handshake(frames) < 10000 and float(out) < 0.01, handshake(frames), out)


@check
def a_dozing_sensor_fetches_each_frame():
    more = """
      local down = flow{from="wire", to=s, rate="40 kb/s", size=100, stop=now() + 4}
      run(6)
      local t = down:stats()
      expect(t.loss == 0 and t.received > 190, "nothing is lost")
      print(t.latency_median, t.latency_most)
    """
    frames, out = captured("dozing-sensor", more)
    sleeps = first(frames, lambda f: f.kind == 0x48 and f.sender == STA)
    expect(sleeps.data[1] & 0x10, "it says that it sleeps: Power Management")
    waiting, fetched, flagged = False, 0, False
    for f in frames:
        if f.time <= sleeps.time:
            continue
        if f.kind == 0xa4 and f.sender == STA:
            expect(f.data[1] & 0x10 and flagged, "a PS-Poll, after a beacon that has its bit")
            waiting = True
        elif f.kind in (0x08, 0x88) and f.receiver == STA and not f.data[1] & 8:
            expect(waiting, "the AP sends nothing that was not fetched")
            waiting, fetched = False, fetched + 1
        elif f.kind == 0x80:
            tim = f.elements(12)[5]
            flagged = flagged or bool(tim[3] & 2)  # AID 1
    median, most = map(float, out.split())
    expect(fetched > 190 and 0.06 < median < 0.14 and most < 0.22, fetched, out)
    frames, out = captured(None, more)
    expect(not any(f.kind == 0xa4 for f in frames) and float(out.split()[1]) < 0.02, out)


@check
def a_private_phone_asks_under_addresses_of_its_own():
    """Each scan has an address, which is local and nobody's; what answers it is acknowledged, and
    the station learns of it."""
    script = """
      A:off() run(30) A:on() run(60)
      expect(s:status().port_open, "it is back")
    """
    frames, _ = captured("private-phone", script)
    probes = [f for f in frames if f.kind == 0x40]
    aliases = {f.sender for f in probes}
    expect(STA not in aliases and len(aliases) > 4, aliases)
    expect(all(a[0] & 3 == 2 for a in aliases), "local, of one station")
    # IEEE Std 802.11-2020 12.2.10: not within one scan; scans begin at least a second apart here
    for alias in aliases:
        times = [f.time for f in probes if f.sender == alias]
        expect(max(times) - min(times) < 10 * 10**6, alias.hex(), times)
    answers = [f for f in frames if f.kind == 0x50]
    expect(answers and all(f.receiver in aliases for f in answers), "answers go to the alias")
    auth = first(frames, lambda f: f.kind == 0xb0 and f.sender == STA)
    expect(auth and not any(f.sender in aliases for f in frames if f.kind != 0x40), "and nothing else")
    acks = {f.receiver for f in frames if f.kind == 0xd4}
    expect(not acks or acks & aliases, "acknowledged there")
    retried = [f for f in answers if f.data[1] & 8]
    expect(len(retried) < len(answers) / 4, len(retried), len(answers))
    frames, _ = captured(None, script)
    expect({f.sender for f in frames if f.kind == 0x40} == {STA}, "as others do not")


@check
def personas_come_back_and_keep_their_quirks():
    frames, _ = captured("dozing-sensor", """
      A:deauth{to="s", reason=5}
      run(10)
      expect(s:status().port_open, "it is back")
      s:disconnect()
      run(1)
      s:connect{ssid="hall", passphrase="open sesame"}
      run(5)
      expect(s:status().port_open, "and again")
    """)
    thrown = [f for f in frames if f.kind == 0xc0]
    nulls = [f.time for f in frames if f.kind == 0x48 and f.sender == STA and f.data[1] & 0x10]
    expect(any(t < thrown[0].time for t in nulls) and any(t > thrown[-1].time for t in nulls),
           nulls, [f.time for f in thrown])


if __name__ == "__main__":
    main()
