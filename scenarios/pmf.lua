-- Protected management frames (802.11w): every management cipher and every pairwise cipher, by the
-- OS's and by the driver's handshake; who asks for what, and what is said when it is not to be had.
-- Rules: CNX-24 (an AP that does not fit is no candidate), ASC-25 (the completion says by which
-- cipher), CIP-03 (the strongest cipher that both have).

local pass, count = "correct horse", 0
-- A network and a station for it: its station and access point.
local function try(what, network, profile)
  count = count + 1
  network.name, network.ssid, network.passphrase = "ap" .. count, what, pass
  network.bssid = string.format("02:00:00:00:01:%02x", count)
  network.channel = ({1, 6, 11})[count % 3 + 1]
  network.at = {0, 0}
  local point = ap(network)
  local s = station{name="station" .. count, at={5, 0}}
  profile.ssid, profile.passphrase = what, pass
  s:connect(profile)
  for _ = 1, 8 do
    run(0.5)
    if s:status().port_open then break end
  end
  return s, point, "station" .. count
end

local function works(s)
  local before = s:pings()
  s:ping()
  run(0.5)
  return s:pings() == before + 1
end

-- The last DISASSOCIATION, and the last cause, in words; empties the trace.
local function left(s)
  return trace(s, {only={"ind DISASSOCIATION"}})[1] or "none"
end

local function cause(s)
  local lines = trace(s, {only={"cause"}})
  return lines[#lines] or "none"
end

for i, cipher in ipairs{"bip", "bip-cmac-256", "bip-gmac-128", "bip-gmac-256"} do
  for _, manager in ipairs{"os", "miniport"} do
    say("Required, by " .. cipher .. ", the port by the " .. manager .. ".")
    local s, a, name = try(cipher .. "-" .. manager,
                     {pmf="required", group_mgmt=cipher, beacon_protection=i % 2 == 0, rekey=2},
                     {manager=manager, pmf="required"})
    expect(works(s), cipher .. ": data passes")
    expect(a:sa_query{station=name}, "the AP asks whether she is there")
    run(0.5)
    expect(a:clients()[1].sa_answered == 1, cipher .. ": and gets an answer")
    run(3)
    expect(works(s), cipher .. ": after new group keys, too")
    expect(s:drops("unprotected-beacon") + s:drops("replay") + s:drops("decrypt-error") == 0,
           "nothing true was discarded")
    trace(s)
    a:deauth{reason=4}
    run(4)
    expect(left(s):find("0x00010004"), cipher .. ": a farewell to all, with its MIC, is believed")
    expect(s:status().port_open, "and she comes back")
    a:disassoc{to=name, reason=8}
    run(0.1)
    expect(left(s):find("0x00020008"), cipher .. ": so is one to her, enciphered")
  end
end

for _, cipher in ipairs{"ccmp", "gcmp", "ccmp-256", "gcmp-256"} do
  for _, manager in ipairs{"os", "miniport"} do
    local s, a, name = try(cipher .. "-" .. manager, {ciphers={cipher}, pmf="capable", rekey=2},
                     {manager=manager})
    expect(works(s), cipher .. " by the " .. manager .. ": data passes")
    expect(a:sa_query{station=name}, "management frames are protected without being asked for")
    run(3.3)
    expect(works(s), cipher .. ": after a new group key, too")
    expect(a:rekey{station=name}, "a new pairwise key")
    run(1)
    expect(works(s), cipher .. ": under which data passes")
    s:disconnect()
    run(0.1)
    expect(#a:clients() == 0 or a:clients()[1].state == "authenticated",
           "her own farewell is believed")
  end
end

say("Who wants what the other has not.")
local s = try("none", {pmf="off"}, {pmf="required"})
expect(not s:status().connected and cause(s):find("pmf%-not%-offered"), "required here: " .. cause(s))
s = try("off", {pmf="required"}, {pmf="off"})
expect(not s:status().connected and cause(s):find("pmf%-required"), "required there: " .. cause(s))
s = try("unknown", {pmf="required", group_mgmt="bip",
                    rsne="301a0100000fac040100000fac040100000fac02c0000000000fac63"}, {})
expect(not s:status().connected and cause(s):find("pmf%-cipher"), "a cipher of tomorrow: " .. cause(s))
local a, name
s, a, name = try("capable", {pmf="capable"}, {pmf="off"})
expect(works(s) and not a:sa_query{station=name}, "capable there, off here: without")
s, a, name = try("plain", {pmf="off"}, {})
expect(works(s) and not a:sa_query{station=name}, "off there, capable here: without")

say("A station that has lost its keys without a word: the AP asks the old association first, and the")
say("station comes back when it was told to (ASC-26).")
s, a, name = try("lost", {pmf="required"}, {})
expect(works(s), "connected")
s:radio(false) -- and the AP hears no farewell
run(1)
s:radio(true)
trace(s)
run(3)
local refusals = trace(s, {only={"ind ASSOCIATION_COMPLETION"}})
expect(#refusals == 2 and refusals[1]:find("0x0003001e") and s:status().port_open,
       "refused once with status 30, and then let in: " .. tostring(refusals[1]))
