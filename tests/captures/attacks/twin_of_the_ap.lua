-- Truth: an access point; and somebody on the other side of the house who beacons under its address:
-- for WPA2 without PMF where it has WPA3, by a clock and a counter of his own, for half a minute.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, security="wpa3"}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys", security="wpa3"}
local n = 0
local function beacon()
  n = n + 1
  inject{channel=6, at={25, 0}, frame="8000" .. "0000" .. "ffffffffffff" .. "02000000000a" ..
         "02000000000a" .. hex(string.pack("<I2", n % 4096 << 4)) ..
         hex(string.pack("<I8", 7000000000 + math.floor(now() * 1e6))) .. "6400" .. "1100" ..
         "0004686f6d65" .. "010882848b960c121824" .. "030106" ..
         "3014" .. "0100" .. "000fac04" .. "0100000fac04" .. "0100000fac02" .. "0000"}
  if n < 300 then at(now() + 0.1, beacon) end
end
run(5)
beacon()
run(40)
alice:ping()
run(5)
