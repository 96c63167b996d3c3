-- Key tables and the rules of protection (HCK WlanAddRemoveKeys dn260279; FragAttacks, KRACK)

local K = {}
for i = 0, 40 do K[i] = ("%02x"):rep(16):format(i, 1, i, 2, i, 3, i, 4, i, 5, i, 6, i, 7, i, 8) end
local HOST_BEHIND = "02:00:00:00:00:fe"
local GROUP = "01:00:5e:00:00:01"

-- Associated by RSNA with a peer whose keys the case sets itself.
local function keyed(f)
  local ap, h = peer{rsn=true}, host()
  h:needs("rsna_psk", "ccmp")
  run(0.2)
  local o = f or {}
  o.auth = "rsna_psk"
  if not h:connect(o) then return end
  return ap, h
end

-- The frame of the station's last packet on the air, and with which key it opens.
local function sent(ap, h, options)
  ap:forget()
  h:send(ap, options)
  run(0.05)
  local n, f = ap:count("data")
  if n == 0 then n, f = ap:count("qos-data") end
  return n, f
end
local function opens(f, key)
  if not f or not f.protected then return nil end
  return unprotect{frame=f.hex, cipher="ccmp", key=key}
end
-- Whether a frame under this key is handed up.
local function taken(ap, h, options)
  options.payload = options.payload or ("p%d"):format(math.random(1000000, 9999999))
  ap:data(options)
  run(0.05)
  local n, last = h:received(options.payload)
  return n > 0, last
end

case{name="keys-pairwise-both-directions", origin="HCK WlanAddRemoveKeys: pairwise key",
  rules={"KEY-03", "KEY-05", "ENC-01", "DEC-01", "ATH-12", "ATH-13", "CIP-06", "CIP-08", "RXP-04",
         "X-63", "DEC-03"},
  what="A pairwise key protects both directions; removed, protected traffic stops both ways.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    local n, f = sent(ap, h, {ethertype=0x888e})
    expect(n == 1 and not f.protected, "ATH-12: EAPOL in the clear before there is a key")
    n, f = sent(ap, h)
    expect(n == 0, "X-63: and nothing else")
    expect(h:set_pairwise(ap.bssid, K[1]) == "SUCCESS", "KEY-05: taken")
    n, f = sent(ap, h)
    expect(opens(f, K[1]), "ENC-01, ATH-13: sent under the key")
    if f and f.protected then
      expect(f.body:byte(4) & 0x20 ~= 0, "CIP-08: the extended IV flag")
      expect(#f.body == #llc(0x0800, "payload") + 16, "CIP-08: header of 8, MIC of 8")
    end
    local ok, packet = taken(ap, h, {key=K[1]})
    expect(ok, "DEC-01: received under the key")
    expect(packet and packet.protected, "RXP-04: it says that it was protected")
    expect(not taken(ap, h, {key=K[2]}), "DEC-03: not under another")
    expect(h:set_pairwise(ap.bssid, nil, {delete=true}) == "SUCCESS", "KEY-03: removed")
    expect(not taken(ap, h, {key=K[1]}), "KEY-03: nothing is received under it any more")
    n, f = sent(ap, h)
    expect(not opens(f, K[1]), "KEY-03: nothing is sent under it any more")
    expect(h:set_pairwise(ap.bssid, nil, {delete=true}) == "SUCCESS", "KEY-03: absent: success")
  end}

for index = 0, 3 do
  case{name="keys-default-" .. index, origin="HCK WlanAddRemoveKeys: default key, index " .. index,
    rules={"KEY-01", "KEY-02", "KEY-03", "KEY-06", "ENC-01", "DEC-02", "DEC-03"},
    what="Default key " .. index .. ": group and unicast traffic under it; removed, it stops.",
    run=function()
      local ap, h = keyed()
      if not ap then return end
      expect(h:set_default(index, K[10 + index], {mac=ap.bssid}) == "SUCCESS", "KEY-01: taken")
      h:set("MULTICAST_LIST", {GROUP})
      expect(taken(ap, h, {to=GROUP, key=K[10 + index], id=index}), "KEY-02: a multicast frame")
      expect(taken(ap, h, {to=ANYBODY, key=K[10 + index], id=index}),
             "DEC-02: a group frame under it")
      for other = 0, 3 do
        if other ~= index then
          expect(not taken(ap, h, {to=ANYBODY, key=K[10 + index], id=other}),
                 "DEC-03: not with key id " .. other)
        end
      end
      if index == 0 then -- the others are group keys, which a driver need not take for unicast
        expect(taken(ap, h, {key=K[10 + index], id=index}), "DEC-01, KEY-10: unicast by its key id")
      end
      expect(h:set("CIPHER_DEFAULT_KEY_ID", index) == "SUCCESS", "KEY-06: the key id")
      local n, f = sent(ap, h)
      local clear, id = opens(f, K[10 + index])
      expect(clear and id == index, "KEY-06, ENC-01: sent under it, with its id")
      expect(h:set_default(index, nil, {delete=true}) == "SUCCESS", "KEY-03: removed")
      expect(not taken(ap, h, {to=ANYBODY, key=K[10 + index], id=index}),
             "KEY-03: no group frame any more")
      expect(not taken(ap, h, {key=K[10 + index], id=index}), "KEY-03: no unicast any more")
      n, f = sent(ap, h)
      expect(not opens(f, K[10 + index]), "KEY-03: nothing is sent under it")
    end}
end

case{name="keys-fill-default-table", origin="HCK WlanAddRemoveKeys: fill every default index",
  rules={"KEY-01", "KEY-03", "DEC-02"},
  what="All default keys at once, each used, then removed one by one: only the others go on.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    for i = 0, 3 do
      expect(h:set_default(i, K[20 + i]) == "SUCCESS", ("KEY-01: index %d"):format(i))
    end
    for i = 0, 3 do
      expect(taken(ap, h, {to=ANYBODY, key=K[20 + i], id=i}), ("DEC-02: key %d"):format(i))
    end
    for gone = 0, 3 do
      h:set_default(gone, nil, {delete=true})
      for i = 0, 3 do
        expect(taken(ap, h, {to=ANYBODY, key=K[20 + i], id=i}) == (i > gone),
               ("KEY-03: key %d when %d are removed"):format(i, gone + 1))
      end
    end
    for _, bad in ipairs{4, 6, 100, 0xffffffff} do
      local status = h:set_default(bad, K[1])
      expect(status == "INVALID_DATA", ("KEY-01: index %u: INVALID_DATA (%s)"):format(bad, status))
    end
  end}

case{name="keys-fill-pairwise-table", origin="HCK WlanAddRemoveKeys: fill every pairwise index",
  rules={"KEY-05", "KEY-03", "CIP-14", "DEC-01", "ENC-01"},
  what="As many key-mapping keys as the driver says; the access point's among them works.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    local size = h:read("EXTSTA_CAPABILITY").uKeyMappingTableSize
    local n = math.min(size, 256)
    expect(h:set_pairwise(ap.bssid, K[1]) == "SUCCESS", "KEY-05: the AP's")
    local function other(i) return ("02:0f:00:00:%02x:%02x"):format(i >> 8, i & 255) end
    for i = 2, n do
      local status = h:set_pairwise(other(i), K[i % 40])
      if status ~= "SUCCESS" then
        expect(false, ("KEY-05: entry %d of %d (%s)"):format(i, size, status))
        break
      end
    end
    local _, f = sent(ap, h)
    expect(opens(f, K[1]), "ENC-01: the AP's key is used")
    expect(taken(ap, h, {key=K[1]}), "DEC-01: both ways")
    for i = 2, n do h:set_pairwise(other(i), nil, {delete=true}) end
    _, f = sent(ap, h)
    expect(opens(f, K[1]), "KEY-03: the others are gone, this one is not")
    h:set_pairwise(ap.bssid, nil, {delete=true})
    expect(not taken(ap, h, {key=K[1]}), "KEY-03: nor is it now")
  end}

case{name="keys-directions", origin="HCK WlanAddRemoveKeys: inbound, outbound",
  rules={"KEY-05", "ENC-01", "DEC-01"},
  what="An inbound and an outbound key of one peer are two entries.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    expect(h:set_pairwise(ap.bssid, K[1], {direction=1}) == "SUCCESS", "KEY-05: inbound")
    expect(h:set_pairwise(ap.bssid, K[2], {direction=2}) == "SUCCESS", "KEY-05: outbound")
    local _, f = sent(ap, h)
    expect(opens(f, K[2]), "ENC-01: sent under the outbound key")
    expect(taken(ap, h, {key=K[1]}), "DEC-01: received under the inbound key")
    expect(not taken(ap, h, {key=K[2]}), "DEC-01: not under the outbound one")
    h:set_pairwise(ap.bssid, nil, {direction=1, delete=true})
    expect(not taken(ap, h, {key=K[1]}), "KEY-05: the inbound key is removed")
    _, f = sent(ap, h)
    expect(opens(f, K[2]), "KEY-05: the outbound key is not")
  end}

case{name="keys-several-in-one-request", origin="HCK WlanAddRemoveKeys: an array of keys",
  rules={"KEY-05", "KEY-03"},
  what="One request with three keys, one of which is removed in the next.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    local function entry(address, key, delete)
      return {PeerMacAddr=address, AlgorithmId=4, Direction=3, bDelete=delete or false,
              bStatic=false, data=delete and "" or ccmp_key(key)}
    end
    expect(h:set("CIPHER_KEY_MAPPING_KEY", {entry("02:0f:00:00:00:01", K[5]),
                                            entry(ap.bssid, K[6]),
                                            entry("02:0f:00:00:00:02", K[7])}) == "SUCCESS",
           "KEY-05: three at once")
    expect(taken(ap, h, {key=K[6]}), "KEY-05: the second is the AP's")
    expect(h:set("CIPHER_KEY_MAPPING_KEY", {entry("02:0f:00:00:00:01", nil, true),
                                            entry(ap.bssid, nil, true)}) == "SUCCESS",
           "KEY-03: two removed")
    expect(not taken(ap, h, {key=K[6]}), "KEY-03: the AP's is gone")
  end}

case{name="keys-bad-requests", origin="HCK WlanAddRemoveKeys: wrong keys",
  rules={"KEY-01", "KEY-05", "KEY-06", "CIP-06"},
  what="Ciphers nobody has, keys of wrong lengths, buffers that are cut: refused, no key changed.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    local function refused(status, what)
      expect(status ~= "SUCCESS" and status ~= "PENDING", what .. " (" .. status .. ")")
    end
    expect(h:set_pairwise(ap.bssid, K[2], {algorithm=0x1234}) == "INVALID_DATA",
           "KEY-05: an unknown cipher: INVALID_DATA")
    expect(h:set_default(1, K[2], {algorithm=0x1234}) == "INVALID_DATA", "KEY-01: likewise")
    expect(h:set("CIPHER_DEFAULT_KEY_ID", 4) ~= "SUCCESS", "KEY-06: there is no key id 4")
    for _, len in ipairs{0, 1, 5, 13, 15, 17, 32} do
      local raw = encode("DOT11_KEY_ALGO_CCMP", {ucIV48Counter=0, ulCCMPKeyLength=len,
                                                 data=("aa"):rep(len)})
      refused(h:set_pairwise(ap.bssid, nil, {raw=raw}), ("CIP-06: %d octets for CCMP"):format(len))
      refused(h:set_default(1, nil, {raw=raw}), ("CIP-06: %d octets, default key"):format(len))
    end
    local whole = octets(encode("CIPHER_DEFAULT_KEY", {uKeyIndex=1, AlgorithmId=4, MacAddr=ZERO,
      bDelete=false, bStatic=false, data=ccmp_key(K[3])}))
    for cut = 0, #whole - 1 do
      local status = h:set_raw("CIPHER_DEFAULT_KEY", whole:sub(1, cut))
      if status == "SUCCESS" then
        expect(false, ("ROL-06: %d of %d octets of a key are taken"):format(cut, #whole))
        break
      end
    end
    expect(taken(ap, h, {key=K[1]}), "KEY-05: the old key is in use still")
    expect(not taken(ap, h, {to=ANYBODY, key=K[3], id=1}), "KEY-01: no other was set")
  end}

case{name="keys-replay-counter", origin="HCK WlanAddRemoveKeys; KRACK",
  rules={"KEY-08", "DEC-03", "STT-07"},
  what="The replay counter starts where the key says, moves on, and knows no way back.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1], {counter=100})
    expect(not taken(ap, h, {key=K[1], pn=100}), "KEY-08: the start itself is a replay")
    expect(taken(ap, h, {key=K[1], pn=101}), "KEY-08: above it")
    expect(taken(ap, h, {key=K[1], pn=5000}), "KEY-08: a leap")
    expect(not taken(ap, h, {key=K[1], pn=5000}), "DEC-03: the same again")
    expect(not taken(ap, h, {key=K[1], pn=102}), "DEC-03: an older one")
    expect(taken(ap, h, {key=K[1], pn=5001}), "DEC-03: the next")
    local s = h:read("STATISTICS")
    expect(s.MacUcastCounters and s.MacUcastCounters[9] >= 3, "STT-07: CCMP replays are counted")
  end}

case{name="keys-send-counter", origin="KRACK",
  rules={"KEY-08", "ENC-01", "CIP-08"},
  what="Packet numbers of sent frames only rise, also when the same key is installed again.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    local last = -1
    for i = 1, 12 do
      if i == 6 then h:set_pairwise(ap.bssid, K[1]) end
      local _, f = sent(ap, h)
      local clear, _, pn = opens(f, K[1])
      expect(clear and pn > last, ("KEY-08: packet number %s after %d"):format(pn, last))
      last = pn or last
    end
  end}

case{name="keys-tampered-frames", origin="HCK WlanSendReceive; IEEE Annex J",
  rules={"DEC-03", "STT-07"},
  what="A bit of a protected frame is turned: it is not handed up, and is counted.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    expect(taken(ap, h, {key=K[1]}), "DEC-01: untouched it passes")
    local before = h:read("STATISTICS").MacUcastCounters
    local frame = octets(protect{frame=hex(data_from_ap{to="sut", bssid=ap.bssid, from=HOST_BEHIND,
      sequence=ap:next_sequence(), body=llc(0x0800, "tampered")}), cipher="ccmp", key=K[1], pn=50})
    for _, at in ipairs{33, 36, #frame - 9, #frame} do
      local bad = frame:sub(1, at - 1) .. string.char(frame:byte(at) ~ 1) .. frame:sub(at + 1)
      ap.radio:send{frame=hex(bad), keep=true}
      run(0.02)
    end
    for cut = 25, #frame - 1, 4 do
      ap.radio:send{frame=hex(frame:sub(1, cut)), keep=true}
      run(0.02)
    end
    expect(h:received("tampered") == 0, "DEC-03: none is handed up")
    local after = h:read("STATISTICS").MacUcastCounters
    expect(after[10] > before[10], "STT-07: CCMP decrypt errors are counted")
  end}

case{name="keys-static-and-dynamic", origin="HCK WlanAddRemoveKeys: static keys",
  rules={"KEY-04", "ASC-35", "RST-13", "KEY-09"},
  what="Static keys outlive a disconnection, others do not; a reset ends both.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_default(1, K[1], {static=true})
    h:set_default(2, K[2])
    expect(taken(ap, h, {to=ANYBODY, key=K[1], id=1}), "KEY-04: static")
    expect(taken(ap, h, {to=ANYBODY, key=K[2], id=2}), "KEY-04: dynamic")
    h:disconnect()
    run(0.3)
    h:request()
    h:wait_for("CONNECTION_COMPLETION")
    run(0.1)
    expect(taken(ap, h, {to=ANYBODY, key=K[1], id=1}), "KEY-04: the static one is there still")
    expect(not taken(ap, h, {to=ANYBODY, key=K[2], id=2}), "KEY-04, ASC-35: the other is gone")
    h.sta:return_packets()
    h:reset(false)
    h:connect{auth="rsna_psk"}
    expect(not taken(ap, h, {to=ANYBODY, key=K[1], id=1}), "RST-13, KEY-09: a reset ends it, too")
  end}

case{name="keys-after-reset", origin="HCK Regression_ext dn247470: keys and reset",
  rules={"RST-13", "KEY-09", "RST-06", "RST-12", "ATH-12"},
  what="After a reset nothing is sent or received under the old keys.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    h:set_default(1, K[2])
    expect(taken(ap, h, {key=K[1]}), "DEC-01: before")
    h:reset(true)
    run(0.1)
    if not h:connect{auth="rsna_psk"} then return end
    expect(not taken(ap, h, {key=K[1]}), "RST-13: the pairwise key is gone")
    expect(not taken(ap, h, {to=ANYBODY, key=K[2], id=1}), "KEY-09: the group key is gone")
    local _, f = sent(ap, h, {ethertype=0x888e})
    expect(f and not f.protected, "ATH-12: in the clear until there is a key")
  end}

case{name="keys-default-needs-no-clear", origin="FragAttacks, cases on plaintext",
  rules={"DEC-06"},
  what="With ExcludeUnencrypted clear unicast frames are dropped; without it they are taken.",
  run=function()
    local ap, h = keyed{exclude_unencrypted=true}
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    local before = h:read("STATISTICS").MacUcastCounters[5]
    expect(not taken(ap, h, {}), "DEC-06: a clear frame is dropped")
    expect(h:read("STATISTICS").MacUcastCounters[5] > before, "STT-07: and counted as excluded")
    expect(taken(ap, h, {key=K[1]}), "DEC-06: a protected one is not")
    h.sta:return_packets()
    h:disconnect()
    run(0.2)
    h:must("EXCLUDE_UNENCRYPTED", false)
    h:request()
    h:wait_for("CONNECTION_COMPLETION")
    run(0.1)
    h:set_pairwise(ap.bssid, K[1])
    expect(taken(ap, h, {}), "DEC-06: FALSE: a clear frame is taken")
  end}

case{name="exemption-always", origin="HCK WlanScan PrivacyExemptList_ext",
  rules={"DEC-04", "DEC-07", "DEC-10", "TXP-03"},
  what="An EtherType that is always exempt: clear is taken, protected is not; of its kind only.",
  run=function()
    local ap, h = keyed{exclude_unencrypted=true,
      exempt={{usEtherType=0x88b5, usExemptionActionType=1, usExemptionPacketType=1}}}
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    h:set_default(1, K[2])
    expect(taken(ap, h, {ethertype=0x88b5}), "DEC-04, DEC-07: clear, it is taken")
    expect(not taken(ap, h, {ethertype=0x88b5, key=K[1]}), "DEC-04: protected, it is not")
    expect(not taken(ap, h, {ethertype=0x88b6}), "DEC-10: another EtherType")
    expect(not taken(ap, h, {ethertype=0xb588}), "DEC-10: not with its octets swapped")
    expect(taken(ap, h, {ethertype=0x88b5, to=ANYBODY, key=K[2], id=1}),
           "DEC-10: an entry for unicast says nothing of groups")
    local _, f = sent(ap, h, {ethertype=0x88b5, exemption=1})
    expect(f and not f.protected, "TXP-03: sent in the clear when the packet says so")
    _, f = sent(ap, h, {ethertype=0x88b5})
    expect(f and f.protected, "TXP-03: and protected when it does not")
  end}

case{name="exemption-no-key", origin="HCK WlanScan PrivacyExemptList_ext",
  rules={"DEC-05", "TXP-03"},
  what="Exempt as long as there is no key-mapping key: clear before it, protected after it.",
  run=function()
    local ap, h = keyed{exclude_unencrypted=true,
      exempt={{usEtherType=0x888e, usExemptionActionType=2, usExemptionPacketType=3}}}
    if not ap then return end
    expect(taken(ap, h, {ethertype=0x888e}), "DEC-05: no key: clear is taken")
    local _, f = sent(ap, h, {ethertype=0x888e, exemption=2})
    expect(f and not f.protected, "TXP-03: no key: sent in the clear")
    h:set_pairwise(ap.bssid, K[1])
    expect(not taken(ap, h, {ethertype=0x888e}), "DEC-05: a key: clear is not taken")
    expect(taken(ap, h, {ethertype=0x888e, key=K[1]}), "DEC-05: a key: protected is")
    _, f = sent(ap, h, {ethertype=0x888e, exemption=2})
    expect(f and f.protected, "TXP-03: a key: sent protected")
  end}

case{name="exemption-list-reset", origin="HCK WlanScan PrivacyExemptList_ext",
  rules={"DEC-09", "RST-15", "MIB-16"},
  what="The list of exemptions: read back, replaced, emptied by an empty set and by a reset.",
  run=function()
    local h = host()
    local one = {usEtherType=0x88b5, usExemptionActionType=1, usExemptionPacketType=3}
    h:must("PRIVACY_EXEMPTION_LIST", {one})
    local list = h:read("PRIVACY_EXEMPTION_LIST")
    expect(#list == 1 and list[1].usEtherType == 0x88b5, "MIB-16: read back")
    h:must("PRIVACY_EXEMPTION_LIST", {})
    expect(#h:read("PRIVACY_EXEMPTION_LIST") == 0, "DEC-09: an empty set clears it")
    h:must("PRIVACY_EXEMPTION_LIST", {one})
    h:reset(false)
    expect(#h:read("PRIVACY_EXEMPTION_LIST") == 0, "RST-15: every reset empties it")
  end}

case{name="exclusion-without-cipher", origin="contract, DEC-08",
  rules={"DEC-08"},
  what="A connection without ciphers: exemptions and exclusion do not apply.",
  run=function()
    local ap, h = peer{}, host()
    run(0.2)
    if not h:connect{exempt={{usEtherType=0x88b5, usExemptionActionType=1,
                              usExemptionPacketType=3}}} then return end
    expect(taken(ap, h, {ethertype=0x88b5}), "DEC-08: exempt or not")
    expect(taken(ap, h, {ethertype=0x0800}), "DEC-08: everything passes")
  end}

case{name="group-to-the-ap", origin="contract, ENC-02",
  rules={"ENC-02", "X-64", "ENC-01"},
  what="A packet for a group goes to the access point, under the pairwise key.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    h:set_default(1, K[2])
    h:set("CIPHER_DEFAULT_KEY_ID", 1)
    local _, f = sent(ap, h, {to=ANYBODY})
    expect(f and f.to == ap.bssid and opens(f, K[1]), "X-64, ENC-02: RA is the AP: its key")
  end}

case{name="fragments-mixed-keys", origin="FragAttacks: mixed key attack, fragment cache",
  rules={"DEC-03"},
  what="Fragments under two keys, or one clear and one protected, make no packet.",
  run=function()
    local ap, h = keyed()
    if not ap then return end
    h:set_pairwise(ap.bssid, K[1])
    local body = llc(0x0800, ("fragmented"):rep(8))
    local function fragment(n, more, part, key, pn, sequence)
      local frame = hex(data_from_ap{to="sut", bssid=ap.bssid, from=HOST_BEHIND,
                                     sequence=sequence | n, flags=more and 4 or 0, body=part})
      if key then frame = protect{frame=frame, cipher="ccmp", key=key, pn=pn} end
      ap.radio:send{frame=frame, keep=true}
      run(0.01)
    end
    local s = ap:next_sequence()
    fragment(0, true, body:sub(1, 40), K[1], 10, s)
    fragment(1, false, body:sub(41), K[1], 11, s)
    expect(h:received("fragmented") == 1, "RXP-04: both under one key make a packet")
    s = ap:next_sequence()
    fragment(0, true, body:sub(1, 40), K[1], 12, s)
    fragment(1, false, body:sub(41), nil, nil, s)
    expect(h:received("fragmented") == 0, "DEC-03: the second in the clear")
    s = ap:next_sequence()
    fragment(0, true, body:sub(1, 40), K[1], 13, s)
    h:set_pairwise(ap.bssid, K[2])
    fragment(1, false, body:sub(41), K[2], 14, s)
    expect(h:received("fragmented") == 0, "DEC-03: the second under a new key")
    h:set_pairwise(ap.bssid, K[3])
    s = ap:next_sequence()
    fragment(0, true, body:sub(1, 40), K[3], 20, s)
    fragment(1, false, body:sub(41), K[3], 25, s)
    expect(h:received("fragmented") == 0, "DEC-03: packet numbers that are not consecutive")
  end}
