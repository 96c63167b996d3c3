#!/usr/bin/env python3
"""The conformance suite bites: each wrong driver of wrong.c fails, under the rule that it breaks,
and the wrapper that breaks nothing passes. (TAP)"""
import json
import os
import subprocess
import sys

# name -> (the rule, cases that are enough to see it); None: a verdict instead of a rule
WRONG = {
    "reason-code": ("DIS-17", "deauth-*"),
    "roam-reason": ("ROM-07", "roam-failover"),
    "no-beacon": ("ASC-16", "connect-indications"),
    "no-confirm": ("RST-07", "scan-reset"),
    "no-phy-state": ("PWR-04", "power-switch-in-init"),
    "twice-complete": ("TXP-08", "send-header"),
    "leaves-silently": ("CNX-36", "disconnect-frame"),
    "no-rts": ("TXP-06", "send-rts"),
    "clear-body": ("ATH-13", "keys-pairwise-*"),
    "probes-one": ("SCN-07", "scan-*"),
    "short-is-fine": ("ROL-04", "oids-list-*"),
    "any-state": ("STA-04", "oids-init-*"),
    "another-default": ("MIB-19", "mib-*"),
    "statistics": ("STT-07", "receive-duplicates"),
    "keeps-keys": ("KEY-03", "keys-pairwise-*"),
    "excludes-nothing": ("DEC-06", "keys-default-needs-*"),
    "believes-anybody": ("DIS-14", "malformed-deauth-random-source"),
    "sees-no-retry": ("RXP-02", "receive-duplicates"),
}


def suite(wrong, *arguments):
    done = subprocess.run([os.environ["EXTSTA"], "conform", "--json", *arguments],
                          env={**os.environ, "EXTSTA_WRONG": wrong}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=300)
    *cases, summary = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, cases, summary


def check(wrong):
    """What is not as it should be, or None."""
    if wrong == "nothing":
        status, cases, summary = suite(wrong)
        # a driver that is not ours has no cause records, nor what depends on them
        failed = [(c["name"], c["reason"], c["output"]) for c in cases if c["verdict"] == "fail"]
        return failed if status or failed else None
    if wrong == "crashes":
        status, cases, _ = suite(wrong, "--case", "scan-passive", "--case", "operation-mode")
        right = {c["name"]: (c["verdict"], c["reason"]) for c in cases}
        return None if status == 1 and right == {
            "operation-mode": ("pass", ""), "scan-passive": ("fail", "crashed: Aborted")} else right
    if wrong == "hangs":
        status, cases, _ = suite(wrong, "--case", "scan-passive", "--timeout", "1")
        return None if status == 1 and cases[0]["reason"] == "not over within 1 s" else cases
    rule, pattern = WRONG[wrong]
    status, cases, summary = suite(wrong, "--case", pattern)
    if status == 1 and rule in summary["violated"]:
        return None
    return (status, summary, [(c["name"], c["output"]) for c in cases])


def main():
    names = ["nothing", *WRONG, "crashes", "hangs"]
    print(f"1..{len(names)}")
    bad = False
    for n, name in enumerate(names, 1):
        wrong = check(name)
        what = WRONG[name][0] if name in WRONG else ""
        print(f"{'not ok' if wrong else 'ok'} {n} - {name} {what}", flush=True)
        for line in str(wrong).splitlines() if wrong else []:
            print("# " + line[:3000])
        bad |= bool(wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
