#!/usr/bin/env python3
"""Whether `will_retry` is what then happens, over many connections that fail.

usage: promises.py EXTSTA       (TAP on standard output, one line per way to fail)

Each cause, and each notification that an attempt or connection is over, is held against what
follows it in the event log of the station:

  will_retry, with a time     an attempt begins just then
  will_retry, without one     an attempt begins within two minutes: the longest pause is 75
                              seconds, an attempt takes ten
  not will_retry              none begins

until the user does something (connects, disconnects, moves the switch of the radio). An attempt
is a round that begins, an association or a roam that starts, a search that begins.
"""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PATIENCE = 120.0
EXACT = 0.001
LENGTH = 400

# What goes wrong: AP's fields, what happens before the connect, what happens later (script).
WAYS = {
    "nothing": ("", "", ""),
    "absent": (", off=true", "", ""),
    "absent for a minute": (", off=true", "", "at(60, function() A:on{} end)"),
    "mute-beacon-probe": (', mute={"beacon", "probe"}', "", ""),
    "mute-auth": (', mute={"auth"}', "", ""),
    "mute-assoc": (', mute={"assoc"}', "", ""),
    "mute-m1": (', mute={"m1"}', "", "at(100, function() A:mute{} end)"),
    "mute-m3": (', mute={"m3"}', "", ""),
    "refused-auth": ("", 'A:refuse{what="auth", status=1}', ""),
    "refused-assoc": ("", 'A:refuse{what="assoc", status=17}', ""),
    "refused-for-a-while": ("", 'A:refuse{what="assoc", status=17, times=5}', ""),
    "comeback": ("", 'A:refuse{what="assoc", status=30, comeback=3000, times=2}', ""),
    "comeback-always": ("", 'A:refuse{what="assoc", status=30, comeback=100}', ""),
    "second-ap-takes-it": ("", 'A:refuse{what="assoc", status=17}', "second"),
    "both-refuse": ("", 'A:refuse{what="assoc", status=17}', "second deaf"),
    "wrong-passphrase": ("", "wrong", ""),
    "other-security": (', rsne="30140100000fac040100000fac040100000fac08c000"', "", ""),
    "message-1-lost": ("", "rule{message=1, since=0, until_=30}", ""),
    "message-2-lost": ("", "rule{message=2, since=0, until_=30}", ""),
    "message-3-lost": ("", "rule{message=3, since=0, until_=30}", ""),
    "message-4-lost": ("", "rule{message=4, since=0, until_=30}", ""),
    "half-of-all-lost": ("", "rule{probability=0.5}", ""),
    "lost-later": ("", "", "at(30, function() A:off() end)"),
    "lost-and-back": ("", "", "at(30, function() A:off() end) at(90, function() "
                              "A:on{forget=true} end)"),
    "sent-away": ("", "", "at(30, function() A:deauth{reason=7} end)"),
    "message-2-lost-later": ("", "rule{message=2, since=20, until_=60}",
                             "at(30, function() A:deauth{reason=3} end)"),
    "another-passphrase-later": ("", "", "at(30, function() A:off() "
                                 'ap{name="C", bssid="02:00:00:00:00:0c", ssid="office", '
                                 'passphrase="battery staple", at={0, 0}} end)'),
    "radio-off-later": ("", "", "at(30, function() alice:radio(false) end) "
                        "at(90, function() alice:radio(true) end)"),
    "radio-off-before": ("", "alice:radio(false)", "at(60, function() alice:radio(true) end)"),
    "user-leaves": (', mute={"m1"}', "", "at(47, function() alice:disconnect() end)"),
    "user-leaves-a-search": ("", "", "at(30, function() A:off() end) "
                             "at(60, function() alice:disconnect() end)"),
}

SCRIPT = """
A = ap{{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
       at={{0, 0}}{ap}}}
{second}
alice = station{{name="alice", at={{5, 0}}}}
{before}
run(0.5)
{later}
alice:connect{{ssid="office", passphrase="{passphrase}", manager="{manager}",
              auto_connect={auto}}}
run({length})
"""

SECOND = """B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office",
   passphrase="correct horse", channel=6, at={30, 0}}
"""


def script(way, manager, auto):
    ap, before, later = WAYS[way]
    second = ""
    passphrase = "correct horse"
    if before == "wrong":
        before, passphrase = "", "battery staple"
    if later.startswith("second"):
        second = SECOND + ('B:refuse{what="auth", status=1}' if "deaf" in later else "")
        later = ""
    return SCRIPT.format(ap=ap, before=before, later=later, second=second, manager=manager,
                         passphrase=passphrase, auto="true" if auto else "false",
                         length=LENGTH)


def attempt(e):
    name = e.get("name", "")
    return (e["line"] == "notify" and e["what"] in ("connection-start", "searching")) or \
        (e["line"] == "indication" and name.endswith(("ASSOCIATION_START", "ROAMING_START")))


def by_user(e):
    return e["line"] == "notify" and (
        e["what"] == "radio-state" or (e["what"] == "connection-start" and e["round"] == 1))


def promises(events):
    """The places in the log that say whether the station goes on."""
    for i, e in enumerate(events):
        if e["line"] == "cause" or (e["line"] == "notify" and "will_retry" in e):
            yield i, e


def broken(events, end):
    """Promises that were not kept, as texts."""
    wrong = []
    left = [i for i, e in enumerate(events)
            if e["line"] == "notify" and e["what"] == "disconnected" and not e["will_retry"]]
    for i, e in promises(events):
        t = float(e["time"])
        what = e.get("text") or e.get("what")
        until = next((float(f["time"]) for f in events[i + 1:] if by_user(f)), None)
        asked = next((float(events[n]["time"]) for n in left if n >= i), None)
        stop = min(x for x in (until, asked, end) if x is not None)
        # What stands in the log at the same moment before it may be the attempt it speaks of.
        starts = [float(f["time"]) for f in events if attempt(f) and float(f["time"]) >= t]
        later = [float(f["time"]) for f in events[i + 1:] if attempt(f)]
        if not e["will_retry"]:
            early = [s for s in later if s < (until if until is not None else end + 1)]
            if early:
                wrong.append(f"{t}: \"{what}\" says that nothing follows: attempt at {early[0]}")
        elif "retry_after" in e:
            at = t + float(e["retry_after"])
            if at < stop and not [s for s in starts if abs(s - at) <= EXACT]:
                wrong.append(f"{t}: \"{what}\" says {at}: no attempt then")
            early = [s for s in later if s < at - EXACT and s > t]
            if early and e["line"] == "notify":
                wrong.append(f"{t}: \"{what}\" says {at}: attempt already at {early[0]}")
        elif t + PATIENCE < stop and not [s for s in starts if s <= t + PATIENCE]:
            wrong.append(f"{t}: \"{what}\" says that the station goes on: no attempt")
    return wrong


def play(program, way, manager, auto, folder):
    path = Path(folder) / f"{way}-{manager}-{auto}.lua"
    path.write_text(script(way, manager, auto))
    done = subprocess.run([program, "run", "--json", "--seed", "3", str(path)],
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
                          env={**os.environ, "NO_COLOR": "1"})
    name = f"manager {manager}, {'wanted' if auto else 'one attempt'}"
    if done.returncode != 0:
        return [f"{name}: exit status {done.returncode}: {done.stderr.decode()[-300:]}"], 0
    events = [e for e in map(json.loads, done.stdout.splitlines()) if e.get("sta") == "alice"]
    return [f"{name}: {w}" for w in broken(events, LENGTH + 0.5)], len(list(promises(events)))


def check(program, way):
    with tempfile.TemporaryDirectory() as folder:
        runs = [play(program, way, manager, auto, folder)
                for manager in ("os", "miniport") for auto in (True, False)]
    wrong = [w for r in runs for w in r[0]]
    if way not in ("nothing", "half-of-all-lost") and not any(r[1] for r in runs):
        wrong.append("nothing was said: what is tested here?")
    return wrong


def main():
    program = sys.argv[1]
    print(f"1..{len(WAYS)}")
    failed = False
    with ThreadPoolExecutor(max_workers=2) as pool:
        for n, (way, wrong) in enumerate(
                zip(WAYS, pool.map(lambda w: check(program, w), WAYS)), 1):
            print(f"{'not ok' if wrong else 'ok'} {n} - {way}", flush=True)
            for line in wrong[:12]:
                print(f"# {line}", flush=True)
            failed |= bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
