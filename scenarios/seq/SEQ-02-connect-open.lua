-- SEQ-02: connect, infrastructure, open system.
-- Rules: CNX-06 (zero BSSID and SSID in CONNECTION_START), ASC-02 (the frames follow
-- ASSOCIATION_START), ASC-29, PRT-01, X-43 (open system: an uncontrolled port), CNX-16 (the
-- data path works from ASSOCIATION_COMPLETION on), ASC-37 (LINK_QUALITY at any time from there).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

say("alice walks into the cafe.")
alice:connect{ssid="cafe"}
-- Between ASSOCIATION_COMPLETION and CONNECTION_COMPLETION no time passes here; that a packet in
-- between them goes out is a test of its own (CNX_16 in tests/unit/miniport/mlme_contract.c).
run_to(alice, "ind ASSOCIATION_COMPLETION")
alice:ping() -- who has the address, and the ping itself
run(1)
-- CONNECT_REQUEST is completed at any time (X-72): here, after CONNECTION_START.
expect_trace(alice, [[
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
  ind ASSOCIATION_START A "cafe"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "cafe"
  frame A > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon open none none
  port A created uncontrolled none
  ind LINK_QUALITY A
  ind CONNECTION_COMPLETION 0x00000000
  send A data
  receive A data
  send A data
  receive A data
]], {with={"oid set CONNECT_REQUEST", "ind LINK_QUALITY", "send A", "receive A"}})
expect(alice:pings() == 1, "data passes")
