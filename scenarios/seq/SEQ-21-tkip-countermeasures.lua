-- SEQ-21: TKIP countermeasures of the OS.
-- Rules: CIP-09 (a wrong Michael MIC is indicated), CIP-10 (the driver does nothing by itself: the
-- association stays after the first failure, and after two that are more than a minute apart),
-- CIP-11 (two within 60 s: excluded for 60 s), CIP-12 (no association meanwhile), CIP-13, DIS-13.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             ciphers={"tkip"}, channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse", cipher="tkip"}
run(5)
trace(alice)

local seen = {only={"ind", "port", "oid set", "frame alice > A", "send A EAPOL-Key", "notify"},
              ignore={"ind LINK_QUALITY", "ind PMKID", "oid set PMKID", "notify searching",
                      "notify roaming", "notify connected"}}

say("A frame of A was changed on its way: it decrypts, and its Michael MIC is wrong.")
A:bad_mic{frames=1}
alice:ping()
run(60.5)
expect_trace(alice, [[
  ind TKIPMIC_FAILURE A key-mapping key
  send A EAPOL-Key MIC failure report
]], seen)
expect(alice:pings() == 0, "and what it brought is gone")
expect(A:clients()[1].mic_reports == 1, "A has been told")

say("More than a minute later another one: the first of a pair again.")
A:bad_mic{frames=1}
alice:ping()
run(50)
expect_trace(alice, [[
  ind TKIPMIC_FAILURE A key-mapping key
  send A EAPOL-Key MIC failure report
]], seen)

say("And a second within the minute, of a group frame: the OS leaves A alone.")
A:bad_mic{frames=1, group=true}
local bob = station{name="bob", at={8, 0}}
bob:connect{ssid="office", passphrase="correct horse", cipher="tkip"}
run(2)
bob:ping() -- it asks for the host's address by a broadcast, which A repeats
run_to(alice, "oid set EXCLUDED_MAC_ADDRESS_LIST")
local t0 = now()
expect_trace(alice, [[
  ind TKIPMIC_FAILURE A default key 1
  notify countermeasures
  send A EAPOL-Key MIC failure report
  oid set EXCLUDED_MAC_ADDRESS_LIST [A]
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000001
  port A deleted
  oid set EXCLUDED_MAC_ADDRESS_LIST -> SUCCESS
]], seen)
run_to(alice, "oid set EXCLUDED_MAC_ADDRESS_LIST")
expect(now() - t0 >= 59.99 and now() - t0 < 60.01, "a minute long")
expect_trace(alice, [[
  notify countermeasures
  oid set EXCLUDED_MAC_ADDRESS_LIST [] -> SUCCESS
]], seen)

say("Then it is a candidate again.")
run(10)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START A "office"
  frame alice > A auth open 1
  frame alice > A assoc-req "office" rsn
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk tkip tkip
  port A created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame alice > A EAPOL-Key 2/4
  frame alice > A EAPOL-Key 4/4
  port A authorized
]], {only={"ind", "port", "frame alice > A"}, ignore={"ind LINK_QUALITY", "ind PMKID"}})
