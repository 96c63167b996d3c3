#!/usr/bin/env python3
"""Runs `extsta explain --json` on public and reference captures and compares with what is
known of them.

usage: explain_test.py EXTSTA SOURCE-ROOT

The captures and their expected results (tshark's and an independent decoder's) are not part
of the project: they are looked for in $EXTSTA_SHARED or in ../shared beside the source root.
Without them the test is skipped. known_differences.json lists what we see otherwise, each
with its reason; a difference in it that is gone is a failure, too. Prints TAP."""
import collections
import glob
import json
import os
import subprocess
import sys

OURS = ("line", "sta", "bssid")
TRUNCATED = "events_truncated"


def explain(program, path, keys=(), environment=None):
    run = subprocess.run([program, "explain", "--json", path, *keys], capture_output=True,
                         timeout=120, env=environment)
    if run.returncode not in (0, 3):
        raise RuntimeError("exit %d: %s" % (run.returncode, run.stderr[-2000:].decode()))
    lines = [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()]
    kinds = collections.defaultdict(list)
    for line in lines:
        kinds[line["line"]].append(line)
    return kinds, run.returncode


def fields(event, names):
    return {k: v for k, v in event.items() if k not in names}


def compare_events(expected, events):
    got = collections.defaultdict(list)
    for e in events:
        got[e["sta"], e["bssid"]].append(fields(e, OURS))
    wrong = []
    for s in expected["stations"]:
        pair = s["sta"], s["bssid"]
        want = s["events"]
        mine = got.pop(pair, [])
        if s.get(TRUNCATED):
            mine = mine[:len(want)]
        for number, (a, b) in enumerate(zip(want, mine)):
            for name in sorted(set(a) | set(b)):
                if a.get(name) != b.get(name):
                    wrong.append("event %s %s frame %s: %s %r instead of %r" % (
                        *pair, a["frame"], name, b.get(name), a.get(name)))
            if a["frame"] != b["frame"]:
                break
        if len(want) != len(mine):
            wrong.append("%s %s: %d events instead of %d" % (*pair, len(mine), len(want)))
    for pair, mine in got.items():
        wrong.append("%s %s: %d events that nobody expects, first frame %d %s" % (
            *pair, len(mine), mine[0]["frame"], mine[0]["type"]))
    return wrong


def compare_bss(expected, lines):
    def key(b):
        return b["bssid"], (b["ssid"] or {}).get("hex")

    got = {key(b): fields(b, ("line", "primary_channel")) for b in lines}
    wrong = []
    if len(lines) != expected["bss_count"]:
        wrong.append("%d BSSs instead of %d" % (len(lines), expected["bss_count"]))
    for b in expected["bss"]:
        mine = got.get(key(b))
        if mine is None:
            wrong.append("bss %s %s is missing" % key(b))
            continue
        for name in sorted(set(b) | set(mine)):
            if b.get(name) != mine.get(name):
                wrong.append("bss %s: %s %r instead of %r" % (
                    b["bssid"], name, mine.get(name), b.get(name)))
    return wrong


def key_options(keys):
    options = []
    for k in keys:
        ssid = (k.get("ssid") or "").replace("\\", "\\\\").replace(":", "\\:")
        if k["type"] == "wpa-pwd":
            options += ["--key", ssid + ":" + k["value"]]
        elif k["type"] == "wpa-psk":
            options += ["--pmk", k["value"]]
        elif k["type"] == "wep":
            options += ["--wep", k["value"].replace(":", "")]
        elif k["type"] == "tk":
            options += ["--tk", k["value"]]
    return options


def compare_decrypted(expected, lines):
    own = expected.get("independent_decryption_check") or {}
    tshark = expected["decryption"]
    line = lines[0] if lines else {"decrypted_mpdus": 0}
    wrong = []
    want = max(own.get("verified_mpdus", 0), tshark.get("decrypted", 0))
    if line["decrypted_mpdus"] != want:
        wrong.append("decrypted %d instead of %d" % (line["decrypted_mpdus"], want))
    if own.get("verified_mpdus", 0) == want:
        for name, count in own.get("by_cipher", {}).items():
            mine = line.get("WEP" if name.startswith("WEP") else name, 0)
            if name == "WEP" and "WEP-auth" in own["by_cipher"]:
                mine -= own["by_cipher"]["WEP-auth"]
            if name != "WEP-auth" and mine != count:
                wrong.append("decrypted %s: %d instead of %d" % (name, mine, count))
    return wrong


def check(program, path):
    with open(path + ".expected.json") as f:
        expected = json.load(f)
    kinds, status = explain(program, path)
    wrong = []
    if "stations" in expected:
        wrong += compare_events(expected, kinds["event"]) + compare_bss(expected, kinds["bss"])
    if expected.get("decryption", {}).get("keys"):
        kinds, status = explain(program, path, key_options(expected["decryption"]["keys"]))
        wrong += compare_decrypted(expected, kinds["decrypted"])
        if "stations" in expected:  # keys add events and change none
            wrong += ["with keys: " + w for w in compare_events(expected, kinds["event"])]
    if os.path.basename(os.path.dirname(path)) == "malformed" and not kinds["finding"]:
        wrong.append("no finding")
    return wrong


def settle(name, wrong, known):
    """Takes the known differences off; what is listed and does not occur is wrong as well."""
    left = list(wrong)
    for entry in known.get(name, []):
        hits = [w for w in left if entry["difference"] in w]
        if not hits:
            left.append("known difference does not occur: " + entry["difference"])
        for w in hits:
            left.remove(w)
    return left


def main():
    program, root = sys.argv[1:3]
    shared = os.environ.get("EXTSTA_SHARED") or os.path.join(root, "..", "shared")
    captures = os.path.join(shared, "captures")
    if not os.path.isdir(captures):
        print("1..0 # SKIP no captures: neither $EXTSTA_SHARED nor ../shared has them")
        return 0
    with open(os.path.join(root, "tests", "captures", "known_differences.json")) as f:
        known = json.load(f)
    paths = sorted(p[:-len(".expected.json")] for folder in ("public", "reference", "malformed")
                   for p in glob.glob(os.path.join(captures, folder, "*.expected.json")))
    if len(sys.argv) > 3:
        paths = [p for p in paths if any(a in p for a in sys.argv[3:])]
    print("1..%d" % len(paths))
    failed = 0
    for number, path in enumerate(paths, 1):
        name = os.path.relpath(path, captures)
        try:
            wrong = settle(name, check(program, path), known)
        except (RuntimeError, subprocess.TimeoutExpired, ValueError) as error:
            wrong = [str(error)]
        reasons = "; ".join(e["reason"] for e in known.get(name, []))
        print("%sok %d %s" % ("not " if wrong else "", number, name))
        if reasons:
            print("# known: " + reasons)
        failed += bool(wrong)
        for line in wrong[:12]:
            print("# " + line)
        if len(wrong) > 12:
            print("# and %d more" % (len(wrong) - 12))
    return 1 if failed else 0


sys.exit(main())
