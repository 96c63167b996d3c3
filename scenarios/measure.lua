-- An access point lets its stations measure for it (radio measurement, 802.11k): by the list of
-- what they have heard, or by a scan. A duration of 0, which some steering programs send by
-- default, is answered like any other.
local net = {ssid="office", passphrase="correct horse"}
local near = ap{name="Near", bssid="02:00:00:00:00:0a", ssid=net.ssid, passphrase=net.passphrase,
                channel=1, at={0, 0}, steering=true}
ap{name="Far", bssid="02:00:00:00:00:0b", ssid=net.ssid, passphrase=net.passphrase, channel=6,
   at={30, 0}, steering=true}
ap{name="Other", bssid="02:00:00:00:00:0c", ssid="cafe", channel=11, at={15, 0}}
local s = station{name="phone", at={2, 0}}
s:connect(net)
run(5)
expect(s:status().ap == "Near", "begins at the nearest")
near:answers()

local function heard()
  local found = {}
  for _, a in ipairs(near:answers()) do
    if a.what == "beacon-report" then found[#found + 1] = a end
  end
  return found
end
local function has(list, name)
  for _, a in ipairs(list) do
    if a.ap == name then return a end
  end
end

near:beacon_request{to="phone", mode="active", channel=11}
run(1)
local list = heard()
expect(#list == 1 and has(list, "Other"), "a scan of one channel, duration 0")
expect(has(list, "Other").signal < -30, "with its signal")

near:beacon_request{to="phone", mode="passive", duration=110, ssid="office"}
run(8)
list = heard()
expect(has(list, "Near") and has(list, "Far") and not has(list, "Other"),
       "all channels, one network")

near:beacon_request{to="phone", mode="table", bssid="Far"}
run(1)
list = heard()
expect(#list == 1 and has(list, "Far"), "of the table, what was asked for")

near:beacon_request{to="phone", mode="table", ssid="nobody"}
run(1)
list = heard()
expect(#list == 1 and list[1].code == 0 and not list[1].ap, "none was heard: an empty report")
expect(s:status().port_open, "and all the time it was connected")
