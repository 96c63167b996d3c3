-- SEQ-15, variant: a roam is open.
-- Rules: CNX-34 (inner before outer, both cancelled; no DISASSOCIATION for what is gone), CNX-35.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=6, at={40, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

B:mute{"auth"}
A:off()
run_to(alice, "ind ASSOCIATION_START B")
run_to(alice, "frame alice > B auth")
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000002
  port A deleted
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START B "office"
  frame alice > B auth open 1
]])
alice:disconnect()
run(60)
expect_trace(alice, [[
  oid set DISCONNECT_REQUEST
  ind ASSOCIATION_COMPLETION B 0x00000005 beacon
  ind ROAMING_COMPLETION 0x00000005
  oid set DISCONNECT_REQUEST -> SUCCESS
]], {with={"oid"}})
expect(not alice:status().operating, "INIT")
