-- Scans and the list of BSSs (HCK WlanScan dn293603)

local function request(f)
  local o = f or {}
  local list = {}
  for i, text in ipairs(o.ssids or {}) do list[i] = ssid(text) end
  return {dot11BSSType=o.type or 3, dot11BSSID=o.bssid or ANYBODY, dot11ScanType=o.scan or 1,
          bRestrictedScan=false, bUseRequestIE=false, udot11SSIDs=list, uIEs=o.ies or "",
          uPhyTypeInfos=o.phys}
end
local function bss_list(h, country)
  local status, value, answer = h:method("ENUM_BSS_LIST", country or "000000", 16384)
  return value or {}, status, answer
end
local function find(h, bssid)
  for _, b in ipairs((bss_list(h))) do
    if b.dot11BSSID == bssid then return b end
  end
end
local function scan(h, f)
  local status = h:set("SCAN_REQUEST", request(f))
  expect(status == "SUCCESS", "SCN-01: SUCCESS at once (" .. status .. ")")
  return h:wait_for("SCAN_CONFIRM", 20)
end

case{name="scan-process", origin="HCK WlanScan ScanProcess_ext; contract, SEQ-27",
  rules={"SEQ-27", "SCN-01", "SCN-02", "SCN-03", "SCN-05", "SCN-06", "SCN-07", "SCN-11", "SCN-21",
         "SCN-23"},
  what="An explicit scan: SUCCESS, one probe request for each SSID on each channel, one confirm.",
  run=function()
    local p, h = peer{ssid="s1", channel=6}, host()
    run(0.2)
    local status = h:set("SCAN_REQUEST", request{ssids={"s1", "s2"}})
    expect(status == "SUCCESS", "SEQ-27, SCN-01: SUCCESS at once")
    expect(h:set("SCAN_REQUEST", request{}) == "DOT11_MEDIA_IN_USE", "SCN-02: one at a time")
    expect(select(2, bss_list(h)) == "SUCCESS", "SCN-23: the list, while it runs")
    local confirm = h:wait_for("SCAN_CONFIRM", 20)
    expect(confirm and #confirm.data == 8 and confirm.value == 0, "SCN-05: four octets: SUCCESS")
    local seen, freq = {}, 0
    for _, v in ipairs(h.log) do
      if v.what == "frame" then
        local f = parse(v.data)
        if f.kind == "probe-req" then
          local name = elements(f.body)[0]
          seen[v.freq] = seen[v.freq] or {}
          seen[v.freq][name] = (seen[v.freq][name] or 0) + 1
          expect(f.third == ANYBODY, "SCN-07: to any BSSID")
        end
      end
    end
    local channels = 0
    for f, names in pairs(seen) do
      channels = channels + 1
      if not (names.s1 and names.s2) then
        expect(false, ("SCN-06: on %d MHz a probe request for each"):format(f))
      end
    end
    expect(channels >= 11, "SCN-11, SCN-06: each channel, for each SSID")
    local entry = find(h, p.bssid)
    expect(entry, "SCN-21: what answered is listed")
    run(5)
    expect(#h:indications("SCAN_CONFIRM") == 0, "SCN-03: once")
  end}

case{name="scan-broadcast", origin="HCK WlanScan Broadcast_ext",
  rules={"SCN-15", "SCN-21", "SCN-24", "SCN-25"},
  what="A broadcast scan finds access points on all channels, with what they advertise.",
  run=function()
    local peers = {}
    for i, channel in ipairs{1, 6, 11, 13} do
      peers[i] = peer{name="p" .. i, bssid=("02:00:00:00:00:%02x"):format(0x20 + i),
                      ssid="net" .. i, channel=channel, at={3 * i, 0}}
    end
    local h = host()
    scan(h)
    local list, status, answer = bss_list(h)
    expect(#list == 4, "SCN-15, SCN-21: all four (" .. #list .. ")")
    expect(list.uTotalNumOfBytes == answer.written - 12, "SCN-24: the list counts octets")
    for i, p in ipairs(peers) do
      local b = find(h, p.bssid)
      if b then
        expect(b.PhySpecificInfo.uChCenterFrequency == 2407 + 5 * p.channel, "SCN-25: channel")
        expect(b.usBeaconPeriod == 100 and b.dot11BSSType == 1, "SCN-25: period and type")
        expect(b.uPhyId ~= ANY_PHY and b.uLinkQuality <= 100, "SCN-25: PHY and quality")
        expect(b.lRSSI < 0 and b.lRSSI > -100, "SCN-25: dBm")
        expect(elements(octets(b.data))[0] == p.ssid, "SCN-25: its elements")
      end
    end
    expect(select(2, h.sta:oid{"FLUSH_BSS_LIST", kind="set"}) ~= nil
           and #bss_list(h) == 0, "SCN-22: flushed in INIT, the list is empty")
  end}

case{name="scan-hidden", origin="HCK WlanScan DesiredSSIDList_ext (hidden AP)",
  rules={"SCN-16", "SCN-06"},
  what="A hidden network is found by a scan that names it, and not by one that does not.",
  run=function()
    local p = peer{ssid="secret", channel=6}
    p.beacon = function(self)
      return beacon_body{ssid="", channel=6, timestamp=math.floor(now() * 1e6)}
    end
    p.probe_answer = function(self, f)
      if elements(f.body)[0] == "secret" then
        return beacon_body{ssid="secret", channel=6, timestamp=math.floor(now() * 1e6)}
      end
    end
    local h = host()
    local function resolved()
      for _, b in ipairs((bss_list(h))) do -- one entry of a BSS, or one of each frame: X-81
        if elements(octets(b.data))[0] == "secret" then return true end
      end
    end
    scan(h, {ssids={"secret"}})
    expect(resolved(), "SCN-16: its SSID is resolved")
    h.sta:oid{"FLUSH_BSS_LIST", kind="set"}
    p:forget()
    scan(h)
    local asked = 0
    for _, f in ipairs(p.heard) do
      if f.kind == "probe-req" and elements(f.body)[0] == "secret" then
        asked = asked + 1
      end
    end
    expect(asked == 0 and not resolved(), "SCN-16: without a list nobody tries to resolve it")
  end}

case{name="scan-additional-elements", origin="HCK WlanScan Scan_AdditionalIE",
  rules={"SCN-08"},
  what="Elements of the request stand at the end of each probe request.",
  run=function()
    local p, h = peer{channel=6}, host()
    local extra = element(221, "\x00\x50\xf2\x04conform")
    scan(h, {ies=hex(extra)})
    local n = 0
    for _, f in ipairs(p.heard) do
      if f.kind == "probe-req" then
        n = n + 1
        expect(f.body:sub(-#extra) == extra, "SCN-08: at its end")
      end
    end
    expect(n > 0, "SCN-08: there was a probe request")
  end}

case{name="scan-passive", origin="contract, SCN-09",
  rules={"SCN-09", "SCN-15"},
  what="A passive scan sends nothing, and finds what beacons.",
  run=function()
    local p, h = peer{channel=11}, host()
    local confirm = scan(h, {scan=2, ies=hex(element(221, "none"))})
    expect(confirm and confirm.value == 0, "SCN-09: it completes")
    local sent = 0
    for _, v in ipairs(h.log) do sent = sent + (v.what == "frame" and 1 or 0) end
    expect(sent == 0, "SCN-09: not a frame")
    expect(find(h, p.bssid), "SCN-15: found by its beacon")
  end}

case{name="scan-refusals", origin="HCK WlanScan ScanProcess_ext: bad requests",
  rules={"SCN-02", "SCN-03"},
  what="Requests that cannot be: too many SSIDs, wild PHYs, cut buffers; no confirm follows.",
  run=function()
    local h = host()
    local most = h:read("EXTSTA_CAPABILITY").uScanSSIDListSize
    local many = {}
    for i = 1, most + 1 do many[i] = "s" .. i end
    expect(h:set("SCAN_REQUEST", request{ssids=many}) == "INVALID_LENGTH", "SCN-02: too many SSIDs")
    local function phy(id)
      return request{phys={{dot11PhyType=id, bUseParameters=false}}}
    end
    expect(h:set("SCAN_REQUEST", phy(ANY_PHY)) == "INVALID_DATA", "SCN-02: the wildcard PHY")
    expect(h:set("SCAN_REQUEST", phy(40)) == "BAD_VERSION", "SCN-02: a PHY beyond the table")
    local whole = octets(encode("SCAN_REQUEST", request{ssids={"a", "b"}}))
    for len = 0, #whole - 1, 3 do
      local status = h:set_raw("SCAN_REQUEST", whole:sub(1, len))
      if status == "SUCCESS" then
        expect(false, ("SCN-02: %d of %d octets are taken"):format(len, #whole))
        break
      end
    end
    run(6)
    expect(#h:indications("SCAN_CONFIRM") == 0, "SCN-03: nothing to confirm")
  end}

case{name="scan-radio-off", origin="HCK WlanScan; contract, PWR-01, PWR-02",
  rules={"SCN-02", "PWR-02", "PWR-04", "PWR-05", "MIB-24", "SCN-05"},
  what="No scan without power; no power switch during a scan; the hardware switch ends one.",
  run=function()
    local h = host()
    h:must("NIC_POWER_STATE", false)
    local status = h:set("SCAN_REQUEST", request{})
    expect(status:find("POWER_STATE_INVALID"), "SCN-02: software off (" .. status .. ")")
    h:must("NIC_POWER_STATE", true)
    local changed = h:indications("PHY_STATE_CHANGED")
    expect(#changed == 2 and changed[1].value.bSoftwarePhyState == false,
           "PWR-04: off and on are indicated")
    h:must("NIC_POWER_STATE", true)
    expect(#h:indications("PHY_STATE_CHANGED") == 0, "PWR-04: no change, no indication")
    h:set("SCAN_REQUEST", request{})
    expect(h:set("NIC_POWER_STATE", false) == "DOT11_MEDIA_IN_USE", "PWR-02: during a scan")
    h.sta:radio(false)
    local confirm = h:wait_for("SCAN_CONFIRM", 10)
    expect(confirm and confirm.value ~= 0, "SCN-05: the scan has lost its PHYs")
    expect(h:read("HARDWARE_PHY_STATE") == false, "MIB-24: the switch is read")
    expect(h:read("NIC_POWER_STATE") == true, "PWR-05: the software state is its own")
    local off = h:set("SCAN_REQUEST", request{})
    expect(off:find("POWER_STATE_INVALID"), "SCN-02: hardware off (" .. off .. ")")
    h.sta:radio(true)
    expect(scan(h), "PWR-05: both on: it scans")
  end}

case{name="scan-while-connected", origin="HCK WlanScan MediaStreaming_ext, EnumBSSList_ext",
  rules={"SCN-14", "SCN-27", "SCN-18"},
  what="A scan in OP keeps the connection; the access point stays listed, and fresh.",
  run=function()
    local p, h = peer{}, host()
    local other = peer{name="other", bssid="02:00:00:00:00:2f", ssid="else", channel=11}
    run(0.2)
    if not h:connect() then return end
    h:must("MEDIA_STREAMING_ENABLED", true)
    other:forget()
    run(30)
    expect(other:count("probe-req") == 0, "SCN-18: no implicit scan while media stream")
    local confirm = scan(h)
    expect(confirm and confirm.value == 0, "SCN-18: an explicit one goes on")
    expect(find(h, other.bssid), "SCN-21: the other network is found")
    local b = find(h, p.bssid)
    expect(b and b.uLinkQuality > 0, "SCN-27: the AP is listed")
    local stamp = b and b.ullTimestamp or 0
    run(2)
    local again = find(h, p.bssid)
    expect(again and again.ullTimestamp > stamp, "SCN-27: as its last beacon has it")
    expect(#h:indications("DISASSOCIATION") == 0, "SCN-14: the connection has survived")
  end}

case{name="scan-reset", origin="HCK WlanScan ScanProcess_ext; contract, RST-07",
  rules={"RST-07", "RST-17", "SCN-03", "MIB-47"},
  what="A reset ends a scan with a confirm that is no success, before its own completion.",
  run=function()
    local p, h = peer{channel=1}, host()
    scan(h)
    expect(find(h, p.bssid), "SCN-21: found")
    h:take()
    h:set("SCAN_REQUEST", request{})
    run(0.05)
    h:reset()
    local order = {}
    for _, v in ipairs(h:take()) do
      if v.name == "SCAN_CONFIRM" or (v.what == "complete" and v.name == "RESET_REQUEST") then
        order[#order + 1] = v
      end
    end
    expect(order[1] and order[1].name == "SCAN_CONFIRM" and order[1].value ~= 0
           and #order == 2, "RST-07: confirmed, then reset")
    expect(#bss_list(h) == 0, "RST-17, MIB-47: the cache is empty")
    run(6)
    expect(#h:indications("SCAN_CONFIRM") == 0, "SCN-03: once")
  end}

case{name="scan-desired-bssid", origin="HCK WlanScan DesiredBSSIDList_ext",
  rules={"SCN-07", "SCN-25"},
  what="A scan for one BSSID asks for it.",
  run=function()
    local p, h = peer{channel=6, bssid="02:00:00:00:00:41"}, host()
    scan(h, {bssid="02:00:00:00:00:41"})
    local n = 0
    for _, v in ipairs(h.log) do
      if v.what == "frame" then
        local f = parse(v.data)
        if f.kind == "probe-req" then
          n = n + 1
          if f.third ~= "02:00:00:00:00:41" then
            expect(false, "SCN-07: address 3 is the BSSID of the request")
            break
          end
        end
      end
    end
    expect(n > 0, "SCN-07: it probes")
    expect(find(h, p.bssid), "SCN-25: it is found")
  end}

case{name="scan-elements-merged", origin="HCK WlanScan WCNIE_ext, EnumBSSList_ext",
  rules={"SCN-25"},
  what="Elements of a beacon alone, and of a probe response alone, are both listed.",
  run=function()
    local p = peer{channel=6}
    local wps = element(221, "\x00\x50\xf2\x04wcn")
    local own = element(221, "\x00\x11\x22\x01own")
    p.beacon = function(self)
      return beacon_body{ssid=self.ssid, channel=6, extra=wps, timestamp=math.floor(now() * 1e6)}
    end
    p.probe_answer = function(self)
      return beacon_body{ssid=self.ssid, channel=6, extra=own, tim=false,
                         timestamp=math.floor(now() * 1e6)}
    end
    local h = host()
    scan(h)
    run(1)
    scan(h)
    local all = ""
    for _, b in ipairs((bss_list(h))) do
      if b.dot11BSSID == p.bssid then all = all .. octets(b.data) end
    end
    expect(all:find(wps, 1, true), "SCN-25: what only beacons have")
    expect(all:find(own, 1, true), "SCN-25: what only probe responses have")
  end}

case{name="bss-list-room", origin="HCK WlanScan EnumBSSList_ext: buffers",
  rules={"ROL-04", "ROL-05", "SCN-23", "SCN-24", "SCN-26"},
  what="The list with too little room says what it takes; the country is looked at.",
  run=function()
    local p, h = peer{channel=1}, host()
    scan(h)
    local _, _, whole = bss_list(h)
    local status, value, answer = h:method("ENUM_BSS_LIST", "000000", 12)
    expect(status == "BUFFER_OVERFLOW" and answer.needed == whole.written,
           "ROL-04: BUFFER_OVERFLOW, and the length")
    expect((h:method("ENUM_BSS_LIST", "000000", whole.written)) == "SUCCESS",
           "ROL-05: exactly enough room")
    local b = find(h, p.bssid)
    expect(b and b.bInRegDomain == true, "SCN-26: nobody says that it is not")
  end}
