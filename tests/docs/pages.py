#!/usr/bin/env python3
"""Runs what a page tells its readers to do. TAP.

Usage: pages.py EXTSTA LIBRARY SANITIZER PAGE...
       pages.py --installed DOC PAGE...
LIBRARY: the folder of libextsta.so; SANITIZER: with which it is built, or none
DOC: share/doc/extsta of an installation, whose program and library are found as by anybody

In a page, a comment before a block of code says what is to be done with it:
  <!-- file: NAME -->           the block is written into that file
  <!-- run; OPTION; ... -->     the block is run by sh, in one folder for the whole page
      expect: TEXT              its output contains this (may be repeated)
      not: TEXT                 and does not contain this
      status: N                 its exit status (default 0)
      makes: FILE               the file is there afterwards, and not empty
      needs: library            a program is linked with libextsta: as installed, by pkg-config
      needs: namespaces         a user may make a network of its own ('unshare -Urn')
      needs: PROGRAM            without it the block is skipped
  <!-- vm ... -->               for tests/interop/cases/tutorial_daemon.py"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

BLOCK = re.compile(r"<!-- (file|run)(.*?) -->\n```\w*\n(.*?)^```$", re.S | re.M)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# what stands in share/doc/extsta of an installation
INSTALLED = ("scenarios", "examples")
PKG_CONFIG = """Name: extsta
Description: of the build folder
Version: 0
Cflags: -I%s/include
Libs: -L%s -Wl,-rpath,%s -lextsta
"""


def of_build(folder, program, library):
    """The environment of whoever has built it."""
    tools = os.path.join(folder, ".bin")
    os.mkdir(tools)
    os.symlink(program, os.path.join(tools, "extsta"))
    with open(os.path.join(tools, "extsta.pc"), "w", encoding="utf-8") as f:
        f.write(PKG_CONFIG % (ROOT, library, library))
    return {"PKG_CONFIG_PATH": tools, "PATH": tools + ":" + os.environ["PATH"]}


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
        elif key == "not" and value in output:
            problems.append("the output has: " + value)
        elif key == "makes" and not os.path.getsize(os.path.join(folder, value)):
            problems.append("empty: " + value)
        elif key not in ("expect", "makes", "not", "needs"):
            problems.append("unknown option: " + key)
    if done.returncode != wanted:
        problems.append("exit status %d, not %d" % (done.returncode, wanted))
    ok(not problems, "%s: %s" % (page, code.strip().splitlines()[0]),
       "\n".join(problems) + "\n" + output)


def missing(options, sanitizer):
    """Why a block cannot be run here, or None."""
    for need in re.findall(r"needs: ([\w-]+)", options):
        if need == "library" and sanitizer != "none":
            return "the library is built with " + sanitizer
        if need == "namespaces" and subprocess.run(["unshare", "-Urn", "true"], stderr=subprocess.DEVNULL,
                                                   check=False).returncode:
            return "no user namespaces"
        for program in {"library": ("pkg-config", "cc"), "namespaces": ()}.get(need, (need,)):
            if not shutil.which(program):
                return "no " + program
    return None


def main():
    installed = sys.argv[1] == "--installed"
    if installed:
        doc, sanitizer, pages = sys.argv[2], "none", sys.argv[3:]
    else:
        program, library = map(os.path.abspath, sys.argv[1:3])
        doc, sanitizer, pages = ROOT, sys.argv[3], sys.argv[4:]
    for path in pages:
        page = os.path.basename(path)
        blocks = BLOCK.findall(open(path, encoding="utf-8").read())
        with tempfile.TemporaryDirectory() as folder:
            for name in INSTALLED:
                os.symlink(os.path.join(doc, name), os.path.join(folder, name))
            env = dict(os.environ, NO_COLOR="1",
                       **({} if installed else of_build(folder, program, library)))
            if not blocks:
                ok(False, page + ": has something to run")
            for kind, options, code in blocks:
                if kind == "file":
                    name = options.strip(": \n")
                    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                        f.write(code)
                elif missing(options, sanitizer):
                    ok(True, "%s: %s # SKIP %s" % (page, code.strip().splitlines()[0],
                                                   missing(options, sanitizer)))
                else:
                    run(page, options.lstrip(";"), code, folder, env)
    return end()


sys.exit(main())
