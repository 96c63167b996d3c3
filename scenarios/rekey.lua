-- Keys wear out. The AP renews the group key every ten seconds, and once the pairwise key, too.
-- The station follows without losing a packet, its port open all the time.

local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                at={0, 0}, rekey=10}
local alice = station{name="alice", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(5)
trace(alice)

for i = 1, 55 do
  alice:ping()
  run(1)
end
local answered, sent = alice:pings()
expect(answered == sent, "every ping of a minute answered")
local keys = trace(alice, {only={"oid set CIPHER_DEFAULT_KEY"}, keep=true})
expect(#keys >= 5, #keys .. " new group keys")
expect(keys[1] ~= keys[2], "at another index each time, so that no packet falls between them")

say("A new pairwise key, by a whole handshake, protected by the old one.")
run(5) -- not while the group key is renewed
home:rekey{station="alice"}
run(1)
local pairwise = trace(alice, {only={"oid set CIPHER_KEY_MAPPING_KEY"}, keep=true})
expect(#pairwise == 1, "a new pairwise key")
alice:ping()
run(1)
expect(alice:pings() == sent + 1, "and it works")

say("Both at once: the group key comes when the pairwise one is settled.")
home:rekey{station="alice"}
home:rekey{}
run(1)
local both = trace(alice, {only={"oid set CIPHER"}, keep=true})
expect(both[#both]:find("DEFAULT_KEY", 1, true) and both[#both - 1]:find("MAPPING_KEY", 1, true),
       "one after the other")
expect_trace(alice, "", {only={"port", "ind DISASSOCIATION", "ind ROAMING"}})
expect(alice:drops("replay") == 0 and home:clients()[1].replays == 0, "nobody saw a replay")
