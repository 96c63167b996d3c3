#!/usr/bin/env python3
"""Runs what a page tells its readers to do. TAP.

Usage: pages.py EXTSTA PAGE...

In a page, a comment before a block of code says what is to be done with it:
  <!-- file: NAME -->           the block is written into that file
  <!-- run; OPTION; ... -->     the block is run by sh, in one folder for the whole page
      expect: TEXT              its output contains this (may be repeated)
      status: N                 its exit status (default 0)
      makes: FILE               the file is there afterwards, and not empty"""
import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"<!-- (file|run)(.*?) -->\n```\w*\n(.*?)^```$", re.S | re.M)
SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scenarios")
number = 0
failed = False


def ok(good, what, detail=""):
    global number, failed
    number += 1
    failed |= not good
    print("%sok %d - %s" % ("" if good else "not ", number, what))
    if not good:
        for line in detail[-3000:].splitlines():
            print("# " + line)


def run(page, options, code, folder, env):
    done = subprocess.run(["sh", "-ec", code], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    output = done.stdout.decode("utf-8", "replace")
    wanted = 0
    problems = []
    for option in filter(None, (o.strip() for o in options.split(";"))):
        key, value = (x.strip() for x in option.split(":", 1))
        if key == "status":
            wanted = int(value)
        elif key == "expect" and value not in output:
            problems.append("the output lacks: " + value)
        elif key == "makes" and not os.path.getsize(os.path.join(folder, value)):
            problems.append("empty: " + value)
        elif key not in ("expect", "makes"):
            problems.append("unknown option: " + key)
    if done.returncode != wanted:
        problems.append("exit status %d, not %d" % (done.returncode, wanted))
    ok(not problems, "%s: %s" % (page, code.strip().splitlines()[0]),
       "\n".join(problems) + "\n" + output)


def main():
    program, pages = os.path.abspath(sys.argv[1]), sys.argv[2:]
    for path in pages:
        page = os.path.basename(path)
        blocks = BLOCK.findall(open(path, encoding="utf-8").read())
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, ".bin"))
            os.symlink(program, os.path.join(folder, ".bin", "extsta"))
            os.symlink(SCENARIOS, os.path.join(folder, "scenarios"))
            env = dict(os.environ, NO_COLOR="1",
                       PATH=os.path.join(folder, ".bin") + ":" + os.environ["PATH"])
            if not blocks:
                ok(False, page + ": has something to run")
            for kind, options, code in blocks:
                if kind == "file":
                    name = options.strip(": \n")
                    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                        f.write(code)
                else:
                    run(page, options.lstrip(";"), code, folder, env)
    print("1..%d" % number)
    return 1 if failed else 0


sys.exit(main())
