-- SEQ-13: the AP vanishes.
-- Rules: DIS-11 and X-82 (no frame for longer than the threshold, 2000 ms; not earlier, and at
-- most one beacon interval later), DIS-19, ROM-06, ROM-07.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

say("A beacon every 1.9 s is enough.")
local silence = rule{from="A", kind="beacon"}
for i = 1, 5 do
  run(1.79)
  unrule(silence)      -- one beacon passes
  run(0.11)
  silence = rule{from="A", kind="beacon"}
end
expect_trace(alice, "")
unrule(silence)
run(0.2)

say("Then A has no power any more.")
A:off()
local t0 = now()             -- the last beacon was less than 102.4 ms before
run(1.89)
expect_trace(alice, "")
run_to(alice, "ind DISASSOCIATION")
local silent = now() - t0
expect(silent > 2.0 - 0.1024 and silent <= 2.0 + 0.1024 + 0.001,
       "after the threshold, within a beacon interval")
run(30)
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000002
  port A deleted
]])

say("It comes back.")
A:on()
run(30)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START A "office"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "office" rsn
  frame A > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
  port A created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame A > alice EAPOL-Key 1/4
  frame alice > A EAPOL-Key 2/4
  frame A > alice EAPOL-Key 3/4
  frame alice > A EAPOL-Key 4/4
  port A authorized
]])
