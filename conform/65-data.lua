-- Sending and receiving (HCK WlanSendReceive dn293815; UNH-IOL Base STA MAC Layer Test Suite)

local GROUP = "01:00:5e:00:00:01"
local DATA = {DIRECTED=1, MULTICAST=2, ALL_MULTICAST=4, BROADCAST=8}

-- Counters of a PHY, in the order of DOT11_PHY_FRAME_STATISTICS.
local PHY_FAILED, PHY_ACK_FAILURE, PHY_RX_LIFETIME, PHY_DUPLICATE = 3, 10, 14, 15

local function open(f)
  local ap, h = peer{}, host(f)
  run(0.2)
  if h:connect(f) then return ap, h end
end
local function sent_frames(ap)
  local list = {}
  for _, f in ipairs(ap.heard) do
    if f.kind == "data" or f.kind == "qos-data" then list[#list + 1] = f end
  end
  return list
end

case{name="send-header", origin="HCK SendRecv_cmn dn293815",
  rules={"TXP-01", "TXP-02", "TXP-08", "TXP-09", "ASC-32"},
  what="A packet goes out as it was given: addresses, body; it is completed once, unchanged.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local id = h:send(ap, {payload="the payload"})
    run(0.1)
    local f = sent_frames(ap)[1]
    expect(f and f.to == ap.bssid and f.from == h.address and f.third == "02:00:00:00:00:fe",
           "TXP-01: the three addresses")
    expect(f and f.body == llc(0x0800, "the payload"), "TXP-09: the body")
    expect(f and f.flags & 3 == 1, "TXP-02: To DS alone")
    local done = h:values("send-complete")
    expect(#done == 1 and done[1].id == id and done[1].status == "SUCCESS", "TXP-08: completed once")
  end}

case{name="send-many", origin="HCK SendRecv_cmn, WlanSendReceiveStress dn247462",
  rules={"TXP-08", "ASC-32", "RXP-04"},
  what="Five hundred packets down and up: each completed once, each handed up once.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local n = 500
    for i = 1, n do
      h:send(ap, {payload=("packet %d."):format(i)})
      ap:data{payload=("answer %d."):format(i)}
      if i % 25 == 0 then run(0.1) end
    end
    run(2)
    local complete, up, ids = 0, {}, {}
    for _, v in ipairs(h:take()) do
      if v.what == "send-complete" and v.status == "SUCCESS" then
        complete = complete + 1
        ids[v.id] = (ids[v.id] or 0) + 1
      elseif v.what == "receive" then
        local text = octets(v.data):match("answer %d+%.")
        if text then up[text] = (up[text] or 0) + 1 end
      end
    end
    h.sta:return_packets()
    local once = 0
    for _, count in pairs(up) do once = once + (count == 1 and 1 or 0) end
    expect(complete == n, ("TXP-08: %d of %d completed"):format(complete, n))
    expect(once == n, ("RXP-04: %d of %d handed up once"):format(once, n))
    expect(#sent_frames(ap) == n, "ASC-32: all were on the air")
  end}

case{name="send-not-connected", origin="HCK SendRecv_cmn",
  rules={"TXP-08", "DIS-30", "ROL-16"},
  what="Packets that cannot be sent are completed all the same, and are not on the air.",
  run=function()
    local ap, h = open()
    if not ap then return end
    ap.auth_answer = function() end
    ap:deauth(3)
    run(0.02)
    ap:forget()
    for i = 1, 5 do h:send(ap) end
    run(5)
    local done, ok = h:values("send-complete"), 0
    for _, v in ipairs(done) do ok = ok + (v.status == "SUCCESS" and 1 or 0) end
    expect(#done == 5, "TXP-08: each is completed")
    expect(ok == 0 and #sent_frames(ap) == 0, "DIS-30: no data to one that has ended it")
  end}

case{name="send-bad-packets", origin="HCK SendRecv_cmn: packets nobody can send",
  rules={"TXP-04", "TXP-08"},
  what="Packets that are cut, or for a PHY that is not there: completed, with a failure.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local whole = data_to_ap{bssid=ap.bssid, from="sut", to="02:00:00:00:00:fe",
                             body=llc(0x0800, "x")}
    local given = 0
    for _, len in ipairs{0, 1, 2, 10, 23, 24, 26} do
      h.sta:send{data=hex(whole:sub(1, len))}
      given = given + 1
    end
    h:send(ap, {phy=40})
    run(0.5)
    local done = h:values("send-complete")
    expect(#done == given + 1, "TXP-08: each is completed")
    expect(done[#done] and done[#done].status == "UNSUPPORTED_MEDIA"
           or (function()
                for _, v in ipairs(done) do
                  if v.status == "UNSUPPORTED_MEDIA" then return true end
                end
              end)(), "TXP-04: a PHY that is not there: UNSUPPORTED_MEDIA")
    h:send(ap, {payload="good"})
    run(0.1)
    local last = h:values("send-complete")
    expect(#last == 1 and last[1].status == "SUCCESS", "TXP-08: a good one passes still")
  end}

case{name="send-fragments", origin="UNH-IOL: fragmentation",
  rules={"TXP-05", "MIB-35"},
  what="Beyond the threshold a packet is fragmented: numbers, More Fragments, sizes, one sequence.",
  run=function()
    local ap, h = peer{}, host()
    run(0.2)
    h:set("AUTO_CONFIG_ENABLED", 0)
    local status = h:set("FRAGMENTATION_THRESHOLD", 256)
    if status ~= "SUCCESS" then not_applicable("FRAGMENTATION_THRESHOLD is refused: " .. status) end
    expect(h:read("FRAGMENTATION_THRESHOLD") == 256, "MIB-35: read back")
    expect(h:set("FRAGMENTATION_THRESHOLD", 255) ~= "SUCCESS", "MIB-35: 256 is the least")
    if not h:connect() then return end
    local payload = ("0123456789"):rep(90)
    ap:forget()
    h:send(ap, {payload=payload})
    run(0.2)
    local frames, body = sent_frames(ap), ""
    expect(#frames >= 4, "TXP-05: it is cut")
    for i, f in ipairs(frames) do
      expect(f.fragment == i - 1 and f.sequence == frames[1].sequence, "TXP-05: numbers")
      expect(f.more == (i < #frames), "TXP-05: More Fragments but in the last")
      expect(#f.bytes + 4 <= 256, "TXP-05: none is longer than the threshold")
      body = body .. f.body
    end
    expect(body == llc(0x0800, payload), "TXP-05: together they are the packet")
    local done = h:values("send-complete")
    expect(#done == 1, "TXP-08: completed once")
  end}

case{name="send-fragments-protected", origin="UNH-IOL: fragmentation; contract, ENC-03",
  rules={"ENC-03", "TXP-05", "CIP-08", "KEY-08"},
  what="Every fragment is protected, under packet numbers one after the other.",
  run=function()
    local ap, h = peer{rsn=true}, host()
    h:needs("rsna_psk", "ccmp")
    run(0.2)
    h:set("AUTO_CONFIG_ENABLED", 0)
    local status = h:set("FRAGMENTATION_THRESHOLD", 300)
    if status ~= "SUCCESS" then not_applicable("FRAGMENTATION_THRESHOLD is refused: " .. status) end
    if not h:connect{auth="rsna_psk"} then return end
    local key = ("4b"):rep(16)
    h:set_pairwise(ap.bssid, key)
    ap:forget()
    h:send(ap, {payload=("0123456789"):rep(80)})
    run(0.2)
    local frames, last, body = sent_frames(ap), nil, ""
    expect(#frames >= 3, "TXP-05: it is cut")
    for _, f in ipairs(frames) do
      local clear, _, pn = unprotect{frame=f.hex, cipher="ccmp", key=key}
      expect(clear and f.protected, "ENC-03: a fragment opens under the key")
      expect(not last or pn == last + 1, "KEY-08: consecutive packet numbers")
      last = pn
      if clear then body = body .. parse(clear).body end
    end
    expect(body == llc(0x0800, ("0123456789"):rep(80)), "TXP-05: together they are the packet")
  end}

case{name="send-rts", origin="UNH-IOL: RTS threshold",
  rules={"TXP-06", "MIB-34"},
  what="Packets longer than the threshold are preceded by RTS, others are not.",
  run=function()
    local ap, h = open()
    if not ap then return end
    h:must("RTS_THRESHOLD", 400)
    h:take()
    h:send(ap, {payload=("x"):rep(100)})
    h:send(ap, {payload=("y"):rep(600)})
    run(0.1)
    local seen = {}
    for _, v in ipairs(h:values("frame")) do
      local f = parse(v.data)
      if f.kind == "data" or f.kind == "qos-data" then
        seen[f.body:find("yyyy", 1, true) and "long" or "short"] = v.rts
      end
    end
    expect(seen.long == true and seen.short == false, "TXP-06: by length")
    expect(h:set("RTS_THRESHOLD", 2348) ~= "SUCCESS", "MIB-34: 2347 is the most")
  end}

case{name="send-retries", origin="HCK Statistics_ext; UNH-IOL: retry",
  rules={"TXP-07", "STT-10", "STT-01", "STT-02", "MIB-36"},
  what="A packet that is never acknowledged is given up after the retry limit, and counted.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local before = h:read("STATISTICS")
    local deaf = rule{kind="data", from="sut"}
    local id = h:send(ap)
    run(1)
    unrule(deaf)
    local done = h:values("send-complete")
    expect(#done == 1 and done[1].id == id, "TXP-08: completed")
    local after = h:read("STATISTICS")
    local types = #h:read("SUPPORTED_PHY_TYPES")
    expect(#before == types, "STT-01: a block for each PHY")
    expect(#after.MacUcastCounters == 14, "STT-02: fourteen counters for unicast")
    expect(after[1][PHY_FAILED] == before[1][PHY_FAILED] + 1, "TXP-07: one has failed")
    expect(after[1][PHY_ACK_FAILURE] >= before[1][PHY_ACK_FAILURE] + 7,
           "STT-10, MIB-36: each try without an acknowledgement is counted")
    expect(after.MacUcastCounters[1] == before.MacUcastCounters[1], "STT-10: not counted as sent")
    h:send(ap)
    run(0.2)
    local last = h:read("STATISTICS")
    expect(last.MacUcastCounters[1] == after.MacUcastCounters[1] + 1, "STT-10: one that is, is")
  end}

case{name="send-priority", origin="HCK SendRecv_cmn: QoS",
  rules={"ASC-21", "TXP-01"},
  what="With WMM data are QoS frames of the packet's priority; the completion says WMM.",
  run=function()
    local wmm = element(221, octets "0050f202010100000003a4000027a4000042435e0062322f00")
    local ap, h = peer{extra=wmm}, host()
    local assoc = Peer.assoc_answer
    ap.assoc_answer = function(self, f) return assoc(self, f) .. wmm end
    run(0.2)
    if not h:connect() then return end
    local c
    for _, v in ipairs(h.log) do
      if v.name == "ASSOCIATION_COMPLETION" and v.what == "indication" then c = v.value end
    end
    if c.ucActiveQoSProtocol == 0 then not_applicable("the driver has no WMM") end
    expect(c.ucActiveQoSProtocol == 1, "ASC-21: WMM")
    for _, priority in ipairs{0, 5, 7} do
      ap:forget()
      h:send(ap, {priority=priority})
      run(0.1)
      local f = sent_frames(ap)[1]
      expect(f and f.kind == "qos-data", "TXP-01: a QoS frame")
      expect(f and f.bytes:byte(25) & 15 == priority, "TXP-01: of its priority")
    end
  end}

-- Receiving.

case{name="receive-context", origin="HCK SendRecv_cmn",
  rules={"RXP-04", "RXP-01"},
  what="A packet that is handed up: PHY, frequency, number of MPDUs, signal; the frame itself.",
  run=function()
    local ap, h = open()
    if not ap then return end
    ap:data{payload="look at me"}
    run(0.1)
    local n, v = h:received("look at me")
    expect(n == 1, "RXP-01: handed up")
    expect(v and v.freq == 2412 and v.phy < 64 and v.mpdus == 1, "RXP-04: where it was received")
    expect(v and v.rssi < 0 and v.rssi > -100, "RXP-04: its signal")
    expect(v and not v.protected, "RXP-04: it was not protected")
  end}

case{name="receive-filter", origin="HCK SendRecv_cmn: packet filter",
  rules={"RXP-03", "RXP-05", "RXP-08"},
  what="Only the kinds of the packet filter are handed up; multicast by its list.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local function try(filter, list, wanted, what)
      h:set("OID_GEN_CURRENT_PACKET_FILTER", filter)
      h:set("MULTICAST_LIST", list)
      ap:data{payload="to us"}
      ap:data{payload="to a group", to=GROUP}
      ap:data{payload="to another group", to="01:00:5e:00:00:02"}
      ap:data{payload="to all", to=ANYBODY}
      run(0.1)
      local got = {}
      for _, v in ipairs(h:values("receive")) do
        local bytes = octets(v.data)
        for _, text in ipairs{"to us", "to a group", "to another group", "to all"} do
          if bytes:find(text, 1, true) then got[#got + 1] = text end
        end
      end
      h.sta:return_packets()
      table.sort(got)
      local text = table.concat(got, ", ")
      expect(text == wanted, ("RXP-03, RXP-08: %s: [%s], came [%s]"):format(what, wanted, text))
    end
    try(0, {}, "", "no filter")
    try(DATA.DIRECTED, {}, "to us", "directed")
    try(DATA.BROADCAST, {}, "to all", "broadcast")
    try(DATA.MULTICAST, {GROUP}, "to a group", "multicast, of the list")
    try(DATA.MULTICAST, {}, "", "multicast, an empty list")
    try(DATA.ALL_MULTICAST, {}, "to a group, to another group", "all multicast")
    try(DATA.DIRECTED | DATA.BROADCAST | DATA.MULTICAST, {GROUP}, "to a group, to all, to us", "all")
    h.sta:reset_ex()
    run(0.5)
    ap:data{payload="after it", to=GROUP}
    run(0.05)
    expect(h:received("after it") == 1, "RXP-08: the list is kept by MiniportResetEx")
    for _, raw in ipairs{0x10000, 0x20} do
      local status = h:set("OID_GEN_CURRENT_PACKET_FILTER", raw)
      ap:data{to="02:00:00:00:05:05", payload="not for us"}
      run(0.05)
      expect(h:received("not for us") == 0, ("RXP-05: filter %#x (%s)"):format(raw, status))
    end
  end}

case{name="receive-duplicates", origin="UNH-IOL: duplicate detection",
  rules={"RXP-02", "STT-07", "RXP-01"},
  what="A retry with the sequence number of the last frame is dropped; without Retry it is not.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local s = ap:next_sequence()
    local function data(text, sequence, retry)
      ap:data{payload=text, sequence=sequence, flags=retry and 8 or 0}
      run(0.02)
    end
    local before = h:read("STATISTICS")[1][PHY_DUPLICATE]
    data("first", s, false)
    data("first", s, true)
    expect(h:received("first") == 1, "RXP-02: the retry is dropped")
    data("second", s + 16, true)
    expect(h:received("second") == 1, "RXP-02: Retry alone drops nothing")
    data("third", s + 16, true)
    expect(h:received("third") == 0, "RXP-02: the same number, Retry: dropped")
    expect(h:read("STATISTICS")[1][PHY_DUPLICATE] == before + 2, "STT-07: two are counted")
  end}

case{name="receive-fragments", origin="UNH-IOL: defragmentation",
  rules={"RXP-04", "RXP-06", "MIB-39", "STT-07"},
  what="Fragments become one packet; with a hole, in wrong order or too late they do not.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local body = llc(0x0800, ("reassembled "):rep(20))
    local function fragment(sequence, n, more, part)
      ap.radio:send{frame=hex(data_from_ap{to="sut", bssid=ap.bssid, from="02:00:00:00:00:fe",
        sequence=sequence | n, flags=more and 4 or 0, body=part}), keep=true}
      run(0.01)
    end
    local s = ap:next_sequence()
    fragment(s, 0, true, body:sub(1, 60))
    fragment(s, 1, true, body:sub(61, 120))
    fragment(s, 2, false, body:sub(121))
    local n, v = h:received("reassembled")
    expect(n == 1, "RXP-04: one packet")
    expect(v and v.mpdus == 3 and octets(v.data):sub(25) == body, "RXP-04: of three MPDUs")
    s = ap:next_sequence()
    fragment(s, 0, true, body:sub(1, 60))
    fragment(s, 2, false, body:sub(121))
    expect(h:received("reassembled") == 0, "RXP-06: one is missing")
    s = ap:next_sequence()
    fragment(s, 1, true, body:sub(61, 120))
    fragment(s, 0, true, body:sub(1, 60))
    fragment(s, 2, false, body:sub(121))
    expect(h:received("reassembled") == 0, "RXP-06: in wrong order")
    local lifetime = h:read("MAX_RECEIVE_LIFETIME") * 0.001024
    local before = h:read("STATISTICS")[1][PHY_RX_LIFETIME]
    s = ap:next_sequence()
    fragment(s, 0, true, body:sub(1, 60))
    run(lifetime * 2)
    fragment(s, 1, false, body:sub(61))
    expect(h:received("reassembled") == 0, "RXP-06, MIB-39: after its lifetime")
    expect(h:read("STATISTICS")[1][PHY_RX_LIFETIME] > before, "RXP-06, STT-07: and counted")
  end}

case{name="receive-class-3-not-associated", origin="UNH-IOL: class 3 frames, state variables",
  rules={"RXP-01", "DIS-16"},
  what="Data frames of the access point after the association has ended are not handed up.",
  run=function()
    local ap, h = open()
    if not ap then return end
    h:disconnect()
    run(0.2)
    h.sta:return_packets()
    h:take()
    ap:data{payload="too late"}
    ap:deauth(6)
    run(0.2)
    sequence(h.sta, "DIS-16", "ind DISASSOCIATION " .. ap.bssid .. " 0x00000007")
  end}

case{name="receive-foreign", origin="UNH-IOL: address filtering",
  rules={"RXP-01"},
  what="Frames of other BSSIDs, to others, and of other directions are not handed up.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local function raw(flags, a1, a2, a3)
      ap.radio:send{frame=hex(string.char(8, flags) .. "\0\0" .. mac(a1) .. mac(a2) .. mac(a3)
        .. string.pack("<I2", ap:next_sequence()) .. llc(0x0800, "foreign")), keep=true, tries=1}
      run(0.01)
    end
    raw(2, "02:00:00:00:09:09", ap.bssid, ap.bssid)        -- to somebody else
    raw(2, "sut", "02:00:00:00:00:77", "02:00:00:00:00:77") -- of another BSS
    raw(1, ap.bssid, "02:00:00:00:08:08", "sut")            -- a station's, to the AP
    raw(2, "02:00:00:00:00:77", ap.bssid, "sut")            -- of our own source
    run(0.1)
    expect(h:received("foreign") == 0, "RXP-01: none of them")
    ap:data{from="sut", to=ANYBODY, payload="echo of our own"}
    run(0.1)
    local mine = h:received("echo of our own")
    expect(mine <= 1, "RXP-01: our own echo, at most")
    ap:data{payload="ours"}
    run(0.05)
    expect(h:received("ours") == 1, "RXP-01: ours is")
  end}

case{name="receive-amsdu-and-qos", origin="HCK SendRecv_cmn: QoS; FragAttacks: A-MSDU",
  rules={"RXP-07", "RXP-04"},
  what="A QoS frame is handed up with its priority out of band.",
  run=function()
    local ap, h = open()
    if not ap then return end
    ap:data{payload="with priority", qos=5}
    run(0.05)
    local n, v = h:received("with priority")
    expect(n == 1, "RXP-07: handed up")
    expect(v and octets(v.data):byte(1) & 0x80 == 0, "RXP-07: without its QoS header")
    expect(v and v.priority == 5, "RXP-07: the priority")
  end}

case{name="receive-null-and-junk", origin="UNH-IOL; HCK dn247382",
  rules={"RXP-01", "RXP-04"},
  what="Null frames, data without LLC, lengths of 0 to 40: nothing crashes, good ones pass.",
  run=function()
    local ap, h = open()
    if not ap then return end
    for len = 0, 40 do
      ap:data{body=("z"):rep(len)}
    end
    ap.radio:send{frame=hex(string.char(0x48, 2) .. "\0\0" .. mac "sut" .. mac(ap.bssid)
                            .. mac(ap.bssid) .. "\0\0")}
    run(0.5)
    h.sta:return_packets()
    h:take()
    ap:data{payload="good"}
    run(0.05)
    expect(h:received("good") == 1, "RXP-04: a good one passes")
  end}

case{name="receive-held-packets", origin="HCK Regression_ext: packets that are not returned",
  rules={"RST-09", "RST-21", "ROL-16"},
  what="A reset waits for the packets that the host holds, and completes when they are back.",
  run=function()
    local ap, h = open()
    if not ap then return end
    ap:data{payload="held"}
    run(0.05)
    expect(#h:values("receive") == 1, "RXP-04: handed up")
    local status = h:reset()
    expect(status == "PENDING", "RST-09: it waits (" .. status .. ")")
    run(1)
    local done = 0
    for _, v in ipairs(h:take()) do
      if v.what == "complete" and v.name == "RESET_REQUEST" and v.status ~= "PENDING" then
        done = done + 1
      end
    end
    expect(done == 0, "RST-09: not before")
    h.sta:return_packets()
    run(0.1)
    local confirm
    for _, v in ipairs(h:take()) do
      if v.what == "complete" and v.name == "RESET_REQUEST" then confirm = v; done = done + 1 end
    end
    expect(done == 1 and confirm.status == "SUCCESS", "ROL-16: then, once")
    expect(confirm and confirm.value and confirm.value.uStatusType == 4, "RST-21: confirmed")
  end}

case{name="reset-while-sending", origin="contract, SEQ-16",
  rules={"SEQ-16", "RST-06", "RST-07", "RST-08", "RST-12", "RST-16", "RST-19", "RST-22", "DIS-12",
         "STT-03"},
  what="A reset while connected, scanning and sending: scan, packets, association, then complete.",
  run=function()
    local ap, h = open()
    if not ap then return end
    local deaf = rule{from="sut", kind="data"}
    for i = 1, 4 do h:send(ap) end
    h:set("SCAN_REQUEST", {dot11BSSType=3, dot11BSSID=ANYBODY, dot11ScanType=1})
    run(0.001)
    h:take()
    ap:forget()
    local status = h:reset()
    run(1)
    unrule(deaf)
    local confirm, ended, failed, complete = 0, 0, 0, 0
    for _, v in ipairs(h:take()) do
      if v.name == "SCAN_CONFIRM" then confirm = confirm + 1 end
      if v.name == "DISASSOCIATION" then
        ended = ended + 1
        expect(v.value.uReason == 7 and complete == 0, "RST-06, RST-19: reason 7, before the end")
      end
      if v.what == "send-complete" then
        failed = failed + (v.status == "RESET_IN_PROGRESS" and 1 or 0)
        expect(complete == 0, "RST-08: before the end")
      end
      if v.what == "complete" and v.name == "RESET_REQUEST" and v.status == "SUCCESS" then
        complete = complete + 1
      end
    end
    expect(confirm == 1, "RST-07: the scan is confirmed")
    expect(ended == 1, "SEQ-16, DIS-12: one DISASSOCIATION")
    expect(failed >= 3, ("RST-08: packets are completed as RESET_IN_PROGRESS (%d)"):format(failed))
    expect(complete == 1, "RST-19: and it is complete")
    expect(ap:count("disassoc") == 1, "RST-06: a Disassociation frame")
    local s = h:read("STATISTICS")
    local sum = 0
    for _, n in ipairs(s.MacUcastCounters or {}) do sum = sum + n end
    expect(sum == 0, "RST-16, STT-03: counters are zero")
    ap:forget()
    run(30)
    expect(#ap.heard == 0, "RST-22: not a frame afterwards")
    expect(h:set("DESIRED_SSID_LIST", {ssid "x"}) == "SUCCESS", "RST-12: INIT")
  end}
