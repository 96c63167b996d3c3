#!/usr/bin/env python3
"""The list of mutations fits the source, and scripts/mutate says of a wrong one what is wrong.

usage: mutate_test.py MUTATE    (TAP)

Nothing is mutated here: that takes a build of its own, and minutes."""
import subprocess
import sys
import tempfile
from pathlib import Path

MUTATE = sys.argv[1]
WRONG = {
    "a text that is not in its file": (
        "DIS-04 src/base/fsm.c\nwords\n< no such text in this file\n> x\n",
        "stale: its old text is 0 times in src/base/fsm.c"),
    "a text that is in its file more than once": (
        "DIS-04 src/base/fsm.c\nwords\n< the\n> x\n", "times in src/base/fsm.c"),
    "a file that is gone": (
        "DIS-04 src/base/gone.c\nwords\n< a\n> b\n", "src/base/gone.c does not exist"),
    "a rule that is none": (
        "DIS-99 src/base/fsm.c\nwords\n< a\n> b\n", "DIS-99 is no rule of the contract"),
    "no change": (
        "DIS-04 src/miniport/state.c\nwords\n< MP_OP,  MP_INIT, MP_INIT, NULL, STA_03\n"
        "> MP_OP, MP_INIT, MP_INIT, NULL, STA_03\n", "it changes nothing"),
    "no new text": ("DIS-04 src/base/fsm.c\nwords\n< a\n", "not a mutation"),
    "a mutation that docs/mutate.md does not know": (
        "STA-03 src/miniport/state.c\nno such words\n< NULL, STA_03\n> NULL, STA_02\n",
        "not in docs/mutate.md"),
}


def check(*options):
    done = subprocess.run([MUTATE, "--check", *options], capture_output=True, text=True,
                          timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    print("1..%d" % (1 + len(WRONG)))
    status, said = check()
    failed = status != 0
    print("%sok 1 - the list fits the source and docs/mutate.md" % ("not " if failed else ""))
    for line in said.splitlines():
        print("# " + line)
    for n, (name, (text, expected)) in enumerate(WRONG.items(), 2):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "one.mut").write_text(text)
            status, said = check("--mutations", folder)
        good = status == 1 and expected in said
        failed |= not good
        print("%sok %d - %s is told" % ("" if good else "not ", n, name))
        if not good:
            print("# exit status %d\n# %s" % (status, said.replace("\n", "\n# ")))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
