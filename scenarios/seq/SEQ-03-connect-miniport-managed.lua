-- SEQ-03: connect, the miniport authenticates the port itself.
-- Rules: PRT-07 (all of it before ASSOCIATION_COMPLETION), PRT-08 (bPortAuthorized TRUE),
-- PRT-09 (the port is authorized as soon as it exists; no EAPOL by the OS, no IHV call),
-- PRT-18 (PORT_STATE_NOTIFICATION; its place relative to CONNECTION_COMPLETION is open, so
-- it is compared by itself).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

say("alice's driver knows the key: the association is complete only when the port is.")
alice:connect{ssid="office", passphrase="correct horse", manager="miniport"}
run_to(alice, "oid set PORT_STATE_NOTIFICATION")
run(0.5)
alice:ping()
run(1)

expect_trace(alice, [[
  oid set PORT_STATE_NOTIFICATION A true -> SUCCESS
]], {only={"oid set PORT", "send A EAPOL", "receive A EAPOL"}, keep=true})
expect_trace(alice, [[
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
  ind ASSOCIATION_START A "office"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "office" rsn
  frame A > alice assoc-resp status 0 aid 1
  frame A > alice EAPOL-Key 1/4
  frame alice > A EAPOL-Key 2/4
  frame A > alice EAPOL-Key 3/4
  frame alice > A EAPOL-Key 4/4
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon authorized rsna-psk ccmp ccmp
  port A created unauthorized miniport
  port A authorized
  ind CONNECTION_COMPLETION 0x00000000
]], {with={"oid set CONNECT_REQUEST"}})
expect(alice:pings() == 1, "data passes")
