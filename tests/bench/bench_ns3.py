#!/usr/bin/env python3
"""Association of many stations in one full cell, and sixty idle seconds after it, beside ns-3 on
the same work: open system, one access point, one channel, all come at the same moment.
ns-3 models the PHY as well (preambles, interference by chunks of a
frame), which costs it much of its time; ours does not, docs/air.md says what it has instead.

  bench-ns3 [--pairs N] [--stations LIST]

Ratios of CPU time on one core, ours and ns-3's in alternating pairs, their median. Of 1000 stations,
of which ns-3 takes minutes each, one pair by default."""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIBRARIES = ["wifi", "propagation", "mobility", "network", "core"]
GOALS = {250: 200, 1000: 3000}
SOURCE = Path("@SOURCE@")  # of the peer


def build():
    """The peer's program, made when it is missing or old; None: ns-3 is not there."""
    program = HERE / "ns3-associate"
    if not Path("/usr/include/ns3/wifi-module.h").exists():
        print("ns-3 is not installed, so nothing is compared: apt-get install libns3-dev")
        return None
    compiler = shutil.which("c++")
    if not compiler:
        print("ns-3 is there, a C++ compiler is not: apt-get install g++")
        return None
    if not program.exists() or program.stat().st_mtime < SOURCE.stat().st_mtime:
        print("building the peer (half a minute)", flush=True)
        subprocess.run([compiler, "-std=c++17", "-O2", "-w", "-o", program, SOURCE] +
                       ["-lns3-" + name for name in LIBRARIES], check=True)
    return program


def pin():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def measure(*command):
    """CPU seconds until all are associated, seconds of radio until then, CPU of the idle seconds."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=True,
                          preexec_fn=pin)
    return [float(x) for x in done.stdout.split()]


def compare(stations, pairs, idle, peer):
    ours, theirs = [], []
    for _ in range(pairs):
        ours.append(measure(HERE / "bench-connect", "--cell", stations, idle))
        theirs.append(measure(peer, stations, idle))
    ratio = statistics.median(t[0] / o[0] for o, t in zip(ours, theirs))
    rest = statistics.median(t[2] / o[2] for o, t in zip(ours, theirs))
    o = [statistics.median(column) for column in zip(*ours)]
    t = [statistics.median(column) for column in zip(*theirs)]
    second = 1e6 / stations / idle
    print("%4d stations, %d pair%s:" % (stations, pairs, "s" * (pairs > 1)))
    goal = GOALS.get(stations)
    print("  associated     ours %9.4f s (%.1f s of radio), ns-3 %9.2f s (%.1f): %.0f times less%s" % (
        o[0], o[1], t[0], t[1], ratio,
        "   goal >= %d   %s" % (goal, "yes" if ratio >= goal else "NO") if goal else ""))
    print("  idle second    ours %9.2f us a station, ns-3 %9.2f us: %.0f times less   goal <= 0.2 us   %s" % (
        o[2] * second, t[2] * second, rest, "yes" if o[2] * second <= 0.2 else "NO"), flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--pairs", type=int, help="of each (default: 5; of 1000 stations 1)")
    p.add_argument("--stations", default="250,1000")
    p.add_argument("--idle", type=int, default=60)
    a = p.parse_args()
    peer = build()
    if not peer:
        return 0
    for stations in [int(n) for n in a.stations.split(",")]:
        compare(stations, a.pairs or (5 if stations < 1000 else 1), a.idle, peer)
    return 0


sys.exit(main())
