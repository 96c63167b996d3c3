-- All are on one access point. A second one of the same network is put up at the other end of the
-- hall; then the first one dies, and the second has to take them all.
--
--   extsta run storm-ess.lua -- stations=200 security=open
--
-- stations=50; security=wpa2 or open; bands=1, or 2: the access points have a radio in each band,
-- and so have the stations; within=60 seconds all must be back. scripts/storms measures with it.
local people, bands = tonumber(arg.stations or 50), tonumber(arg.bands or 1)
local key = arg.security ~= "open" and "open sesame" or nil

-- An access point, and its radio in the second band.
local function access_point(name, last, x, channel, channel5, off)
  local radios = {ap{name=name, bssid="02:00:00:00:00:0" .. last, ssid="fair", passphrase=key,
                     channel=channel, at={x, 0}, off=off}}
  if bands == 2 then
    radios[2] = ap{name=name .. "-5", bssid="02:00:00:00:00:1" .. last, ssid="fair",
                   passphrase=key, channel=channel5, at={x, 0}, off=off}
  end
  return radios
end
local first = access_point("First", "a", 0, 1, 36)
local second = access_point("Second", "b", 30, 6, 44, true)
local hall = first -- the one that is looked at
local crowd = {}
for i = 1, people do -- they come one by one
  local p = station{name="p" .. i, at={5 * math.cos(0.7 * i), 5 * math.sin(0.7 * i)},
                    radio=bands == 2 and "dual" or "2ghz"}
  crowd[i] = p
  at(0.03 * i, function() p:connect{ssid="fair", passphrase=key} end)
end

-- On the network are those whom the access point in question lists, and whose own ports are open.
local function on_the_network()
  local listed, open = 0, 0
  for _, radio in ipairs(hall) do
    for _, client in ipairs(radio:clients()) do
      if client.state == "authorized" then listed = listed + 1 end
    end
  end
  if listed < people then return listed end
  for _, p in ipairs(crowd) do
    if p:status().port_open then open = open + 1 end
  end
  return open
end
local function shares() -- how many each radio has
  local list = {}
  for i, radio in ipairs(hall) do list[i] = #radio:clients() end
  return table.concat(list, " and ")
end
local function all() return on_the_network() == people end

run(1 + 0.03 * people)
expect_within(60, "all have come in", all, 0.5)
for _, radio in ipairs(second) do radio:on{} end
run(1 + 0.1 * math.random()) -- anywhere between two beacons

say("the first one dies")
for _, radio in ipairs(first) do radio:off() end
hall = second

local _, took = expect_within(tonumber(arg.within or 60), "all are at the second one", all,
                              people / 10000)
say(string.format("%d of %d are on the network %.2f s after the first one died: %s", on_the_network(),
                  people, took, shares()))
