-- A vendor's own authentication and cipher, from the profile to the data: extensions/sesame, a
-- shared object, for a radio whose driver has the cipher (docs/extensions.md).
-- Rules: ATH-16 (numbers of the IHV ranges), DIS-10 (a frame of the vendor's ends an
-- association), IHV-16 (only algorithms that the driver has), PRT-14, DIS-29.
-- determinism: log only

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="cave", at={0, 0},
             passphrase="open sesame", security="sesame"}
local function club(name, radio, x)
  local s = station{name=name, at={x, 5}, radio=radio}
  s:ihv{module="sesame"}
  return s
end
local function connect(s, password)
  s:connect{ssid="cave", manager="ihv",
            ihv_security="<Sesame><passphrase>" .. password .. "</passphrase></Sesame>"}
end

say("Alice's radio is the vendor's: its driver has the numbers of the IHV range.")
local alice = club("alice", "vendor", 5)
run(0.5)
trace(alice)
connect(alice, "open sesame")
run_to(alice, "port A authorized")
expect_trace(alice, [[
  ihv PerformPreAssociate "cave"
  oid set ENABLED_AUTHENTICATION_ALGORITHM sesame -> SUCCESS
  oid set ENABLED_MULTICAST_CIPHER_ALGORITHM sesame -> SUCCESS
  oid set ENABLED_UNICAST_CIPHER_ALGORITHM sesame -> SUCCESS
  oid set PRIVACY_EXEMPTION_LIST 88b5 -> SUCCESS
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
  ind ASSOCIATION_START A "cave"
  frame alice > A auth open 1
  frame A > alice auth open 2 status 0
  frame alice > A assoc-req "cave" rsn
  frame A > alice assoc-resp status 0 aid 1
  ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon sesame sesame sesame
  port A created unauthorized ihv
  ihv PerformPostAssociate A unauthorized
  ind CONNECTION_COMPLETION 0x00000000
  ihv ReceivePacket A 88b5
  ihv SendPacketCompletion
  ihv ReceivePacket A 88b5
  ihv SendPacketCompletion
  oid set CIPHER_KEY_MAPPING_KEY A sesame -> SUCCESS
  oid set CIPHER_DEFAULT_KEY 1 A sesame -> SUCCESS
  port A authorized
]], {with={"oid set ENABLED", "oid set PRIVACY", "oid set CONNECT", "oid set CIPHER"},
     ignore={"ihv AdapterReset", "oid set ENABLED_AUTHENTICATION_ALGORITHM open",
             "oid set ENABLED_UNICAST_CIPHER_ALGORITHM none"}})
alice:ping()
run(1)
expect(alice:pings() == 1, "a ping there and back, under the vendor's cipher")
expect(A:clients()[1].unprotected == 0, "nothing of it was in the clear")

say("Bob has the password, and a radio without the vendor's algorithms.")
local bob = club("bob", "2ghz", 6)
run(0.5)
trace(bob)
connect(bob, "open sesame")
run_to(bob, "cause")
expect(not bob:status().associated, "the driver refuses the numbers, and bob does not connect")
expect_trace(bob, [[
  ihv PerformPreAssociate "cave"
  oid set ENABLED_AUTHENTICATION_ALGORITHM sesame -> INVALID_DATA
]], {with={"oid set ENABLED_AUTH"}, ignore={"ihv AdapterReset",
     "oid set ENABLED_AUTHENTICATION_ALGORITHM open"}, within=1})
bob:disconnect()

say("Carol is wrong by a letter: the AP ends the association, by a frame of the vendor's.")
local carol = club("carol", "vendor", 7)
run(0.5)
trace(carol)
connect(carol, "open sesamy")
run_to(carol, "port A deleted")
expect_trace(carol, [[
  port A created unauthorized ihv
  ihv PerformPostAssociate A unauthorized
  ind CONNECTION_COMPLETION 0x00000000
  ihv ReceivePacket A 88b5
  ihv SendPacketCompletion
  ind DISASSOCIATION A 0x80000001
  ihv StopPostAssociate A 0x80000001
  port A deleted
]], {only={"port", "ihv Perform", "ihv Re", "ihv S", "ind D", "ind CONNECTION_C"},
     ignore={"ihv PerformPre"}})
carol:disconnect()

trace(alice)
say("And alice is sent away in the same manner, with another word.")
A:farewell{to="alice", code=7}
run_to(alice, "port A deleted")
expect_trace(alice, [[
  frame A > alice action
  cause association by peer assoc-status 2147483655 vendor-frame DIS-10
  ind DISASSOCIATION A 0x80000007
  ihv StopPostAssociate A 0x80000007
  port A deleted
]], {only={"frame A > alice action", "cause", "ind DISASSOCIATION", "ihv Stop", "port A d"}})
run(10)
expect(alice:status().port_open, "she comes back by herself")
alice:ping()
run(1)
expect(alice:pings() == 2, "with new keys")

say("The last word of the exchange is lost: the AP says its own again, and no key is in yet.")
local lost = rule{from="alice", kind="data", skip=1, count=1}
A:farewell{to="alice", code=7}
run(10)
expect(rule_hits(lost) >= 1, "a packet of alice was lost, with all its retries")
expect(alice:status().port_open, "her port is open all the same")
alice:ping()
run(1)
expect(alice:pings() == 3, "and the network is hers")

alice:disconnect()
run(0.5)
