#!/usr/bin/env python3
"""Peers of independent networks and of a mesh: who agreed with whom, as both sides tell.

usage: peers_test.py EXTSTA SOURCE-ROOT

The independent network is played on virtual air (scenarios/ibss-psk.lua: three that have one
passphrase, of whom one leaves, and one that has another); the mesh is a reference capture, taken
while wpa_supplicant peered and logged it, and is skipped where $EXTSTA_SHARED or ../shared is not
there. Prints TAP."""
import json
import os
import subprocess
import sys
import tempfile


def notes(extsta, path, *options):
    run = subprocess.run([extsta, "explain", "--json", *options, path], capture_output=True,
                         text=True, timeout=60, check=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return [x for x in lines if x["line"] in ("story", "note") and x["what"] != "scan"]


def pairs(told, name):
    """Who was told of whom; both must be."""
    return sorted((s["sta"][-2:], s["peer"][-2:]) for s in told if s.get("name") == name)


def both(*of):
    return sorted(list(of) + [(b, a) for a, b in of])


def ibss(extsta, root):
    with tempfile.TemporaryDirectory() as folder:
        air = os.path.join(folder, "air.pcap")
        subprocess.run([extsta, "run", "--pcap", air,
                        os.path.join(root, "scenarios", "ibss-psk.lua")],
                       capture_output=True, timeout=120, check=True)
        told = notes(extsta, air)
    alice, bob, carol, mallory = "01", "02", "03", "04"
    if pairs(told, "peers") != both((alice, bob), (bob, carol), (alice, carol)):
        yield "peers: %s" % pairs(told, "peers")
    if pairs(told, "peering-failed") != both((mallory, alice), (mallory, bob), (mallory, carol)):
        yield "no peers: %s" % pairs(told, "peering-failed")
    if pairs(told, "peering-ended") != both((carol, alice), (carol, bob)):
        yield "ended: %s" % pairs(told, "peering-ended")
    if {s["by"] for s in told if s.get("name") == "peering-ended"
            and s["sta"].endswith(carol)} != {"sta"}:
        yield "carol left"
    others = [s for s in told if s.get("name") not in ("peers", "peering-failed", "peering-ended")]
    if others:
        yield "and nothing else: %s" % others


def mesh(extsta, shared):
    told = notes(extsta, os.path.join(shared, "captures", "reference", "mesh-open.pcapng"))
    ends = [s for s in told if s.get("name") == "peering-ended"]
    for name in ("peers", "peering-ended"):
        found = sorted((s["sta"], s["peer"]) for s in told if s.get("name") == name)
        if found != both(("02:00:00:00:00:00", "02:00:00:00:01:00")):
            yield "%s: %s" % (name, found)
    # 802.11-2020 table 9-49: 52 is MESH-PEERING-CANCELLED
    if {s["reason"] for s in ends} != {52}:
        yield "reasons: %s" % ends
    if len(told) != 4:
        yield "and nothing else: %s" % told


def main():
    extsta, root = (os.path.abspath(a) for a in sys.argv[1:3])
    shared = os.environ.get("EXTSTA_SHARED", os.path.join(root, "..", "shared"))
    failed = 0
    print("1..2")
    for n, (name, check, where) in enumerate(
            [("an independent network with RSNA", ibss, root), ("an open mesh", mesh, shared)], 1):
        if check is mesh and not os.path.isdir(os.path.join(shared, "captures", "reference")):
            print("ok %d %s # SKIP no captures" % (n, name))
            continue
        faults = list(check(extsta, where))
        failed += bool(faults)
        print("%sok %d %s" % ("not " if faults else "", n, name))
        for f in faults:
            print("# " + f)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
