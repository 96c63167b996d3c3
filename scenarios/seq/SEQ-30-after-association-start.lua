-- SEQ-30, case 2: the old AP deauthenticates after ASSOCIATION_START of the new one.
-- Rules: DIS-03, DIS-14, DIS-16 (ignored: A is already gone).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}

local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=1, at={60, 0}}
alice:move{to={55, 0}}
run_to(alice, "ind ASSOCIATION_START B")
A:deauth{to="alice", reason=6}
run(5)
-- When the frame ends on the air, relative to those of B, is up to the channel.
local deauth = trace(alice, {only={"frame A > alice deauth reason 6"}, keep=true})
expect(#deauth == 1, "A has sent it")
expect_trace(alice, [[
  ind ROAMING_START 0x0000000b
  ind ASSOCIATION_START B "office"
  port A deleted
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B reassoc-req "office" rsn from A
  frame B > alice reassoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 reassoc-req reassoc-resp req resp beacon rsna-psk ccmp ccmp
  port B created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame B > alice EAPOL-Key 1/4
  frame alice > B EAPOL-Key 2/4
  frame B > alice EAPOL-Key 3/4
  frame alice > B EAPOL-Key 4/4
  port B authorized
]], {ignore={"frame A > alice deauth"}})
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes through B")
