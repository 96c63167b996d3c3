-- Connecting and candidates (HCK WLanConnectDisconnect dn293745, WLanAssociation dn247384)

local function completions(h)
  local list = {}
  for _, v in ipairs(h.log) do
    if v.what == "indication" and v.name == "ASSOCIATION_COMPLETION" then list[#list + 1] = v end
  end
  return list
end

case{name="connect-indications", origin="HCK Indications_ext dn293745",
  rules={"ROL-01", "ROL-12", "ROL-13", "ROL-17", "CNX-06", "CNX-10", "CNX-11", "ASC-03", "ASC-13",
         "ASC-15", "ASC-16", "ASC-17", "ASC-18", "ASC-19", "ASC-20", "ASC-21", "ASC-22", "ASC-23",
         "ASC-25", "ASC-26", "ASC-27", "ASC-12", "LQ-01", "LQ-02", "LQ-04", "ASC-37"},
  what="Every field of every indication of a connection, against the frames that were on the air.",
  run=function()
    local ap, h = peer{}, host()
    local sent = {}
    local assoc = Peer.assoc_answer
    ap.assoc_answer = function(self, f) sent.response = assoc(self, f); return sent.response end
    local beacon = Peer.beacon
    sent.beacons = {}
    ap.beacon = function(self) local b = beacon(self); sent.beacons[b] = true; return b end
    ap.probe_answer = function(self, f) return self:beacon() end
    run(0.3)
    h:configure()
    h:request()
    h:wait_for("CONNECTION_COMPLETION")
    run(1)
    h:take()
    local seen = {}
    for _, v in ipairs(h.log) do
      if v.what == "indication" then seen[v.name] = v end
    end
    for _, name in ipairs{"CONNECTION_START", "ASSOCIATION_START", "ASSOCIATION_COMPLETION",
                          "CONNECTION_COMPLETION", "LINK_QUALITY"} do
      expect(seen[name] and seen[name].whole, "ROL-12: " .. name)
      if not seen[name] then return end
      expect(seen[name].value.Header.Type == 0x80 and seen[name].value.Header.Revision >= 1,
             "ROL-01: the header of " .. name)
    end
    local start = seen.CONNECTION_START.value
    expect(start.BSSType == 1 and start.AdhocBSSID == ZERO and start.AdhocSSID.uSSIDLength == 0,
           "CNX-06: infrastructure, and nothing of an IBSS")
    local s = seen.ASSOCIATION_START.value
    expect(s.MacAddr == ap.bssid and octets(s.SSID.ucSSID):sub(1, s.SSID.uSSIDLength) == "conform",
           "ASC-03: address and SSID")
    expect(s.uIHVData == "", "ROL-17: no data of a vendor")
    local c = seen.ASSOCIATION_COMPLETION.value
    local _, request = ap:count("assoc-req")
    expect(c.MacAddr == ap.bssid and c.uStatus == 0, "ASC-05: the same address: success")
    expect(c.uAssocReq == hex(request.body), "ASC-13: the request's body as it was sent")
    expect(c.uAssocResp == hex(sent.response), "ASC-15: the response's body")
    expect(sent.beacons[octets(c.uBeacon)], "ASC-16: the body of a beacon")
    expect(c.bReAssocReq == false and c.bReAssocResp == false, "ASC-12: no reassociation")
    expect(c.AuthAlgo == 1 and c.UnicastCipher == 0 and c.MulticastCipher == 0,
           "ASC-17: open, without ciphers")
    expect(#c.uActivePhyList >= 1, "ASC-18: the active PHYs")
    local active = h:read("ACTIVE_PHY_LIST")
    expect(#active == #c.uActivePhyList and active[1] == c.uActivePhyList[1],
           "ASC-18: and so says ACTIVE_PHY_LIST")
    expect(c.bFourAddressSupported == false and c.bPortAuthorized == false, "ASC-19, ASC-20: false")
    expect(c.ucActiveQoSProtocol == 0, "ASC-21: the AP has no QoS")
    expect(c.DSInfo <= 2, "ASC-22: one of three")
    expect(#c.uEncapTable == 0, "ASC-23: the defaults")
    expect(c.MulticastMgmtCipher == 0, "ASC-25: no protection of management frames")
    expect(c.uAssocComebackTime == 0, "ASC-26: none")
    local q = seen.LINK_QUALITY.value
    expect(#q.uLinkQualityList == 1 and q.uLinkQualityList[1].PeerMacAddr == ap.bssid
           and q.uLinkQualityList[1].ucLinkQuality <= 100, "LQ-04, LQ-01: the AP's")
  end}

case{name="connect-ssid-of-32", origin="HCK Association_cmn dn247384: 32-byte SSID",
  rules={"CNX-21", "ASC-03", "CNX-10", "CIP-15"},
  what="SSIDs of 1 and of 32 octets, of any value.",
  run=function()
    local long = ("x"):rep(31) .. "\xff"
    local a = peer{name="a", bssid="02:00:00:00:00:31", ssid=long}
    local b = peer{name="b", bssid="02:00:00:00:00:32", ssid="\0", channel=6}
    local h = host()
    run(0.3)
    h:connect{ssid=long}
    h:disconnect()
    run(0.5)
    h:reset()
    h:configure{ssid="\1"}
    b.ssid = "\1"
    run(0.3)
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 0, "CNX-21: one octet")
  end}

case{name="connect-empty-lists", origin="HCK ConnectStart_ext: configuration",
  rules={"STA-05", "CNX-08", "CNX-12", "CNX-22"},
  what="Without a desired SSID, or with a BSSID that is nobody's, there is no candidate.",
  run=function()
    local ap, h = peer{}, host()
    run(0.3)
    h:configure()
    h:must("DESIRED_SSID_LIST", {})
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6, "STA-05: an empty SSID list: exhausted")
    h:reset()
    h:configure{bssid="02:99:99:99:99:99"}
    h:request()
    done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6, "CNX-22: nobody has the BSSID")
    expect(ap:count("auth") == 0, "CNX-22: not a frame to the others")
  end}

case{name="connect-wildcard", origin="HCK ConnectRequest_ext: wildcard",
  rules={"CNX-21", "CNX-22", "CNX-30"},
  what="A wildcard SSID matches any network; the better signal is tried first.",
  run=function()
    local far = peer{name="far", bssid="02:00:00:00:00:51", ssid="one", at={60, 0}}
    local near = peer{name="near", bssid="02:00:00:00:00:52", ssid="two", at={8, 0}, channel=6}
    local h = host()
    run(0.3)
    h:configure()
    h:must("DESIRED_SSID_LIST", {ssid ""})
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 0, "CNX-21: the wildcard matches")
    expect(near:count("assoc-req") >= 1 and far:count("auth") == 0, "CNX-30: the better one")
  end}

case{name="connect-desired-bssid", origin="HCK WlanScan DesiredBSSIDList_ext",
  rules={"CNX-22", "ASC-11"},
  what="Of two access points of the network only the desired BSSID is asked, though it is weaker.",
  run=function()
    local near = peer{name="near", bssid="02:00:00:00:00:61", at={6, 0}}
    local far = peer{name="far", bssid="02:00:00:00:00:62", at={50, 0}, channel=6}
    local h = host()
    run(0.3)
    h:connect{bssid="02:00:00:00:00:62"}
    expect(near:count("auth") == 0, "CNX-22, ASC-11: the other is left alone")
    expect(far:count("assoc-req") == 1, "CNX-22: the desired one is asked")
  end}

case{name="connect-excluded", origin="HCK Association_ext: excluded addresses",
  rules={"CNX-25", "CIP-12", "DIS-13", "DIS-15", "X-40", "ASC-11", "CIP-13"},
  what="An excluded access point is not asked; one that becomes excluded is left, and not again.",
  run=function()
    local a = peer{name="a", bssid="02:00:00:00:00:71"}
    local h = host()
    run(0.3)
    h:configure()
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {a.bssid})
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6, "CNX-25: no candidate")
    expect(a:count("auth") == 0, "CNX-25, ASC-11: not a frame to it")
    h:reset()
    if not h:connect() then return end
    a:forget()
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {a.bssid})
    local d = h:wait_for("DISASSOCIATION", 2)
    expect(d and d.value.uReason ~= 7, "DIS-13, X-40: it is left, and not as by the OS")
    run(20)
    expect(a:count("auth") == 0, "CIP-12: it is not asked again")
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {})
    expect(h:wait_for("ROAMING_COMPLETION", 30), "CIP-12: until the list is empty")
  end}

case{name="connect-excluded-wildcard", origin="contract, CNX-25",
  rules={"CNX-25", "DIS-13", "CIP-13"},
  what="The wildcard excludes everybody.",
  run=function()
    local a, h = peer{}, host()
    run(0.3)
    if not h:connect() then return end
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {ANYBODY})
    expect(h:wait_for("DISASSOCIATION", 2), "DIS-13: also by the wildcard")
    a:forget()
    run(15)
    expect(a:count("auth") == 0, "CNX-25: nobody is asked")
  end}

case{name="connect-security-mismatch", origin="HCK Association_cmn: suites that do not match",
  rules={"CNX-24", "ATH-08", "ATH-03"},
  what="An access point with other suites than the enabled ones is never tried.",
  run=function()
    local open = peer{name="open", bssid="02:00:00:00:00:81"}
    local h = host()
    h:needs("rsna_psk", "ccmp")
    run(0.3)
    h:configure{auth="rsna_psk"}
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6, "ATH-08: RSNA is wanted, and the AP is open")
    expect(open:count("auth") == 0, "CNX-24: not a frame to it")
    -- 802.1X is offered, PSK is enabled
    local eap = peer{name="eap", bssid="02:00:00:00:00:82", channel=6, capability=0x11,
                     extra=element(48, octets "0100000fac040100000fac040100000fac010000")}
    h:reset()
    run(0.3)
    h:configure{auth="rsna_psk"}
    h:request()
    done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6 and eap:count("auth") == 0,
           "ATH-03: suite type 1 is not type 2")
    -- TKIP alone is offered, CCMP is enabled
    local tkip = peer{name="tkip", bssid="02:00:00:00:00:83", channel=11, capability=0x11,
                      extra=element(48, octets "0100000fac020100000fac020100000fac020000")}
    h:reset()
    run(0.3)
    h:configure{auth="rsna_psk"}
    h:request()
    done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6 and tkip:count("auth") == 0,
           "CNX-24: no enabled cipher is offered")
  end}

case{name="connect-open-not-to-private", origin="HCK Association_cmn: suites that do not match",
  rules={"CNX-24", "ATH-08"},
  what="Open system is enabled: an access point with an RSN element is not tried.",
  run=function()
    local p, h = peer{rsn=true}, host()
    run(0.3)
    h:configure()
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6 and p:count("auth") == 0, "CNX-24, ATH-08: not tried")
  end}

case{name="connect-rsn-element", origin="HCK Association_cmn dn247384: RSNA",
  rules={"ASC-13", "ASC-16", "ASC-17", "ATH-01"},
  what="An RSNA association: open system first, the RSN element in the request, the suites.",
  run=function()
    local p, h = peer{rsn=true}, host()
    h:needs("rsna_psk", "ccmp")
    run(0.3)
    if not h:connect{auth="rsna_psk"} then return end
    local _, auth = p:count("auth")
    expect(auth.body:sub(1, 4) == "\0\0\1\0", "ATH-01: open system")
    local _, request = p:count("assoc-req")
    local rsn = elements(request.body, elements_at["assoc-req"])[48]
    expect(rsn and rsn:find("\0\x0f\xac\4", 1, true) and rsn:find("\0\x0f\xac\2", 1, true),
           "ASC-13: CCMP and PSK in the request")
    local c = completions(h)[1].value
    expect(c.AuthAlgo == 7 and c.UnicastCipher == 4 and c.MulticastCipher == 4, "ASC-17: suites")
    expect(elements(octets(c.uBeacon), 13)[48], "ASC-16: a beacon with its RSN element")
    expect(c.bPortAuthorized == false, "ASC-20: nobody has authorized the port")
  end}

for _, status in ipairs{1, 10, 12, 17, 18, 40, 0x1234} do
  case{name=("connect-refused-%d-then-next"):format(status),
    origin="HCK Association_cmn: one AP rejects, second in the ESS",
    rules={"CNX-09", "CNX-11", "ASC-05", "ASC-06", "ASC-28", "ASC-29", "ASC-15"},
    what=("Refused with status %d, the station goes to the second access point."):format(status),
    run=function()
      local a = peer{name="a", bssid="02:00:00:00:00:91", at={4, 0}}
      local b = peer{name="b", bssid="02:00:00:00:00:92", at={40, 0}, channel=6}
      local h = host()
      a.assoc_answer = function() return assoc_body{status=status, aid=0} end
      run(0.3)
      h:configure()
      h:request()
      local done = h:wait_for("CONNECTION_COMPLETION", 20)
      expect(done and done.value.uStatus == 0, "CNX-09: connected in the end")
      local c = completions(h)
      if c[1] and c[1].value.MacAddr == b.bssid then
        not_applicable("the driver prefers the weaker access point")
      end
      expect(#c == 2 and c[1].value.MacAddr == a.bssid
             and c[1].value.uStatus == 0x00030000 | status, "ASC-29: class and status")
      expect(c[1].value.AuthAlgo == 0 and #c[1].value.uActivePhyList == 0
             and c[1].value.bPortAuthorized == false, "ASC-28: fields of success are zero")
      expect(c[1].value.uAssocResp ~= "", "ASC-15: the refusal is there")
      expect(#c == 2 and c[2].value.MacAddr == b.bssid, "CNX-11: the second")
    end}
end

case{name="connect-comeback", origin="contract, ASC-26",
  rules={"ASC-26", "ASC-29"},
  what="Status 30 with a comeback time: both are in the completion.",
  run=function()
    local a, h = peer{}, host()
    a.assoc_answer = function()
      return string.pack("<I2I2I2", 1, 30, 0) .. RATES .. element(56, "\3" .. string.pack("<I4", 1500))
    end
    run(0.3)
    h:configure()
    h:request()
    h:wait_for("CONNECTION_COMPLETION", 20)
    local c = completions(h)[1]
    expect(c and c.value.uStatus == 0x0003001e, "ASC-29: status 30")
    expect(c and c.value.uAssocComebackTime == 1500, "ASC-26: the AP's time")
  end}

case{name="connect-no-power", origin="HCK ConnectRequest_ext: radio off",
  rules={"CNX-03", "X-10", "STA-02"},
  what="No desired PHY has power: CONNECT_REQUEST is refused, and nothing is indicated.",
  run=function()
    local a, h = peer{}, host()
    run(0.3)
    h:configure()
    h:must("NIC_POWER_STATE", false)
    local status = h:request()
    expect(status:find("POWER_STATE_INVALID"), "CNX-03, X-10: refused (" .. status .. ")")
    run(2)
    expect(#h:indications("CONNECTION_START") == 0, "CNX-03: nothing is indicated")
    expect(h:set("DESIRED_SSID_LIST", {ssid "x"}) == "SUCCESS", "STA-02: still INIT")
    h:must("NIC_POWER_STATE", true)
    h:connect()
  end}

case{name="connect-again-without-reset", origin="HCK ConnectStart_ext",
  rules={"CNX-01", "CNX-07", "STA-03", "CNX-31", "CNX-33"},
  what="Connect, disconnect, connect again with what is configured; each has one start.",
  run=function()
    local a, h = peer{}, host()
    run(0.3)
    h:configure()
    for round = 1, 3 do
      h.log = {}
      expect(h:request() ~= "INVALID_STATE", "CNX-01: from INIT")
      local done = h:wait_for("CONNECTION_COMPLETION", 20)
      expect(done and done.value.uStatus == 0, "CNX-33: connected, round " .. round)
      local n = 0
      for _, v in ipairs(h.log) do n = n + (v.name == "CONNECTION_START" and 1 or 0) end
      expect(n == 1, "CNX-07: one start")
      h:disconnect()
      run(0.5)
      expect(h:disconnect() == "INVALID_STATE", "CNX-31: once")
    end
  end}

case{name="disconnect-while-connecting", origin="HCK DisconnectRequest_ext",
  rules={"CNX-32", "CNX-31"},
  what="DISCONNECT_REQUEST while the connection operation runs is refused, and it goes on.",
  run=function()
    local a, h = peer{}, host()
    a.assoc_answer = function() end
    run(0.3)
    expect(h:disconnect() == "INVALID_STATE", "CNX-31: nothing to leave")
    h:configure()
    h:request()
    if not h:wait_for("ASSOCIATION_START", 10) then return expect(false, "CNX-09: a start") end
    expect(h:disconnect() == "INVALID_STATE", "CNX-32: refused")
    a.assoc_answer = nil
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done, "CNX-32: the operation has gone on to its end")
  end}

case{name="disconnect-frame", origin="HCK DisconnectRequest_ext",
  rules={"CNX-33", "CNX-35", "CNX-36", "DIS-12", "DIS-18", "DIS-27", "ASC-33"},
  what="A leaving frame to the access point; then nothing, the radio with power.",
  run=function()
    local a, h = peer{}, host()
    run(0.3)
    if not h:connect() then return end
    a:forget()
    local status = h:disconnect()
    run(0.1)
    local n = a:count("disassoc") + a:count("deauth")
    expect(n == 1, "CNX-36: one leaving frame (" .. n .. ")")
    local d = h:last("DISASSOCIATION")
    expect(d and d.value.uReason == 7 and d.value.MacAddr == a.bssid, "DIS-12: reason 7")
    expect(#h:read("ENUM_ASSOCIATION_INFO") == 0, "DIS-27: nobody is associated")
    expect(h:read("NIC_POWER_STATE") == true, "CNX-33: the radio has power")
    a:forget()
    run(30)
    expect(a:count("auth") + a:count("assoc-req") + a:count("reassoc-req") == 0,
           "CNX-35, DIS-18: no frame of an association any more")
  end}

case{name="cross-traffic", origin="HCK CrossTraffic_ext dn293745",
  rules={"RXP-01", "ASC-11", "CNX-24"},
  what="Traffic of other networks on the channel is not handed up, and answers nothing.",
  run=function()
    local a, h = peer{}, host()
    local other = peer{name="other", bssid="02:00:00:00:00:a2", ssid="else"}
    run(0.3)
    if not h:connect() then return end
    for i = 1, 50 do
      other:data{to="02:00:00:00:05:05", payload="foreign unicast"}
      other:data{to=ANYBODY, payload="foreign group"}
      other:data{to="sut", payload="foreign to us"}
      if i % 10 == 0 then run(0.05) end
    end
    a:data{payload="our own"}
    run(0.5)
    local n = 0
    local mine = 0
    for _, v in ipairs(h:values("receive")) do
      local bytes = octets(v.data)
      n = n + (bytes:find("foreign", 1, true) and 1 or 0)
      mine = mine + (bytes:find("our own", 1, true) and 1 or 0)
    end
    h.sta:return_packets()
    expect(n == 0, "RXP-01: nothing of another BSS (" .. n .. ")")
    expect(mine == 1, "RXP-01: our own is handed up")
  end}

case{name="association-info", origin="HCK Association_ext dn247384",
  rules={"ASC-33", "ASC-39", "ASC-42", "DIS-27"},
  what="The entry of the association list, and the beacon period, as the access point has it.",
  run=function()
    local a, h = peer{}, host()
    a.aid = 77
    a.beacon = function(self)
      return beacon_body{ssid=self.ssid, channel=1, interval=200, timestamp=math.floor(now() * 1e6)}
    end
    run(0.3)
    expect(#h:read("ENUM_ASSOCIATION_INFO") == 0, "ASC-33: nobody yet")
    if not h:connect() then return end
    local e = h:read("ENUM_ASSOCIATION_INFO")[1]
    local _, request = a:count("assoc-req")
    expect(e and e.PeerMacAddress == a.bssid and e.BSSID == a.bssid, "ASC-39: addresses")
    expect(e and e.usAssociationID & 0x3fff == 77, "ASC-39: the association id")
    expect(e and e.usListenInterval == string.unpack("<I2", request.body, 3), "ASC-39: as sent")
    expect(e and e.dot11AssociationState == 3, "ASC-39: authenticated and associated")
    expect(h:read("BEACON_PERIOD") == 200, "ASC-42: the AP's period")
    a.auth_answer = function() end
    a:deauth(4)
    run(0.02)
    expect(#h:read("ENUM_ASSOCIATION_INFO") == 0, "DIS-27: nobody any more")
  end}

case{name="association-extra-elements", origin="contract, ASC-09",
  rules={"ASC-09", "ASC-10", "MIB-30"},
  what="Elements for the request: for this BSSID, for another, for any.",
  run=function()
    local a, h = peer{}, host()
    local extra = element(221, "\0\x11\x22\1more")
    run(0.2)
    local function try(bssid, wanted, what)
      h:configure()
      local status = h:set("ASSOCIATION_PARAMS", {BSSID=bssid, uAssocRequestIEs=hex(extra)})
      if status == "NOT_SUPPORTED" then
        not_applicable("the driver takes no elements for requests (ASSOCIATION_PARAMS)")
      end
      expect(status == "SUCCESS", "MIB-30: taken in INIT")
      a:forget()
      h.log = {}
      h:request()
      h:wait_for("CONNECTION_COMPLETION", 20)
      local _, f = a:count("assoc-req")
      local there = f and f.body:sub(-#extra) == extra
      expect(f and there == wanted, "ASC-09: " .. what)
      local c = completions(h)[1]
      expect(c and (octets(c.value.uAssocReq):find(extra, 1, true) ~= nil) == wanted,
             "ASC-10: so says the completion")
      h:disconnect()
      run(0.5)
    end
    try(a.bssid, true, "at the end of the request")
    try("02:77:77:77:77:77", false, "those for another are not sent")
    try(ANYBODY, true, "those for any are")
  end}

case{name="connect-desired-phy", origin="HCK Association_cmn: different PHYs",
  rules={"CNX-23", "ASC-18"},
  what="Only what was heard on a desired PHY is a candidate.",
  run=function()
    local low = peer{name="low", bssid="02:00:00:00:00:b1", at={6, 0}}
    local high = peer{name="high", bssid="02:00:00:00:00:b2", channel=36, at={9, 0}}
    local h = host{radio="dual"}
    local types = h:read("SUPPORTED_PHY_TYPES")
    if #types < 2 then not_applicable("the driver has one PHY") end
    local five
    for i, t in ipairs(types) do
      if t == 4 or t == 8 then five = i - 1 end
    end
    if not five then not_applicable("the driver has no PHY of 5 GHz") end
    run(0.3)
    h:configure()
    h:must("DESIRED_PHY_LIST", {five})
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 25)
    expect(done and done.value.uStatus == 0, "CNX-23: connected")
    expect(high:count("assoc-req") >= 1 and low:count("auth") == 0, "CNX-23: at 5 GHz")
    local c = completions(h)[1]
    expect(c and #c.value.uActivePhyList == 1
           and (c.value.uActivePhyList[1] == five or c.value.uActivePhyList[1] == ANY_PHY),
           "ASC-18: that PHY is active")
  end}
