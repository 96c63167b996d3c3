#!/usr/bin/env python3
"""Logs that are judged after the fact: what was broken in one is found, told with its lines and in
the exit status; what cannot be read is told, and the rest judged. And the rules that are told.
(TAP)"""
import json

from program import WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
SCRIPT = """
ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", channel=1}
ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse", channel=6,
   at={60, 0}}
local alice = station{name="alice", at={5, 0}}
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
alice:move{to={58, 0}, speed=10}
run(20)
alice:disconnect()
run(1)
"""


def lines_of_log():
    """The lines of a whole log in which alice connects, roams and leaves."""
    path = WORK / "alice.jsonl"
    if not path.exists():
        r = run("run", file("alice.lua", SCRIPT), "--quiet", "--log", str(path))
        expect(r.status == OK, r)
    return path.read_text().splitlines(keepends=True)


def log(name, lines):
    return file(name, "".join(lines))


def objects(result):
    return [json.loads(line) for line in result.out.splitlines()]


def of(kind, result):
    return [o for o in objects(result) if o["line"] == kind]


def index(lines, *words):
    found = [i for i, line in enumerate(lines) if all(w in line for w in words)]
    expect(found, f"no line has {words}")
    return found[0]


@check
def a_log_that_keeps_the_rules_is_clean():
    path = log("clean.jsonl", lines_of_log())
    r = run("check", path)
    expect(r.status == OK and " 0 violated\n" in r.out and "rule broken" not in r.out, r)
    expect(", 1 station, " in r.out and f"{path}: {len(lines_of_log())} lines" in r.out, r)
    live = json.loads(next(l for l in lines_of_log() if l.startswith('{"line":"contract"')))
    expect(of("contract", run("check", "--json", path)) == [live], "live and later differ", live)
    expect(run("check", "--quiet", path).out == "", "--quiet says something")


@check
def a_doubled_disassociation_is_found_with_its_lines():
    lines = lines_of_log()
    end = index(lines, "DOT11_DISASSOCIATION")
    lines.insert(end + 1, lines[end])
    path = log("doubled.jsonl", lines)
    r = run("check", path)
    expect(r.status == EXPECTATION, r)
    told = [l for l in r.out.splitlines() if ": rule broken by alice: RST-20 (" in l]
    expect(len(told) == 1 and told[0].startswith(f"{path}:{end + 2}: "), r)
    expect("expected " in told[0] and "; came 0x" in told[0], told)
    expect(f"(line {end + 2} DISASSOCIATION at " in told[0] and
           f", after line {end + 1} DISASSOCIATION at " in told[0], told)
    expect("1 violated RST-20\n" in r.out, r)
    (v,) = of("violation", run("check", "--json", path))
    expect(v["rule"] == "RST-20" and v["lines"][:2] == [end + 2, end + 1] and "events" not in v and
           v["log"] == path and v["sta"] == "alice" and v["title"] and v["expected"], v)
    # what a terminal is not to see is not shown to it
    evil = [l.replace('"sta":"alice"', '"sta":"a\\u001b[2Jl"') for l in lines]
    r = run("check", log("evil.jsonl", evil))
    expect(r.status == EXPECTATION and "\x1b" not in r.out and "\\x1b[2Jl" in r.out, r)


@check
def only_the_rules_that_are_asked_for_decide():
    lines = lines_of_log()
    end = index(lines, "DOT11_DISASSOCIATION")
    path = log("asked.jsonl", lines[:end + 1] + [lines[end]] + lines[end + 1:])
    for words in (["RST-20"], ["rst"], ["CNX-01,RST-20"], ["CNX", "--rule", "RST"]):
        r = run("check", path, "--rule", *words)
        expect(r.status == EXPECTATION and "RST-20" in r.out, r)
    for words in (["DIS-04"], ["CNX,ROM"]):
        r = run("check", path, "--rule", *words)
        expect(r.status == OK and "rule broken" not in r.out, r)
    r = run("check", path, "--json", "--rule", "RST-20,SEQ-01,MIB-40,DIS-15")
    verdicts = {v["rule"]: v for v in of("verdict", r)}
    expect([verdicts[k]["verdict"] for k in ("RST-20", "SEQ-01", "MIB-40", "DIS-15")] ==
           ["violated", "cannot be seen", "not seen", "kept"], r)
    expect(verdicts["RST-20"]["violated"] == 1 and verdicts["SEQ-01"]["reason"], r)
    expect(of("contract", r)[0]["rules"] == ["RST-20"], r)
    refused(USAGE, ["DIS-99", "neither a rule"], "check", path, "--rule", "RST-20,DIS-99")
    refused(USAGE, ["''", "neither a rule"], "check", path, "--rule", "")


@check
def a_summary_counts_each_rule_once():
    r = run("check", "--json", log("clean.jsonl", lines_of_log()))
    chapters = of("chapter", r)
    expect(sum(c["rules"] for c in chapters) == 495, chapters)
    for c in chapters:
        expect(c["kept"] + c["violated"] + c["pending"] + c["not_seen"] + c["cannot_be_seen"] ==
               c["rules"], c)
    expect(sum(c["kept"] + c["violated"] for c in chapters) == of("contract", r)[0]["exercised"], r)


@check
def a_log_comes_from_standard_input_and_several_are_counted_together():
    lines = lines_of_log()
    whole = "".join(lines).encode()
    r = run("check", "-", stdin=whole)
    expect(r.status == OK and "standard input: " in r.out, r)
    bad = log("several.jsonl", lines[:-1] + [lines[index(lines, "DOT11_DISASSOCIATION")]])
    r = run("check", log("clean.jsonl", lines), bad, "-", stdin=whole)
    expect(r.status == EXPECTATION, r)
    expect([l for l in r.out.splitlines() if " lines, " in l] ==
           [l for l in r.out.splitlines() if " lines, 1 station" in l], r)
    expect(r.out.count(" lines, 1 station") == 3, r)


@check
def a_log_that_is_cut_off_says_so_and_is_judged_up_to_there():
    lines = lines_of_log()
    end = index(lines, "DOT11_DISASSOCIATION")
    cut = "".join(lines[:end] + [lines[end], lines[end]])[:-20]
    path = file("cut.jsonl", cut)
    r = refused(INPUT, [f"{path}: line {end + 2}: the log is cut off within it"], "check", path)
    expect("cut off within its last line" in r.out and "0 violated" in r.out, r)
    path = file("cut.jsonl", cut + "\n" + lines[end])
    r = refused(INPUT, [f"{path}: line {end + 2}: it "], "check", path)
    expect("cut off" not in r.out and "1 line could not be read" in r.out, r)
    # a rule that was broken before it is told all the same
    path = file("cut.jsonl", "".join(lines[:end + 1] + [lines[end]] + [lines[end][:40]]))
    r = refused(INPUT, ["cut off within it"], "check", path)
    expect("rule broken by alice: RST-20" in r.out, r)


@check
def what_cannot_be_read_is_told():
    lines = lines_of_log()
    at = index(lines, '"line":"indication"')
    damaged = log("damaged.jsonl", lines[:at] + ["{\n"] + lines[at:])
    r = refused(INPUT, [f"line {at + 1}: it is no JSON"], "check", damaged, "--json")
    expect(of("unreadable", r)[0]["text"].startswith(f"line {at + 1}: "), r)
    expect(of("contract", r)[0]["violated"] == 0, "what was lost is held against it", r)
    refused(INPUT, ["line 1", "--log writes those, not --json"], "check",
            log("short.jsonl", lines[1:]))
    refused(INPUT, ["it is empty"], "check", file("empty.jsonl", ""))
    refused(INPUT, ["No such file"], "check", str(WORK / "nowhere.jsonl"))
    refused(INPUT, ["Is a directory"], "check", str(WORK))
    refused(INPUT, ["line 1", "no JSON"], "check", file("text.jsonl", "hello\n"))
    refused(INPUT, ["line 2", "whose this is"], "check",
            log("nobody.jsonl", [lines[0], lines[at]]))
    r = run("check", file("text.jsonl", "hello\n"))
    expect("contract:" not in r.out, "nothing was judged, and a count is told", r)


@check
def gaps_are_not_held_against_a_station():
    lines = lines_of_log()
    at = index(lines, '"line":"port"', '"created"')
    gap = json.dumps({"time": json.loads(lines[at])["time"], "sta": "alice", "line": "gap",
                      "count": 1, "types": 32}) + "\n"
    r = run("check", log("without.jsonl", lines[:at] + lines[at + 1:]))
    expect(r.status == EXPECTATION, "a port that is missing is not found", r)
    r = run("check", log("gap.jsonl", lines[:at] + [gap] + lines[at + 1:]))
    expect(r.status == OK and "; 1 gap:" in r.out, r)


@check
def many_findings_are_counted_and_not_all_told():
    lines = lines_of_log()
    end = index(lines, "DOT11_DISASSOCIATION")
    path = log("many.jsonl", lines[:end + 1] + [lines[end]] * 50)
    r = run("check", path)
    expect(r.out.count("rule broken by alice: RST-20") == 10 and
           "more of RST-20 are only counted" in r.out, r)
    expect(len(of("violation", run("check", "--json", path))) == 50, "--json has not all")


@check
def stations_of_one_name_are_apart():
    lines = lines_of_log()
    second = [l for l in lines[1:] if '"sta":"alice"' in l]
    r = run("check", log("twice.jsonl", lines + second))
    expect(r.status == OK and " lines, 2 stations, " in r.out, r)


@check
def a_log_of_too_many_stations_is_bounded():
    head = '{"line":"log","version":2}\n'
    station = '{"time":"0.000000","sta":"s%d","line":"station","address":"02:00:00:00:00:01"}\n'
    path = file("crowd.jsonl", head + "".join(station % i for i in range(200)))
    r = run("check", path)
    expect(r.status == OK and "200 stations" in r.out, r)


@check
def options_that_contradict_are_refused():
    path = log("clean.jsonl", lines_of_log())
    refused(USAGE, ["which log?"], "check")
    refused(USAGE, ["--explain"], "check", path, "--explain", "DIS-04")
    refused(USAGE, ["--explain"], "check", "--rule", "DIS-04", "--explain", "DIS-04")
    refused(USAGE, ["DIS-4"], "check", "--explain", "DIS-4")


@check
def a_rule_is_explained():
    r = run("check", "--explain", "DIS-04")
    expect(r.status == OK and r.out.startswith("DIS-04  No indication (MINIPORT, MUST NOT)\n"), r)
    for words in ("implicit-disassociation-operations.md", "Any implicit disassociation.",
                  "Kept, for example:", "Broken, for example:", "=> expected no indication A",
                  "ind DISASSOCIATION A 0x00010007"):
        expect(words in r.out, words, r)
    r = run("check", "--explain", "seq-02,MIB-16,X-03")
    for words in ("OS > MP   CONNECT_REQUEST", "by every RESET_REQUEST (X-15)", "choice"):
        expect(words in r.out, words, r)
    (o,) = objects(run("check", "--explain", "DIS-04", "--json"))
    expect(o["rule"] == "DIS-04" and {"name", "text"} == set(o["says"][0]) and o["kept"] and
           o["broken"], o)


@check
def every_rule_says_something_and_every_judged_one_has_an_example():
    rules = [json.loads(l) for l in run("contract", "--json").out.splitlines()][:-1]
    chapters = sorted({r["rule"].rsplit("-", 1)[0] for r in rules})
    told = {o["rule"]: o for o in objects(run("check", "--json", "--explain", ",".join(chapters)))}
    expect(len(told) == 495 and all(o["says"] for o in told.values()), "a rule says nothing")
    for r in rules:
        o = told[r["rule"]]
        expect(not r["referee"] or (o["broken"] and "=> expected" in o["broken"]),
               f"{r['rule']} has no example in which it is broken")
        expect(r["referee"] or r["not_seen"], f"{r['rule']} is not judged, and nobody says why")


@check
def the_contract_is_told():
    r = run("contract", "DIS-04")
    expect(r.status == OK and "unit test" in r.out and "judges it" in r.out, r)
    expect(run("contract", "dis").out.count("\nDIS-") == 31, "not the whole chapter")
    r = run("contract")
    expect(r.out.startswith("ROL-01") and "\n495 rules, of which the referee judges " in r.out, r)
    expect("\nX-" not in r.out and "X-03" in run("contract", "X-03").out, "decisions")
    refused(USAGE, ["'FOO'", "neither a rule"], "contract", "FOO")
    refused(USAGE, ["--markdown"], "contract", "--markdown", "DIS")
    expect(run("contract", "--markdown").out.startswith("# The contract"), "no page")


main()
