#!/usr/bin/env python3
"""Traces of a script and what they cost: what fell out is said, never passed over; who asks for
nothing keeps nothing; memory is that of the members, however long a run takes. (TAP)"""
from program import WORK, file, refused, run
from tap import check, expect, main

OPEN = """
local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe"}
local alice = station{name="alice", at={5, 0}%s}
alice:connect{ssid="cafe"}
run(3)
"""
# A deauthentication of nobody's network, for everybody: a line of each trace.
SHOUT = """
local function shout(reason)
  forge{kind="deauth", from="02:00:00:00:00:ee", to="ff:ff:ff:ff:ff:ff", reason=reason}
  run(0.01)
end
"""


def plays(text, *words):
    """The script holds, and its story has these words."""
    r = run("run", file("trace.lua", text))
    expect(r.status == 0, r)
    for word in words:
        expect(word in r.out, f"the story has no '{word}'", r)
    return r


def fails(text, *words):
    r = run("run", file("trace.lua", text))
    expect(r.status == 1, "an expectation fails", r)
    for word in words:
        expect(word in r.out, f"the story has no '{word}'", r)


@check
def the_last_thousand_lines_of_a_kind_are_kept():
    plays(OPEN % "" + SHOUT + """
      trace(alice)
      for i = 1, 1000 do shout(i) end
      local lines = trace(alice)
      expect(#lines == 1000, "no line is missing")
      for i, line in ipairs(lines) do
        expect(line == "frame 02:00:00:00:00:ee > * deauth reason " .. i, line)
      end
      expect(#trace(alice) == 0, "and then it is empty")
    """)


@check
def a_sequence_that_needs_what_fell_out_is_told_so():
    fails(OPEN % ", trace=10" + SHOUT + """
      trace(alice)
      for i = 1, 11 do shout(i) end
      expect_trace(alice, "frame 02:00:00:00:00:ee > * deauth reason 11")
    """, "the trace of alice does not reach back far enough", "the last 10, and 1 fell out",
          '"frame 02:00:00:00:00:ee > * deauth reason 1"', "trace(alice) empties it",
          "station{trace=...} keeps more")


@check
def what_fell_out_does_not_matter_to_who_does_not_ask_for_it():
    plays(OPEN % ", trace=10" + SHOUT + """
      trace(alice)
      for i = 1, 50 do shout(7) end
      alice:disconnect()
      run(1)
      expect_trace(alice, "ind DISASSOCIATION A 0x00000007",
                   {only={"ind DISASSOCIATION"}, keep=true})
      expect(#trace(alice, {only={"ind DISASSOCIATION"}, keep=true}) == 1, "one line")
      expect_trace(alice, "", {only={"frame 02:00:00:00:00:ee > * deauth reason 8"}})
    """)


@check
def the_many_lines_of_one_kind_do_not_drive_out_another():
    plays(OPEN % "" + """
      for i = 1, 1500 do alice:ping() run(0.01) end -- each four lines of packets
      local lines = trace(alice)
      expect(lines[1] == "ind CONNECTION_START infrastructure", lines[1])
      expect(lines[#lines] == "ind CONNECTION_COMPLETION 0x00000000", lines[#lines])
    """)


@check
def a_list_that_is_not_whole_may_be_thrown_away_and_not_be_looked_at():
    full = OPEN % ", trace=10" + SHOUT + "trace(alice) for i = 1, 12 do shout(i) end\n"
    plays(full + "trace(alice)\nshout(20)\nexpect(#trace(alice) == 1, 'emptied')")
    for look in ["#list", "list[1]", "for _, line in ipairs(list) do end",
                 "for _, line in pairs(list) do end", "table.concat(list)", "table.unpack(list)"]:
        text = full + "local list = trace(alice)\n" + (
            look if look.startswith("for") else f"local x = {look}")
        refused(3, ["alice does not reach back far enough", "2 fell out"], "run",
                file("look.lua", text))


@check
def run_to_does_not_pass_over_a_line_that_fell_out():
    fails(OPEN % ", trace=10" + SHOUT + """
      trace(alice)
      for i = 1, 20 do shout(i) end
      run_to(alice, "frame 02:00:00:00:00:ee > * deauth reason 3", 1)
    """, "does not reach back far enough")
    plays(OPEN % ", trace=10" + SHOUT + """
      trace(alice)
      for i = 1, 20 do shout(i) end
      run_to(alice, "frame 02:00:00:00:00:ee > * deauth reason 20", 1)
      at(now() + 1, function() shout_later = true A:deauth{to="alice", reason=3} end)
      run_to(alice, "frame A > alice deauth reason 3", 2)
      expect(shout_later, "it waited for it")
    """)


@check
def very_many_different_lines_that_fell_out_are_a_word_too():
    fails(OPEN % ", trace=1" + SHOUT + """
      trace(alice)
      for i = 1, 400 do shout(i) end
      expect_trace(alice, "", {only={"frame 02:00:00:00:00:ee > * deauth reason 1000"}})
    """, "one of very many")


@check
def a_script_that_names_no_trace_keeps_none():
    text = OPEN % "" + "expect(memory().traces %s 0, 'traces')\n"
    plays(text % "==" + "-- memory().traces is no word that asks for them")
    for word in ["-- trace", "-- expect_trace", "-- run_to"]:
        plays(text % ">" + word)
    for name in ["tra' .. 'ce", "expect_tra' .. 'ce", "run' .. '_to"]:
        refused(3, ["no traces are kept"], "run",
                file("hidden.lua", OPEN % "" + f"_G['{name}'](alice, '')"))


@check
def nobody_listens_and_a_detached_host_gets_its_packets():
    plays(OPEN % "" + """
      alice:detach()
      local bob = station{name="bob", at={6, 0}}
      bob:connect{ssid="cafe"}
      run(3)
      bob:ping() -- it asks everybody for the address of the gateway first
      run(1)
      expect(alice:return_packets() == 1, "what was handed up is returned")
    """)


@check
def a_frame_for_all_costs_each_of_them_a_small_value():
    plays(SHOUT + """
      local stations = {}
      for i = 1, 300 do stations[i] = station{name="s" .. i, at={i % 20, i // 20}} end
      run(1)
      shout(1)
      local before = memory()
      for i = 1, 1000 do shout(i % 4) end
      local after = memory()
      expect(after.traces - before.traces <= 300 * 1000 * 40, "a thousand lines of each")
      for i = 1, 3000 do shout(i % 4) end
      expect(memory().traces == after.traces, "and no more")
      expect(#trace(stations[1], {only={"oid method RESET"}, keep=true}) == 1, "and all is there")
      trace(stations[7])
      shout(9)
      expect_trace(stations[7], "frame 02:00:00:00:00:ee > * deauth reason 9")
    """)


@check
def who_looks_for_networks_is_no_line_of_others():
    plays(OPEN % "" + """
      trace(alice)
      local bob = station{name="bob", at={6, 0}}
      bob:scan{}
      run(5)
      expect_trace(alice, "", {only={"frame bob"}})
      expect(#trace(bob, {only={"frame bob > * probe-req broadcast"}}) > 0, "but of its own")
    """)


@check
def two_stations_of_one_address_both_have_what_is_sent_to_it():
    plays("""
      local twins = {station{name="one", address="02:00:00:00:00:77"},
                     station{name="two", address="02:00:00:00:00:77"}}
      run(1)
      forge{from="02:00:00:00:00:ee", to="02:00:00:00:00:77", reason=4}
      run(1)
      for _, s in ipairs(twins) do
        expect_trace(s, "frame 02:00:00:00:00:ee > two deauth reason 4", {only={"frame"}})
      end
    """)


@check
def memory_is_counted_and_the_same_each_time():
    text = OPEN % "" + """
      local words = ("x"):rep(1000000)
      local m = memory()
      print(m.used, m.held, m.traces, m.script)
      expect(m.used <= m.held and m.script > 1000000, "what is used is held")
      words = nil
      expect(memory().script < m.script - 1000000 + 1000, "without what nothing refers to")
      trace(alice)
    """
    first = plays(text)
    expect(first.out == plays(text).out, "the same, octet for octet", first)


@check
def a_day_of_timers_is_not_too_many():
    plays("""
      local n = 0
      local function again() n = n + 1 if n < 300000 then at(now() + 0.25, again) end end
      at(0, again)
      run(1)
      local before = memory().script
      run(80000)
      expect(n == 300000, "all have come")
      expect(memory().script <= before, "and have left nothing")
    """)


@check
def time_does_not_pass_within_what_it_calls():
    for text in ["at(1, function() run(2) end) run(3)",
                 "station{} at(1, function() run_to(x, 'ind') end) run(3)"]:
        name = "run_to" if "run_to" in text else "run"
        text = text.replace("station{}", "x = station{name='x'}")
        refused(3, [":1:", f"{name}() cannot be called by at()", "time passes already"], "run",
                file("nested.lua", text), timeout=20)
    refused(3, [":1:", "expect_within() cannot be called by at()"], "run", file(
        "nested.lua", "at(1, function() expect_within(1, 'x', function() end) end) run(3)"),
            timeout=20)
    refused(3, ["run() cannot be called", "handler"], "run", file("nested.lua", """
      ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe"}
      local alice = station{name="alice", at={5, 0}}
      alice:ihv{InitAdapter = function() run(1) end}
      run(1)
    """), timeout=20)


# --- times ---

# Lines at 1.5 and 1.75 s, half a second after the trace was emptied
SWITCHED = """
local alice = station{name="alice", at={5, 0}}
run(1)
trace(alice)
at(1.5, function() alice:radio(false) end)
at(1.75, function() alice:radio(true) end)
run(2)
"""
OFF, ON = "ind PHY_STATE_CHANGED phy 0 hw 0 sw 1", "ind PHY_STATE_CHANGED phy 0 hw 1 sw 1"


def switched(first, second, options="{}"):
    return SWITCHED + f"""
      expect_trace(alice, "{first}{OFF}\\n{second}{ON}", {options})
    """


@check
def lines_of_a_trace_have_the_times_at_which_they_happened():
    plays(SWITCHED + f"""
      local lines = trace(alice, {{times=true}})
      expect(#lines == 2 and lines[1].time == 1.5 and lines[2].time == 1.75, "when")
      expect(lines[1].text == "{OFF}" and lines[2].text == "{ON}", "what")
      expect(#trace(alice, {{times=true}}) == 0, "and it is empty")
    """)


@check
def a_frame_of_others_has_the_time_of_the_capture():
    capture = WORK / "times.pcap"
    script = file("times.lua", OPEN % "" + """
      A:deauth{to="alice", reason=3}
      run(1)
      for _, l in ipairs(trace(alice, {only={"frame A > alice a", "frame A > alice d"},
                                      times=true})) do
        print(("%d %s"):format(math.floor(l.time * 1e6 + 0.5), l.text))
      end
    """)
    r = run("run", script, "--quiet", "--pcap", str(capture))
    told = [int(l.split()[0]) for l in r.out.splitlines()]
    data, at, sent = capture.read_bytes(), 24, []
    while at < len(data):
        seconds, us, size = (int.from_bytes(data[at + i:at + i + 4], "little") for i in (0, 4, 8))
        frame = data[at + 16 + int.from_bytes(data[at + 18:at + 20], "little"):at + 16 + size]
        if frame[0] in (0xb0, 0x10, 0xc0) and not frame[1] & 8 and frame[10:16] == bytes.fromhex("02000000000a"):
            sent.append(seconds * 10**6 + us)
        at += 16 + size
    expect(told == sent and len(told) >= 3, told, sent)


@check
def expected_lines_say_how_long_after_the_line_before():
    for first, second in (("[0.5]", "[0.25]"), ("[..0.5]", "[..0.25]"), ("[0.5..]", "[0.25..0.25]"),
                          ("[0.4..0.6]  ", ""), ("", "[0.2..] "), ("", "[0]"),
                          ("[0.50]", "[0.3]"), ("[0.500000]", "[0.250000]")):
        plays(switched(first, second))
    for first, second, words in (
            ("[0.6]", "", "came 0.5 s after the trace was empty"),
            ("[..0.4]", "", "came 0.5 s after the trace was empty"),
            ("", "[0.26]", "came 0.25 s after the line before"),
            ("", "[0.251..]", "came 0.25 s after the line before"),
            ("[2]", "[2]", "came 0.5 s after the trace was empty")):
        fails(switched(first, second), words, f"    [0.500000] {OFF}", f"    [0.250000] {ON}")


@check
def a_sequence_may_take_so_long():
    plays(switched("", "", "{within=0.25}"))
    plays(switched("", "", "{within=1, keep=true}") + "expect(#trace(alice) == 2, 'kept')")
    fails(switched("", "", "{within=0.2}"), "the sequence within 0.2 s: it took 0.25 s")
    plays(SWITCHED + "trace(alice) expect_trace(alice, '', {within=0})")


@check
def other_lines_are_not_a_matter_of_time():
    r = run("run", file("other.lua", SWITCHED + f"expect_trace(alice, '[9] {ON}')"))
    expect(r.status == 1 and "the sequence" in r.out and "the times" not in r.out, r)
    expect(f"    {ON}\n" in r.out.split("happened:")[1], "without times", r)


@check
def a_time_that_is_none_is_an_error():
    for wrong in ("[]", "[..]", "[x]", "[1", "[-1]", "[1..0.5]", "[1.]", "[1...2]", "[.5]",
                  "[1e3]", "[1 ]", "[0x1]"):
        refused(3, ["begins with a time", wrong], "run",
                file("wrong.lua", switched(wrong + " ", "")))
    for wrong in ("'1s'", "-1", "{}"):
        refused(3, ["within is a number"], "run",
                file("wrong.lua", switched("", "", f"{{within={wrong}}}")))


if __name__ == "__main__":
    main()
