-- Malformed and forged management frames (HCK WLanMalformedFrame jj125152, dn247382)

local STRANGER = "02:66:66:66:66:66"

-- Connected to a peer; nothing of what `attack` sends may end it or be indicated.
local function must_ignore(name, origin, what, attack)
  case{name="malformed-" .. name, origin="HCK jj125152: " .. origin,
    rules={"DIS-14", "ASC-33", "CNX-16"}, what=what,
    run=function()
      local ap, h = peer{}, host()
      run(0.3)
      if not h:connect() then return end
      attack(ap, h)
      run(1.5)
      sequence(h.sta, "DIS-14", "", {keep=true})
      local rows = h:read("ENUM_ASSOCIATION_INFO")
      expect(#rows == 1 and rows[1].PeerMacAddress == ap.bssid, "ASC-33: the association stays")
      h:send(ap)
      run(0.2)
      local n = ap:count("data") + ap:count("qos-data")
      expect(n > 0, "CNX-16: data passes still")
    end}
end

local kinds = {
  deauth={word="deauthentication", class=0x00010000, own="DIS-09",
          rules={"DIS-09", "DIS-15", "DIS-17", "DIS-20", "DIS-27", "ROM-07"}},
  disassoc={word="disassociation", class=0x00020000, own="DIS-08",
            rules={"DIS-08", "DIS-15", "DIS-17", "DIS-20", "DIS-27", "ROM-07"}}}

for _, kind in ipairs{"deauth", "disassoc"} do
  local word, class, own = kinds[kind].word, kinds[kind].class, kinds[kind].own
  must_ignore(kind .. "-random-source", word .. " with random SA", "A " .. word ..
    " from somebody who is not the access point ends nothing.", function(ap)
      ap[kind](ap, 7, {from=STRANGER})
    end)
  must_ignore(kind .. "-random-bssid", word .. " with random BSSID", "A " .. word ..
    " that names another BSSID ends nothing.", function(ap)
      ap[kind](ap, 7, {bssid=STRANGER})
    end)
  must_ignore(kind .. "-random-receiver", word .. " with random DA", "A " .. word ..
    " to somebody else ends nothing.", function(ap)
      ap:send(kind, "02:77:77:77:77:77", reason_body(7))
    end)
  must_ignore(kind .. "-without-reason", word .. " without reason code", "A " .. word ..
    " without its reason code is no such frame.", function(ap)
      ap:send(kind, "sut", "")
      ap:send(kind, "sut", "\7")
    end)
  must_ignore(kind .. "-group-source", word .. " with a group SA", "A " .. word ..
    " from a group address ends nothing.", function(ap)
      ap[kind](ap, 7, {from="03:66:66:66:66:66"})
      ap[kind](ap, 7, {from=ANYBODY})
    end)
  case{name="forged-" .. kind .. "-broadcast", origin="HCK jj125152: " .. word .. ", DA broadcast",
    rules=kinds[kind].rules,
    what="A " .. word .. " of the access point to everybody counts, with its reason.",
    run=function()
      local ap, h = peer{}, host()
      run(0.3)
      if not h:connect() then return end
      ap.auth_answer = function() end
      ap:send(kind, ANYBODY, reason_body(3))
      run(0.05)
      local d = h:indications("DISASSOCIATION")
      expect(#d == 1 and d[1].value.uReason == class | 3 and d[1].value.MacAddr == ap.bssid,
             ("DIS-15, DIS-17, %s: once, with class and reason"):format(own))
      expect(#h:read("ENUM_ASSOCIATION_INFO") == 0, "DIS-27: the association list is empty")
    end}
  case{name=kind .. "-every-reason", origin="HCK Indications_ext dn293745: reason codes",
    rules=kinds[kind].rules,
    what="The reason code of the frame is the low half of the indicated reason, whatever it is.",
    run=function()
      local ap, h = peer{}, host()
      run(0.3)
      if not h:connect() then return end
      local answer = Peer.auth_answer
      for _, reason in ipairs{0, 1, 6, 45, 255, 256, 0x7fff, 0xffff} do
        ap.auth_answer = function() end
        ap[kind](ap, reason)
        local d = h:wait_for("DISASSOCIATION", 1)
        expect(d and d.value.uReason == class | reason,
               ("DIS-17: reason %d"):format(reason))
        expect(#h:read("ENUM_ASSOCIATION_INFO") == 0, "DIS-27: nobody is associated")
        ap.auth_answer = answer
        if not h:wait(60, function(v)
          return v.name == "ROAMING_COMPLETION" and v.value.uStatus == 0
        end) then break end
        run(0.1)
      end
    end}
end

-- Answers that are cut: the station must not connect by them, and must complete its operations.
local function cut_answer(name, what, spoil)
  case{name="malformed-" .. name, origin="HCK jj125152: " .. what,
    rules={"ASC-05", "ASC-15", "ASC-28", "ASC-30", "CNX-12"},
    what="While connecting: " .. what .. "; there is no association by it.",
    run=function()
      local ap, h = peer{}, host()
      spoil(ap)
      run(0.3)
      h:configure()
      h:request()
      local done = h:wait_for("CONNECTION_COMPLETION", 20)
      expect(done and done.value.uStatus ~= 0, "CNX-12: no connection")
      for _, v in ipairs(h.log) do
        if v.name == "ASSOCIATION_COMPLETION" then
          expect(v.value.uStatus == 2, "ASC-30: as if nobody had answered")
        end
      end
      -- and by a right answer it does connect
      setmetatable(ap, {__index=Peer})
      ap.auth_answer, ap.assoc_answer = nil, nil
      h:reset()
      run(0.2)
      h:connect()
    end}
end

cut_answer("auth-response-cut", "an authentication response without its status", function(ap)
    ap.auth_answer = function() return auth_body(0, 2, 0):sub(1, 4) end
  end)
cut_answer("auth-response-empty", "an authentication response without a body", function(ap)
    ap.auth_answer = function() return "" end
  end)
cut_answer("auth-response-wrong-sequence", "an authentication response of another sequence number", function(ap)
    ap.auth_answer = function() return auth_body(0, 4, 0) end
  end)
cut_answer("auth-response-wrong-algorithm", "an authentication response of another algorithm", function(ap)
    ap.auth_answer = function() return auth_body(1, 2, 0) end
  end)
for cut = 0, 4, 2 do
  cut_answer("assoc-response-" .. cut .. "-octets", ("an association response of %d octets"):format(cut), function(ap)
      ap.assoc_answer = function() return assoc_body{}:sub(1, cut) end
    end)
end
cut_answer("assoc-response-for-another", "an association response to somebody else", function(ap)
    ap.assoc_answer = function(self, f)
      self:send("assoc-resp", "02:77:77:77:77:77", assoc_body{})
    end
  end)
cut_answer("assoc-response-from-another", "an association response of a stranger", function(ap)
    ap.assoc_answer = function(self, f)
      self:send("assoc-resp", f.from, assoc_body{}, {from=STRANGER})
    end
  end)

-- Elements that are cut, doubled or absurd in answers and beacons must not hurt.
local bad_elements = {
  {"cut", "\x2d\x1a\0\1\2"}, {"huge-rates", element(1, ("\x82"):rep(255))},
  {"empty-rates", "\1\0\x32\0"}, {"ssid-of-33", element(0, ("s"):rep(33))},
  {"long-rsn", element(48, "\1\0" .. ("\xff"):rep(253))}, {"cut-rsn", element(48, "\1")},
  {"ht-cut", element(45, "\0\0\0")}, {"ht-long", element(45, ("\xff"):rep(200))},
  {"ht-operation-cut", element(61, "\1")}, {"tim-cut", element(5, "\0")},
  {"country-odd", element(7, "DE \1")}, {"vendor-empty", element(221, "")},
  {"wmm-cut", element(221, "\x00\x50\xf2\x02\x01")}, {"many-vendors", element(221, ("v"):rep(250)):rep(5)},
  {"switch-cut", element(37, "\1")}, {"extension-empty", element(255, "")}}
for _, bad in ipairs(bad_elements) do
  case{name="malformed-elements-" .. bad[1],
    origin="HCK jj125152: malformed beacon, probe and association response; 802.11n variants",
    rules={"DIS-14", "SCN-24", "SCN-25", "ASC-27"},
    what="An element (" .. bad[1] .. ") in beacons, probe and association responses: connected or not.",
    run=function()
      local ap, h = peer{}, host()
      local assoc = Peer.assoc_answer
      local good = ap.extra
      ap.extra = good .. bad[2]
      ap.assoc_answer = function(self, f) return assoc(self, f) .. bad[2] end
      run(0.3)
      h:configure()
      h:request()
      local done = h:wait_for("CONNECTION_COMPLETION", 20)
      expect(done, "ASC-27: the connection operation completes, whatever it makes of it")
      ap.extra, ap.assoc_answer = good, nil
      if not done or done.value.uStatus ~= 0 then
        h:reset()
        run(0.3)
        if not h:connect() then return end
      end
      -- then, connected, the same in its beacons
      trace(h.sta)
      ap.extra = good .. bad[2]
      run(2)
      h:set("SCAN_REQUEST", {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=1})
      run(5)
      sequence(h.sta, "DIS-14", "ind SCAN_CONFIRM SUCCESS")
      local status, list = h:method("ENUM_BSS_LIST", "000000", 16384)
      expect(status == "SUCCESS" and #list >= 1, "SCN-24: the list can be read to its end")
    end}
end

case{name="malformed-beacon-cut", origin="HCK jj125152: malformed beacon while connected",
  rules={"DIS-14"},
  what="Beacons cut anywhere, and a flood of other octets, do not end the connection.",
  run=function()
    local ap, h = peer{}, host()
    run(0.3)
    if not h:connect() then return end
    local whole = beacon_body{ssid="conform"}
    for cut = 0, #whole - 1, 5 do
      ap:send("beacon", ANYBODY, whole:sub(1, cut))
      ap:send("probe-resp", "sut", whole:sub(1, cut))
    end
    for i = 1, 60 do
      local junk = {}
      for k = 1, 10 + i do junk[k] = string.char(math.random(0, 255)) end
      ap.radio:send{frame=hex(table.concat(junk)), keep=true, tries=1}
    end
    run(3)
    sequence(h.sta, "DIS-14", "", {ignore={"ind SCAN"}})
  end}

case{name="malformed-beacon-forged-channel", origin="HCK jj125152: forged beacons of another network",
  rules={"SCN-25", "DIS-14", "ASC-33"},
  what="A thousand forged beacons of networks that are not there do not end the connection.",
  run=function()
    local ap, h = peer{}, host()
    run(0.3)
    if not h:connect() then return end
    for i = 1, 1000 do
      local from = ("02:70:00:00:%02x:%02x"):format(i >> 8, i & 255)
      ap:send("beacon", ANYBODY, beacon_body{ssid="forged" .. i}, {from=from})
      if i % 50 == 0 then run(0.1) end
    end
    run(2)
    sequence(h.sta, "DIS-14", "")
    local list = select(2, h:method("ENUM_BSS_LIST", "000000", 16384)) or {}
    local rows = h:read("ENUM_ASSOCIATION_INFO")
    expect(#rows == 1, "ASC-33: still associated")
  end}

case{name="malformed-unknown-frames", origin="HCK dn247382: reserved types and subtypes",
  rules={"DIS-14", "ROL-10"},
  what="Frames of reserved types and subtypes, and of a wrong protocol version, are passed over.",
  run=function()
    local ap, h = peer{}, host()
    run(0.3)
    if not h:connect() then return end
    for octet = 0, 255 do
      local kind = octet & 0xfc
      if kind ~= 0xa0 and kind ~= 0xc0 then
        ap.radio:send{frame=hex(string.char(octet, 0) .. "\0\0" .. mac "sut" .. mac(ap.bssid)
                                .. mac(ap.bssid) .. "\0\0" .. ("\0"):rep(30)), tries=1}
        run(0.002)
      end
    end
    run(1)
    local ended = 0
    for _, v in ipairs(h:indications()) do
      if v.name == "DISASSOCIATION" or v.name == "ROAMING_START" then ended = ended + 1 end
    end
    expect(ended == 0, "DIS-14: the association stays")
  end}
