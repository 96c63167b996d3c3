-- WEP in an independent network: who has the key is understood, who has another one is a peer whose
-- frames nobody can read.
-- Rules: IBS-18 (open system with a cipher), IBS-10, DEC-02, ENC-02 (the default key, for group
-- frames, too).

local alice = station{name="alice", at={0, 0}}
local bob = station{name="bob", at={10, 0}}
local carol = station{name="carol", at={5, 5}}
run(0.5)
local mesa = {ssid="mesa", type="ibss", wep="0102030405060708090a0b0c0d"}
alice:connect(mesa)
run(4)
bob:connect(mesa)
carol:connect{ssid="mesa", type="ibss", wep="1102030405060708090a0b0c0d"}
run(5)
for _, s in ipairs{alice, bob, carol} do
  expect(s:status().port_open, "everybody is a peer")
end

local good = flow{from=alice, to=bob, rate="100 kb/s"}
local back = flow{from=bob, to=alice, rate="100 kb/s"}
local bad = flow{from=carol, to=alice, rate="100 kb/s"}
run(3)
expect(good:stats().received > 25 and good:stats().loss == 0, "alice is understood")
expect(back:stats().received > 25 and back:stats().loss == 0, "and bob")
expect(bad:stats().received == 0, "carol is not")
