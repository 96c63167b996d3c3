-- A network whose security is an extension's: extensions/wpa2psk, a shared object that knows
-- nothing of the station but the documented entry points, makes the four-way handshake.
-- scenarios/seq/SEQ-05-scripted-extension.lua has an extension in Lua.
-- determinism: log only

ap{name="Office", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local bob = station{name="bob", at={0, 5}}
alice:ihv{module="wpa2psk"}
bob:ihv{module="wpa2psk"}
run(0.5)

local function connect(who, passphrase)
  who:connect{ssid="office", manager="ihv", auth="rsna-psk",
              ihv_security="<WPA2PSK><passphrase>" .. passphrase .. "</passphrase></WPA2PSK>"}
end
say("alice and bob leave it to the extension; bob has mistyped his passphrase.")
connect(alice, "correct horse")
connect(bob, "correct house")
run(5)
expect(alice:status().port_open, "alice's port is open, by the extension's word")
expect(not bob:status().port_open, "bob's is not")
alice:ping()
run(1)
expect(alice:pings() == 1, "a ping, protected by the extension's keys")
local calls = trace(alice, {only={"ihv"}})
expect(calls[#calls] == "ihv SendPacketCompletion", #calls .. " calls of the extension's handlers")
