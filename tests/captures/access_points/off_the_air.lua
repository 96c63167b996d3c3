-- Truth: the AP "home" with four clients loses its power for 59 seconds, while another AP on its
-- channel goes on; then it is back, and has forgotten everything.
local home = ap{name="home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}}
local other = ap{name="other", bssid="02:00:00:00:00:0b", ssid="other", channel=6, at={20, 0}}
local clients = {}
for i = 1, 4 do
  clients[i] = station{name="client" .. i, at={i, 3}}
  clients[i]:connect{ssid="home", passphrase="twelve monkeys"}
end
local guest = station{name="guest", at={18, 0}}
guest:connect{ssid="other"}
run(10)
for i = 1, 4 do clients[i]:ping() end
guest:ping()
run(2)
home:off()
run(59)
home:on{forget=true}
run(20)
