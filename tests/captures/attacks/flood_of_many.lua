-- Truth: deauthentications in the access point's name to ten stations and to all, round and round
-- for ten seconds; to addresses that nobody has, too. In the middle of it the access point itself
-- throws one of the ten out, and nobody else.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="off"}
for i = 1, 10 do
  station{name="s" .. i, address=("02:00:00:00:0a:%02x"):format(i), at={i, i}}:connect{
    ssid="home", passphrase="twelve monkeys", auto_connect=i ~= 3}
end
run(20)
local n = 0
local function forge_to(to)
  n = n + 1
  inject{frame="c0000000" .. to .. "02000000000a" .. "02000000000a" ..
               ("%02x%02x"):format(n * 16 % 256, 0xb0 + n // 16) .. "0700", channel=6, at={40, 0}}
  run(0.05)
end
for round = 1, 6 do
  for i = 1, 10 do
    if i ~= 3 then forge_to(("020000000a%02x"):format(i)) end
  end
  forge_to(("0200000066%02x"):format(round))
  if round == 2 then home:deauth{to="s3", reason=5} end
  if round == 4 then forge_to("ffffffffffff") end
end
run(20)
