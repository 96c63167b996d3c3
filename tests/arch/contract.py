#!/usr/bin/env python3
"""The contract's rules: each has a proof or a reason, no test claims a rule that there is not, none
is named that nobody runs, and the pages and lists made of it are current. TAP.

Usage: contract.py SOURCE_ROOT EXTSTA STORIES"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

root, extsta, stories = sys.argv[1:4]


def run(*cmd):
    return subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def read(path):
    with open(os.path.join(root, path), "rb") as f:
        return f.read()


# --- this contract ---

done = run(os.path.join(root, "scripts", "contract"), "--check")
ok(done.returncode == 0, "what the tests claim is there", done.stdout.decode())

lines = [json.loads(line) for line in run(extsta, "contract", "--json").stdout.splitlines()]
rules, counts = lines[:-1], lines[-1]
ok(counts["rules"] == 495 and len(rules) == 495, "495 of 495 rules are listed", counts)
missing = [r["rule"] for r in rules if r["standing"] == "unproven"]
ok(not missing and counts["unproven"] == 0, "each rule has a proof or a reason", missing)

known = {r["rule"] for r in rules} | set(re.findall(r"^\[(X-\d\d)\]",
                                                    read("docs/contract-texts.txt").decode(), re.M))
named = {(r["rule"], n) for r in rules
         for n in re.findall(r"\b[A-Z]{1,3}-\d\d\b", r.get("not_seen", "") + r.get("reason", ""))}
ok(all(n in known for _, n in named), "reasons name rules that there are",
   sorted(pair for pair in named if pair[1] not in known))
judged = {r["rule"] for r in rules if r["referee"]}
elsewhere = {(r["rule"], n) for r in rules if not r["referee"]
             for n in re.findall(r"judged as ([A-Z]{1,3}-\d\d)", r.get("not_seen", ""))}
ok(all(n in judged for _, n in elsewhere), "what is judged as another rule is judged",
   sorted(pair for pair in elsewhere if pair[1] not in judged))

for what, cmd, path in (
        ("docs/contract.md", [extsta, "contract", "--markdown"], "docs/contract.md"),
        ("docs/contract-examples.txt", [stories, "--examples"], "docs/contract-examples.txt"),
        ("include/extsta/rule_list.h", [os.path.join(root, "scripts", "rules"), "--print"],
         "include/extsta/rule_list.h")):
    made = run(*cmd).stdout
    ok(os.path.exists(os.path.join(root, path)) and read(path) == made, what + " is current",
       "run scripts/docs")

# --- what would be wrong is found ---


def tree(folder, files):
    """A project of these files, with the lists of this one; what scripts/contract says of it."""
    os.makedirs(os.path.join(folder, "scripts"))
    shutil.copy(os.path.join(root, "scripts", "contract"), os.path.join(folder, "scripts"))
    os.makedirs(os.path.join(folder, "docs"))
    for name in ("contract-rules.csv", "contract-texts.txt", "contract-examples.txt"):
        shutil.copy(os.path.join(root, "docs", name), os.path.join(folder, "docs"))
    files = {"docs/contract-notes.csv": "rules,note\n", **files}
    for path, text in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        with open(os.path.join(folder, path), "w", encoding="utf-8") as f:
            f.write(text)
    return os.path.join(folder, "scripts", "contract")


TEST = "static void %s(void **state)\n{\n}\n"
RUN = "int main(void)\n{\n    cmocka_unit_test(%s);\n}\n"
BUILT = {"tests/meson.build": "executable('t', 't.c')\n"}
CASES = [
    ("a test that is run", {**BUILT, "tests/t.c": TEST % "DIS_04_x" + RUN % "DIS_04_x"}, ""),
    ("a test of no rule", {**BUILT, "tests/t.c": TEST % "DIS_99_x" + RUN % "DIS_99_x"},
     "DIS-99 is no rule of the contract, but claimed by tests/t.c: DIS_99_x"),
    ("a test that nobody runs", {**BUILT, "tests/t.c": TEST % "DIS_04_x"},
     "tests/t.c: DIS_04_x is run by nobody"),
    ("a test in no program", {**BUILT, "tests/u.c": TEST % "DIS_04_x" + RUN % "DIS_04_x"},
     "tests/u.c: DIS_04_x is in no test program"),
    ("a scenario of no rule", {"scenarios/SEQ-31-x.lua": ""}, "SEQ-31 is no rule"),
    ("a conformance case", {"conform/a.lua": 'case{name="x", rules={"DIS-04"}}\n'}, ""),
    ("a conformance case of no rule", {"conform/a.lua": 'case{name="x", rules={"DIS-4"}}\n'},
     "DIS-4 is no rule of the contract, but claimed by conform/a.lua: x"),
    ("a reason for no rule", {"docs/contract-notes.csv": "rules,note\nDIS-99,because\n"},
     "DIS-99 is no rule"),
    ("a reason for no chapter", {"docs/contract-notes.csv": "rules,note\nABC-*,because\n"},
     "ABC-* is no chapter"),
    ("a reason why what is proven is not",
     {**BUILT, "tests/t.c": TEST % "DIS_04_x" + RUN % "DIS_04_x",
      "docs/contract-notes.csv": "rules,note\nDIS-04,because\n"}, "its note can go"),
]
for what, files, expected in CASES:
    with tempfile.TemporaryDirectory() as folder:
        done = run(tree(folder, files), "--check")
        said = done.stdout.decode()
        ok(expected in said and done.returncode == (1 if expected else 0) and
           (expected or not said), "told: " + what if expected else "counted: " + what, said)

sys.exit(end())
