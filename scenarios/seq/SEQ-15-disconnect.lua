-- SEQ-15: disconnect request.
-- Rules: CNX-33, CNX-35 (silence afterwards), CNX-36 and X-19 (a Disassociation frame, reason 8),
-- DIS-12 (reason 7), DIS-18, X-72 (DISASSOCIATION before the request completes), PRT-20, PRT-23.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

alice:disconnect()
run(60)
expect_trace(alice, [[
  oid set DISCONNECT_REQUEST
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000007
  port A deleted
  oid set DISCONNECT_REQUEST -> SUCCESS
]], {with={"oid"}})
local s = alice:status()
expect(not s.operating and not s.connected, "INIT")
for _, client in ipairs(A:clients()) do
  expect(client.state == "authenticated", "A has no associated station")
end

say("Once more: there is nothing to leave (CNX-31).")
expect(alice:oid{"DISCONNECT_REQUEST", kind="set"} == "INVALID_STATE", "refused")

say("The radio still has power: she can connect again at once.")
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
expect(alice:status().port_open, "connected again")
