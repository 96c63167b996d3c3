-- Anything, at any time: access points, peers, stations, places, losses and requests of the host by
-- chance. Nothing here is expected to succeed. What is expected, of every seed: no rule of the
-- contract is broken, and when all is over each station holds nothing any more: no association, no
-- port, no key, no timer; and `extsta run` fails where memory is not given back.
--
--   extsta run tests/scenario/random.lua --seeds 1-1000 --quiet
--
-- `-- seconds=300 stations=20` for longer and larger ones.
local seconds = tonumber(arg.seconds or math.random(20, 90))
local any = math.random
local function one(list) return list[any(#list)] end
local function chance(p) return any() < p end

local passphrases = {"correct horse", "battery staple"}
local networks = {}
for i = 1, any(1, 3) do
  networks[i] = {ssid=("net%d"):format(i), passphrase=chance(0.7) and one(passphrases) or nil}
end

local aps = {}
for i = 1, any(1, 5) do
  local network = one(networks)
  aps[i] = ap{name="AP" .. i, bssid=("02:00:00:00:aa:%02x"):format(i), ssid=network.ssid,
              passphrase=network.passphrase, channel=one{1, 1, 6, 11, 36},
              at={any(0, 100), any(0, 30)}, power=any(10, 20), wmm=chance(0.6),
              hidden=chance(0.2), off=chance(0.1), beacon_interval=one{50, 100, 100, 300},
              rekey=network.passphrase and chance(0.3) and any(3, 30) or nil,
              inactivity=chance(0.2) and any(5, 40) or nil,
              max_stations=chance(0.2) and any(1, 4) or nil,
              processing=chance(0.2) and {frame=any(0, 4000), eapol=any(0, 60000)} or nil}
end

-- Independent networks: with a key or without, two of one name by chance.
local function independent()
  return {ssid=one{"peers", "peers", "others"}, type="ibss", join_only=chance(0.3),
          passphrase=chance(0.3) and "correct horse" or nil}
end

local function wish()
  if chance(0.15) then return independent() end
  local network = one(networks)
  local passphrase = network.passphrase
  if chance(0.1) then passphrase = passphrase and "a wrong one" end
  if chance(0.05) then passphrase = passphrase == nil and "never asked for" or nil end
  local how = {ssid=chance(0.95) and network.ssid or "nowhere", passphrase=passphrase,
               hidden=chance(0.3)}
  if passphrase then how.manager = one{"os", "os", "miniport"} end
  if chance(0.2) then how.auto_connect = false end
  if chance(0.1) then how.bssid = ("02:00:00:00:aa:%02x"):format(any(#aps)) end
  return how
end

local people = {}
for i = 1, tonumber(arg.stations or any(1, 6)) do
  local persona = chance(0.2) and one{"slow-module", "dozing-sensor"} or nil
  people[i] = station{name="s" .. i, address=("02:00:00:00:bb:%02x"):format(i), at={any(0, 100), any(0, 30)}, persona=persona,
                      radio=not persona and chance(0.5) and "dual" or nil}
end

local function u32(n) return hex(string.pack("<I4", n)) end
local addresses = {}
for i = 1, #people do
  addresses[#addresses + 1] = ("02000000aa%02x"):format(i) -- of an access point, or nobody's
  addresses[#addresses + 1] = ("02000000bb%02x"):format(i)
end

-- What the host may ask for at any moment, sensible or not.
local requests = {
  function(s) return s:oid{"SCAN_REQUEST", kind="set", data=u32(3) .. "ffffffffffff0000" ..
                           u32(one{1, 2, 3}) .. ("00"):rep(40)} end,
  function(s) return s:oid{"DISCONNECT_REQUEST", kind="set"} end,
  function(s) return s:oid{"CONNECT_REQUEST", kind="set"} end,
  function(s) return s:oid{"RESET_REQUEST", kind="method",
                           data=u32(one{1, 2, 3}) .. one(addresses) .. one{"00", "01"} .. "00",
                           room=12} end,
  function(s) return s:oid{"POWER_MGMT_REQUEST", kind="set", data=u32(any(0, 4))} end,
  function(s) return s:oid{"FLUSH_BSS_LIST", kind="set"} end,
  function(s) return s:oid{"MEDIA_STREAMING_ENABLED", kind="set", data=one{"00", "01"}} end,
  function(s) return s:oid{"UNREACHABLE_DETECTION_THRESHOLD", kind="set", data=u32(any(0, 9000))} end,
  function(s) return s:oid{"HIDDEN_NETWORK_ENABLED", kind="set", data=one{"00", "01"}} end,
  function(s) return s:oid{"EXCLUDE_UNENCRYPTED", kind="set", data=one{"00", "01"}} end,
  function(s) return s:oid{"CIPHER_DEFAULT_KEY_ID", kind="set", data=u32(any(0, 4))} end,
  function(s) return s:oid{"NIC_POWER_STATE", kind="set", data=one{"00", "01"}} end,
  function(s) return s:oid{any(0, 0x0d010200), kind=one{"set", "query", "method"}, room=any(0, 64),
                           data=("a5"):rep(any(0, 40))} end,
  function(s) return s:reset_ex() end,
}

-- Requests of the MIB: any object, any value of a plausible size.
local objects = {"AUTO_CONFIG_ENABLED", "CURRENT_PHY_ID", "DESIRED_BSS_TYPE", "ENABLED_AUTHENTICATION_ALGORITHM",
  "ENABLED_UNICAST_CIPHER_ALGORITHM", "ENABLED_MULTICAST_CIPHER_ALGORITHM", "DESIRED_SSID_LIST",
  "DESIRED_BSSID_LIST", "EXCLUDED_MAC_ADDRESS_LIST", "PRIVACY_EXEMPTION_LIST", "PMKID_LIST",
  "CIPHER_DEFAULT_KEY", "CIPHER_KEY_MAPPING_KEY", "POWER_MGMT_REQUEST", "SAFE_MODE_ENABLED",
  "CURRENT_OPERATION_MODE", "DESIRED_PHY_LIST", "RTS_THRESHOLD", "FRAGMENTATION_THRESHOLD",
  "IBSS_PARAMS", "ASSOCIATION_PARAMS", "SCAN_REQUEST", "ENUM_BSS_LIST", "ENUM_ASSOCIATION_INFO",
  "STATISTICS", "PORT_STATE_NOTIFICATION", "MULTICAST_LIST", "NIC_SPECIFIC_EXTENSION"}
local function oddly(s)
  local data = {}
  for i = 1, one{0, 1, 2, 4, 4, 8, 12, 20, 60} do data[i] = ("%02x"):format(one{0, 0, 1, 2, 128, 255}) end
  return s:oid{one(objects), kind=one{"set", "query", "method"}, room=one{0, 4, 8, 64, 2000},
               data=table.concat(data)}
end
requests[#requests + 1] = oddly
requests[#requests + 1] = oddly

local actions = {
  function(s) if not s:status().wanted then s:connect(wish()) end end,
  function(s) if not s:status().wanted then s:connect(wish()) end end,
  function(s) if not s:status().wanted then s:connect(wish()) end end,
  function(s) s:disconnect() end,
  function(s) s:ping() end,
  function(s) s:ping() end,
  function(s) s:scan{chance(0.5) and one(networks).ssid or nil} end,
  function(s) s:move{to={any(0, 120), any(0, 40)}, speed=any(1, 20)} end,
  function(s) s:radio(false); at(now() + any() * 3, function() s:radio(true) end) end,
  function(s) one(requests)(s) end,
  function(s) forge{kind=one{"deauth", "disassoc"}, from="AP" .. any(#aps), to="s" .. any(#people), reason=any(1, 40),
                    at={any(0, 100), any(0, 30)}} end,
}
local frames = {"80", "50", "b0", "10", "30", "c0", "a0", "d0", "08", "88", "48"}
local troubles = {
  function() one(aps):deauth{reason=any(1, 40)} end,
  function() one(aps):disassoc{reason=any(1, 40)} end,
  function() local a = one(aps); a:off(); at(now() + any() * 8, function() a:on{forget=chance(0.5)} end) end,
  function() one(aps):rekey() end,
  function() one(aps):refuse{what=one{"auth", "assoc"}, status=one{1, 12, 17, 30, 37},
                             times=any(1, 3)} end,
  function() one(aps):mute{one{"beacon", "probe", "auth", "assoc", "m1", "m3", "group"}} end,
  function() one(aps):mute{} end,
  function() one(aps):set{channel=one{1, 6, 11}} end,
  function() one(aps):power(any(-20, 20)) end,
  function()
    local action = one{"drop", "drop", "duplicate", "corrupt", "truncate", "delay"}
    local r = rule{probability=any() * 0.9 + 0.05, each_try=chance(0.5), action=action,
                   delay=action == "delay" and any() or nil,
                   length=action == "truncate" and any(1, 100) or nil,
                   offset=action == "corrupt" and any(0, 200) or nil,
                   bits=action == "corrupt" and any(1, 255) or nil,
                   kind=chance(0.5) and one{"beacon", "auth", "assoc-resp", "data"} or nil}
    at(now() + any() * 10, function() unrule(r) end)
  end,
  function() -- a frame of nonsense in the name of an access point, or in a station's own
    local body = {}
    for i = 1, any(0, 60) do body[i] = ("%02x"):format(any(0, 255)) end
    inject{frame=one(frames) .. one{"00", "01", "02", "08", "40"} .. "0000" ..
                 one{"ffffffffffff", one(addresses)} .. one(addresses) .. one(addresses) ..
                 ("%02x%02x"):format(any(0, 255), any(0, 255)) .. table.concat(body),
           channel=one{1, 6, 11, 36}, at={any(0, 100), any(0, 30)}}
  end,
}

for _, s in ipairs(people) do
  at(any() * 3, function() if not s:status().wanted then s:connect(wish()) end end)
  for _ = 1, any(5, 40) do at(any() * seconds, function() one(actions)(s) end) end
end
for _ = 1, any(0, 40) do at(any() * seconds, function() one(troubles)() end) end
run(seconds + 10)

-- The end: nobody wants a network any more, and the host resets the driver.
for _, s in ipairs(people) do
  s:radio(true)
  s:disconnect()
end
run(20)
for i, s in ipairs(people) do
  s:oid{"RESET_REQUEST", kind="method", data=u32(3) .. ("02000000bb%02x"):format(i) .. "0100",
        room=12}
end
run(1)
for i, s in ipairs(people) do
  local held = s:holdings()
  for _, kind in ipairs{"associations", "operations", "ports", "keys", "packets", "timers"} do
    expect(held[kind] == 0, ("s%d holds %d %s"):format(i, held[kind], kind))
  end
end
