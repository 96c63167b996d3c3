#!/usr/bin/env python3
"""Roaming policies and decisions: each kind of decision is told with its numbers. (TAP)"""
import json

from program import file, refused, run
from tap import check, expect, main

HALL = """
A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="hall", at={0, 0}}
B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="hall", channel=6, at={%s, 0}%s}
s = station{name="s", at={4, 0}, roam={%s}}
s:connect{ssid="hall"}
run(5)
s:move{to={%s, 0}, speed=%s}
run(40)
"""


def decisions(script):
    done = run("run", file("hall.lua", script), "--json")
    expect(done.status == 0, done)
    return [line for line in map(json.loads, done.out.splitlines())
            if line["line"] == "decision"]


def only(found, kind):
    found = [d for d in found if d["decision"] == kind]
    expect(found, f"no {kind}")
    return found


@check
def moves_for_a_gain_of_at_least_the_hysteresis():
    found = decisions(HALL % (60, "", "hysteresis=12", 58, 2))
    look = only(found, "look")[0]
    expect(look["signal"] < look["threshold"] == -70, look)
    roam = only(found, "roam-better")[0]
    expect(roam["gain"] == roam["best_signal"] - roam["signal"] >= roam["hysteresis"] == 12, roam)
    expect(roam["best"] == "02:00:00:00:00:0b" and roam["candidates"] == 1, roam)


@check
def stays_for_less_with_the_number_that_is_too_small():
    found = decisions(HALL % (60, "", "low=-55, good=-50, hysteresis=60", 58, 2))
    for d in only(found, "stay-gain"):
        expect(d["gain"] < d["hysteresis"] == 60, d)
        expect(d["gain"] == d["best_signal"] - d["signal"], d)
        expect(f"gains {d['gain']} dB, less than the 60 dB" in d["text"], d)
    expect(max(d["gain"] for d in found) > 20, "in the end the other is far better")
    expect(not [d for d in found if d["decision"] == "roam-better"], "and it stays all the same")


@check
def a_preference_of_5_ghz_counts_as_a_gain():
    script = (HALL % (10, "", "low=-30, good=-20, prefer_5ghz=30", 4, 1)).replace(
        "channel=6", "channel=36").replace('name="s"', 'name="s", radio="dual"')
    d = only(decisions(script), "roam-better")[0]
    expect(d["gain"] == d["best_signal"] - d["signal"] + 30, d)
    expect(d["best_signal"] < d["signal"], d)


@check
def alone_or_old_or_good_again():
    only(decisions(HALL % (4000, "", "low=-55, good=-50", 40, 2)), "stay-alone")
    script = HALL % (60, "", "low=-60, fresh=2, scan=5, scan_max=5", 30, 2) + "B:off() run(60)"
    d = only(decisions(script), "stay-old")[0]
    expect(d["age_ms"] > d["fresh_ms"] == 2000 and "is too old" in d["text"], d)
    script = HALL % (4000, "", "low=-55, good=-50", 40, 4) + "s:move{to={2, 0}, speed=9} run(20)"
    d = only(decisions(script), "content")[-1]
    expect(d["signal"] > d["threshold"] == -50, d)


@check
def why_tells_people_and_nothing_else_does():
    path = file("hall.lua", HALL % (60, "", "hysteresis=12", 58, 2))
    expect("leaves A (" in run("run", path, "--why").out, "decisions with --why")
    expect("leaves A (-" not in run("run", path).out, "and not without")


@check
def a_policy_that_contradicts_itself_is_refused():
    for policy, why in (("low=-60, good=-70", "good is not below low"),
                        ("scan=50, scan_max=20", "scan is at least"),
                        ("low=10", "low"), ("hysteresis=61", "hysteresis"),
                        ("hystersis=6", "hysteresis")):
        refused(3, [why], "run", file("hall.lua", HALL % (60, "", policy, 58, 2)))


if __name__ == "__main__":
    main()
