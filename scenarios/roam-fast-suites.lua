-- Fast transitions with WPA3 and with 802.1X: what they are made of is the PMK of SAE, which the
-- driver has, and the MSK of EAP, of which the OS gives it the root. The hash goes by the suite, for
-- SAE-EXT-KEY by its group. Each network is entered, roamed in over the air or over the DS, entered
-- anew (by 802.1X with the key that both still have), and roamed in again; then an access point loses
-- the keys of transitions, and its stations are known by the PMK of before.
-- Rules: PRT-08, PRT-28 (the driver authorizes the port of a transition), ATH-14, ROM-14.

local networks = {
  {akm="ft-sae", security="wpa3"},
  {akm="ft-sae", security="wpa3", ft="ds", manager="miniport"},
  {akm="ft-sae-ext-key", security="wpa3", group=19},
  {akm="ft-sae-ext-key", security="wpa3", group=20, ft="ds"},
  {akm="ft-sae-ext-key", security="wpa3", group=21, manager="miniport"},
  {akm="ft-802.1x", security="eap", method="peap"},
  {akm="ft-802.1x", security="wpa3 eap", method="tls", ft="ds"},
  {akm="ft-psk-sha384", security="wpa2"},
}
local server = {methods={"peap", "tls"}, identity="anna@air.example", password="a secret"}
local client = {identity="anna@air.example", password="a secret", ca="air", domain="air.example",
                cert="air", key="air"}

local function access_point(n, i, name, x, channel)
  local eap = n.method ~= nil
  return ap{name=name .. i, bssid=string.format("02:00:00:00:%02x:%02x", i, channel), ssid=n.ssid,
            channel=channel, at={x, 30 * i}, akms={n.akm}, pmf="capable", ft_ds=true,
            security=eap and "eap" or n.security, passphrase=not eap and "correct horse" or nil,
            eap=eap and server or nil, sae=n.group and {groups={n.group}} or nil}
end

local function connect(n)
  client.method = n.method
  n.station:connect{ssid=n.ssid, security=n.security, ft=n.ft or "air", manager=n.manager,
                    passphrase=not n.method and "correct horse" or nil,
                    eap=n.method and client or nil,
                    sae=n.group and {groups={n.group}} or nil}
end

-- To the other access point; fast: the driver brings the port with it.
local function roam(n, to, fast, what)
  local s = n.station
  trace(s)
  expect(s:roam{to=to}, n.ssid .. ": " .. what)
  run(1)
  expect(s:status().ap == to and s:status().port_open, n.ssid .. ": is at " .. to)
  local done = trace(s, {only={"ind ASSOCIATION_COMPLETION"}, keep=true})
  expect(#done == 1 and (done[1]:find("authorized", 1, true) ~= nil) == (fast or n.manager == "miniport"),
         n.ssid .. (fast and ": a fast transition" or ": a full association"))
  local answered = s:pings()
  s:ping()
  run(0.5)
  expect(s:pings() == answered + 1, n.ssid .. ": data pass")
end

for i, n in ipairs(networks) do
  n.ssid = n.akm .. (n.group and "-" .. n.group or "") .. "-" .. i
  n.north, n.south = "North" .. i, "South" .. i
  n.a = access_point(n, i, "North", 0, 1)
  n.b = access_point(n, i, "South", 40, 6)
  n.station = station{name="s" .. i, at={18, 30 * i}, roam={sticky=true}}
  connect(n)
end
run(6)

for _, n in ipairs(networks) do
  expect(n.station:status().ap == n.north and n.station:status().port_open, n.ssid .. ": begins")
  roam(n, n.south, true, "to the other")
  roam(n, n.north, true, "and back")
end

say("Keys are renewed with those of a transition as with any.")
for i, n in ipairs(networks) do
  n.a:rekey{}
  n.a:rekey{station="s" .. i}
end
run(2)
for _, n in ipairs(networks) do
  local answered = n.station:pings()
  n.station:ping()
  run(0.5)
  expect(n.station:pings() == answered + 1, n.ssid .. ": data pass with new keys")
end

say("Who comes back is known by the key of before: no EAP, and the domain all the same.")
for _, n in ipairs(networks) do
  n.station:disconnect()
end
run(1)
for _, n in ipairs(networks) do
  trace(n.station)
  connect(n)
end
run(6)
for i, n in ipairs(networks) do
  expect(n.station:status().ap == n.north and n.station:status().port_open,
         n.ssid .. ": connected again")
  if n.method then -- Open System, the request, messages 2 and 4
    expect(#trace(n.station, {only={"frame s" .. i .. " > " .. n.north}, keep=true}) == 4,
           n.ssid .. ": without EAP")
  end
  roam(n, n.south, true, "and roams on")
end

say("Keys that were forgotten cost a full association, in the same attempt, and no more.")
for i, n in ipairs(networks) do
  n.a:forget_ft()
  roam(n, n.north, false, "whose keys are gone")
  expect(#trace(n.station, {only={"frame s" .. i .. " > " .. n.north .. " auth sae"}, keep=true}) == 0,
         n.ssid .. ": without another exchange of SAE")
  roam(n, n.south, true, "and from there fast again")
end
