-- SEQ-25: the adapter is removed while an extension authenticates its port.
-- Rules: IHV-04 (stop, the port, then the adapter), IHV-05 (from then on its handle is dead), IHV-25,
-- IHV-26 (no completion after the stop), STA-11 (the driver leaves the BSS first), DIS-29.
-- deinit-service comes after the last adapter, from who has loaded the extension
-- (tests/unit/ihv/loader.c); here the extension is this script.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="club", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local session
local function call(name, fields)
  fields[1] = name
  return alice:ihv_call(fields)
end
alice:ihv{
  PerformPreAssociate = function(c)
    at(now() + 0.01, function()
      call("SetEtherTypeHandling", {ethertype=0x88b5, exempt=1, packets=1})
      call("PreAssociateCompletion", {session=c.session})
    end)
    return 0
  end,
  PerformPostAssociate = function(c)
    session = c.session
    at(now() + 0.01, function() call("PostAssociateCompletion", {session=session, peer="A"}) end)
    return 0
  end,
}
run(0.5)
alice:connect{ssid="club", manager="ihv", ihv_security="<Club/>"}
run_to(alice, "port A authorized")
run(1)
trace(alice)

expect(alice:restart(), "the adapter is removed, and arrives again")
expect_trace(alice, [[
  oid MiniportHaltEx
  frame alice > A disassoc reason 8
  ind DISASSOCIATION A 0x00000007
  ihv StopPostAssociate A 0x00000007
  port A deleted
  ihv DeinitAdapter
  oid MiniportInitializeEx
  oid query OID_GEN_MEDIA_SUPPORTED -> SUCCESS
  oid set CURRENT_OPERATION_MODE 4 -> SUCCESS
  oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}
]], {with={"oid"}})
expect(call("PostAssociateCompletion", {session=session, peer="A"}) ~= 0, "the session is dead")
expect(call("SetAuthAlgorithm", {algorithm=1}) ~= 0, "and so is the adapter")
run(30)
expect_trace(alice, "", {ignore={"ihv >"}})
