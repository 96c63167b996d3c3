-- What befalls a site with all of its stations: no power, a controller that sends everybody away, a
-- channel switch as after radar, a new passphrase, known to the stations or not. After each storm but
-- the last all are back.
--
--   extsta run fleet-storms.lua -- stations=5000
--
-- stations=60; aps: one for 30 stations. docs/storms.md has what storms are, in numbers.
local stations = tonumber(arg.stations or 60)
local aps = tonumber(arg.aps or math.max(2, stations // 30))
local office = {ssid="office", passphrase="correct horse"}

local hall = site{count=aps, channels={36, 52, 100}, ssid="office", passphrase="correct horse"}
local people = fleet{count=stations, name="people", radio="dual", profile=office, ramp=3,
                     place={around=hall, within=10}}
local function all() return people:stats().authorized == stations end
local function interruptions()
  local s = people:stats()
  return s.interruptions + s.not_over
end

run(8)
people:expect{authorized_by=8, failures={}}

say("no power for three seconds")
hall:storm{kind="power", off=3}
run(2)
expect(people:stats().authorized == 0, "nobody is on the network")
expect_within(30, "all are back", all)
people:expect{failures={"peer-silent"}}

say("the controller sends everybody away")
local before = interruptions()
hall:storm{kind="deauth", reason=5}
run(0.1)
expect(interruptions() == before + stations, "each of them was gone")
expect_within(10, "all are back", all)
people:expect{failures={"peer-silent", "peer-reason 5"}}

say("radar: all go to other channels")
before = interruptions()
hall:storm{kind="switch", beacons=5}
run(5)
people:expect{authorized=true}
expect(interruptions() == before, "and nobody was interrupted")

say("another passphrase, and the stations get it")
hall:storm{kind="passphrase", passphrase="battery staple", off=2}
run(2)
people:connect{ssid="office", passphrase="battery staple"}
expect_within(30, "all are back", all)

say("another one, of which nobody has told them")
hall:storm{kind="passphrase", passphrase="nobody knows it", off=2}
run(20)
local s = people:stats()
expect(s.authorized == 0, "nobody is on the network")
expect(s.failures["wrong-passphrase"] >= stations, "each knows why: wrong-passphrase")
expect(hall:status().authorized == 0, "and so do the access points")
