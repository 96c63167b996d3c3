#!/usr/bin/env python3
"""docs/asks.md answers every ask, counts right, and has a command (which pages.py runs) for each
yes, a reason for each other. TAP. Usage: asks.py SOURCE_ROOT"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

root = sys.argv[1]
ASKS = ["%s%d" % (letter, n) for letter, last in
        (("A", 12), ("B", 7), ("C", 5), ("D", 5), ("E", 6), ("F", 3)) for n in range(1, last + 1)]
LEAST = 36 # answered with yes


def read(*path):
    with open(os.path.join(root, *path), encoding="utf-8") as f:
        return f.read()


page = read("docs", "asks.md")
parts = re.split(r"^### (\w+)\. .*\n", page, flags=re.M)
answers = dict(zip(parts[1::2], parts[2::2]))
ok(parts[1::2] == ASKS, "every ask has its place, in order", set(ASKS) ^ set(parts[1::2]))
states = {ask: re.match(r"\n\*\*(Yes|In part|Not yet)\.?\*\*", text) for ask, text in answers.items()}
ok(all(states.values()), "every ask has an answer", [a for a, s in states.items() if not s])
yes = [a for a, s in states.items() if s and s.group(1) == "Yes"]
without = [a for a in yes if "<!-- run" not in answers[a]]
ok(not without, "who says yes shows it", without)
short = [a for a, text in answers.items() if a not in yes and len(text.split("<!--")[0].split()) < 25]
ok(not short, "who does not says why", short)
said = re.search(r"^Of (\d+) asks (\d+) are answered with yes", page, re.M)
ok(said and (int(said.group(1)), int(said.group(2))) == (len(ASKS), len(yes)),
   "the sums of the page are right", "%d of %d" % (len(yes), len(ASKS)))
ok(len(yes) >= LEAST, "at least %d are answered with yes" % LEAST, yes)
# what only the VM can run is run there: <!-- interop: CASE: WORDS -->
for case, words in re.findall(r"<!-- interop: (\w+): (.*?) -->", page):
    there = os.path.exists(os.path.join(root, "tests", "interop", "cases", case + ".py"))
    ok(there and words in read("tests", "interop", "cases", case + ".py"),
       "interop case %s runs %s" % (case, words))
sys.exit(end())
