#!/usr/bin/env python3
"""Attacks on virtual air (attacks/*.lua), captured whole and with 5 and 20 % of the frames missing,
and explained: who sent what.

usage: attacks_test.py EXTSTA SOURCE-ROOT

Which frames were injected is known from what the script puts into them (INJECTED), not from
anything that explain says. Wanted is that each of them that can end or refuse something is told as
forged, that none of the access point's and the station's own is, and that with frames missing
nothing wrong is said with 80 % or more. Prints TAP, and what was found of what there was."""
import collections
import glob
import json
import os
import random
import struct
import subprocess
import sys
import tempfile

SEEDS = 8
SHARES = (0, 0.05, 0.20)
# Of the injected frames that are in the capture, so many must be found.
WANTED = {0: 1.0, 0.05: 0.95, 0.20: 0.85}
# Where one frame that may be missing is what the others are known by.
FOUND = {}
SURE = 80


def status(mpdu):
    return struct.unpack_from("<H", mpdu, 26)[0]


# By script: whether this MPDU was injected, and is one that ends or refuses something.
INJECTED = {
    "forged_ends": lambda m: m[0] == 0xc0 and m[23] >= 200,
    "refused_by_another": lambda m: m[0] in (0x10, 0x30) and status(m) == 17,
    "sae_refused_by_another": lambda m: m[0] == 0xb0 and m[24] == 3 and
    struct.unpack_from("<H", m, 28)[0] == 1,
    "flood_and_the_ap": lambda m: m[0] == 0xc0 and 0x50 <= m[23] < 0x58 and m[24] == 7,
    "answered_stranger": lambda m: False,
    "crowd_comes_back": lambda m: False,
    "flood_of_many": lambda m: m[0] == 0xc0 and 0xb0 <= m[23] < 0xc0,
    "twin_of_the_network": lambda m: m[0] == 0xc0 and 0xb0 <= m[23] < 0xc0,
    # Sequence numbers from 0xb00 on are the injector's; his are EAPOL frames and requests again.
    "krack_message_3": lambda m: m[23] == 0xb3 and m[0] in (0x08, 0x88),
    "krack_transition": lambda m: m[23] == 0xb3 and m[0] in (0x20, 0x30),
    "krack_group": lambda m: m[23] == 0xb3 and m[0] == 0x88,
    "group_key_early": lambda m: m[23] == 0xb3 and m[0] == 0x08,
    "forged_eapol": lambda m: 0xb0 <= m[23] < 0xc0 and m[0] == 0x08,
    "forged_eap_failure": lambda m: m[23] == 0xb3 and m[0] == 0x08,
    # His beacons lack the short slot time.
    "twin_of_the_ap": lambda m: m[0] == 0x80 and m[34:36] == b"\x11\x00",
    "sae_flood": lambda m: m[0] == 0xb0 and m[10] == 6,
    "sae_timing": lambda m: m[0] == 0xb0 and m[10] == 6,
    "sae_invalid": lambda m: False,
}

# By script: what must be told, as (what, name), and how often when nothing is missing; with
# frames missing, in how many of the runs at least once (5 %, 20 %).
TOLD = {
    "flood_of_many": {("ap", "deauthentication-flood"): (1, 1.0, 1.0)},
    "twin_of_the_network": {("ap", "evil-twin"): (1, 1.0, 1.0),
                            ("ap", "deauthentication-flood"): (1, 1.0, 1.0)},
    "krack_message_3": {("finding", "handshake-replay"): (3, 0.85, 0.6)},
    "krack_transition": {("finding", "ft-reassociation-replay"): (4, 0.85, 0.6)},
    "krack_group": {("finding", "group-message-replay"): (3, 1.0, 1.0)},
    "group_key_early": {("finding", "group-key-before-four-way"): (2, 1.0, 0.85)},
    "forged_eapol": {("finding", "forged-eapol"): (2, 1.0, 1.0)},
    "forged_eap_failure": {("finding", "forged-eapol"): (1, 1.0, 0.85)},
    "twin_of_the_ap": {("ap", "evil-twin"): (1, 1.0, 1.0)},
    "sae_flood": {("ap", "sae-flood"): (1, 1.0, 1.0)},
    "sae_timing": {("ap", "sae-timing-attack"): (1, 1.0, 1.0)},
    "sae_invalid": {("association-failed", "sae-invalid-commit"): (3, 1.0, 1.0)},
}
# What is told of attacks, none of which may be told of another script with SURE percent.
ATTACKS = {name for told in TOLD.values() for _, name in told} - {"deauthentication-flood"}
# The BSSID that a twin of another one must be told with.
TWIN = {"twin_of_the_network": "02:00:00:00:00:66"}
KEYS = {"krack_group": ["--key", "home:twelve monkeys"]}


class Capture:
    """A pcap file in memory: its header and (record, MPDU) of each packet."""

    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        self.head, self.packets, at = data[:24], [], 24
        while at < len(data):
            size = struct.unpack_from("<I", data, at + 8)[0]
            record = data[at:at + 16 + size]
            self.packets.append((record, record[16 + struct.unpack_from("<H", record, 18)[0]:]))
            at += 16 + size

    def lose(self, share, seed):
        dice = random.Random(seed)
        kept = Capture.__new__(Capture)
        kept.head = self.head
        kept.packets = [p for p in self.packets if dice.random() >= share]
        return kept

    def write(self, path):
        with open(path, "wb") as f:
            f.write(self.head)
            for record, _ in self.packets:
                f.write(record)


def is_end(mpdu):
    return mpdu[0] in (0xa0, 0xc0)


def judge(capture, told, injected):
    """(found, injected, wrong): of the injected frames; what was said falsely, and how surely."""
    forged = {i + 1 for i, (_, m) in enumerate(capture.packets) if injected(m)}
    own = {i + 1 for i, (_, m) in enumerate(capture.packets) if is_end(m)} - forged
    found, wrong = set(), []
    for s in told:
        frames = set(range(s["first_frame"], s["last_frame"] + 1))
        if s["what"] == "disassociation" and s["explicit"]:
            first = {s["first_frame"]}
            if first & forged and not s["forged"] or first & own and s["by"] == "unknown":
                wrong.append(s)
            found |= first & forged if s["forged"] else set()
        elif s["what"] in ("finding", "ap") and s["forged"]:
            found |= frames & forged
            if not frames & forged:
                wrong.append(s)
        elif s["what"] == "association-failed":
            if s["forged"]:
                found |= frames & forged
                if not frames & forged:
                    wrong.append(s)
            elif s["by"] == "ap" and s["last_frame"] in forged:
                wrong.append(s)
    return found, forged, wrong


def explain(extsta, path, keys):
    run = subprocess.run([extsta, "explain", "--json", *keys, path], capture_output=True,
                         text=True, timeout=60)
    if run.returncode:
        raise RuntimeError("exit %d: %s" % (run.returncode, run.stderr[-300:]))
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return [dict({"explicit": False, "forged": False}, **x) for x in lines
            if x["line"] in ("story", "note", "ap")]


def count_told(told, name):
    """How often what must be told of this script was told; and what must not."""
    due = TOLD.get(name, {})
    found = collections.Counter((s["what"], s["name"]) for s in told if s.get("name"))
    strange = [s for s in told if s.get("name") in ATTACKS and
               s["name"] not in {n for _, n in due} and s["confidence"] >= SURE]
    strange += [s for s in told if s.get("name") == "evil-twin" and
                s.get("other_bssid") != TWIN.get(name)]
    return {key: found[key] for key in due}, strange


def missed(name, runs, share):
    """Lines about what should have been told in these runs and was not."""
    lines = []
    for key, (whole, *often) in TOLD.get(name, {}).items():
        counts = [r[key] for r in runs]
        if share == 0:
            wrong = counts[0] != whole
        else:
            wrong = sum(map(bool, counts)) < often[SHARES.index(share) - 1] * len(runs)
        if wrong:
            lines.append("%s %s: told %s" % (*key, counts))
    return lines


def attempt(extsta, capture, name, share, folder):
    """What is wrong at this share of loss, as lines; and the sums."""
    faults, sums, runs, injected = [], [0, 0], [], INJECTED[name]
    for seed in range(SEEDS if share else 1):
        lost = capture.lose(share, seed)
        path = os.path.join(folder, "lost.pcap")
        lost.write(path)
        told = explain(extsta, path, KEYS.get(name, []))
        found, forged, wrong = judge(lost, told, injected)
        counts, strange = count_told(told, name)
        runs.append(counts)
        faults += ["seed %d: no such attack: %r" % (seed, s) for s in strange]
        sums[0] += len(found)
        sums[1] += len(forged)
        faults += ["seed %d: %r" % (seed, s) for s in wrong
                   if share == 0 or s["confidence"] >= SURE]
        if share == 0 and found != forged:
            faults.append("not told as forged: frames %s" % sorted(forged - found)[:20])
    faults += missed(name, runs, share)
    if sums[0] < FOUND.get(name, WANTED)[share] * sums[1]:
        faults.append("found %d of %d" % tuple(sums))
    return faults, sums


def main():
    extsta, root = (os.path.abspath(a) for a in sys.argv[1:3])
    scripts = sorted(glob.glob(os.path.join(root, "tests", "captures", "attacks", "*.lua")))
    number = failed = 0
    print("1..%d" % (len(scripts) * len(SHARES)))
    for script in scripts:
        name = os.path.basename(script)[:-4]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "air.pcap")
            run = subprocess.run([extsta, "run", "--pcap", path, script], capture_output=True,
                                 text=True, timeout=120)
            whole = Capture(path)
            for share in SHARES:
                number += 1
                faults, sums = attempt(extsta, whole, name, share, folder)
                if run.returncode:
                    faults.append("extsta run: " + (run.stdout + run.stderr)[-300:])
                failed += bool(faults)
                print("%sok %d %s, %d %% missing: told as forged %d of %d" % (
                    "not " if faults else "", number, name, share * 100, *sums))
                for f in faults:
                    print("# " + f)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
