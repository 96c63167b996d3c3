-- What is wanted stays wanted. alice comes home while the AP is still off, bob's AP says nothing
-- of the handshake, carol's asks her to come back later: each of them is on the network when it
-- can be had, without a hand of the user; and each says beforehand when it tries again.

local Home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", channel=1, at={0, 0},
                off=true}
local Mute = ap{name="Mute", bssid="02:00:00:00:00:0b", ssid="office", channel=6, at={0, 0},
                passphrase="correct horse", mute={"m1"}}
local Busy = ap{name="Busy", bssid="02:00:00:00:00:0c", ssid="fair", channel=11, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local bob = station{name="bob", at={5, 5}}
local carol = station{name="carol", at={0, 5}}
run(0.5)

-- The times of the lines in a station's trace, without those of other stations.
local function attempts(s)
  return #trace(s, {only={"notify connection-start"}, keep=true})
end

say("Nobody answers alice, for two minutes.")
alice:connect{ssid="home"}
run(120)
expect(not alice:status().port_open and alice:status().wanted, "she still wants it")
local tries = attempts(alice)
expect(tries >= 5 and tries <= 9, tries .. " rounds: the pauses grow")
expect(#trace(alice, {only={"notify connection-failed"}, keep=true}) >= tries - 1,
       "each was told")
Home:on{}
run_to(alice, "port Home created", 80)
expect(alice:status().ap == "Home", "alice is home: no pause is longer than 75 seconds")

say("bob's AP never says message 1, as one that waits for its server.")
bob:connect{ssid="office", passphrase="correct horse"}
run(60)
expect(bob:status().wanted and not bob:status().port_open, "bob keeps coming")
expect(#trace(bob, {only={"cause port by peer peer-reason 15 wrong-passphrase"}, keep=true}) == 0,
       "nobody speaks of the passphrase")
Mute:mute{}
run_to(bob, "port Mute authorized", 80)
expect(bob:status().port_open, "bob is in")

say("carol's AP believes her associated already and asks for two seconds and a half.")
Busy:refuse{what="assoc", status=30, comeback=2500, times=1}
carol:connect{ssid="fair"}
run_to(carol, "frame Busy > carol assoc-resp status 30")
local refused = now()
run_to(carol, "frame carol > Busy assoc-req")
local waited = now() - refused
expect(waited >= 2.56 and waited < 2.56 + 3, ("she came back after %.2f s"):format(waited))
run(1)
expect(carol:status().port_open, "carol is in")

say("bob's AP has gone; he looks for it until he does not want it any more.")
trace(bob)
Mute:off()
run(140)
local looks = #trace(bob, {only={"notify searching"}, keep=true})
expect(looks >= 10, looks .. " looks, and each was told when it began")
expect(bob:status().wanted and bob:status().operating, "he wants it")
bob:disconnect()
trace(bob)
expect(not bob:status().wanted, "he does not")
Mute:on{}
run(60)
expect(#trace(bob, {only={"notify", "ind", "frame bob"}, keep=true}) == 0, "and stays away")
