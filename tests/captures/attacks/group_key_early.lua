-- Truth: an access point that answers message 2 with nothing; in its place somebody sends alice
-- message 1 of the group handshake, in clear: a key before she has one.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, mute={"m3"}}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
local mallory, n = nil, 0
mallory = radio{address="02:00:00:00:00:ee", channel=6, at={8, 0}, all=true, acks=false,
                receive=function(f)
  local at = f.data:find("888e", 49, true)
  if at and f.data:sub(21, 32) == "020000000a01" and f.data:sub(at + 14, at + 17) == "010a" then
    n = n + 1
    inject{channel=6, at={8, 0}, frame="0802" .. "0000" .. "020000000a01" .. "02000000000a" ..
           "02000000000a" .. ("%02xb3"):format(n * 16) .. "aaaa03000000888e" .. "0203007f" .. "02" ..
           "1382" .. "0000" .. "00000000000000ff" .. ("00"):rep(32 + 16 + 8 + 8) ..
           ("77"):rep(16) .. "0020" .. ("66"):rep(32)}
  end
end}
run(1)
alice:connect{ssid="home", passphrase="twelve monkeys", auto_connect=false}
run(12)
expect(n > 0 and not alice:status().port_open, "she does not take it")
