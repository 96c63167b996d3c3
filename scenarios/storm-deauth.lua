-- An operator presses the button that throws all clients out: one deauthentication frame to
-- everybody at once. Who does not hear it is told when it sends something.
--
--   extsta run storm-deauth.lua -- stations=200 security=open
--
-- stations=50; security=wpa2 or open; bands=1, or 2: the access point has a radio in each band, and
-- so have the stations; within=60 seconds all must be back. scripts/storms measures with it.
local people, bands = tonumber(arg.stations or 50), tonumber(arg.bands or 1)
local key = arg.security ~= "open" and "open sesame" or nil

local hall = {ap{name="Hall", bssid="02:00:00:00:00:0a", ssid="fair", passphrase=key, channel=1}}
if bands == 2 then
  hall[2] = ap{name="Hall-5", bssid="02:00:00:00:00:1a", ssid="fair", passphrase=key, channel=36}
end
local crowd = {}
for i = 1, people do -- they come one by one
  local p = station{name="p" .. i, at={5 * math.cos(0.7 * i), 5 * math.sin(0.7 * i)},
                    radio=bands == 2 and "dual" or "2ghz"}
  crowd[i] = p
  at(0.03 * i, function() p:connect{ssid="fair", passphrase=key} end)
end

-- On the network are those whom the access point lists, and whose own ports are open.
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
run(1 + 0.1 * math.random()) -- anywhere between two beacons

say("everybody is thrown out")
for _, radio in ipairs(hall) do radio:deauth{reason=1} end

local _, took = expect_within(tonumber(arg.within or 60), "all are back", all,
                              people / 10000)
say(string.format("%d of %d are on the network %.2f s after they were thrown out: %s", on_the_network(),
                  people, took, shares()))
