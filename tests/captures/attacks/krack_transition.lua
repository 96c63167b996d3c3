-- Truth: bob moves from west to east by a fast transition. A second later, and then again, somebody
-- sends his Reassociation Request once more, and once the answer to it: CVE-2017-13082. The access
-- point answers the request, as it must; that is its own frame.
local fields = {ssid="fast", passphrase="twelve monkeys", akms={"ft-psk"}, wmm=true, channel=11}
local function bss(name, last, x)
  local t = {name=name, bssid="02:00:00:00:00:" .. last, at={x, 0}}
  for k, v in pairs(fields) do t[k] = v end
  return ap(t)
end
local west, east = bss("west", "1a", 0), bss("east", "1b", 10)
local bob = station{name="bob", address="02:00:00:00:0b:01", at={5, 5}}
local ear = radio{address="02:00:00:00:00:ee", channel=11, at={25, 0}, all=true, acks=false}
bob:connect{ssid="fast", passphrase="twelve monkeys", ft="air"}
run(6)
local there = bob:status().ap == "west" and "east" or "west"
ear:frames()
bob:roam{to=there}
run(1)
expect(bob:status().ap == there and bob:status().port_open, "bob has moved")
local request, response
for _, f in ipairs(ear:frames()) do
  request = f.data:sub(1, 2) == "20" and f.data or request
  response = f.data:sub(1, 2) == "30" and f.data or response
end
for i = 1, 3 do
  bob:ping()
  run(3)
  inject{frame=request:sub(1, 44) .. ("%02xb3"):format(i * 16) .. request:sub(49), channel=11, at={25, 0}}
end
run(3)
inject{frame=response:sub(1, 44) .. "80b3" .. response:sub(49), channel=11, at={25, 0}}
run(3)
