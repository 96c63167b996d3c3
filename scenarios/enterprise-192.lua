-- WPA3-Enterprise with 192 bits: AKM SuiteB-192 (12), GCMP-256, BIP-GMAC-256, and EAP-TLS in which
-- every certificate has as many, by EC or RSA; with fast transitions AKM 13. What falls short is
-- refused, and told: which certificate, by how much. Beside it Suite B's 128 bits (AKM 11).
-- Rules: ATH-14, ATH-15, PMK-05, ROM-16, PRT-08.

local function network(name, i, akm, more)
  local c = {name=name, bssid=string.format("02:00:00:00:01:%02x", i), ssid=name:lower(),
             security="eap", channel=({1, 6, 11})[i % 3 + 1], at={0, 40 * i}, akms={akm},
             eap={methods={"tls"}}}
  for k, v in pairs(more or {}) do c[k] = v end
  return ap(c)
end
local me = {method="tls", identity="user@air.example", ca="air", cert="air", key="air",
            domain="air.example"}
local function with(more)
  local c = {}
  for k, v in pairs(me) do c[k] = v end
  for k, v in pairs(more) do c[k] = v end
  return c
end
local function come(name, i, ssid, eap, more)
  local s = station{name=name, at={4, 40 * i}, roam={sticky=true}}
  local c = {ssid=ssid, security="wpa3 eap 192", eap=eap or me}
  for k, v in pairs(more or {}) do c[k] = v end
  s:connect(c)
  return s
end

local ec = network("EC", 1, "suiteb-192", {beacon_protection=true})
network("RSA", 2, "suiteb-192", {eap={methods={"tls"}, certificate="rsa", tls=12}, ciphers={"ccmp-256"},
                                 group_mgmt="bip-cmac-256"})
network("B128", 3, "suiteb", {pmf="capable"})
local north = network("North", 4, "ft-802.1x-sha384", {ssid="domain", ft_ds=true})
network("South", 5, "ft-802.1x-sha384", {ssid="domain", ft_ds=true, at={30, 160}})

local anna = come("anna", 1, "ec")
local bert = come("bert", 2, "rsa", nil, {cipher="ccmp-256"})
local cora = come("cora", 3, "b128", with{cert="air 128", key="air 128"}, {security="eap"})
local dora = come("dora", 4, "domain", nil, {ft="ds"})
run(6)
for _, s in ipairs{anna, bert, cora, dora} do
  expect(s:status().port_open, s:status().ssid .. ": let in")
  s:ping()
end
run(1)
for _, s in ipairs{anna, bert, cora, dora} do
  expect(s:pings() == 1, "and data pass")
end
for _, e in ipairs{{anna, "gcmp-256 gcmp-256"}, {bert, "ccmp-256 ccmp-256"}, {cora, "gcmp gcmp"}} do
  local s, ciphers = e[1], e[2]
  local done = trace(s, {only={"ind ASSOCIATION_COMPLETION"}, keep=true})
  expect(#done == 1 and done[1]:sub(-#ciphers) == ciphers, "by " .. ciphers)
end

say("Keys are renewed, and every one of 256 bits is in.")
ec:rekey{}
ec:rekey{station="anna"}
run(2)
anna:ping()
run(1)
expect(anna:pings() == 2, "data pass with new keys")

say("Who comes back names the key by the KCK of the handshake it was first used in, and does no EAP;")
say("the name stays, though each handshake has another KCK.")
for round = 1, 3 do
  anna:disconnect()
  cora:disconnect()
  run(1)
  trace(anna)
  trace(cora)
  anna:connect{ssid="ec", security="wpa3 eap 192", eap=me}
  cora:connect{ssid="b128", security="eap", eap=with{cert="air 128", key="air 128"}}
  run(4)
  for _, name in ipairs{"EC", "B128"} do
    local s = name == "EC" and anna or cora
    expect(s:status().port_open, "connected again")
    expect(#trace(s, {only={"frame " .. (s == anna and "anna" or "cora") .. " > " .. name},
                      keep=true}) == 4, "without EAP")
  end
end

say("Transitions with SHA-384, of which the root is the first 384 bits of the MSK.")
for _, to in ipairs{"South", "North"} do
  trace(dora)
  expect(dora:roam{to=to}, "roams")
  run(1)
  local done = trace(dora, {only={"ind ASSOCIATION_COMPLETION"}, keep=true})
  expect(#done == 1 and done[1]:find("authorized", 1, true), "with its keys")
  local answered = dora:pings()
  dora:ping()
  run(1)
  expect(dora:pings() == answered + 1, "data pass")
end

say("A server whose certificate falls short is not believed, and the cause says by what.")
network("Weak", 6, "suiteb-192", {eap={methods={"tls"}, certificate="weak"}})
network("P256", 7, "suiteb-192", {eap={methods={"tls"}, certificate="expired"}})
local emil = come("emil", 6, "weak", nil, {auto_connect=false})
local fred = come("fred", 7, "p256", nil, {auto_connect=false})
local gerd = come("gerd", 1, "ec", with{cert="air 128", key="air 128"}, {auto_connect=false})
run(8)
for _, s in ipairs{emil, fred, gerd} do
  expect(not s:status().port_open, "not let in")
end

say("What makes no sense together is refused with a sentence.")
local function refused(what, f, words)
  local ok, why = pcall(f)
  expect(not ok and tostring(why):find(words, 1, true), what .. ": " .. tostring(why))
end
local hugo = station{name="hugo", at={4, 0}}
refused("a station with CCMP", function()
  hugo:connect{ssid="ec", security="wpa3 eap 192", eap=me, cipher="ccmp"} end,
  "192 bits go with GCMP-256 or CCMP-256 alone")
refused("without protected management frames", function()
  hugo:connect{ssid="ec", security="wpa3 eap 192", eap=me, pmf="off"} end,
  "WPA3 needs protected management frames")
refused("with a password", function()
  hugo:connect{ssid="ec", security="wpa3 eap 192", eap={method="peap", identity="a", password="b", ca="air"}} end,
  "with 192 bits there is EAP-TLS alone")
refused("an access point with CCMP", function() network("No", 8, "suiteb-192", {ciphers={"ccmp"}}) end,
  "an AKM of 192 bits goes with gcmp-256 or ccmp-256")
refused("with BIP", function() network("No", 8, "suiteb-192", {group_mgmt="bip"}) end,
  "bip-gmac-256 or bip-cmac-256")
refused("with a weaker group cipher", function()
  network("No", 8, "suiteb-192", {ciphers={"gcmp-256", "gcmp"}}) end, "the group cipher")
