#!/usr/bin/env python3
"""Handshakes that are protected by a key: rules find their messages, frames and traces show them.
(TAP)"""
from program import PROGRAM, file, run
from tap import check, expect, main

OK = 0
SCRIPT = """
a = ap{name="A", bssid="02:00:00:00:00:0a", ssid="x", passphrase="correct horse"}
s = station{name="s", at={5, 0}}
s:connect{ssid="x", passphrase="correct horse"}
run(3)
expect(s:status().port_open, "connected")
"""


def holds(text, *arguments):
    r = run("run", file("group.lua", SCRIPT + text), *arguments)
    expect(r.status == OK, r)
    return r


@check
def a_rule_hits_the_messages_of_the_group_key():
    holds("""
      local first, second = rule{message=5, to="s", action="delay", delay=0.001},
                            rule{message=6, from="s", action="delay", delay=0.001}
      local four = rule{message=1, action="delay", delay=0.001}
      a:rekey{} run(1)
      expect(rule_hits(first) == 1 and rule_hits(second) == 1, "both")
      expect(rule_hits(four) == 0, "no message of another handshake")
      a:rekey{} run(1)
      expect(rule_hits(first) == 2, "each time")""")


@check
def a_group_message_that_is_dropped_comes_again():
    # hostapd: EAPOL_KEY_TIMEOUT_SUBSEQ, the next one a second later
    holds("""
      local lost = rule{message=5, count=1}
      trace(s)
      a:rekey{} run(3)
      expect(rule_hits(lost) > 0, "lost, all tries of it")
      expect_trace(s, [[
        frame A > s EAPOL-Key group 1/2 protected
        frame A > s EAPOL-Key group 1/2 protected
        frame s > A EAPOL-Key group 2/2 protected
      ]])""")


@check
def a_rule_hits_a_protected_four_way_handshake():
    holds("""
      local n = {}
      for m = 1, 4 do n[m] = rule{message=m, action="delay", delay=0.0001} end
      trace(s)
      a:rekey{station="s"} run(1)
      for m = 1, 4 do expect(rule_hits(n[m]) == 1, "message " .. m) end
      expect_trace(s, [[
        frame A > s EAPOL-Key 1/4 protected
        frame s > A EAPOL-Key 2/4 protected
        frame A > s EAPOL-Key 3/4 protected
        frame s > A EAPOL-Key 4/4 protected
      ]])""")


@check
def frames_shows_them():
    r = holds("a:rekey{} run(1) s:ping() run(1)", "--frames")
    lines = [l.split("~ ")[1] for l in r.out.splitlines() if "EAPOL-Key" in l]
    expect(lines[:4] == [f"{x} EAPOL-Key {n}/4" for n, x in enumerate(
        ("A > s", "s > A") * 2, 1)], r)
    expect(lines[4:] == ["A > s EAPOL-Key group 1/2 protected", "s > A EAPOL-Key group 2/2 protected"],
           r)


if __name__ == "__main__":
    expect(PROGRAM)
    main()
