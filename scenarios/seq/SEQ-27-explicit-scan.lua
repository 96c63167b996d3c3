-- SEQ-27: explicit scan, while connected.
-- Rules: SCN-01 (SUCCESS at once), SCN-02 (a second one: MEDIA_IN_USE), SCN-05 (one SCAN_CONFIRM),
-- SCN-06 (per channel one probe request for each SSID), SCN-14 (the connection survives),
-- SCN-23 (the cache can be enumerated at any time).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
ap{name="X", bssid="02:00:00:00:00:0f", ssid="s1", channel=11, at={5, 5}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

-- DOT11_SCAN_REQUEST_V2: any BSS type, any BSSID, active, two SSIDs, no request ids
local function ssid(s) return string.pack("<I4c32", #s, s) end
local request = hex(string.pack("<I4c6xxI4Bxxx I4I4 Bxxx I4I4I4I4I4I4", 3, ("\xff"):rep(6), 1, 0,
                                0, 2, 0, 0, 0, 0, 0, 0, 0) .. ssid "s1" .. ssid "s2")
expect(alice:oid{"SCAN_REQUEST", kind="set", data=request} == "SUCCESS", "SUCCESS at once")
run(0.05)
expect(alice:oid{"SCAN_REQUEST", kind="set", data=request} == "DOT11_MEDIA_IN_USE",
       "one explicit scan at a time")
expect(#alice:bss_list() >= 1, "the cache, never MEDIA_IN_USE")
run_to(alice, "ind SCAN_CONFIRM")
run(0.5)

local channel, seen = "2412", {} -- it is connected there
for _, line in ipairs(trace(alice, {only={"frame alice > * probe-req", "tune"}, keep=true})) do
  local tuned = line:match("^tune (%d+)")
  if tuned then
    channel = tuned
  else
    seen[channel] = (seen[channel] or "") .. line:match('"(.*)"') .. " "
  end
end
for freq = 2412, 2472, 5 do -- the thirteen channels of 2.4 GHz
  expect(seen[tostring(freq)] == "s1 s2 ",
         "on " .. freq .. " MHz one probe request for s1, then one for s2")
end
expect_trace(alice, "ind SCAN_CONFIRM SUCCESS", {ignore={"frame"}})
expect(#alice:bss_list() == 2, "both networks are listed")
alice:ping()
run(1)
expect(alice:pings() == 1, "the connection has survived it")
