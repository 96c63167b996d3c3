#!/usr/bin/env python3
"""docs/causes.md is what the tables say. TAP. Usage: causes.py SOURCE_ROOT DRAW_CAUSES"""
import os
import subprocess
import sys

root, draw = sys.argv[1:3]
page = os.path.join(root, "docs", "causes.md")
drawn = subprocess.run([draw], stdout=subprocess.PIPE, check=True).stdout.decode()
have = open(page, encoding="utf-8").read() if os.path.exists(page) else ""
print("1..1\n%sok 1 - docs/causes.md is current (scripts/docs makes it)"
      % ("" if have == drawn else "not "))
sys.exit(have != drawn)
