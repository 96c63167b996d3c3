#!/usr/bin/env python3
"""Every public function that is given a station or a context stands in one of the two lists of
extsta/recorder.h: what is recorded, or what is a question and why. A new one that is in neither
fails here. (That those of the first list are recorded is shown by tests/unit/replay/inputs.c.)

Usage: replay_inputs.py SOURCE_ROOT"""
import os
import re
import sys

root = sys.argv[1]
folder = os.path.join(root, "include", "extsta")
# Declared, not defined inline: name and parameters.
FUNCTION = re.compile(r"\b(extsta_\w+)\s*\(([^;{}]*?)\)\s*;", re.S)
TAKES = re.compile(r"struct extsta_(station|context)\s*\*")
# Of contexts: those that make or use something that is no station's.
OTHERS = {"extsta_context_new": "makes one",
          "extsta_log_reader_new": "a reader of logs", "extsta_referee_new": "a referee"}


def plain(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r"^\s*#\s*define(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.M)


def main():
    recorder = open(os.path.join(folder, "recorder.h")).read()
    calls = set(re.findall(r"X\(\w+, (extsta_\w+)\)", recorder))
    questions = set(re.findall(r'X\((extsta_\w+), "', recorder))
    declared, about_stations = set(), set()
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".h") or name in ("air.h", "apsim.h"):
            continue  # the air's own: what reaches a station from there are calls of these
        for function, parameters in FUNCTION.findall(plain(open(os.path.join(folder, name)).read())):
            declared.add(function)
            if re.search(r"struct extsta_station\s*\*", parameters) or (
                    TAKES.search(parameters) and name in ("context.h", "station.h", "ihv.h",
                                                          "profile.h", "recorder.h", "driver.h")):
                about_stations.add(function)
    faults = []
    for f in sorted(about_stations - calls - questions - set(OTHERS)):
        faults.append("%s is neither recorded nor a question" % f)
    for f in sorted((calls | questions) - declared):
        faults.append("%s is in a list, and no public function" % f)
    for f in sorted(calls & questions):
        faults.append("%s is in both lists" % f)
    if len(calls) < 40 or "extsta_rx" not in about_stations:
        faults.append("the headers cannot be read any more: %d calls" % len(calls))
    print("TAP version 13\n1..1")
    print("%s 1 - every input of a station is recorded" % ("not ok" if faults else "ok"))
    for fault in faults:
        print("# " + fault)
    return 1 if faults else 0


sys.exit(main())
