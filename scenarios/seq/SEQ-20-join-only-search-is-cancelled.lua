-- SEQ-20: a network that is only to be joined is looked for until the host has had enough.
-- Rules: IBS-03 (no completion while it searches, and no network of its own; CANCELLED afterwards),
-- X-33 (what CONNECTION_START names), X-03 (DISCONNECT_REQUEST is accepted here), RST-11.

local mesa = {ssid="mesa", type="ibss", join_only=true, bssid="02:00:00:00:00:1b"}
local alice = station{name="alice", at={0, 0}}
local bob = station{name="bob", at={5, 0}}
run(0.5)
trace(alice)

say("Nobody is there. alice looks for a minute, and starts nothing.")
alice:connect(mesa)
run(60)
bob:scan{}
run(5)
expect(#bob:bss_list() == 0, "no Beacon of hers")
expect_trace(alice, [[
  oid set IBSS_PARAMS -> SUCCESS
  oid set CONNECT_REQUEST -> SUCCESS
  ind CONNECTION_START independent 02:00:00:00:00:1b "mesa"
]], {with={"oid set IBSS", "oid set CONNECT"}})

say("DISCONNECT_REQUEST ends it.")
expect(alice:oid{"DISCONNECT_REQUEST", kind="set"} == "SUCCESS", "accepted")
run(1)
expect_trace(alice, [[
  oid set DISCONNECT_REQUEST
  ind CONNECTION_COMPLETION 0x00000005
  oid set DISCONNECT_REQUEST -> SUCCESS
]], {only={"oid set DISCONNECT", "ind"}})

say("Once more: the user ends it, with a reset.")
alice:disconnect()
run(1)
trace(alice)
alice:connect(mesa)
run(20)
alice:disconnect()
run(60)
expect_trace(alice, [[
  ind CONNECTION_START independent 02:00:00:00:00:1b "mesa"
  oid method RESET_REQUEST 3 alice default-mib
  ind CONNECTION_COMPLETION 0x00000005
  oid method RESET_REQUEST -> SUCCESS {4, 0x00000000}
]], {with={"oid method"}, ignore={"oid method RESET_REQUEST 3 alice default-mib ->"}})
expect(not alice:status().operating, "INIT")
