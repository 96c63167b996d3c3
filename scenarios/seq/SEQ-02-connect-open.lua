-- SEQ-02: connect, infrastructure, open system.
-- Rules: CNX-06 (zero BSSID and SSID in CONNECTION_START), ASC-02 (the frames follow
-- ASSOCIATION_START), ASC-29, PRT-01, X-43 (open system: an uncontrolled port), CNX-16 (the
-- data path works from ASSOCIATION_COMPLETION on).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

say("alice walks into the cafe.")
alice:connect{ssid="cafe"}
run_to(alice, "ind CONNECTION_COMPLETION")
alice:ping()
run(1)
expect_trace(alice, [[
  ind CONNECTION_START infrastructure
  ind ASSOCIATION_START A "cafe"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "cafe"
  frame A > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon open none none
  port A created uncontrolled none
  ind CONNECTION_COMPLETION 0x00000000
]])
expect(alice:pings() == 1, "data passes")
