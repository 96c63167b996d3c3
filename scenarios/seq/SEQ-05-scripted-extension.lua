-- SEQ-05 with an extension that is this script: each handler and each function in its place.
-- Rules: IHV-10, IHV-11 (0: the completion follows), IHV-13 (the handle is dead after it),
-- IHV-15, IHV-17 (the window of SetEtherTypeHandling), PRT-12 .. PRT-18, IHV-20, IHV-28, IHV-29.
--
-- The network is open below; the extension admits by a password in a packet of its own.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="club", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local session

local function call(name, fields)
  fields[1] = name
  return alice:ihv_call(fields)
end
local function later(seconds, f) at(now() + seconds, f) end

alice:ihv{
  PerformPreAssociate = function(c)
    later(0.01, function()
      expect(call("SetAuthAlgorithm", {algorithm=1}) == 0, "open system")
      expect(call("SetUnicastCipherAlgorithm", {algorithm=0}) == 0, "no cipher")
      expect(call("SetEtherTypeHandling", {ethertype=0x88b5, exempt=1, packets=1}) == 0,
             "packets of EtherType 88b5 are the extension's")
      expect(call("PreAssociateCompletion", {session=c.session}) == 0, "pre-association is done")
      expect(call("PreAssociateCompletion", {session=c.session}) ~= 0, "the handle is dead now")
      expect(call("SetEtherTypeHandling", {ethertype=0x88b6}) ~= 0, "too late")
    end)
    return 0
  end,
  PerformPostAssociate = function(c)
    session = c.session
    expect(c.peer == "A" and not c.authorized, "the port of A is unauthorized")
    later(0.01, function()
      call("SendPacket", {peer="A", ethertype=0x88b5, data="6f70656e20736573616d65", handle=7})
    end)
    return 0
  end,
  SendPacketCompletion = function(c)
    expect(c.handle == 7, "the completion names the packet")
    later(0.01, function()
      call("PostAssociateCompletion", {session=session, peer="A"})
    end)
  end,
}
run(0.5)
trace(alice)

alice:connect{ssid="club", manager="ihv", ihv_security="<Club/>"}
run_to(alice, "ind CONNECTION_COMPLETION")
alice:ping() -- the port is closed
run(2)
-- The first two requests are the profile's own algorithms (SEQ-01).
expect_trace(alice, [[
  oid set ENABLED_AUTHENTICATION_ALGORITHM open -> SUCCESS
  oid set ENABLED_UNICAST_CIPHER_ALGORITHM none -> SUCCESS
  ihv PerformPreAssociate "club"
  ihv > SetAuthAlgorithm
  oid set ENABLED_AUTHENTICATION_ALGORITHM open -> SUCCESS
  ihv > SetUnicastCipherAlgorithm
  oid set ENABLED_UNICAST_CIPHER_ALGORITHM none -> SUCCESS
  ihv > SetEtherTypeHandling
  ihv > PreAssociateCompletion
  oid set PRIVACY_EXEMPTION_LIST 88b5 -> SUCCESS
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
  ihv > PreAssociateCompletion
  ihv > SetEtherTypeHandling
  ind ASSOCIATION_START A "club"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "club"
  frame A > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon open none none
  port A created unauthorized ihv
  ihv PerformPostAssociate A unauthorized
  ind CONNECTION_COMPLETION 0x00000000
  ihv > SendPacket
  send A data exempt
  ihv SendPacketCompletion
  ihv > PostAssociateCompletion
  port A authorized
  oid set PORT_STATE_NOTIFICATION A true -> SUCCESS
]], {with={"oid set", "send A"},
     ignore={"oid set DESIRED", "oid set OID_GEN", "ihv AdapterReset", "oid set EXCLUDE"}})
expect(alice:pings() == 0, "nothing passed the closed port")
alice:ping()
run(1)
expect(alice:pings() == 1, "now data passes")
