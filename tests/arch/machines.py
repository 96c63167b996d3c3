#!/usr/bin/env python3
"""docs/machines.md is what the tables say, and every table of the source is in it. TAP.

Usage: machines.py SOURCE_ROOT DRAW_MACHINES"""
import os
import re
import subprocess
import sys

root, draw = sys.argv[1:3]
page = os.path.join(root, "docs", "machines.md")
drawn = subprocess.run([draw], stdout=subprocess.PIPE, check=True).stdout.decode()
have = open(page, encoding="utf-8").read() if os.path.exists(page) else ""
status = 0


def ok(number, good, what, why):
    global status
    print("%sok %d - %s" % ("" if good else "not ", number, what))
    if not good:
        print("# " + why)
        status = 1


ok(1, have == drawn, "docs/machines.md is current", "run scripts/docs")
known = {line.split()[0] for line in
         subprocess.run([draw, "--tables"], stdout=subprocess.PIPE,
                        check=True).stdout.decode().splitlines()}
found = set()
for folder in ("src", "air", "host", "radio", "tell", "world", "script", "cmd"):
    for path, _, files in os.walk(os.path.join(root, folder)):
        for file in files:
            name = os.path.join(path, file)
            if file.endswith(".c") and re.search(r"^(static )?const struct fsm_table \w+ =\s+FSM_TABLE",
                                                 open(name, encoding="utf-8").read(), re.M):
                found.add(os.path.relpath(name, root))
ok(2, found == known, "every state machine is drawn",
   "only in the source: %s; only drawn: %s (tests/arch/draw_machines.c)" %
   (sorted(found - known), sorted(known - found)))
print("1..2")
sys.exit(status)
