-- Radio, power saving and link quality (HCK WLanBasic SignalStrength_ext, EnableDisable_cmn)

case{name="power-switch-in-init", origin="HCK EnableDisable_cmn; contract, PWR-01",
  rules={"PWR-04", "RST-10", "PWR-03", "MIB-07"},
  what="The software switch of a PHY: indicated when it changes, kept by a reset.",
  run=function()
    local h = host{radio="dual"}
    local n = #h:read("SUPPORTED_PHY_TYPES")
    expect(h:set("CURRENT_PHY_ID", n) == "INVALID_DATA", "MIB-07: a PHY that is not there")
    h:must("CURRENT_PHY_ID", n - 1)
    h:must("NIC_POWER_STATE", false)
    local i = h:indications("PHY_STATE_CHANGED")
    expect(#i >= 1 and i[1].value.bSoftwarePhyState == false and i[1].value.bHardwarePhyState,
           "PWR-04: indicated")
    expect(i[1] and (i[1].value.uPhyId == n - 1 or i[1].value.uPhyId == ANY_PHY), "PWR-04: which PHY")
    h:must("NIC_POWER_STATE", false)
    expect(#h:indications("PHY_STATE_CHANGED") == 0, "PWR-04: no change, no indication")
    h:reset(true)
    h:must("CURRENT_PHY_ID", n - 1)
    expect(h:read("NIC_POWER_STATE") == false, "RST-10: kept by a reset with defaults")
    h.sta:reset_ex()
    run(0.2)
    expect(h:read("NIC_POWER_STATE") == false, "PWR-03: and by MiniportResetEx")
    h:must("NIC_POWER_STATE", true)
  end}

case{name="power-four-combinations", origin="contract, PWR-05",
  rules={"PWR-05", "PWR-04"},
  what="Hardware and software switch: the station transmits in one of four combinations.",
  run=function()
    local h = host()
    local function sends()
      h:take()
      local status = h:set("SCAN_REQUEST", {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=1})
      run(3)
      return #h:values("frame") > 0
    end
    expect(sends(), "PWR-05: both on: it sends")
    h.sta:radio(false)
    expect(not sends(), "PWR-05: hardware off")
    h:set("NIC_POWER_STATE", false)
    expect(not sends(), "PWR-05: both off")
    h.sta:radio(true)
    expect(not sends(), "PWR-05: software off")
    h:set("NIC_POWER_STATE", true)
    expect(sends(), "PWR-05: both on again")
  end}

case{name="power-save-level", origin="contract, PWR-08, PWR-09",
  rules={"PWR-08", "PWR-09", "MIB-22"},
  what="A power saving level while connected is announced at once, and taken back.",
  run=function()
    local ap, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    for _, level in ipairs{8, 16} do
      expect(h:set("POWER_MGMT_REQUEST", level) == "SUCCESS", "PWR-08: level " .. level)
      expect(h:read("POWER_MGMT_REQUEST") == level, "MIB-22: read back")
    end
    h:must("POWER_MGMT_REQUEST", 0)
    run(0.2)
    ap:forget()
    h:must("POWER_MGMT_REQUEST", 16)
    run(0.3)
    local _, last = nil, ap.heard[#ap.heard]
    expect(last and last.pm, "PWR-09: announced by the Power Management bit")
    expect(last and (last.kind == "null" or last.kind == "data"), "PWR-09: in a null frame when idle")
    h:must("POWER_MGMT_REQUEST", 0)
    run(0.3)
    last = ap.heard[#ap.heard]
    expect(last and not last.pm, "PWR-09: and taken back")
    expect(h:set("POWER_MGMT_REQUEST", 3) == "INVALID_DATA", "MIB-22: there is no level 3")
  end}

case{name="power-save-not-connected", origin="contract, PWR-10",
  rules={"PWR-10", "MIB-23"},
  what="Power save without a network: no indication, the power state as it was; scans still work.",
  run=function()
    local ap, h = peer{}, host()
    h:must("POWER_MGMT_REQUEST", 16)
    run(5)
    expect(#h:indications("PHY_STATE_CHANGED") == 0, "PWR-10: nothing is indicated")
    expect(h:read("NIC_POWER_STATE") == true, "PWR-10: the power state is as it was")
    h:set("SCAN_REQUEST", {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=1})
    local confirm = h:wait_for("SCAN_CONFIRM", 15)
    expect(confirm and confirm.value == 0, "PWR-10: it scans")
    h:connect()
  end}

case{name="link-quality", origin="HCK SignalStrength_ext dn247470",
  rules={"LQ-01", "LQ-02", "LQ-03", "LQ-04", "LQ-05", "LQ-06", "ASC-37"},
  what="Quality falls as the station walks away, is indicated by groups, and is in the BSS list.",
  run=function()
    local ap, h = peer{}, host{at={2, 0}}
    run(0.2)
    if not h:connect() then return end
    for x = 2, 80, 2 do
      h.sta:move{to={x, 0}}
      h:send(ap)
      run(1)
    end
    h:take()
    local values = {}
    for _, v in ipairs(h.log) do
      if v.what == "indication" and v.name == "LINK_QUALITY" then
        for _, q in ipairs(v.value.uLinkQualityList) do values[#values + 1] = q.ucLinkQuality end
      end
    end
    expect(#values >= 2, "LQ-03: changes are indicated")
    local repeated = 0
    for i = 2, #values do repeated = repeated + (values[i] == values[i - 1] and 1 or 0) end
    expect(repeated == 0, "LQ-05: none is a repetition")
    expect(values[1] > values[#values], "LQ-01: it has fallen")
    expect(#values < 30, "LQ-03: and not at each step")
    local _, list = h:method("ENUM_BSS_LIST", "000000", 16384)
    for _, b in ipairs(list) do
      if b.dot11BSSID == ap.bssid then
        expect(math.abs(b.uLinkQuality - values[#values]) <= 20, "LQ-06: the same measure")
      end
    end
  end}

case{name="safe-mode", origin="HCK WlanSendReceive SafeMode_ext",
  rules={"SAF-01", "SAF-02", "MIB-27", "STA-04"},
  what="Safe mode: what is received goes up as it is, what is sent goes out as it is.",
  run=function()
    local ap, h = peer{}, host()
    run(0.2)
    local status = h:set("SAFE_MODE_ENABLED", true)
    if status == "NOT_SUPPORTED" then not_applicable("the driver has no safe mode") end
    expect(status == "SUCCESS", "SAF-01: taken in INIT")
    expect(h:read("SAFE_MODE_ENABLED") == true, "MIB-27: read back")
    if not h:connect() then return end
    expect(h:set("SAFE_MODE_ENABLED", false) == "INVALID_STATE", "SAF-01: refused in OP")
    local frame = data_from_ap{to="sut", bssid=ap.bssid, sequence=ap:next_sequence(), flags=0x40,
                               body=("\x11"):rep(8) .. "not to be opened" .. ("\x22"):rep(8)}
    ap.radio:send{frame=hex(frame), keep=true}
    run(0.1)
    expect(h:received("not to be opened") == 1, "SAF-02: handed up as it is")
    local down = octets(hex(data_to_ap{bssid=ap.bssid, from="sut", to="02:00:00:00:00:fe",
                                       body="sent as it is"}))
    h.sta:send{data=hex(down:sub(1, 1) .. string.char(0x41) .. down:sub(3))}
    run(0.1)
    local n, f = ap:count("data")
    expect(n == 1 and f.protected and f.body == "sent as it is", "SAF-02: sent as it is")
  end}

case{name="quiet-in-init", origin="HCK EnableDisable_cmn; contract, STA-09, STA-13",
  rules={"STA-09", "STA-13", "ROL-10"},
  what="A station that nobody has asked to connect sends no frame of an association, nor beacons.",
  run=function()
    local ap, h = peer{}, host()
    local ear = radio{all=true, channel=1, at={1, 1}, beacons=true, acks=false}
    run(60)
    local sent = 0
    for _, f in ipairs(ear:frames()) do
      local p = parse(f.data)
      if p.from == h.address then
        sent = sent + (p.kind ~= "probe-req" and 1 or 0)
      end
    end
    expect(sent == 0, "STA-09, STA-13: nothing but perhaps probe requests")
    local bad = 0
    for _, v in ipairs(h:indications()) do
      bad = bad + ((v.name:find("CONNECTION") or v.name:find("ASSOC") or v.name:find("ROAM")) and 1 or 0)
    end
    expect(bad == 0, "ROL-10: no indication of OP")
  end}

case{name="media-queries", origin="HCK WLanBasic VirtualStation_ext, Regression_ext",
  rules={"ROL-09", "STA-07", "ROL-02"},
  what="The medium is native 802.11, and the packet filter is read back.",
  run=function()
    local ap, h = peer{}, host()
    expect(h:read("OID_GEN_MEDIA_SUPPORTED") == 16, "STA-07: NdisMediumNative802_11")
    local status, data = h.sta:oid{"OID_GEN_MEDIA_IN_USE"}
    expect(status == "SUCCESS" and data == "10000000", "STA-07: it is in use")
    for _, filter in ipairs{0, 1, 0x0b} do
      h:set("OID_GEN_CURRENT_PACKET_FILTER", filter)
      expect(h:read("OID_GEN_CURRENT_PACKET_FILTER") == filter, "ROL-09: the packet filter")
    end
    run(0.2)
    h:connect()
    ap:deauth(1)
    run(1)
    for _, v in ipairs(h.log) do
      if v.what == "indication" and (v.code == 0x4001000b or v.code == 0x4001000c) then
        expect(false, "ROL-02, DIS-22: no MEDIA_CONNECT or MEDIA_DISCONNECT")
      end
    end
    expect(true, "ROL-02, DIS-22, ROM-10: never connected or disconnected to the stack")
  end}

case{name="unknown-requests", origin="HCK WLanBasic OIDs_ext, VWiFiOids_ext",
  rules={"ROL-09", "ROL-16"},
  what="Requests nobody knows are refused, with any buffer, and answered once.",
  run=function()
    local h = host()
    for _, number in ipairs{0x0d0103ff, 0x0e0100ff, 0x12345678, 0xffffffff, 0} do
      for _, kind in ipairs{"query", "set", "method"} do
        for _, room in ipairs{0, 3, 512} do
          local status = h.sta:oid{number, kind=kind, room=kind ~= "set" and room or nil,
                                   data=("00"):rep(room)}
          if status == "SUCCESS" or status == "PENDING" then
            expect(false, ("ROL-09: %#x, %s: %s"):format(number, kind, status))
          end
        end
      end
    end
    local done = 0
    for _, v in ipairs(h:take()) do done = done + (v.what == "complete" and 1 or 0) end
    expect(done == 5 * 3 * 3, "ROL-16: each is completed once (" .. done .. ")")
  end}
