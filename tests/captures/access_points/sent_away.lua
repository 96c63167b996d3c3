-- Truth: the AP "home" sends all its three clients away, one after the other in one moment, and goes
-- on; they come back. No pause, no restart, nobody else.
local home = ap{name="home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}}
local clients = {}
for i = 1, 3 do
  clients[i] = station{name="client" .. i, at={i, 3}}
  clients[i]:connect{ssid="home", passphrase="twelve monkeys"}
end
run(10)
for i = 1, 3 do home:deauth{to="client" .. i, reason=3} end
run(20)
