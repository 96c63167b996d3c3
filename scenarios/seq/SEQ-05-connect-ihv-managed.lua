-- SEQ-05: connect; an IHV extension authenticates the port.
-- Rules: IHV-10, IHV-13 (pre-association ends before anything goes on), IHV-16, IHV-18 (the
-- registered EtherType becomes a privacy exemption), PRT-12 (unauthorized first), PRT-13, PRT-14,
-- PRT-16, PRT-18, IHV-19, IHV-23, IHV-28, IHV-30, PRT-28 (the OS makes no handshake of its own).
--
-- The extension is extensions/wpa2psk, loaded as any IHV's would be. It has threads and random
-- numbers of its own, so the octets of its EAPOL packets differ from run to run.
-- determinism: log only

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             at={0, 0}}
local alice = station{name="alice", at={5, 0}}
alice:ihv{module="wpa2psk"}
run(0.5)
trace(alice)

say("alice's profile leaves the security to the extension.")
alice:connect{ssid="office", manager="ihv", auth="rsna-psk",
              ihv_security="<WPA2PSK><passphrase>correct horse</passphrase></WPA2PSK>"}
run(2)

-- From pre-association to the association; what the OS configures before it calls the handler
-- is that of SEQ-01.
local lines = trace(alice, {with={"oid set", "oid method RESET", "send", "receive A"},
                            ignore={"send-complete"}, keep=true})
local first = 1
while lines[first] ~= 'ihv PerformPreAssociate "office"' do first = first + 1 end
local story = table.concat(lines, "\n", first)
local wanted = [[
ihv PerformPreAssociate "office"
oid set ENABLED_AUTHENTICATION_ALGORITHM rsna-psk -> SUCCESS
oid set ENABLED_MULTICAST_CIPHER_ALGORITHM ccmp -> SUCCESS
oid set ENABLED_UNICAST_CIPHER_ALGORITHM ccmp -> SUCCESS
oid set PRIVACY_EXEMPTION_LIST 888e -> SUCCESS
oid set CONNECT_REQUEST
ind CONNECTION_START infrastructure
oid set CONNECT_REQUEST -> SUCCESS
ind ASSOCIATION_START A "office"
frame alice > A auth open 1
frame A > alice auth open 2 status 0
frame alice > A assoc-req "office" rsn
frame A > alice assoc-resp status 0 aid 1
ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
port A created unauthorized ihv
ihv PerformPostAssociate A unauthorized
ind CONNECTION_COMPLETION 0x00000000
frame A > alice EAPOL-Key 1/4
receive A EAPOL-Key 1/4
ihv ReceivePacket A 888e
send A EAPOL-Key 2/4 exempt
frame alice > A EAPOL-Key 2/4
ihv SendPacketCompletion
frame A > alice EAPOL-Key 3/4
receive A EAPOL-Key 3/4
ihv ReceivePacket A 888e
send A EAPOL-Key 4/4 exempt
frame alice > A EAPOL-Key 4/4
ihv SendPacketCompletion
oid set CIPHER_KEY_MAPPING_KEY A ccmp -> SUCCESS
oid set CIPHER_DEFAULT_KEY 1 A ccmp -> SUCCESS
port A authorized
oid set PORT_STATE_NOTIFICATION A true -> SUCCESS]]
expect(story == wanted, "the sequence, at the boundary, at the extension and on the air")
if story ~= wanted then say(story) end
trace(alice)

alice:ping()
run(1)
expect(alice:pings() == 1, "data passes, protected by the extension's keys")

say("SEQ-12 with an extension: it is told the reason of the AP.")
A:deauth{to="alice", reason=7}
run_to(alice, "port A deleted")
A:off()
expect_trace(alice, [[
  frame A > alice deauth reason 7
  ind DISASSOCIATION A 0x00010007
  ihv StopPostAssociate A 0x00010007
  port A deleted
]], {ignore={"ind ROAMING_START", "ind ASSOCIATION_START",
                                     "frame alice > A auth"}})
A:on{forget=true}
run(30)
expect(alice:status().port_open, "and back, by a new post-association (IHV-19)")
trace(alice)

say("SEQ-15 with an extension: it is reset after the port is gone.")
alice:disconnect()
run(5)
expect_trace(alice, [[
  oid set DISCONNECT_REQUEST
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000007
  ihv StopPostAssociate A 0x00000007
  port A deleted
  oid set DISCONNECT_REQUEST -> SUCCESS
  ihv AdapterReset
]], {with={"oid set"}, ignore={"frame alice > * probe"}})
