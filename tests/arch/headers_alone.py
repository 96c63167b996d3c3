#!/usr/bin/env python3
"""Compiles every header by itself: the public ones as C17 and C++17, those of the core as C17.

Usage: headers_alone.py SOURCE_ROOT CXX_OR_EMPTY CC..."""
import os
import subprocess
import sys
import tempfile

WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Werror", "-fsyntax-only"]


def headers(root, folder):
    for path, _, names in os.walk(os.path.join(root, folder)):
        for name in sorted(names):
            if name.endswith(".h"):
                yield os.path.relpath(os.path.join(path, name), os.path.join(root, folder))


def compiles(compiler, language, standard, extra, line):
    with tempfile.TemporaryDirectory() as tmp:
        # in a file of its own: a main file is not warned about as an included one is
        name = os.path.join(tmp, "alone.c" if language == "c" else "alone.cpp")
        with open(name, "w") as f:
            # twice: the guard must hold
            f.write(line + "\n" + line + "\n")
        run = subprocess.run(compiler + ["-x", language, "-std=" + standard] + WARNINGS + extra +
                             [name], capture_output=True, text=True)
    return [] if run.returncode == 0 else run.stderr.splitlines()[:5]


def main():
    root, cxx, cc = sys.argv[1], sys.argv[2], sys.argv[3:]
    include = ["-I" + os.path.join(root, "include")]
    inner = include + ["-I" + os.path.join(root, "src"), "-Wno-unused-parameter"]
    results = []
    for header in headers(root, "include"):
        line = "#include <%s>" % header
        results.append((header + " as C17", compiles(cc, "c", "c17", include + ["-pedantic"], line)))
        results.append((header + " as C++17",
                        compiles([cxx], "c++", "c++17", include, line) if cxx else None))
    for header in headers(root, "src"):
        results.append(("src/" + header + " as C17",
                        compiles(cc, "c", "c17", inner, '#include "%s"' % header)))
    print("1..%d" % len(results))
    for i, (what, faults) in enumerate(results, 1):
        if faults is None:
            print("ok %d - %s # SKIP no C++ compiler" % (i, what))
            continue
        for fault in faults:
            print("# " + fault)
        print("%s %d - %s" % ("not ok" if faults else "ok", i, what))


main()
