-- Truth: alice joins, and message 3 is repeated by the access point itself, because her message 4
-- did not verify there (so it is no attack). Twelve seconds later, and again, somebody at the other
-- end of the street sends message 3 of that handshake once more, octet for octet, under numbers of
-- his own: KRACK.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, wmm=true}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
local ear = radio{address="02:00:00:00:00:ee", channel=6, at={25, 0}, all=true, acks=false}
rule{from="alice", to="Home", message=4, action="corrupt", offset=100, bits=255, count=1}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(6)
expect(alice:status().port_open, "she is in")
local m3
for _, f in ipairs(ear:frames()) do
  local at = f.data:find("888e", 49, true)
  if at and f.data:sub(21, 32) == "02000000000a" and
     tonumber(f.data:sub(at + 14, at + 17), 16) & 0x01c8 == 0x01c8 then
    m3 = f.data
  end
end
for i = 1, 3 do
  run(6)
  alice:ping()
  run(1)
  inject{frame=m3:sub(1, 44) .. ("%02xb3"):format(i * 16) .. m3:sub(49), channel=6, at={25, 0}}
end
run(3)
