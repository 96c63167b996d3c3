-- A building full of people who walk about: a group of stations among a group of access points. The
-- members have no names, so that the same story is told of ten and of a hundred thousand:
--
--   extsta run fleet.lua -- stations=10000 area=1000
--
-- stations=40; aps: one for 20 stations, 4 at least; area=100: its sides in metres; walk=1.5 metres a
-- second; security=wpa2, wpa3 or open; seconds=40 of walking.
local stations, side = tonumber(arg.stations or 40), tonumber(arg.area or 100)
local key = arg.security ~= "open" and "open sesame" or nil
local kind = key and (arg.security or "wpa2") or nil
local aps = tonumber(arg.aps or math.max(4, stations // 20))

local building = site{count=aps, area={0, 0, side, side}, channels={1, 6, 11}, ssid="campus",
                      passphrase=key, security=kind, pmf=kind == "wpa3" and "required" or nil}
local people = fleet{count=stations, name="people", place={area={0, 0, side, side}}, ramp=5,
                     profile={ssid="campus", passphrase=key, security=kind},
                     walk=tonumber(arg.walk or 1.5)}

run(10)
people:expect{authorized_by=10, p50=1, p99=3, failures={}}
expect(building:status().authorized == stations, "the access points know all of them")

say("they walk about")
run(tonumber(arg.seconds or 40))
local s = people:stats()
say(("%d roams, %d interruptions, %d failures"):format(s.roams, s.interruptions, s.failed))
people:expect{authorized=true, failures={}}
expect(s.roams >= stations / 4, "many have roamed")
expect(s.interruptions == 0 or s.away_p95 < 1, "and hardly noticed")
