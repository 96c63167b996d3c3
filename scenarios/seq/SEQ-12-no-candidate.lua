-- SEQ-12, the candidate list is empty: nothing more until a candidate appears; stay in OP.
-- Rules: DIS-09, DIS-23, ROM-06 (no ROAMING_START without a candidate), CNX-28 (only the
-- network of the connection), STA-03 (still OP), DIS-19 (then a roam).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
-- Another network: never a candidate.
ap{name="X", bssid="02:00:00:00:00:0f", ssid="cafe", channel=1, at={5, 5}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

say("A is configured anew, for WPA3 only, and throws everybody out.")
local wpa2 =     "30140100000fac040100000fac040100000fac020000"
local sae_only = "30140100000fac040100000fac040100000fac08c000"
A:set{rsne=sae_only}
run(0.5)
A:deauth{to="alice", reason=7}
run(30)
expect_trace(alice, [[
  frame A > alice deauth reason 7
  ind DISASSOCIATION A 0x00010007
  port A deleted
]])
expect(alice:status().operating, "still in OP")

say("A is as it was before.")
A:set{rsne=wpa2}
run(30)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000c
  ind ASSOCIATION_START A "office"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "office" rsn
  frame A > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
  port A created unauthorized os
  ind ROAMING_COMPLETION 0x00000000
  frame A > alice EAPOL-Key 1/4
  frame alice > A EAPOL-Key 2/4
  frame A > alice EAPOL-Key 3/4
  frame alice > A EAPOL-Key 4/4
  port A authorized
]])
