-- SEQ-28, variant: in a roam, and by a Disassociation frame.
-- Rules: DIS-16, ASC-29 (0x00020000 | reason), ROM-11 (6), DIS-07 (A does not come back to life).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=6, at={40, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

B:mute{"assoc"}
A:off()
run_to(alice, "frame alice > B assoc-req")
run(0.002)
B:disassoc{to="alice", reason=5}
run_to(alice, "ind ROAMING_COMPLETION")
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000002
  port A deleted
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START B "office"
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B assoc-req "office" rsn
  frame B > alice disassoc reason 5
  ind ASSOCIATION_COMPLETION B 0x00020005 req beacon
  ind ROAMING_COMPLETION 0x00000006
]])
expect(alice:status().operating, "OP")
