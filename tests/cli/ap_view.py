#!/usr/bin/env python3
"""The access point's own view: the story by --view ap, and its lines in the event log. (TAP)"""
import json

from program import PROGRAM, file, refused, run
from tap import check, expect, main

OK, USAGE = 0, 2
SCRIPT = """
a = ap{name="A", bssid="02:00:00:00:00:0a", ssid="x", passphrase="correct horse"}
s = station{name="s", at={5, 0}}
s:connect{ssid="x", passphrase="correct horse"}
run(3)
"""
COMES = [("authenticated", {"status": 0}), ("associated", {"status": 0}), ("authorized", {})]


def story(text, view):
    r = run("run", file("view.lua", SCRIPT + text), "--view", view)
    expect(r.status == OK, r)
    return r.out


def told(text, of="A"):
    """The lines of the event log that the access point has, as (what, its number)."""
    r = run("run", file("view.lua", SCRIPT + text), "--json")
    expect(r.status == OK, r)
    lines = [json.loads(l) for l in r.out.splitlines()]
    lines = [l for l in lines if l["line"] == "ap-event" and l["ap"] == of]
    expect(all(l["station"].startswith("02:00:00:01:00:0") for l in lines), r)
    return [(l["what"], {k: l[k] for k in ("status", "reason") if k in l}) for l in lines]


@check
def who_comes_is_authenticated_associated_authorized():
    expect(told("") == COMES, told(""))
    out = story("", "ap")
    for words in ("A        s is authenticated", "s is associated, AID 1", "s is authorized"):
        expect(words in out, f"lacks: {words}", out)
    expect("ind " not in out and "may use the network" not in out, "the station's lines", out)


@check
def an_end_is_by_somebodys_hand():
    expect(told("s:disconnect() run(1)") == [*COMES, ("left", {"reason": 8})], "left")
    lines = told("a:deauth{to='s', reason=4} run(0.01)")
    expect(lines[:4] == [*COMES, ("removed", {"reason": 4})], lines)
    expect("s leaves, by its own hand: reason 8 (" in story("s:disconnect() run(1)", "ap"), "hand")
    expect("sends s away, by the access point's hand: reason 4 (" in
           story("a:deauth{to='s', reason=4} run(0.01)", "ap"), "hand")


@check
def refusals_and_failures_have_their_number():
    text = "t = station{name='t', at={1, 0}} t:connect{ssid='x', passphrase='%s'} run(6)"
    lines = told("a:refuse{status=17} " + text % "correct horse")
    expect(("associated", {"status": 17}) in lines[3:], lines)
    lines = told(text % "wrong horse battery")
    expect(("eapol-mic", {}) in lines and ("removed", {"reason": 15}) in lines, lines)


@check
def both_views_of_a_forged_end_disagree():
    # Deauthentication, reason 8, from s to A
    forged = "inject{frame='c0000000' .. '02000000000a' .. '020000010001' .. '02000000000a' .. " \
             "'f07f' .. '0800', at={5, 0}} run(0.005)"
    lines = told(forged)
    expect(lines[3] == ("left", {"reason": 8}), lines)
    out = story(forged, "both")
    expect("s leaves, by its own hand: reason 8" in out and "may use the network" in out, out)


@check
def the_usual_story_is_the_stations():
    r = run("run", file("view.lua", SCRIPT))
    expect(r.out == story("", "station") and "is authorized" not in r.out, r)
    refused(USAGE, ["--view", "'phone'", "station", "both"], "run", "x.lua", "--view", "phone")


if __name__ == "__main__":
    expect(PROGRAM)
    main()
