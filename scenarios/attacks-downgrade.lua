-- Talked down: Mallory takes the access point's Beacons from the air and says of it, under its
-- address, that it can do less than it can: WPA2 instead of WPA3, a weaker cipher, no protection of
-- management frames. Message 3 of the handshake has the true elements under its MIC, and a station
-- that has associated by others ends it there (IEEE Std 802.11-2020 12.7.6.4). And what she does to a
-- handshake itself: another message 1 in between, keys that were changed on the way.

local count = 0
local pass = "twelve monkeys"
local function element_at(beacon, id)
  local at = 73 -- behind the header, time, interval and capabilities
  while at + 3 <= #beacon do
    local len = tonumber(beacon:sub(at + 2, at + 3), 16)
    if beacon:sub(at, at + 1) == id then return at, at + 3 + 2 * len end
    at = at + 4 + 2 * len
  end
end
-- An access point, a station of this profile, and for `rsne` Beacons with this RSN element in the
-- place of the true one. Returns the station, the access point, and how the attempt went.
local function meet(fields, profile, rsne, before)
  count = count + 1
  local n = count
  fields.name, fields.bssid = "ap" .. n, ("02:00:00:00:00:%02x"):format(n)
  fields.ssid, fields.passphrase = fields.ssid or "net" .. n, not fields.pmk and pass or nil
  fields.channel, fields.at = 6, {0, 0}
  local a = ap(fields)
  local ear = radio{address=("02:00:00:00:ee:%02x"):format(n), channel=6, at={25, 0}, all=true,
                    acks=false, beacons=true}
  run(0.25)
  local beacon
  for _, f in ipairs(ear:frames()) do
    if f.data:sub(1, 2) == "80" and f.data:sub(21, 32) == fields.bssid:gsub(":", "") then
      beacon = f.data
    end
  end
  local on = true
  if rsne then
    local first, last = element_at(beacon, "30")
    expect(first ~= nil, "its Beacon has an RSN element")
    beacon = beacon:sub(1, first - 1) .. rsne .. beacon:sub(last + 1)
    a:mute{"beacon", "probe"}
    local function again()
      if on then
        inject{frame=beacon, channel=6, at={25, 0}}
        at(now() + 0.1, again)
      end
    end
    again()
  end
  local s = station{name="s" .. n, address=("02:00:00:00:0a:%02x"):format(n), at={5, 0}}
  profile.ssid, profile.passphrase, profile.auto_connect = fields.ssid, pass, false
  if before then before(s, a, n) end
  s:connect(profile)
  run(12)
  on = false
  return s, a, table.concat(trace(s, {only={"cause"}}), ", ")
end
local function refused(what, diagnosis, fields, profile, rsne)
  local s, a, cause = meet(fields, profile, rsne)
  expect(not s:status().port_open, what .. ": no port opens")
  expect(cause:find(diagnosis, 1, true) ~= nil, what .. ": told as " .. diagnosis .. " (" .. cause .. ")")
  s:disconnect()
  run(0.1)
  a:off()
end
-- WPA2-PSK with CCMP, and nothing more
local LEAST = "3014" .. "0100" .. "000fac04" .. "0100000fac04" .. "0100000fac02" .. "0000"

say("WPA3 to WPA2: a transition network whose Beacons have lost SAE.")
refused("SAE to PSK", "rsne-mismatch", {security="wpa2 wpa3"}, {security="wpa2 wpa3"},
        LEAST)
say("For who asks for WPA3 alone it is no network at all.")
refused("SAE to PSK, WPA3 wanted", "security-mismatch", {security="wpa2 wpa3"}, {security="wpa3"},
        LEAST)

say("The cipher: GCMP-256 beside CCMP, of which CCMP is left.")
refused("cipher", "rsne-mismatch", {ciphers={"gcmp-256", "ccmp"}}, {},
        LEAST)
refused("cipher, GCMP-256 wanted", "security-mismatch", {ciphers={"gcmp-256", "ccmp"}},
        {cipher="gcmp-256"}, LEAST)

say("Protected management frames: that it can is taken away.")
refused("protected management frames", "rsne-mismatch", {pmf="capable"}, {},
        LEAST)
refused("protected management frames, required here", "pmf-not-offered", {pmf="capable"},
        {pmf="required"}, LEAST)

say("SSID confusion: a relay of 'guests', which has the same password, under the name of 'office'. The")
say("SSID is in the PMK of WPA2; here the access point has that of 'guests'.")
refused("CVE-2023-52424, WPA2", "wrong-passphrase",
        {ssid="office", pmk="4fae055f7085891ea5bfd7542e31e716aa37df024a13a39608a9f2c9851dd8a7"}, {})

say("Another message 1 after the access point's (TPTK): whoever made it cannot make message 3.")
local forged = 0
local s, a, cause = meet({processing={eapol=20000}}, {}, nil, function(s, a, n)
  local bssid, sta = ("0200000000%02x"):format(n), ("020000000a%02x"):format(n)
  local mallory
  mallory = radio{address=("02:00:00:00:66:%02x"):format(n), channel=6, at={4, 0}, all=true,
                  acks=false, receive=function(f)
    local at = f.data:find("888e", 49, true)
    -- message 2: MIC, and no acknowledgement asked for
    if at and f.data:sub(21, 32) == sta and f.data:sub(at + 14, at + 17) == "010a" and forged < 3 then
      forged = forged + 1
      inject{channel=6, at={4, 0}, frame="0802" .. "0000" .. sta .. bssid .. bssid ..
             ("%d07f"):format(forged) .. "aaaa03000000888e" .. "0203005f" .. "02" .. "008a" .. "0010" ..
             ("00"):rep(7) .. "09" .. ("%02x"):format(0x40 + forged):rep(32) ..
             ("00"):rep(16 + 8 + 8 + 16) .. "0000"}
    end
  end}
end)
expect(forged == 3, "three were answered")
expect(s:status().port_open and cause == "", "TPTK: the handshake comes to its end all the same")
s:ping()
run(0.2)
expect(s:pings() == 1, "TPTK: and data pass under the true key")
s:disconnect()
run(0.1)
a:off()

say("Keys that were changed on the way: message 3, and message 1 of the group key handshake.")
local hit
s, a = meet({}, {}, nil, function(s, a, n)
  hit = rule{from="ap" .. n, to="s" .. n, message=3, action="corrupt", offset=150, bits=255, count=1}
end)
expect(rule_hits(hit) == 1 and s:drops("eapol-mic") == 1, "GTK: a changed message 3 does not verify")
expect(s:status().port_open, "and the true one is believed")
local keys = s:holdings().keys
local sta, bssid = ("020000000a%02x"):format(count), ("0200000000%02x"):format(count)
inject{channel=6, at={4, 0}, frame=a:seal{frame="0802" .. "0000" .. sta .. bssid .. bssid .. "f07f" ..
       "aaaa03000000888e" .. "0203007f" .. "02" .. "1382" .. "0000" .. "00000000000000ff" ..
       ("00"):rep(32 + 16 + 8 + 8) .. ("77"):rep(16) .. "0020" .. ("66"):rep(32)}}
run(0.2)
expect(s:drops("eapol-mic") == 2 and s:holdings().keys == keys,
       "GTK: one that somebody else has made gives no key")
