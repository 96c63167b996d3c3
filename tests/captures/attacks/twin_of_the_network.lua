-- Truth: an access point with WPA2; an open one of the same name, by somebody else, who sends
-- deauthentications in the name of the first to whoever is there, so that they come to him.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="off"}
local twin = ap{name="Twin", bssid="02:00:00:00:00:66", ssid="home", channel=6, at={20, 0}}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
local bob = station{name="bob", address="02:00:00:00:0b:01", at={0, 6}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
bob:connect{ssid="home", passphrase="twelve monkeys"}
run(6)
for i = 1, 20 do
  for _, to in ipairs{"020000000a01", "020000000b01", "ffffffffffff"} do
    inject{frame="c0000000" .. to .. "02000000000a" .. "02000000000a" ..
                 ("%02xb%x"):format(i * 16 % 256, i // 16) .. "0700", channel=6, at={40, 0}}
  end
  run(0.5)
end
run(20)
