#!/usr/bin/env python3
"""Decodes public captures with our codecs and compares with what is known of them.

usage: compare.py DUMP-PROGRAM SOURCE-ROOT

The captures and their expected results (tshark's and an independent decoder's) are not part
of the project: they are looked for in $EXTSTA_SHARED or in ../shared beside the source root.
Without them the test is skipped. Prints TAP."""
import collections
import glob
import json
import os
import subprocess
import sys

DROPS = {"too-short", "bad-protocol-version", "reserved-type", "body-truncated",
         "malformed-elements", "malformed-rsne", "bad-fcs", "malformed-eapol", "malformed-llc",
         "malformed-amsdu", "malformed-link-header"}


def dump(program, path, *options):
    run = subprocess.run([program, *options, path], capture_output=True, text=True, timeout=120)
    if run.returncode:
        raise RuntimeError("%s: exit %d: %s" % (path, run.returncode, run.stderr[-2000:]))
    return [json.loads(line) for line in run.stdout.splitlines()]


def security(frame):
    """The words of the expected results."""
    text = []
    rsn, wpa = frame.get("rsn", {}), frame.get("wpa", {})
    if "akm" in rsn:
        mfp = ("required" if rsn["capabilities"] & 0x40 else
               "capable" if rsn["capabilities"] & 0x80 else "no")
        text.append("RSN(%s;pairwise=%s;group=%s;mfp=%s)" % (
            "+".join(rsn["akm"]), "+".join(rsn["pairwise"]), rsn["group"][0], mfp))
    if "akm" in wpa:
        text.append("WPA(;pairwise=%s)" % "+".join(wpa["pairwise"]))
    if not text:
        text.append("WEP-or-dynamic(privacy bit, no RSN/WPA)"
                    if frame.get("capability", 0) & 0x10 else "open")
    if frame.get("mobility_domain"):
        text.append("mobility-domain")
    return " ".join(text)


def compare_subtypes(expected, frames):
    """tshark counts a frame under its subtype even when its header is cut off or its FCS is
    wrong, but leaves frames alone that the radio flagged; reserved subtypes have names of
    their own there."""
    count = collections.Counter()
    for f in frames:
        if f.get("fcs") == "flagged" or "kind" not in f or f["fc"] & 3:
            count["(not 802.11)"] += 1
        elif f["kind"] == "reserved":
            count["reserved"] += 1
        else:
            count[f["kind"]] += 1
    want = collections.Counter()
    for name, n in expected["subtypes"].items():
        want["reserved" if name.startswith("subtype-") else name] += n
    return [] if count == want else ["subtypes: %s instead of %s" % (
        dict(count - want), dict(want - count))]


def compare_event(event, frame):
    """The differences between one expected event and our decoding of that frame."""
    wrong = []

    def same(name, got, want):
        if got != want:
            wrong.append("frame %d: %s %r instead of %r" % (event["frame"], name, got, want))

    kind = event["type"]
    if event.get("protected") or event.get("malformed"):
        return wrong
    if kind == "eapol-key" and event["desc"] == 1:  # RC4 keys of dynamic WEP are not decoded
        same("drop", frame.get("drop"), "malformed-eapol")
        return wrong
    if kind in ("auth", "assoc-req", "assoc-resp", "reassoc-req", "reassoc-resp", "deauth",
                "disassoc"):
        same("kind", frame.get("kind"), kind)
    for name in ("alg", "seq", "status", "reason", "aid", "current_ap", "desc", "replay",
                 "nonce", "mic", "data_len", "pmkid"):
        if name in event:
            same(name, frame.get(name), event[name])
    if "ssid" in event and event["ssid"]:
        same("ssid", frame.get("ssid"), event["ssid"]["hex"])
    if "security" in event:
        same("security", security(frame), event["security"])
    if kind == "eapol-key":
        same("key_info", frame.get("key_info"), int(event["key_info"], 16))
        messages = {"M1": 1, "M2": 2, "M3": 3, "M4": 4, "G1": 5, "G2": 6}
        if event["msg"] in messages:
            same("msg", frame.get("msg"), messages[event["msg"]])
    return wrong


def compare_bss(expected, frames):
    """Each BSS of the list was seen in a beacon or probe response with that SSID, channel and
    security."""
    seen = collections.defaultdict(set)
    for f in frames:
        if f.get("kind") in ("beacon", "probe-resp") and "bssid" in f:
            seen[f["bssid"]].add((f.get("ssid"), f.get("channel"), security(f)))
    wrong = []
    for bss in expected.get("bss", []):
        if bss["beacons"] + bss["probe_resps"] == 0:
            continue
        ssids = {s for s, _, _ in seen[bss["bssid"]]}
        channels = {c for _, c, _ in seen[bss["bssid"]]}
        kinds = {k for _, _, k in seen[bss["bssid"]]}
        ssid = (bss["ssid"] or {}).get("hex")
        if ssid and ssid not in ssids:
            wrong.append("bss %s: SSID %s not in %s" % (bss["bssid"], ssid, ssids))
        if bss["security"] not in kinds:
            wrong.append("bss %s: %s not in %s" % (bss["bssid"], bss["security"], kinds))
        if bss["channel"] and channels - {None} and bss["channel"] not in channels:
            wrong.append("bss %s: channel %s not in %s" % (bss["bssid"], bss["channel"], channels))
    return wrong


def check(program, path):
    with open(path + ".expected.json") as f:
        expected = json.load(f)
    options = ["--fcs"] if expected.get("trailing_fcs_without_flag") else []
    lines = dump(program, path, *options)
    frames, summary = lines[:-1], lines[-1]
    wrong = []
    if summary["frames"] != expected["frames"]:
        wrong.append("%d frames instead of %d" % (summary["frames"], expected["frames"]))
    for f in frames:
        if "drop" in f and f["drop"] not in DROPS:
            wrong.append("frame %d dropped as %s" % (f["frame"], f["drop"]))
        if "drop" not in f and "kind" not in f:
            wrong.append("frame %d neither decoded nor dropped" % f["frame"])
    if "stations" not in expected:  # malformed input: no more is known than that it ends
        return wrong
    wrong += compare_subtypes(expected, frames)
    retry = sum(1 for f in frames if f.get("fc", 3) & 0x0803 == 0x0800)
    if retry != expected["retry_frames"]:
        wrong.append("retry: %d instead of %d" % (retry, expected["retry_frames"]))
    # tshark checks no FCS behind a header of another protocol version
    bad = [f["frame"] for f in frames if f.get("fcs") == "bad" and not f.get("fc", 0) & 3]
    if bad != expected["fcs_bad_frames"]:
        wrong.append("bad FCS: %s instead of %s" % (bad, expected["fcs_bad_frames"]))
    for station in expected["stations"]:
        for event in station["events"]:
            wrong += compare_event(event, frames[event["frame"] - 1])
    return wrong + compare_bss(expected, frames)


def main():
    program, root = sys.argv[1:3]
    shared = os.environ.get("EXTSTA_SHARED") or os.path.join(root, "..", "shared")
    captures = os.path.join(shared, "captures")
    if not os.path.isdir(captures):
        print("1..0 # SKIP no captures: neither $EXTSTA_SHARED nor ../shared has them")
        return 0
    paths = sorted(p[:-len(".expected.json")] for folder in ("public", "malformed")
                   for p in glob.glob(os.path.join(captures, folder, "*.expected.json")))
    raw = sorted(p for p in glob.glob(os.path.join(captures, "malformed", "hostap-fuzz", "*"))
                 if not p.endswith(".md"))
    print("1..%d" % (len(paths) + len(raw)))
    number = failed = 0
    for path in paths + raw:
        number += 1
        name = os.path.relpath(path, captures)
        try:
            if path in raw:
                dump(program, path, "--eapol" if "eapol" in name else "--frame")
                wrong = []
            else:
                wrong = check(program, path)
        except (RuntimeError, subprocess.TimeoutExpired, ValueError) as error:
            wrong = [str(error)]
        print("%sok %d %s" % ("not " if wrong else "", number, name))
        failed += bool(wrong)
        for line in wrong[:10]:
            print("# " + line)
        if len(wrong) > 10:
            print("# and %d more" % (len(wrong) - 10))
    return 1 if failed else 0


sys.exit(main())
