-- An access point asks its stations to leave it (BSS transition management, 802.11v), and each
-- answers as it is set to: goes where it is sent, refuses, or has never heard of it. What the
-- station decides and why is told with --why; what the access point hears comes back by answers().
local net = {ssid="office", passphrase="correct horse"}
local north = ap{pmf="capable", name="North", bssid="02:00:00:00:00:0a", ssid=net.ssid, passphrase=net.passphrase,
                 channel=1, at={0, 0}, steering=true}
local south = ap{name="South", bssid="02:00:00:00:00:0b", ssid=net.ssid, passphrase=net.passphrase,
                 channel=6, at={20, 0}, steering=true, off=true}
local west = ap{name="West", bssid="02:00:00:00:00:0c", ssid=net.ssid, passphrase=net.passphrase,
                channel=11, at={-20, 0}, steering=true, off=true}

local willing = station{name="willing", at={4, 0}}
local firm = station{name="firm", at={4, 1}, roam={transition="refuse"}}
local deaf = station{name="deaf", at={4, 2}, persona="deaf-phone"}
for _, s in ipairs{willing, firm, deaf} do s:connect(net) end
run(3)
for _, s in ipairs{willing, firm, deaf} do
  expect(s:status().ap == "North" and s:status().port_open, "all begin at North")
end
south:on{}
west:on{}

local function answer(of, what)
  for _, a in ipairs(of:answers()) do
    if a.what == (what or "btm-response") then return a end
  end
end
local asked = {}
for _, a in ipairs(north:answers()) do
  if a.what == "neighbor-request" then asked[a.station] = true end
end
expect(asked.willing and asked.firm and not asked.deaf,
       "who does 802.11k has asked for the neighbours")

-- The preference of the access point counts before the signal: West is as far as South.
north:btm{to="willing", candidates={{ap="South", preference=10}, {ap="West", preference=200}}}
expect_within(3, "goes where the access point prefers", function()
  return willing:status().ap == "West" and willing:status().port_open
end)
local a = answer(north)
expect(a and a.code == 0 and a.ap == "West" and a.station == "willing", "and has said so")

-- Excluded is who has preference 0, or is not in an abridged list.
west:btm{to="willing", abridged=true, candidates={{ap="North", preference=0}, "South"}}
expect_within(3, "goes where it may", function() return willing:status().ap == "South" end)
expect(answer(west).code == 0, "and says yes")

-- Without a list the station chooses: an access point that is as good, or good enough.
south:btm{to="willing", timer=50, imminent=true}
expect_within(3, "finds one by itself", function() return willing:status().ap == "North" end)

-- Nobody there whom the list names: it stays, and says that it has not heard them.
north:btm{to="willing", abridged=true,
          candidates={{ap="02:00:00:00:00:99", preference=255, channel=3}}}
run(2)
a = answer(north)
expect(a and a.code == 2, "nobody is where it is sent: status 2")
expect(willing:status().ap == "North", "and stays")

north:btm{to="firm", candidates={"South"}}
north:btm{to="deaf", candidates={"South"}}
run(2)
local got = north:answers()
expect(#got == 1 and got[1].station == "firm" and got[1].code == 1, "one refuses, one is deaf")
expect(firm:status().ap == "North" and deaf:status().ap == "North", "both stay")

-- A BSS that ends, and nowhere to go: the one candidate is switched off.
south:off()
west:off()
run(15)
north:btm{to="willing", ends=true, timer=100}
run(2)
expect(answer(north).code == 4, "nowhere to go: the end is not wanted")
