-- SEQ-16: reset request while connected, scanning and sending, with packets still at the host.
-- Rules: RST-06 (a Disassociation frame, then DISASSOCIATION 7), RST-07 and X-20 (the scan is
-- confirmed with a failure), RST-08 (queued sends complete as RESET_IN_PROGRESS), RST-09 (the
-- reset waits until the host has returned every packet), RST-12, RST-19, RST-21 ({4, 0}),
-- RST-22 (silence).
--
-- Here the script is the host: it holds what it is handed.

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

alice:detach()
alice:ping()          -- an ARP request; the answer is handed up and not returned
run(0.5)
expect(#trace(alice, {only={"receive A"}}) >= 1, "a packet is held by the host")

say("A hears nothing for a moment, so that packets wait in the queue; and a scan runs.")
local deaf = rule{to="A"}
for i = 1, 3 do alice:ping() end
expect(alice:oid{"SCAN_REQUEST", kind="set",
                 data=hex(string.pack("<I4c6I2I4", 3, ("\xff"):rep(6), 0, 3)) .. ("00"):rep(40)}
       == "SUCCESS", "an explicit scan")
run(0.001)
trace(alice)

expect(reset() == "PENDING", "the reset waits for the packet")
unrule(deaf)
run(2)
-- The three sends complete at any time before the reset does.
expect_trace(alice, [[
  send-complete RESET_IN_PROGRESS
  send-complete RESET_IN_PROGRESS
  send-complete RESET_IN_PROGRESS
]], {only={"send-complete"}, keep=true})
expect_trace(alice, [[
  oid method RESET_REQUEST 3 alice default-mib
  ind SCAN_CONFIRM REQUEST_ABORTED
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000007
]], {with={"oid method RESET"}})

say("The host returns the packet, and the reset is complete.")
alice:return_packets()
expect_trace(alice, [[
  oid method RESET_REQUEST -> SUCCESS {4, 0x00000000}
]], {with={"oid method RESET", "send-complete"}})
expect(#alice:bss_list() == 0, "the BSS cache is empty")
run(60)
expect_trace(alice, "")
expect(alice:oid{"DISCONNECT_REQUEST", kind="set"} == "INVALID_STATE", "INIT")
