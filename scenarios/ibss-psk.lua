-- RSNA in an independent network: with each peer a four-way handshake each way, and each one's
-- group key. A peer with another passphrase gets no port, and that is nobody else's trouble.
-- Rules: IBS-18 (RSNA-PSK with CCMP), IBS-19 (the group key of each peer as its per-station
-- default key), PRT-06 (the port of the peer decides), KEY-02, KEY-06 (our own group key beside),
-- DEC-02 (which key opens a group frame), DIS-25 (whose keys go with a Deauthentication).

local mesa = {ssid="mesa", type="ibss", passphrase="correct horse"}
local alice = station{name="alice", at={0, 0}}
local bob = station{name="bob", at={10, 0}}
local carol = station{name="carol", at={5, 5}}
local mallory = station{name="mallory", at={0, 5}}
run(0.5)
alice:connect(mesa)
run(4)
trace(alice)

say("bob comes: the keys go in when both handshakes are done, and then the port opens.")
bob:connect(mesa)
run(5)
expect_trace(alice, [[
  ind ASSOCIATION_START bob "mesa"
  ind ASSOCIATION_COMPLETION bob 0x00000000 beacon rsna-psk ccmp ccmp
  port bob created unauthorized os
  oid set CIPHER_DEFAULT_KEY 1 ccmp -> SUCCESS
  oid set CIPHER_KEY_MAPPING_KEY bob ccmp -> SUCCESS
  oid set CIPHER_DEFAULT_KEY 1 bob ccmp -> SUCCESS
  port bob authorized
  oid set PORT_STATE_NOTIFICATION bob true -> SUCCESS
]], {with={"oid set"}, ignore={"frame"}})

say("carol comes, and mallory, who has another passphrase.")
carol:connect(mesa)
mallory:connect{ssid="mesa", type="ibss", passphrase="incorrect horse"}
run(5)
local flows = {}
for i, ends in ipairs{{alice, bob}, {bob, carol}, {carol, alice}, {bob, alice}} do
  flows[i] = flow{from=ends[1], to=ends[2], rate="100 kb/s"}
end
local bad = flow{from=mallory, to=alice, rate="100 kb/s"}
alice:ping() -- its ARP goes to all, under alice's group key
run(3)
for i = 1, #flows do
  expect(flows[i]:stats().received > 25 and flows[i]:stats().loss == 0, "flow " .. i)
  flows[i]:stop()
end
expect(bad:stats().received == 0, "mallory gets nothing through")
bad:stop()
run(20)
expect(alice:status().connected and bob:status().connected, "and ends nothing")

say("carol leaves: her keys go, the others' stay.")
local f = flow{from=bob, to=alice, rate="100 kb/s"}
carol:disconnect()
run(3)
expect(f:stats().received > 25 and f:stats().loss == 0, "bob is still understood")
f:stop()
