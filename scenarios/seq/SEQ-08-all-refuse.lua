-- SEQ-08, variant: every candidate refuses.
-- Rules: CNX-09, CNX-12 (6, not the AP's status), ASC-29.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="cafe", channel=6, at={30, 0}}
local alice = station{name="alice", at={5, 0}}
A:refuse{what="assoc", status=17}
B:refuse{what="assoc", status=12}
run(0.5)
trace(alice)

alice:connect{ssid="cafe", auto_connect=false} -- one attempt
run(30)
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
  frame B > alice assoc-resp status 12
  ind ASSOCIATION_COMPLETION B 0x0003000c req resp beacon
  ind CONNECTION_COMPLETION 0x00000006
]])
expect(not alice:status().operating, "INIT again")
