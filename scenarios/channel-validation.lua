-- Operating channel validation: where the two ends are stands in their handshakes, behind a MIC. Who
-- sits between them on two channels, as for KRACK and for tampering with aggregated frames
-- (Vanhoef et al., WiSec 2018), can pass everything on and hold back what he likes, but cannot
-- change that. IEEE 802.11-2020 12.2.9, 12.7.6, 12.7.7, 11.13, 13.7.1.

local pass, count = "twelve monkeys", 0
-- A network, its station: station, access point, its name.
local function net(network, profile)
  count = count + 1
  network.ssid = network.ssid or "net" .. count
  network.name, network.passphrase = "ap" .. count, pass
  network.bssid = string.format("02:00:00:00:01:%02x", count)
  network.channel = network.channel or 1
  network.at = {0, 1000 * count}
  network.pmf = network.pmf or "capable"
  local point = ap(network)
  local s = station{name="sta" .. count, at={5, 1000 * count}, radio="dual"}
  profile.ssid, profile.passphrase = network.ssid, pass
  if profile.auto_connect == nil then profile.auto_connect = false end
  return s, point, "sta" .. count, profile
end
local function works(s)
  local before = s:pings()
  s:ping()
  run(0.5)
  return s:pings() == before + 1
end
local function causes(s) return trace(s, {only={"cause"}}) end
local function last(s) local all = causes(s); return all[#all] or "none" end
-- The first cause that names another channel: by the station's own judgement of a frame, by time.
local function found_out(s)
  for _, line in ipairs(causes(s)) do
    if line:find("other-channel", 1, true) then return line end
  end
  return "none"
end

say("Who agrees on it, and who does not.")
for _, manager in ipairs{"os", "miniport"} do
  for _, security in ipairs{"wpa2", "wpa3"} do
    for _, channel in ipairs{6, 36, 149} do
      local s, a, name, profile = net({channel=channel, ocv=true, security=security},
                                {ocv=true, manager=manager, security=security == "wpa3" and security or nil})
      s:connect(profile)
      run(5)
      local what = ("%s, channel %d, by the %s"):format(security, channel, manager)
      expect(a:clients()[1] and a:clients()[1].ocv and works(s), what .. ": validated, and data passes")
      a:rekey{}
      a:rekey{station=name}
      run(2)
      expect(works(s) and #causes(s) == 0, "after both keys are new, too")
      expect(a:sa_query{station=name}, "and in an SA Query")
      run(0.5)
      expect(a:clients()[1].sa_answered == 1, "of the AP's")
      s:disconnect()
      a:off()
    end
  end
end
local s, a, name, profile = net({ocv=true}, {})
s:connect(profile)
run(3)
expect(works(s) and not a:clients()[1].ocv, "a profile that does not ask for it")
s, a, name, profile = net({}, {ocv=true})
s:connect(profile)
run(3)
expect(works(s) and not a:clients()[1].ocv, "an AP that does not have it")
s, a, name, profile = net({ocv=true, pmf="off"}, {ocv=true})
s:connect(profile)
run(3)
expect(works(s) and not a:clients()[1].ocv, "an AP that does not protect management frames")

-- Mallory is the AP on channel 11, to a station that is far from the AP, and the station on the
-- AP's channel 1, to the AP. She acknowledges what each says in the name of the other, passes it on,
-- and makes the Beacons fit her channel.
local function between(a, bssid, address, x, y)
  local ap_mac, mac = bssid:gsub(":", ""), address:gsub(":", "")
  local m = {passed=0, on=true}
  m.left = radio{address=bssid, channel=11, at={x, y}, all=true, receive=function(f)
    if m.on and f.data:sub(21, 32) == mac and f.data:sub(1, 2) ~= "40" then
      m.passed = m.passed + 1
      m.right:send{frame=f.data, keep=true}
    end
  end}
  m.right = radio{address=address, channel=1, at={1, y}, all=true, beacons=true, receive=function(f)
    if m.on and f.data:sub(21, 32) == ap_mac then
      local kind, data = f.data:sub(1, 2), f.data
      if kind == "80" or kind == "50" then data = data:gsub("030101", "03010b", 1) end
      m.left:send{frame=data, keep=true}
    end
  end}
  return m
end

local function relayed(what, network, profile)
  local far = 3000
  count = count + 1
  local y, address = 1000 * count, string.format("02:00:00:00:02:%02x", count)
  network.ssid, network.name, network.passphrase = "net" .. count, "ap" .. count, pass
  network.bssid, network.channel = string.format("02:00:00:00:01:%02x", count), 1
  network.at, network.pmf = {0, y}, "capable"
  local point = ap(network)
  local s = station{name="sta" .. count, address=address, at={far, y}}
  local m = between(point, network.bssid, address, far - 3, y)
  profile.ssid, profile.passphrase = network.ssid, pass
  profile.auto_connect = false
  s:connect(profile)
  run(12)
  m.on = false
  point:off()
  expect(m.passed > 2, what .. ": " .. m.passed .. " frames passed on")
  return s, point, m
end

say("Mallory between the two, from the beginning.")
for _, manager in ipairs{"os", "miniport"} do
  s = relayed("without validation, by the " .. manager, {ocv=true}, {manager=manager})
  expect(last(s) == "none" or not last(s):find("other%-channel"), "nobody notices: " .. last(s))
end
for _, manager in ipairs{"os", "miniport"} do
  for _, security in ipairs{"wpa2", "wpa3"} do
    local what = security .. ", by the " .. manager
    local word = security == "wpa3" and security or nil
    s = relayed(what .. ", the AP looks", {ocv=true, security=security},
                {ocv=true, manager=manager, security=word})
    expect(found_out(s) ~= "none", "the AP wants nothing of her, and why is told: " .. what)
    s = relayed(what .. ", the station looks", {ocv=true, ocv_blind=true, security=security},
                {ocv=true, manager=manager, security=word})
    local line = found_out(s)
    expect(line:find("by station own%-reason 2"), "message 3 says it: " .. line)
    expect(not s:status().port_open, "and no port is open")
  end
end

say("The AP moves, and says so: the station follows, asks it by an SA Query, and stays.")
-- A Channel Switch Announcement with one Beacon to go, and the move behind that one.
local function move(a, channel)
  a:set{extra=string.format("250300%02x01", channel)}
  run(0.21)
  a:set{channel=channel, extra=""}
end
for _, manager in ipairs{"os", "miniport"} do
  s, a, name, profile = net({ocv=true, channel=6}, {ocv=true, manager=manager})
  s:connect(profile)
  run(4)
  expect(works(s), "connected")
  move(a, 11)
  run(20)
  local why = causes(s)
  expect(works(s) and s:status().freq == 2462 and #why == 0,
         "on the new channel, longer than the AP waits for its word, by the " .. manager)
  a:rekey{}
  a:rekey{station=name}
  run(2)
  expect(works(s) and #causes(s) == 0, "new keys are handed out there, too")
  a:off()
end

say("What the AP says in answer does not come through: the new channel is left.")
s, a, name, profile = net({ocv=true, channel=6}, {ocv=true})
s:connect(profile)
run(4)
rule{from="ap" .. count, to=name, kind="action"}
move(a, 11)
run(4)
local line = found_out(s)
expect(line:find("by timer own%-reason 2"), "unconfirmed: " .. line)
a:off()

say("Mallory forges the announcement, and waits on the channel that she names.")
for _, blind in ipairs{false, true} do
  count = count + 1
  local y = 1000 * count
  local bssid, address = string.format("02:00:00:00:01:%02x", count), string.format("02:00:00:00:02:%02x", count)
  a = ap{name="ap" .. count, ssid="net" .. count, bssid=bssid, passphrase=pass, channel=1, at={0, y},
         pmf="capable", ocv=true, ocv_blind=blind}
  s = station{name="sta" .. count, address=address, at={5, y}}
  s:connect{ssid="net" .. count, passphrase=pass, ocv=true, auto_connect=false}
  run(5)
  expect(works(s), "connected")
  local beacons = {}
  local ear = radio{address="02:00:00:00:00:ee", channel=1, at={5, y + 2}, all=true, acks=false,
                    beacons=true, receive=function(f)
    if f.data:sub(1, 2) == "80" and f.data:sub(21, 32) == bssid:gsub(":", "") then
      beacons[#beacons + 1] = f.data
    end
  end}
  run(0.2)
  local m = between(a, bssid, address, 5, y)
  inject{frame=beacons[1] .. "2503000b01", channel=1, at={5, y + 2}}
  run(4)
  line = found_out(s)
  expect(m.passed > 0 and line:find(blind and "by station own%-reason 2" or "by timer own%-reason 2"),
         (blind and "the AP answers in good faith: " or "the AP does not answer: ") .. line)
  m.on = false
  a:off()
end

say("Fast transitions validate it in their reassociation.")
for _, way in ipairs{"air", "ds"} do
  count = count + 2
  local y = 1000 * count
  local two = {}
  for i, channel in ipairs{1, 11} do
    two[i] = ap{name=way .. i, ssid="ft-" .. way, passphrase=pass, channel=channel, at={100 * i, y},
                bssid=string.format("02:00:00:00:03:%02x", count + i), pmf="capable", ocv=true,
                akms={"ft-psk"}, ft_ds=way == "ds"}
  end
  s = station{name="ft-" .. way, at={140, y}}
  s:connect{ssid="ft-" .. way, passphrase=pass, ft=way, ocv=true}
  run(5)
  expect(works(s) and two[1]:clients()[1].ocv, "connected")
  trace(s)
  s:roam{to=way .. 2}
  run(3)
  expect(s:status().ap == way .. 2 and works(s) and two[2]:clients()[1].ocv,
         "over the " .. way .. ", and validated there")
  local arrived = trace(s, {only={"port " .. way .. "2 created"}})
  expect(#arrived == 1 and arrived[1]:find("miniport"), "by a transition: " .. tostring(arrived[1]))
  two[2]:rekey{}
  run(1)
  local why = causes(s)
  expect(works(s) and #why == 0, "the group handshake there validates it, too: " .. tostring(why[1]))
end
