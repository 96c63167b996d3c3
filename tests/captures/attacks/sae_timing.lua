-- Truth: somebody sends one SAE commit after the other, each from another address and as soon as the
-- access point has answered the one before, and goes on from none: he measures.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, security="wpa3", sae={pwe="any"}}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys", security="wpa3"}
run(6)
local G = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" ..
          "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
for i = 1, 40 do
  inject{frame="b0000000" .. "02000000000a" .. ("0666000000%02x"):format(i) .. "02000000000a" ..
               hex(string.pack("<I2", i << 4)) .. "03000100" .. "0000" .. "1300" ..
               ("%02x"):format(i + 2):rep(32) .. G, channel=6, at={12, 0}}
  run(0.5)
end
run(15)
