-- The life of a station: two access points of one network, a roam, a deauthentication, an
-- access point that vanishes, a disconnect. `extsta demo` plays this.

local ssid, passphrase = "office", "correct horse battery"

local north = ap{name="North", bssid="02:00:00:00:00:0a", ssid=ssid, passphrase=passphrase,
                 channel=1, at={0, 0}}
local south = ap{name="South", bssid="02:00:00:00:00:0b", ssid=ssid, passphrase=passphrase,
                 channel=6, at={60, 0}}
local alice = station{name="alice", at={4, 0}}

say("Two access points of one WPA2 network, 60 metres apart. alice stands beside North.")
run(0.5)
alice:connect{ssid=ssid, passphrase=passphrase}
run(5)
expect(alice:status().ap == "North", "alice is connected to North")

say("An encrypted ping to the wired host behind the access points.")
alice:ping()
run(1)
expect(alice:pings() == 1, "the ping was answered")

say("alice walks over to South, at two metres a second.")
alice:move{to={58, 0}, speed=2}
run(45)
expect(alice:status().ap == "South", "alice has roamed to South")
alice:ping()
run(1)
expect(alice:pings() == 2, "the ping was answered again, through South")

say("South deauthenticates her; she comes back by herself.")
south:deauth{to="alice", reason=7}
run(8)
expect(alice:status().port_open, "alice is back on the network")

say("South loses its power. North is far, but still there.")
south:off()
alice:move{to={30, 0}, speed=20}
run(20)
expect(alice:status().ap == "North", "alice found North again")

say("alice has enough.")
alice:disconnect()
run(2)
expect(not alice:status().connected, "alice is disconnected")
for _, client in ipairs(north:clients()) do
  expect(client.state == "authenticated", "North has no associated station left")
end
