-- SEQ-15, variant: a roam is open, and the old AP is still associated.
-- Rules: CNX-34 (ROAMING_COMPLETION, then DISASSOCIATION because still associated).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

say("B is nearer than A, but hides: it answers no probe for a while.")
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=1, at={60, 0}, mute={"probe"}}
alice:move{to={55, 0}}
run_to(alice, "ind ROAMING_START")
alice:disconnect()
run(60)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000b
  oid set DISCONNECT_REQUEST
  ind ROAMING_COMPLETION 0x00000005
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000007
  port A deleted
  oid set DISCONNECT_REQUEST -> SUCCESS
]], {with={"oid set DISCONNECT"}})
expect(not alice:status().operating, "INIT")
