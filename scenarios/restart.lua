-- The adapter is disabled and enabled again: what is kept over MiniportHaltEx and
-- MiniportInitializeEx, and what is not.
-- Rules: PWR-03 (the power state of the PHYs is kept), STA-08, STA-09 (all else is at its default,
-- and nothing connects by itself), STA-11 (it leaves the BSS first), PWR-11.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
local alice = station{name="alice", at={5, 0}, radio="dual"}
local function number(oid)
  local status, value = alice:oid{oid, kind="query"}
  return status == "SUCCESS" and value
end
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)

say("The power plug is pulled: nothing of the station's power mode changes.")
trace(alice)
alice:power_profile("battery")
run(1)
expect(number("POWER_MGMT_REQUEST") == "00000000", "no power saving")
expect(not A:clients()[1].power_save, "nor announced")

say("PHY 1 is switched off, then the adapter is disabled and enabled.")
alice:oid{"CURRENT_PHY_ID", kind="set", data="01000000"}
alice:oid{"NIC_POWER_STATE", kind="set", data="00"}
alice:oid{"RTS_THRESHOLD", kind="set", data="05000000"}
trace(alice)
expect(alice:restart(), "it was restarted")
expect_trace(alice, [[
  oid MiniportHaltEx
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000007
  port A deleted
  oid MiniportInitializeEx
  oid query OID_GEN_MEDIA_SUPPORTED -> SUCCESS
  oid set CURRENT_OPERATION_MODE 4 -> SUCCESS
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
]], {only={"oid", "ind", "port", "frame"}})
expect(number("RTS_THRESHOLD") == "2b090000", "the configuration is at its defaults")
expect(number("NIC_POWER_STATE") == "01", "PHY 0 is on, as it was")
alice:oid{"CURRENT_PHY_ID", kind="set", data="01000000"}
expect(number("NIC_POWER_STATE") == "00", "and PHY 1 is off")
run(5)
expect_trace(alice, "", {only={"frame"}})

say("Asked for it, it connects.")
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
alice:ping()
run(1)
expect(alice:pings() == 1, "and data passes")
