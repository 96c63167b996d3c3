-- What today's access points expect to see: 802.11n, ac and ax are announced by who can, agreed
-- where both can, and asked for by some. A radio without them claims nothing.

local kinds = {"legacy", "ht", "vht", "he"}
local pass = "correct horse"
local count = 0

-- An AP and a station on a channel of their own; the AP's view of the station, or nil and why.
local function meet(radio, network)
  count = count + 1
  network.name, network.ssid = "ap" .. count, "n" .. count
  network.bssid = string.format("02:00:00:00:01:%02x", count)
  network.at = {count * 1000, 0}
  local a = ap(network)
  local s = station{name="s" .. count, at={count * 1000 + 5, 0}, radio=radio}
  s:connect{ssid=network.ssid, passphrase=network.passphrase}
  run(4)
  s:ping()
  run(1)
  local seen = a:clients()[1]
  return s:pings() == 1 and seen and seen.phy, s
end

say("At 5 GHz each radio meets each access point: they agree on what both can do.")
for i, offered in ipairs(kinds) do
  for k, radio in ipairs{"dual", "ht", "vht", "he"} do
    local phy = meet(radio, {channel=36, phy=offered, passphrase=pass})
    expect(phy == kinds[math.min(i, k)], offered .. " and " .. radio .. " meet as " .. tostring(phy))
  end
end

say("Some take only who can do it, too.")
for i, required in ipairs{"ht", "vht", "he"} do
  for k, radio in ipairs{"dual", "ht", "vht", "he"} do
    local phy, s = meet(radio, {channel=36, phy="he", require=required, passphrase=pass})
    if k > i then
      expect(phy, radio .. " is taken by who requires " .. required)
    else
      expect(not phy, radio .. " is refused by who requires " .. required)
      local told = trace(s, {only={"cause association"}})
      expect(told[1]:find(({"27", "104", "124"})[k], 1, true), "with its status: " .. told[1])
    end
  end
end

say("At 2.4 GHz there is no VHT; with TKIP there is no HT.")
expect(meet("he", {channel=6, phy="he", passphrase=pass}) == "he", "HE at 2.4 GHz")
expect(meet("vht", {channel=6, phy="vht"}) == "ht", "VHT at 2.4 GHz is HT")
local a = ap{name="old", ssid="old", bssid="02:00:00:00:02:01", channel=6, at={90000, 0}, phy="ht",
             passphrase=pass, ciphers={"tkip"}}
local s = station{name="polite", at={90005, 0}, radio="ht"}
s:connect{ssid="old", passphrase=pass, cipher="tkip"}
run(4)
expect(a:clients()[1].phy == "legacy", "with TKIP the station asks for no HT")
