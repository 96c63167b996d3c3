#!/usr/bin/env python3
"""The contract's coverage: the tests name only rules there are, and the page counts what the
tests name. TAP.   Usage: contract_coverage.py SOURCE_ROOT"""
import os
import subprocess
import sys

root = sys.argv[1]
done = subprocess.run([os.path.join(root, "scripts", "contract"), "--markdown"],
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)
page = os.path.join(root, "docs", "contract-coverage.md")
have = open(page, "rb").read() if os.path.exists(page) else b""
named = done.returncode == 0
current = have == done.stdout
print("%sok 1 - every rule a test names is in docs/contract-rules.csv" % ("" if named else "not "))
for line in done.stderr.decode().splitlines():
    print("# " + line)
print("%sok 2 - docs/contract-coverage.md is current" % ("" if current else "not "))
if not current:
    print("# run scripts/docs")
print("1..2")
sys.exit(0 if named and current else 1)
