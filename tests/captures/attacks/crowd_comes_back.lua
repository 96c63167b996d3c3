-- Truth: nobody attacks. Sixty stations join a WPA3 access point in the same moment; it loses its
-- power, forgets them all, and they come back at once: a load of SAE commits, and new clocks and
-- counters.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, security="wpa3"}
for i = 1, 60 do
  station{name="s" .. i, address=("02:00:00:00:0a:%02x"):format(i), at={i % 8, i // 8}}:connect{
    ssid="home", passphrase="twelve monkeys", security="wpa3"}
end
run(20)
home:off()
run(5)
home:on{forget=true}
run(30)
