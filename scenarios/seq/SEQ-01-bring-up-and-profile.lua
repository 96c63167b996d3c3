-- SEQ-01: bring-up, then a profile is chosen.
-- Rules: STA-07 (medium query, operation mode, reset), STA-10 (what is set before CONNECT),
-- ATH-04 (DESIRED_BSS_TYPE reloads the algorithms, so it comes before them), ATH-07, CIP-04
-- (the authentication algorithm reloads the ciphers, so it comes before them).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
local alice = station{name="alice", at={5, 0}}

say("The station comes up: nothing is on the air yet.")
run(0.5)
expect_trace(alice, [[
  oid query OID_GEN_MEDIA_SUPPORTED -> SUCCESS
  oid set CURRENT_OPERATION_MODE 4 -> SUCCESS
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
]], {only={"oid", "ind", "port", "frame"}})

say("A profile is chosen: everything is configured in INIT, before CONNECT.")
alice:connect{ssid="office", passphrase="correct horse"}
-- The packet filter belongs to no sequence: it may be set at any time. CONNECT_REQUEST is
-- completed at any time (X-72): here, after CONNECTION_START.
expect_trace(alice, [[
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
  oid set DESIRED_BSS_TYPE infrastructure -> SUCCESS
  oid set DESIRED_SSID_LIST "office" -> SUCCESS
  oid set ENABLED_AUTHENTICATION_ALGORITHM rsna-psk -> SUCCESS
  oid set ENABLED_MULTICAST_CIPHER_ALGORITHM gcmp-256 ccmp-256 gcmp ccmp tkip -> SUCCESS
  oid set ENABLED_UNICAST_CIPHER_ALGORITHM gcmp-256 ccmp-256 gcmp ccmp -> SUCCESS
  oid set EXCLUDE_UNENCRYPTED true -> SUCCESS
  oid set PRIVACY_EXEMPTION_LIST 888e -> SUCCESS
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
]], {only={"oid", "ind"}, ignore={"oid set OID_GEN_CURRENT_PACKET_FILTER"}})
