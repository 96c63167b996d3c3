#!/usr/bin/env python3
"""Plays every Lua scenario under a folder, and sees that one seed is one run.

usage: run_scenarios.py [--once] EXTSTA LOG_COPY FOLDER
                                                  (TAP on standard output, one line per file)

Each file: its expectations hold with the seeds 1 and 2; two runs with seed 1 give the same
event log and the same capture, byte for byte; seed 2 gives another capture (it has other
nonces, or at least other sequence numbers of back-offs). The whole log of a run, read and written
again by LOG_COPY, is the same byte for byte, and as a short log it is what the run said with
--json; two runs with one seed have the same. `extsta check` judges the log as the live referee
judged the run: the same findings, and as many rules. A file that says "determinism: log only" has a part
with random numbers of its own (an extension): its captures and whole logs are not compared. What the
members of a fleet{} do is counted, and not in a log: such a log is not judged.

--once: only seed 1 is played, once, and its whole log read and written, for whom nothing else is to be
compared (a sanitizer; `extsta check` has tests of its own).
"""
import filecmp
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path

ENVIRONMENT = {**os.environ, "NO_COLOR": "1"}


def play(program, path, folder, run, seed):
    """(exit status, event log, capture, messages); seed 1 also makes a whole log, RUN.jsonl."""
    pcap = Path(folder) / f"{run}.pcap"
    log = ["--log", str(Path(folder) / f"{run}.jsonl")] if seed == 1 else []
    done = subprocess.run(
        [program, "run", str(path), "--json", "--seed", str(seed), "--pcap", str(pcap), *log],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=300, env=ENVIRONMENT)
    capture = pcap.read_bytes() if pcap.exists() else b""
    return done.returncode, done.stdout, capture, done.stderr.decode(errors="replace")


def difference(old, new):
    """The first line in which two files differ."""
    with open(old, "rb") as a, open(new, "rb") as b:
        for number, (x, y) in enumerate(zip_longest(a, b, fillvalue=b"nothing"), 1):
            if x != y:
                return [f"line {number}: {x[:300]}", f"became: {y[:300]}"]
    return []


def judgement(lines):
    """Findings and count of a judge; what differs between a live one and that of a log left out."""
    found, count = [], None
    for line in lines:
        if line.startswith('{"line":"contract"'):
            count = json.loads(line)
        elif '"line":"violation"' in line:
            v = json.loads(line)
            found.append([v["sta"]] + [v.get(k) for k in ("rule", "expected", "wanted", "came")])
    return found, count


def check_judgement(program, log):
    """Whether the log is judged as the run was."""
    done = subprocess.run([program, "check", "--json", str(log)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=300)
    live, later = judgement(open(log)), judgement(done.stdout.splitlines())
    if live == later and live[1] and done.returncode == (1 if live[0] else 0):
        return []
    return ["extsta check judges the log otherwise, exit status %d" % done.returncode,
            "live: %s" % (live,), "later: %s" % (later,), *done.stderr.splitlines()[:10]]


def check_log(log_copy, folder, short, alone, once):
    """What is wrong with a whole log; `short`: the same run as --json has it; alone: there is no
    other one that is the same."""
    wrong = []
    log, copy, brief = folder / "again.jsonl", folder / "copy.jsonl", folder / "short.jsonl"
    brief.write_bytes(short)
    for options, expected in (([], log),) if once else (([], log), (["--short"], brief)):
        with open(log, "rb") as source, open(copy, "wb") as sink:
            done = subprocess.run([log_copy, *options], stdin=source, stdout=sink,
                                  stderr=subprocess.PIPE, text=True, timeout=300)
        if done.returncode or not filecmp.cmp(expected, copy, shallow=False):
            wrong += [f"the whole log is not {expected.name} when it is read and written "
                      f"again {' '.join(options)}", done.stderr, *difference(expected, copy)]
    if not alone and not filecmp.cmp(folder / "first.jsonl", log, shallow=False):
        wrong += ["two runs with one seed give different whole logs",
                  *difference(folder / "first.jsonl", log)]
    return wrong


def check(program, log_copy, path, once):
    """What is wrong with a scenario, in lines; nothing when all is well."""
    text = path.read_text()
    log_only = "determinism: log only" in text
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        again = play(program, path, folder, "again", 1)
        first = again if once else play(program, path, folder, "first", 1)
        other = None if once else play(program, path, folder, "other", 2)
        for name, run in (("seed 1", first), ("seed 1 again", again), ("seed 2", other or again)):
            if run[0] != 0:
                wrong += [f"{name}: exit status {run[0]}", *run[3].splitlines()[-60:]]
        if wrong:
            return wrong
        wrong += check_log(log_copy, Path(folder), again[1], once or log_only, once)
        wrong += [] if once or "fleet{" in text else check_judgement(program, Path(folder) / "again.jsonl")
    if not first[1]:
        wrong.append("the event log is empty")
    if len(first[2]) <= 24:
        wrong.append("the capture has no frame")
    if first[1] != again[1]:
        wrong.append("two runs with one seed give different event logs")
    if first[2] != again[2] and not log_only:
        wrong.append("two runs with one seed give different captures")
    if other and first[2] == other[2]:
        wrong.append("another seed gives the same capture")
    return wrong


def main():
    once = sys.argv[1] == "--once"
    program, log_copy, root = sys.argv[1 + once:]
    root = Path(root)
    files = sorted(root.rglob("*.lua"))
    print(f"1..{len(files)}")
    failed = False
    with ThreadPoolExecutor(max_workers=2) as pool:
        for n, (path, wrong) in enumerate(
                zip(files, pool.map(lambda p: check(program, log_copy, p, once), files)), 1):
            print(f"{'not ok' if wrong else 'ok'} {n} - {path.relative_to(root)}", flush=True)
            for line in wrong:
                print(f"# {line}", flush=True)
            failed |= bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
