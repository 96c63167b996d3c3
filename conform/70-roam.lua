-- Roaming (HCK WlanRoaming dn260263)

local function two(f)
  local o = f or {}
  local a = peer{name="a", bssid="02:00:00:00:00:0a", at={0, 0}, rsn=o.rsn}
  local b = peer{name="b", bssid="02:00:00:00:00:0b", at={30, 0}, channel=6, rsn=o.rsn,
                 ssid=o.ssid}
  return a, b
end
local function count(h, name)
  local n = 0
  for _, v in ipairs(h.log) do
    n = n + (v.what == "indication" and v.name == name and 1 or 0)
  end
  return n
end

case{name="roam-gone-from-the-list", origin="HCK WlanRoaming: BSSID gone from the list within 30 s",
  rules={"SCN-21", "DIS-11", "DIS-15", "ROM-06"},
  what="Thirty seconds after an access point has lost its power it is in the list no more.",
  run=function()
    local a, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    a:off()
    local off = now()
    expect(h:wait_for("DISASSOCIATION", 5), "DIS-11: it is lost")
    run(10)
    h:set("SCAN_REQUEST", {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=1})
    h:wait_for("SCAN_CONFIRM", 10)
    run(math.max(0, off + 30 - now()))
    local _, list = h:method("ENUM_BSS_LIST", "000000", 16384)
    expect(#(list or {}) == 0, "SCN-21: it is listed no more")
    expect(count(h, "ROAMING_START") == 0, "ROM-06: no candidate, no roam")
  end}

case{name="roam-failover", origin="HCK WlanRoaming: failover within the ESS",
  rules={"ROM-01", "ROM-04", "ROM-05", "ROM-07", "ROM-08", "ROM-09", "DIS-15", "DIS-20", "CNX-15",
         "CNX-28", "ASC-01", "ASC-22", "LQ-02", "ASC-37"},
  what="The access point loses its power; the station is at the other one within seconds.",
  run=function()
    local a, b = two()
    local h = host()
    run(0.2)
    if not h:connect() then return end
    local first, second = chosen(a, b)
    first:off()
    local t0 = now()
    local done = h:wait_for("ROAMING_COMPLETION", 15)
    expect(done and done.value.uStatus == 0 and now() - t0 < 10, "ROM-09: within ten seconds")
    expect(second:count("assoc-req") + second:count("reassoc-req") == 1, "ROM-08: at the other")
    local start = h:last("ROAMING_START")
    expect(start and start.value.AdhocBSSID == ZERO and start.value.AdhocSSID.uSSIDLength == 0,
           "ROM-05: nothing of an IBSS")
    expect(start and (start.value.uRoamingReason == 12 or start.value.uRoamingReason == 2),
           "ROM-07: the association was lost")
    h:send(second)
    run(0.1)
    expect(second:count("data") + second:count("qos-data") == 1, "ASC-32: data passes")
  end}

case{name="roam-never-to-another-ssid", origin="HCK WlanRoaming; contract, CNX-28",
  rules={"CNX-28", "ASC-11"},
  what="The desired list has two SSIDs; a roam looks at the one of the connection only.",
  run=function()
    local a, b = two{ssid="other"}
    local h = host()
    run(0.2)
    h:configure()
    h:must("DESIRED_SSID_LIST", {ssid "conform", ssid "other"})
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    if not (done and done.value.uStatus == 0) then return expect(false, "CNX-10: connected") end
    local first, second = chosen(a, b)
    second:forget()
    first:off()
    h:wait_for("DISASSOCIATION", 5)
    run(20)
    expect(second:count("auth") == 0, "CNX-28: the other network is left alone")
  end}

case{name="roam-never-to-an-ibss", origin="HCK WlanRoaming: never to an IBSS of the same SSID",
  rules={"CNX-24", "CNX-28", "ASC-11"},
  what="An independent network of the same SSID is no candidate.",
  run=function()
    local a = peer{}
    local ibss = peer{name="ibss", bssid="02:00:00:00:00:1b", at={4, 0}, capability=0x0002}
    local h = host()
    run(0.2)
    if not h:connect() then return end
    expect(ibss:count("auth") + ibss:count("assoc-req") == 0, "CNX-24: not when it connects")
    a:off()
    h:wait_for("DISASSOCIATION", 5)
    run(20)
    expect(ibss:count("auth") + ibss:count("assoc-req") == 0, "CNX-28: nor when it roams")
  end}

case{name="roam-pmkid", origin="contract, ROM-16",
  rules={"ROM-16", "PMK-02"},
  what="A PMKID of the cache is in the RSN element of the request to that BSSID.",
  run=function()
    local a, b = two{rsn=true}
    local h = host()
    h:needs("rsna_psk", "ccmp")
    if h:read("EXTSTA_CAPABILITY").uPMKIDCacheSize == 0 then
      not_applicable("the driver has no PMKID cache")
    end
    run(0.2)
    if not h:connect{auth="rsna_psk"} then return end
    local first, second = chosen(a, b)
    local pmkid = ("c0ffee00"):rep(4)
    h:must("PMKID_LIST", {{BSSID=second.bssid, PMKID=pmkid, uFlags=0}})
    first:off()
    local done = h:wait_for("ROAMING_COMPLETION", 15)
    local n, f = second:count("assoc-req")
    local kind = "assoc-req"
    if n == 0 then n, f = second:count("reassoc-req"); kind = "reassoc-req" end
    local rsn = f and elements(f.body, elements_at[kind])[48]
    expect(rsn and rsn:find(octets(pmkid), 1, true), "ROM-16: it is in the request")
  end}

case{name="roam-refused", origin="HCK WlanRoaming; contract, ROM-11",
  rules={"ROM-11", "ROM-13", "ASC-29", "DIS-07", "STA-03", "ROM-02", "CNX-33"},
  what="The other access point refuses: the roam fails, the station stays in OP and goes on.",
  run=function()
    local a, b = two()
    local h = host()
    run(0.2)
    if not h:connect() then return end
    local first, second = chosen(a, b)
    second.assoc_answer = function() return assoc_body{status=17, aid=0} end
    first:off()
    local done = h:wait_for("ROAMING_COMPLETION", 15)
    expect(done and done.value.uStatus == 6, "ROM-11: exhausted")
    expect(h:set("DESIRED_SSID_LIST", {}) == "INVALID_STATE", "STA-03: still in OP")
    expect(#h:read("ENUM_ASSOCIATION_INFO") == 0, "DIS-07: nobody is associated")
    second.assoc_answer = nil
    done = h:wait(60, function(v) return v.name == "ROAMING_COMPLETION" and v.value.uStatus == 0 end)
    expect(done, "ROM-13, ROM-02: it is tried again")
    expect(h:disconnect() ~= "INVALID_STATE", "CNX-33: and can be left")
  end}

case{name="roam-disconnect-after-loss", origin="HCK DisconnectRequest_ext",
  rules={"CNX-33", "STA-03", "DIS-16", "CNX-35", "X-06"},
  what="DISCONNECT_REQUEST after the access point is lost: taken, without a second indication.",
  run=function()
    local a, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    a:off()
    h:wait_for("DISASSOCIATION", 5)
    run(3)
    h:take()
    local before = count(h, "DISASSOCIATION")
    local status = h:disconnect()
    run(0.5)
    expect(status ~= "INVALID_STATE", "STA-03, X-06: it is connected still (" .. status .. ")")
    h:take()
    expect(count(h, "DISASSOCIATION") == before, "DIS-16: what has ended does not end again")
    a:on()
    a:forget()
    run(20)
    expect(a:count("auth") == 0, "CNX-35: not a frame any more")
  end}

case{name="roam-reset-ex-link-lost", origin="contract, ROM-17, SEQ-24",
  rules={"STA-12"},
  what="MiniportResetEx: configuration, state, keys and cache are those from before.",
  run=function()
    local a, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    local names = {"DESIRED_SSID_LIST", "ENABLED_AUTHENTICATION_ALGORITHM", "DESIRED_BSS_TYPE",
                   "CURRENT_ADDRESS", "NIC_POWER_STATE", "UNREACHABLE_DETECTION_THRESHOLD",
                   "OID_GEN_CURRENT_PACKET_FILTER"}
    local before = {}
    for _, name in ipairs(names) do before[name] = select(2, h.sta:oid{name}) end
    h.sta:reset_ex()
    run(2)
    for _, name in ipairs(names) do
      expect(select(2, h.sta:oid{name}) == before[name], "STA-12: " .. name .. " is as it was")
    end
    expect(h:set("DESIRED_SSID_LIST", {}) == "INVALID_STATE", "STA-12: the state, too")
    local _, list = h:method("ENUM_BSS_LIST", "000000", 16384)
    expect(#list >= 1, "STA-12: the cache, too")
    h:send(a)
    run(0.1)
    expect(a:count("data") + a:count("qos-data") == 1, "STA-12: and the link")
  end}

case{name="threshold-set-while-connected", origin="HCK WlanRoaming; contract, DIS-11",
  rules={"DIS-11", "MIB-19"},
  what="The unreachable threshold that the host sets is the one that counts.",
  run=function()
    local a, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    h:must("UNREACHABLE_DETECTION_THRESHOLD", 5000)
    a:off()
    local t0 = now()
    run(4.7)
    expect(#h:indications("DISASSOCIATION") == 0, "DIS-11: not before five seconds")
    local d = h:wait_for("DISASSOCIATION", 3)
    local silent = now() - t0
    expect(d and d.value.uReason == 2 and silent < 5.4, ("DIS-11, MIB-19: then (%.2f s)"):format(silent))
  end}

case{name="threshold-beacons-are-enough", origin="contract, DIS-11, X-82",
  rules={"DIS-11"},
  what="A beacon inside each threshold keeps the association.",
  run=function()
    local a, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    a.beacon = function(self)
      if not self.next_one or now() >= self.next_one then
        self.next_one = now() + 1.9
        return Peer.beacon(self)
      end
    end
    run(30)
    sequence(h.sta, "DIS-11", "")
  end}
