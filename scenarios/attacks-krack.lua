-- Key reinstallation (KRACK, CVE-2017-13077 to 13082, 13084 to 13088): who keeps message 4 from the
-- access point makes it repeat message 3, and a station that installs its keys again counts packets
-- from the beginning again. Here nothing is installed twice: alice's packet numbers go on, and what
-- has been sent to a group is a replay when it comes again. Handshakes that she does not know install
-- nothing at all. (13083 and 13085 were given to no flaw.)

local home = ap{name="home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="required", wmm=true}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
local ear = radio{address="02:00:00:00:00:ee", channel=6, at={25, 0}, all=true, acks=false}
local HOME, ALICE, ALL, WIRE = "02000000000a", "020000000a01", "ffffffffffff", "0200000000fe"
local sequence = 3000
local function send(frame)
  inject{frame=frame, channel=6, at={25, 0}}
  run(0.02)
end
local function number()
  sequence = sequence + 1
  return hex(string.pack("<I2", sequence % 4096 << 4))
end
-- The packet number of a frame of CCMP.
local function pn_of(data)
  local n = data:sub(1, 2) == "88" and 53 or 49
  local function octet(i) return tonumber(data:sub(n + 2 * i, n + 2 * i + 1), 16) end
  return octet(0) | octet(1) << 8 | octet(4) << 16 | octet(5) << 24 | octet(6) << 32 |
         octet(7) << 40
end
-- Packet numbers of the enciphered data that were heard from one to another, in order.
local function numbers(from, to, frames)
  local list = {}
  for _, f in ipairs(frames or ear:frames()) do
    local kind = f.data:sub(1, 2)
    if (kind == "08" or kind == "88") and tonumber(f.data:sub(3, 4), 16) & 0x40 ~= 0 and
       f.data:sub(9, 20) == to and f.data:sub(21, 32) == from then
      list[#list + 1] = pn_of(f.data)
    end
  end
  return list
end
local function rises(list)
  for i = 2, #list do
    if list[i] <= list[i - 1] then return false end
  end
  return #list > 1
end
-- A frame to all, of data or of management, under the group key of this id.
local function group_data(id)
  return home:seal{id=id, pn=500, frame="0802" .. "0000" .. ALL .. HOME .. WIRE .. number() ..
                   "aaaa03000000" .. "88b5" .. "00112233445566778899aabbccddeeff"}
end
local function group_action(id)
  return home:seal{id=id, pn=500, frame="d000" .. "0000" .. ALL .. HOME .. HOME .. number() ..
                   "0801" .. "0000"} -- SA Query Response: of no consequence
end
-- The same octets, under another sequence number: the duplicate filter is no defence.
local function again(frame) return frame:sub(1, 44) .. number() .. frame:sub(49) end
local function dropped(name, frame)
  local before = alice:drops(name)
  send(frame)
  return alice:drops(name) - before
end
-- Both group keys are in, and what came under them once is not believed again after `meanwhile`.
local function group_keys(what, data, id, meanwhile)
  local frame, action = group_data(id), group_action(id and id + 3)
  trace(alice)
  expect(dropped("replay", frame) == 0 and
         #trace(alice, {only={"receive"}, with={"receive"}}) == 1, what .. ": it has the GTK")
  expect(dropped("replay", action) == 0 and dropped("replay", again(frame)) == 1,
         what .. ": a group frame counts once")
  meanwhile()
  expect(dropped("replay", again(frame)) == 1, data[1] .. ": the GTK keeps its counter")
  expect(dropped("replay", action) == 1,
         data[2] .. ": the IGTK keeps its counter")
end

say("The four-way handshake: message 4 does not verify at the access point, which repeats message 3.")
local lost = rule{from="alice", to="home", message=4, action="corrupt", offset=100, bits=255, count=1}
alice:connect{ssid="home", passphrase="twelve monkeys"}
expect_within(5, "alice has her keys", function() return alice:status().port_open end)
ear:frames()
alice:ping()
run(0.02)
group_keys("message 3 repeated", {"CVE-2017-13078", "CVE-2017-13079"}, nil, function()
  run_to(alice, "frame home > alice EAPOL-Key 3/4", 2)
  run(0.1)
end)
alice:ping()
run(0.1)
expect(alice:drops("exempt-but-clear") >= 1, "CVE-2017-13077: a clear message 3 is dropped once keys are in")
expect(rule_hits(lost) == 1 and rises(numbers(ALICE, HOME)),
       "CVE-2017-13077: packet numbers go on after a repeated message 3")

say("The same by octets of before: message 3 of a handshake that is over.")
alice:disconnect()
run(1)
ear:frames()
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(6)
expect(alice:status().port_open, "alice is back")
local m3
for _, f in ipairs(ear:frames()) do
  local at = f.data:find("888e", 1, true)
  if at and f.data:sub(21, 32) == HOME and tonumber(f.data:sub(at + 14, at + 17), 16) & 0x01c8 == 0x01c8 then
    m3 = f.data
  end
end
expect(m3 ~= nil, "message 3 was heard")
alice:ping()
run(0.1)
send(m3:sub(1, 44) .. number() .. m3:sub(49))
-- and as the access point enciphers it, so that it gets as far as her supplicant
local clear = m3:sub(1, 2) .. "02" .. m3:sub(5)
local before = alice:drops("eapol-replay")
send(home:seal{frame=clear:sub(1, 44) .. number() .. clear:sub(49), pn=600})
expect(alice:drops("eapol-replay") == before + 1, "CVE-2017-13077: an old message 3 is a replay")
alice:ping()
run(0.1)
expect(rises(numbers(ALICE, HOME)), "CVE-2017-13077: and packet numbers go on")

say("The group key handshake: message 2 of it does not verify, message 1 comes again.")
alice:disconnect()
run(1)
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(6)
lost = rule{from="alice", to="home", message=6, action="corrupt", offset=60, bits=255, count=1}
home:rekey()
run(0.1)
group_keys("group message 1 repeated", {"CVE-2017-13080", "CVE-2017-13081"}, 2, function()
  run_to(alice, "frame home > alice EAPOL-Key group 1/2", 3)
  run(0.1)
end)
expect(rule_hits(lost) == 1, "message 2 of it was lost")

say("Handshakes of others that install keys: she knows none of them.")
run(2)
local keys, unexpected = alice:holdings().keys, alice:drops("eapol-unexpected")
local frame = group_data(2)
send(frame)
send(home:seal{frame="8802" .. "0000" .. ALICE .. HOME .. HOME .. number() .. "0000" ..
               "aaaa03000000888e" .. "0203005f" .. "02" .. "23c8" .. "0010" .. ("00"):rep(7) .. "99" ..
               ("55"):rep(32) .. ("00"):rep(16 + 8 + 8 + 16) .. "0000", pn=700})
expect(alice:holdings().keys == keys and alice:drops("eapol-unexpected") == unexpected + 1,
       "CVE-2017-13084: a message of the PeerKey handshake makes no key")
send(home:seal{frame="8802" .. "0000" .. ALICE .. HOME .. WIRE .. number() .. "0000" ..
               "aaaa03000000890d" .. "020c02" .. "0000" .. "01" .. "6506" .. HOME .. "0001", pn=701})
expect(alice:holdings().keys == keys, "CVE-2017-13086: TDLS Setup Confirm makes no key")
-- WNM-Sleep Mode Response (9.6.13.20) with a GTK and an IGTK of somebody's choice
send(home:seal{frame="d000" .. "0000" .. ALICE .. HOME .. HOME .. number() .. "0a1101" .. "3b00" ..
               "001b" .. "0200" .. "10" .. ("00"):rep(8) .. ("66"):rep(16) ..
               "0118" .. "0500" .. ("00"):rep(6) .. ("66"):rep(16) .. "5d04" .. "01000000", pn=702})
expect(alice:holdings().keys == keys and dropped("replay", again(frame)) == 1,
       "CVE-2017-13087: WNM-Sleep Mode installs no GTK")
local action = group_action(5)
expect(dropped("replay", action) == 1, "CVE-2017-13088: and no IGTK")

say("A fast transition: the Reassociation Request comes again, and so does its answer.")
local fields = {ssid="fast", passphrase="twelve monkeys", akms={"ft-psk"}, ft_ds=true, wmm=true}
local function bss(name, last, channel, x)
  local t = {name=name, bssid="02:00:00:00:00:" .. last, channel=channel, at={x, 0}}
  for k, v in pairs(fields) do t[k] = v end
  return ap(t)
end
local west, east = bss("west", "1a", 11, 0), bss("east", "1b", 11, 10)
local bob = station{name="bob", address="02:00:00:00:0b:01", at={5, 5}}
ear:tune{channel=11}
bob:connect{ssid="fast", passphrase="twelve monkeys", ft="air"}
run(6)
local there = bob:status().ap == "west" and "east" or "west"
local THERE, BOB = there == "east" and "02000000001b" or "02000000001a", "020000000b01"
ear:frames()
bob:roam{to=there}
run(1)
expect(bob:status().ap == there and bob:status().port_open, "bob has moved")
local request, response
for _, f in ipairs(ear:frames()) do
  request = f.data:sub(1, 2) == "20" and f.data or request
  response = f.data:sub(1, 2) == "30" and f.data or response
end
expect(request and response, "both were heard")
bob:ping()
run(0.2)
inject{frame=request:sub(1, 44) .. "70ff" .. request:sub(49), channel=11, at={5, 0}}
run(0.2)
inject{frame=response:sub(1, 44) .. "80ff" .. response:sub(49), channel=11, at={25, 0}}
run(0.2)
bob:ping()
run(0.2)
local heard = ear:frames()
expect(rises(numbers(THERE, BOB, heard)), "CVE-2017-13082: the access point's packet numbers go on")
expect(rises(numbers(BOB, THERE, heard)), "CVE-2017-13082: and the station's")
expect(bob:pings() == 2, "data pass")
