-- Truth: while alice joins, and later on, somebody sends message 1 in the access point's name, with
-- keys of his own and by his own counter; and a Logoff and a Start in hers. The handshake comes to
-- its end all the same.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, wmm=true, processing={eapol=20000}}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
local n = 0
local function say_eapol(from_ap, body)
  n = n + 1
  local ap, sta = "02000000000a", "020000000a01"
  inject{channel=6, at={30, 0}, frame=(from_ap and "0802" .. "0000" .. sta .. ap .. ap or
         "0801" .. "0000" .. ap .. sta .. ap) .. ("%02x%02x"):format(n * 16 % 256, 0xb0 + n // 16) ..
         "aaaa03000000888e" .. body}
end
local function message_1()
  say_eapol(true, "0203005f" .. "02" .. "008a" .. "0010" .. ("00"):rep(7) .. "09" ..
            ("%02x"):format(0x40 + n):rep(32) .. ("00"):rep(16 + 8 + 8 + 16) .. "0000")
end
local mallory
mallory = radio{address="02:00:00:00:00:ee", channel=6, at={30, 0}, all=true, acks=false,
                receive=function(f)
  local at = f.data:find("888e", 49, true)
  if at and f.data:sub(21, 32) == "020000000a01" and f.data:sub(at + 14, at + 17) == "010a" and n < 6 then
    for i = 1, 3 do message_1() end
  end
end}
run(1)
alice:connect{ssid="home", passphrase="twelve monkeys", auto_connect=false}
run(12)
expect(alice:status().port_open, "she is in all the same")
for i = 1, 5 do
  alice:ping()
  run(1)
  message_1()
end
say_eapol(false, "02020000")
run(1)
say_eapol(false, "02010000")
run(5)
