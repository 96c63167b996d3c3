-- Band steering as access points do it without 802.11v: one network on 2.4 and 5 GHz, and who asks
-- at 2.4 GHz is refused a few times, so that whoever can goes to 5 GHz. Fifty clients of different
-- kinds arrive; all of them must be served, and each where it belongs.
--
--   extsta run steering.lua --seeds 1-20
--   extsta run steering.lua -- strikes=0       refused for ever: who has no 5 GHz stays outside

local people = tonumber(arg.people or 50)
local strikes = tonumber(arg.strikes or 2)
local net = {ssid="office", passphrase="correct horse"}

local low = ap{name="low", bssid="02:00:00:00:00:0a", ssid=net.ssid, passphrase=net.passphrase,
               channel=1, wmm=true, at={0, 0}}
local high = ap{name="high", bssid="02:00:00:00:00:0b", ssid=net.ssid,
                passphrase=net.passphrase, channel=36, wmm=true, at={0, 0}}

-- Of six clients three have both bands, the others are what is found in every building.
local kinds = {"laptop", "old-scanner", "laptop", "slow-module", "laptop", "dozing-sensor"}
local clients = {}
for i = 1, people do
  local kind, angle, away = kinds[i % #kinds + 1], i * 2.4, 3 + i % 12
  local fields = {name=kind .. "-" .. i, at={away * math.cos(angle), away * math.sin(angle)}}
  if kind == "laptop" then fields.radio = "dual" else fields.persona = kind end
  local s = station(fields)
  low:refuse{what="assoc", station=fields.name, status=17, times=strikes}
  at(0.1 * i, function() s:connect(net) end)
  clients[i] = {kind=kind, station=s}
end

local function is_on(c) return c.station:status().port_open end
local function belongs(c)
  return is_on(c) and c.station:status().ap == (c.kind == "laptop" and "high" or "low")
end
local _, took = expect_within(120, "all are served", function()
  return count(clients, is_on) == people
end, 0.1)
say(("%d of %d are on the network after %.1f s; the access point refused %d times"):format(
    count(clients, is_on), people, took, strikes))
for _, kind in ipairs{"laptop", "old-scanner", "slow-module", "dozing-sensor"} do
  local of_kind = {}
  for _, c in ipairs(clients) do
    if c.kind == kind then of_kind[#of_kind + 1] = c end
  end
  local right = count(of_kind, belongs)
  expect(right == #of_kind,
         ("%d of %d: %s on the band it should have"):format(right, #of_kind, kind))
end

-- And everybody can work: some data down to each of them.
local flows = {}
for _, c in ipairs(clients) do
  flows[#flows + 1] = flow{from="wire", to=c.station, rate="20 kb/s", size=200, stop=now() + 10}
end
run(15)
local lossy = count(flows, function(f) return f:stats().loss > 0.02 end)
expect(lossy == 0, lossy .. " clients lose more than 2 %")
