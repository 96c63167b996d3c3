#!/usr/bin/env python3
"""What happens to access points (access_points/*.lua), played on virtual air, captured whole and with
5 and 20 % of the frames missing, and explained: one event of the AP's, with its clients, and no
event where nothing happened.

usage: access_points_test.py EXTSTA SOURCE-ROOT

The truth stands in the head of each script. Prints TAP."""
import os
import subprocess
import sys
import tempfile

from attacks_test import Capture, SEEDS, SHARES
import json

HOME = "02:00:00:00:00:0a"


def explain(extsta, path):
    run = subprocess.run([extsta, "explain", "--json", path], capture_output=True, text=True,
                         timeout=60, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def off_the_air(told, share):
    aps = [x for x in told if x["line"] == "ap"]
    if [x["bssid"] for x in aps] != [HOME] or aps[0]["name"] not in ("ap-gone", "ap-restart"):
        yield "one event of home: %s" % aps
        return
    if not 58e9 < aps[0]["gap_ns"] < 60.5e9 or aps[0]["clients"] != 4:
        yield "59 seconds, 4 clients: %s" % aps[0]
    if "off the air for" not in aps[0]["text"]:
        yield aps[0]["text"]
    ends = [x for x in told if x["line"] == "story"
            and x["what"] in ("disassociation", "silence")]
    wrong = [x for x in ends if x.get("name") not in ("ap-gone", "ap-silent", "replaced")]
    if wrong or (share == 0 and len(ends) != 4):
        yield "the four ends are the AP's: %s" % ends


def sent_away(told, share):
    aps = [x for x in told if x["line"] == "ap"]
    if any(x["name"] != "clients-sent-away" or x["bssid"] != HOME for x in aps) or len(aps) > 1:
        yield "nothing else happened: %s" % aps
    if share == 0 and (len(aps) != 1 or aps[0]["clients"] != 3 or aps[0]["reason"] != 3):
        yield "three were sent away: %s" % aps


def far(told, share):
    aps = [x for x in told if x["line"] == "ap"]
    if aps:
        yield "nothing happened: %s" % aps


SCRIPTS = {"off_the_air": (off_the_air, None), "sent_away": (sent_away, None),
           "far": (far, "walker")}


def faults_of(extsta, capture, share, judge, folder):
    for seed in range(SEEDS if share else 1):
        path = os.path.join(folder, "lost.pcap")
        capture.lose(share, seed).write(path)
        for fault in judge(explain(extsta, path), share):
            yield "seed %d: %s" % (seed, fault)


def main():
    extsta, root = (os.path.abspath(a) for a in sys.argv[1:3])
    number = failed = 0
    print("1..%d" % (len(SCRIPTS) * len(SHARES)))
    for name, (judge, where) in SCRIPTS.items():
        with tempfile.TemporaryDirectory() as folder:
            air = os.path.join(folder, "air.pcap")
            ear = ["--pcap-at", where + "=" + air] if where else ["--pcap", air]
            subprocess.run([extsta, "run", "--quiet", *ear, os.path.join(
                root, "tests", "captures", "access_points", name + ".lua")],
                capture_output=True, timeout=120, check=True)
            whole = Capture(air)
            for share in SHARES:
                number += 1
                faults = list(faults_of(extsta, whole, share, judge, folder))
                failed += bool(faults)
                print("%sok %d %s, %d %% missing" % ("not " if faults else "", number, name,
                                                     share * 100))
                for f in faults[:4]:
                    print("# " + f[:600])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
