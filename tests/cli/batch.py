#!/usr/bin/env python3
"""extsta run with several files or seeds: verdicts, summaries, what crashes or does not end, and
that each failing run is repeated by the command that is told. (TAP)"""
import os
import re
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from program import PROGRAM, WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
# math.random follows the seed: some hold, some do not, some have an error
MIXED = """
ap{name="A", bssid="02:00:00:00:00:0a", ssid="home"}
local n = math.random(1, 1000000)
run(1)
expect(n % 5 ~= 0, "no fifth: " .. n)
if n % 7 == 0 then error("seven: " .. n) end
"""
HOLDS = "expect(true, 'so it is')\n"
# beacons for four months: the script yields at once when it is told to end
ENDLESS = 'ap{name="A", bssid="02:00:00:00:00:0a", ssid="home"}\nprint("it begins")\nrun(1e7)\n'
# within one function of C: nothing but SIGKILL ends it
STUCK = "station{name='x'} local s = ('a'):rep(40) s:find(('a*'):rep(40) .. 'b')\n"


def alone(path, seed, *arguments):
    return run("run", path, "--quiet", "--seed", str(seed), *arguments)


def verdicts(path, seeds, *arguments):
    return {seed: alone(path, seed, *arguments).status for seed in seeds}


@check
def the_summary_has_what_did_not_hold_and_how_it_is_repeated():
    path, seeds = file("mixed.lua", MIXED), range(1, 21)
    alone_status = verdicts(path, seeds)
    expect(set(alone_status.values()) == {OK, EXPECTATION, INPUT}, alone_status)
    r = run("run", "mixed.lua", "--seeds", "1-20", "--", "people=20", "x=it's a b")
    expect(r.status == INPUT, "the worst of all", r)
    held = sum(s == OK for s in alone_status.values())
    failed = sum(s == EXPECTATION for s in alone_status.values())
    expect(r.out.splitlines()[-2:] == [
        f"mixed.lua: {held} of 20 runs held",
        f"20 runs: {held} held, {failed} failed, {20 - held - failed} with a script error"], r)
    blocks = re.findall(r"^mixed\.lua, seed (\d+): (.*)\n((?:    .*\n)*)  (extsta run .*)\n",
                        r.out, re.M)
    expect([int(b[0]) for b in blocks] == [s for s in seeds if alone_status[s]], "in order", r)
    for seed, words, output, command in blocks:
        again = subprocess.run(["sh", "-c", command.replace("extsta", PROGRAM, 1) + " 2>&1"],
                               cwd=WORK, capture_output=True, text=True)
        expect(again.returncode == alone_status[int(seed)], command, again)
        for line in output.splitlines():
            expect(line.strip() in again.stdout, "it says the same", line, again.stdout)
        expect(words == {EXPECTATION: "an expectation does not hold",
                         INPUT: "script error"}[again.returncode], words)


@check
def arguments_go_to_all_scripts():
    for name in ("one.lua", "two.lua"):
        file(name, "expect(arg.who == 'a b=c', arg.who)\n")
    r = run("run", "one.lua", "two.lua", "--", "who=a b=c")
    expect(r.status == OK and r.out == "one.lua: held\ntwo.lua: held\n2 runs: 2 held\n", r)
    r = run("run", "one.lua", "--quiet", "two.lua", "--", "who=a b=c")
    expect(r.status == OK and r.out == "", r)
    expect(run("run", "one.lua", "two.lua").status == EXPECTATION)


@check
def what_is_told_does_not_depend_on_who_ends_first():
    slow = "ap{name='A', bssid='02:00:00:00:00:0a', ssid='x'} run(math.random(1, 2000))\n"
    file("slow.lua", slow + "expect(math.random() < 0.5, 'chance')\n")
    file("mixed.lua", MIXED)
    for more in ((), ("--tap",)):
        told = {run("run", "slow.lua", "mixed.lua", "--seeds", "1-12", "--jobs", jobs, *more).out
                for jobs in ("1", "3", "12")}
        expect(len(told) == 1, *told)


@check
def one_file_without_these_options_is_as_before():
    file("holds.lua", "station{}\n" + HOLDS)
    r = run("run", "holds.lua", "--seed", "3")
    expect("as expected: so it is" in r.out and "The expectation holds." in r.out, r)
    r = run("run", "holds.lua", "--seed", "3", "--jobs", "1")
    expect(r.out == "holds.lua: held\n1 run: 1 held\n", r)


@check
def seeds_are_numbers_and_ranges():
    file("seed.lua", "expect(false, 'seen')\n")
    r = run("run", "seed.lua", "--seeds", "7,3-5,18446744073709551615")
    expect(re.findall(r"seed (\d+):", r.out) == ["7", "3", "4", "5", "18446744073709551615"], r)
    for wrong in ("", "5-1", "1-", "-3", "1,,2", "a", "1-2-3", "1 - 2", "0x10",
                  "1-18446744073709551616"):
        refused(USAGE, ["--seeds takes numbers", f"'{wrong}'"], "run", "seed.lua", "--seeds", wrong)
    for many in ("1-100001", "1-18446744073709551615", "1-60000,1-60000"):
        refused(USAGE, ["--seeds has more than 100,000 runs"], "run", "seed.lua", "--seeds", many)
    refused(USAGE, ["more than 100000 runs"], "run", *["seed.lua"] * 2, "--seeds", "1-50001")


@check
def options_of_one_run_are_refused():
    file("holds.lua", HOLDS)
    for option in (["--pcap", "x"], ["--pcap-at", "a=x"], ["--html", "x"], ["--log", "x"],
                   ["--view", "ap"], ["--json"], ["--frames"]):
        for many in (["holds.lua"], ["--seeds", "1-3"], ["--junit", "j.xml"], ["--tap"]):
            refused(USAGE, [option[0], "one run"], "run", "holds.lua", *many, *option)
    refused(USAGE, ["--seed or --seeds"], "run", "holds.lua", "--seed", "1", "--seeds", "1-2")
    refused(USAGE, ["--tap", "--junit", "standard output"], "run", "holds.lua", "--tap", "--junit",
            "-")
    refused(USAGE, ["--junit", "destroy"], "run", "holds.lua", "--junit", "holds.lua")
    for jobs in ("0", "257", "many"):
        refused(USAGE, ["--jobs", f"'{jobs}'"], "run", "holds.lua", "--jobs", jobs)
    for limit in ("0", "-1", "soon"):
        refused(USAGE, ["--timeout", f"'{limit}'"], "run", "holds.lua", "--timeout", limit)
    refused(INPUT, ["nosuch.lua", "No such file"], "run", "holds.lua", "nosuch.lua")
    refused(INPUT, ["people=3", "behind --"], "run", "holds.lua", "people=3")
    refused(SYSTEM, ["/nosuch/j.xml", "No such file"], "run", "holds.lua", "--junit",
            "/nosuch/j.xml")
    refused(SYSTEM, ["/dev/full", "written"], "run", "holds.lua", "--junit", "/dev/full")


# --- runs that do not end as they should ---

def children(pid):
    try:
        return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def gone(pid):
    """Ended, or a zombie that only waits to be looked at."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def until(condition, what):
    for _ in range(12000):
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    expect(False, what)


def started(*arguments, workers=1):
    process = subprocess.Popen([PROGRAM, "run", *arguments], cwd=WORK, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    until(lambda: len(children(process.pid)) == workers, "the runs begin")
    return process, children(process.pid)


@check
def what_is_not_over_in_time_is_ended_and_said():
    file("endless.lua", ENDLESS)
    file("stuck.lua", STUCK)
    file("holds.lua", HOLDS)
    r = run("run", "endless.lua", "holds.lua", "stuck.lua", "--timeout", "1", "--jobs", "1")
    expect(r.status == SYSTEM, r)
    for line in ("endless.lua: not over within 1 s", "    it begins", "holds.lua: held",
                 "stuck.lua: not over within 1 s", "  extsta run stuck.lua",
                 "3 runs: 1 held, 2 not over in time"):
        expect(line in r.out.splitlines(), line, r)
    expect(re.search(r"^    extsta run: interrupted at [\d.]+ s", r.out, re.M), "how far it came", r)


@check
def a_crash_is_that_runs_own():
    file("endless.lua", ENDLESS)
    file("holds.lua", HOLDS)
    process, (child,) = started("endless.lua", "holds.lua", "--jobs", "1", "--junit", "crash.xml")
    os.kill(child, signal.SIGABRT)  # a sanitizer would make status 1 of SIGSEGV
    out, err = process.communicate(timeout=120)
    expect(process.returncode == SYSTEM, out, err)
    expect("endless.lua: crashed: Aborted" in out and "holds.lua: held" in out, out)
    expect("2 runs: 1 held, 1 crashed" in out, out)
    error = ET.parse(WORK / "crash.xml").find(".//testcase[@classname='endless.lua']/error")
    expect(error.get("type") == "crash" and "Aborted" in error.get("message"), error)


@check
def who_is_interrupted_leaves_nothing_running():
    file("endless.lua", ENDLESS)
    file("holds.lua", HOLDS)
    for number in (signal.SIGTERM, signal.SIGINT):
        process, pids = started("endless.lua", "endless.lua", "holds.lua", "--jobs", "2", "--tap",
                                "--junit", "stopped.xml", workers=2)
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
        expect(process.returncode == 128 + number, out, err)
        expect("3 of 3 runs had not ended" in err and "Bail out!" in out, out, err)
        until(lambda: all(gone(p) for p in pids), "they are gone")
        expect(len(ET.parse(WORK / "stopped.xml").findall(".//skipped")) == 3)


@check
def runs_do_not_outlive_who_started_them():
    file("endless.lua", ENDLESS)
    process, pids = started("endless.lua", "endless.lua", "--jobs", "2", workers=2)
    process.kill()
    process.communicate()
    until(lambda: all(gone(p) for p in pids), "they are gone")


@check
def an_output_without_end_is_kept_at_both_ends():
    file("loud.lua", "for i = 1, 100000 do print('line ' .. i) end expect(false, 'the last word')\n")
    r = run("run", "loud.lua", "--tap")
    expect(r.status == EXPECTATION and len(r.out) < 40000, len(r.out))
    expect('"line 1"' in r.out and "the last word" in r.out and '"line 100000"' in r.out, r)
    left_out = int(re.search(r"(\d+) octets are left out here", r.out).group(1))
    whole = sum(len(f"line {i}\n") for i in range(1, 100001))
    expect(whole < left_out + 2 * 8192 < whole + 200, left_out, whole)


@check
def a_script_from_standard_input_is_played_with_each_seed():
    r = run("run", "-", "--seeds", "1-3", stdin=b"expect(true) io = nil")
    expect(r.status == OK and "3 of 3 runs held" in r.out, r)


# --- what machines read ---

HOSTILE = ["it's <b> & \"quoted\".lua", "# SKIP hash.lua", "back\\slash.lua", "ok 1.lua"]
SHOUT = """print("\\27[31m]]> </error> \\0 \\255 \\u{202e}  ...  --- # \\"x\\" 'y' \\\\")
print("not ok 1 - forged")
expect(false, "<&\\"'>")"""


def tap_points(text):
    """[(held, number, description, block of YAML)] by the rules of TAP 14."""
    lines = text.splitlines()
    expect(lines[0] == "TAP version 14" and re.fullmatch(r"1\.\.\d+", lines[1]), lines[:2])
    points = []
    for line in lines[2:]:
        m = re.fullmatch(r"(not )?ok (\d+) - (.*)", line)
        if m:
            expect(not re.search(r"(?<!\\)(\\\\)*#", m.group(3)), "a directive", line)
            points.append((not m.group(1), int(m.group(2)),
                           re.sub(r"\\([\\#])", r"\1", m.group(3)), []))
        else:
            expect(line.startswith("  "), "neither a test point nor its block", line)
            points[-1][3].append(line)
    expect([p[1] for p in points] == list(range(1, int(lines[1][3:]) + 1)), lines)
    return points


@check
def tap_is_tap_whatever_names_and_outputs_are():
    for name in HOSTILE:
        file(name, SHOUT)
    file("holds.lua", HOLDS)
    r = run("run", *[f"./{n}" for n in HOSTILE], "holds.lua", "--tap", "--seeds", "1-2")
    expect(r.status == EXPECTATION, r)
    points = tap_points(r.out)
    expect([p[2] for p in points] == [f"{n}, seed {s}" for n in
                                      [f"./{n}" for n in HOSTILE] + ["holds.lua"] for s in (1, 2)],
           points)
    expect([p[0] for p in points] == [False] * 8 + [True] * 2, points)
    for held, _, _, block in points:
        expect(held == (not block), block)
        if block:
            expect(block[0] == "  ---" and block[-1] == "  ...", block)
            for line in block[1:-1]:
                m = re.fullmatch(r"""  (?:message: |repeat: |output:|  - )("(?:[^"\\\x00-\x1f]"""
                                 r"""|\\["\\]|\\x[0-9a-f]{2})*")?""", line)
                expect(m, "no double-quoted scalar of YAML", line)


def junit(path):
    """The root, after what CI systems ask of it: Jenkins' junit-10.xsd and Ant's JUnit.xsd."""
    root = ET.parse(path).getroot()
    expect(root.tag == "testsuites", root)
    for suite in root:
        expect(suite.tag == "testsuite" and suite.get("name"), suite.attrib)
        for attribute in ("tests", "failures", "errors", "skipped"):
            expect(suite.get(attribute).isdigit(), suite.attrib)
        expect(re.fullmatch(r"\d+\.\d+", suite.get("time")), suite.attrib)
        kinds = [x.tag for x in suite]
        expect(kinds == sorted(kinds) or kinds[0] == "properties", "properties come first")
        cases = suite.findall("testcase")
        expect(len(cases) == int(suite.get("tests")), suite.attrib)
        for kind, attribute in (("failure", "failures"), ("error", "errors"),
                                ("skipped", "skipped")):
            expect(len(suite.findall(f"testcase/{kind}")) == int(suite.get(attribute)), kind)
        for case in cases:
            expect(case.get("name") and case.get("classname") and
                   re.fullmatch(r"\d+\.\d+", case.get("time")), case.attrib)
            expect(len(case) <= 1 and all(x.tag in ("failure", "error", "skipped") for x in case),
                   case)
            for x in case:
                expect(x.tag == "skipped" or (x.get("type") and x.get("message")), x.attrib)
        expect(len({(c.get("classname"), c.get("name")) for c in cases}) == len(cases), "unique")
    for attribute in ("tests", "failures", "errors"):
        expect(int(root.get(attribute)) == sum(int(s.get(attribute)) for s in root), root.attrib)
    return root


@check
def the_junit_report_is_what_ci_systems_read():
    file("mixed.lua", MIXED)
    file("holds.lua", HOLDS)
    r = run("run", "mixed.lua", "holds.lua", "--seeds", "1-20", "--junit", "j.xml", "--", "a=<&\">")
    root = junit(WORK / "j.xml")
    alone_status = verdicts(str(WORK / "mixed.lua"), range(1, 21))
    mixed, holds = root
    expect(mixed.get("name") == "mixed.lua" and holds.get("failures") == "0", mixed.attrib)
    for case in mixed.findall("testcase"):
        status = alone_status[int(case.get("name").removeprefix("seed "))]
        expect([x.tag for x in case] == {OK: [], EXPECTATION: ["failure"],
                                         INPUT: ["error"]}[status], case.attrib)
        if status:
            expect(case[0].text.startswith("extsta run mixed.lua --seed "), case[0].text)
    expect([p.attrib for p in mixed.iter("property")] == [{"name": "a", "value": "<&\">"}])
    expect("20 of 20 runs held" in r.out, r)
    r = run("run", "mixed.lua", "--seeds", "1-3", "--junit", "-")
    expect(r.out.startswith("<?xml") and "3 runs: " in r.err, r)


@check
def the_junit_report_stands_whatever_names_and_outputs_are():
    for name in HOSTILE:
        file(name, SHOUT)
    run("run", *[f"./{n}" for n in HOSTILE], "--junit", "h.xml")
    root = junit(WORK / "h.xml")
    expect([s.get("name") for s in root] == [f"./{n}" for n in HOSTILE], root)
    for x in root.iter("failure"):
        expect("]]> </error>" in x.text and "\\x1b[31m" in x.text and "\\xff" in x.text, x.text)


if __name__ == "__main__":
    main()
