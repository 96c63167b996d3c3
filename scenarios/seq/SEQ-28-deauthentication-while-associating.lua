-- SEQ-28: the AP deauthenticates in the middle of an association.
-- Rules: DIS-16 (no DISASSOCIATION for what was never complete), ASC-29 (0x00010000 | reason in
-- the completion), CNX-09 (then the next candidate), PRT-02 (no port).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", channel=1, at={0, 0},
             mute={"assoc"}}
ap{name="B", bssid="02:00:00:00:00:0b", ssid="cafe", channel=6, at={30, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)
alice:connect{ssid="cafe"}
run_to(alice, "frame alice > A assoc-req")
run(0.002)
A:deauth{to="alice", reason=2}
run(10)
expect_trace(alice, [[
  ind CONNECTION_START infrastructure
  ind ASSOCIATION_START A "cafe"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "cafe"
  frame A > alice deauth reason 2
  ind ASSOCIATION_COMPLETION A 0x00010002 req beacon
  ind ASSOCIATION_START B "cafe"
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B assoc-req "cafe"
  frame B > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon open none none
  port B created uncontrolled none
  ind CONNECTION_COMPLETION 0x00000000
]])
