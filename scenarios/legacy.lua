-- What networks of before have: WPA, TKIP, WEP. Nothing of it is used unless a profile asks for it,
-- but TKIP of an AP in mixed mode for group frames; and the station says each time that it can be
-- broken.
-- Rules: ATH-02 (shared key), ATH-03 (WPA-PSK only with an AP that offers it), CIP-03 (CCMP before
-- TKIP), CIP-05 (WPA with TKIP), CIP-08, KEY-06 (the default key id).

local count = 0
-- A network and a station for it; whether it answers.
local function try(what, network, profile)
  count = count + 1
  network.name, network.ssid = "ap" .. count, what
  network.bssid = string.format("02:00:00:00:00:%02x", count)
  network.channel = ({1, 6, 11})[count % 3 + 1]
  network.at = {0, 0}
  ap(network)
  local s = station{name="station" .. count, at={5, 0}}
  profile.ssid = what
  s:connect(profile)
  run(6)
  s:ping()
  run(1)
  return s:pings() == 1, s
end

local pass = "correct horse"
local function warned(s)
  return #trace(s, {only={"notify weak-security"}}) > 0
end

say("WPA2 with TKIP, WPA with TKIP and with CCMP; the driver can do the handshake, too.")
local ok, s = try("wpa2-tkip", {passphrase=pass, ciphers={"tkip"}}, {passphrase=pass, cipher="tkip"})
expect(ok and warned(s), "WPA2 with TKIP")
ok, s = try("wpa", {passphrase=pass, security="wpa", rekey=2, wmm=true},
            {passphrase=pass, security="wpa", cipher="tkip"})
expect(ok and warned(s), "WPA with TKIP, its group key renewed")
expect((try("wpa-driver", {passphrase=pass, security="wpa"},
            {passphrase=pass, security="wpa", cipher="tkip", manager="miniport"})),
       "the same by the driver")
ok, s = try("wpa-ccmp", {passphrase=pass, security="wpa", ciphers={"ccmp"}},
            {passphrase=pass, security="wpa"})
expect(ok and not warned(s), "WPA with CCMP, of which nothing is said")

say("An AP in mixed mode protects group frames by TKIP, for all its stations.")
local mixed = {passphrase=pass, security="wpa wpa2"}
ok, s = try("mixed", mixed, {passphrase=pass})
expect(ok and warned(s), "a station comes by WPA2, and says what it has found")
ok, s = try("mixed-strict", mixed, {passphrase=pass, group="strict"})
expect(not ok and not warned(s), "who will not have it stays away")
expect((try("mixed-wpa", mixed, {passphrase=pass, security="wpa", cipher="tkip"})), "or by WPA")
expect(not (try("wpa-only", {passphrase=pass, security="wpa"}, {passphrase=pass})),
       "WPA2 asks for an AP that offers it")

say("WEP, by open system and by shared key.")
local short, long = "0102030405", "0102030405060708090a0b0c0d"
ok, s = try("wep", {wep=short}, {wep=short})
expect(ok and warned(s), "WEP-40")
expect((try("wep-index", {wep=long, wep_index=3}, {wep=long, wep_index=3})), "WEP-104, key 3")
expect((try("shared", {wep=long, wep_index=1, shared=true},
            {wep=long, wep_index=1, shared=true})), "shared key")
ok, s = try("shared-wrong", {wep=long, shared=true}, {wep=short, shared=true})
expect(not ok, "with another key the challenge is not answered")
expect(#trace(s, {only={"cause association"}}) > 0, "which has a cause")
expect(not (try("wep-open", {wep=short}, {})), "an open profile stays away from WEP")
