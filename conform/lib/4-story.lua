-- Stations whose OS half is at work, and what crosses their boundary in order: for the sequences of
-- the contract.

PASSPHRASE = "correct horse"

-- The station of a sequence; with the OS half above the driver.
function sut(f)
  local o = f or {}
  o.name, o.at, o.trace = "sut", o.at or {5, 0}, 20000
  return station(o)
end

-- Access points "A", "B": {A={channel=, at=, ...}} of one network, protected unless open=true.
function network(members, f)
  local o, made = f or {}, {}
  for _, name in ipairs{"A", "B", "C"} do
    local m = members[name]
    if m then
      m.name, m.bssid = name, "02:00:00:00:00:0" .. name:lower()
      m.ssid = m.ssid or "office"
      m.at = m.at or {0, 0}
      if not o.open then m.passphrase = m.passphrase or PASSPHRASE end
      made[#made + 1] = ap(m)
    end
  end
  run(0.5)
  return table.unpack(made)
end

-- Connects by a profile to "office" and waits until data may pass; the trace begins behind it.
function join(s, f)
  local o = f or {}
  o.ssid = o.ssid or "office"
  if not o.open then o.passphrase = PASSPHRASE end
  o.open = nil
  s:connect(o)
  local ok = expect_within(15, "a connection for this case", function()
    return s:status().port_open
  end)
  run(1)
  trace(s)
  return ok
end

-- What has crossed since the trace was emptied (indications, ports, and what begins with one of
-- `with`) is this, line by line: an expectation of these rules.
function sequence(s, rules, text, f)
  local o = f or {}
  local only = {"ind ", "port "}
  table.move(o.with or {}, 1, #(o.with or {}), 3, only)
  local ignore = {"ind LINK_QUALITY", "ind PMKID_CANDIDATE_LIST"}
  table.move(o.ignore or {}, 1, #(o.ignore or {}), 3, ignore)
  local happened = trace(s, {only=only, ignore=ignore, keep=o.keep})
  local wanted = {}
  for line in text:gmatch("[^\n]+") do
    line = line:match("^%s*(.-)%s*$")
    if line ~= "" then wanted[#wanted + 1] = line end
  end
  local got, want = table.concat(happened, " | "), table.concat(wanted, " | ")
  expect(got == want, rules .. ": " .. (got == want and "the sequence"
         or ("expected [" .. want .. "], came [" .. got .. "]")))
end

function data_passes(s, rules, what)
  local before = s:pings()
  s:ping()
  run(1)
  expect(s:pings() > before, rules .. ": " .. (what or "data passes"))
end
function no_data(s, rules, what)
  local before = s:pings()
  s:ping()
  run(1)
  expect(s:pings() == before, rules .. ": " .. (what or "no data passes"))
end
