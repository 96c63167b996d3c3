#!/usr/bin/env python3
"""docs/mutants.md is what the table of mutants says. TAP.

Usage: page.py SOURCE_ROOT MUTANTS"""
import os
import subprocess
import sys

root, mutants = sys.argv[1:3]
page = os.path.join(root, "docs", "mutants.md")
drawn = subprocess.run([mutants, "--markdown"], stdout=subprocess.PIPE, check=True).stdout.decode()
have = open(page, encoding="utf-8").read() if os.path.exists(page) else ""
print("%sok 1 - docs/mutants.md is current" % ("" if have == drawn else "not "))
if have != drawn:
    print("# run scripts/docs")
print("1..1")
sys.exit(have != drawn)
