-- WPA3-Personal: every way into it, the way back by a PMK that both still know, and the two words
-- for one network while it moves from WPA2 to WPA3.

local count = 0
-- A network and a station for it. The frames of the Authentication exchange are the proof of how.
local function join(what, network, profile)
  count = count + 1
  network.name, network.ssid = "ap" .. count, what
  network.bssid = string.format("02:00:00:00:00:%02x", count)
  network.channel = ({1, 6, 11})[count % 3 + 1]
  network.at, network.passphrase = {0, 0}, "correct horse"
  network.security = network.security or "wpa3"
  local a = ap(network)
  local s = station{name="sta" .. count, at={5, 0}}
  profile.ssid, profile.passphrase = what, profile.passphrase or "correct horse"
  profile.security = profile.security or "wpa3"
  s:connect(profile)
  run(4)
  s:ping()
  run(1)
  return s:pings() == 1, a, s
end
local function authenticated_by(s, name)
  return #trace(s, {only={"ind ASSOCIATION_COMPLETION"}, keep=true}) > 0 and
         trace(s, {only={"ind ASSOCIATION_COMPLETION"}, keep=true})[1]:find(name, 1, true) ~= nil
end

say("By hash to element, by hunting and pecking, in each group.")
local ok, a, s = join("usual", {}, {})
expect(ok and authenticated_by(s, "wpa3-sae"), "as both are made")
expect((join("h2e", {sae={pwe="h2e"}}, {})), "an AP of hash to element only")
expect((join("hunt", {sae={pwe="hunt"}}, {})), "an AP of hunting and pecking only")
expect((join("hunt-station", {}, {sae={pwe="hunt"}})), "a station of hunting and pecking only")
expect((join("group 20", {sae={groups={20}}}, {})), "an AP of group 20: 19 is refused first")
expect((join("group 21", {sae={groups={21}}}, {})), "an AP of group 21: 19 and 20 are")
expect((join("group 20 first", {}, {sae={groups={20, 19}}})), "a station that prefers group 20")
expect((join("ext", {akms={"sae-ext-key"}}, {})), "SAE-EXT-KEY, of the length of the hash")
expect((join("identifier", {sae={identifier="guests"}}, {sae={identifier="guests"}})),
       "a password with an identifier")
expect((join("miniport", {}, {manager="miniport"})), "the driver does the handshake, too")
expect((join("gcmp", {ciphers={"gcmp-256"}}, {cipher="gcmp-256"})), "GCMP-256")

say("The AP sends everybody away, and she is back without another exchange: both know the PMK.")
ok, a, s = join("again", {}, {})
trace(s)
a:deauth{}
run(4)
s:ping()
run(1)
expect(s:pings() == 2, "back, and the network answers")
expect(#trace(s, {only={"cause"}, keep=true}) == 1, "with no other end than the first one")
say("The AP has forgotten it: so does she, in the same operation.")
a:sae{forget=true}
trace(s)
a:deauth{}
run(6)
s:ping()
run(1)
expect(s:pings() == 3, "back by SAE")
expect(#trace(s, {only={"ind ASSOCIATION_START"}, keep=true}) == 1, "in one operation")

say("Tokens under load: eight stations at once, and the AP allows one exchange at a time.")
local busy = ap{name="Busy", bssid="02:00:00:00:00:f0", ssid="busy", channel=1, at={0, 0},
                security="wpa3", passphrase="correct horse", sae={tokens=1}}
local crowd = {}
for i = 1, 8 do
  crowd[i] = station{name="crowd" .. i, at={5, i}}
  crowd[i]:connect{ssid="busy", passphrase="correct horse", security="wpa3"}
end
run(8)
for i = 1, 8 do
  expect(crowd[i]:status().port_open, "crowd" .. i .. " is in")
end
