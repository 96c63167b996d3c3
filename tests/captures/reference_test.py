#!/usr/bin/env python3
"""The stories of the reference captures against what hostapd and wpa_supplicant said.

usage: reference_test.py EXTSTA SOURCE-ROOT

Each capture in shared/captures/reference was taken while hostapd and wpa_supplicant ran; its
truth.json is made of their own logs. Wanted are the same connections, the same ends by the
same hand for the same reason, the same failures, told from the frames alone and, in a second
run, with the keys of the participants. Where the air cannot show it, reference_limits.json
says why, and nothing else may differ. Prints TAP, and precision and recall by kind.
Skipped where $EXTSTA_SHARED or ../shared is not there."""
import collections
import glob
import json
import os
import re
import subprocess
import sys

BY = {"station": "sta", "ap": "ap"}
# What the participants' words for a failure are in the names of the stories.
FAILURES = {
    "auth-rejected": {"authentication-refused", "sae-confirm-mismatch", "sae-commit-refused",
                      "sae-unknown-password-identifier", "shared-key-challenge-failed"},
    "assoc-rejected": {"association-refused", "pmf-policy-violation",
                       "owe-group-not-supported"},
    "auth-timeout": {"authentication-no-answer", "sae-commit-no-answer",
                     "sae-confirm-no-answer", "eap-unfinished", "eap-station-silent"},
    "assoc-timeout": {"association-no-answer"},
    "eap-failure": {"eap-failure", "eap-certificate", "eap-no-common-method", "eap-unfinished"},
    "eap-tls-cert-error": {"eap-certificate"},
    "ie-mismatch": {"rsne-mismatch"},
    "psk-may-be-wrong": {"wrong-passphrase"},
    "sae-group-not-supported": {"sae-group-not-supported"},
}
# Consequences that the participants drew for themselves: nothing on the air.
INWARD = {"network-temporarily-disabled"}


def stories(extsta, path, keys):
    run = subprocess.run([extsta, "explain", "--json", *keys, path], capture_output=True,
                         text=True, timeout=60)
    if run.returncode:
        raise RuntimeError("exit %d: %s" % (run.returncode, run.stderr[-500:]))
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return [x for x in lines if x["line"] in ("story", "note")]


def key_options(truth):
    """Those of the access points: whoever has others is wrong."""
    options = []
    for k in truth["keys"]["configured"]:
        if (k["type"] == "wpa-pwd" and 8 <= len(k["value"]) <= 63 and k.get("ssid")
                and k.get("note") == "access point"):
            options += ["--key", k["ssid"].replace(":", "\\:") + ":" + k["value"]]
    for k in truth["keys"]["logged"]:
        if k["kind"] in ("pmk", "tk") and "ap" in k["logged_by"]:
            options += ["--" + k["kind"], k["hex"]]
    return options


class Score:
    """Counts by kind: told and true, true but not told, told but not true."""

    def __init__(self):
        self.hit, self.missed, self.invented = (collections.Counter() for _ in range(3))

    def table(self):
        for kind in sorted(set(self.hit) | set(self.missed) | set(self.invented)):
            h, m, i = self.hit[kind], self.missed[kind], self.invented[kind]
            yield "%-24s told and true %4d, not told %3d, invented %3d: recall %5.1f %%, " \
                  "precision %5.1f %%" % (kind, h, m, i, 100 * h / (h + m) if h + m else 100,
                                          100 * h / (h + i) if h + i else 100)


class Judge:
    def __init__(self, name, truth, told, limits, score):
        self.name, self.truth, self.told = name, truth, told
        self.limits, self.score = limits, score
        self.used, self.wrong = set(), []

    def find(self, what, sta, fits):
        for i, s in enumerate(self.told):
            if i not in self.used and s["what"] in what and s["sta"] == sta and fits(s):
                self.used.add(i)
                return s
        return None

    def missed(self, kind, sta, key, text):
        reason = self.limits.get("%s %s %s" % (self.name, sta[-5:], key))
        if reason is None:
            self.wrong.append("%s %s: %s [%s]" % (self.name, sta, text, key))
        self.score.missed[kind] += 1

    def ends(self, sta, entry, key):
        by, frame = BY[entry["by"]], entry.get("frame")
        if frame is None:
            t = float(entry["t"])
            s = self.find({"disassociation"}, sta,
                          lambda s: not s["explicit"] and abs(float(s["time"]) - t) < 1)
        else:
            s = self.find({"disassociation"}, sta,
                          lambda s: s["explicit"] and s["first_frame"] <= frame <= s["last_frame"])
        if not s:
            return self.missed("end", sta, key, "no end %r" % entry)
        hidden = frame is not None and "reason" not in s
        if s["by"] != by or (frame is not None and not hidden and s["reason"] != entry["reason"]):
            return self.missed("end", sta, key, "another end: %r instead of %r" % (s, entry))
        if hidden and "cannot be read without the key" not in s["text"]:
            return self.missed("end", sta, key, "silent on the hidden reason: %r" % s)
        if entry.get("bssid") and s["bssid"] != entry["bssid"]:
            return self.missed("end", sta, key, "with another AP: %r" % s)
        self.score.hit["end"] += 1

    def connection(self, sta, entry, key):
        frame = entry["frame"]
        s = frame and self.find({"association", "port-authorized", "group-rekey"}, sta,
                                lambda s: s["last_frame"] == frame
                                and s["bssid"] == entry["bssid"])
        if not s:
            return self.missed("connection", sta, key, "no connection %r" % entry)
        self.score.hit["connection"] += 1

    def failure(self, sta, entry, key):
        names, frame = FAILURES[entry["what"]], entry.get("frame")

        def fits(s):
            return (s.get("name") in names
                    and (frame is None or s["first_frame"] <= frame <= s["last_frame"])
                    and ("status" not in entry or s.get("status") == entry["status"]))
        # A group that is refused, while the station goes on with another, is no failure.
        groups = entry["what"] == "sae-group-not-supported" or entry.get("status") == 77
        what = {"association-failed"} | ({"finding"} if groups else set())
        s = self.find(what, sta, fits)
        if not s and entry["what"] in ("eap-tls-cert-error", "eap-failure", "auth-timeout"):
            # two words for one failure
            s = next((s for s in self.told if s["what"] == "association-failed"
                      and s["sta"] == sta and fits(s)), None)
        if not s:
            return self.missed(entry["what"], sta, key, "no failure %r" % entry)
        self.score.hit[entry["what"]] += 1

    def invented(self):
        """What was told and nobody said; their logs also hold more than the summary."""
        frames = collections.defaultdict(set)
        for e in self.truth["timeline"]:
            if e.get("frame"):
                frames[e["event"]].add(e["frame"])
        for i, s in enumerate(self.told):
            if i in self.used:
                continue
            span = set(range(s["first_frame"], s["last_frame"] + 1))
            kind, said = None, True
            if s["what"] == "association":
                kind, said = "connection", s["last_frame"] in frames["associated"] | \
                    frames["association-accepted"] | frames["connected"]
            elif s["what"] == "port-authorized":
                kind, said = "connection", bool(span & (frames["connected"] |
                                                        frames["handshake-complete"]))
            elif s["what"] == "disassociation" and s["explicit"]:
                kind = "end"
                said = bool(span & (frames["disconnected"] | frames["rx-deauth"] |
                                    frames["rx-disassoc"] | frames["tx-deauth"]))
            elif s["what"] == "association-failed":
                kind = s["name"]
                said = False
            elif s["what"] == "silence":
                kind, said = "silence", False
            if not said:
                self.score.invented[kind] += 1
                key = "invented %s %d" % (s.get("name") or s["what"], s["last_frame"])
                if self.limits.get("%s %s %s" % (self.name, s["sta"][-5:], key)) is None:
                    self.wrong.append("%s: nobody said %r [%s %s]" % (self.name, s,
                                                                     s["sta"][-5:], key))

    def run(self):
        for sta, summary in self.truth["stations"].items():
            for n, entry in enumerate(summary["connected"]):
                self.connection(sta, entry, "connected %d" % n)
            for n, entry in enumerate(summary["disconnected"]):
                self.ends(sta, entry, "disconnected %d" % n)
            cleanup = re.match(r"ended by (?:the )?(\w+), reason (\d+), frame (\d+)",
                               summary.get("cleanup_end") or "")
            if cleanup:
                by, reason, frame = cleanup.groups()
                self.ends(sta, {"by": by.lower(), "reason": int(reason), "frame": int(frame)},
                          "cleanup")
            for n, entry in enumerate(summary["failures"]):
                if entry["what"] not in INWARD:
                    self.failure(sta, entry, "%s %d" % (entry["what"], n))
        self.invented()
        return self.wrong


def main():
    extsta, root = sys.argv[1:3]
    shared = os.environ.get("EXTSTA_SHARED", os.path.join(root, "..", "shared"))
    files = sorted(glob.glob(os.path.join(shared, "captures", "reference", "*.truth.json")))
    if not files:
        print("1..0 # SKIP no reference captures in %s" % shared)
        return
    with open(os.path.join(os.path.dirname(__file__), "reference_limits.json")) as f:
        limits = {k: v for k, v in json.load(f).items()}
    print("1..%d" % (2 * len(files)))
    number = failed = 0
    for keyed in (False, True):
        score = Score()
        for path in files:
            with open(path) as f:
                truth = json.load(f)
            number += 1
            name = truth["capture"].removesuffix(".pcapng")
            capture = os.path.join(os.path.dirname(path), truth["capture"])
            keys = key_options(truth) if keyed else []
            try:
                allowed = {k.removeprefix("keyed ").removeprefix("keyless "): v
                           for k, v in limits.items()
                           if not k.startswith("keyless " if keyed else "keyed ")}
                wrong = Judge(name, truth, stories(extsta, capture, keys), allowed, score).run()
            except (RuntimeError, ValueError, subprocess.TimeoutExpired) as e:
                wrong = [str(e)]
            failed += bool(wrong)
            print("%sok %d %s%s" % ("not " if wrong else "", number, name,
                                    " with keys" if keyed else ""))
            for line in wrong:
                print("# " + line)
        print("# %s:" % ("with keys" if keyed else "from the frames alone"))
        for line in score.table():
            print("#   " + line)
    sys.exit(1 if failed else 0)


main()
