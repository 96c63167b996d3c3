#!/usr/bin/env python3
"""Stations that are written and made anew after every event do what others do.

usage: formed.py EXTSTA FORMED FOLDER...          (TAP on standard output, one line per scenario)

Plays each Lua scenario under the folders with both programs: event log, whole log and capture are
the same (once more without the whole log, of whose stations none rests, since each frame is in it), byte for byte, but for what a script says of memory. FORMED is the program of formed.c. How often stations were written, of how
many octets, and for what reasons they were not, is in a line behind each result.
"""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path

MEMORY = re.compile(rb"\d+ octets in use of \d+")  # scenarios/day.lua
ENVIRONMENT = {**os.environ, "NO_COLOR": "1"}


def play(program, path, folder, logged=True):
    folder.mkdir()
    done = subprocess.run(
        [program, "run", str(path), "--json", "--seed", "1", "--pcap", str(folder / "pcap"),
         *(["--log", str(folder / "log")] if logged else [])], stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
        env={**ENVIRONMENT, "FORMED_REPORT": str(folder / "report")})
    (folder / "events").write_bytes(done.stdout)
    (folder / "exit").write_text(f"{done.returncode}\n" + done.stderr.decode(errors="replace"))


def difference(old, new):
    if not old.exists() and not new.exists():
        return []
    a, b = (MEMORY.sub(b"", p.read_bytes()) if p.exists() else b"" for p in (old, new))
    if a == b:
        return []
    for number, (x, y) in enumerate(zip_longest(a.split(b"\n"), b.split(b"\n")), 1):
        if x != y:
            return [f"{old.name}, line {number}: {x!r:.300}", f"became {y!r:.300}"]
    return [f"{old.name} differs"]


def judge(job):
    plain, formed, path = job
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        try:
            play(plain, path, folder / "plain")
            play(formed, path, folder / "formed")
            play(formed, path, folder / "rested", False)
        except subprocess.TimeoutExpired:
            return path, ["it took too long"], []
        wrong = []
        for name in ("exit", "events", "log", "pcap"):
            if "determinism: log only" in path.read_text() and name in ("log", "pcap"):
                continue
            wrong += difference(folder / "plain" / name, folder / "formed" / name)
            if name != "log":
                wrong += difference(folder / "plain" / name, folder / "rested" / name)
        told = []
        for report in (folder / "formed" / "report", folder / "rested" / "report"):
            told += report.read_text().splitlines() if report.exists() else []
    return path, wrong, told


def main():
    plain, formed, *folders = sys.argv[1:]
    paths = sorted(p for folder in folders for p in
                   ([Path(folder)] if Path(folder).is_file() else Path(folder).rglob("*.lua")))
    print(f"1..{len(paths)}")
    failed = 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for number, (path, wrong, told) in enumerate(
                pool.map(judge, [(plain, formed, p) for p in paths]), 1):
            print(f"{'not ' if wrong else ''}ok {number} {path.name}", flush=True)
            for line in wrong + told:
                print(f"# {line}")
            failed += bool(wrong)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
