#!/usr/bin/env python3
"""The contract's coverage: the tests name only rules there are, and the page counts what the
tests name; the list behind enum extsta_rule is that of the contract. TAP.   Usage: contract_coverage.py SOURCE_ROOT"""
import os
import subprocess
import sys

root = sys.argv[1]
done = subprocess.run([os.path.join(root, "scripts", "contract"), "--markdown"],
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)
page = os.path.join(root, "docs", "contract-coverage.md")
have = open(page, "rb").read() if os.path.exists(page) else b""
rules = subprocess.run([os.path.join(root, "scripts", "rules"), "--print"],
                       stdout=subprocess.PIPE).stdout
listed = open(os.path.join(root, "include/extsta/rule_list.h"), "rb").read() == rules
named = done.returncode == 0
current = have == done.stdout
print("%sok 1 - every rule a test names is in docs/contract-rules.csv" % ("" if named else "not "))
for line in done.stderr.decode().splitlines():
    print("# " + line)
print("%sok 2 - docs/contract-coverage.md is current" % ("" if current else "not "))
if not current:
    print("# run scripts/docs")
print("%sok 3 - include/extsta/rule_list.h is current" % ("" if listed else "not "))
if not listed:
    print("# run scripts/docs")
print("1..3")
sys.exit(0 if named and current and listed else 1)
