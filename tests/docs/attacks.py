#!/usr/bin/env python3
"""The table of known attacks in docs/security.md has each that the project names, a scenario
(or a unit test) that shows it to fail, and the names of what is told. TAP.
Usage: attacks.py SOURCE_ROOT EXTSTA"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

root, extsta = sys.argv[1:3]
CVES = ["CVE-2017-%d" % n for n in (13077, 13078, 13079, 13080, 13081, 13082, 13084, 13086, 13087,
                                    13088)] + \
    ["CVE-2020-%d" % n for n in (24586, 24587, 24588, *range(26139, 26148))] + \
    ["CVE-2019-9494", "CVE-2023-52424"]


def read(*path):
    with open(os.path.join(root, *path), encoding="utf-8") as f:
        return f.read()


def names():
    """Whatever a station tells by: drops, diagnoses and stories, notices."""
    return set(re.findall(r'X\(\w+, "([a-z0-9-]+)"', read("include", "extsta", "drops.h"))) | \
        set(re.findall(r"^### ([a-z0-9-]+)$", read("docs", "causes.md"), re.M)) | \
        set(re.findall(r'"([a-z0-9-]+)"', read("src", "boundary", "output_names.c")))


def held(scenario):
    """The texts of the expectations that hold, and whether all do."""
    run = subprocess.run([extsta, "run", "--json", os.path.join(root, "scenarios", scenario)],
                         capture_output=True, text=True, timeout=120)
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return [e["text"] for e in lines if e["line"] == "expect" and e["held"]], run.returncode == 0


section = read("docs", "security.md").split("\n## Known attacks\n")[1].split("\n## ")[0]
rows = [[cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines() if line.startswith("| ")][1:]
ok(all(len(row) == 3 for row in rows) and len(rows) > 30, "the table has three columns", rows)
listed = [cve for row in rows for cve in re.findall(r"CVE-\d+-\d+", row[0])]
ok(sorted(set(listed)) == sorted(CVES), "each CVE has its row, and no other",
   set(listed) ^ set(CVES))
told = names()
played = {}
for attack, shown, says in rows:
    files = re.findall(r"`([a-z0-9-]+\.lua)`", shown)
    words = re.findall(r'"([^"]+)"', shown) + re.findall(r"CVE-\d+-\d+", attack)
    for name in files:
        if name not in played:
            played[name] = held(name)
            ok(played[name][1], name + ": all of it is as expected")
    texts = [t for name in files for t in played[name][0]]
    for path in re.findall(r"`(tests/[\w/]+\.c)`", shown):  # a function has the name of the CVE
        files.append(path)
        texts += ["-".join(n) + ":" for n in re.findall(
            r"^static void (CVE)_(\d+)_(\d+)_\w+\(void \*\*state\)", read(path), re.M)]
    missing = [w for w in words if not any(
        t == w or t.startswith(w + ":") or t.startswith(w + ",") or t.startswith(w + " (")
        for t in texts)]
    ok(files and words and not missing, attack + ": is shown to fail",
       str(missing) + str(texts))
    unknown = [n for n in re.findall(r"`([a-z0-9-]+)`", says) if n not in told]
    ok(not unknown, attack + ": what is told has these names", unknown)
sys.exit(end())
