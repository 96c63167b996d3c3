-- A network that is encrypted without a secret (OWE, RFC 8110): the station and the access point
-- agree on a key in the association; whoever listens learns nothing.
local cafe = {ssid="cafe", security="owe"}
local a = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", security="owe", channel=1}
local s = station{name="os"}
local m = station{name="driver"}
s:connect(cafe)
m:connect{ssid="cafe", security="owe", manager="miniport"}
run(3)
expect(s:status().port_open, "the OS has the PMK from the driver")
expect(m:status().port_open, "the driver authorizes the port itself")
s:ping() m:ping()
run(1)
expect(s:pings() == 1 and m:pings() == 1, "data pass")
s:disconnect()
m:disconnect()
run(1)

-- An access point that does one group only: the station tries the next one each time.
for group = 19, 21 do
  local one = ap{name="G" .. group, bssid="02:00:00:00:01:" .. group, ssid="group " .. group,
                 security="owe", owe={group=group}, channel=6}
  s:connect{ssid="group " .. group, security="owe"}
  expect_within(5, "with group " .. group, function() return s:status().port_open end)
  s:disconnect()
  run(1)
end

-- An access point that computes for more than half a second: it has the request, and is not asked
-- again meanwhile, since it would make another key for the second one.
ap{name="slow", bssid="02:00:00:00:02:0a", ssid="slow", security="owe", channel=11}
rule{from="slow", kind="assoc-resp", action="delay", delay=0.6}
local asked = rule{to="slow", kind="assoc-req", action="signal", signal=-50}
s:connect{ssid="slow", security="owe"}
expect_within(6, "with a slow one", function() return s:status().port_open end)
expect(rule_hits(asked) == 1, rule_hits(asked) .. " requests, where one is enough")
