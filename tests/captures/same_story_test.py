#!/usr/bin/env python3
"""Plays every scenario, explains its capture, and compares with the stations' own event logs.

usage: same_story_test.py EXTSTA SOURCE_ROOT. Prints TAP."""
import glob
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from same_story import compare  # noqa: E402

# Where the air cannot tell what the station knows, and why.
ENDS = "the run ends there: the station is torn down before its last frame can leave"
PEERS = "in an independent network no frame says that somebody associates"
SCRIPTED = "the extension is scripted: it authorizes the port without a handshake on the air"
KNOWN = {
    "ihv.lua": ENDS,
    "SEQ-10-roam-with-an-extension.lua": ENDS,
    "SEQ-05-scripted-extension.lua": SCRIPTED,
    "SEQ-06-802.1X-for-an-extension.lua": SCRIPTED,
    "SEQ-25-adapter-removal.lua": SCRIPTED,
    "SEQ-26-ihv-reauthorizes.lua": SCRIPTED,
    "SEQ-09-ten-seconds.lua": "the driver authenticates the port: to the station an association "
                              "is complete only after the handshake (PRT-07), on the air with the "
                              "response",
    "message-2-lost.lua": "as there",
    "forged-deauth.lua": "the station takes a forged Deauthentication for the AP's; the numbers on the "
                         "air say that somebody else sent it",
    "wpa3-causes.lua": "when no group is left the station ends with a diagnosis of its own, the air with "
                       "the status of the AP's last answer",
    "attacks-pmf.lua": "whether the MIC of a farewell to all is right only who has the IGTK can "
                       "tell: the explainer believes the forged one",
    "channel-validation.lua": "as SEQ-09: a man in the middle ends the handshake with the driver",
    "roam-fast.lua": "a transition that is refused goes on as a full association: to the station the "
                     "operation has not failed, on the air the authentication has",
    "roam-fast-suites.lua": "as in roam-fast.lua",
    "owe-attacks.lua": "a response whose key cannot be used is no association to the station, which "
                       "asks on; on the air each of them is one",
    "ibss-twenty.lua": PEERS,
    "ibss-wep.lua": PEERS,
    "ibss-psk.lua": PEERS,
    "SEQ-18-ibss-overlapping-associations.lua": PEERS,
    "SEQ-18-ibss-start-join-leave.lua": PEERS,
    "SEQ-19-ibss-join.lua": PEERS,
    "SEQ-29-ibss-known-peer-again.lua": PEERS,
    "SEQ-30-after-association-start.lua": "to the station the old association has ended at "
                                          "ASSOCIATION_START (DIS-03), on the air by the old AP's "
                                          "deauthentication",
}

# Where it is chance whether the air can tell it: a broadcast Deauthentication that one of forty
# stations loses to a collision, and that the capture shows.
CHANCE = {"day.lua"}


def lines(text):
    return [json.loads(line) for line in text.split("\n") if line.startswith("{")]


def differences(extsta, script, folder):
    capture = os.path.join(folder, "air.pcap")
    run = subprocess.run([extsta, "run", "--json", "--pcap", capture, script],
                         capture_output=True, text=True, timeout=120)
    log = lines(run.stdout)
    told = lines(subprocess.run([extsta, "explain", "--json", capture], capture_output=True,
                                text=True, timeout=120).stdout)
    wrong = []
    for member in log:
        if member["line"] == "station":
            events = [e for e in log if e.get("sta") == member["sta"]]
            wrong += [member["sta"] + ": " + w for w in compare(events, told, member["address"])]
    if not log:
        wrong.append("no events: " + run.stderr[-300:])
    return wrong


def main():
    extsta, root = (os.path.abspath(a) for a in sys.argv[1:3])
    os.chdir(root)
    scripts = sorted(glob.glob("scenarios/**/*.lua", recursive=True))
    failed = 0
    print("1..%d" % len(scripts))
    for n, script in enumerate(scripts, 1):
        name = os.path.basename(script)
        with tempfile.TemporaryDirectory() as folder:
            wrong = differences(extsta, script, folder)
        known = KNOWN.get(name)
        # A reason for a difference that is gone is wrong as well.
        fine = bool(wrong) == bool(known) or name in CHANCE
        failed += not fine
        print("%sok %d - %s%s" % ("" if fine else "not ", n, name,
                                  " (differs: %s)" % known if known else ""))
        for w in [] if fine else wrong or ["the known difference is gone"]:
            print("# " + w)
    return 1 if failed else 0


sys.exit(main())
