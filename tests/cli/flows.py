#!/usr/bin/env python3
"""Traffic of a scenario: what flows carry against the air time of the standard and Bianchi's model,
what they count against what a capture shows, what classes do. (TAP)"""
import math
import shutil
import subprocess

from program import WORK, file, refused, run
from tap import Skip, check, expect, main

SECONDS = 5
# An AP and two stations, so near that the radio's choice is 54 Mb/s; `f` is shown by show(f).
CELL = """
A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="hall", channel=%(channel)s, wmm=%(wmm)s,
       passphrase=%(passphrase)s}
alice = station{name="alice", at={5, 0}, radio="dual"}
bob = station{name="bob", at={-5, 0}, radio="dual"}
for _, s in ipairs{alice, bob} do s:connect{ssid="hall", passphrase=%(passphrase)s} end
run(5)
expect(alice:status().port_open and bob:status().port_open, "both are on the network")
function show(f)
  local s, names = f:stats(), {}
  for name in pairs(s) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do names[i] = ("%%s=%%.17g"):format(name, s[name]) end
  print(table.concat(names, " "))
end
"""


def cell(text, channel=36, wmm=False, passphrase=None):
    secret = f'"{passphrase}"' if passphrase else "nil"
    return CELL % {"channel": channel, "wmm": str(wmm).lower(), "passphrase": secret} + text


def played(text, *arguments, seed=1):
    """What show() has shown, a dict for each."""
    r = run("run", file("flow.lua", text), "--quiet", "--seed", str(seed), *arguments)
    expect(r.status == 0, r)
    return [{k: float(v) for k, v in (x.split("=") for x in line.split())}
            for line in r.out.splitlines()]


def saturated(*ends, more="", **options):
    flows = "".join(f"f{i} = flow{{from={a}, to={b}, rate='saturated', stop=now() + {SECONDS}{more}}}\n"
                    for i, (a, b) in enumerate(ends))
    shown = "".join(f"show(f{i})\n" for i in range(len(ends)))
    return played(cell(flows + f"run({SECONDS + 2})\n" + shown, **options))


# --- IEEE Std 802.11-2020 ---

def ofdm(octets, rate, extension=0):
    """TXTIME of 17.4.3 in microseconds: preamble and SIGNAL 20, SERVICE 16 and tail 6 bits in
    symbols of 4; octets: of the MPDU with its FCS. extension: 6 in 2.4 GHz (18.5.3.2)."""
    return 20 + 4 * math.ceil((16 + 8 * octets + 6) / (4 * rate)) + extension


# aSlotTime, aSIFSTime, signal extension of OFDM at 5 GHz, and of ERP with short slots (17-21, 18-5)
BAND = {36: (9, 16, 0), 1: (9, 10, 6)}
# AIFSN and CWmin of stations (9-155); DCF: DIFS is SIFS and two slots (10.3.7)
CLASS = {"dcf": (2, 15), "background": (7, 15), "best-effort": (3, 15), "video": (2, 7),
         "voice": (2, 3)}


def mpdu(payload, qos, protected):
    """Octets of a datagram: MAC header, FCS, LLC and SNAP, IPv4, UDP; CCMP has 16 (12.5.3)."""
    return 24 + 2 * qos + 4 + 8 + 20 + 8 + payload + 16 * protected


def alone(payload, channel, access="dcf", protected=False):
    """Mb/s of one who always has something to send and never collides: AIFS, the mean back-off,
    the frame at 54 Mb/s, SIFS, the ACK at 24 Mb/s."""
    slot, sifs, extension = BAND[channel]
    aifsn, cw = CLASS[access]
    cycle = (sifs + aifsn * slot + cw / 2 * slot + ofdm(mpdu(payload, access != "dcf", protected),
             54, extension) + sifs + ofdm(14, 24, extension))
    return payload * 8 / cycle


def near(got, want, tolerance, *what):
    print(f"# {got:.4g}, expected {want:.4g}: {(got / want - 1) * 100:+.2f} %", *what)
    expect(abs(got / want - 1) <= tolerance, got, want, *what)


@check
def one_saturated_flow_carries_what_air_time_allows():
    # beacons take 0.2 % of 5 GHz (at 6 Mb/s), 1 % of 2.4 GHz (at 1 Mb/s)
    for ends in (("alice", "'wire'"), ("'wire'", "alice")):
        for channel, tolerance in ((36, 0.01), (1, 0.02)):
            for payload in (100, 1200, 1472):
                (f,) = saturated(ends, more=f", size={payload}", channel=channel)
                near(f["throughput"] / 1e6, alone(payload, channel), tolerance, ends, payload)
                expect(f["lost"] == f["under_way"] == 0 and f["seconds"] == SECONDS, f)


@check
def a_class_of_its_own_has_its_own_air_time():
    for access in ("background", "best-effort", "video", "voice"):
        (f,) = saturated(("alice", "'wire'"), more=f", priority='{access}'", wmm=True,
                         passphrase="open sesame")
        near(f["throughput"] / 1e6, alone(1200, 36, access, protected=True), 0.01, access)


@check
def two_who_compete_carry_what_bianchi_says():
    f, g = saturated(("alice", "'wire'"), ("bob", "'wire'"))
    # G. Bianchi, IEEE JSAC 18(3), 2000, (7) to (13): n = 2, W = 16, m = 6
    n, w, m, tau = 2, 16, 6, 0.1
    for _ in range(1000):
        p = 1 - (1 - tau) ** (n - 1)
        tau = (tau + 2 * (1 - 2 * p) / ((1 - 2 * p) * (w + 1) + p * w * (1 - (2 * p) ** m))) / 2
    slot, sifs, _ = BAND[36]
    frame, difs = ofdm(mpdu(1200, False, False), 54), 34
    some = 1 - (1 - tau) ** n
    one = n * tau * (1 - tau) ** (n - 1)
    success = frame + sifs + ofdm(14, 24) + difs
    collision = frame + sifs + ofdm(14, 6) + difs  # EIFS
    want = one * 1200 * 8 / ((1 - some) * slot + one * success + (some - one) * collision)
    near((f["throughput"] + g["throughput"]) / 1e6, want, 0.03, "both")
    near(f["throughput"], g["throughput"], 0.05, "and each as much as the other")


@check
def from_station_to_station_takes_the_air_twice():
    # the AP has as many turns as the sender
    (f,) = saturated(("alice", "bob"))
    near(f["throughput"] / 1e6, alone(1200, 36) / 2, 0.05)
    expect(f["lost"] == 0, f)
    # and from AP to AP over the wire
    (f,) = played(cell("""
      ap{name="B", bssid="02:00:00:00:00:0b", ssid="hall", channel=44, at={300, 0}}
      carol = station{name="carol", at={305, 0}, radio="dual"}
      carol:connect{ssid="hall"}
      run(5)
      f = flow{from="alice", to="carol", rate="1 Mb/s", stop=now() + 5}
      run(7)
      show(f)
    """))
    expect(f["lost"] == 0 and f["received"] > 500, f)


@check
def a_paced_flow_keeps_its_rate():
    for rate, text, size in ((2e6, "'2 Mb/s'", 1200), (64e3, "64000", 160), (1e6 / 3, "1e6 / 3", 77)):
        (f,) = played(cell(f"f = flow{{from=alice, to='wire', rate={text}, size={size}, "
                           "start=now() + 1, stop=now() + 11}\nrun(13)\nshow(f)"))
        expect(f["sent"] == f["received"] and f["seconds"] == 10, f)
        expect(abs(f["sent"] - rate * 10 / 8 / size) <= 1, f, rate, size)


@check
def paced_flows_begin_each_at_a_moment_of_its_own():
    text = cell("""
      for i = 1, 8 do _G["f" .. i] = flow{from=alice, to="wire", rate=96000, size=1200} end
      for i = 1, 100 do
        run(0.001)
        print(("%d"):format(f1:stats().sent) .. f2:stats().sent .. f3:stats().sent .. f4:stats().sent)
      end
    """)
    outputs = [run("run", file("flow.lua", text), "--quiet", "--seed", str(s)).out
               for s in (1, 1, 2)]
    expect(outputs[0] == outputs[1] != outputs[2], *outputs)
    begins = [next(n for n, line in enumerate(outputs[0].splitlines()) if line[i] == "1")
              for i in range(4)]
    expect(len(set(begins)) == 4, begins)


# --- what tshark reads ---

def tshark(capture, display, *fields):
    if not shutil.which("tshark"):
        raise Skip("tshark is not installed")
    done = subprocess.run(
        ["tshark", "-r", str(capture), "-d", "udp.port==5001,iperf2", "-o", "ip.check_checksum:TRUE",
         "-o", "udp.check_checksum:TRUE", "-Y", display, "-T", "fields",
         *(x for f in fields for x in ("-e", f))], capture_output=True, text=True, timeout=120)
    expect(done.returncode == 0, done.stderr)
    return [line.split("\t") for line in done.stdout.splitlines()]


@check
def datagrams_are_what_the_capture_has_of_them():
    capture = WORK / "flow.pcap"
    (f,) = played(cell("f = flow{from=alice, to='wire', rate='3 Mb/s', size=300, stop=now() + 2}\n"
                       "flow{from=bob, to='wire', rate='saturated', stop=now() + 2}\n"
                       "run(4)\nshow(f)\n"), "--pcap", str(capture))
    rows = tshark(capture, "udp.port == 5001 && wlan.fc.retry == 0", "iperf2.udp.sequence",
                  "iperf2.udp.sec", "iperf2.udp.usec", "frame.time_epoch", "ip.checksum.status",
                  "udp.checksum.status", "ip.src", "ip.dst", "udp.length")
    expect([int(r[0]) for r in rows] == list(range(int(f["sent"]))), len(rows), f)
    expect({tuple(r[4:]) for r in rows} == {("1", "1", "10.0.1.11", "10.0.0.1", "308")}, rows[0])
    # each arrives when its last transmission ends
    ends = {int(r[0]): round(float(r[1]) * 1e6) for r in
            tshark(capture, "udp.port == 5001", "iperf2.udp.sequence", "frame.time_epoch")}
    took = sorted(ends[int(r[0])] - int(r[1]) * 10**6 - int(r[2]) for r in rows)
    expect(took[0] >= 0 and f["received"] == len(took), took[:3], f)
    for name, percent in (("latency_median", 50), ("latency_p95", 95), ("latency_p99", 99)):
        want = took[math.ceil(percent * len(took) / 100) - 1] / 1e6
        expect(want <= f[name] <= want * 1.01 + 2e-6, name, f[name], want)
    expect(abs(f["latency_mean"] - sum(took) / len(took) / 1e6) < 2e-6, f)
    expect(abs(f["latency_most"] * 1e6 - took[-1]) < 1.5, f, took[-1])
    expect(abs(f["latency_least"] * 1e6 - took[0]) < 1.5, f, took[0])


@check
def priority_is_in_the_frames_of_who_has_wmm():
    capture = WORK / "flow.pcap"
    for wmm in (True, False):
        played(cell("".join(f"flow{{from={a}, to={b}, rate=50000, size=50, priority={p}, "
                            "stop=now() + 1}\n" for p in (0, 1, 5, 6)
                            for a, b in (("alice", "'wire'"), ("'wire'", "alice")))
                    + "run(2)\n", wmm=wmm), "--pcap", str(capture))
        rows = tshark(capture, "udp", "wlan.fc.fromds", "ip.dsfield", "wlan.qos.priority")
        seen = {tuple(r) for r in rows}
        expect(len(seen) == 8, seen)
        for _, field, priority in seen:
            expect(priority == (str(int(field, 0) >> 5) if wmm else ""), seen)


# --- classes, losses, duplicates ---

@check
def voice_gets_through_where_background_waits():
    for direction in (("alice", "'wire'"), ("'wire'", "alice")):
        a, b = direction
        flows = played(cell(f"""
          full = flow{{from={a}, to={b}, rate='saturated', priority='background'}}
          also = flow{{from=bob, to='wire', rate='saturated', priority='background'}}
          call = flow{{from={a}, to={b}, rate='80 kb/s', size=200, priority='voice'}}
          same = flow{{from={a}, to={b}, rate='80 kb/s', size=200, priority='background'}}
          run(10) show(full) show(call) show(same)""", wmm=True))
        full, call, same = flows
        expect(call["lost"] == same["lost"] == 0 and call["received"] > 450, flows)
        expect(call["latency_median"] < same["latency_median"] / 3, flows)
        expect(full["throughput"] > 5e6, full)


@check
def who_competes_takes_from_the_other():
    (f,) = saturated(("alice", "'wire'"))
    g, h = saturated(("alice", "'wire'"), ("'wire'", "bob"))
    near(g["throughput"], f["throughput"] / 2, 0.1, "half")
    near(h["throughput"], f["throughput"] / 2, 0.1, "half")


@check
def what_never_arrives_is_lost_and_counted():
    (f,) = played(cell("""
      rule{from="alice", kind="data", probability=0.3}
      f = flow{from=alice, to="wire", rate="100 kb/s", size=125, stop=now() + 30}
      run(35) show(f)
    """))
    expect(f["sent"] == f["received"] + f["lost"] and f["under_way"] == 0, f)
    n = f["sent"]
    expect(n >= 2999 and abs(f["lost"] - 0.3 * n) < 4 * math.sqrt(n * 0.21), f)
    expect(abs(f["loss"] - f["lost"] / n) < 1e-12, f)


@check
def a_datagram_on_its_way_is_not_lost_yet():
    flows = played(cell("""
      A:off()
      f = flow{from="wire", to=alice, rate="1 Mb/s", size=125}
      run(0.7) show(f)
      run(1.3) show(f)
      run(3) f:stop() run(3) show(f) run(10) show(f)
    """))
    expect(flows[0]["lost"] == 0 and flows[0]["under_way"] == flows[0]["sent"] > 690, flows[0])
    expect(flows[0]["loss"] == 0 and "latency_median" not in flows[0], flows[0])
    # sent more than a second ago, in steps of 0.1 s
    expect(850 <= flows[1]["lost"] <= 1001, flows[1])
    expect(flows[2]["lost"] == flows[2]["sent"] >= 4999 and flows[2]["loss"] == 1, flows[2])
    expect(flows[2]["seconds"] == 5 and flows[3] == flows[2], flows[3])


@check
def what_comes_twice_is_received_once():
    (f,) = played(cell("""
      rule{from="A", to="alice", kind="data", action="duplicate", delay=0.01, probability=0.5}
      f = flow{from="wire", to=alice, rate="1 Mb/s", size=125, stop=now() + 2}
      run(5) show(f)
    """))
    expect(f["received"] == f["sent"] and f["lost"] == 0, f)


@check
def a_saturated_flow_stops_while_there_is_no_network():
    f, g = played(cell("""
      f = flow{from=alice, to="wire", rate="saturated"}
      run(2)
      A:off()
      run(60)
      show(f)
      A:on{}
      run(120)
      f:stop()
      show(f)
    """))
    expect(0 < f["lost"] < 200, "what was tried until alice knew", f)
    expect(g["received"] > f["received"] + 10 * 2000 and g["lost"] < 300, "and goes on", f, g)


@check
def queues_and_memory_do_not_grow():
    text = cell("""
      local f = flow{from="wire", to=alice, rate="saturated"}
      local g = flow{from=alice, to="wire", rate="saturated"}
      local h = flow{from=bob, to="wire", rate="30 Mb/s"} -- more than there is room for
      local most = 0
      run(20)
      local before = memory()
      for i = 1, 2000 do
        run(0.01)
        most = math.max(most, A:status().queued)
      end
      local after = memory()
      print(before.used, after.used, before.held, after.held)
      expect(most >= 6 and most <= 12, most) -- eight, and what is the AP's own
      expect(after.held <= before.held + 65536, "held")
      expect(f:stats().received > 30000 and g:stats().received > 30000, "and all is carried")
    """)
    r = run("run", file("flow.lua", text), "--quiet")
    expect(r.status == 0, r)


@check
def what_cannot_be_a_flow_is_refused():
    refused(3, ["stat", "method of a flow", "stats"], "run", file("wrong.lua", cell(
        "flow{from=alice, to='wire', rate=1}:stat()")))
    for fields, words in (
            ("", ["from"]), ("from=alice", ["to"]), ("from='wire', to='wire', rate=1", ["another"]),
            ("from=alice, to=alice, rate=1", ["another"]), ("from='nobody', to='wire'", ["from"]),
            ("from=A, to='wire'", ["from"]), ("from=alice, to='wire'", ["rate", "saturated"]),
            ("from=alice, to='wire', rate='fast'", ["rate"]),
            ("from=alice, to='wire', rate='2 MB/s'", ["rate"]),
            ("from=alice, to='wire', rate='2'", ["rate"]),
            ("from=alice, to='wire', rate=0", ["rate"]),
            ("from=alice, to='wire', rate=-1", ["rate"]),
            ("from=alice, to='wire', rate=0/0", ["rate"]),
            ("from=alice, to='wire', rate=1, size=15", ["size", "16"]),
            ("from=alice, to='wire', rate=1, size=1473", ["size", "1472"]),
            ("from=alice, to='wire', rate=1, priority=8", ["priority"]),
            ("from=alice, to='wire', rate=1, priority=1.5", ["priority"]),
            ("from=alice, to='wire', rate=1, priority='loud'", ["priority", "voice"]),
            ("from=alice, to='wire', rate=1, start=1", ["start", "passed"]),
            ("from=alice, to='wire', rate=1, stop=1", ["stop", "passed"]),
            ("from=alice, to='wire', rate=1, speed=1", ["speed"])):
        refused(3, words, "run", file("wrong.lua", cell(f"flow{{{fields}}}")))


if __name__ == "__main__":
    main()
