-- The signal that a station tells is that of the AP's beacons, not that of the last packet: alice
-- walks away without a word to or from the network.

ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", at={0, 0}}
local alice = station{name="alice", at={2, 0}}
alice:connect{ssid="cafe"}
run(3)
alice:ping()
run(1)
local near = alice:status().rssi
expect(alice:pings() == 1 and near > -60, near .. " dBm, two metres away")
alice:move{to={60, 0}}
run(5)
local far = alice:status().rssi
expect(far < near - 30, far .. " dBm, sixty metres away, and no packet since")
expect(far == alice:bss_list()[1].rssi, "as the list of BSSs has it")
