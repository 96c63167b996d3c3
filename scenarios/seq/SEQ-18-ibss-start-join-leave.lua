-- SEQ-18: an independent network is started; peers come and leave; it is left.
-- Rules: IBS-02, IBS-04 (CONNECTION_START names it), IBS-06 (no peer is waited for), IBS-07 (the
-- desired SSID and BSSID), IBS-10 (an association for each peer, outside any operation), DIS-24
-- (a peer's Deauthentication, its reason in the code), IBS-17 (disconnect leaves every peer).

local mesa = {ssid="mesa", type="ibss", bssid="02:00:00:00:00:1b"}
local alice = station{name="alice", at={0, 0}}
local P1 = station{name="P1", at={10, 0}}
local P2 = station{name="P2", at={0, 10}}
run(0.5)
trace(alice)

say("alice finds no network of this name, and starts one.")
alice:connect(mesa)
run_to(alice, "ind CONNECTION_COMPLETION")
run(1)
expect_trace(alice, [[
  ind CONNECTION_START independent 02:00:00:00:00:1b "mesa"
  ind CONNECTION_COMPLETION 0x00000000
]])
local heard = P1:scan{} and run(5) or P1:bss_list()
expect(#heard == 1 and heard[1].ssid == "mesa" and heard[1].ap == "02:00:00:00:00:1b",
       "its Beacons are on the air")

say("P1 appears, and then P2.")
P1:connect(mesa)
run(2)
P2:connect(mesa)
run(2)
local there = flow{from=alice, to=P1, rate="100 kb/s"}
local back = flow{from=P2, to=alice, rate="100 kb/s"}
run(1)
expect(there:stats().received > 5 and there:stats().loss == 0, "data passes to P1")
expect(back:stats().received > 5 and back:stats().loss == 0, "and from P2")
there:stop()

say("P1 leaves; P2 stays.")
P1:disconnect()
run(2)
expect(back:stats().loss == 0 and back:stats().received > 25, "P2 is untouched")
back:stop()
alice:disconnect()
run(1)
expect_trace(alice, [[
  ind ASSOCIATION_START P1 "mesa"
  ind ASSOCIATION_COMPLETION P1 0x00000000 beacon open none none
  port P1 created uncontrolled none
  ind ASSOCIATION_START P2 "mesa"
  ind ASSOCIATION_COMPLETION P2 0x00000000 beacon open none none
  port P2 created uncontrolled none
  ind DISASSOCIATION P1 0x00010003
  port P1 deleted
  oid set DISCONNECT_REQUEST
  ind DISASSOCIATION P2 0x00000007
  port P2 deleted
  oid set DISCONNECT_REQUEST -> SUCCESS
]], {with={"oid"}, ignore={"frame"}})
expect(not alice:status().operating, "INIT")
