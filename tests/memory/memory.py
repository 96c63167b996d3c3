#!/usr/bin/env python3
"""The program while memory is refused: its own requests and those of libcrypto, Lua, zlib
and the C library (scarce.c). With exit status 0 it says and writes what it does with
enough memory; else the status is 4, "the machine refuses", and standard error speaks of
memory. It never crashes, hangs, or tells another story with status 0. (TAP)

  memory.py         a sample of the requests, the same each time, in some seconds
  memory.py STEP    every STEP-th request: 1 takes many minutes

Needs EXTSTA (the program), SCARCE (the module of scarce.c) and SCENARIOS in the environment.
"""
import concurrent.futures
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tap import check, expect, main

PROGRAM, SCARCE = os.environ["EXTSTA"], os.environ["SCARCE"]
SCENARIOS = Path(os.environ["SCENARIOS"])
FOLDER = tempfile.TemporaryDirectory(prefix="extsta-memory-")
WORK = Path(FOLDER.name)
STEP = int(sys.argv[1]) if len(sys.argv) > 1 else 0
SYSTEM = 4
KEY = "office:correct horse battery"
PATIENCE = 60  # seconds; a run takes hundredths of one

TIMERS = """
local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="home"}
local alice = station{name="alice", at={5, 0}}
local words = {}
for i = 1, 10 do
  at(i / 10, function()
    for k = 1, 10 do words[#words + 1] = ("word %d of %d"):format(k, i) end
    rule{kind="beacon", count=1}
    say(words[#words])
  end)
end
alice:connect{ssid="home"}
run(3)
expect(alice:status().port_open and #words == 100, "all is said")
"""


def once(arguments, name, first=0, times=1):
    """(status, output, errors, what was written, requests, refusals); @ is a file to write."""
    file, count = WORK / (name + ".out"), WORK / (name + ".count")
    done = subprocess.run(
        [PROGRAM, *(str(file) if a == "@" else str(a) for a in arguments)], cwd=WORK,
        capture_output=True, timeout=PATIENCE,
        env={**os.environ, "LD_PRELOAD": SCARCE, "SCARCE_FROM": str(first),
             "SCARCE_TIMES": str(times), "SCARCE_COUNT": str(count), "LC_ALL": "C.UTF-8"})
    written = file.read_bytes() if file.exists() else b""
    requests, refused = map(int, count.read_text().split()) if count.exists() else (0, 0)
    file.unlink(missing_ok=True)
    count.unlink(missing_ok=True)
    return done.returncode, done.stdout, done.stderr, written, requests, refused


def spread(first, last, count):
    return range(first, last + 1, max(1, (last - first) // count))


def points(requests):
    """Most requests are libcrypto's, at the beginning: what comes after them matters more."""
    if STEP:
        return [*range(1, requests + 1, STEP)]
    return sorted({*spread(1, requests, 8), *spread(max(1, requests - 1000), requests, 15),
                   *range(max(1, requests - 20), requests + 1)})


def fault(right, got):
    """What is wrong with a run, or None."""
    status, output, errors, written, _, _ = got
    if status == 0:
        return None if got[:4] == right[:4] else "status 0, and something else is said"
    if status < 0:
        return f"killed by signal {-status}"
    if status != SYSTEM:
        return f"status {status}"
    return None if b"memory" in errors else "status 4, and no word of memory"


def sweep(name, *arguments, least=100):
    right = once(arguments, name)
    expect(right[0] == 0 and right[4] > least, name, right)
    told = 0

    def one(job):
        first, times = job
        try:
            got = once(arguments, f"{name}-{first}-{times}", first, times)
        except subprocess.TimeoutExpired:
            return job, None, f"no end within {PATIENCE} s"
        return job, got, fault(right, got)

    # A run that gets no more memory is over soon: fewer of those.
    each = points(right[4])
    jobs = [(first, 1) for first in each] + [(first, 0) for first in each[::1 if STEP else 3]]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for (first, times), got, wrong in pool.map(one, jobs):
            expect(not wrong, f"request {first} refused" + (" and all after it" * (times == 0)),
                   wrong, got and got[2].decode(errors="replace")[-1000:])
            told += got[0] == SYSTEM
    expect(told > len(jobs) / 4, "hardly anything was refused", told, len(jobs))


@check
def the_demo():
    sweep("demo", "demo")


@check
def the_event_log_and_the_capture():
    sweep("log", "demo", "--json", "--pcap", "@")


@check
def a_scenario():
    sweep("scenario", "run", SCENARIOS / "message-4-lost.lua")


@check
def functions_of_a_script_at_their_times():
    (WORK / "timers.lua").write_text(TIMERS)
    sweep("timers", "run", "timers.lua")


@check
def a_run_in_a_report():
    sweep("run-report", "run", SCENARIOS / "message-4-lost.lua", "--html", "@")


@check
def an_extension_that_is_a_script():
    sweep("extension", "run", SCENARIOS / "seq" / "SEQ-05-scripted-extension.lua")


def capture():
    """The demo's frames, in gzip."""
    path = WORK / "demo.pcap.gz"
    if not path.exists():
        subprocess.run([PROGRAM, "demo", "--pcap", WORK / "demo.pcap"], check=True,
                       stdout=subprocess.DEVNULL)
        path.write_bytes(gzip.compress((WORK / "demo.pcap").read_bytes()))
    return path


@check
def a_log_judged():
    log = WORK / "judged.jsonl"
    subprocess.run([PROGRAM, "demo", "--log", log], check=True, stdout=subprocess.DEVNULL)
    sweep("check", "check", log, "--json", least=20)


@check
def a_capture_explained():
    sweep("explain", "explain", capture(), "--key", KEY)


@check
def a_capture_explained_in_a_report():
    sweep("report", "explain", capture(), "--key", KEY, "--html", "@")


@check
def a_capture_explained_in_json_and_in_the_clear():
    sweep("json", "explain", capture(), "--key", KEY, "--json", "--write-clear", "@")


@check
def a_capture_explained_beside_a_log():
    told = subprocess.run([PROGRAM, "explain", capture(), "--key", KEY, "--json"], check=True,
                          capture_output=True, text=True).stdout
    frames = [json.loads(line) for line in told.splitlines() if '"line":"event"' in line]
    said = {"auth": "authentication reply: STA=%s auth_alg=0 auth_transaction=2 resp=0",
            "assoc-resp": "wlan0: STA %s IEEE 802.11: associated (aid 1)"}
    lines = ["%s: " % e["time"][:-3] + said[e["type"]] % e["sta"] for e in frames
             if e["from"] == "ap" and e["type"] in said]
    expect(len(lines) > 3, lines)
    (WORK / "hostapd.log").write_text("\n".join(lines) + "\n")
    sweep("logs", "explain", capture(), "--key", KEY, "--log", WORK / "hostapd.log")


if __name__ == "__main__":
    main()
