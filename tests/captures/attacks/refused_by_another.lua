-- Truth: an AP that would take her; who answers her requests, quicker than the AP or behind it, is
-- somebody else. He refuses the association with status 17, in the AP's name, by a counter of his
-- own that begins at 0.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, pmf="off"}
local alice = station{name="alice", at={5, 0}}
local mallory
mallory = radio{address="02:00:00:00:00:ee", channel=6, at={30, 0}, all=true, acks=false,
                receive=function(f)
  local kind, from = f.data:sub(1, 2), f.data:sub(21, 32)
  if (kind == "00" or kind == "20") and f.data:sub(9, 20) == "02000000000a" then
    mallory:send{frame=(kind == "00" and "10" or "30") .. "000000" .. from .. "02000000000a" ..
                       "02000000000a" .. "0000" .. "3104" .. "1100" .. "0000", tries=1}
  end
end}
run(1)
for i = 1, 5 do
  alice:connect{ssid="home", passphrase="twelve monkeys", auto_connect=false}
  run(10)
  alice:disconnect()
  run(5)
end
