-- What is done to OWE's key exchange by who answers in the access point's place, or by an access
-- point that does it wrong: no key, one that is no point of the curve, another group, a refusal of
-- every group, another PMK. In none of these a port opens, the cause says which it was, and with
-- an honest access point again the same station comes in. An open access point of the same name
-- is beside it all the time: nobody goes there for want of OWE.
local a = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", security="owe", channel=1}
ap{name="open", bssid="02:00:00:00:00:0b", ssid="cafe", channel=6}
local causes = {
  ["no-key"] = "association by timer assoc-status 2 owe-key-missing ASC-30",
  ["invalid-point"] = "association by timer assoc-status 2 owe-key-invalid ASC-30",
  ["other-group"] = "association by timer assoc-status 2 owe-key-invalid ASC-30",
  ["no-group"] = "association by peer peer-status 77 owe-group-refused ASC-29",
  ["other-key"] = nil, -- the four-way handshake finds out
}
for n, fault in ipairs{"no-key", "invalid-point", "other-group", "no-group", "other-key"} do
  local s = station{name="s" .. n}
  a:owe{fault=fault}
  s:connect{ssid="cafe", security="owe", auto_connect=false}
  local opened = false
  for _ = 1, 120 do
    run(0.1)
    opened = opened or s:status().port_open or s:status().ap == "open"
  end
  expect(not opened, fault .. ": no port opens")
  local line = trace(s, {only={"cause"}})[1] or "none"
  expect(not causes[fault] or line == "cause " .. causes[fault], fault .. ": " .. line)
  a:owe{fault="none"}
  s:connect{ssid="cafe", security="owe"}
  expect_within(5, "an honest access point again", function()
    return s:status().port_open and s:status().ap == "A"
  end)
  s:disconnect()
  run(0.5)
end
