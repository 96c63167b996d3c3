-- SEQ-23, variant: low power and resume, another AP of the network is near.
-- Rules: PWR-12 (roam when the old association is no longer valid), PWR-13 (within 4 s), PWR-14 (the
-- loss is reported after the wake-up), DIS-11, X-24.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=11, at={10, 0}, off=true}
local alice = station{name="alice", at={5, 0}}
local function device(state)
  expect(alice:oid{"OID_PNP_SET_POWER", kind="set", data=hex(string.pack("<I4", state + 1))} ==
         "SUCCESS", "D" .. state)
end
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(10)

say("The machine sleeps, and is carried away: A is out of reach, B is not.")
device(3)
run(5)
A:off()
B:on()
trace(alice)
run(20)
expect_trace(alice, "")

say("It wakes.")
device(0)
local woken = now()
run_to(alice, "port B authorized")
expect(now() - woken <= 4, "within four seconds")
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000002
  port A deleted
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START B "office"
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B assoc-req "office" rsn
  frame B > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon rsna-psk ccmp ccmp
  port B created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame B > alice EAPOL-Key 1/4
  frame alice > B EAPOL-Key 2/4
  frame B > alice EAPOL-Key 3/4
  frame alice > B EAPOL-Key 4/4
  port B authorized
]])
