-- SEQ-08, right column: the only AP does not answer.
-- Rules: ASC-30 (no Authentication frame: status 2), CNX-12 (all tried: status 6), CNX-14,
-- CNX-26 (the reset has emptied the cache, so the SSID is probed for), RST-12 and STA-10.

ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", at={0, 0}, mute={"auth"}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

alice:connect{ssid="cafe", auto_connect=false} -- one attempt
run(30)
-- The one desired SSID was found, so it is not looked for again.
expect(#trace(alice, {only={"frame alice > * probe-req \"cafe\""}, keep=true}) >= 1,
       "the desired SSID is not in the cache, so it is probed")
-- How often the Authentication frame is sent is the station's own affair.
expect_trace(alice, [[
  -- of every profile that is applied
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
  ind ASSOCIATION_START A "cafe"
  ind ASSOCIATION_COMPLETION A 0x00000002 beacon
  ind CONNECTION_COMPLETION 0x00000006
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
]], {ignore={"frame alice > A auth open 1"},
     with={"oid set CONNECT_REQUEST", "oid method RESET_REQUEST"}})
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
