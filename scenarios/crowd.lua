-- Sixty people come into one room with room for fifty on one AP; a second AP takes the rest.

local front = ap{name="Front", bssid="02:00:00:00:00:0a", ssid="fair", passphrase="open sesame",
                 channel=1, at={0, 0}, max_stations=50}
local back = ap{name="Back", bssid="02:00:00:00:00:0b", ssid="fair", passphrase="open sesame",
                channel=6, at={40, 0}}
local people = {}
for i = 1, 60 do
  local angle = i * 0.7
  people[i] = station{name="p" .. i, at={5 * math.cos(angle), 5 * math.sin(angle)}}
  at(0.2 * i, function() people[i]:connect{ssid="fair", passphrase="open sesame"} end)
end
run(40)

local online = 0
for _, p in ipairs(people) do
  if p:status().port_open then online = online + 1 end
end
expect(online == 60, "all sixty are on the network")
expect(#front:clients() >= 50 and #back:clients() >= 10, "fifty at the front, ten at the back")

for _, p in ipairs(people) do p:ping() end
run(2)
local answered = 0
for _, p in ipairs(people) do answered = answered + p:pings() end
expect(answered == 60, "and each of them has its own keys: sixty pings answered")
