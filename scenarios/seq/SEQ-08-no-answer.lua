-- SEQ-08, right column: the only AP does not answer.
-- Rules: ASC-30 (no Authentication frame: status 2), CNX-12 (all tried: status 6), CNX-14.

ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", at={0, 0}, mute={"auth"}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

alice:connect{ssid="cafe", auto_connect=false} -- one attempt
run(30)
-- How often the Authentication frame is sent is the station's own affair.
expect_trace(alice, [[
  ind CONNECTION_START infrastructure
  ind ASSOCIATION_START A "cafe"
  ind ASSOCIATION_COMPLETION A 0x00000002 beacon
  ind CONNECTION_COMPLETION 0x00000006
]], {ignore={"frame alice > A auth open 1"}})
expect(not alice:status().operating, "INIT again")
