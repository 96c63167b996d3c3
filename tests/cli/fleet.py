#!/usr/bin/env python3
"""extsta fleet as a user meets it: the same seed is the same run, what is told in text, JSON and the
report goes together, storms have their outcomes, wrong arguments are refused; and the groups of a
scenario, fleet{} and site{}. (TAP)"""
import html.parser
import json
import os
import pty
import re
import select
import subprocess

from program import PROGRAM, WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
SMALL = ["--stations", "20", "--aps", "2", "--ramp", "1"]


def played(*options, status=OK):
    """The lines of --json, and the last of them."""
    r = run("fleet", *SMALL, "--json", *options)
    expect(r.status == status and not r.err, r)
    lines = [json.loads(x) for x in r.out.splitlines()]
    expect(lines[-1]["line"] == "fleet", lines[-1])
    return lines, lines[-1]


@check
def a_seed_is_a_run():
    hashes = [played("--seed", s, *more)[1]["hash"]
              for s, more in (("1", []), ("1", []), ("1", ["--no-referee"]), ("2", []))]
    expect(hashes[0] == hashes[1] == hashes[2] != hashes[3], hashes)
    text = run("fleet", *SMALL, "--seed", "1").out
    expect("hash " + hashes[0] in text, text)


@check
def the_figures_go_together():
    lines, f = played()
    expect({x["line"] for x in lines} == {"say", "course", "summary", "contract", "fleet"}, lines)
    expect(f["stations"] == f["authorized"] == f["connects"] == 20 and f["aps"] == 2, f)
    expect(f["security"] == "wpa2-psk" and f["seed"] == 0 and f["judged"] is True, f)
    expect(f["radio"] == "12.000000", "first at 1 s, ramp 1 s, then 10 s", f)
    waits = [float(f["wait"][k]) for k in ("p50", "p90", "p95", "p99", "most")]
    expect(waits == sorted(waits) and 0 < waits[0] and waits[4] < 5, waits)
    expect(f["violations"] == f["roams"] == f["returns"] == f["interruptions"] == 0, f)
    expect(f["failures"] == {} and f["roaming"] == 0, f)
    expect(f["memory"]["station"] > 100 and f["memory"]["around"] > 100, f)
    expect(f["memory"]["referee"] > 1000 and f["memory"]["process"] > 1000000, f)
    expect(f["cpu"] > 0 and f["connects_per_second"] > 0, f)
    summary = next(x for x in lines if x["line"] == "summary")
    expect(summary["stations"]["authorized"] == 20, summary)
    expect(f["frames"] == summary["air"]["transmissions"], f, summary)
    course = [x for x in lines if x["line"] == "course"]
    expect(course[-1]["stations"]["authorized"] == 20 and len(course[0]["aps"]) == 2, course[-1])
    told = next(x for x in lines if x["line"] == "say")
    expect("all 20 stations" in told["text"], told)
    last = summary["authorized"]["last"]
    expect(told["time"] == last, told, last)


@check
def the_text_has_what_people_look_for():
    r = run("fleet", *SMALL)
    expect(r.status == OK and not r.err, r)
    for words in ("20 stations, 2 access points, WPA2-PSK, seed 0", "20 of 20", "median",
                  "failures        none", "connects a second", "octets a station",
                  "rules exercised, 0 violated"):
        expect(words in r.out, words, r)
    expect(run("fleet", *SMALL, "--quiet").out == "", "quiet: nothing is wrong")


@check
def every_security_lets_all_in():
    for s in ("open", "sae", "wpa2-sae", "owe", "eap"):
        _, f = played("--security", s, "--duration", "8")
        expect(f["authorized"] == 20 and f["violations"] == 0 and f["security"] == s, f)


@check
def walkers_roam():
    _, f = played("--aps", "9", "--walk", "4", "--duration", "40")
    expect(f["roams"] >= 10 and f["authorized"] + f["roaming"] == 20, f)
    expect(f["interruptions"] >= f["roams"] and f["failures"] == {} and f["violations"] == 0, f)



@check
def storms_have_their_outcomes():
    for storm, causes, interruptions, status in (
            ("power@8", {"peer-silent": 20}, 20, OK),
            ("power@8:ap1,off=forever", {"peer-silent": 10}, 10, EXPECTATION),
            ("deauth@8,reason=5", {"peer-reason 5": 20}, 20, OK),
            ("switch@8", {}, 0, OK),
            ("switch@8:ap2,to=3,beacons=9", {}, 0, OK)):
        _, f = played("--storm", storm, status=status)
        expect(f["failures"] == causes and f["interruptions"] == interruptions, storm, f)
        expect(f["violations"] == 0, storm, f)
        expect(f["radio"] == "38.000000", "until 30 s after it", f)
    lines, f = played("--storm", "passphrase@8", "--storm", "deauth@20:ap1-2")
    expect(f["authorized"] == 20 and "wrong-passphrase" not in f["failures"], f)
    said = [x["text"] for x in lines if x["line"] == "say"]
    expect([s for s in said if s.startswith("all 20 stations")] ==
           ["all 20 stations are authorized"] * 3, said)
    _, f = played("--storm", "passphrase@8,stations=untold,new=nobody knows", status=EXPECTATION)
    expect(f["authorized"] == 0 and f["failures"]["wrong-passphrase"] >= 20, f)


class Page(html.parser.HTMLParser):
    """Its tags are closed as they were opened; what stands in it as text."""
    def __init__(self):
        super().__init__()
        self.open, self.text, self.wrong = [], "", []

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)
        self.wrong += [a for a in attributes if a[0] in ("src", "onload")]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.text += data


@check
def the_report_has_plots():
    path = str(WORK / "fleet.html")
    r = run("fleet", *SMALL, "--storm", "deauth@6", "--html", path)
    expect(r.status == OK, r)
    page = Page()
    text = open(path, encoding="utf-8").read()
    page.feed(text)
    expect(not page.open and not page.wrong, page.open, page.wrong)
    for words in ("A fleet of 20, WPA2-PSK", "extsta fleet, seed 0: 20 stations, 2 access points",
                  "Time to authorization", "connects, of the processor", "Channel 1 (2412 MHz)",
                  "Clients of each access point", "Ends and failures",
                  "everybody is sent away", "rules of the contract broken"):
        expect(words in page.text, words)
    expect("expectations hold" not in page.text and text.count("<svg") > 6, text.count("<svg"))
    refused(USAGE, ["--json", "--html"], "fleet", "--json", "--html", "-")
    refused(SYSTEM, ["/no/such"], "fleet", *SMALL, "--html", "/no/such/file")


@check
def a_terminal_sees_it_move():
    """A line that renews itself, and is wiped away before the figures."""
    parent, child = pty.openpty()
    started = subprocess.Popen([PROGRAM, "fleet", "--stations", "3000", "--duration", "600",
                                "--no-referee"], stdout=child, stderr=child,
                               stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    os.close(child)
    seen = b""
    while seen.count(b"\r") < 3:  # the figures need not be waited for
        expect(select.select([parent], [], [], 100)[0], seen)
        seen += os.read(parent, 4096)
    started.send_signal(15)
    while True:
        try:
            more = os.read(parent, 4096)
        except OSError:
            break
        if not more:
            break
        seen += more
    expect(started.wait(100) == 143, started.returncode)
    os.close(parent)
    text = seen.decode()
    expect(re.search(r"\r\d+\.\d s of 600\.0 \[[#.]{20}\] [\d,]+ of 3,000 authorized", text), text)
    expect("interrupted" in text and text.rindex("\r\033[K") < text.rindex("octets a station"), text)


@check
def what_cannot_be_is_refused():
    for words, options in (
            (["--stations", "'0'"], ["--stations", "0"]),
            (["--aps", "'many'"], ["--aps", "many"]),
            (["--security", "wpa2-psk", "'wep'"], ["--security", "wep"]),
            (["--area", "'5'"], ["--area", "5"]),
            (["--area", "'0x5'"], ["--area", "0x5"]),
            (["--walk", "'-1'"], ["--walk", "-1"]),
            (["--channels", "'1,1'"], ["--channels", "1,1"]),
            (["--channels", "'15'"], ["--channels", "15"]),
            (["--seed", "'x'"], ["--seed", "x"]),
            (["--duration", "'0'"], ["--duration", "0"]),
            (["--ramp", "'soon'"], ["--ramp", "soon"]),
            (["--storm", "'hail@3'"], ["--storm", "hail@3"]),
            (["--storm", "'power'"], ["--storm", "power"]),
            (["'power@3:roof'", "'roof'"], ["--storm", "power@3:roof"]),
            (["ap7", "ap3"], ["--storm", "power@3:ap7-3"]),
            (["'power@3,reason=4'", "reason"], ["--storm", "power@3,reason=4"]),
            (["new"], ["--storm", "passphrase@3,new=short"]),
            (["stations"], ["--storm", "passphrase@3,stations=perhaps"]),
            (["ends after"], ["--storm", "power@30", "--duration", "20"]),
            (["access point 3", "there are 1"], ["--storm", "power@3:ap3"]),
            (["passphrase", "open"], ["--security", "open", "--storm", "passphrase@3"]),
            (["'more'"], ["more"])):
        refused(USAGE, words, "fleet", *options)
    expect(run("fleet", "--no-such").status == USAGE)


GROUPS = """
local hall = site{count=2, ssid="hall", passphrase="open sesame"%s}
local people = fleet{count=tonumber(arg.count or 6), name="people", ramp=1,
                     profile={ssid="hall", passphrase="open sesame"}, place={around=hall, within=5}}
run(6)
"""


def script(more, sites="", *options):
    return run("run", file("groups.lua", GROUPS % sites + more), *options)


@check
def a_group_of_a_scenario_is_counted():
    r = script("""
local s = people:stats()
expect(s.size == 6 and s.come == 6 and s.authorized == 6 and s.failed == 0, "stats")
expect(people:wait(50) > 0 and people:wait(100) >= people:wait(50), "wait")
expect(s.last > s.first and s.ever == 6, "times")
local a = hall:status()
expect(a.aps == 2 and a.authorized == 6 and a.associated == 6, "status")
people:expect{authorized=true, authorized_by=6, p50=5, p90=5, p95=5, p99=5, p100=5, failures={}}
expect(course().authorized == 6, "the course of the run knows them, too")
people:disconnect()
run(1)
expect(people:stats().idle == 6 and hall:status().authorized == 0, "all have left")
""")
    expect(r.status == OK and "All 14 expectations hold" in r.out, r)
    expect(re.search(r"contract: [1-9]\d+ rules exercised, 0 violated", r.out), r)


@check
def an_expectation_of_a_group_can_fail():
    r = script("""hall:storm{kind="deauth"} run(3)
people:expect{authorized=true, authorized_by=0.1, p50=0.001, failures={"peer-silent"}}""")
    expect(r.status == EXPECTATION and "3 of 4 expectations do not hold" in r.out, r)
    expect(re.search(r"groups.lua:7: people: nothing failed but .*; peer-reason 2: 6", r.out), r)
    r = script('hall:storm{kind="power", forever=true} run(9) people:expect{authorized=true}')
    expect(r.status == EXPECTATION and "all 6 are authorized (0 are)" in r.out, r)


@check
def wrong_groups_are_errors_with_their_line():
    for more, words in (
            ("fleet{count=3}", "profile="),
            ("fleet{count=0, profile={ssid='x'}}", "count"),
            ("fleet{profile={ssid='x'}, colour='red'}", "colour"),
            ("fleet{profile={ssid='x', colour='red'}}", "colour"),
            ("fleet{profile={ssid='x'}, place={area={1, 2}}}", "place"),
            ("fleet{profile={ssid='x'}, persona='old-scanner', radio='dual'}", "radio"),
            ("people:expect{p42=1}", "p42"),
            ("people:hello()", "hello"),
            ("hall:storm{}", "kind"),
            ("hall:storm{kind='hail'}", "hail"),
            ("hall:storm{kind='power', reason=3}", "reason"),
            ("hall:storm{kind='deauth', aps={1, 3}}", "aps"),
            ("hall:storm{kind='deauth', at=1}", "passed"),
            ("hall:storm{kind='passphrase', passphrase='short'}", "passphrase"),
            ("site{count=1}", "ssid"),
            ("site{count=1, ssid='x', bssid='02:00:00:00:00:01'}", "bssid"),
            ("site{count=1, ssid='x', area={1, 2, 3}}", "area")):
        r = script(more)
        expect(r.status == INPUT and words in r.err and "groups.lua:6:" in r.err, more, r)


@check
def who_has_nowhere_to_go_stands():
    """A walker whose next place is always where it is must not keep the clock from going on."""
    r = run("run", file("still.lua", """
site{count=1, ssid="x"}
local f = fleet{count=10, walk=1, profile={ssid="x"}, place={around={0, 0}, within=0}}
run(200)
f:expect{authorized=true, failures={}}
"""))
    expect(r.status == OK, r)


@check
def profiles_of_a_group_outlive_their_tables():
    """Stations that come later read texts that the script has thrown away meanwhile."""
    r = run("run", file("late.lua", """
local hall = site{count=1, ssid="corp", security="eap",
                  eap={methods={"peap"}, identity="anna@air.example", password=("w"):rep(60)}}
local p = {ssid="corp", security="eap",
           eap={method="peap", identity="anna@air.example", password=("w"):rep(60), ca="air",
                domain="air.example"}}
local people = fleet{count=5, ramp=4, profile=p}
p.eap.identity, p.eap.password, p.eap, p = nil
for i = 1, 2000 do p = {("x"):rep(i)} end
run(9)
people:expect{authorized=true, failures={}}
"""))
    expect(r.status == OK, r)


main()
