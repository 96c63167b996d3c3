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

say("Of carol's handshake message 4 is lost, with all its retries. The AP has no key and says")
say("message 3 again in the clear; her extension has not taken the key into use yet.")
local carol = station{name="carol", at={5, 5}}
carol:ihv{module="wpa2psk"}
run(0.5)
trace(carol)
local loss = rule{from="carol", message=4, count=1}
connect(carol, "correct horse")
run(5)
expect(rule_hits(loss) >= 1, "message 4 was lost")
expect(carol:status().port_open, "carol's port is open")
expect(#trace(carol, {only={"frame Office > carol EAPOL-Key 3/4",
                            "frame carol > Office EAPOL-Key 4/4"}, keep=true}) == 4,
       "message 3 came twice and was answered twice")
expect(#trace(carol, {only={"frame Office > carol deauth"}, keep=true}) == 0,
       "the AP sends nobody away")
carol:ping()
run(1)
expect(carol:pings() == 1, "and the network is hers")
