-- Where WPA3 comes to nothing, the station says where, and why: what only the AP's log would tell
-- otherwise. One attempt each, so that each cause stands alone.

local count = 0
local function cause(network, profile, fault)
  count = count + 1
  network.name, network.ssid = "ap" .. count, "net" .. count
  network.bssid = string.format("02:00:00:00:00:%02x", count)
  network.channel = ({1, 6, 11})[count % 3 + 1]
  network.at, network.passphrase = {0, 0}, "correct horse"
  network.security = network.security or "wpa3"
  local a = ap(network)
  if fault then a:sae{fault=fault} end
  local s = station{name="sta" .. count, at={5, 0}}
  profile.ssid, profile.passphrase = network.ssid, profile.passphrase or "correct horse"
  profile.security, profile.auto_connect = profile.security or "wpa3", false
  s:connect(profile)
  run(12)
  a:off()
  local lines = trace(s, {only={"cause"}})
  return lines[1] or "none", s
end
local function is(line, wanted)
  expect(line == "cause " .. wanted, wanted .. (line == "cause " .. wanted and "" or ": " .. line))
end

say("A password that is wrong, told by the AP, and by a Confirm of the AP that does not verify.")
is(cause({}, {passphrase="wrong horse"}), "association by peer peer-status 15 wrong-passphrase ASC-29")
is(cause({}, {}, "wrong-confirm"), "association by timer assoc-status 2 wrong-passphrase ASC-30")
say("An AP that commits, and is silent then; one that is silent from the beginning.")
is(cause({}, {}, "no-confirm"), "association by timer assoc-status 2 sae-confirm-no-answer ASC-30")
is(cause({mute={"auth"}}, {}), "association by timer assoc-status 2 sae-commit-no-answer ASC-30")
say("Groups, tokens, identifiers.")
is(cause({sae={groups={20}}}, {sae={groups={19, 21}}}), "association by peer sae-no-common-group ASC-30")
is(cause({}, {}, "tokens"), "association by peer sae-token-loop ASC-30")
is(cause({sae={identifier="guests"}}, {sae={identifier="guest"}}),
   "association by peer peer-status 123 sae-unknown-identifier ASC-29")
say("APs that do it another way than the profile wants: told before a frame is sent.")
is(cause({sae={pwe="h2e"}}, {sae={pwe="hunt"}}), "connection by station assoc-status 6 sae-h2e-mismatch CNX-12")
is(cause({sae={pwe="hunt"}}, {sae={pwe="h2e"}}), "connection by station assoc-status 6 sae-h2e-mismatch CNX-12")
is(cause({security="wpa2"}, {}), "connection by station assoc-status 6 security-mismatch CNX-12")
is(cause({}, {security="wpa2"}), "connection by station assoc-status 6 security-mismatch CNX-12")
say("An AP that refuses, with a status of its own.")
local a = ap{name="Full", bssid="02:00:00:00:00:f1", ssid="full", channel=1, at={0, 0},
             security="wpa3", passphrase="correct horse"}
a:refuse{what="auth", status=17}
local s = station{name="late", at={5, 0}}
s:connect{ssid="full", passphrase="correct horse", security="wpa3", auto_connect=false}
run(12)
is(trace(s, {only={"cause"}})[1], "association by peer peer-status 17 sae-commit-refused ASC-29")

say("A wrong password is wrong for certain after the second time, and the station stops.")
ap{name="Home", bssid="02:00:00:00:00:f2", ssid="home", channel=6, at={0, 0}, security="wpa3",
   passphrase="correct horse"}
local bob = station{name="bob", at={5, 0}}
bob:connect{ssid="home", passphrase="wrong horse", security="wpa3"}
run(120)
expect(#trace(bob, {only={"ind ASSOCIATION_START"}, keep=true}) == 2, "two attempts, and no third")
