-- Truth: an access point whose SAE commits must not be: an element that is no point of the curve, a
-- scalar of 0, and alice's own commit sent back. She takes none of them.
local faults = {"invalid-point", "invalid-scalar", "reflect"}
for i, fault in ipairs(faults) do
  local a = ap{name="ap" .. i, bssid=("02:00:00:00:00:%02x"):format(i), ssid="net" .. i,
               passphrase="twelve monkeys", channel=({1, 6, 11})[i], at={0, 0}, security="wpa3"}
  a:sae{fault=fault}
  local s = station{name="alice" .. i, address=("02:00:00:00:0a:%02x"):format(i), at={5, 0}}
  s:connect{ssid="net" .. i, passphrase="twelve monkeys", security="wpa3", auto_connect=false}
  run(12)
  expect(not s:status().port_open, "no port is open")
  a:off()
end
run(3)
