#!/usr/bin/env python3
"""scripts/same itself: what is equal passes, what differs fails and is shown, what cannot be
compared is said.

Usage: same_test.py SAME EXTSTA   TAP."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

same, extsta = sys.argv[1:3]
ONLY = "scenarios/seq/SEQ-02-connect-open.lua"


def wrapper(folder, name, script):
    path = os.path.join(folder, name)
    with open(path, "w") as f:
        f.write("#!/bin/sh\n" + script.replace("EXTSTA", "'%s'" % extsta))
    os.chmod(path, 0o755)
    return path


def compare(old, new, *more):
    r = subprocess.run([same, old, new, "--only", ONLY, "--seeds", "1", *more],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    return r.returncode, r.stdout


with tempfile.TemporaryDirectory() as folder:
    status, said = compare(extsta, extsta)
    ok(status == 0 and "2 the same, 0 differ" in said, "a build is the same as itself", said)
    loud = wrapper(folder, "loud", 'EXTSTA "$@" | sed "s/SUCCESS/FAILURE/"\n')
    status, said = compare(extsta, loud)
    ok(status == 1 and "not ok - " + ONLY in said and "FAILURE" in said,
       "another word in the log is a difference, and shown", said)
    # the last octet of the capture, which nobody prints
    silent = wrapper(folder, "silent", 'EXTSTA "$@"; s=$?\n'
                     'for f in "$@"; do case "$f" in *.pcap) printf X >> "$f";; esac; done\n'
                     'exit $s\n')
    status, said = compare(extsta, silent)
    ok(status == 1 and "octet" in said, "another octet in the capture is a difference", said)
    failing = wrapper(folder, "failing", 'EXTSTA "$@"; exit 1\n')
    status, said = compare(extsta, failing)
    ok(status == 1 and "exit" in said, "another exit status is a difference", said)
    moody = wrapper(folder, "moody", 'EXTSTA "$@"; echo $$\n')
    status, said = compare(moody, moody)
    ok(status == 0 and "2 cannot be compared" in said and "not equal to itself" in said,
       "a build that is not equal to itself cannot be compared", said)
    listed = os.path.join(folder, "listed")
    with open(listed, "w") as f:
        f.write(ONLY + "  # it is loud\n")
    status, said = compare(extsta, loud, "--allow", listed)
    ok(status == 0 and "differ for a listed reason" in said, "a listed difference may be", said)
    status, said = compare(extsta, os.path.join(folder, "none"))
    ok(status == 2, "no program is a wrong argument", said)
sys.exit(end())
