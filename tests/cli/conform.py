#!/usr/bin/env python3
"""extsta conform: our driver passes the suite; each case exercises the rules it claims; verdicts,
reports and the commands that repeat a run are what they say. (TAP)"""
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET

from program import PROGRAM, WORK, file, run
from tap import check, expect, main

OK, FAILED, USAGE, INPUT, SYSTEM = range(5)
SUITE = os.environ["EXTSTA_CONFORM"]


def lines(r):
    return [json.loads(line) for line in r.out.splitlines()]


def suite(name, text):
    """A folder with one file of cases, and the functions of ours."""
    folder = WORK / name
    folder.mkdir(exist_ok=True)
    (folder / "10-cases.lua").write_text("-- Made up\n" + text)
    if not (folder / "lib").exists():
        (folder / "lib").symlink_to(os.path.join(SUITE, "lib"))
    return str(folder)


def case(name, body, rules='{"DIS-14"}'):
    return (f'case{{name="{name}", origin="here", rules={rules}, what="Does {name}.",\n'
            f'  run=function()\n{body}\nend}}\n')


MIXED = (case("holds", 'expect(true, "DIS-14: so it is")')
         + case("fails", 'expect(false, "DIS-16, RST-07: it is not so")', '{"DIS-16", "RST-07"}')
         + case("cannot", 'not_applicable("the driver has no wings")')
         + case("stops", "local x = nil\nx.y = 1"))


@check
def our_driver_passes_and_each_case_exercises_what_it_claims():
    r = run("conform", "--json", "--seeds", "1-2")
    *runs, summary = lines(r)
    expect(r.status == OK, [(c["name"], c["reason"], c["output"]) for c in runs
                            if c["verdict"] == "fail"])
    names = {c["name"] for c in runs}
    expect(len(names) >= 150 and summary["runs"] == 2 * len(names), summary)
    expect(summary["failed"] == summary["not_run"] == 0 and not summary["violated"], summary)
    claimed = set()
    for c in runs:
        expect(c["verdict"] == "pass" or c["reason"], "n/a with a reason", c)
        if c["verdict"] == "pass":
            missing = set(c["rules"]) - set(c["exercised"])
            expect(not missing, f"{c['name']} claims {missing}, and has not exercised it")
            claimed |= set(c["rules"])
        expect(c["expectations"] > 0 or c["verdict"] != "pass", "something is expected", c["name"])
    expect(len(claimed) >= 300 and len(summary["exercised"]) >= 300,
           "rules", len(claimed), len(summary["exercised"]))


@check
def the_list_has_every_case_with_its_origin():
    listed = lines(run("conform", "--list", "--json"))
    expect(all(c["origin"] and c["rules"] and c["what"].endswith((".", ";")) or c["what"]
               for c in listed), listed)
    r = run("conform", "--list", "--case", "keys-*")
    expect(r.status == OK and r.out.splitlines()[-1] ==
           f"{sum(c['name'].startswith('keys-') for c in listed)} cases", r)
    # what others test is there, by the ids of their outlines
    origins = " ".join(c["origin"] for c in listed)
    titles = " ".join(open(os.path.join(SUITE, f)).readline() for f in os.listdir(SUITE)
                      if f.endswith(".lua"))
    for outline in ("dn247470", "dn293745", "dn247384", "dn260279", "dn293603", "dn260263",
                    "dn293815", "jj125152", "dn247382", "dn293684", "UNH-IOL", "FragAttacks",
                    "KRACK"):
        expect(outline in origins + titles, outline)
    sequences = {m for c in listed for m in re.findall(r"SEQ-\d\d", c["origin"])}
    expect(len(sequences) >= 20, sequences)


@check
def verdicts_reasons_and_the_command_that_repeats():
    folder = suite("mixed", MIXED)
    r = run("conform", "--suite", folder)
    expect(r.status == FAILED, r)
    table = r.out
    expect(re.search(r"^  holds +pass", table, re.M), r)
    expect(re.search(r"^  fails +FAIL .*1 expectation, 0 findings, RST-07, DIS-16", table, re.M)
           or re.search(r"^  fails +FAIL .*1 expectation, 0 findings, DIS-16, RST-07", table, re.M),
           r)
    expect("10-cases.lua:" in table and "it is not so" in table and "Does fails." in table, r)
    expect(re.search(r"^  cannot +n/a .*the driver has no wings", table, re.M), r)
    expect(re.search(r"^  stops +FAIL .*the case could not go on", table, re.M), r)
    expect("attempt to index a nil value" in table, r)
    expect("4 cases: 1 passed, 2 failed, 1 not applicable" in table, r)
    expect(re.search(r"2 violated: (RST-07, DIS-16|DIS-16, RST-07)", table), r)
    commands = re.findall(r"^    (extsta conform .*)$", table, re.M)
    expect(len(commands) == 2, commands)
    for command in commands:
        again = subprocess.run(["sh", "-c", command.replace("extsta", PROGRAM, 1)], cwd=WORK,
                               capture_output=True, text=True)
        expect(again.returncode == FAILED, command, again)
        expect("1 case: 0 passed, 1 failed" in again.stdout, again)


@check
def the_story_of_one_case():
    r = run("conform", "--case", "scan-reset", "--pcap", "scan.pcap", "--log", "scan.jsonl")
    expect(r.status == OK and "as expected: RST-07" in r.out and "ind SCAN_CONFIRM" in r.out, r)
    expect((WORK / "scan.pcap").stat().st_size > 24 and (WORK / "scan.jsonl").stat().st_size, r)
    expect(run("conform", "--case", "scan-*", "--pcap", "x.pcap").status == USAGE, "of one only")


@check
def tap_and_junit():
    folder = suite("reports", MIXED)
    r = run("conform", "--suite", folder, "--tap", "--junit", "report.xml", "--seeds", "1,2")
    expect(r.status == FAILED and r.out.startswith("TAP version 14\n1..8\n"), r)
    results = re.findall(r"^(not ok|ok) (\d+) - (\w+), seed (\d)( # SKIP .*)?$", r.out, re.M)
    expect([x[1] for x in results] == [str(n) for n in range(1, 9)], results)
    expect({(x[0], x[2]) for x in results} == {("ok", "holds"), ("not ok", "fails"),
                                               ("ok", "cannot"), ("not ok", "stops")}, results)
    expect(all(x[4] == " # SKIP the driver has no wings" for x in results if x[2] == "cannot"),
           results)
    root = ET.parse(WORK / "report.xml").getroot()
    expect(root.get("tests") == "8" and root.get("failures") == "4", root.attrib)
    cases = root.findall("testsuite/testcase")
    expect([len(c) for c in cases] == [0, 0, 1, 1, 1, 1, 1, 1], [c.attrib for c in cases])
    expect(cases[4].find("skipped").get("message") == "the driver has no wings", "skipped")
    expect("extsta conform --case fails --seeds 1" in cases[2].find("failure").text, "repeat")
    both = run("conform", "--suite", folder, "--tap", "--json")
    expect(both.status == USAGE, both)


@check
def a_driver_or_case_that_does_not_end():
    stuck = "station{name='x'} local s = ('a'):rep(40) s:find(('a*'):rep(40) .. 'b')"
    folder = suite("stuck", case("stuck", stuck) + case("good", 'expect(true, "DIS-14: yes")'))
    r = run("conform", "--suite", folder, "--timeout", "1")
    expect(r.status == FAILED and re.search(r"stuck +FAIL .*not over within 1 s", r.out), r)
    expect(re.search(r"good +pass", r.out), "the others go on", r)


@check
def what_cannot_be_meant_is_said():
    r = run("conform", "--case", "no-such-case")
    expect(r.status == USAGE and "no case 'no-such-case'" in r.err, r)
    r = run("conform", "--suite", suite("wrong", "case{name='x'}\n"))
    expect(r.status == INPUT and "10-cases.lua" in r.err and "origin" in r.err, r)
    r = run("conform", "--suite", suite("twice", case("a", "") + case("a", "")))
    expect(r.status == INPUT and "two cases have one name" in r.err, r)
    r = run("conform", "--suite", suite("rule", case("a", "", '{"DIS-99"}')))
    expect(r.status == INPUT and "no rule 'DIS-99'" in r.err, r)
    r = run("conform", "--suite", "/nonexistent")
    expect(r.status == INPUT, r)
    r = run("conform", "--driver", "/nonexistent.so", "--case", "scan-reset")
    expect(r.status in (FAILED, USAGE, INPUT) and "nonexistent" in r.err + r.out, r)


@check
def values_are_those_of_the_boundary():
    # what a table becomes is what the scenarios' own octets are, made by hand
    r = run("run", file("values.lua", """
local list = encode("DESIRED_SSID_LIST", {{uSSIDLength=4, ucSSID="63616665"}})
expect(list == "80010c00" .. "01000000" .. "01000000" .. "04000000" .. "63616665" .. ("00"):rep(28)
       or list:sub(9) == "01000000" .. "01000000" .. "04000000" .. "63616665" .. ("00"):rep(28),
       "a list, its count, its entry: " .. list)
local back, whole = decode("DESIRED_SSID_LIST", list)
expect(whole and #back == 1 and back[1].uSSIDLength == 4 and back.uTotalNumOfEntries == 1, "back")
expect(decode("DESIRED_BSS_TYPE", "02000000") == 2, "a number")
expect(encode("DESIRED_BSSID_LIST", {"02:00:00:00:00:0a"}):sub(-12) == "02000000000a", "address")
local _, cut = decode("ASSOCIATION_COMPLETION", "8002")
expect(not cut, "cut")
expect(not pcall(encode, "DESIRED_SSID_LIST", {{uSSIDLenght=4}}), "a misspelt field")
expect(not pcall(encode, "NO_SUCH", 1), "an unknown name")
-- IEEE Std 802.11-2020 J.6.4, CCMP: key, PN and MPDU; the ciphertext is the standard's
local mpdu = "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033" ..
             "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050"
local p = protect{frame=mpdu, cipher="ccmp", key="c97c1f67ce371185514a8a19f2bdd52f", id=0,
                  pn=0xb5039776e70c}
expect(p and p:sub(49) == "0ce700207697" .. "03b5" .. "f3d0a2fe9a3dbf2342a643e43246e80c3c04d019" ..
       "7845ce0b16f97623", "the standard's: " .. tostring(p))
local clear, id, pn = unprotect{frame=p, cipher="ccmp", key="c97c1f67ce371185514a8a19f2bdd52f"}
expect(clear and clear:sub(49) == mpdu:sub(49) and id == 0 and pn == 0xb5039776e70c, "opened")
expect(not unprotect{frame=p, cipher="ccmp", key=("00"):rep(16)}, "not under another key")
"""))
    expect(r.status == OK, r)


main()
