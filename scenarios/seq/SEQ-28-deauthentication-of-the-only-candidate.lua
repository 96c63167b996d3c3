-- SEQ-28, variant: there is no other candidate; the connection operation fails.
-- Rules: DIS-16, ASC-29, CNX-12 (6), CNX-14.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", channel=1, at={0, 0},
             mute={"assoc"}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)
alice:connect{ssid="cafe", auto_connect=false} -- one attempt
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
  ind CONNECTION_COMPLETION 0x00000006
]])
expect(not alice:status().operating, "INIT")
