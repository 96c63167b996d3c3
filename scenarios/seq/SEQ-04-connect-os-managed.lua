-- SEQ-04: connect, the OS authenticates the port (RSNA-PSK).
-- Rules: PRT-05 (one port for each association), PRT-10 (unauthorized until the OS says so),
-- PRT-11 (only EAPOL passes until then), PRT-18 (the driver is told), ATH-12 .. ATH-15 (the
-- handshake after the association, in the clear), X-57 (the pairwise key is a key-mapping
-- key), PMK-03, PMK-05 (candidates within a minute, answered by a PMKID list).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

say("alice comes to the office. Nothing passes before the four-way handshake is done.")
alice:connect{ssid="office", passphrase="correct horse"}
run_to(alice, "ind ASSOCIATION_COMPLETION")
alice:ping()
expect(not alice:status().port_open, "the port is closed")
run_to(alice, "oid set PORT_STATE_NOTIFICATION")
run(0.01)

-- On the air, the handshake in the clear:
expect_trace(alice, [[
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
  ind ASSOCIATION_START A "office"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "office" rsn
  frame A > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
  port A created unauthorized os
  ind CONNECTION_COMPLETION 0x00000000
  frame A > alice EAPOL-Key 1/4
  frame alice > A EAPOL-Key 2/4
  frame A > alice EAPOL-Key 3/4
  frame alice > A EAPOL-Key 4/4
  port A authorized
]], {with={"oid set CONNECT_REQUEST"}, keep=true})
-- At the miniport boundary, all that crosses it from the association on:
expect_trace(alice, [[
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
  port A created unauthorized os
  ind CONNECTION_COMPLETION 0x00000000
  receive A EAPOL-Key 1/4
  send A EAPOL-Key 2/4 exempt
  receive A EAPOL-Key 3/4
  send A EAPOL-Key 4/4 exempt
  oid set CIPHER_KEY_MAPPING_KEY A ccmp -> SUCCESS
  oid set CIPHER_DEFAULT_KEY 1 A ccmp -> SUCCESS
  port A authorized
  oid set PORT_STATE_NOTIFICATION A true -> SUCCESS
]], {only={"ind ASSOCIATION_COMPLETION", "ind CONNECTION_COMPLETION", "port", "oid set CIPHER",
           "oid set PORT", "send", "receive"}, ignore={"send-complete"}})
expect(alice:pings() == 0, "what was sent too early is gone")

say("Now the network is hers.")
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes, protected")

say("Within a minute the driver names candidates for preauthentication.")
run(60)
expect_trace(alice, [[
  ind PMKID_CANDIDATE_LIST
  oid set PMKID_LIST -> SUCCESS
]], {only={"ind", "oid set", "port"}, ignore={"ind LINK_QUALITY"}})
