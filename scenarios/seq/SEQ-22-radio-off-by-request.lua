-- SEQ-22, variant: the radio is switched off by NIC_POWER_STATE, one PHY after the other.
-- Rules: PWR-01, PWR-04, PWR-05, PWR-07 (only when the last PHY is off), X-11 (accepted in OP).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}, radio="dual"}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

local function power(phy, on)
  alice:oid{"CURRENT_PHY_ID", kind="set", data=hex(string.pack("<I4", phy))}
  expect(alice:oid{"NIC_POWER_STATE", kind="set", data=on and "01" or "00"} == "SUCCESS",
         "PHY " .. phy .. (on and " on" or " off"))
end

power(0, false)
power(1, false)
run(30)
expect_trace(alice, [[
  ind DISASSOCIATION A 0x00000003
  port A deleted
]], {ignore={"ind PHY_STATE_CHANGED"}, keep=true})
expect_trace(alice, [[
  ind PHY_STATE_CHANGED phy 0 hw 1 sw 0
  ind PHY_STATE_CHANGED phy 1 hw 1 sw 0
]], {only={"ind PHY_STATE_CHANGED"}})

say("One PHY is enough to come back.")
power(0, true)
run(30)
power(1, true)
expect_trace(alice, [[
  ind PHY_STATE_CHANGED phy 0 hw 1 sw 1
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
  ind PHY_STATE_CHANGED phy 1 hw 1 sw 1
]])
