-- A corridor of 200 metres with five APs, and bob who walks it up and down with a phone call:
-- five packets in a second. How many are lost?

local aps = {}
for i = 1, 5 do
  aps[i] = ap{name="AP" .. i, bssid="02:00:00:00:00:0" .. i, ssid="hospital",
              passphrase="first do no harm", channel=({1, 6, 11, 1, 6})[i], at={40 * i - 20, 3},
              power=15}
end
local bob = station{name="bob", at={5, 0}}
bob:connect{ssid="hospital", passphrase="first do no harm"}
run(5)
trace(bob)

local function walk(x)
  bob:move{to={x, 0}, speed=1.5}
  for i = 1, 650 do
    bob:ping()
    run(0.2)
  end
end
walk(195)
expect(bob:status().ap == "AP5", "bob is at the far end")
walk(5)
expect(bob:status().ap == "AP1", "and back")

local roams = trace(bob, {only={"ind ROAMING_START"}, keep=true})
local lost = trace(bob, {only={"ind DISASSOCIATION"}})
local answered, sent = bob:pings()
say(#roams .. " roams, " .. sent - answered .. " of " .. sent .. " packets lost")
expect(#roams >= 8, "he roamed at least eight times")
expect(#lost == 0, "and never lost an association before he had a better one")
expect(sent - answered <= #roams + 2, "at most about one packet lost for each roam")
