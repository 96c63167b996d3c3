-- Truth: somebody injects data under an address that is not associated, and the AP answers each
-- frame with a deauthentication, reason 7: nobody forges any of these, and the AP floods nobody.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="off"}
local alice = station{name="alice", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(5)
for i = 1, 40 do
  inject{frame="08010000" .. "02000000000a" .. "020000000077" .. "ffffffffffff" ..
               ("%02x%02x"):format(i * 16 % 256, 0x20 + i * 16 // 256) .. "aaaa030000000800" .. "00112233",
         channel=6, at={40, 0}}
  run(0.1)
end
run(5)
