-- SEQ-22: the radio is switched off while connected, by the hardware switch.
-- Rules: PWR-04 (PHY_STATE_CHANGED for each PHY; its place relative to the next line is open),
-- PWR-05, PWR-07 (DISASSOCIATION 3, stay in OP; a roam when it is on again), ROM-07.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}, radio="dual"}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

alice:radio(false)
run(30)
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000003
  port A deleted
]], {ignore={"ind PHY_STATE_CHANGED"}, keep=true})
expect_trace(alice, [[
  ind PHY_STATE_CHANGED phy 0 hw 0 sw 1
  ind PHY_STATE_CHANGED phy 1 hw 0 sw 1
]], {only={"ind PHY_STATE_CHANGED"}})
expect(alice:status().operating, "still in OP")

alice:radio(true)
run(30)
expect_trace(alice, [[
  ind PHY_STATE_CHANGED phy 0 hw 1 sw 1
  ind PHY_STATE_CHANGED phy 1 hw 1 sw 1
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
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes")
