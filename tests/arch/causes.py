#!/usr/bin/env python3
"""docs/causes.md is what the tables say, and every name that a log or a story can have is an
anchor there. TAP. Usage: causes.py SOURCE_ROOT EXTSTA"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

root, program = sys.argv[1:3]


def read(*path):
    with open(os.path.join(root, *path), encoding="utf-8") as f:
        return f.read()


page = read("docs", "causes.md")
drawn = subprocess.run([program, "causes", "--markdown"], stdout=subprocess.PIPE, check=True)
ok(drawn.stdout.decode() == page, "docs/causes.md is current (scripts/docs makes it)")

anchors = re.findall(r"^### (\S+)$", page, re.M)
ok(len(anchors) == len(set(anchors)), "an anchor is one place",
   sorted(a for a in anchors if anchors.count(a) > 1))
# from the headers, where the names are given to programs
names = re.findall(r'^ +X\(\w+, "([a-z0-9-]+)"\)', read("include", "extsta", "cause.h"), re.M)
kinds = re.findall(r'^ +X\(\w+, "([a-z0-9-]+)"\)',
                   read("include", "extsta", "explain.h").split("STORY_KIND_LIST(X)")[1]
                   .split("enum extsta_story_kind")[0], re.M)
names = [n for n in names[names.index("no-candidate"):]]
ok(len(names) > 20 and set(names) <= set(anchors), "every diagnosis has an anchor",
   sorted(set(names) - set(anchors)))
ok(len(kinds) > 40 and set(kinds) <= set(anchors), "every story has an anchor",
   sorted(set(kinds) - set(anchors)))
ok({"reason-%d" % n for n in range(1, 67)} - set(anchors) <= {"reason-%d" % n for n in range(40, 45)},
   "every reason code of IEEE 802.11-2020 has an anchor; 40 to 44 are reserved",
   sorted({"reason-%d" % n for n in range(1, 67)} - set(anchors)))
sys.exit(end())
