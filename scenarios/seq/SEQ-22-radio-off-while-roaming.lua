-- SEQ-22, variant: the radio is switched off in the middle of a roam.
-- Rules: PWR-06 (ASSOCIATION_COMPLETION 3, then ROAMING_COMPLETION 3), ROM-13 (OP: a roam when it
-- is on again).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=6, at={40, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

B:mute{"auth"}
A:off()
run_to(alice, "ind ASSOCIATION_START B")
alice:radio(false)
run(30)
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000002
  port A deleted
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START B "office"
  ind ASSOCIATION_COMPLETION B 0x00000003 beacon
  ind ROAMING_COMPLETION 0x00000003
]], {ignore={"ind PHY_STATE_CHANGED", "frame alice > B auth"}})
expect(alice:status().operating, "still in OP")

B:mute{}
alice:radio(true)
run(30)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START B "office"
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B assoc-req "office" rsn
  frame B > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon rsna-psk ccmp ccmp
  port B created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame B > alice EAPOL-Key 1/4
  frame alice > B EAPOL-Key 2/4
  frame B > alice EAPOL-Key 3/4
  frame alice > B EAPOL-Key 4/4
  port B authorized
]], {ignore={"ind PHY_STATE_CHANGED"}})
