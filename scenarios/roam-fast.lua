-- Fast transitions between the access points of a mobility domain (802.11r): a first association
-- with its four-way handshake, then roams that carry their keys with them, over the air and over
-- the DS; an access point that has lost the keys, which costs a full association and no more; and
-- one of another domain. Beside them somebody who does without.
local function office(name, x, channel, domain)
  return ap{name=name, bssid="02:00:00:00:00:0" .. name:sub(1, 1):lower(), ssid="office",
            passphrase="correct horse", channel=channel, at={x, 0}, akms={"psk", "ft-psk"}, pmf="capable",
            ft_ds=true, mobility_domain=domain}
end
local a = office("A-North", 0, 1)
local b = office("B-South", 40, 6)
local c = office("C-Other", 80, 11, 0x4321)
local air = station{name="air", at={18, 0}, roam={sticky=true}}
local ds = station{name="ds", at={18, 2}, roam={sticky=true}}
local plain = station{name="plain", at={18, 4}, roam={sticky=true}}
air:connect{ssid="office", passphrase="correct horse", ft="air"}
ds:connect{ssid="office", passphrase="correct horse", ft="ds"}
plain:connect{ssid="office", passphrase="correct horse"}
run(5)

-- A roam; fast: the driver brings the port with it, and nobody asks for keys.
local function roam(s, to, fast, what)
  trace(s)
  expect(s:roam{to=to}, what)
  run(1)
  expect(s:status().ap == to and s:status().port_open, "is at " .. to)
  local done = trace(s, {only={"ind ASSOCIATION_COMPLETION"}, keep=true})
  expect(#done == 1, "by one association")
  expect((done[1]:find("authorized", 1, true) ~= nil) == fast,
         fast and "a fast transition" or "a full association")
  if s == ds and fast then -- the first two frames of it go through the old access point
    expect(#trace(s, {only={"frame ds > " .. to .. " auth"}, keep=true}) == 0,
           "none of its Authentication frames is on the air")
  end
  local sent = select(2, s:pings())
  local answered = s:pings()
  s:ping()
  run(1)
  expect(s:pings() == answered + 1, "data pass")
end

for _, s in ipairs{air, ds, plain} do
  expect(s:status().ap == "A-North" and s:status().port_open, "begins at A-North")
end
for round = 1, 2 do
  roam(air, "B-South", true, "over the air")
  roam(ds, "B-South", true, "over the DS")
  roam(plain, "B-South", false, "without")
  roam(air, "A-North", true, "and back")
  roam(ds, "A-North", true, "and back")
  roam(plain, "A-North", false, "and back")
end

say("Keys are renewed with those of a transition as with any.")
a:rekey{}
run(2)
a:rekey{station="air"}
run(2)
expect(air:ping() == nil and air:status().port_open, "the port stays open")

say("An access point that has lost the keys refuses: a full association, in the same attempt.")
b:forget_ft()
roam(air, "B-South", false, "over the air")
a:forget_ft()
roam(ds, "B-South", false, "and who asks over the DS")
roam(air, "A-North", false, "its keys were forgotten once more")
roam(air, "B-South", true, "from there fast again")

say("Another domain.")
roam(air, "C-Other", false, "has other keys")
roam(air, "A-North", false, "and so back")
