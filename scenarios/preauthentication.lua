-- 802.1X before the move: the station authenticates at the candidates of a roam by way of the access
-- point it is at, and finds its key there when it comes. IEEE 802.11-2020 12.6.10.2; contract PMK-03
-- to PMK-07.

local user = {method="peap", identity="alice", password="secret", ca="air"}
local nobody = {identity="alice", password="secret", okc=false}
local count = 0

-- A corridor of access points, each on a channel of its own, and a station at the first.
local function corridor(profile, servers)
  count = count + 1
  local aps, ssid, y = {}, "office" .. count, 1000 * count
  for i, server in ipairs(servers) do
    aps[i] = ap{name=ssid .. "-" .. i, ssid=ssid, channel=({1, 6, 11, 36, 40})[i], at={10 * i, y},
                bssid=string.format("02:00:00:00:%02x:%02x", count, i), security="eap", eap=server}
  end
  profile.ssid, profile.security, profile.eap = ssid, "eap", user
  local s = station{name="sta" .. count, at={11, y}, radio="dual"}
  s:connect(profile)
  run(8)
  expect(s:status().port_open, "connected to " .. ssid)
  return s, aps, "sta" .. count, ssid
end

-- Roams; how many packets of EAP that took, and of which key the request was.
local function roam(s, to)
  trace(s)
  s:roam{to=to}
  run(3)
  local eap = 0
  for _, line in ipairs(trace(s, {only={"frame"}})) do
    if line:match(" EAPOL$") then eap = eap + 1 end
  end
  expect(s:status().ap == to and s:status().port_open, "she is at " .. to)
  return eap
end

say("Two candidates that offer it: she is known there before she comes.")
local function offers(t)
  local c = {preauth=true}
  for k, v in pairs(nobody) do c[k] = v end
  for k, v in pairs(t or {}) do c[k] = v end
  return c
end
local s, aps, name, ssid = corridor({pmk_cache={preauth=true, opportunistic=false}},
                                    {offers(), offers(), offers()})
local lists = trace(s, {only={"oid set PMKID_LIST"}})
expect(#lists == 4, "her own key, an answer to the candidates, and after each key of theirs: " .. #lists)
expect(roam(s, ssid .. "-2") == 0, "no EAP there: she was let in before")
run(8)
expect(roam(s, ssid .. "-3") == 0, "nor there")
expect(roam(s, ssid .. "-1") == 0, "nor where she came from: that is a PMK of an earlier association")

say("Who does not offer it is not asked (PMK-07), and does EAP when she comes.")
s, aps, name, ssid = corridor({pmk_cache={preauth=true, opportunistic=false}}, {offers(), nobody})
lists = trace(s, {only={"oid set PMKID_LIST"}})
expect(#lists == 2, "her own key, an answer to the candidates, and nothing after it")
expect(roam(s, ssid .. "-2") > 4, "EAP")

say("A profile that does not want it.")
s, aps, name, ssid = corridor({pmk_cache={opportunistic=false}}, {offers(), offers()})
expect(roam(s, ssid .. "-2") > 4, "EAP")

say("One at most of each list.")
s, aps, name, ssid = corridor({pmk_cache={preauth=true, opportunistic=false, throttle=1}},
                              {offers(), offers(), offers()})
lists = trace(s, {only={"oid set PMKID_LIST"}})
expect(#lists == 3, "her own key, one answer, one key")
expect(roam(s, ssid .. "-3") > 4 or roam(s, ssid .. "-2") > 4, "the other one does EAP")

say("A server that lets her in nowhere but where she is; one that says nothing. It costs nothing.")
s, aps, name, ssid = corridor({pmk_cache={preauth=true, opportunistic=false}, onex={start=1}},
                              {offers(), offers{fault="failure"}, offers{fault="silent"},
                               offers()})
run(40)
expect(s:status().ap == ssid .. "-1" and s:status().port_open, "her own port is open")
expect(roam(s, ssid .. "-4") == 0, "the fourth has her key all the same")

say("Opportunistic key caching: a key for all, where the access points share it.")
s, aps, name, ssid = corridor({}, {{identity="alice", password="secret"}, {identity="alice", password="secret"}})
expect(roam(s, ssid .. "-2") == 0, "by the key of the first one")
s, aps, name, ssid = corridor({pmk_cache={opportunistic=false}},
                              {{identity="alice", password="secret"}, {identity="alice", password="secret"}})
expect(roam(s, ssid .. "-2") > 4, "not by a profile that does not want it")
s, aps, name, ssid = corridor({}, {nobody, nobody})
expect(roam(s, ssid .. "-2") > 4, "nor where they do not share it: then EAP in the same association")

say("No cache at all; and a key that has grown old.")
s, aps, name, ssid = corridor({pmk_cache={off=true}}, {offers(), offers()})
expect(roam(s, ssid .. "-2") > 4, "EAP")
expect(roam(s, ssid .. "-1") > 4, "also where she has been")
s, aps, name, ssid = corridor({pmk_cache={minutes=5, opportunistic=false}}, {nobody, nobody})
expect(roam(s, ssid .. "-2") > 4, "EAP")
run(8)
expect(roam(s, ssid .. "-1") == 0, "in its five minutes a key is good")
run(8)
expect(roam(s, ssid .. "-2") == 0, "there, too")
run(310)
expect(roam(s, ssid .. "-1") > 4, "and then no more")

say("Times of 802.1X: an access point that says nothing is asked at once, after a second, or never.")
local function connect(onex, fault)
  count = count + 1
  local server = {identity="alice", password="secret", fault=fault}
  ap{name="quiet" .. count, ssid="quiet" .. count, bssid=string.format("02:00:00:00:ff:%02x", count),
     security="eap", eap=server, at={0, 1000 * count}}
  local s = station{name="sta" .. count, at={1, 1000 * count}}
  s:connect{ssid="quiet" .. count, security="eap", eap=user, onex=onex}
  return s
end
-- Seconds from the association to the cause.
local function gives_up_after(onex)
  local s = connect(onex)
  rule{from="quiet" .. count, to="sta" .. count, kind="data"}
  run_to(s, "ind ASSOCIATION_COMPLETION", 20)
  local began = now()
  run_to(s, "cause port", 100)
  return now() - began
end
local function is_about(value, wanted, what)
  expect(math.abs(value - wanted) < 0.2, ("%s: %.1f s, %d"):format(what, value, wanted))
end
is_about(gives_up_after({}), 16, "a second, and three times five")
is_about(gives_up_after({start=2, max_start=2}), 5, "a second, and twice two")
is_about(gives_up_after({mode="ask", start=2, max_start=2}), 4, "at once: twice two")
is_about(gives_up_after({mode="inhibit", auth=7}), 7, "never: as long as for a word of the server")

say("What comes after a failure: a pause of heldPeriod, and the end after maxAuthFailures.")
local function attempts(onex, seconds)
  local s = connect(onex, "failure")
  run(seconds)
  return #trace(s, {only={"ind ASSOCIATION_START"}}), s
end
local usual = attempts({}, 60)
local held = attempts({held=20}, 60)
local few, s = attempts({max_failures=2}, 60)
expect(usual > 5 and held > 1 and held < usual, ("%d attempts in a minute, %d with heldPeriod 20"):format(usual, held))
expect(few == 2 or few == 4, few .. " with maxAuthFailures 2")
expect(not s:status().wanted, "then it is wanted no more")
