-- Truth: five ends in the AP's name that somebody at the other end of the street sends, each with
-- a counter of his own; alice obeys. Between them the AP itself throws her out, twice.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="off"}
local alice = station{name="alice", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(5)
for i = 1, 5 do
  inject{frame="c0000000" .. "020000010001" .. "02000000000a" .. "02000000000a" ..
               ("%02x%02x"):format((i * 16 + 112) % 256, 200 + i) .. "0300", channel=6, at={40, 0}}
  run(12)
  alice:ping()
  run(3)
  if i % 2 == 0 then
    home:deauth{to="alice", reason=2}
    run(12)
    alice:ping()
    run(3)
  end
end
