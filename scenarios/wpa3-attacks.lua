-- Attacks on WPA3-Personal, each with a hostile AP or somebody beside the exchange, and what the
-- station says of it. None gets it in, and none gets the password.

local pass = "correct horse"
local count = 0
local function attacked(network, profile, fault)
  count = count + 1
  network.name, network.ssid = "ap" .. count, network.ssid or "net" .. count
  network.bssid = string.format("02:00:00:00:00:%02x", count)
  network.channel = ({1, 6, 11})[count % 3 + 1]
  network.at, network.passphrase = {0, 0}, network.passphrase or pass
  network.security = network.security or "wpa3"
  local a = ap(network)
  if fault then a:sae{fault=fault} end
  local s = station{name="sta" .. count, at={5, 0}}
  profile.ssid, profile.passphrase = network.ssid, pass
  profile.security, profile.auto_connect = profile.security or "wpa3", false
  s:connect(profile)
  run(12)
  a:off()
  expect(not s:status().port_open, "no port is open")
  return trace(s, {only={"cause"}})[1] or "none"
end
local function is(line, wanted, what)
  expect(line:find(wanted, 1, true) ~= nil, what .. " (" .. line .. ")")
end

say("Reflection: who has no password sends back what he gets (802.11-2020 12.4.8.6.4).")
is(attacked({}, {}, "reflect"), "sae-reflection", "by hash to element")
is(attacked({}, {sae={pwe="hunt"}}, "reflect"), "sae-reflection", "by hunting and pecking")

say("Points that are none, scalars that are 0 (12.4.5.4): nothing is computed with them.")
for _, group in ipairs{19, 20, 21} do
  is(attacked({}, {sae={groups={group}}}, "invalid-point"), "sae-invalid-commit",
     "no point of the curve of group " .. group)
  is(attacked({}, {sae={groups={group}}}, "invalid-scalar"), "sae-invalid-commit",
     "a scalar of 0 in group " .. group)
end

say("SSID confusion (CVE-2023-52424): a relay of 'guests', which has the same password, under the")
say("name of 'office'. What is made of the SSID does not fit, and that is all the SSID's part:")
say("by hunting and pecking it is not in it.")
is(attacked({ssid="office", sae={ssid="guests"}}, {}), "wrong-passphrase",
   "CVE-2023-52424: SAE by hash to element")
is(attacked({ssid="office", security="wpa2"}, {security="wpa3"}),
   "security-mismatch", "and WPA2 instead is not WPA3")

say("WPA3 to WPA2: an AP of the same name that knows no WPA3.")
is(attacked({ssid="downgrade", security="wpa2"}, {}), "security-mismatch", "a WPA3 profile stays away")

say("Groups: mallory answers each Commit of a better group with 'not supported', before the AP can.")
local office = ap{name="Office", bssid="02:00:00:00:00:f0", ssid="strong", channel=6, at={0, 0},
                  security="wpa3", passphrase=pass, processing={frame=5000}}
local mallory
mallory = radio{address="02:00:00:00:00:66", channel=6, at={4, 0}, all=true, receive=function(f)
  -- a Commit (algorithm 3, transaction 1, status 126) of group 19 from a station
  local body = f.data:sub(49)
  if f.data:sub(1, 2) == "b0" and body:sub(1, 12) == "030001007e00" and
     body:sub(13, 16) == "1300" and f.data:sub(9, 20) == "0200000000f0" then
    local to = f.data:sub(21, 32)
    mallory:send{frame="b0000000" .. to .. "0200000000f0" .. "0200000000f0" .. "0000" ..
                       "03000100" .. "4d00" .. "1300"}
  end
end}
local eve = station{name="eve", at={4, 1}}
eve:connect{ssid="strong", passphrase=pass, security="wpa3", auto_connect=false}
run(12)
expect(not eve:status().port_open, "she is not talked down to group 20")
is(trace(eve, {only={"cause"}})[1] or "none", "sae-commit-refused",
   "the AP sees its own group among those refused, and says no")
