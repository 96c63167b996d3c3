-- SEQ-23, variant: low power and resume, no AP is near.
-- Rules: PWR-13 (no association; the channels are scanned, so that the list shows what is there),
-- PWR-14 (the loss is reported after the wake-up), DIS-11, ROM-13 (later it roams).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local other = ap{name="other", bssid="02:00:00:00:00:0c", ssid="cafe", channel=6, at={0, 5},
                 off=true}
local alice = station{name="alice", at={5, 0}}
local function device(state)
  expect(alice:oid{"OID_PNP_SET_POWER", kind="set", data=hex(string.pack("<I4", state + 1))} ==
         "SUCCESS", "D" .. state)
end
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(10)

say("The machine sleeps, and is carried away.")
device(3)
run(5)
A:off()
other:on()
trace(alice)
run(20)
expect_trace(alice, "")

say("It wakes.")
device(0)
run(10)
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000002
  port A deleted
]], {keep=true})
expect(not alice:status().associated, "no association")
local probed = trace(alice, {only={"frame alice > * probe-req"}})
expect(#probed >= 11, "every channel was asked")
local seen = {}
for _, bss in ipairs(alice:bss_list()) do
  seen[bss.ssid] = true
end
expect(seen.cafe, "the list shows what is here")

say("And is brought back: it roams.")
A:on()
run_to(alice, "port A authorized")
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
