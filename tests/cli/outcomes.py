#!/usr/bin/env python3
"""What can go wrong with a connection: the lines name the stage and the suspect, and the exit
status tells. (TAP)"""
import json

from program import file, run
from tap import check, expect, main

SCRIPT = """
local A = ap{{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse"{ap}}}
local alice = station{{name="alice", at={{5, 0}}}}
{setup}
run(0.5)
alice:connect{{ssid="office", passphrase="{passphrase}"{wish}}}
run(30)
expect(alice:status().port_open, "alice is on the network")
"""


def outcome(ap="", setup="", passphrase="correct horse", wish=""):
    """(lines of the story that speak of alice, cause records of the event log)"""
    path = file("outcome.lua", SCRIPT.format(ap=ap, setup=setup, passphrase=passphrase,
                                                 wish=wish))
    story = run("run", path)
    log = run("run", "--json", path)
    expect(story.status == 1 and log.status == 1, "the expectation decides", story)
    causes = [e for e in map(json.loads, log.out.splitlines()) if e["line"] == "cause"]
    expect(causes, "no cause record", log)
    for c in causes:
        expect(c["text"] and c["advice"] and c["rule"], c)
    return story.out, causes


def lost(setup):
    """The cause records of a run in which the expectation holds in the end."""
    log = run("run", "--json", file("lost.lua", SCRIPT.format(ap="", setup=setup, wish="",
                                                               passphrase="correct horse")))
    expect(log.status == 0, log)
    return [e for e in map(json.loads, log.out.splitlines()) if e["line"] == "cause"]


def says(story, *words):
    lines = [l for l in story.splitlines() if all(w in l for w in words)]
    expect(lines, f"no line has all of {words}", story)


def has(causes, **fields):
    found = [c for c in causes if all(c[k] == v for k, v in fields.items())]
    expect(found, f"no cause has {fields}", json.dumps(causes, indent=1))


@check
def nothing_goes_wrong_by_itself():
    path = file("outcome.lua", SCRIPT.format(ap="", setup="", passphrase="correct horse", wish=""))
    r = run("run", path)
    expect(r.status == 0 and "could not connect" not in r.out, r)


@check
def a_wrong_passphrase():
    story, causes = outcome(passphrase="wrong horse battery")
    says(story, "four-way handshake: probably the passphrase is wrong", "message 3 never came",
         "% sure; the station tries again")
    says(story, "four-way handshake: the passphrase is wrong", "99 % sure")
    says(story, "→", "passphrase")
    says(story, "could not connect: the passphrase is wrong")
    has(causes, diagnosis="wrong-passphrase", stage="four-way-handshake", remedy="credential",
        will_retry=False)
    expect("2nd round" not in story, "certain: it is not tried again", story)


@check
def an_ap_that_refuses_authentication():
    story, causes = outcome(setup='A:refuse{what="auth", status=1}')
    says(story, "refused by the AP during authentication", "status 1: ")
    says(story, "could not connect: ")
    has(causes, subject="association", space="peer-status", code=1, stage="authentication")


@check
def an_ap_that_is_full():
    story, causes = outcome(setup='A:refuse{what="assoc", status=17}')
    says(story, "refused by the AP during association", "the AP is full", "status 17: ")
    says(story, "could not connect: the AP is full")
    has(causes, subject="association", space="peer-status", code=17, stage="association")


@check
def an_ap_that_asks_to_come_back_later():
    story, causes = outcome(setup='A:refuse{what="assoc", status=30, comeback=1000}')
    says(story, "refused by the AP during association", "come back later", "status 30: ")
    says(story, "could not connect: ", "; looks for office again in 1.0 s, 2nd round")
    has(causes, subject="association", space="peer-status", code=30)


@check
def an_ap_that_does_not_answer_authentication():
    story, causes = outcome(ap=', mute={"auth"}')
    says(story, "timed out during authentication", "did not answer")
    says(story, "could not connect: the AP did not answer authentication")
    has(causes, diagnosis="authentication-no-answer", origin="timer", stage="authentication")


@check
def an_ap_that_does_not_answer_the_association_request():
    story, causes = outcome(ap=', mute={"assoc"}')
    says(story, "timed out during association", "did not answer the association request")
    has(causes, diagnosis="association-no-answer", origin="timer", stage="association")


@check
def an_ap_that_never_sends_message_1():
    story, causes = outcome(ap=', mute={"m1"}')
    says(story, "four-way handshake", "message 1 of the four-way handshake never came")
    says(story, "could not connect: message 1 of the four-way handshake never came")
    has(causes, diagnosis="message-1-never-came", stage="four-way-handshake", remedy="retry",
        will_retry=True)
    says(story, "looks for office again, 2nd round")
    expect(not [c for c in causes if c["diagnosis"] == "wrong-passphrase"],
           "nothing speaks of the passphrase: no message was ever checked")


@check
def a_lost_message_does_not_ask_for_another_passphrase():
    """Reason 15 alone says that the AP has waited, not for what: a program that goes by `remedy`
    would ask its user for a passphrase that is right."""
    for causes in (outcome(ap=', mute={"m1"}')[1], lost("rule{message=2, until_=9}")):
        has(causes, space="peer-reason", code=15, subject="association")
        expect(not [c for c in causes if c["remedy"] == "credential"], "credential", causes)


@check
def an_ap_that_never_sends_message_3():
    story, causes = outcome(ap=', mute={"m3"}')
    says(story, "perhaps the passphrase is wrong", "message 3 never came", "% sure")
    has(causes, diagnosis="wrong-passphrase", stage="four-way-handshake")
    expect(all(c["confidence"] < 100 for c in causes if c["diagnosis"] == "wrong-passphrase"),
           "it is a suspicion")


@check
def an_ap_with_an_impossible_rsn_element():
    for rsne in ("3003010000", "30080100000fac040000", "300e0100000fac040100000fac040000"):
        story, causes = outcome(ap=f', rsne="{rsne}"')
        says(story, "RSN element", "cannot be satisfied")
        has(causes, diagnosis="impossible-rsne", stage="candidates", remedy="policy")


@check
def an_ap_that_requires_protected_management_frames():
    story, causes = outcome(ap=', pmf="required"', wish=', pmf="off"')
    says(story, "the AP requires protected management frames")
    has(causes, diagnosis="pmf-required", remedy="policy")


@check
def an_ap_without_the_protected_management_frames_that_are_required():
    story, causes = outcome(wish=', pmf="required"')
    says(story, "protected management frames are required here, and the AP does not offer them")
    has(causes, diagnosis="pmf-not-offered", remedy="policy")


@check
def an_ap_of_wpa3_only():
    story, causes = outcome(ap=', rsne="30140100000fac040100000fac040100000fac08c000"')
    says(story, "does not offer the security of the profile")
    has(causes, diagnosis="security-mismatch", remedy="policy")


@check
def no_ap_at_all():
    story, causes = outcome(ap=", off=true")
    says(story, "could not connect: no beacon or probe response of this SSID was heard")
    has(causes, diagnosis="ssid-not-found", stage="candidates", remedy="environment",
        will_retry=True)
    says(story, "could not connect: ", "; looks for office again in ", " s, 2nd round")
    says(story, "looks for office again, 3rd round")


CROWD = """
ap{{name="A", bssid="02:00:00:00:00:0a", ssid="cell", at={{0, 0}}}}
local people = {{}}
for i = 1, {count} do
  people[i] = station{{name="p" .. i, at={{5 * math.cos(i), 5 * math.sin(i)}}}}
end
run(0.5)
for _, p in ipairs(people) do p:connect{{ssid="cell"}} end
run(120)
for _, p in ipairs(people) do
  expect(p:status().port_open and p:status().wanted, "on the network")
end
"""


@check
def a_crowd_that_comes_in_the_same_moment():
    r = run("run", "--quiet", file("crowd.lua", CROWD.format(count=250)), timeout=600)
    expect(r.status == 0, "nobody gives up", r)


# Each frame of a connection, cut at every octet, once: the station retries or fails by name,
# and connects when the air is clean again.
CUT = """
local A = ap{{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse"}}
local alice = station{{name="alice", at={{5, 0}}}}
run(0.5)
for length = {first}, {last} do
  local cut = rule{{{which}, action="truncate", length=length, count={count}}}
  trace(alice){before}
  alice:connect{{ssid="office", passphrase="correct horse"}}
  run(13)
  if not alice:status().port_open then
    local why = trace(alice, {{only={{"cause"}}}})
    if #why == 0 then expect(false, "no cause at length " .. length) end
  end
  if rule_hits(cut) == 0 then expect(false, "no frame was cut at length " .. length) end
  unrule(cut)
  alice:disconnect() -- also where she still tries
  run(1)
end
run(10)
alice:connect{{ssid="office", passphrase="correct horse"}}
run(10)
expect(alice:status().port_open, "connected when the air is clean again")
"""


def cut_everywhere(which, last, count=1, before=""):
    path = file("cut.lua",
                CUT.format(which=which, first=0, last=last, count=count, before=before))
    r = run("run", "--quiet", path, timeout=600)
    expect(r.status == 0, which, r)


@check
def management_frames_cut_at_every_octet():
    cut_everywhere('kind="auth", from="A"', 30)
    cut_everywhere('kind="auth", from="alice"', 30)
    cut_everywhere('kind="assoc-req"', 90)
    cut_everywhere('kind="assoc-resp"', 80)
    # a connection that hears the Beacon first does not probe; a scan of the host always does
    cut_everywhere('kind="probe-resp", from="A"', 100, count=0,
                   before='\n  alice:scan{"office"}\n  run(2)')


@check
def handshake_messages_cut_at_every_octet():
    for message, last in ((1, 133), (2, 155), (3, 189), (4, 133)):
        cut_everywhere(f"message={message}", last)


if __name__ == "__main__":
    main()
