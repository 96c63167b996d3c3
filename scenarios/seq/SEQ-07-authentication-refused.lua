-- SEQ-07, variant: the first AP refuses already the authentication.
-- Rules: CNX-09, ASC-14 (no request was sent, so none is in the completion), ASC-29.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", channel=1, at={0, 0}}
ap{name="B", bssid="02:00:00:00:00:0b", ssid="cafe", channel=6, at={30, 0}}
local alice = station{name="alice", at={5, 0}}
A:refuse{what="auth", status=1}
run(0.5)
trace(alice)

alice:connect{ssid="cafe"}
run(5)
expect_trace(alice, [[
  ind CONNECTION_START infrastructure
  ind ASSOCIATION_START A "cafe"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 1
  ind ASSOCIATION_COMPLETION A 0x00030001 beacon
  ind ASSOCIATION_START B "cafe"
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B assoc-req "cafe"
  frame B > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon open none none
  port B created uncontrolled none
  ind CONNECTION_COMPLETION 0x00000000
]])
