-- Truth: a flood in the AP's name, with which alice's association ends; in the middle of it the AP
-- itself throws bob out, who is not meant by it.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="off"}
local alice = station{name="alice", at={5, 0}}
local bob = station{name="bob", at={0, 6}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
bob:connect{ssid="home", passphrase="twelve monkeys", auto_connect=false}
run(5)
for i = 1, 60 do
  inject{frame="c0000000" .. "020000010001" .. "02000000000a" .. "02000000000a" ..
               ("%02x%02x"):format(i * 16 % 256, 0x50 + i * 16 // 256) .. "0700", channel=6, at={40, 0}}
  run(0.05)
  if i == 30 then home:deauth{to="bob", reason=5} end
end
run(10)
