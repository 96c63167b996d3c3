-- SEQ-26: the extension closes the port and opens it again, the association staying.
-- Rules: PRT-16 (each PostAssociateCompletion sets the state), PRT-17 (as often as it likes),
-- PRT-18, PRT-25 with X-46 (the driver MAY be told of a closed port; this station tells it).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="club", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local session
alice:ihv{
  PerformPreAssociate = function(c)
    at(now(), function()
      alice:ihv_call{"SetEtherTypeHandling", ethertype=0x88b5, exempt=1, packets=1}
      alice:ihv_call{"PreAssociateCompletion", session=c.session}
    end)
  end,
  PerformPostAssociate = function(c) session = c.session end,
}
run(0.5)
alice:connect{ssid="club", manager="ihv", ihv_security="<Club/>"}
run_to(alice, "ihv PerformPostAssociate")
run(1)
local function complete(error)
  return alice:ihv_call{"PostAssociateCompletion", session=session, peer="A", error=error,
                       reason=error ~= 0 and 0x90001 or 0} -- IHV-14: a failure has a reason
end
expect(complete(0) == 0, "authorized")
run(1)
alice:ping()
run(1)
expect(alice:pings() == 1, "data passes")
trace(alice)

say("The extension takes back its word.")
local ERROR_TIMEOUT = 1460
complete(ERROR_TIMEOUT)
run(1)
alice:ping()
expect(alice:ihv_call{"SendPacket", peer="A", ethertype=0x88b5, data="00"} == 0,
       "security packets pass")
run(5)
expect(alice:pings() == 1, "data does not")
expect_trace(alice, [[
  ihv > PostAssociateCompletion
  port A unauthorized
  oid set PORT_STATE_NOTIFICATION A false -> SUCCESS
  ihv > SendPacket
  send A data exempt
  ihv SendPacketCompletion
]], {with={"oid set PORT_STATE", "send A"}})

say("And gives it again.")
complete(0)
run(1)
expect_trace(alice, [[
  ihv > PostAssociateCompletion
  port A authorized
  oid set PORT_STATE_NOTIFICATION A true -> SUCCESS
]], {with={"oid set PORT_STATE"}})
alice:ping()
run(1)
expect(alice:pings() == 2, "data passes")
expect(alice:status().associated, "the association has stayed all the time")
