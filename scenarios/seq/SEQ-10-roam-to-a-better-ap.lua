-- SEQ-10: a roam to a better AP; the old association ends implicitly.
-- Rules: ROM-07 (reason 0xb), ROM-14 (A stays associated after ROAMING_START), DIS-02, DIS-03
-- (A ends at ASSOCIATION_START B), DIS-04 (no DISASSOCIATION), DIS-05, PRT-22, PRT-23 (the port
-- goes without a PORT_STATE_NOTIFICATION), ROM-15 (the request names A), ASC-12 (flags),
-- ASC-33 .. ASC-36.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=6, at={60, 0}}
local alice = station{name="alice", at={4, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
expect(alice:status().ap == "A", "associated with A, port authorized")
trace(alice)

say("alice walks over to B.")
alice:move{to={58, 0}, speed=2}
run_to(alice, "ind ROAMING_START")
local s = alice:status()
expect(s.ap == "A" and s.port_open, "at ROAMING_START A is still associated, its port open")
run_to(alice, "oid set PORT_STATE_NOTIFICATION B")
run(1)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000b
  ind ASSOCIATION_START B "office"
  port A deleted
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B reassoc-req "office" rsn from A
  frame B > alice reassoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 reassoc-req reassoc-resp req resp beacon rsna-psk ccmp ccmp
  port B created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame B > alice EAPOL-Key 1/4
  frame alice > B EAPOL-Key 2/4
  frame B > alice EAPOL-Key 3/4
  frame alice > B EAPOL-Key 4/4
  port B authorized
  oid set PORT_STATE_NOTIFICATION B true -> SUCCESS
]], {with={"oid set PORT_STATE"}})
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes through B")
expect(#A:clients() == 0, "A has been told over the wire that she has gone")
