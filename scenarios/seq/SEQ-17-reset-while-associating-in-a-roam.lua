-- SEQ-17: reset request while a roam is open, after ASSOCIATION_START.
-- Rules: RST-11, RST-19 (inner before outer), RST-20 (no DISASSOCIATION: A ended implicitly at
-- ASSOCIATION_START B), DIS-07.

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

local B = ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse",
             channel=1, at={60, 0}, mute={"auth"}}
alice:move{to={55, 0}}
run_to(alice, "ind ASSOCIATION_START B")
run(0.005)
expect(reset() == "SUCCESS", "completed at once: the host holds no packet")
run(60)
expect_trace(alice, [[
  ind ROAMING_START 0x0000000b
  ind ASSOCIATION_START B "office"
  port A deleted
  oid method RESET_REQUEST 3 alice default-mib
  ind ASSOCIATION_COMPLETION B 0x00000005 beacon
  ind ROAMING_COMPLETION 0x00000005
  oid method RESET_REQUEST -> SUCCESS {4, 0x00000000}
]], {with={"oid method RESET"}, ignore={"frame alice > B auth"}})
