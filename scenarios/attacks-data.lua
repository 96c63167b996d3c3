-- Mallory against the data of a WPA2 network, without its key: clear frames in the AP's name, whole
-- and in fragments, to her and to all; frames repeated; a Beacon that sends her to nowhere. What is
-- forged never reaches her host (FragAttacks: CVE-2020-24588, 26140, 26143 to 26145, 26147), and
-- what is repeated does so once.

local home = ap{name="home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local bob = station{name="bob", at={0, 5}}
local ear = radio{address="02:00:00:00:00:ee", channel=6, at={25, 0}, all=true, acks=false,
                  beacons=true}
local HOME, ALICE, ALL, WIRE = "02000000000a", nil, "ffffffffffff", "0200000000fe"
local sequence = 3000
local function send(frame)
  inject{frame=frame, channel=6, at={25, 0}}
  run(0.01)
end
-- A data frame of the AP's: to whom, LLC and payload, fragment number, whether more follow, QoS.
local function data(f)
  if not f.fragment or f.fragment == 0 then sequence = sequence + 1 end
  local flags = 0x02 | (f.more and 0x04 or 0)
  return hex(string.char(f.qos and 0x88 or 0x08, flags)) .. "0000" .. f.to .. HOME .. WIRE ..
         hex(string.pack("<I2", (sequence % 4096) << 4 | (f.fragment or 0))) ..
         (f.qos and hex(string.pack("<I2", f.qos)) or "") .. f.body
end
local IPV4, EAPOL = "aaaa03000000" .. "0800", "aaaa03000000" .. "888e"
-- An echo request from the wire: she would answer it.
local PING = IPV4 .. "4500001c00010000400166de0a0000010a0000020800f7fe00000001"

for _, s in ipairs{alice, bob} do s:connect{ssid="home", passphrase="twelve monkeys"} end
run(6)
ear:frames()
alice:ping()
run(0.2)
for _, f in ipairs(ear:frames()) do
  if f.data:sub(1, 2) == "08" and f.data:sub(9, 20) == HOME and not ALICE then
    ALICE = f.data:sub(21, 32)
  end
end
trace(alice)

local up, before = nil, {}
local NAMES = {"unencrypted", "malformed-amsdu", "fragment-orphan", "fragment-mixed-key", "replay",
               "decrypt-error", "no-key", "invalid-key-id", "other-receiver"}
local function dropped()
  local n = 0
  for _, name in ipairs(NAMES) do
    n = n + alice:drops(name) - (before[name] or 0)
    before[name] = alice:drops(name)
  end
  return n
end
-- What these frames make, an MSDU, is discarded under a name, and nothing goes up.
local function try(what, ...)
  dropped()
  trace(alice)
  for _, frame in ipairs{...} do send(frame) end
  run(0.1)
  expect(dropped() >= 1, what .. ": is discarded under a name")
  expect(#trace(alice, {only={"receive", "ind DISASSOCIATION", "cause"}}) == 0,
         what .. ": and nothing reaches the host")
end

say("Clear data once keys are there.")
try("CVE-2020-26140, to her", data{to=ALICE, body=PING})
try("CVE-2020-26140, to all", data{to=ALL, body=PING})
try("CVE-2020-26144, an A-MSDU that begins like EAPOL",
    data{to=ALICE, qos=0x80, body=EAPOL .. "00000000" .. "000a" ..
                                  "aaaa0300000088b50000" .. ALICE .. WIRE .. "0024" .. PING})
try("CVE-2020-24588, an A-MSDU", data{to=ALICE, qos=0x80, body=ALICE .. WIRE .. "0024" .. PING})

say("In fragments.")
try("CVE-2020-26143, clear fragments",
    data{to=ALICE, fragment=0, more=true, body=PING:sub(1, 32)},
    data{to=ALICE, fragment=1, body=PING:sub(33)})
try("CVE-2020-26145, clear fragments to all",
    data{to=ALL, fragment=0, more=true, body=PING:sub(1, 32)},
    data{to=ALL, fragment=1, body=PING:sub(33)})

say("Repeated.")
ear:frames()
bob:ping() -- whose ARP request the AP says to all, under the group key
run(0.5)
local groups, mine = {}, {}
alice:ping()
run(0.3)
for _, f in ipairs(ear:frames()) do
  local kind, flags, to, from = f.data:sub(1, 2), f.data:sub(3, 4), f.data:sub(9, 20), f.data:sub(21, 32)
  if kind == "08" and from == HOME and flags == "42" then
    if to == ALL then groups[#groups + 1] = f.data end
    if to == ALICE then mine[#mine + 1] = f.data end
  end
end
expect(#mine > 0, "an enciphered frame to her was heard")
local last = mine[#mine]
try("a replayed frame to her", last:sub(1, 44) .. "70c3" .. last:sub(49))
if #groups > 0 then
  try("a replayed frame to all", groups[#groups]:sub(1, 44) .. "80c3" .. groups[#groups]:sub(49))
end
local changed = last:sub(1, 44) .. "90c3" .. last:sub(49, 56) .. "ffff" .. last:sub(61)
try("a packet number that is to lock her out", changed)
alice:ping()
run(0.3)
expect(alice:pings() == 3, "what is true still comes through")

say("A Beacon that sends her to nowhere; without protected Beacons she cannot tell.")
ear:frames()
run(0.25)
local beacon
for _, f in ipairs(ear:frames()) do
  if f.data:sub(1, 2) == "80" and f.data:sub(21, 32) == HOME then beacon = f.data end
end
send(beacon .. "250301" .. "0b" .. "00")
run(6)
expect(alice:status().port_open and alice:status().freq == 2437, "she is back within seconds")
alice:ping()
run(0.3)
expect(alice:pings() == 4, "and works")
