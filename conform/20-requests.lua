-- Requests: what a driver must answer, and how (HCK WLanBasic dn247470, Wlan L1 Test 03 dn293684)

-- Every request with its kind of answer, and in which states it may be set (STA-04, ROL-09).
local optional_queries = {
  "SUPPORTED_PHY_TYPES", "HARDWARE_PHY_STATE", "OPERATION_MODE_CAPABILITY", "EXTSTA_CAPABILITY",
  "EXCLUDE_UNENCRYPTED", "PRIVACY_EXEMPTION_LIST", "ENABLED_UNICAST_CIPHER_ALGORITHM",
  "ENABLED_MULTICAST_CIPHER_ALGORITHM", "SUPPORTED_UNICAST_ALGORITHM_PAIR",
  "SUPPORTED_MULTICAST_ALGORITHM_PAIR", "CIPHER_DEFAULT_KEY_ID", "UNICAST_USE_GROUP_ENABLED",
  "SHORT_RETRY_LIMIT", "LONG_RETRY_LIMIT", "MAC_ADDRESS", "SUPPORTED_DATA_RATES_VALUE",
  "MAX_TRANSMIT_MSDU_LIFETIME", "MAX_RECEIVE_LIFETIME", "PMKID_LIST", "COUNTRY_STRING",
  "QOS_PARAMS", "SAFE_MODE_HT_ENABLED", "ATIM_WINDOW", "CURRENT_ADDRESS"}

case{name="oids-mandatory-queries", origin="HCK Wlan L1 Test 03 dn293684: mandatory OIDs reported",
  rules={"ROL-05", "ROL-07", "ROL-09", "ASC-43", "MIB-06"},
  what="Every mandatory query is answered, in INIT and in OP.",
  run=function()
    local p, h = peer{}, host()
    run(0.2)
    local function all(state)
      for _, name in ipairs(sorted(REQUIRED)) do
        local _, status, answer = h:get(name)
        expect(status == "SUCCESS", ("ROL-09: %s is answered in %s (%s)"):format(name, state, status))
        expect(answer.written > 0 or name == "MULTICAST_LIST", ("ROL-05: %s says how much was written"):format(name))
      end
    end
    all("INIT")
    for _, name in ipairs(optional_queries) do
      local status = h.sta:oid{name}
      expect(status == "SUCCESS" or status == "NOT_SUPPORTED" or status == "BAD_VERSION"
             or status == "INVALID_DATA" or status == "INVALID_STATE",
             ("ROL-09: %s is answered, or not supported (%s)"):format(name, status))
    end
    expect(select(2, h:get("ACTIVE_PHY_LIST")) == "INVALID_STATE",
           "ASC-43, MIB-06: but the active PHYs of a station that is not connected")
    if h:connect() then
      all("OP")
      expect(#h:read("ACTIVE_PHY_LIST") >= 1, "MIB-06: there are some when it is")
    end
    expect(true, "ROL-07: in every state")
  end}

case{name="oids-short-output", origin="HCK WLanBasic OIDs_ext: buffers that are too short",
  rules={"ROL-04", "ROL-05"},
  what="A query with too little room says how much is needed, and succeeds with exactly that.",
  run=function()
    local h = host()
    local names = sorted(REQUIRED)
    for _, name in ipairs(optional_queries) do
      if h.sta:oid{name} == "SUCCESS" then names[#names + 1] = name end
    end
    for _, name in ipairs(names) do
      local whole = select(3, h.sta:oid{name})
      for room = 0, math.min(whole.written - 1, 48) do
        local status, _, answer = h.sta:oid{name, room=room}
        if status == "SUCCESS" then
          expect(false, ("ROL-04: %s with room for %d of %d octets"):format(name, room,
                                                                          whole.written))
          break
        end
        if answer.written > room then
          expect(false, ("ROL-04: %s has written more than there is room for"):format(name))
          break
        end
      end
      local status = h.sta:oid{name, room=whole.written}
      expect(status == "SUCCESS", ("ROL-05: %s with exactly enough room (%s)"):format(name, status))
    end
    expect(true, "ROL-04: no short query succeeds")
  end}

case{name="oids-list-too-small", origin="HCK WLanBasic OIDs_ext: lists",
  rules={"ROL-04", "ROL-05"},
  what="A list query with room for its head alone: the total is told, and BUFFER_OVERFLOW.",
  run=function()
    local h = host()
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {"02:00:00:00:00:71", "02:00:00:00:00:72"})
    h:must("DESIRED_SSID_LIST", {ssid "a"})
    for _, name in ipairs{"DESIRED_SSID_LIST", "DESIRED_BSSID_LIST", "DESIRED_PHY_LIST",
                          "ENABLED_AUTHENTICATION_ALGORITHM", "EXCLUDED_MAC_ADDRESS_LIST"} do
      local _, _, whole = h:get(name)
      local head = #octets(encode(name, {}))
      local status, _, answer = h.sta:oid{name, room=head}
      expect(status == "BUFFER_OVERFLOW", ("ROL-04: %s: BUFFER_OVERFLOW (%s)"):format(name, status))
      expect(answer.needed == whole.written,
             ("ROL-04: %s needs %d octets, and says %d"):format(name, whole.written, answer.needed))
      expect(answer.written == 0, ("ROL-04: %s: nothing is written"):format(name))
      local v = answer.value
      expect(v and v.uTotalNumOfEntries == #whole.value and #v == 0,
             ("ROL-04: %s tells the total"):format(name))
    end
  end}

case{name="oids-short-input", origin="HCK WLanBasic OIDs_ext: sets with short input",
  rules={"ROL-06", "ROL-08"},
  what="A set with a buffer that is cut anywhere is refused and changes nothing.",
  run=function()
    local h = host()
    local sets = {
      DESIRED_SSID_LIST={ssid "one"}, DESIRED_BSSID_LIST={"02:00:00:00:00:77"},
      EXCLUDED_MAC_ADDRESS_LIST={"02:00:00:00:00:77"}, DESIRED_PHY_LIST={ANY_PHY},
      ENABLED_AUTHENTICATION_ALGORITHM={1}, ENABLED_UNICAST_CIPHER_ALGORITHM={0},
      PRIVACY_EXEMPTION_LIST={{usEtherType=0x888e, usExemptionActionType=1,
                               usExemptionPacketType=3}},
      DESIRED_BSS_TYPE=1, UNREACHABLE_DETECTION_THRESHOLD=5000, POWER_MGMT_REQUEST=8}
    local names = sorted(sets)
    for _, name in ipairs(names) do
      local whole = octets(encode(name, sets[name]))
      local before = select(2, h.sta:oid{name})
      for len = 0, #whole - 1 do
        local status = h:set_raw(name, whole:sub(1, len))
        if status == "SUCCESS" then
          expect(false, ("ROL-06: %s with %d of %d octets is taken"):format(name, len, #whole))
          break
        end
      end
      expect(select(2, h.sta:oid{name}) == before, ("ROL-06: %s is unchanged"):format(name))
      expect(h:set(name, sets[name]) == "SUCCESS", ("ROL-08: %s, whole, is taken"):format(name))
    end
  end}

case{name="oids-list-count-lies", origin="HCK WLanBasic OIDs_ext: a list that says it has more",
  rules={"ROL-06"},
  what="A list whose count exceeds its buffer is refused.",
  run=function()
    local h = host()
    for _, name in ipairs{"DESIRED_SSID_LIST", "DESIRED_BSSID_LIST", "EXCLUDED_MAC_ADDRESS_LIST",
                          "ENABLED_AUTHENTICATION_ALGORITHM", "PRIVACY_EXEMPTION_LIST"} do
      local head = octets(encode(name, {}))
      for _, count in ipairs{1, 2, 0x10000, 0x7fffffff, 0xffffffff} do
        local lie = head:sub(1, 4) .. string.pack("<I4I4", count, count) .. head:sub(13)
        local status = h:set_raw(name, lie)
        expect(status ~= "SUCCESS" and status ~= "PENDING",
               ("ROL-06: %s with a count of %u and no entry (%s)"):format(name, count, status))
      end
    end
  end}

case{name="oids-init-only-in-op", origin="HCK WLanBasic OIDs_ext: sets per state",
  rules={"STA-01", "STA-02", "STA-03", "STA-04", "ROL-08", "CNX-01", "SCN-22"},
  what="What may be set in INIT only is refused in OP, with INVALID_STATE, and can be set again.",
  run=function()
    local p, h = peer{}, host()
    run(0.2)
    local init_only = {
      DESIRED_BSS_TYPE=1, DESIRED_SSID_LIST={ssid "conform"},
      DESIRED_BSSID_LIST={ANYBODY}, DESIRED_PHY_LIST={ANY_PHY}, ENABLED_AUTHENTICATION_ALGORITHM={1},
      ENABLED_UNICAST_CIPHER_ALGORITHM={0}, ENABLED_MULTICAST_CIPHER_ALGORITHM={0},
      EXCLUDE_UNENCRYPTED=false, HIDDEN_NETWORK_ENABLED=true, PRIVACY_EXEMPTION_LIST={},
      UNICAST_USE_GROUP_ENABLED=true, DESIRED_COUNTRY_OR_REGION_STRING="000000"}
    local names = sorted(init_only)
    local function all(wanted, when)
      for _, name in ipairs(names) do
        local status = h:set(name, init_only[name])
        expect(status == wanted, ("STA-04: %s %s: %s (%s)"):format(name, when, wanted, status))
      end
    end
    expect(h:disconnect() == "INVALID_STATE", "STA-01: DISCONNECT_REQUEST is refused in INIT")
    -- in the order that keeps what one set reloads
    for _, name in ipairs{"DESIRED_BSS_TYPE", "ENABLED_AUTHENTICATION_ALGORITHM"} do
      expect(h:set(name, init_only[name]) == "SUCCESS", "STA-02: " .. name .. " in INIT")
    end
    all("SUCCESS", "in INIT")
    if not h:connect() then return end
    all("INVALID_STATE", "in OP")
    expect(h:request() == "INVALID_STATE", "CNX-01: a second CONNECT_REQUEST is refused")
    expect(h.sta:oid{"FLUSH_BSS_LIST", kind="set"} == "INVALID_STATE",
           "SCN-22: FLUSH_BSS_LIST is refused in OP")
    h:disconnect()
    run(1)
    all("SUCCESS", "in INIT again")
  end}

case{name="oids-settable-in-op", origin="HCK WLanBasic OIDs_ext: sets per state",
  rules={"STA-04", "MIB-19", "MIB-21", "MIB-22", "MIB-34"},
  what="What may be set in OP is taken there, and read back.",
  run=function()
    local p, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    local both = {
      MEDIA_STREAMING_ENABLED=true, UNREACHABLE_DETECTION_THRESHOLD=4000, POWER_MGMT_REQUEST=0,
      RTS_THRESHOLD=500,
      EXCLUDED_MAC_ADDRESS_LIST={"02:00:00:00:00:99"}, CIPHER_DEFAULT_KEY_ID=1}
    local names = sorted(both)
    for _, name in ipairs(names) do
      local status = h:set(name, both[name])
      expect(status == "SUCCESS", ("STA-04: %s in OP (%s)"):format(name, status))
      local value = h:get(name)
      if type(value) == "table" then value = value[1] end
      local wanted = both[name]
      if type(wanted) == "table" then wanted = wanted[1] end
      expect(value == wanted, ("STA-04: %s is read back"):format(name))
    end
    expect(#h:indications("DISASSOCIATION") == 0, "STA-04: nothing of it ends the connection")
  end}

case{name="capability-minimums", origin="HCK WLanBasic Capability_ext",
  rules={"CIP-14", "STA-15", "ATH-10", "CIP-05", "CIP-03"},
  what="The sizes of tables, and the pairs of algorithms, that a driver must have.",
  run=function()
    local h = host()
    local c = h:read("EXTSTA_CAPABILITY")
    local least = {uScanSSIDListSize=4, uDesiredBSSIDListSize=1, uDesiredSSIDListSize=1,
                   uExcludedMacAddressListSize=4, uPrivacyExemptionListSize=1,
                   uDefaultKeyTableSize=4}
    for _, name in ipairs(sorted(least)) do
      local n = least[name]
      expect(c[name] >= n, ("CIP-14: %s is at least %d (%d)"):format(name, n, c[name]))
    end
    expect(c.uPMKIDCacheSize == 0 or c.uPMKIDCacheSize >= 3, "CIP-14: PMKIDs: none or 3")
    local pairs_ = h:read("SUPPORTED_UNICAST_ALGORITHM_PAIR")
    local open, wpa, rsna = false, {}, {}
    for _, p in ipairs(pairs_) do
      open = open or (p.AuthAlgoId == 1 and p.CipherAlgoId == 0)
      if p.AuthAlgoId == 3 or p.AuthAlgoId == 4 then wpa[p.CipherAlgoId] = true end
      if p.AuthAlgoId == 6 or p.AuthAlgoId == 7 then rsna[p.CipherAlgoId] = true end
    end
    expect(open, "ATH-10: open system without a cipher is a pair")
    expect(next(wpa) == nil or wpa[2], "CIP-05: WPA goes with TKIP")
    expect(next(rsna) == nil or rsna[4], "CIP-05: RSNA goes with CCMP")
    local first = select(2, h.sta:oid{"SUPPORTED_PHY_TYPES"})
    h:reset()
    expect(select(2, h.sta:oid{"SUPPORTED_PHY_TYPES"}) == first, "STA-15: PHYs stay as they are")
    expect(#h:read("SUPPORTED_PHY_TYPES") >= 1, "STA-15: there is one at least")
    local default = h:read("ENABLED_UNICAST_CIPHER_ALGORITHM")
    expect(#default >= 1, "CIP-03: there are ciphers by default")
  end}

case{name="operation-mode", origin="HCK WLanBasic CurrentOpMode_ext, OpModeCapability_ext",
  rules={"STA-06", "MIB-33"},
  what="The operation mode: what is offered, what is refused, and what a reset leaves.",
  run=function()
    local h = host()
    local c = h:read("OPERATION_MODE_CAPABILITY")
    expect(c.uOpModeCapability & 4 ~= 0, "STA-06: extensible station is a mode")
    expect(h:read("CURRENT_OPERATION_MODE").uCurrentOpMode == 4, "MIB-33: it is the mode now")
    for _, mode in ipairs{0, 3, 0x12345678} do
      local status = h:set("CURRENT_OPERATION_MODE", {uCurrentOpMode=mode})
      expect(status == "BAD_VERSION", ("STA-06: mode %#x: BAD_VERSION (%s)"):format(mode, status))
    end
    expect(h:set("CURRENT_OPERATION_MODE", {uCurrentOpMode=4}) == "SUCCESS", "STA-06: its own mode")
    h:reset()
    expect(h:read("CURRENT_OPERATION_MODE").uCurrentOpMode == 4, "STA-06: it survives a reset")
  end}

case{name="mib-defaults", origin="HCK WLanBasic OIDs_ext: defaults; contract, chapter 95",
  rules={"RST-05", "MIB-01", "MIB-02", "MIB-03", "MIB-04", "MIB-05", "MIB-07", "MIB-08", "MIB-09",
         "MIB-10", "MIB-11", "MIB-12", "MIB-15", "MIB-16", "MIB-17", "MIB-18", "MIB-19", "MIB-20",
         "MIB-21", "MIB-22", "MIB-23", "MIB-24", "MIB-25", "MIB-26", "MIB-27", "MIB-28", "MIB-34",
         "MIB-35", "MIB-36", "MIB-37", "MIB-38", "MIB-39", "MIB-42", "MIB-43", "MIB-44", "MIB-46",
         "ATH-06", "STA-08", "PWR-03"},
  what="Each object of the MIB has its default after a reset with defaults; the referee compares.",
  run=function()
    local h = host()
    local objects = {
      "DESIRED_BSS_TYPE", "DESIRED_SSID_LIST", "DESIRED_BSSID_LIST", "EXCLUDED_MAC_ADDRESS_LIST",
      "DESIRED_PHY_LIST", "ACTIVE_PHY_LIST", "CURRENT_PHY_ID", "DESIRED_COUNTRY_OR_REGION_STRING",
      "ENABLED_AUTHENTICATION_ALGORITHM", "ENABLED_UNICAST_CIPHER_ALGORITHM",
      "ENABLED_MULTICAST_CIPHER_ALGORITHM", "CIPHER_DEFAULT_KEY_ID", "EXCLUDE_UNENCRYPTED",
      "PRIVACY_EXEMPTION_LIST", "PMKID_LIST", "UNICAST_USE_GROUP_ENABLED",
      "UNREACHABLE_DETECTION_THRESHOLD", "HIDDEN_NETWORK_ENABLED", "MEDIA_STREAMING_ENABLED",
      "POWER_MGMT_REQUEST", "NIC_POWER_STATE", "HARDWARE_PHY_STATE", "AUTO_CONFIG_ENABLED",
      "QOS_PARAMS", "SAFE_MODE_ENABLED", "SAFE_MODE_HT_ENABLED", "RTS_THRESHOLD",
      "FRAGMENTATION_THRESHOLD", "SHORT_RETRY_LIMIT", "LONG_RETRY_LIMIT",
      "MAX_TRANSMIT_MSDU_LIFETIME", "MAX_RECEIVE_LIFETIME", "BEACON_PERIOD", "ATIM_WINDOW",
      "OPERATIONAL_RATE_SET", "CURRENT_REG_DOMAIN", "MULTI_DOMAIN_CAPABILITY_ENABLED",
      "SUPPORTED_PHY_TYPES", "MAC_ADDRESS", "CURRENT_ADDRESS", "COUNTRY_STRING", "MULTICAST_LIST",
      "IBSS_PARAMS", "ASSOCIATION_PARAMS", "STATISTICS", "CURRENT_OPERATION_MODE"}
    local function read()
      local all = {}
      for _, name in ipairs(objects) do
        local status, data = h.sta:oid{name}
        all[name] = status == "SUCCESS" and data or status
      end
      return all
    end
    h:reset(true)
    local first = read()
    h:must("DESIRED_SSID_LIST", {ssid "other"})
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {"02:00:00:00:00:71"})
    h:must("UNREACHABLE_DETECTION_THRESHOLD", 9000)
    h:must("MEDIA_STREAMING_ENABLED", true)
    h:must("HIDDEN_NETWORK_ENABLED", true)
    h:must("RTS_THRESHOLD", 400)
    h:must("EXCLUDE_UNENCRYPTED", true)
    h:must("CIPHER_DEFAULT_KEY_ID", 2)
    h:must("POWER_MGMT_REQUEST", 16)
    local changed = read()
    h:reset(false)
    local kept = read()
    h:reset(true)
    local again = read()
    for _, name in ipairs(objects) do
      expect(again[name] == first[name], ("RST-05: %s is back at its default"):format(name))
    end
    for _, name in ipairs{"DESIRED_SSID_LIST", "EXCLUDED_MAC_ADDRESS_LIST", "RTS_THRESHOLD",
                          "UNREACHABLE_DETECTION_THRESHOLD", "HIDDEN_NETWORK_ENABLED"} do
      expect(kept[name] == changed[name],
             ("RST-05: a reset without defaults keeps %s"):format(name))
    end
    expect(decode("UNREACHABLE_DETECTION_THRESHOLD", first.UNREACHABLE_DETECTION_THRESHOLD) == 2000,
           "MIB-19: 2000 ms")
    expect(first.NIC_POWER_STATE == "01", "PWR-03, MIB-23: the radio is on when nobody has said")
    expect(true, "STA-08: the defaults")
  end}

case{name="lists-wildcards", origin="HCK WLanAssociation Association_ext: desired lists",
  rules={"CIP-13", "CIP-15"},
  what="A wildcard beside other entries, lists that are too long, PHYs that are not there.",
  run=function()
    local h = host()
    local c = h:read("EXTSTA_CAPABILITY")
    local function refused(name, value, wanted, why)
      local status = h:set(name, value)
      expect(status == wanted, ("%s: %s: %s"):format(why, wanted, status))
    end
    refused("DESIRED_SSID_LIST", {ssid "", ssid "a"}, "INVALID_DATA", "CIP-15: wildcard and another")
    refused("DESIRED_BSSID_LIST", {ANYBODY, "02:00:00:00:00:01"}, "INVALID_DATA",
            "CIP-15: wildcard and another BSSID")
    refused("DESIRED_PHY_LIST", {ANY_PHY, 0}, "INVALID_DATA", "CIP-15: wildcard and another PHY")
    refused("DESIRED_PHY_LIST", {63}, "INVALID_DATA", "CIP-15: a PHY beyond the table")
    refused("DESIRED_PHY_LIST", {}, "INVALID_DATA", "CIP-15: no PHY")
    refused("EXCLUDED_MAC_ADDRESS_LIST", {ANYBODY, "02:00:00:00:00:01"}, "INVALID_DATA",
            "CIP-13: wildcard and another address")
    local function many(n, make)
      local list = {}
      for i = 1, n do list[i] = make(i) end
      return list
    end
    local function address(i) return ("02:00:00:01:%02x:%02x"):format(i >> 8, i & 255) end
    if c.uDesiredSSIDListSize < 400 then
      refused("DESIRED_SSID_LIST", many(c.uDesiredSSIDListSize + 1, function(i)
        return ssid("s" .. i)
      end), "INVALID_LENGTH", "CIP-15: too many SSIDs")
    end
    if c.uDesiredBSSIDListSize < 2000 then
      refused("DESIRED_BSSID_LIST", many(c.uDesiredBSSIDListSize + 1, address), "INVALID_LENGTH",
              "CIP-15: too many BSSIDs")
    end
    if c.uExcludedMacAddressListSize < 2000 then
      refused("EXCLUDED_MAC_ADDRESS_LIST", many(c.uExcludedMacAddressListSize + 1, address),
              "INVALID_LENGTH", "CIP-13: too many addresses")
    end
    if c.uPrivacyExemptionListSize < 1000 then
      refused("PRIVACY_EXEMPTION_LIST", many(c.uPrivacyExemptionListSize + 1, function(i)
        return {usEtherType=0x8800 + i, usExemptionActionType=1, usExemptionPacketType=3}
      end), "INVALID_LENGTH", "DEC-09: too many exemptions")
    end
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {"02:00:00:00:00:01"})
    h:must("EXCLUDED_MAC_ADDRESS_LIST", {"02:00:00:00:00:02"})
    local list = h:read("EXCLUDED_MAC_ADDRESS_LIST")
    expect(#list == 1 and list[1] == "02:00:00:00:00:02", "CIP-13: the whole list is replaced")
  end}

case{name="algorithms-set", origin="HCK WLanBasic OIDs_ext: algorithms; contract, chapter 80",
  rules={"ATH-04", "ATH-05", "ATH-07", "CIP-01", "CIP-02"},
  what="Enabled algorithms and ciphers: order, refusals, what one set reloads.",
  run=function()
    local h = host()
    h:must("DESIRED_BSS_TYPE", 1)
    local defaults = select(2, h.sta:oid{"ENABLED_AUTHENTICATION_ALGORITHM"})
    h:must("ENABLED_AUTHENTICATION_ALGORITHM", {1})
    expect(h:read("ENABLED_AUTHENTICATION_ALGORITHM")[1] == 1, "ATH-05: read back")
    expect(h:set("ENABLED_AUTHENTICATION_ALGORITHM", {}) == "INVALID_DATA", "ATH-05: none at all")
    expect(h:set("ENABLED_AUTHENTICATION_ALGORITHM", {0x1234}) == "INVALID_DATA",
           "ATH-05: one that nobody knows")
    expect(h:set("ENABLED_UNICAST_CIPHER_ALGORITHM", {}) == "INVALID_DATA", "CIP-01: no cipher")
    expect(h:set("ENABLED_UNICAST_CIPHER_ALGORITHM", {0x1234}) == "INVALID_DATA",
           "CIP-01: a cipher that nobody knows")
    expect(h:set("ENABLED_UNICAST_CIPHER_ALGORITHM", {CIPHER.ccmp}) == "INVALID_DATA",
           "CIP-01: one that no enabled algorithm can use")
    h:must("ENABLED_UNICAST_CIPHER_ALGORITHM", {0})
    expect(h:read("ENABLED_UNICAST_CIPHER_ALGORITHM")[1] == 0, "CIP-02: 'none' is in the list")
    h:must("DESIRED_BSS_TYPE", 1)
    expect(select(2, h.sta:oid{"ENABLED_AUTHENTICATION_ALGORITHM"}) == defaults,
           "ATH-04: the BSS type reloads the algorithms")
    h:needs("rsna_psk", "ccmp")
    h:must("ENABLED_AUTHENTICATION_ALGORITHM", {7})
    local ciphers = h:read("ENABLED_UNICAST_CIPHER_ALGORITHM")
    expect(has(ciphers, CIPHER.ccmp), "ATH-07: the algorithm reloads the ciphers")
    h:must("ENABLED_UNICAST_CIPHER_ALGORITHM", {CIPHER.ccmp})
    expect(#h:read("ENABLED_UNICAST_CIPHER_ALGORITHM") == 1, "CIP-02: as it was set")
  end}

case{name="pmkid-list", origin="HCK WLanBasic Capability_ext: PMKID cache",
  rules={"PMK-01", "PMK-02", "PMK-08", "RST-14", "MIB-17"},
  what="The PMKID cache: replaced as a whole, bounded, emptied by a reset.",
  run=function()
    local h = host()
    local size = h:read("EXTSTA_CAPABILITY").uPMKIDCacheSize
    if size == 0 then not_applicable("the driver has no PMKID cache") end
    h:needs("rsna_psk", "ccmp")
    local function entry(i)
      return {BSSID=("02:00:00:00:02:%02x"):format(i), PMKID=("%02x"):rep(16):format(
        i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i), uFlags=0}
    end
    local function many(n)
      local list = {}
      for i = 1, n do list[i] = entry(i) end
      return list
    end
    h:must("DESIRED_BSS_TYPE", 1)
    h:must("ENABLED_AUTHENTICATION_ALGORITHM", {1})
    expect(h:set("PMKID_LIST", many(1)) == "INVALID_DATA", "PMK-01: RSNA is not enabled")
    h:must("ENABLED_AUTHENTICATION_ALGORITHM", {7})
    expect(h:set("PMKID_LIST", many(3)) == "SUCCESS", "PMK-01: three entries")
    expect(#h:read("PMKID_LIST") == 3, "MIB-17: they are read back")
    expect(h:set("PMKID_LIST", many(1)) == "SUCCESS", "PMK-01: one entry")
    expect(#h:read("PMKID_LIST") == 1, "PMK-01: the whole cache is replaced")
    if size < 300 then
      expect(h:set("PMKID_LIST", many(size + 1)) == "INVALID_LENGTH", "PMK-01: one too many")
    end
    h:must("DESIRED_BSSID_LIST", {"02:00:00:00:02:02"})
    expect(h:set("PMKID_LIST", {entry(1)}) == "INVALID_DATA", "PMK-01: only of others")
    expect(h:set("PMKID_LIST", {entry(1), entry(2)}) == "SUCCESS", "PMK-01: one of others is left out")
    expect(#h:read("PMKID_LIST") == 1, "PMK-01: as said")
    expect(h:set("PMKID_LIST", {}) == "SUCCESS", "PMK-01, X-59: an empty list clears it")
    h:must("PMKID_LIST", {entry(2)})
    h:reset(false)
    expect(#h:read("PMKID_LIST") == 0, "PMK-08, RST-14: a reset empties it")
  end}

case{name="reset-refused", origin="contract, chapter 10: RESET_REQUEST",
  rules={"RST-01", "RST-02", "RST-03", "RST-21"},
  what="A reset of another type, or without room for its confirmation, changes nothing.",
  run=function()
    local p, h = peer{}, host()
    run(0.2)
    if not h:connect() then return end
    for _, type in ipairs{0, 1, 2, 4, 0x7fffffff} do
      local status = h:method("RESET_REQUEST", {dot11ResetType=type, dot11MacAddress=h.address,
                                                bSetDefaultMIB=true}, 12)
      expect(status == "FAILURE" or status == "0xc0000001",
             ("RST-01: type %d: FAILURE (%s)"):format(type, status))
    end
    local value = {dot11ResetType=3, dot11MacAddress=h.address, bSetDefaultMIB=true}
    for room = 0, 7 do
      local status = h:method("RESET_REQUEST", value, room)
      expect(status ~= "SUCCESS" and status ~= "PENDING",
             ("RST-02: room for %d octets (%s)"):format(room, status))
    end
    run(0.5)
    expect(#h:indications("DISASSOCIATION") == 0, "RST-03: the connection is untouched")
    h.sta:return_packets()
    local status, confirm = h:reset()
    if status == "PENDING" then
      local done = h:wait(2, function(v) return v.what == "complete" and v.name == "RESET_REQUEST" end)
      confirm = done and done.value
    end
    expect(confirm and confirm.uStatusType == 4 and confirm.ndisStatus == 0,
           "RST-21: the confirmation is {4, 0}")
  end}

case{name="reset-address", origin="contract, chapter 10: RESET_REQUEST",
  rules={"RST-04", "MIB-46", "ROL-16"},
  what="The address of a reset is the station's from then on.",
  run=function()
    local p, h = peer{}, host()
    run(0.2)
    local other = "02:aa:bb:cc:dd:ee"
    h:method("RESET_REQUEST", {dot11ResetType=3, dot11MacAddress=other, bSetDefaultMIB=true}, 12)
    local _, now_ = h:get("CURRENT_ADDRESS")
    local value = decode("CURRENT_ADDRESS", select(2, h.sta:oid{"CURRENT_ADDRESS"}))
    expect(value == other or decode("MAC_ADDRESS", select(2, h.sta:oid{"MAC_ADDRESS"})) == other,
           "RST-04: it is read back")
    addresses.sut = other
    h:configure()
    h:request()
    h:wait_for("CONNECTION_COMPLETION")
    local n, f = p:count("auth")
    expect(n > 0 and f.from == other, "RST-04: frames are sent with it")
  end}
