-- Truth: somebody refuses alice's SAE commits in the AP's name with status 1, by a counter of his
-- own. The AP knows her password and would take her.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, security="wpa3"}
local alice = station{name="alice", at={5, 0}}
local mallory
mallory = radio{address="02:00:00:00:00:ee", channel=6, at={30, 0}, all=true, acks=false,
                receive=function(f)
  local kind, from = f.data:sub(1, 2), f.data:sub(21, 32)
  if kind == "b0" and f.data:sub(9, 20) == "02000000000a" and f.data:sub(49, 56) == "03000100" then
    mallory:send{frame="b0000000" .. from .. "02000000000a" .. "02000000000a" .. "0000" ..
                       "0300" .. "0100" .. "0100", tries=1}
  end
end}
run(1)
for i = 1, 5 do
  alice:connect{ssid="home", passphrase="twelve monkeys", security="wpa3", auto_connect=false}
  run(10)
  alice:disconnect()
  run(5)
end
