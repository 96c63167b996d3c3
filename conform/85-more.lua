-- Rules that need provoking (contract, chapters 10 to 95)

local MGMT = {DIRECTED=0x20000, BROADCAST=0x40000}
local SCAN = {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=1}
local function counters(h) return h:read("STATISTICS") end
-- Counters of a MAC block, in the order of DOT11_MAC_FRAME_STATISTICS.
local RECEIVED, FAILED, EXCLUDED, REPLAYS, ERRORS, OPENED, NOT_OPENED = 2, 4, 5, 9, 10, 13, 14
local PHY_RECEIVED = 11

case{name="scan-forced-and-auto", origin="contract, SCN-12, SCN-13",
  rules={"SCN-12", "SCN-13", "SCN-11", "SCN-05"},
  what="The forced bit scans every channel; type auto is over within four seconds, with the right list.",
  run=function()
    local ps = {}
    for i, channel in ipairs{1, 7, 13} do
      ps[i] = peer{name="p" .. i, bssid=("02:00:00:00:00:%02x"):format(0x30 + i), ssid="n" .. i,
                   channel=channel}
    end
    local h = host()
    run(0.2)
    local began = now()
    h:must("SCAN_REQUEST", {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=3})
    local done = h:wait_for("SCAN_CONFIRM", 10)
    expect(done and now() - began <= 4, "SCN-13: within four seconds")
    local _, list = h:method("ENUM_BSS_LIST", "000000", 16384)
    expect(#list == 3, "SCN-13: the list is right")
    h:take()
    h.log = {}
    h:must("SCAN_REQUEST", {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=0x80000001})
    h:wait_for("SCAN_CONFIRM", 20)
    local channels, n = {}, 0
    for _, v in ipairs(h.log) do
      if v.what == "frame" and not channels[v.freq] then
        channels[v.freq] = true
        n = n + 1
      end
    end
    expect(n >= 11, "SCN-12, SCN-11: every channel")
  end}

case{name="management-frames-up", origin="contract, SCN-20, ATH-11",
  rules={"SCN-20", "ATH-11", "RXP-03"},
  what="With the management bits of the filter beacons and authentication frames are handed up.",
  run=function()
    local ap, h = peer{}, host()
    run(0.2)
    h:set("OID_GEN_CURRENT_PACKET_FILTER", PACKETS | MGMT.DIRECTED | MGMT.BROADCAST)
    h:configure()
    h:request()
    h:wait_for("CONNECTION_COMPLETION")
    run(0.5)
    h:take()
    local kinds = {}
    for _, v in ipairs(h.log) do
      if v.what == "receive" then
        local kind = parse(v.data).kind
        kinds[kind] = (kinds[kind] or 0) + 1
      end
    end
    h.sta:return_packets()
    expect((kinds.beacon or 0) + (kinds["probe-resp"] or 0) > 3, "SCN-20: beacons, or probe responses")
    expect((kinds.auth or 0) >= 1, "ATH-11: the authentication frame of the AP")
    h:set("OID_GEN_CURRENT_PACKET_FILTER", PACKETS)
    h:take()
    run(1)
    expect(#h:values("receive") == 0, "RXP-03: without the bits none")
  end}

case{name="connect-within-ten-seconds", origin="contract, CNX-17, CNX-05, CNX-20",
  rules={"CNX-05", "CNX-17", "CNX-20", "CNX-02", "ROL-16"},
  what="An access point that is there: associated within ten seconds, the request completed once.",
  run=function()
    local ap, h = peer{channel=13}, host()
    run(0.2)
    h:configure()
    local began = now()
    local status = h:request()
    expect(status == "SUCCESS" or status == "PENDING", "CNX-05: at once or later")
    expect(h:set("DESIRED_SSID_LIST", {}) == "INVALID_STATE", "CNX-02: OP from now on")
    local c = h:wait_for("ASSOCIATION_COMPLETION", 12)
    expect(c and c.value.uStatus == 0 and now() - began < 10, "CNX-17: within ten seconds")
    run(1)
    h:take()
    local done = 0
    for _, v in ipairs(h.log) do
      done = done + (v.what == "complete" and v.name == "CONNECT_REQUEST" and v.status ~= "PENDING"
                     and 1 or 0)
    end
    expect(done == 1, "ROL-16: completed once")
    local before = ap:count("auth")
    expect(before == 1, "CNX-20: the one that is there is asked once")
  end}

case{name="pmkid-candidates", origin="contract, PMK-03, PMK-04; HCK WlanRoaming",
  rules={"PMK-03", "PMK-04", "PMK-06", "ASC-38"},
  what="Candidates within a minute, once there are keys; of this SSID; with the flag of the AP.",
  run=function()
    local pre = element(48, octets "0100000fac040100000fac040100000fac020100") -- preauthentication
    local ap = peer{name="a", bssid="02:00:00:00:00:0a", capability=0x11, extra=pre}
    local b = peer{name="b", bssid="02:00:00:00:00:0b", channel=6, at={40, 0}, capability=0x11,
                   extra=RSN_PSK}
    local other = peer{name="o", bssid="02:00:00:00:00:0c", channel=1, ssid="other", rsn=true}
    local h = host()
    h:needs("rsna_psk", "ccmp")
    local size = h:read("EXTSTA_CAPABILITY").uPMKIDCacheSize
    if size == 0 then not_applicable("the driver has no PMKID cache") end
    run(0.2)
    if not h:connect{auth="rsna_psk"} then return end
    run(2)
    expect(#h:indications("PMKID_CANDIDATE_LIST") == 0, "PMK-03: not before there are keys")
    h:set_pairwise(ap.bssid, ("11"):rep(16))
    h:set_default(1, ("22"):rep(16))
    h:set("PORT_STATE_NOTIFICATION", {PeerMac=ap.bssid, bOpen=true})
    local v = h:wait_for("PMKID_CANDIDATE_LIST", 61)
    expect(v, "ASC-38: within a minute")
    local list = v and v.value.uCandidateList or {}
    expect(#list >= 1 and #list <= size, "PMK-04: as many as the cache has room for")
    for _, c in ipairs(list) do
      expect(c.BSSID ~= other.bssid, "PMK-04: of this network only")
      if c.BSSID == ap.bssid then
        expect(c.uFlags & 1 == 1, "PMK-04: this one offers preauthentication")
      elseif c.BSSID == b.bssid then
        expect(c.uFlags & 1 == 0, "PMK-04: that one does not")
      end
    end
    h:take()
    run(60)
    expect(#h:indications("PMKID_CANDIDATE_LIST") <= 1, "PMK-06: not again and again")
  end}

case{name="use-group-cipher", origin="contract, CIP-07",
  rules={"CIP-07", "MIB-18", "CNX-24"},
  what="Pairwise 'use group': associated with only when the host allows it.",
  run=function()
    local ap = peer{capability=0x11,
                    extra=element(48, octets "0100000fac020100000fac000100000fac020000")}
    local h = host()
    h:needs("rsna_psk", "tkip")
    run(0.2)
    h:configure{auth="rsna_psk", unicast="tkip"}
    h:must("UNICAST_USE_GROUP_ENABLED", false)
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus == 6 and ap:count("auth") == 0, "CIP-07: FALSE: never tried")
    h:reset()
    h:configure{auth="rsna_psk", unicast="tkip"}
    expect(h:read("UNICAST_USE_GROUP_ENABLED") == true, "MIB-18: TRUE by default")
    h:request()
    done = h:wait_for("CONNECTION_COMPLETION", 20)
    if not (done and done.value.uStatus == 0) then
      not_applicable("the driver does not associate with 'use group' at all")
    end
    local material = ("33"):rep(32)
    h:set_default(1, nil, {algorithm=CIPHER.tkip,
      raw=encode("DOT11_KEY_ALGO_TKIP_MIC", {ucIV48Counter=0, ulTKIPKeyLength=16,
                                             ulMICKeyLength=16, data=material})})
    h:set("CIPHER_DEFAULT_KEY_ID", 1)
    ap:forget()
    h:send(ap)
    run(0.1)
    local n, f = ap:count("data")
    expect(f and f.protected and unprotect{frame=f.hex, cipher="tkip", key=material},
           "CIP-07: the group key protects unicast, too")
  end}

case{name="statistics-split", origin="HCK Statistics_ext dn293815",
  rules={"STT-04", "STT-05", "STT-06", "STT-07", "STT-08", "X-70"},
  what="Unicast and group counters, what does not decrypt, and what the station does not own.",
  run=function()
    local ap, h = peer{rsn=true}, host()
    h:needs("rsna_psk", "ccmp")
    run(0.2)
    if not h:connect{auth="rsna_psk"} then return end
    local pairwise, group = ("41"):rep(16), ("42"):rep(16)
    h:set_pairwise(ap.bssid, pairwise)
    h:set_default(1, group)
    h:set("MULTICAST_LIST", {"01:00:5e:00:00:01"})
    ap.beacon = function() end -- only what the case sends is counted
    run(0.2)
    local before = counters(h)
    ap:data{key=pairwise}
    ap:data{key=pairwise}
    ap:data{key=group, id=1, to=ANYBODY}
    ap:data{key=group, id=1, to="01:00:5e:00:00:01"}
    ap:data{key=group, id=1, to="01:00:5e:00:00:02"}  -- not in the list
    run(0.2)
    local after = counters(h)
    local function moved(block, i) return after[block][i] - before[block][i] end
    expect(moved("MacUcastCounters", RECEIVED) == 2, "STT-04: two for us")
    expect(moved("MacMcastCounters", RECEIVED) == 2, "STT-04, X-70: two of groups that we are in")
    expect(moved("MacUcastCounters", OPENED) == 2 and moved("MacMcastCounters", OPENED) == 2,
           "STT-06: decrypted")
    before = after
    ap:data{key=("ee"):rep(16), pn=500}
    run(0.1)
    after = counters(h)
    expect(moved("MacUcastCounters", RECEIVED) == 0, "STT-05: what fails is not received by the MAC")
    expect(after[1][PHY_RECEIVED] == before[1][PHY_RECEIVED] + 1, "STT-05: but by the PHY")
    expect(moved("MacUcastCounters", NOT_OPENED) == 1, "STT-06: and has failed to decrypt")
    expect(moved("MacUcastCounters", ERRORS) == 1, "STT-07: a CCMP error")
    before = after
    ap:data{key=pairwise, pn=1}
    run(0.1)
    after = counters(h)
    expect(moved("MacUcastCounters", NOT_OPENED) == 0 and moved("MacUcastCounters", REPLAYS) == 1,
           "STT-06, STT-07: a replay has decrypted")
    expect(after.ullTKIPCounterMeasuresInvoked == before.ullTKIPCounterMeasuresInvoked,
           "STT-08: countermeasures are not the station's")
    h.sta:return_packets()
  end}

case{name="statistics-zeroed", origin="contract, STT-03, RST-16",
  rules={"STT-03", "RST-16", "MIB-32"},
  what="Any reset zeroes all counters.",
  run=function()
    local ap, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    for i = 1, 5 do h:send(ap); ap:data{} end
    run(0.2)
    h.sta:return_packets()
    expect(counters(h).MacUcastCounters[1] >= 5, "MIB-32: there are some")
    for _, default_mib in ipairs{false, true} do
      h:reset(default_mib)
      local s, sum = counters(h), 0
      for _, block in ipairs{s.MacUcastCounters, s.MacMcastCounters, s[1]} do
        for _, n in ipairs(block) do sum = sum + (n == -1 and 0 or n) end
      end
      expect(sum == 0, "STT-03, RST-16, MIB-32: all are zero")
    end
  end}

case{name="ibss-only-objects", origin="contract, MIB-40, MIB-41, MIB-45, MIB-48",
  rules={"MIB-40", "MIB-41", "MIB-45", "MIB-48", "MIB-44"},
  what="Objects that are of an IBSS, or of several domains: refused as the contract says.",
  run=function()
    local h = host()
    h:must("DESIRED_BSS_TYPE", 1)
    expect(h:set("BEACON_PERIOD", 100) == "INVALID_DATA", "MIB-40: the type is not independent")
    local status = h:set("ATIM_WINDOW", 10)
    expect(status == "NOT_SUPPORTED" or status == "INVALID_DATA", "MIB-41: likewise (" .. status .. ")")
    expect(#h:read("SUPPORTED_PHY_TYPES") <= 64, "MIB-45: at most 64")
    local _, country = h:get("COUNTRY_STRING")
    expect(country == "BAD_VERSION" or country == "INVALID_DATA" or country == "NOT_SUPPORTED",
           "MIB-48: one domain, or the capability is off (" .. country .. ")")
    local multi = h:set("MULTI_DOMAIN_CAPABILITY_ENABLED", true)
    expect(multi == "SUCCESS" or multi == "BAD_VERSION" or multi == "NOT_SUPPORTED",
           "MIB-44: implemented or not (" .. multi .. ")")
    expect(h:set("DESIRED_BSS_TYPE", 3) == "INVALID_DATA", "ATH-04: 'any' is no type")
  end}

case{name="roam-cancelled-by-reset", origin="contract, ROM-18",
  rules={"ROM-18", "RST-11", "RST-19", "RST-20", "DIS-16"},
  what="A reset in the middle of a roam: cancelled, and no other roam.",
  run=function()
    local a = peer{name="a", bssid="02:00:00:00:00:0a"}
    local b = peer{name="b", bssid="02:00:00:00:00:0b", channel=6, at={30, 0}}
    local h = host()
    run(0.2)
    if not h:connect() then return end
    local first, second = chosen(a, b)
    second.auth_answer = function() end
    first:off()
    if not h:wait(15, function(v)
      return v.name == "ASSOCIATION_START" and v.value.MacAddr == second.bssid
    end) then return expect(false, "ROM-08: it tries the other") end
    h.log = {}
    h:reset()
    run(20)
    h:take()
    local order = {}
    for _, v in ipairs(h.log) do
      if v.what == "indication" then order[#order + 1] = v.name end
    end
    local text = table.concat(order, " ")
    expect(text == "ASSOCIATION_COMPLETION ROAMING_COMPLETION",
           "ROM-18, RST-19, RST-20: inner before outer, and nothing else (" .. text .. ")")
    local done = h:last("ROAMING_COMPLETION")
    expect(done and done.value.uStatus == 5, "RST-11, ROM-18: CANCELLED")
  end}

case{name="candidate-wep-without-privacy", origin="contract, CNX-29",
  rules={"CNX-29"},
  what="A WEP profile without ExcludeUnencrypted: an access point without the privacy bit is tried.",
  run=function()
    local ap, h = peer{}, host()
    h:needs("open", "wep40")
    run(0.2)
    h:configure{unicast="wep40"}
    h:request()
    h:wait_for("CONNECTION_COMPLETION", 20)
    expect(ap:count("auth") >= 1, "CNX-29: it is tried")
  end}

case{name="wep-keys", origin="HCK WlanAddRemoveKeys: WEP",
  rules={"CIP-06", "CIP-08", "KEY-06", "ENC-01", "DEC-01", "STT-07"},
  what="WEP with a default key: both directions, key id and initialization vector in the header.",
  run=function()
    local ap, h = peer{capability=0x0011}, host()
    h:needs("open", "wep40")
    run(0.2)
    if not h:connect{unicast="wep40"} then return end
    local key = "0102030405"
    expect(h:set_default(2, nil, {algorithm=CIPHER.wep40, raw=key}) == "SUCCESS", "CIP-06: 5 octets")
    expect(h:set_default(3, nil, {algorithm=CIPHER.wep40, raw="01020304"}) ~= "SUCCESS",
           "CIP-06: not 4")
    h:set("CIPHER_DEFAULT_KEY_ID", 2)
    ap:forget()
    h:send(ap)
    run(0.1)
    local n, f = ap:count("data")
    local clear, id = unprotect{frame=f and f.hex or ("00"):rep(30), cipher="wep40", key=key}
    expect(clear and id == 2, "KEY-06, ENC-01, CIP-08: sent under it, with its id")
    ap:data{key=key, id=2, cipher="wep40", payload="under wep"}
    run(0.05)
    expect(h:received("under wep") == 1, "DEC-01: received under it")
    local before = counters(h).MacUcastCounters
    ap:data{key="0908070605", id=2, cipher="wep40", payload="another"}
    run(0.05)
    expect(h:received("another") == 0, "DEC-03: not under another")
    expect(counters(h).MacUcastCounters[12] == before[12] + 1, "STT-07: a WEP ICV error")
  end}

case{name="shared-key", origin="contract, ATH-02",
  rules={"ATH-02", "ASC-04", "ASC-29"},
  what="Shared key authentication: four frames, the third under the default key.",
  run=function()
    local key, challenge = "0102030405", ("challenge "):rep(13):sub(1, 128)
    local ap, h = peer{capability=0x0011}, host()
    h:needs("shared", "wep40")
    local opened
    ap.auth_answer = function(self, f)
      if f.protected then
        opened = unprotect{frame=f.hex, cipher="wep40", key=key}
        local good = opened and octets(opened):find(challenge, 1, true)
        return auth_body(1, 4, good and 0 or 15)
      end
      return auth_body(1, 2, 0) .. element(16, challenge)
    end
    run(0.2)
    h:configure{auth="shared", unicast="wep40"}
    h:set_default(0, nil, {algorithm=CIPHER.wep40, raw=key, static=true})
    h:must("CIPHER_DEFAULT_KEY_ID", 0)
    h:request()
    local done = h:wait_for("CONNECTION_COMPLETION", 20)
    local n, third = ap:count("auth")
    expect(opened, "ATH-02: the third frame opens under the key")
    expect(n == 2 and third.protected, "ATH-02: two frames of the station, the second protected")
    expect(done and done.value.uStatus == 0, "ATH-02: and it is associated")
    -- and with a wrong key the AP refuses
    h:reset()
    h:configure{auth="shared", unicast="wep40"}
    h:set_default(0, nil, {algorithm=CIPHER.wep40, raw="0000000000", static=true})
    h:must("CIPHER_DEFAULT_KEY_ID", 0)
    run(0.2)
    h.log = {}
    h:request()
    done = h:wait_for("CONNECTION_COMPLETION", 20)
    expect(done and done.value.uStatus ~= 0, "ATH-02: not under another key")
    local c = h:last("ASSOCIATION_COMPLETION")
    expect(c and c.value.uStatus == 0x0003000f, "ASC-29: challenge failure, status 15")
  end}

-- An association by TKIP with keys that the case sets: 16 octets of key, 8 of MIC each way.
local function tkip()
  local ap = peer{capability=0x11,
                  extra=element(48, octets "0100000fac020100000fac020100000fac020000")}
  local h = host()
  h:needs("rsna_psk", "tkip")
  run(0.2)
  if not h:connect{auth="rsna_psk", unicast="tkip"} then return end
  return ap, h
end
local function tkip_key(seed)
  local material = (seed):rep(32)
  return material, encode("DOT11_KEY_ALGO_TKIP_MIC", {ucIV48Counter=0, ulTKIPKeyLength=16,
                                                      ulMICKeyLength=16, data=material})
end

case{name="tkip-mic-failure", origin="contract, CIP-09, CIP-10",
  rules={"CIP-09", "CIP-10", "STT-07"},
  what="A TKIP frame that decrypts with a wrong MIC is discarded, counted and indicated; no more.",
  run=function()
    local ap, h = tkip()
    if not ap then return end
    local material, raw = tkip_key("5a")
    expect(h:set_pairwise(ap.bssid, nil, {algorithm=CIPHER.tkip, raw=raw}) == "SUCCESS",
           "CIP-06: a TKIP key with its MIC keys")
    local group, graw = tkip_key("6b")
    h:set_default(1, nil, {algorithm=CIPHER.tkip, raw=graw})
    h:take()
    local before = counters(h).MacUcastCounters
    ap:data{key=material, cipher="tkip", body=llc(0x0800, "tampered") .. ("\0"):rep(8)}
    run(0.1)
    local i = h:indications("TKIPMIC_FAILURE")
    expect(#i == 1 and i[1].value.PeerMac == ap.bssid and not i[1].value.bDefaultKeyFailure
           and i[1].value.uKeyIndex == 0, "CIP-09: of the key-mapping key")
    expect(h:received("tampered") == 0, "CIP-09: discarded")
    expect(counters(h).MacUcastCounters[6] == before[6] + 1, "STT-07, CIP-09: counted")
    ap:data{key=group, id=1, cipher="tkip", to=ANYBODY, body=llc(0x0800, "group") .. ("\0"):rep(8)}
    run(0.1)
    i = h:indications("TKIPMIC_FAILURE")
    expect(#i == 1 and i[1].value.bDefaultKeyFailure and i[1].value.uKeyIndex == 1,
           "CIP-09: of default key 1")
    run(5)
    expect(#h:indications("DISASSOCIATION") == 0, "CIP-10: two failures, and the association stays")
  end}

case{name="tkip-no-key-mixing", origin="contract, KEY-07",
  rules={"KEY-07", "KEY-03"},
  what="A TKIP key replaced during traffic: no MIC failure comes of it.",
  run=function()
    local ap, h = tkip()
    if not ap then return end
    for round = 1, 8 do
      local _, raw = tkip_key(("%02x"):format(0x10 + round))
      h:set_pairwise(ap.bssid, nil, {algorithm=CIPHER.tkip, raw=raw})
      for i = 1, 3 do h:send(ap) end
      run(0.02)
    end
    run(0.2)
    expect(#h:indications("TKIPMIC_FAILURE") == 0, "KEY-07: none")
    local done, ok = h.log, 0
    for _, v in ipairs(done) do
      ok = ok + (v.what == "send-complete" and v.status == "SUCCESS" and 1 or 0)
    end
    expect(ok == 24, "KEY-03: all were sent")
  end}
