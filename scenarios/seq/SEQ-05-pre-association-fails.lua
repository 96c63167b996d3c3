-- SEQ-05, variant: pre-association fails; no connect is tried.
-- Rules: IHV-12 (an error of the handler), IHV-13, CNX-19 (CONNECT only after pre-association).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="club", at={0, 0}}
local ERROR_NOT_SUPPORTED = 50

say("alice's extension refuses in the handler, bob's after a while.")
local alice = station{name="alice", at={5, 0}}
alice:ihv{PerformPreAssociate = function(c) return ERROR_NOT_SUPPORTED, 1 end}
local bob = station{name="bob", at={5, 5}}
bob:ihv{PerformPreAssociate = function(c)
  at(now() + 0.2, function()
    bob:ihv_call{"PreAssociateCompletion", session=c.session, error=ERROR_NOT_SUPPORTED,
                 reason=0x90001} -- IHV-14: a failure has a reason
  end)
end}
run(0.5)
trace(alice) trace(bob)

alice:connect{ssid="club", manager="ihv", ihv_security="<Club/>", auto_connect=false}
bob:connect{ssid="club", manager="ihv", ihv_security="<Club/>", auto_connect=false}
run(20)
expect_trace(alice, [[
  ihv PerformPreAssociate "club"
  notify connection-failed
]], {only={"ihv Perform", "ind", "port", "frame", "oid set CONNECT", "notify connection-f"}})
expect_trace(bob, [[
  ihv PerformPreAssociate "club"
  ihv > PreAssociateCompletion
  notify connection-failed
]], {only={"ihv Perform", "ihv >", "ind", "port", "frame", "oid set CONNECT",
           "notify connection-f"}})
