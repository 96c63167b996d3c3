-- Mallory against a network with protected management frames and protected Beacons: she forges,
-- repeats what she has heard, and asks in the name of others. Nothing of it ends the association,
-- and what was tried is told.

local home = ap{name="home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="required", beacon_protection=true}
local alice = station{name="alice", at={5, 0}}
local mallory = {at={25, 0}, channel=6}
local ear = radio{address="02:00:00:00:00:ee", channel=6, at={25, 0}, all=true, acks=false,
                  beacons=true}

local HOME, ALICE, ALL = "02000000000a", nil, "ffffffffffff"
-- One at a time: frames of one moment would collide.
local function send(frame)
  inject{frame=frame, channel=6, at={25, 0}}
  run(0.01)
end
local function mgmt(kind, to, body, seq)
  return kind .. "000000" .. to .. HOME .. HOME .. (seq or "f07f") .. body
end
-- What was heard of this kind (first octet) and to this address, flags and address 2 as given.
local function heard(kind, to, flags)
  local found = {}
  for _, f in ipairs(ear:frames()) do
    if f.data:sub(1, 2) == kind and f.data:sub(9, 20) == to and f.data:sub(21, 32) == HOME and
       (not flags or f.data:sub(3, 4) == flags) then
      found[#found + 1] = f.data
    end
  end
  return found
end
local function drops(name) return alice:drops(name) end
local function told(what) return #trace(alice, {only={"notify " .. what}, keep=true}) end
-- Nothing has ended since the last call; data passes.
local function stands(what)
  local ends = trace(alice, {only={"ind DISASSOCIATION", "cause"}})
  local before = alice:pings()
  alice:ping()
  run(0.5)
  expect(#ends == 0 and alice:status().port_open and alice:pings() == before + 1,
         what .. ": the association stays")
end

alice:connect{ssid="home", passphrase="twelve monkeys"}
run(5)
ear:frames()
alice:ping()
run(0.1)
for _, f in ipairs(ear:frames()) do -- her address, as everybody can hear it
  if f.data:sub(1, 2) == "08" and f.data:sub(9, 20) == HOME then ALICE = f.data:sub(21, 32) end
end
trace(alice)

say("Unprotected, to her: Deauthentication, Disassociation, and a robust Action frame.")
send(mgmt("c0", ALICE, "0300"))
send(mgmt("a0", ALICE, "0800", "0080"))
send(mgmt("d0", ALICE, "08010000", "1080")) -- an SA Query Response that nobody has asked for
run(0.5)
expect(drops("unprotected-management") == 3, "each is dropped by name")
expect(told("unprotected-frame") == 1, "she tells of it, once")
stands("forged unicast frames")

say("Unprotected, to all, and with a MIC that is none.")
send(mgmt("c0", ALL, "0300"))
send(mgmt("c0", ALL, "0300" .. "4c100400ffffffffffff" .. "0123456789abcdef"))
run(0.5)
expect(drops("unprotected-management") == 4, "without an MMIE")
expect(drops("decrypt-error") == 1, "with one that does not verify")
stands("forged group frames")

say("One that an AP sends who does not know her any more: she asks it.")
run(10)
trace(alice)
ear:frames()
send(mgmt("c0", ALICE, "0700"))
run(1.5)
expect(#heard("d0", ALICE, "40") == 1, "the AP answers, enciphered")
expect(told("forged-frame") == 1, "so it was forged, and she says so")
stands("a forged class 3 error")
for i = 1, 40 do
  send(mgmt("a0", ALICE, "0600", ("%02x90"):format(i)))
  run(0.02)
end
expect(#heard("d0", ALICE, "40") == 0, "a flood does not become one of ours")
stands("a flood")

say("Repeated: what the AP has said, once more.")
home:sa_query{station="alice"}
run(0.5)
local request = heard("d0", ALICE, "40")
expect(#request == 1, "an SA Query of the AP's, enciphered")
local before = drops("replay")
send(request[1]:sub(1, 44) .. "50a0" .. request[1]:sub(49))
run(0.5)
expect(drops("replay") == before + 1, "a replayed Action frame is dropped")
expect(home:clients()[1].sa_answered == 1, "and not answered again")
local beacons = heard("80", ALL)
expect(#beacons > 0 and beacons[1]:sub(-36, -33) == "4c10", "Beacons end with an MMIE")
before = drops("replay")
send(beacons[1])
run(0.1)
expect(drops("replay") == before + 1, "a replayed Beacon is dropped")
stands("replays")

say("Forged Beacons: the channel switch to nowhere.")
ear:frames()
run(0.25)
local beacon = heard("80", ALL)[1]
local bare = beacon:sub(1, -37)
for i = 1, 5 do
  send(bare .. "250301" .. "0b" .. "00")                            -- without a MIC
  send(bare .. "250301" .. "0b" .. "00" .. beacon:sub(-36))         -- with the MIC of another
  run(0.1)
end
expect(drops("unprotected-beacon") == 5, "without a MIC")
expect(drops("decrypt-error") + drops("replay") >= 5, "or with that of another")
expect(alice:status().freq == 2437, "she stays on her channel")
stands("a channel switch to nowhere")

say("In her name, at the AP: for another association, and good-bye.")
trace(alice)
inject{frame="b0000000" .. HOME .. ALICE .. HOME .. "0010" .. "000001000000", channel=6, at={25, 0}}
run(0.1)
inject{frame="00000000" .. HOME .. ALICE .. HOME .. "1010" .. "31040a00" .. "0004686f6d65" ..
             "010882848b960c121824" .. "3014" .. "0100000fac040100000fac040100000fac028000",
       channel=6, at={25, 0}}
inject{frame="c0000000" .. HOME .. ALICE .. HOME .. "2010" .. "0300", channel=6, at={25, 0}}
run(1.5)
local client = home:clients()[1]
expect(client.state == "authorized" and client.sa_answered == 2, "the AP asks her, and keeps her")
expect(client.unprotected >= 1, "and believes no farewell that everybody can say")
stands("requests in her name")

say("The true farewell to all, kept and repeated when she is back: the IGTK is still the same.")
ear:frames()
home:deauth{reason=4}
run(4)
local farewell = heard("c0", ALL)
expect(#farewell == 1 and alice:status().port_open, "believed once, and she is back")
trace(alice)
before = drops("replay")
send(farewell[1])
run(0.5)
expect(drops("replay") == before + 1, "a replayed BIP frame is dropped")
stands("the farewell of before")

say("And when it is true: the AP has restarted, and has no keys to say it with.")
home:off()
home:on{forget=true}
alice:ping()
run(4)
local ends = trace(alice, {only={"cause"}, keep=true})
expect(#ends >= 1 and ends[1]:find("sa%-query%-unanswered"), "the AP does not answer: " ..
       tostring(ends[1]))
run(3)
alice:ping()
run(0.5)
expect(alice:status().port_open, "she is back by herself")
