-- SEQ-16, with the OS half at work: a reset request while connected and scanning.
-- Rules: RST-06, RST-07, RST-19, RST-21, DIS-12, PRT-20, PRT-23 (the port goes with the
-- DISASSOCIATION, without a PORT_STATE_NOTIFICATION), RST-22.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}

local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)
local function reset()
  -- DOT11_RESET_REQUEST: phy and mac, the station's own address, default MIB
  return alice:oid{"RESET_REQUEST", kind="method", room=12,
                   data=hex(string.pack("<I4", 3)) .. "020000010001" .. "01" .. "00"}
end

expect(alice:scan{}, "a scan")
run(0.05)
expect(reset() == "SUCCESS", "the OS half has returned all packets")
run(60)
expect_trace(alice, [[
  oid method RESET_REQUEST 3 alice default-mib
  ind SCAN_CONFIRM REQUEST_ABORTED
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000007
  port A deleted
  oid method RESET_REQUEST -> SUCCESS {4, 0x00000000}
]], {with={"oid set PORT_STATE", "oid method"}})
