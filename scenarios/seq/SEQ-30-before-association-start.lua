-- SEQ-30, case 1: the old AP deauthenticates after ROAMING_START, before ASSOCIATION_START.
-- Rules: X-73 (the association still existed: DISASSOCIATION, and the roam goes on), ROM-14,
-- DIS-09, DIS-23.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}

local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=1, at={60, 0}, mute={"probe"}}
alice:move{to={55, 0}}
run_to(alice, "ind ROAMING_START")
run(0.002)
A:deauth{to="alice", reason=6}
run(5)
-- Nothing is associated any more, so the request is an Association Request (ROM-15).
expect_trace(alice, [[
  ind ROAMING_START 0x0000000b
  frame A > alice deauth reason 6
  ind DISASSOCIATION A 0x00010006
  port A deleted
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
]])
