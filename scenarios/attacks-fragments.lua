-- FragAttacks against a WPA2 network: Mallory stands between alice and the access point, or makes it
-- encipher what she wants, so that she has fragments, packet numbers and flags of her choice under
-- keys she does not know (CVE-2020-24586 to 24588, 26139, 26141, 26142, 26146, 26147). What needs no
-- key is in attacks-data.lua. Beside each forgery stands what is honest, and gets through.

local home = ap{name="home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, wmm=true}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
local HOME, ALICE, ALL, WIRE = "02000000000a", "020000000a01", "ffffffffffff", "0200000000fe"
local sequence, pn = 3000, 1000
local function send(frame)
  inject{frame=frame, channel=6, at={25, 0}}
  run(0.02)
end
local function data(f)
  if not f.fragment or f.fragment == 0 then sequence = sequence + 1 end
  return hex(string.char(f.qos and 0x88 or 0x08, 0x02 | (f.more and 0x04 or 0))) .. "0000" ..
         (f.to or ALICE) .. HOME .. (f.from or WIRE) ..
         hex(string.pack("<I2", (sequence % 4096) << 4 | (f.fragment or 0))) ..
         (f.qos and hex(string.pack("<I2", f.qos)) or "") .. f.body
end
local network = home
-- Under the pairwise key; packet numbers rise by one from frame to frame, or by `skip`.
local function sealed(f)
  pn = pn + (f.skip or 1)
  return network:seal{frame=data(f), pn=pn}
end
local IPV4 = "aaaa03000000" .. "0800"
local PING = IPV4 .. "4500001c00010000400166de0a0000010a0000020800f7fe00000001"
local FIRST, REST = PING:sub(1, 32), PING:sub(33)

local victim = alice
local NAMES = {"unencrypted", "malformed-amsdu", "malformed-llc", "fragment-orphan",
               "fragment-mixed-key", "fragment-pn-gap", "fragment-timeout", "replay",
               "decrypt-error", "tkip-mic", "port-unauthorized"}
local before = {}
-- The drops since the last call, by name.
local function drops()
  local now = {}
  for _, name in ipairs(NAMES) do
    local n = victim:drops(name)
    if n > (before[name] or 0) then now[name] = n - (before[name] or 0) end
    before[name] = n
  end
  return now
end
local function received() return #trace(victim, {only={"receive"}, with={"receive"}}) end
-- These frames make nothing; what is left of them is dropped under this name, at once or at the
-- latest when an MSDU is given up.
local function never(what, name, ...)
  drops()
  received()
  for _, frame in ipairs{...} do send(frame) end
  run(0.2)
  expect(received() == 0, what .. ": nothing reaches the host")
  if name then
    local found = drops()
    local names = {}
    for _, n in ipairs(NAMES) do names[#names + 1] = found[n] and n end
    expect(found[name] ~= nil,
           what .. ": is discarded as " .. name .. " (" .. table.concat(names, " ") .. ")")
  end
end
local function passes(what, ...)
  received()
  for _, frame in ipairs{...} do send(frame) end
  run(0.2)
  expect(received() == 1, what .. ": one packet for the host")
end

alice:connect{ssid="home", passphrase="twelve monkeys"}
run(6)
expect(alice:status().port_open, "alice has the network")

say("Honest: one after the other, packet numbers without a gap.")
passes("two fragments", sealed{fragment=0, more=true, body=FIRST}, sealed{fragment=1, body=REST})

say("Packet numbers that are not consecutive: fragments of two MSDUs put together.")
never("CVE-2020-26146", "fragment-pn-gap", sealed{fragment=0, more=true, body=FIRST},
      sealed{fragment=1, skip=2, body=REST})

say("Enciphered and clear fragments, in either order.")
never("CVE-2020-26147, a clear end", "fragment-mixed-key",
      sealed{fragment=0, more=true, body=FIRST}, data{fragment=1, body=REST})
never("CVE-2020-26147, a clear beginning", "fragment-mixed-key",
      data{fragment=0, more=true, body=FIRST}, sealed{fragment=1, body=REST})

say("A fragment is no frame.")
never("CVE-2020-26142, the first", nil, sealed{fragment=0, more=true, body=PING})
run(1)
expect(drops()["fragment-timeout"] ~= nil, "CVE-2020-26142, the first: is discarded as fragment-timeout")
never("CVE-2020-26142, the last", "fragment-orphan", sealed{fragment=1, body=PING})

say("An MSDU that is passed off as an A-MSDU: the flag is not authenticated. It is a packet like any")
say("other, whose IP identification is the length of a subframe, and whose payload is another one.")
local HIDDEN = IPV4 .. "45000052" .. "0012" .. "0000" .. "4011" .. "0000" .. "0a000001" .. "0a000002" ..
               "00350035" .. ALICE .. WIRE .. "0024" .. PING
passes("as an MSDU", sealed{qos=0, body=HIDDEN})
never("CVE-2020-24588", "malformed-amsdu", sealed{qos=0x80, body=HIDDEN})
passes("an honest A-MSDU", sealed{qos=0x80, body=ALICE .. WIRE .. "0024" .. PING})

say("Two keys: the first fragment under that of before, its end under that of after.")
send(sealed{fragment=0, more=true, body=FIRST})
local rekeyed = home:rekey{station="alice"}
run(0.05) -- a fragment is kept for half a second
expect(rekeyed and alice:status().port_open, "a new pairwise key")
never("CVE-2020-24587", "fragment-mixed-key", sealed{fragment=1, body=REST})
pn = 2000
passes("both under the new one", sealed{fragment=0, more=true, body=FIRST},
       sealed{fragment=1, body=REST})

say("A fragment of another association.")
send(sealed{fragment=0, more=true, body=FIRST})
home:deauth{to="alice", reason=2}
run(0.15) -- and before the half second is over
expect(alice:status().port_open, "alice is back")
never("CVE-2020-24586", "fragment-orphan", sealed{fragment=1, body=REST})

say("EAPOL of somebody who has no keys, for somebody who has: the access point does not pass it on.")
local mallory = radio{address="02:00:00:00:00:66", channel=6, at={4, 0}}
local function joins(kind, body)
  mallory:send{frame=kind .. "000000" .. HOME .. "020000000066" .. HOME .. "0000" .. body}
  run(0.05)
end
joins("b0", "000001000000")
joins("00", "31040a00" .. "0004686f6d65" .. "010882848b960c121824" .. "3014" ..
            "0100000fac040100000fac040100000fac020000")
local state
for _, c in ipairs(home:clients()) do
  state = c.station == "02:00:00:00:00:66" and c.state or state
end
expect(state == "associated", "she is associated, and has no keys")
trace(alice)
mallory:send{frame="08010000" .. HOME .. "020000000066" .. ALICE .. "0000" .. "aaaa03000000888e" ..
                   "02010000"}
run(0.2)
local heard = trace(alice, {only={"frame home > alice", "receive"}, with={"receive"}})
expect(#heard == 0, "CVE-2020-26139: EAPOL of an unauthorized station is not passed on")

say("TKIP: fragments whose Michael MIC nobody has looked at.")
local old = ap{name="old", bssid="02:00:00:00:00:0b", ssid="old", passphrase="twelve monkeys",
               security="wpa", channel=11, at={0, 0}}
local bob = station{name="bob", address="02:00:00:00:0b:01", at={0, 5}}
bob:connect{ssid="old", passphrase="twelve monkeys", security="wpa", cipher="tkip"}
run(6)
expect(bob:status().port_open, "bob has his network of old")
HOME, ALICE, victim, network, pn, before = "02000000000b", "020000000b01", bob, old, 1000, {}
local function tkip(f)
  inject{frame=sealed(f), channel=11, at={25, 0}}
  run(0.02)
end
drops()
received()
tkip{fragment=0, more=true, body=FIRST}
tkip{fragment=1, body=REST .. "0123456789abcdef"}
run(0.2)
expect(received() == 0, "CVE-2020-26141: fragments with a wrong Michael MIC reach nobody")
expect(drops()["tkip-mic"] == 1, "CVE-2020-26141: are discarded as tkip-mic")
