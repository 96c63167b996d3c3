-- Somebody outside throws alice out of her own network: without protected management frames, a
-- Deauthentication frame needs no key. The station says what it has seen, and comes back.

local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(5)
trace(alice)

say("mallory is in the street.")
for i = 1, 3 do
  forge{kind="deauth", from="Home", to="alice", reason=7, channel=6, at={25, 0}}
  run(5)
end
local ends = trace(alice, {only={"ind DISASSOCIATION"}, keep=true})
expect(#ends == 3, "three forged frames, three ends of the association")
expect(ends[1] == "ind DISASSOCIATION Home 0x00010007", "with the forger's reason")
run(20)
expect(alice:status().port_open, "and she is back; after several ends she waits a little longer")

say("A frame in the name of an AP that she is not associated with does nothing (DIS-14).")
trace(alice)
forge{kind="deauth", from="02:00:00:00:00:99", to="alice", reason=7, channel=6, at={25, 0}}
run(5)
expect_trace(alice, "", {only={"ind", "port"}, ignore={"ind LINK_QUALITY", "ind PMKID"}})
