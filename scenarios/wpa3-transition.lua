-- A network on its way from WPA2 to WPA3: one passphrase, two words for it. Whoever can does WPA3;
-- who cannot is let in as before; and once the network says that it is WPA3 for good, nobody talks
-- the station back to WPA2.

local pass = "correct horse"
local office = ap{name="Office", bssid="02:00:00:00:00:0a", ssid="office", channel=1, at={0, 0},
                  security="wpa2 wpa3", passphrase=pass}
local function connects(name, security)
  local s = station{name=name, at={5, 0}}
  s:connect{ssid="office", passphrase=pass, security=security}
  run(4)
  local done = trace(s, {only={"ind ASSOCIATION_COMPLETION"}, keep=true})
  return s:status().port_open and done[1] or "nothing"
end
expect(connects("old", "wpa2"):find("rsna%-psk"), "a station of before: WPA2")
expect(connects("new", "wpa3"):find("wpa3%-sae"), "a station of today: WPA3")
local alice = station{name="alice", at={5, 1}}
alice:connect{ssid="office", passphrase=pass, security="wpa2 wpa3"}
run(4)
expect(trace(alice, {only={"ind ASSOCIATION_COMPLETION"}})[1]:find("wpa3%-sae"),
       "who can do both does WPA3, which is no matter of signal")
alice:disconnect()
run(1)

say("An AP of the same name that only knows WPA2: it will do, as long as nothing was promised.")
office:off()
local older = ap{name="Older", bssid="02:00:00:00:00:0b", ssid="office", channel=6, at={0, 0},
                 passphrase=pass}
trace(alice)
alice:connect{ssid="office", passphrase=pass, security="wpa2 wpa3"}
run(6)
expect(trace(alice, {only={"ind ASSOCIATION_COMPLETION"}})[1]:find("rsna%-psk"), "WPA2")
alice:disconnect()
run(1)
older:off()

for _, who in ipairs{"os", "miniport"} do
  say("The network says that it is WPA3 for good; the handshake is by: " .. who .. ".")
  local bssid = who == "os" and "02:00:00:00:00:1a" or "02:00:00:00:00:1b"
  local ssid = "safe-" .. who
  local safe = ap{name="Safe-" .. who, bssid=bssid, ssid=ssid, channel=11, at={0, 0},
                  security="wpa2 wpa3", passphrase=pass, sae={transition_disable=true}}
  local bob = station{name="bob-" .. who, at={5, 0}}
  bob:connect{ssid=ssid, passphrase=pass, security="wpa2 wpa3", manager=who}
  run(4)
  expect(bob:status().port_open, "bob is in, by WPA3")
  if who == "os" then
    expect(#trace(bob, {only={"notify transition-disabled"}, keep=true}) == 1, "and is told so")
  end
  trace(bob)
  safe:off()
  local trap = ap{name="Trap-" .. who, bssid=bssid:gsub("1(.)$", "2%1"), ssid=ssid, channel=11,
                  at={0, 0}, passphrase=pass}
  run(30)
  expect(#trace(bob, {only={"ind ASSOCIATION_START"}, keep=true}) == 0,
         "an AP with its name, its passphrase and WPA2 is not even asked")
  trap:off()
  safe:on{forget=true}
  run(60)
  expect(bob:status().port_open, "and the true one finds him again")
end
