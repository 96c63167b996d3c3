-- A network in transition from open to OWE: an open BSS for those who know no better, and a hidden
-- one beside it; each names the other in its beacons. Who wants OWE gets the hidden one, under the
-- name that people know, and never the open one.
local hidden = {bssid="02:00:00:00:00:0b", ssid="cafe-owe"}
local open = {bssid="02:00:00:00:00:0a", ssid="cafe"}
local plain = ap{name="open", bssid=open.bssid, ssid=open.ssid, channel=6, owe={pair=hidden}}
local owe = ap{name="owe", bssid=hidden.bssid, ssid=hidden.ssid, hidden=true, security="owe",
               channel=6, owe={pair=open}}
local new, old = station{name="new"}, station{name="old"}
new:connect{ssid="cafe", security="owe"}
old:connect{ssid="cafe"}
run(4)
expect(new:status().ap == "owe" and new:status().port_open, "who wants OWE gets it")
expect(new:status().ssid == "cafe", "under the name of the network")
expect(old:status().ap == "open" and old:status().port_open, "an old station has the open one")
new:ping()
run(1)
expect(new:pings() == 1, "data pass")

-- The hidden half goes off: the station waits for it, and does not go to the open one.
owe:off()
for _ = 1, 30 do
  run(1)
  expect(new:status().ap ~= "open", "the open one is never taken")
end
expect(not new:status().port_open, "there is no network")
owe:on{}
expect_within(20, "it comes back when OWE does", function() return new:status().port_open end)
