-- The sequences of the contract, chapter 99

case{name="seq-01-bring-up", origin="contract, SEQ-01",
  rules={"SEQ-01", "STA-01", "STA-07", "STA-09", "STA-10", "ATH-04"},
  what="The driver comes up by three requests, and a profile is set between a reset and CONNECT.",
  run=function()
  network{A={}}
  local s = sut()
  run(0.5)
  sequence(s, "SEQ-01, STA-07", [[
    oid query OID_GEN_MEDIA_SUPPORTED -> SUCCESS
    oid set CURRENT_OPERATION_MODE 4 -> SUCCESS
    oid method RESET_REQUEST 3 sut default-mib -> SUCCESS {4, 0x00000000}
  ]], {with={"oid", "frame sut"}})
  s:connect{ssid="office", passphrase=PASSPHRASE}
  local order = {}
  for _, line in ipairs(trace(s, {only={"oid"}})) do
    order[#order + 1] = line:match("oid %a+ ([%w_]+)")
  end
  local text = table.concat(order, " ")
  expect(text:match("^RESET_REQUEST .*DESIRED_BSS_TYPE .*DESIRED_SSID_LIST "
                    .. ".*ENABLED_AUTHENTICATION_ALGORITHM .*ENABLED_UNICAST_CIPHER_ALGORITHM "
                    .. ".*CONNECT_REQUEST"), "SEQ-01, STA-10: reset, network, security, connect")
  run(5)
end}

case{name="seq-02-connect-open", origin="contract, SEQ-02",
  rules={"SEQ-02", "CNX-06", "CNX-10", "CNX-16", "ASC-02", "ASC-05", "ASC-07", "ASC-20", "ATH-01",
         "LQ-02"},
  what="An open network: start, association, completion; data passes.",
  run=function()
  network({A={}}, {open=true})
  local s = sut()
  run(0.2)
  trace(s)
  s:connect{ssid="office"}
  run(5)
  sequence(s, "SEQ-02", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon open none none
    port A created uncontrolled none
    ind CONNECTION_COMPLETION 0x00000000
  ]])
  data_passes(s, "CNX-16")
end}

case{name="seq-03-connect-miniport-managed", origin="contract, SEQ-03",
  rules={"SEQ-03", "PRT-07", "PRT-08", "PRT-09", "PRT-18"},
  what="A driver that knows the key authenticates the port itself, before it completes.",
  run=function()
  network{A={}}
  local s = sut()
  run(0.2)
  trace(s)
  s:connect{ssid="office", passphrase=PASSPHRASE, manager="miniport"}
  run(5)
  local lines = table.concat(trace(s, {only={"ind ASSOCIATION_COMPLETION"}, keep=true}), " ")
  if not lines:find(" authorized ", 1, true) then
    not_applicable("the driver does not authenticate ports itself")
  end
  sequence(s, "SEQ-03, PRT-08", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon authorized rsna-psk ccmp ccmp
    port A created unauthorized miniport
    port A authorized
    ind CONNECTION_COMPLETION 0x00000000
  ]], {keep=true})
  expect(#trace(s, {only={"oid set PORT_STATE_NOTIFICATION A true -> SUCCESS"}}) == 1,
         "PRT-18: one PORT_STATE_NOTIFICATION")
  data_passes(s, "PRT-09")
end}

case{name="seq-04-connect-os-managed", origin="contract, SEQ-04",
  rules={"SEQ-04", "PRT-05", "PRT-10", "PRT-11", "PRT-18", "ATH-12", "ATH-13", "ATH-14", "PMK-03",
         "PMK-05", "PRT-27", "KEY-10"},
  what="RSNA with a passphrase: the OS authenticates on the unauthorized port, then sets the keys.",
  run=function()
  network{A={}}
  local s = sut()
  run(0.2)
  trace(s)
  s:connect{ssid="office", passphrase=PASSPHRASE}
  run_to(s, "ind ASSOCIATION_COMPLETION")
  no_data(s, "PRT-05", "what is sent too early does not pass")
  run(5)
  sequence(s, "SEQ-04", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
    port A created unauthorized os
    ind CONNECTION_COMPLETION 0x00000000
    port A authorized
  ]], {keep=true})
  sequence(s, "SEQ-04, PRT-11, KEY-10, PRT-18", [[
    ind CONNECTION_COMPLETION 0x00000000
    receive A EAPOL-Key 1/4
    send A EAPOL-Key 2/4 exempt
    receive A EAPOL-Key 3/4
    send A EAPOL-Key 4/4 exempt
    oid set CIPHER_KEY_MAPPING_KEY A ccmp -> SUCCESS
    oid set CIPHER_DEFAULT_KEY 1 A ccmp -> SUCCESS
    port A authorized
    oid set PORT_STATE_NOTIFICATION A true -> SUCCESS
  ]], {with={"oid set CIPHER", "oid set PORT", "send A EAPOL", "receive A EAPOL"},
       ignore={"ind CONNECTION_START", "ind ASSOCIATION", "port A created"}})
  data_passes(s, "PRT-04")
  run(60)
  local lines = trace(s, {only={"ind PMKID_CANDIDATE_LIST", "oid set PMKID_LIST"}})
  if lines[1] == "ind PMKID_CANDIDATE_LIST" then
    expect(lines[2] == "oid set PMKID_LIST -> SUCCESS", "PMK-05: the OS answers with its list")
  end
end}

case{name="seq-05-connect-ihv-managed", origin="contract, SEQ-05",
  rules={"SEQ-05", "PRT-12", "PRT-13", "PRT-16", "IHV-10", "IHV-13", "IHV-19", "CNX-19", "IHV-29"},
  what="An extension prepares the association, and authorizes the port afterwards.",
  run=function()
  network({A={}}, {open=true})
  local s, session = sut(), nil
  local function later(f) at(now() + 0.01, f) end
  s:ihv{
    PerformPreAssociate=function(c)
      later(function()
        s:ihv_call{"SetAuthAlgorithm", algorithm=1}
        s:ihv_call{"SetUnicastCipherAlgorithm", algorithm=0}
        s:ihv_call{"SetEtherTypeHandling", ethertype=0x88b5, exempt=1, packets=1}
        s:ihv_call{"PreAssociateCompletion", session=c.session}
      end)
    end,
    PerformPostAssociate=function(c)
      session = c.session
      later(function()
        s:ihv_call{"SendPacket", peer="A", ethertype=0x88b5, data="6f70656e", handle=7}
      end)
    end,
    SendPacketCompletion=function()
      later(function() s:ihv_call{"PostAssociateCompletion", session=session, peer="A"} end)
    end}
  run(0.2)
  trace(s)
  s:connect{ssid="office", manager="ihv", ihv_security="<Club/>"}
  run(5)
  sequence(s, "SEQ-05", [[
    ihv PerformPreAssociate "office"
    ihv > SetAuthAlgorithm
    ihv > SetUnicastCipherAlgorithm
    ihv > SetEtherTypeHandling
    ihv > PreAssociateCompletion
    oid set PRIVACY_EXEMPTION_LIST 88b5 -> SUCCESS
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon open none none
    port A created unauthorized ihv
    ihv PerformPostAssociate A unauthorized
    ind CONNECTION_COMPLETION 0x00000000
    ihv > SendPacket
    ihv SendPacketCompletion
    ihv > PostAssociateCompletion
    port A authorized
    oid set PORT_STATE_NOTIFICATION A true -> SUCCESS
  ]], {with={"ihv", "oid set PRIVACY", "oid set PORT"}, ignore={"ihv AdapterReset"}})
  data_passes(s, "PRT-16")
end}

case{name="seq-07-first-refuses-second-accepts", origin="contract, SEQ-07",
  rules={"SEQ-07", "CNX-11", "ASC-06", "ASC-28", "ASC-29"},
  what="The nearer access point refuses with status 17; the station goes to the other.",
  run=function()
  local A = network({A={channel=1}, B={channel=6, at={30, 0}}}, {open=true})
  A:refuse{what="assoc", status=17}
  local s = sut()
  run(0.5)
  trace(s)
  s:connect{ssid="office"}
  run(6)
  sequence(s, "SEQ-07, ASC-29", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00030011 req resp beacon
    ind ASSOCIATION_START B "office"
    ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon open none none
    port B created uncontrolled none
    ind CONNECTION_COMPLETION 0x00000000
  ]])
end}

case{name="seq-07-authentication-refused", origin="contract, SEQ-07",
  rules={"SEQ-07", "ASC-14", "ASC-15", "ASC-28", "ASC-29"},
  what="Refused before the association request: no request in the completion.",
  run=function()
  local A = network({A={}}, {open=true})
  A:refuse{what="auth", status=13}
  local s = sut()
  run(0.5)
  trace(s)
  s:connect{ssid="office", auto_connect=false}
  run(20)
  sequence(s, "SEQ-07, ASC-14, ASC-29", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x0003000d beacon
    ind CONNECTION_COMPLETION 0x00000006
  ]])
end}

case{name="seq-08-nothing-found", origin="contract, SEQ-08",
  rules={"SEQ-08", "CNX-08", "CNX-12", "CNX-14", "CNX-26"},
  what="No access point of that name: the SSID is probed for, and the operation fails.",
  run=function()
  network({A={}}, {open=true})
  local s = sut()
  run(0.5)
  trace(s)
  s:connect{ssid="home", auto_connect=false}
  run(30)
  local probes = trace(s, {only={'frame sut > * probe-req "home"'}, keep=true})
  expect(#probes >= 11, "CNX-26: the desired SSID is probed on each channel")
  sequence(s, "SEQ-08, CNX-12", [[
    ind CONNECTION_START infrastructure
    ind CONNECTION_COMPLETION 0x00000006
  ]])
  ap{name="C", bssid="02:00:00:00:00:0c", ssid="home", at={0, 0}}
  run(30)
  sequence(s, "CNX-14", "", {with={"frame sut"}})
end}

case{name="seq-08-no-answer", origin="contract, SEQ-08",
  rules={"SEQ-08", "ASC-05", "ASC-14", "ASC-28", "CNX-12", "ASC-30"},
  what="An access point that does not answer: unreachable, then exhausted.",
  run=function()
  network({A={mute={"auth"}}}, {open=true})
  local s = sut()
  run(0.5)
  trace(s)
  s:connect{ssid="office", auto_connect=false}
  run(30)
  sequence(s, "SEQ-08, ASC-30", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00000002 beacon
    ind CONNECTION_COMPLETION 0x00000006
  ]])
end}

case{name="seq-09-ten-seconds", origin="contract, SEQ-09",
  rules={"SEQ-09", "CNX-18", "RST-11", "RST-19"},
  what="Access points that never finish: after ten seconds the OS resets, and all is cancelled.",
  run=function()
  network{A={mute={"m1"}, handshake_tries=100}, B={mute={"m1"}, handshake_tries=100, channel=6,
                                                   at={30, 0}}}
  local s = sut()
  run(0.2)
  trace(s)
  local asked = now()
  s:connect{ssid="office", passphrase=PASSPHRASE, manager="miniport", auto_connect=false}
  run_to(s, "oid method RESET_REQUEST")
  if not run_to(s, "oid method RESET_REQUEST", 15) then return end
  expect(math.abs(now() - asked - 10) < 0.01, "CNX-18: a reset after ten seconds")
  run(20)
  local lines = trace(s, {only={"ind ", "oid method RESET_REQUEST"}, ignore={"ind LINK"}})
  local tail = table.concat(lines, " | "):match("ind ASSOCIATION_COMPLETION %u 0x00000005.*$") or ""
  expect(tail:match("ind CONNECTION_COMPLETION 0x00000005 | oid method RESET_REQUEST %-> SUCCESS"),
         "SEQ-09, RST-11, RST-19: cancelled before the reset is complete")
end}

case{name="seq-10-roam-to-a-better-ap", origin="contract, SEQ-10",
  rules={"SEQ-10", "DIS-02", "DIS-03", "DIS-04", "ROM-05", "ROM-07", "ROM-09", "ROM-14", "PRT-22",
         "ASC-12", "ASC-35", "ROM-15"},
  what="A better access point: the old association ends with ASSOCIATION_START, and with no word.",
  run=function()
  network{A={channel=1}, B={channel=6, at={60, 0}}}
  local s = sut{at={4, 0}}
  if not join(s) then return end
  s:move{to={58, 0}, speed=2}
  if not run_to(s, "ind ROAMING_START") then return end
  expect(s:status().port_open, "ROM-14, DIS-03: at ROAMING_START the old port is open still")
  run(10)
  sequence(s, "SEQ-10, DIS-04", [[
    ind ROAMING_START 0x0000000b
    ind ASSOCIATION_START B "office"
    port A deleted
    ind ASSOCIATION_COMPLETION B 0x00000000 reassoc-req reassoc-resp req resp beacon rsna-psk ccmp ccmp
    port B created unauthorized os
    ind ROAMING_COMPLETION 0x00000000
    port B authorized
  ]])
  data_passes(s, "ROM-09")
end}

case{name="seq-11-reassociation-with-the-same-ap", origin="contract, SEQ-11",
  rules={"SEQ-11", "DIS-01", "DIS-03", "DIS-04", "PRT-21", "ASC-12"},
  what="The same access point again: old port gone at ASSOCIATION_START, a new one afterwards.",
  run=function()
  network{A={}}
  local s = sut()
  if not join(s) then return end
  local status = s:oid{"NIC_SPECIFIC_EXTENSION", kind="method", room=16,
                       data=hex(string.pack("<I4I4c4I4", 8, 8, "XSTA", 2))}
  run(3)
  if status ~= "SUCCESS" or #trace(s, {only={"ind ROAMING_START"}, keep=true}) == 0 then
    not_applicable("the driver has no way to be told to reassociate")
  end
  sequence(s, "SEQ-11, DIS-01", [[
    ind ROAMING_START 0x0000000b
    ind ASSOCIATION_START A "office"
    port A deleted
    ind ASSOCIATION_COMPLETION A 0x00000000 reassoc-req reassoc-resp req resp beacon rsna-psk ccmp ccmp
    port A created unauthorized os
    ind ROAMING_COMPLETION 0x00000000
    port A authorized
  ]])
end}

local function thrown_out(kind, status)
  return function()
    local A = network{A={channel=1}, B={channel=6, at={40, 0}}}
    local s = sut()
    if not join(s) then return end
    A[kind](A, {to="sut", reason=7})
    A:mute{"beacon", "probe", "auth"}
    run(10)
    sequence(s, "SEQ-12, DIS-17, DIS-20, DIS-23", ([[
      ind DISASSOCIATION A 0x%08x
      port A deleted
      ind ROAMING_START 0x0000000c
      ind ASSOCIATION_START B "office"
      ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon rsna-psk ccmp ccmp
      port B created unauthorized os
      ind ROAMING_COMPLETION 0x00000000
      port B authorized
    ]]):format(status), {ignore={"ind ASSOCIATION_START A", "ind ASSOCIATION_COMPLETION A"}})
  end
end

case{name="seq-12-deauth-then-roam", origin="contract, SEQ-12",
  rules={"SEQ-12", "DIS-09", "DIS-15", "DIS-16", "DIS-17", "DIS-20", "DIS-23", "ROM-07", "DIS-30"},
  what="The access point ends the association by a Deauthentication frame; the station roams.",
  run=thrown_out("deauth", 0x00010007)}

case{name="seq-12-disassoc-then-roam", origin="contract, SEQ-12",
  rules={"SEQ-12", "DIS-08", "DIS-15", "DIS-16", "DIS-17", "DIS-20", "DIS-23", "ROM-07", "DIS-30"},
  what="The access point ends the association by a Disassociation frame; the station roams.",
  run=thrown_out("disassoc", 0x00020007)}

case{name="seq-12-no-candidate", origin="contract, SEQ-12",
  rules={"SEQ-12", "ROM-06", "STA-03", "ROM-13"},
  what="Thrown out with no other access point: no roam until one appears; the station stays in OP.",
  run=function()
  local A = network{A={}}
  local s = sut()
  if not join(s) then return end
  A:deauth{to="sut", reason=7}
  run(0.002)
  A:off()
  run(20)
  sequence(s, "SEQ-12, ROM-06", [[
    ind DISASSOCIATION A 0x00010007
    port A deleted
  ]], {ignore={"ind ROAMING_START", "ind ASSOCIATION_START", "ind ASSOCIATION_COMPLETION A 0x00000002",
               "ind ROAMING_COMPLETION 0x00000006"}})
  expect(s:status().operating, "STA-03: still in OP")
  A:on{forget=true}
  run(30)
  expect(s:status().port_open, "ROM-13: it comes back when the access point does")
end}

case{name="seq-13-ap-vanishes", origin="contract, SEQ-13",
  rules={"SEQ-13", "DIS-11", "DIS-15", "DIS-17"},
  what="Silence beyond the threshold ends the association, and not before.",
  run=function()
  local A = network{A={}}
  local s = sut()
  if not join(s) then return end
  A:off()
  local t0 = now()
  run(1.89)
  sequence(s, "DIS-11", "")
  if not run_to(s, "ind DISASSOCIATION", 5) then return end
  local silent = now() - t0
  expect(silent > 1.89 and silent < 2.21, "DIS-11: after two seconds, within a beacon interval")
  run(5)
  sequence(s, "SEQ-13, DIS-17", [[
    ind DISASSOCIATION A 0x00000002
    port A deleted
  ]])
end}

case{name="seq-14-roam-fails-ap-returns", origin="contract, SEQ-14",
  rules={"SEQ-14", "ROM-11", "ROM-13", "ROM-08"},
  what="A roam that fails leaves the station in OP, looking for the network.",
  run=function()
  local A, B = network{A={channel=1}, B={channel=6, at={40, 0}}}
  local s = sut()
  if not join(s) then return end
  B:mute{"auth"}
  A:off()
  if not run_to(s, "ind ROAMING_COMPLETION") then return end
  run(0.05)
  sequence(s, "SEQ-14, ROM-11", [[
    ind DISASSOCIATION A 0x00000002
    port A deleted
    ind ROAMING_START 0x0000000c
    ind ASSOCIATION_START B "office"
    ind ASSOCIATION_COMPLETION B 0x00000002 beacon
    ind ROAMING_COMPLETION 0x00000006
  ]])
  A:on()
  expect_within(40, "SEQ-14, ROM-13: periodic retries bring it back", function()
    return s:status().port_open
  end)
end}

case{name="seq-15-disconnect", origin="contract, SEQ-15",
  rules={"SEQ-15", "CNX-33", "CNX-36", "DIS-12", "CNX-31"},
  what="DISCONNECT_REQUEST: a leaving frame, DISASSOCIATION 7, then silence.",
  run=function()
  network{A={}}
  local s = sut()
  if not join(s) then return end
  s:disconnect()
  run(30)
  sequence(s, "SEQ-15, DIS-12, CNX-33", [[
    oid set DISCONNECT_REQUEST
    ind DISASSOCIATION A 0x00000007
    port A deleted
    oid set DISCONNECT_REQUEST -> SUCCESS
  ]], {with={"oid set DISCONNECT"}, keep=true})
  local leaving = trace(s, {only={"frame sut > A disassoc", "frame sut > A deauth"}})
  expect(#leaving == 1, "CNX-36: one leaving frame")
  expect(s:oid{"DISCONNECT_REQUEST", kind="set"} == "INVALID_STATE",
         "CNX-31: there is nothing to leave any more")
end}

case{name="seq-15-disconnect-while-roaming", origin="contract, SEQ-15",
  rules={"SEQ-15", "CNX-34", "ROM-11", "CNX-33"},
  what="DISCONNECT_REQUEST in the middle of a roam cancels it.",
  run=function()
  local A, B = network{A={channel=1}, B={channel=6, at={40, 0}}}
  local s = sut()
  if not join(s) then return end
  B:mute{"auth"}
  A:off()
  if not run_to(s, "ind ASSOCIATION_START B") then return end
  run(0.01)
  trace(s)
  s:disconnect()
  run(30)
  sequence(s, "SEQ-15, CNX-34", [[
    oid set DISCONNECT_REQUEST
    ind ASSOCIATION_COMPLETION B 0x00000005 beacon
    ind ROAMING_COMPLETION 0x00000005
    oid set DISCONNECT_REQUEST -> SUCCESS
  ]], {with={"oid set DISCONNECT"}})
end}

case{name="seq-15-disconnect-while-a-better-ap-is-sought", origin="contract, SEQ-15",
  rules={"SEQ-15", "CNX-34", "DIS-12"},
  what="Before ASSOCIATION_START the old association is there still, and is left.",
  run=function()
  network{A={channel=1}}
  local s = sut()
  if not join(s) then return end
  ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase=PASSPHRASE, channel=1,
     at={60, 0}, mute={"probe"}}
  s:move{to={55, 0}}
  if not run_to(s, "ind ROAMING_START", 30) then return end
  if #trace(s, {only={"ind ASSOCIATION_START"}, keep=true}) > 0 then
    not_applicable("the driver associates in the moment in which it starts to roam")
  end
  trace(s)
  s:disconnect()
  run(10)
  sequence(s, "SEQ-15, CNX-34, DIS-12", [[
    oid set DISCONNECT_REQUEST
    ind ROAMING_COMPLETION 0x00000005
    ind DISASSOCIATION A 0x00000007
    port A deleted
    oid set DISCONNECT_REQUEST -> SUCCESS
  ]], {with={"oid set DISCONNECT"}})
end}

case{name="seq-17-reset-while-associating-in-a-roam", origin="contract, SEQ-17",
  rules={"SEQ-17", "RST-11", "RST-19", "RST-20"},
  what="A reset in a roam completes what is open; what is gone already is not indicated.",
  run=function()
  network{A={channel=1}}
  local s = sut()
  if not join(s) then return end
  ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase=PASSPHRASE, channel=1,
     at={60, 0}, mute={"auth"}}
  s:move{to={55, 0}}
  if not run_to(s, "ind ASSOCIATION_START B", 30) then return end
  run(0.005)
  trace(s)
  local status = s:oid{"RESET_REQUEST", kind="method", room=12,
                       data=hex(string.pack("<I4", 3)) .. "0200000100010100"}
  run(30)
  expect(status == "SUCCESS" or status == "PENDING", "RST-11: the reset is taken")
  sequence(s, "SEQ-17, RST-11, RST-20", [[
    ind ASSOCIATION_COMPLETION B 0x00000005 beacon
    ind ROAMING_COMPLETION 0x00000005
  ]])
end}

case{name="seq-17-reset-before-association-start", origin="contract, SEQ-17",
  rules={"SEQ-17", "RST-11", "RST-19", "RST-06", "DIS-12"},
  what="Before ASSOCIATION_START the old association is ended by the reset.",
  run=function()
  network{A={channel=1}}
  local s = sut()
  if not join(s) then return end
  ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase=PASSPHRASE, channel=1,
     at={60, 0}, mute={"probe"}}
  s:move{to={55, 0}}
  if not run_to(s, "ind ROAMING_START", 30) then return end
  if #trace(s, {only={"ind ASSOCIATION_START"}, keep=true}) > 0 then
    not_applicable("the driver associates in the moment in which it starts to roam")
  end
  trace(s)
  s:oid{"RESET_REQUEST", kind="method", room=12,
        data=hex(string.pack("<I4", 3)) .. "0200000100010100"}
  run(10)
  sequence(s, "SEQ-17, RST-06, RST-19", [[
    ind ROAMING_COMPLETION 0x00000005
    ind DISASSOCIATION A 0x00000007
    port A deleted
  ]])
end}

case{name="seq-22-radio-switched-off", origin="contract, SEQ-22",
  rules={"SEQ-22", "PWR-04", "PWR-05", "PWR-07"},
  what="The hardware switch while connected: PHY_STATE_CHANGED, DISASSOCIATION 3, later a roam.",
  run=function()
  network{A={}}
  local s = sut()
  if not join(s) then return end
  s:radio(false)
  run(10)
  sequence(s, "SEQ-22, PWR-07", [[
    ind DISASSOCIATION A 0x00000003
    port A deleted
  ]], {ignore={"ind PHY_STATE_CHANGED"}, keep=true})
  sequence(s, "SEQ-22, PWR-04", "ind PHY_STATE_CHANGED phy 0 hw 0 sw 1",
           {ignore={"ind DIS", "port"}})
  s:radio(true)
  run(30)
  sequence(s, "SEQ-22, PWR-07", [[
    ind PHY_STATE_CHANGED phy 0 hw 1 sw 1
    ind ROAMING_START 0x0000000c
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00000000 req resp beacon rsna-psk ccmp ccmp
    port A created unauthorized os
    ind ROAMING_COMPLETION 0x00000000
    port A authorized
  ]])
end}

case{name="seq-22-radio-off-by-request", origin="contract, SEQ-22",
  rules={"SEQ-22", "PWR-01", "PWR-04", "PWR-07"},
  what="The software switch of each PHY, while connected.",
  run=function()
  network{A={}}
  local s = sut{radio="dual"}
  if not join(s) then return end
  local function power(phy, on)
    s:oid{"CURRENT_PHY_ID", kind="set", value=phy}
    expect(s:oid{"NIC_POWER_STATE", kind="set", value=on} == "SUCCESS", "PWR-01: taken in OP")
  end
  power(0, false)
  power(1, false)
  run(5)
  sequence(s, "SEQ-22, PWR-07", [[
    ind DISASSOCIATION A 0x00000003
    port A deleted
  ]], {ignore={"ind PHY_STATE_CHANGED"}})
  power(0, true)
  power(1, true)
  expect_within(30, "SEQ-22: it comes back", function() return s:status().port_open end)
end}

case{name="seq-22-radio-off-while-associating", origin="contract, SEQ-22",
  rules={"SEQ-22", "PWR-06", "CNX-12", "ASC-30"},
  what="The switch in the middle of an association: completions with 3, then INIT.",
  run=function()
  network({A={mute={"auth"}}}, {open=true})
  local s = sut()
  run(0.5)
  trace(s)
  s:connect{ssid="office", auto_connect=false}
  if not run_to(s, "ind ASSOCIATION_START") then return end
  run(0.01)
  s:radio(false)
  run(10)
  s:radio(true)
  run(10)
  sequence(s, "SEQ-22, PWR-06", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00000003 beacon
    ind CONNECTION_COMPLETION 0x00000003
  ]], {ignore={"ind PHY_STATE_CHANGED"}})
end}

case{name="seq-22-radio-off-while-roaming", origin="contract, SEQ-22",
  rules={"SEQ-22", "PWR-06", "ROM-11", "STA-03", "ROM-13"},
  what="The switch in the middle of a roam: completions with 3; the station stays in OP.",
  run=function()
  local A, B = network{A={channel=1}, B={channel=6, at={40, 0}}}
  local s = sut()
  if not join(s) then return end
  B:mute{"auth"}
  A:off()
  if not run_to(s, "ind ASSOCIATION_START B", 30) then return end
  run(0.01)
  trace(s)
  s:radio(false)
  run(5)
  sequence(s, "SEQ-22, PWR-06, ROM-11", [[
    ind ASSOCIATION_COMPLETION B 0x00000003 beacon
    ind ROAMING_COMPLETION 0x00000003
  ]], {ignore={"ind PHY_STATE_CHANGED"}})
  expect(s:status().operating, "STA-03: still in OP")
  B:mute{}
  s:radio(true)
  expect_within(30, "ROM-13: it comes back", function() return s:status().port_open end)
end}

case{name="seq-24-hardware-reset", origin="contract, SEQ-24",
  rules={"SEQ-24", "STA-12", "SCN-05", "SCN-03"},
  what="MiniportResetEx keeps keys, cache and state, and cancels a scan.",
  run=function()
  network{A={}}
  local s = sut()
  if not join(s) then return end
  s:reset_ex()
  run(5)
  if s:status().port_open then
    data_passes(s, "STA-12", "the keys are there still")
  end
  trace(s)
  if s:scan{} then
    run(0.05)
    s:reset_ex()
    run(3)
    local confirm = trace(s, {only={"ind SCAN_CONFIRM"}})
    expect(#confirm == 1 and confirm[1] ~= "ind SCAN_CONFIRM SUCCESS",
           "SEQ-24, STA-12: the scan is confirmed, once, as cancelled")
  end
  expect(#s:bss_list() >= 1, "STA-12: the cache is kept")
end}

case{name="seq-26-ihv-deauthorizes", origin="contract, SEQ-26",
  rules={"SEQ-26", "PRT-16", "PRT-17", "PRT-18", "PRT-25", "IHV-14"},
  what="An extension takes its word back, and gives it again.",
  run=function()
  network({A={}}, {open=true})
  local s, session = sut(), nil
  s:ihv{
    PerformPreAssociate=function(c)
      at(now(), function()
        s:ihv_call{"SetEtherTypeHandling", ethertype=0x88b5, exempt=1, packets=1}
        s:ihv_call{"PreAssociateCompletion", session=c.session}
      end)
    end,
    PerformPostAssociate=function(c) session = c.session end}
  run(0.2)
  s:connect{ssid="office", manager="ihv", ihv_security="<Club/>"}
  run(5)
  local function complete(error)
    s:ihv_call{"PostAssociateCompletion", session=session, peer="A", error=error,
               reason=error ~= 0 and 0x90001 or 0}
    run(0.5)
  end
  complete(0)
  trace(s)
  complete(1460)
  no_data(s, "PRT-17", "no data passes")
  sequence(s, "SEQ-26", "port A unauthorized")
  complete(0)
  sequence(s, "SEQ-26", "port A authorized")
  data_passes(s, "PRT-17")
end}

case{name="seq-28-deauthentication-while-associating", origin="contract, SEQ-28",
  rules={"SEQ-28", "DIS-16", "ASC-29"},
  what="A Deauthentication in the middle of an association: its completion says so, nothing else.",
  run=function()
  local A = network({A={mute={"assoc"}}, B={channel=6, at={30, 0}}}, {open=true})
  local s = sut()
  run(0.5)
  trace(s)
  s:connect{ssid="office"}
  if not run_to(s, "frame sut > A assoc-req") then return end
  run(0.002)
  A:deauth{to="sut", reason=2}
  run(10)
  sequence(s, "SEQ-28, DIS-16, ASC-29", [[
    ind CONNECTION_START infrastructure
    ind ASSOCIATION_START A "office"
    ind ASSOCIATION_COMPLETION A 0x00010002 req beacon
    ind ASSOCIATION_START B "office"
    ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon open none none
    port B created uncontrolled none
    ind CONNECTION_COMPLETION 0x00000000
  ]])
end}

case{name="seq-28-disassociation-in-a-roam", origin="contract, SEQ-28",
  rules={"SEQ-28", "DIS-16", "ASC-29", "ROM-08"},
  what="The same by a Disassociation in a roam.",
  run=function()
  local A, B = network{A={channel=1}, B={channel=6, at={40, 0}, mute={"assoc"}}}
  local s = sut()
  if not join(s) then return end
  A:off()
  if not run_to(s, "ind ASSOCIATION_START B", 30) then return end
  if not run_to(s, "frame sut > B assoc-req", 10) then return end
  run(0.002)
  B:disassoc{to="sut", reason=5}
  run(0.2)
  local lines = trace(s, {only={"ind ASSOCIATION_COMPLETION", "ind DIS"},
                          ignore={"ind DISASSOCIATION A 0x00000002"}})
  expect(#lines == 1 and lines[1]:find("B 0x00020005", 1, true),
         "SEQ-28, ASC-29: the completion has the class and the reason")
end}

case{name="seq-30-old-ap-deauthenticates-before-start", origin="contract, SEQ-30",
  rules={"SEQ-30", "DIS-09", "DIS-15", "ROM-14", "X-73"},
  what="Between ROAMING_START and ASSOCIATION_START the old access point ends it: DISASSOCIATION.",
  run=function()
  local A = network{A={channel=1}}
  local s = sut()
  if not join(s) then return end
  ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase=PASSPHRASE, channel=1,
     at={60, 0}, mute={"probe"}}
  s:move{to={55, 0}}
  if not run_to(s, "ind ROAMING_START", 30) then return end
  run(0.002)
  A:deauth{to="sut", reason=6}
  run(5)
  if trace(s, {only={"ind ASSOCIATION_START", "ind DIS"}, keep=true})[1] ~=
     "ind DISASSOCIATION A 0x00010006" then
    not_applicable("the driver associates in the moment in which it starts to roam")
  end
  sequence(s, "SEQ-30, X-73", [[
    ind ROAMING_START 0x0000000b
    ind DISASSOCIATION A 0x00010006
    port A deleted
    ind ASSOCIATION_START B "office"
    ind ASSOCIATION_COMPLETION B 0x00000000 req resp beacon rsna-psk ccmp ccmp
    port B created unauthorized os
    ind ROAMING_COMPLETION 0x00000000
    port B authorized
  ]])
end}

case{name="seq-30-old-ap-deauthenticates-after-start", origin="contract, SEQ-30",
  rules={"SEQ-30", "DIS-03", "DIS-16"},
  what="After ASSOCIATION_START the old access point has nothing to end any more.",
  run=function()
  local A = network{A={channel=1}}
  local s = sut()
  if not join(s) then return end
  ap{name="B", bssid="02:00:00:00:00:0b", ssid="office", passphrase=PASSPHRASE, channel=1,
     at={60, 0}}
  s:move{to={55, 0}}
  if not run_to(s, "ind ASSOCIATION_START B", 30) then return end
  A:deauth{to="sut", reason=6}
  run(5)
  sequence(s, "SEQ-30, DIS-16", [[
    ind ROAMING_START 0x0000000b
    ind ASSOCIATION_START B "office"
    port A deleted
    ind ASSOCIATION_COMPLETION B 0x00000000 reassoc-req reassoc-resp req resp beacon rsna-psk ccmp ccmp
    port B created unauthorized os
    ind ROAMING_COMPLETION 0x00000000
    port B authorized
  ]])
end}
