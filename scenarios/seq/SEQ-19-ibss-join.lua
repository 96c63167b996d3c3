-- SEQ-19: an existing independent network is joined.
-- Rules: IBS-01 (joined, not started), IBS-04 (the candidate's BSSID and SSID), IBS-05 (one
-- association before CONNECTION_COMPLETION), IBS-10 (others later, outside the operation), ASC-12
-- ... ASC-15, X-04 (no frames but the Beacon in the completion).

local P1 = station{name="P1", at={10, 0}}
local P2 = station{name="P2", at={0, 10}}
local alice = station{name="alice", at={0, 0}}
run(0.5)
P1:connect{ssid="mesa", type="ibss", bssid="02:00:00:00:00:1b"}
run(4)
trace(alice)

alice:connect{ssid="mesa", type="ibss"}
run_to(alice, "ind CONNECTION_COMPLETION")
expect_trace(alice, [[
  oid set DESIRED_BSS_TYPE independent -> SUCCESS
  oid set CONNECT_REQUEST -> SUCCESS
  ind CONNECTION_START independent 02:00:00:00:00:1b "mesa"
  ind ASSOCIATION_START P1 "mesa"
  frame alice > P1 auth open 1
  frame P1 > alice auth open 2 status 0
  ind ASSOCIATION_COMPLETION P1 0x00000000 beacon open none none
  port P1 created uncontrolled none
  ind CONNECTION_COMPLETION 0x00000000
]], {with={"oid set CONNECT_REQUEST", "oid set DESIRED_BSS"}})
local s = alice:status()
expect(s.connected and s.port_open and s.ap == "02:00:00:00:00:1b", "in the network of P1")
run(0.5) -- P1 has its own association to make
local f = flow{from=alice, to=P1, rate="100 kb/s"}
run(1)
expect(f:stats().received > 5 and f:stats().loss == 0, "data passes")
f:stop()

say("Another one comes, outside of any operation.")
P2:connect{ssid="mesa", type="ibss"}
run(3)
expect_trace(alice, [[
  ind ASSOCIATION_START P2 "mesa"
  ind ASSOCIATION_COMPLETION P2 0x00000000 beacon open none none
  port P2 created uncontrolled none
]], {ignore={"frame"}})
