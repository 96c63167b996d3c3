-- Three people walk from one access point to the other, and each has a measure of its own: when it
-- looks for a better AP, what counts as better, and what it says of it (extsta run --why).
ap{name="North", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", channel=1,
   at={0, 0}}
ap{name="South", bssid="02:00:00:00:00:0b", ssid="office", passphrase="correct horse", channel=6,
   at={60, 0}}
local office = {ssid="office", passphrase="correct horse"}
local eager = station{name="eager", at={4, 0}, roam={low=-55, good=-50, hysteresis=4, scan=2,
                                                   scan_max=2}}
local usual = station{name="usual", at={4, 1}}
local stuck = station{name="stuck", at={4, 2}, roam={sticky=true}}
for _, s in ipairs{eager, usual, stuck} do s:connect(office) end
run(5)
for _, s in ipairs{eager, usual, stuck} do s:move{to={58, 0}, speed=2} end

local moved = {}
for second = 1, 40 do
  run(1)
  for _, s in ipairs{eager, usual, stuck} do
    if s:status().ap == "South" then moved[s] = moved[s] or second end
  end
end
expect(moved[eager] and moved[usual] and moved[eager] + 3 < moved[usual],
       "who is eager goes earlier than others")
expect(not moved[stuck], "who is sticky stays")
expect(stuck:status().port_open, "and has a network, as long as there is one")

-- A way back that nobody would choose but the host.
expect(eager:roam{to="North"}, "roam{to=} begins")
run(1)
expect(eager:status().ap == "North", "and goes where it is told")
local begun, why = eager:roam{to="North"}
expect(not begun and why:find("the one it has"), "but not where it is")
run(20)
expect(eager:status().ap == "South", "left alone it goes back")
