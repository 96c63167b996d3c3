#!/usr/bin/env python3
"""What an interop run makes of the referee's words, without a VM: a violation is found whatever the
case looks at, and so is a station that was not judged.

Usage: interop_judged_test.py INTEROP_FOLDER   TAP."""
import json
import sys

sys.path.insert(0, sys.argv[1])
from evidence import judged  # noqa: E402

STATION = {"line": "station", "sta": "station"}
CONTRACT = {"line": "contract", "exercised": 90, "violated": 0}
VIOLATION = {"line": "violation", "rule": "DIS-04", "text": "DIS-04 (No indication): expected ..."}
CASES = [
    ("clean", [STATION, CONTRACT], [], []),
    ("broken", [STATION, VIOLATION, CONTRACT], ["sta.json: " + VIOLATION["text"]], []),
    ("quiet", [{"line": "summary", "stations": 2}, VIOLATION, CONTRACT],
     ["sta.json: " + VIOLATION["text"]], []),
    ("not judged", [STATION], [], ["sta.json: no line says how the rules stand"]),
    ("nothing of a station", [{"line": "bss"}], [], []),
]
failed = 0
print("1..%d" % len(CASES))
for number, (name, lines, broken, unjudged) in enumerate(CASES, 1):
    text = "".join(json.dumps(line) + "\n" for line in lines).encode()
    got = judged({"sta.json": text, "sta.err": b"{", "ap.log": text})
    good = got == (broken, unjudged)
    failed += not good
    print("%sok %d - %s" % ("" if good else "not ", number, name))
    if not good:
        print("# %s" % (got,))
sys.exit(1 if failed else 0)
