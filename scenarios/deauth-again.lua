-- The AP sends a station away, and does not get its acknowledgement: it says so again, three times.
-- The station has heard it the first time, and is already on its way back. What it hears once more
-- is a duplicate (IEEE Std 802.11-2020, 10.3.2.14), and not the end of the new association.
local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="home", passphrase="correct horse", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
alice:connect{ssid="home", passphrase="correct horse"}
run(3)
local acks = rule{from="alice", to="A", kind="ack", count=3}
at(3, function() A:deauth{to="alice", reason=5} end)
run(2)
expect(rule_hits(acks) == 3, "three acknowledgements were lost")
expect(alice:drops("duplicate") == 3, "and the frame came three times more")
expect(alice:status().port_open, "alice is back")
expect_trace(alice, [[
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
  ind DISASSOCIATION A 0x00010005
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
]], {only={"ind ASSOCIATION_COMPLETION", "ind DISASSOCIATION"}})
