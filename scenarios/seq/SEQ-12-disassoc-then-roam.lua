-- SEQ-12: the AP sends a Disassociation frame, and another AP is there.
-- Rules: DIS-08 (0x0002.... | reason of the frame), DIS-15 .. DIS-17, DIS-23 (the port is
-- deleted after the indication), DIS-19, DIS-20 (then a roam), ROM-07 (reason 0xc).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
   channel=6, at={40, 0}}
-- Another network: never a candidate (CNX-28).
ap{name="X", bssid="02:00:00:00:00:0f", ssid="cafe", channel=1, at={5, 5}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

say("A throws alice out and goes away.")
A:disassoc{to="alice", reason=5}
A:mute{"beacon", "probe", "auth"}
run(10)
-- A is the better AP as long as it is remembered; whether it is tried first is the
-- station's own affair (CNX-30). It does not answer.
expect_trace(alice, [[
  frame A > alice disassoc reason 5
  ind DISASSOCIATION A 0x00020005
  port A deleted
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
]], {ignore={"ind ASSOCIATION_START A", "ind ASSOCIATION_COMPLETION A", "frame alice > A auth"}})
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes through B")
