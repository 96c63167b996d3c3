-- SEQ-06: an extension has the OS do 802.1X on its port, and gets the keys.
-- Rules: IHV-32 (the window of StartOneX), IHV-33 (EAPOL-Start), IHV-34 (what it hands over: all
-- EAPOL but EAPOL-Key), IHV-35 (the result), IHV-36 (nothing after it), IHV-37 (the port opens by
-- PostAssociateCompletion alone).
--
-- The extension is this script; of the four-way handshake, which would be its own, it sees the
-- first message only.

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="corp", security="eap", at={0, 0},
             eap={methods={"ttls"}, identity="anna@air.example", password="a secret"}}
local alice = station{name="alice", at={5, 0}}
local session
local keyed = 0 -- EAPOL-Key messages, which stay with the extension

local function call(name, fields)
  fields[1] = name
  return alice:ihv_call(fields)
end
local function later(seconds, f) at(now() + seconds, f) end

alice:ihv{
  PerformPreAssociate = function(c)
    later(0.01, function()
      call("SetAuthAlgorithm", {algorithm=6})
      call("SetMulticastCipherAlgorithm", {algorithm=4})
      call("SetUnicastCipherAlgorithm", {algorithm=4})
      call("SetEtherTypeHandling", {ethertype=0x888e, exempt=2, packets=1})
      expect(call("StartOneX", {}) ~= 0, "there is no port yet")
      call("PreAssociateCompletion", {session=c.session})
    end)
    return 0
  end,
  PerformPostAssociate = function(c)
    session = c.session
    expect(call("StartOneX", {}) == 0, "802.1X begins, from inside the handler")
    return 0
  end,
  ReceivePacket = function(c)
    local pdu = c.data:sub(17) -- behind address and EtherType
    if pdu:sub(3, 4) == "03" then
      keyed = keyed + 1
      return 0
    end
    later(0.001, function() call("ProcessSecurityPacket", {data=pdu}) end)
    return 0
  end,
  OnexIndicateResult = function(c)
    if c.status == 2 then return 0 end -- in progress
    expect(c.status == 0, "802.1X has succeeded")
    expect(#c.data == 128, "with two keys of 32 octets")
    later(0.01, function()
      expect(call("ProcessSecurityPacket", {data="02000004"}) ~= 0, "all EAPOL is its own now")
      expect(call("StopOneX", {}) ~= 0, "and nothing is left to stop")
      expect(#trace(alice, {only={"port A authorized"}, keep=true}) == 0, "the port is closed yet")
      call("PostAssociateCompletion", {session=session, peer="A"})
    end)
    return 0
  end,
}
run(0.5)
trace(alice)

alice:connect{ssid="corp", manager="ihv", security="eap", ihv_security="<Corp/>",
              eap={method="ttls", inner="pap", identity="anna@air.example", password="a secret",
                   ca="air"}}
run(3)
expect(keyed > 0, "EAPOL-Key came to the extension")
local story = table.concat(
  trace(alice, {with={"send"}, ignore={"send-complete", "ihv SendPacketCompletion"}, keep=true}),
  "\n")
story = story:sub(story:find("ihv PerformPostAssociate", 1, true), -1)
-- As often as the method wants it: one stands for all.
local round = [[
frame A > alice EAPOL
ihv ReceivePacket A 888e
ihv > ProcessSecurityPacket
send A EAPOL exempt
frame alice > A EAPOL
]]
local function once(text)
  local from, to = text:find(round .. round, 1, true)
  return from and once(text:sub(1, from - 1) .. round .. text:sub(to + 1)) or text
end
local wanted = [[
ihv PerformPostAssociate A unauthorized
ind CONNECTION_COMPLETION 0x00000000
ihv > StartOneX
send A EAPOL-Start exempt
frame alice > A EAPOL-Start
frame A > alice EAPOL
ihv ReceivePacket A 888e
ihv > ProcessSecurityPacket
ihv OnexIndicateResult 2
send A EAPOL exempt
frame alice > A EAPOL
]] .. round .. [[
frame A > alice EAPOL
ihv ReceivePacket A 888e
ihv > ProcessSecurityPacket
ihv OnexIndicateResult 0
frame A > alice EAPOL-Key 1/4
ihv ReceivePacket A 888e
ihv > ProcessSecurityPacket
ihv > StopOneX
ihv > PostAssociateCompletion
port A authorized]]
story = once(story):sub(1, #wanted)
expect(story == wanted, "the sequence, at the boundary, at the extension and on the air")
if story ~= wanted then say(story) end
trace(alice)
