-- SEQ-11: reassociation with the AP of the association.
-- Rules: DIS-01, DIS-03, DIS-04 (implicit, no DISASSOCIATION), PRT-21 (the old port is deleted
-- at ASSOCIATION_START; the new one is authorized anew).
--
-- What makes a driver do it is its own affair; ours has a private request for it
-- (include/extsta/private_oid.h).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

local reassociate = string.pack("<I4I4c4I4", 8, 8, "XSTA", 2)
alice:oid{"NIC_SPECIFIC_EXTENSION", kind="method", data=hex(reassociate), room=16}
run_to(alice, "ind ASSOCIATION_START")
alice:ping() -- blocked: A has no port now
run(2)
-- Which reason a roam to the same AP has is not said: ROM-07 has no value for it.
expect_trace(alice, [[
  ind ROAMING_START 0x0000000b
  ind ASSOCIATION_START A "office"
  port A deleted
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A reassoc-req "office" rsn from A
  frame A > alice reassoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 reassoc-req reassoc-resp req resp beacon rsna-psk ccmp ccmp
  port A created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame A > alice EAPOL-Key 1/4
  frame alice > A EAPOL-Key 2/4
  frame A > alice EAPOL-Key 3/4
  frame alice > A EAPOL-Key 4/4
  port A authorized
]])
expect(alice:pings() == 0, "nothing passed between the two associations")
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes")
