-- SEQ-10 with an IHV-managed port: the extension is stopped for A at ASSOCIATION_START B, and
-- begins anew with B.
-- Rules: DIS-06 (status 8, disassociated by roaming), DIS-29, IHV-25, IHV-19, PRT-22, PRT-23.
-- determinism: log only

for i, name in ipairs{"A", "B"} do
  ap{name=name, bssid="02:00:00:00:00:0" .. name:lower(), ssid="office",
     passphrase="correct horse", channel=5 * i - 4, at={60 * (i - 1), 0}}
end
local alice = station{name="alice", at={4, 0}}
alice:ihv{module="wpa2psk"}
run(0.5)
alice:connect{ssid="office", manager="ihv", auth="rsna-psk",
              ihv_security="<WPA2PSK><passphrase>correct horse</passphrase></WPA2PSK>"}
run(3)
expect(alice:status().port_open, "connected through A")
trace(alice)

alice:move{to={58, 0}, speed=2}
run_to(alice, "oid set PORT_STATE_NOTIFICATION B")
run(1)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000b
  ind ASSOCIATION_START B "office"
  ihv StopPostAssociate A 0x00000008
  port A deleted
  frame alice > B auth open 1
  frame B > alice auth open 2 status 0
  frame alice > B reassoc-req "office" rsn from A
  frame B > alice reassoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION B 0x00000000 reassoc-req reassoc-resp req resp beacon rsna-psk ccmp ccmp
  port B created unauthorized ihv
  ihv PerformPostAssociate B unauthorized
  ind ROAMING_COMPLETION 0x00000000
  frame B > alice EAPOL-Key 1/4
  ihv ReceivePacket B 888e
  frame alice > B EAPOL-Key 2/4
  ihv SendPacketCompletion
  frame B > alice EAPOL-Key 3/4
  ihv ReceivePacket B 888e
  frame alice > B EAPOL-Key 4/4
  ihv SendPacketCompletion
  port B authorized
  oid set PORT_STATE_NOTIFICATION B true -> SUCCESS
]], {with={"oid set PORT_STATE"}})
