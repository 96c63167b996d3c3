-- A day in a building: the memory of a run is that of its members, and does not grow with time.
--
-- Here eight short hours of a small building, so that it is played with the tests. `scripts/bench
-- day` plays a thousand stations for a whole day: -- stations=1000 hours=24 hour=3600
local stations, hours = tonumber(arg.stations or 40), tonumber(arg.hours or 8)
local hour = tonumber(arg.hour or 120) -- seconds

-- At most 250 stations for each access point, which are of two networks in turn.
local networks = {{ssid="office", passphrase="correct horse"}, {ssid="guests"}}
local channels = {1, 6, 11, 36}
local aps, people = {}, {}
for i = 1, math.max(4, (stations + 249) // 250) do
  local network = networks[1 + i % 2]
  aps[i] = ap{name="AP" .. i, bssid=("02:00:00:00:aa:%02x"):format(i), ssid=network.ssid,
              passphrase=network.passphrase, channel=channels[1 + (i - 1) % #channels],
              at={20 * i, 0}, max_stations=2007, rekey=network.passphrase and hour / 2}
end
for i = 1, stations do
  local nearest = 1 + i % #aps
  people[i] = station{name="p" .. i, radio="dual",
                      at={20 * nearest + 5 * math.cos(i), 5 * math.sin(i)}}
  at(20 * i / stations, function() people[i]:connect(networks[1 + nearest % 2]) end)
end
local stranger = station{name="stranger", at={50, 20}}

-- What happens within an hour, besides beacons: everybody pings, one person in twenty walks away
-- and comes back in the next, each access point sends everybody away and later restarts; a
-- stranger looks for networks, and beacons of networks come by that nobody hears again.
local passed = 0
local function live(from)
  for i, person in ipairs(people) do
    at(from + 30 + (hour - 60) * i / stations, function() person:ping() end)
    if i % 20 == 0 then
      local away = {to={20 * (1 + i % #aps) + 40 * (1 - passed % 2), 5}, speed=1.5}
      at(from + 30, function() person:move(away) end)
    end
  end
  for i, a in ipairs(aps) do
    local turn = from + hour * (0.1 + 0.6 * i / #aps)
    at(turn, function() a:deauth{reason=1} end)
    at(turn + hour * 0.1, function() a:off() end)
    at(turn + hour * 0.1 + 3, function() a:on{forget=true} end)
  end
  at(from + hour * 0.5, function() stranger:scan{} end)
  for i = 1, 1200 do
    at(from + hour * i / 1200, function()
      local bssid = ("02%06x%04x"):format(passed, i)
      inject{frame="80000000ffffffffffff" .. bssid .. bssid .. "0000" .. ("00"):rep(8) ..
                   "64000100" .. "000470617373" .. "010482848b96",
             channel=channels[1 + i % #channels], at={50, 5}}
    end)
  end
  passed = passed + 1
end

local function online()
  local n = 0
  for _, person in ipairs(people) do
    n = n + (person:status().port_open and 1 or 0)
  end
  return n
end

local first, last
for h = 1, hours do
  live(now())
  run(hour)
  last = memory()
  first = first or last
  say(("hour %d: %d of %d online; %d octets in use of %d, the script %d"):format(
    h, online(), stations, last.used, last.held, last.script))
end
expect(online() == stations, "all are online at the end")
-- What is in use depends a little on what goes on in that moment. What is held never falls: it
-- may rise while the most that was ever in use at once still does.
for _, m in ipairs{{"used", 1.2}, {"script", 1.1}, {"held", 1.25}} do
  local kind, most = m[1], m[2]
  expect(last[kind] <= first[kind] * most,
         ("%s: %d octets after the first hour, %d after the last"):format(kind, first[kind], last[kind]))
end
