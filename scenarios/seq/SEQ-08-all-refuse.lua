-- SEQ-08, variant: every candidate refuses.
-- Rules: CNX-09, CNX-12 (6, not the AP's status), CNX-26 (the reset has emptied the cache, so the
-- SSID is probed for), ASC-29, RST-12 and STA-10 (a reset, then the next profile).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="cafe", channel=6, at={30, 0}}
local alice = station{name="alice", at={5, 0}}
A:refuse{what="assoc", status=17}
B:refuse{what="assoc", status=12}
run(0.5)
trace(alice)

alice:connect{ssid="cafe", auto_connect=false} -- one attempt
run(30)
-- Eleven channels by 802.11's numbers 1 to 11, and 12 and 13, where this radio may probe too.
expect(#trace(alice, {only={"frame alice > * probe-req \"cafe\""}, keep=true}) >= 13,
       "the desired SSID is probed on each of the 13 channels")
expect_trace(alice, [[
  -- of every profile that is applied
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
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
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
]], {with={"oid set CONNECT_REQUEST", "oid method RESET_REQUEST"}})
expect(not alice:status().operating, "INIT again")

say("The next profile.")
alice:connect{ssid="home", auto_connect=false}
run_to(alice, "oid set CONNECT_REQUEST -> SUCCESS")
expect_trace(alice, [[
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
]], {with={"oid set CONNECT_REQUEST", "oid method RESET_REQUEST"}})
