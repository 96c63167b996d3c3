-- The sequences of chapter 99 that need an independent network, TKIP, or power

local MESA = {ssid="mesa", type="ibss", bssid="02:00:00:00:00:1b"}
local function mesa(f)
  local copy = {}
  for k, v in pairs(MESA) do copy[k] = v end
  for k, v in pairs(f or {}) do copy[k] = v end
  return copy
end

-- The station, where the driver has independent networks; the others are of the same driver.
local function independent()
  local s = sut{at={0, 0}}
  run(0.2)
  local status = s:oid{"DESIRED_BSS_TYPE", kind="set", value=2}
  if status ~= "SUCCESS" then not_applicable("the driver has no independent networks: " .. status) end
  s:oid{"DESIRED_BSS_TYPE", kind="set", value=1}
  trace(s)
  return s
end

case{name="seq-18-ibss-start-join-leave", origin="contract, SEQ-18",
  rules={"SEQ-18", "IBS-02", "IBS-04", "IBS-06", "IBS-10", "IBS-17", "DIS-24", "DIS-31", "IBS-15",
         "STA-13"},
  what="An independent network is started; peers come; one leaves; the station leaves the other.",
  run=function()
    local s = independent()
    local p1, p2 = station{name="P1", at={10, 0}}, station{name="P2", at={0, 10}}
    s:connect(mesa())
    if not run_to(s, "ind CONNECTION_COMPLETION", 20) then return end
    run(1)
    local heard = p1:scan{} and run(5) or p1:bss_list()
    expect(#heard == 1 and heard[1].ssid == "mesa", "IBS-02, STA-13: its beacons are on the air")
    p1:connect(mesa())
    run(3)
    p2:connect(mesa())
    run(3)
    p1:disconnect()
    run(2)
    s:disconnect()
    run(1)
    sequence(s, "SEQ-18, IBS-04, IBS-06, IBS-10, IBS-15, IBS-17, DIS-24, DIS-31", [[
      ind CONNECTION_START independent 02:00:00:00:00:1b "mesa"
      ind CONNECTION_COMPLETION 0x00000000
      ind ASSOCIATION_START P1 "mesa"
      ind ASSOCIATION_COMPLETION P1 0x00000000 beacon open none none
      port P1 created uncontrolled none
      ind ASSOCIATION_START P2 "mesa"
      ind ASSOCIATION_COMPLETION P2 0x00000000 beacon open none none
      port P2 created uncontrolled none
      ind DISASSOCIATION P1 0x00010003
      port P1 deleted
      ind DISASSOCIATION P2 0x00000007
      port P2 deleted
    ]])
  end}

case{name="seq-19-ibss-join", origin="contract, SEQ-19",
  rules={"SEQ-19", "IBS-01", "IBS-05", "ASC-14", "ASC-12"},
  what="A network that is there is joined, not started: the completion comes after the first peer.",
  run=function()
    local s = independent()
    local p1 = station{name="P1", at={10, 0}}
    p1:connect(mesa())
    run(5)
    trace(s)
    s:connect(mesa())
    run(10)
    sequence(s, "SEQ-19, IBS-01, IBS-05", [[
      ind CONNECTION_START independent 02:00:00:00:00:1b "mesa"
      ind ASSOCIATION_START P1 "mesa"
      ind ASSOCIATION_COMPLETION P1 0x00000000 beacon open none none
      port P1 created uncontrolled none
      ind CONNECTION_COMPLETION 0x00000000
    ]])
  end}

case{name="seq-20-ibss-join-only", origin="contract, SEQ-20",
  rules={"SEQ-20", "IBS-03", "X-03"},
  what="Join-only with nobody there: it searches, and DISCONNECT_REQUEST cancels the search.",
  run=function()
    local s = independent()
    s:connect(mesa{join_only=true})
    run(60)
    sequence(s, "SEQ-20, IBS-03", 'ind CONNECTION_START independent 02:00:00:00:00:1b "mesa"')
    expect(s:oid{"DISCONNECT_REQUEST", kind="set"} ~= "INVALID_STATE", "X-03: taken")
    run(1)
    sequence(s, "SEQ-20, X-03", "ind CONNECTION_COMPLETION 0x00000005")
  end}

case{name="seq-29-ibss-known-peer-again", origin="contract, SEQ-29",
  rules={"SEQ-29", "DIS-01", "DIS-04", "DIS-31", "IBS-10"},
  what="A peer that is back without a word: its old association ends implicitly, no other does.",
  run=function()
    local s = independent()
    local p1, p2 = station{name="P1", at={10, 0}}, station{name="P2", at={0, 10}}
    s:connect(mesa())
    run(4)
    p1:connect(mesa())
    p2:connect(mesa())
    run(3)
    trace(s)
    p1:radio(false) -- it has lost everybody, and nobody has lost it yet
    run(0.3)
    p1:radio(true)
    run(1.5)
    sequence(s, "SEQ-29, DIS-01, DIS-04, DIS-31, IBS-10", [[
      ind ASSOCIATION_START P1 "mesa"
      port P1 deleted
      ind ASSOCIATION_COMPLETION P1 0x00000000 beacon open none none
      port P1 created uncontrolled none
    ]])
  end}

case{name="seq-21-tkip-countermeasures", origin="contract, SEQ-21",
  rules={"SEQ-21", "CIP-09", "CIP-11", "CIP-12", "DIS-13", "CIP-13"},
  what="Two MIC failures within a minute: the OS excludes the access point for a minute.",
  run=function()
    local A = network{A={ciphers={"tkip"}}}
    local s = sut()
    run(0.2)
    local found = false
    for _, p in ipairs((select(3, s:oid{"SUPPORTED_UNICAST_ALGORITHM_PAIR"})).value or {}) do
      found = found or (p.AuthAlgoId == AUTH.rsna_psk and p.CipherAlgoId == CIPHER.tkip)
    end
    if not found then not_applicable("the driver does not offer rsna_psk with tkip") end
    s:connect{ssid="office", passphrase=PASSPHRASE, cipher="tkip"}
    run(5)
    trace(s)
    for _ = 1, 2 do
      A:bad_mic{frames=1}
      s:ping()
      run(3)
    end
    sequence(s, "SEQ-21, CIP-09, CIP-11, DIS-13", [[
      ind TKIPMIC_FAILURE A key-mapping key
      ind TKIPMIC_FAILURE A key-mapping key
      ind DISASSOCIATION A 0x00000001
      port A deleted
    ]])
    run(50)
    sequence(s, "CIP-12", "", {with={"frame sut > A"}})
    expect_within(40, "SEQ-21, CIP-11: after a minute it is a candidate again", function()
      return s:status().port_open
    end)
  end}

-- Sleeps a minute in D3 and wakes; the trace begins behind the waking.
local function sleep_and_wake(s, while_asleep)
  local function device(state)
    return s:oid{"OID_PNP_SET_POWER", kind="set", value=state + 1}
  end
  local status = device(3)
  if status == "NOT_SUPPORTED" then not_applicable("the driver has no low power state") end
  expect(status == "SUCCESS", "PWR-12: D3 (" .. status .. ")")
  run(30)
  if while_asleep then while_asleep() end
  run(30)
  trace(s)
  expect(device(0) == "SUCCESS", "PWR-12: D0")
end

case{name="seq-23-same-ap", origin="contract, SEQ-23",
  rules={"SEQ-23", "PWR-12", "PWR-13"},
  what="Sleeps and wakes with the same access point near: valid within a second.",
  run=function()
    network{A={}}
    local s = sut()
    if not join(s) then return end
    sleep_and_wake(s)
    run(1)
    expect(s:status().port_open, "SEQ-23, PWR-13: within a second")
    data_passes(s, "PWR-12")
  end}

case{name="seq-23-other-ap", origin="contract, SEQ-23",
  rules={"SEQ-23", "PWR-12", "PWR-13"},
  what="Sleeps and wakes where another access point of the network is: there within four seconds.",
  run=function()
    local A = network{A={channel=1}, B={channel=6, at={40, 0}}}
    local s = sut()
    if not join(s) then return end
    sleep_and_wake(s, function() A:off() end)
    run(4)
    local st = s:status()
    expect(st.port_open and st.ap == "B", "SEQ-23, PWR-13: within four seconds (" .. st.ap .. ")")
  end}

case{name="seq-23-none", origin="contract, SEQ-23",
  rules={"SEQ-23", "PWR-13", "PWR-14", "DIS-15"},
  what="Sleeps and wakes where nobody is: the loss is indicated.",
  run=function()
    local A = network{A={}}
    local s = sut()
    if not join(s) then return end
    trace(s)
    sleep_and_wake(s, function() A:off() end)
    run(10)
    expect(not s:status().associated, "SEQ-23, PWR-13, PWR-14: no association any more")
  end}
