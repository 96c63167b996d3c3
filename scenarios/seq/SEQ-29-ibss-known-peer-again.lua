-- SEQ-29: a known peer of an independent network associates again.
-- Rules: DIS-01, DIS-31 (ASSOCIATION_START for P1 ends the association with P1, and no other), no
-- DISASSOCIATION (DIS-04), PRT-21 (its port goes with the start), ASC-35, ASC-36, IBS-17.

local mesa = {ssid="mesa", type="ibss", bssid="02:00:00:00:00:1b"}
local alice = station{name="alice", at={0, 0}}
local P1 = station{name="P1", at={10, 0}}
local P2 = station{name="P2", at={0, 10}}
run(0.5)
alice:connect(mesa)
run(4)
P1:connect(mesa)
P2:connect(mesa)
run(3)
trace(alice)

say("P1's radio is off for a moment: P1 has lost everybody, and nobody has lost P1 yet.")
local f = flow{from=P2, to=alice, rate="100 kb/s"}
P1:radio(false)
run(0.3)
P1:radio(true)
run(1.5)
expect_trace(alice, [[
  frame P1 > alice auth open 1
  ind ASSOCIATION_START P1 "mesa"
  port P1 deleted
  frame alice > P1 auth open 2 status 0
  ind ASSOCIATION_COMPLETION P1 0x00000000 beacon open none none
  port P1 created uncontrolled none
]])
expect(f:stats().received > 10 and f:stats().loss == 0, "P2 was untouched")
local g = flow{from=P1, to=alice, rate="100 kb/s"}
run(1)
expect(g:stats().received > 5 and g:stats().loss == 0, "data of P1 passes again")
