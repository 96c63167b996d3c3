-- SEQ-07: the first AP refuses, the second accepts.
-- Rules: CNX-09 (one candidate after the other, the failed one completed first), CNX-11,
-- ASC-06 (no overlap), ASC-28 (algorithms zero on failure: none is shown), ASC-29 (class 3,
-- the status of the AP: 0x00030011 is status 17, "the AP is full").

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", channel=1, at={0, 0}}
ap{name="B", bssid="02:00:00:00:00:0b", ssid="cafe", channel=6, at={30, 0}}
local alice = station{name="alice", at={5, 0}}
A:refuse{what="assoc", status=17}
run(0.5)
trace(alice)

say("The nearer AP is full; the farther one takes her.")
alice:connect{ssid="cafe"}
run(5)
expect_trace(alice, [[
  ind CONNECTION_START infrastructure
  ind ASSOCIATION_START A "cafe"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "cafe"
  frame A > alice assoc-resp status 17
  ind ASSOCIATION_COMPLETION A 0x00030011 req resp beacon
  ind ASSOCIATION_START B "cafe"
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B assoc-req "cafe"
  frame B > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon open none none
  port B created uncontrolled none
  ind CONNECTION_COMPLETION 0x00000000
]])
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes")
