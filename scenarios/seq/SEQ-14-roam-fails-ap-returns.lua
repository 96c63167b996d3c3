-- SEQ-14: the roam fails; the AP returns later.
-- Rules: ROM-08, ROM-11 (candidates exhausted: 6), ROM-13 (OP; it is tried again, ever and
-- again), DIS-11.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=6, at={40, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

say("A loses its power, and B does not answer.")
B:mute{"auth"}
A:off()
run_to(alice, "ind ROAMING_COMPLETION")
run(0.1)
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000002
  port A deleted
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START B "office"
  ind ASSOCIATION_COMPLETION B 0x00000002 beacon
  ind ROAMING_COMPLETION 0x00000006
]], {ignore={"frame alice > B auth"}})
expect(alice:status().operating, "still in OP")

say("A is back. B goes on being silent, so it may be tried in between.")
A:on()
run_to(alice, "oid set PORT_STATE_NOTIFICATION A")
run(0.1)
local failed = 0
local lines, last = trace(alice, {ignore={"frame alice > B auth"}}), 1
for i, line in ipairs(lines) do -- rounds that failed, each complete in itself
  if line == "ind ROAMING_COMPLETION 0x00000006" then last, failed = i + 1, failed + 1 end
end
local story = table.concat(lines, "\n", last)
local wanted = [[
ind ROAMING_START 0x0000000c
ind ASSOCIATION_START A "office"
frame alice > A auth open 1
frame A > alice auth open 2 status 0
frame alice > A assoc-req "office" rsn
frame A > alice assoc-resp status 0 aid 1
ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
port A created unauthorized os
ind ROAMING_COMPLETION 0x00000000
frame A > alice EAPOL-Key 1/4
frame alice > A EAPOL-Key 2/4
frame A > alice EAPOL-Key 3/4
frame alice > A EAPOL-Key 4/4
port A authorized]]
expect(story == wanted, "after " .. failed .. " more failed rounds, a roam to A")
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes")
