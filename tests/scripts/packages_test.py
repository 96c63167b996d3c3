#!/usr/bin/env python3
"""debian/ says what is so: it builds with what scripts/deps installs, its version is the program's, and
its list of symbols is that of the public headers. TAP.    Usage: packages_test.py SOURCE_ROOT VERSION"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

root, version = sys.argv[1:3]


def read(name):
    return open(os.path.join(root, name), encoding="utf-8").read()


control = read("debian/control")
depends = re.search(r"^Build-Depends: (.*?)^\S", control, re.M | re.S).group(1)
built_with = {d.split()[0].split(":")[0] for d in depends.split(",")}
deps = subprocess.run([root + "/scripts/deps", "list"], stdout=subprocess.PIPE, text=True,
                      check=True).stdout.split()
# every Debian has build-essential where packages are built
missing = sorted(set(deps) - {"build-essential"} - built_with)
ok(len(deps) > 10 and not missing, "Build-Depends has what scripts/deps installs", missing)
changes = read("debian/changelog").splitlines()[0]
ok(changes.startswith("extsta (%s) " % version), "the version is that of the program", changes)
symbols = subprocess.run([root + "/scripts/symbols", "--check"], stderr=subprocess.PIPE, text=True)
ok(symbols.returncode == 0, "the list of symbols is current", symbols.stderr)
sys.exit(end())
