-- SEQ-23, variant: low power and resume, the same AP is near.
-- Rules: PWR-12 (the association is kept in 802.11 power save, keys and all), PWR-13 and X-24 (it
-- is valid again within 1 s, and nothing is indicated), PWR-09 (what the AP is told).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local function device(state)
  expect(alice:oid{"OID_PNP_SET_POWER", kind="set", data=hex(string.pack("<I4", state + 1))} ==
         "SUCCESS", "D" .. state)
end
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(10)
trace(alice)

say("The machine sleeps.")
device(3)
run(60)
expect_trace(alice, "oid set OID_PNP_SET_POWER 4 -> SUCCESS", {only={"ind", "port", "oid"}})
expect(A:clients()[1].power_save, "A knows that she sleeps")
expect(A:clients()[1].state == "authorized", "and is a member of the network")

say("It wakes.")
device(0)
run(1)
expect_trace(alice, "oid set OID_PNP_SET_POWER 1 -> SUCCESS", {only={"ind", "port", "oid"}})
expect(not A:clients()[1].power_save, "A knows that she is awake")
alice:ping()
run(0.5)
expect(alice:pings() == 1, "the association is valid, within a second")
