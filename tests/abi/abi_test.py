#!/usr/bin/env python3
"""Compares the ABI headers, as the compiler reads them, with the source tables.

The tables (abi/*.csv beside the project, or below $EXTSTA_SHARED) were taken from the
Windows headers. Without them the test is skipped: src/boundary/abi/ holds the same facts,
asserted in every build. Usage: abi_test.py SOURCE_ROOT COMPILER..."""
import os
import re
import subprocess
import sys
import tempfile

from abi_tables import read, tables

BIT_FIELDS = {("ONEX_AUTH_PARAMS", f) for f in
              ("fSessionId", "fhUserToken", "fOnexUserProfile", "fIdentity", "fUserName", "fDomain")}
BIT_FIELDS |= {("ONEX_RESULT_UPDATE_DATA", f) for f in ("fOneXAuthParams", "fEapError")}


def probe(root, compiler, lines):
    """Compiles and runs a program that prints one line for each question."""
    code = ["#include <inttypes.h>", "#include <stdio.h>", "#include <extsta/wlanapi.h>",
            "#include <extsta/wlanihv.h>", "int main(void)", "{"]
    code += ['    printf("%s %%" PRIu64 "\\n", (uint64_t)(%s));' % (key, expr)
             for key, expr in lines]
    code += ["    return 0;", "}"]
    with tempfile.TemporaryDirectory() as tmp:
        src, exe = os.path.join(tmp, "probe.c"), os.path.join(tmp, "probe")
        with open(src, "w") as f:
            f.write("\n".join(code))
        built = subprocess.run(compiler + ["-std=c17", "-w", "-O0", "-I" + os.path.join(root, "include"),
                                           src, "-o", exe], capture_output=True, text=True)
        if built.returncode:
            for line in built.stderr.splitlines()[:20]:
                print("# " + line)
            return None
        out = subprocess.run([exe], capture_output=True, text=True, check=True).stdout
    return dict((k, int(v)) for k, v in (line.split() for line in out.splitlines()))


def questions(folder):
    """Yields (test, key, C expression, expected value)."""
    for row in read(folder, "structs"):
        s, f = row["struct"], row["field"]
        yield "layout of " + s, "size:" + s, "sizeof(%s)" % s, int(row["total_size"])
        if f.startswith("<") or (s, f) in BIT_FIELDS:
            continue
        key = s + "." + f
        yield "layout of " + s, "at:" + key, "offsetof(%s, %s)" % (s, f), int(row["offset_x64"])
        yield "layout of " + s, "of:" + key, "sizeof(((%s *)0)->%s)" % (s, f), int(row["size"])
        for name, value in re.findall(r"(\w*REVISION_\d+)=(\d+)", row["revision_constants"]):
            # "_REVISION" constants of NDIS carriers are not part of Native 802.11
            if name.startswith("DOT11_"):
                yield "revision constants", "is:" + name, name, int(value)
    for row in read(folder, "constants"):
        yield "constants: " + row["group"], "is:" + row["name"], row["name"], int(row["value_hex"], 16)
    for name in ("oids", "indications"):
        for row in read(folder, name):
            yield name, "is:" + row["name"], row["name"], int(row["value"], 16)


def invented(root, folder):
    """OIDs and indications in the headers that no table knows."""
    known = {r["name"] for t in ("oids", "indications", "constants") for r in read(folder, t)}
    text = ""
    for h in ("ndis.h", "windot11_oids.h"):
        with open(os.path.join(root, "include", "extsta", h)) as f:
            text += f.read()
    return [n for n in re.findall(r"#define ((?:OID|NDIS_STATUS)_DOT11_\w+)", text) if n not in known]


def main():
    root, compiler = sys.argv[1], sys.argv[2:]
    folder = tables(root)
    if not folder:
        print("1..0 # SKIP the tables (../shared/abi) are not here")
        return
    asked = list(questions(folder))
    got = probe(root, compiler, sorted({(key, expr) for _, key, expr, _ in asked}))
    if got is None:
        print("1..1\nnot ok 1 - every name of the tables is in the headers")
        return
    tests = {}
    for test, key, expr, want in asked:
        bad = tests.setdefault(test, [])
        if got[key] != want:
            bad.append("%s is %d, the table says %d" % (expr, got[key], want))
    tests["no OID or indication without a source"] = invented(root, folder)
    print("1..%d" % len(tests))
    for i, (test, bad) in enumerate(tests.items(), 1):
        for line in bad:
            print("# " + line)
        print("%s %d - %s" % ("not ok" if bad else "ok", i, test.replace("#", "")))


main()
