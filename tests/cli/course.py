#!/usr/bin/env python3
"""The course of a run in story, event log, report and script, held against what the event log and
the capture say one by one. (TAP)"""
import bisect
import html.parser
import json
import math
import re

from program import WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
CROWD = """
local N = %d
local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="hall", passphrase="open sesame", channel=1}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="hall", passphrase="open sesame", channel=6}
crowd = {}
for i = 1, N do
  local s = station{name="p" .. i, at={5 * math.cos(0.7 * i), 5 * math.sin(0.7 * i)}}
  at(0.05 * i, function() s:connect{ssid="hall", passphrase="open sesame"} end)
  crowd[i] = s
end
run(3 + 0.05 * N)
say("all are thrown out")
A:deauth{reason=5} B:deauth{reason=5}
run(4)
expect(count(crowd, function(s) return s:status().port_open end) == N, "all are back")
crowd[1]:disconnect()
run(1.2345)
"""


def played(stations, more=""):
    """(event log, frames of the capture as (time, frequency), arguments)"""
    script = file("crowd.lua", CROWD % stations + more)
    capture = str(WORK / "crowd.pcap")
    r = run("run", script, "--seed", "3", "--json", "--pcap", capture)
    expect(r.status == OK, r)
    data, at, frames = open(capture, "rb").read(), 24, []
    while at < len(data):
        seconds, us, size = (int.from_bytes(data[at + i:at + i + 4], "little") for i in (0, 4, 8))
        # radiotap: flags, perhaps a rate, then the channel at an even place
        present = int.from_bytes(data[at + 20:at + 24], "little")
        place = at + 24 + 1 + (1 if present & 4 else 0)
        place += (place - at - 16) & 1
        frames.append((seconds * 10**6 + us, int.from_bytes(data[place:place + 2], "little")))
        at += 16 + size
    return [json.loads(x) for x in r.out.splitlines()], frames


def us(text):
    whole, part = text.split(".")
    return int(whole) * 10**6 + int(part)


def authorizations(log):
    """Of each station: [(time, whether its port is open)], by its port events."""
    changes = {}
    for x in log:
        if x["line"] == "port":
            is_open = x["event"] != "deleted" and (x["authorized"] or not x["controlled"])
            changes.setdefault(x["sta"], []).append((us(x["time"]), is_open))
    return changes


@check
def each_step_says_how_many_are_authorized():
    log, _ = played(30)
    changes = authorizations(log)
    steps = [x for x in log if x["line"] == "course"]
    expect(len(steps) > 200, len(steps))
    for step in steps:
        end = us(step["time"])
        want = 0
        for events in changes.values():
            at = bisect.bisect_right([t for t, _ in events], end - 1)
            want += at > 0 and events[at - 1][1]
        # what happens in the very microsecond may be on either side
        now = sum(any(t == end for t, _ in events) for events in changes.values())
        expect(abs(step["stations"]["authorized"] - want) <= now, step, want)
        expect(sum(step["stations"].values()) == 30, step)
    thrown = min(us(x["time"]) for x in log if x["line"] == "say")
    searching = [s["stations"]["searching"] for s in steps if us(s["time"]) > thrown]
    expect(max(searching) > 20, "they were thrown out", searching)
    expect(steps[-1]["stations"] == {"idle": 1, "searching": 0, "associated": 0,
                                     "authorized": 29}, steps[-1])


@check
def steps_follow_one_another_to_the_end_of_the_run():
    log, _ = played(30)
    steps = [x for x in log if x["line"] == "course"]
    summary = [x for x in log if x["line"] == "summary"]
    expect(len(summary) == 1 and log[-1] is summary[0], "one summary, at the end")
    expect(len({s["step"] for s in steps[:-1]}) == 1, "all are of one length but the last")
    at = 0
    for step in steps:
        at += us(step["step"])
        expect(us(step["time"]) == at, step)
    expect(at == us(summary[0]["time"]) == 9734500, summary)


@check
def what_was_on_each_channel_is_what_the_capture_has():
    log, frames = played(30)
    steps = [x for x in log if x["line"] == "course"]
    ends = [us(s["time"]) for s in steps]
    summary = [x for x in log if x["line"] == "summary"][0]
    expect(summary["air"]["transmissions"] == len(frames), summary, len(frames))
    for n, freq in enumerate((2412, 2437)):
        mine = [t for t, f in frames if f == freq]
        total = summary["channels"][n]
        expect(total["freq"] == freq and total["transmissions"] == len(mine) > 100, total)
        for name in ("transmissions", "collisions", "retries", "failed", "expired"):
            expect(sum(s["channels"][n][name] for s in steps) == total[name], name, total)
        counted = [0] * len(steps)
        for t in mine:
            counted[min(bisect.bisect_left(ends, t), len(steps) - 1)] += 1
        told = [s["channels"][n]["transmissions"] for s in steps]
        # a frame counts when it ends, or when it begins: one on each edge
        expect(all(abs(a - b) <= 2 for a, b in zip(counted, told)), freq,
               [x for x in zip(ends, counted, told) if abs(x[1] - x[2]) > 2])
        expect(all(0 <= s["channels"][n]["busy"] <= 1 for s in steps), freq)
        whole = sum(s["channels"][n]["busy"] * us(s["step"]) for s in steps)
        expect(abs(whole / us(summary["time"]) - total["busy"]) < 1e-3, total)
        expect(total["busy"] < total["busy_height"] <= 1, total)


@check
def causes_are_those_of_the_event_log():
    log, _ = played(30)
    summary = [x for x in log if x["line"] == "summary"][0]
    steps = [x for x in log if x["line"] == "course"]
    thrown = sum(x["line"] == "cause" and x["subject"] == "association" and
                 x["space"] == "peer-reason" and x["code"] == 5 for x in log)
    expect(thrown == 30 and summary["causes"]["peer-reason 5"] == 30, summary)
    for name, n in summary["causes"].items():
        expect(sum(s["causes"].get(name, 0) for s in steps) == n, name)
    expect("disconnect-request" not in summary["causes"], "what was asked for is no failure")


@check
def a_failure_that_ends_a_connection_counts_once():
    script = file("mute.lua", "ap{bssid='02:00:00:00:00:0a', ssid='x', mute={'auth'}}\n"
                              "for i = 1, 6 do station{}:connect{ssid='x'} end\nrun(8)\n")
    log = [json.loads(x) for x in run("run", "--json", script).out.splitlines()]
    name = "authentication-no-answer"
    causes = [x["subject"] for x in log if x["line"] == "cause" and x["diagnosis"] == name]
    expect(causes.count("association") >= 6 and causes.count("connection") > 0, causes)
    expect(log[-1]["causes"][name] == causes.count("association"), log[-1], causes)


@check
def a_network_is_wanted_in_the_pauses_between_attempts_too():
    """Switched on after many a round; the last to come has waited since it was told to connect.
    A station that is not to come back is idle."""
    script = file("late.lua", "local a = ap{bssid='02:00:00:00:00:0a', ssid='x', off=true}\n"
                              "for i = 1, 8 do station{at={i, 1}}:connect{ssid='x'} end\n"
                              "run(30) a:on{} run(90)\n")
    log = [json.loads(x) for x in run("run", "--json", script).out.splitlines()]
    failed = [x for x in log if x["line"] == "notify" and x["what"] == "connection-failed"]
    expect(len(failed) > 20, "there were rounds", len(failed))
    steps = [x for x in log if x["line"] == "course"]
    expect(all(x["stations"]["idle"] == 0 for x in steps), [x["stations"] for x in steps])
    a = log[-1]["authorized"]
    expect(log[-1]["ever"] == 8 and us(a["first"]) > 30 * 10**6, log[-1])
    expect(a["wait_longest"] == a["last"], a)
    log, _ = played(30)
    gone = [us(x["time"]) for x in log if x["line"] == "notify" and x["what"] == "disconnected"]
    expect(all(x["stations"]["idle"] == (us(x["time"]) > gone[-1]) for x in log
               if x["line"] == "course" and us(x["time"]) > 3 * 10**6), gone)


def rank(values, percent):
    values = sorted(values)
    return values[max(math.ceil(percent * len(values) / 100), 1) - 1]


@check
def the_summary_has_the_percentiles_of_the_ports():
    log, _ = played(40)
    summary = [x for x in log if x["line"] == "summary"][0]
    first, away = [], []
    for events in authorizations(log).values():
        opened = [t for t, is_open in events if is_open]
        first.append(opened[0])
        lost = None
        for t, is_open in events:
            if is_open and lost is not None and lost > opened[0]:
                away.append(t - lost)
            lost = None if is_open else t if lost is None else lost
    a = summary["authorized"]
    expect(summary["ever"] == 40, summary)
    for name, want in (("first", min(first)), ("median", rank(first, 50)),
                       ("p95", rank(first, 95)), ("last", max(first))):
        expect(us(a[name]) == want, name, a, want)
    started = {x["sta"]: us(x["time"]) for x in reversed(log)
               if x["line"] == "notify" and x["what"] == "connection-start"}
    waits = [[t for t, is_open in events if is_open][0] - started[name]
             for name, events in authorizations(log).items()]
    expect(us(a["wait_longest"]) == max(waits), a, max(waits))
    expect(0 <= us(a["wait_median"]) - rank(waits, 50) <= rank(waits, 50) / 100, a)
    i = summary["interruptions"]
    expect(i["count"] == len(away) >= 39 and i["not_over"] == 0, i, len(away))
    expect(us(i["longest"]) == max(away), i, max(away))
    expect(0 <= us(i["median"]) - rank(away, 50) <= rank(away, 50) / 100, i)


@check
def what_the_script_says_and_expects_has_lines():
    script = file("lines.lua", "station{}\nrun(1.5) say('a \"b\" \\27[1m')\nexpect(true, 'good')\n"
                               "run(1)\nexpect(1 == 2, 'bad')\n")
    r = run("run", "--json", script)
    lines = [json.loads(x) for x in r.out.splitlines()]
    expect(r.status == EXPECTATION, r)
    expect([x for x in lines if x["line"] in ("say", "expect")] == [
        {"time": "1.500000", "line": "say", "text": "a \"b\" \x1b[1m"},
        {"time": "1.500000", "line": "expect", "held": True, "text": "good",
         "place": script + ":3"},
        {"time": "2.500000", "line": "expect", "held": False, "text": "bad",
         "place": script + ":5"}], r)
    expect((lines[-1]["expectations"], lines[-1]["not_as_expected"]) == (2, 1), lines[-1])
    expect("\x1b" not in r.out, r)


@check
def a_long_run_has_no_more_steps_than_a_short_one():
    script = CROWD % 6 + "run(3600)\n"
    r = run("run", "--json", file("long.lua", script))
    expect(r.status == OK, r.err)
    lines = [json.loads(x) for x in r.out.splitlines()]
    steps = [x for x in lines if x["line"] == "course"]
    expect(200 < len(steps) <= 512, len(steps))
    expect(us(steps[-1]["time"]) == us(lines[-1]["time"]) > 3600 * 10**6, steps[-1])
    expect(sum(s["channels"][0]["transmissions"] for s in steps) ==
           lines[-1]["channels"][0]["transmissions"] > 35000, lines[-1])
    expect(steps[0]["causes"] == {"peer-reason 5": 6} or
           sum(s["causes"].get("peer-reason 5", 0) for s in steps) == 6, "a moment is not lost")


@check
def the_story_of_a_crowd_ends_with_its_course_and_that_of_a_few_does_not():
    r = run("run", file("crowd.lua", CROWD % 30), "--seed", "3")
    log, _ = played(30)
    summary = [x for x in log if x["line"] == "summary"][0]
    end = r.out[r.out.index("s of radio"):]
    got = re.search(r"30 stations: all were authorized after ([\d.]+) s \(first ([\d.]+) s, "
                    r"median ([\d.]+) s, 95 % ([\d.]+) s; longest wait", end)
    expect(got, end)
    for text, name in zip(got.groups(), ("last", "first", "median", "p95")):
        true = us(summary["authorized"][name]) / 1e6
        expect(abs(float(text) - true) <= max(0.005, true * 0.05), name, end, summary)
    retries = summary["channels"][0]["retries"]
    expect(f", {summary['channels'][0]['transmissions']} frames" in end, end)
    expect(retries == 0 or f", {retries} retr" in end, end)
    expect("peer-reason 5 (30)" in end and "1 wants no network" in end, end)
    few = run("run", file("few.lua", CROWD % 3), "--seed", "3")
    end = few.out[few.out.index("s of radio"):]
    expect(end.count("\n") == 3 and "\ncontract: " in end, few)
    unjudged = run("run", file("few.lua", CROWD % 3), "--seed", "3", "--no-referee")
    expect("contract: " not in unjudged.out and
           unjudged.out in few.out.replace(few.out[few.out.index("contract: "):], ""), unjudged)
    steps = run("run", "--json", file("few.lua", CROWD % 3))
    expect('"line":"contract"' in steps.out and '"violated":0' in steps.out, steps)
    expect('"line":"course"' not in steps.out and '"line":"summary"' in steps.out, steps)


@check
def statistics_for_scripts():
    text = """
      local l = {15, 20, 35, 40, 50}
      expect(percentile(l, 5) == 15 and percentile(l, 30) == 20 and percentile(l, 40) == 20 and
             percentile(l, 50) == 35 and percentile(l, 100) == 50 and percentile(l, 0) == 15,
             "nearest rank")
      local hundred = {} for i = 100, 1, -1 do hundred[#hundred + 1] = i end
      for p = 1, 100 do expect(percentile(hundred, p) == p, "of a hundred, " .. p) end
      expect(hundred[1] == 100, "the list is as it was")
      expect(percentile({}, 50) == nil and count({}, function() return true end) == 0, "nothing")
      expect(count({3, 1, 4, 1}, function(x) return x == 1 end) == 2, "count")
      expect(not pcall(percentile, {1, 'x'}, 50) and not pcall(percentile, {1}, 101) and
             not pcall(count, {1}), "what is wrong is an error")
    """
    r = run("run", file("stats.lua", text))
    expect(r.status == OK, r)


@check
def a_script_sees_what_the_summary_says():
    r_log, _ = played(30, """
      local c, all = course(), air_stats()
      local one, six = channel(1), channel(6)
      local nothing = channel(1)
      say(table.concat({c.stations, c.authorized, c.idle, c.ever, c.interruptions, c.not_over,
        all.transmissions, one.transmissions, six.transmissions, one.retries}, " "))
      say(string.format("%.6f %.6f %.6f %.6f %.6f", c.first, c.median, c.p95, c.last,
                        c.away_longest))
      expect(nothing.transmissions == 0 and nothing.busy == 0 and nothing.seconds == 0, "since then")
      expect(math.abs(one.seconds - now()) < 1e-9 and one.busy > 0 and one.busy < 1, "since the start")
      expect(channel(36).transmissions == 0, "where nobody is")
    """)
    s = r_log[-1]
    counts, times = [x["text"] for x in r_log if x["line"] == "say"][-2:]
    expect(counts == " ".join(str(x) for x in (
        30, s["stations"]["authorized"], s["stations"]["idle"], s["ever"],
        s["interruptions"]["count"], s["interruptions"]["not_over"], s["air"]["transmissions"],
        s["channels"][0]["transmissions"], s["channels"][1]["transmissions"],
        s["channels"][0]["retries"])), counts, s)
    a = s["authorized"]
    expect(times == " ".join((a["first"], a["median"], a["p95"], a["last"],
                              s["interruptions"]["longest"])), times, s)
    expect(all(x["held"] for x in r_log if x["line"] == "expect"), r_log)


# --- the report ---

class Page(html.parser.HTMLParser):
    """What a browser would make of it: elements that are not closed in order are an error."""
    VOID = {"meta", "link"}

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.text, self.rows = [], [], [], []
        self.labels, self.lanes = [], 0
        self.feed(text)
        self.close()
        expect(not self.open, self.open)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        expect(self.open and self.open[-1][0] == tag, "wrongly nested", tag, self.open[-3:])
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)
        if self.open and self.open[-1][0] in ("td", "th"):
            self.rows[-1].append(data)
        svg = [a for t, a in self.open if t == "svg"]
        if svg and svg[0].get("class") == "lanes" and self.open[-1][1].get("text-anchor") == "end":
            self.labels.append(data)


def report(script, *arguments):
    path = WORK / "report.html"
    r = run("run", script, "--seed", "3", "--html", str(path), *arguments)
    return r, path.read_text(encoding="utf-8")


@check
def the_report_needs_nothing_and_runs_nothing():
    _, text = report(file("crowd.lua", CROWD % 12))
    page = Page(text)
    tags = {t for t, _ in page.elements}
    expect(not tags & {"script", "img", "iframe", "object", "form", "base"}, tags)
    for tag, attributes in page.elements:
        for name, value in attributes.items():
            expect(not name.startswith("on"), tag, attributes)
            expect(name not in ("src", "href") or value == "data:,", tag, attributes)
    policy = [a["content"] for t, a in page.elements if t == "meta" and "content" in a]
    expect("default-src 'none'" in policy[0] and "script-src" not in policy[0], policy)
    plots = [a for t, a in page.elements if t == "svg" and a.get("role") == "img"]
    expect(len(plots) == 7 and all(p["aria-label"] for p in plots), plots)
    expect("prefers-color-scheme: dark" in text and "@media print" in text)


@check
def the_report_has_the_numbers_of_the_event_log():
    _, text = report(file("crowd.lua", CROWD % 30))
    page = Page(text)
    log, _ = played(30)
    steps = [x for x in log if x["line"] == "course"]
    rows = [x for x in page.rows if x]
    expect(rows[0][:4] == ["until", "authorized", "associated", "searching"], rows[0])
    frames = 0
    for row in rows[1:]:
        shown = float(row[0][:-2]) * 1e6  # in milliseconds
        step = min(steps, key=lambda s: abs(us(s["time"]) - shown))
        expect(abs(us(step["time"]) - shown) <= 500.1, row)
        expect([int(x) for x in row[1:4]] == [step["stations"][k] for k in rows[0][1:4]], row, step)
        frames += int(row[5])
    expect(frames == log[-1]["channels"][0]["transmissions"], frames)
    expect(sum(int(x[-1]) for x in rows[1:]) == sum(log[-1]["causes"].values()), rows[-1])
    body = "".join(page.text)
    for words in ("30 stations, 2 access points", "29 of 30", "1 of 1", "all are thrown out",
                  "all are back", "peer-reason 5 (30)", "Channel 1 (2412 MHz)",
                  "Channel 6 (2437 MHz)"):
        expect(words in body, words)


@check
def each_station_has_a_lane_and_those_beyond_forty_are_folded():
    for n, folded in ((12, 0), (45, 5)):
        _, text = report(file("crowd.lua", CROWD % n))
        page = Page(text)
        names = [x for x in page.labels if re.fullmatch(r"p\d+", x)]
        expect(sorted(names) == sorted(f"p{i + 1}" for i in range(n)), names)
        expect(("further stations" in text) == (folded > 0), n)
        expect(not folded or f"{folded} further stations" in text, n)
        if not folded:
            expect(names == [f"p{i + 1}" for i in range(n)], "in the order of the script", names)


HOSTILE = ["</style><script>hostile=1</script>", "<img src=x onerror=hostile=2>", "\"'&lt;",
           "ho\u202eme\x1b[31m\u200b", "]]>-->"]


@check
def hostile_names_and_words_are_text():
    lines = []
    for i, name in enumerate(HOSTILE):
        quoted = json.dumps(name, ensure_ascii=False).replace("\\u001b", "\\27")
        lines += [f"ap{{name=({quoted}):sub(1, 30), bssid='02:00:00:00:00:{i + 1:02x}', ssid='x'}}",
                  f"station{{name=({quoted}):sub(1, 30) .. 'x'}}:connect{{ssid='x'}}",
                  f"say({quoted})", f"expect(false, {quoted})", f"expect(true, {quoted})"]
    path = WORK / "<b>&'.lua"
    path.write_text("\n".join(lines) + "\nrun(2)\n", encoding="utf-8")
    r, text = report(str(path))
    expect(r.status == EXPECTATION, r)
    page = Page(text)
    tags = {t for t, _ in page.elements}
    expect(not tags & {"script", "img"} and not any("onerror" in a for _, a in page.elements), tags)
    for code in (0x1b, 0x202e, 0x200b):
        expect(chr(code) not in text, hex(code))
    body = "".join(page.text)
    expect("\\xe2\\x80\\xae" in body and "\\x1b" in body, "shown as octets")
    expect(HOSTILE[0] in body and HOSTILE[2] in body and path.name in body, "as it is")
    expect(body.count("not as expected: ") == len(HOSTILE), body)


@check
def a_report_of_what_went_wrong_says_so():
    r, text = report(file("wrong.lua", CROWD % 6 + "error('that is the end')"))
    expect(r.status == INPUT and "that is the end" in "".join(Page(text).text), r)
    r, text = report(file("nothing.lua", "expect(1 == 1, 'no air')"))
    expect(r.status == OK and "no air" in "".join(Page(text).text), r)
    r, text = report(file("short.lua", "ap{bssid='02:00:00:00:00:01', ssid='x'} station{}"))
    expect(r.status == OK and "1 station, 1 access point" in "".join(Page(text).text), r)
    many = "station{} for i = 1, 5000 do say('line ' .. i) expect(i ~= 4999, 'e' .. i) end"
    r, text = report(file("many.lua", many))
    expect(re.search(r"not as expected: e4999 \S*many.lua:1$", "".join(Page(text).text), re.M), text)
    expect("not as expected: e4999" in "".join(Page(text).text), "a failed one is kept")
    expect("line 3000" not in text and re.search(r"\d+ further lines are left out", text))


@check
def a_report_that_cannot_be_written_is_named():
    script = file("few.lua", CROWD % 3)
    refused(SYSTEM, ["/nosuch/x.html", "No such file"], "run", script, "--html", "/nosuch/x.html")
    refused(SYSTEM, ["/dev/full", "written"], "run", script, "--html", "/dev/full")
    refused(USAGE, ["--json", "--html", "standard output"], "run", script, "--json", "--html", "-")
    refused(USAGE, ["--pcap", "--html", "both"], "run", script, "--pcap", "x", "--html", "./x")
    refused(USAGE, ["--html", "destroy"], "run", script, "--html", script)
    r = run("run", script, "--html", "-")
    expect(r.status == OK and r.out.endswith("</html>\n") and "all are back" in r.err, r)


@check
def the_same_seed_gives_the_same_report():
    script = file("crowd.lua", CROWD % 12)
    expect(report(script)[1] == report(script)[1])


main()
