#!/usr/bin/env python3
"""Completion of extsta-supplicant for bash (supplicant/completion.bash): what it offers is held against
what the program takes, and against its help. (TAP)

Usage: completion.py EXTSTA_SUPPLICANT"""
import os
import re
import string
import subprocess
import sys
import tempfile

import bash_ask
from tap import check, expect, main

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "supplicant", "completion.bash")


def offered(*words, cwd="/"):
    return bash_ask.offered(SCRIPT, "extsta-supplicant", PROGRAM, *words, cwd=cwd)


def said(*words):
    done = subprocess.run([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=60, check=False)
    return done.returncode, done.stdout


def taken(option):
    """Whether it is known and not refused; a word for those that want one. The help ends it."""
    _, text = said(option, "yes", "-h")
    return not re.search("invalid option|unrecognized option|^extsta-supplicant: -", text, re.M)


@check
def options_are_those_that_it_takes():
    letters = {"-" + c for c in string.ascii_letters}
    got = offered("-")
    long = {o for o in got if o.startswith("--")}
    expect(got - long == {o for o in letters if taken(o)},
           "not offered: %s" % ({o for o in letters if taken(o)} - got),
           "not taken: %s" % {o for o in got if not taken(o)})
    named = set(re.findall(r"^  (--[a-z-]+)", said("-h")[1], re.M))
    expect(len(named) >= 2 and long == named and all(taken(o) for o in named), long, named)


@check
def words_of_an_option_stand_in_its_help():
    text = said("-h")[1]
    for option, like in (("-D", "-D"), ("-o", "-D"), ("-p", "-p"), ("--sandbox", "--sandbox")):
        about = re.search(r"^  %s (.*?)(?=^  -|^$)" % like, text, re.M | re.S).group(1)
        words = offered(option, "")
        expect(len(words) >= 3, option, words)
        for word in words:
            expect(re.search(r"(?<![\w-])%s" % word, about), option, word, about)
    expect(offered("--sandbox", "=", "k") == {"kill"}, "--option=value")


@check
def interfaces_groups_and_files():
    expect("lo" in offered("-i", ""), offered("-i", ""))
    expect("root" in offered("-G", "roo"), offered("-G", "roo"))
    with tempfile.TemporaryDirectory(prefix="extsta-completion-") as folder:
        os.mkdir(folder + "/below")
        with open(folder + "/wpa.conf", "w", encoding="ascii"):
            pass
        expect(offered("-i", "x", "-c", "", cwd=folder) == {"below", "wpa.conf"}, "-c")
        expect(offered("-C", "", cwd=folder) == {"below"}, "-C")


main()
