-- A mistyped passphrase. The AP cannot tell us so: it only never sends message 3. What the
-- station can know is in the cause line, with how sure it is.

ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys", at={0, 0}}
local alice = station{name="alice", at={5, 0}}

say("alice has typed \"twelve donkeys\".")
alice:connect{ssid="home", passphrase="twelve donkeys"}
run(30)
expect(not alice:status().connected, "no way in")
local causes = trace(alice, {only={"cause port"}})
expect(causes[1]:find("wrong-passphrase", 1, true) ~= nil, "and the passphrase is the suspect")

say("She looks at the paper again.")
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(10)
expect(alice:status().port_open, "alice is home")
