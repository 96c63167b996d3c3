-- An attempt that fails for the same reason again and again is a loop, and is named as such with
-- its suspect: at the third time, at the sixth, the twelfth ... so that nobody has to compare the
-- causes of an hour. What is stale is forgotten and tried without: it makes no loop.

local pass, count = "correct horse", 0
local function net(network, profile)
  count = count + 1
  network.ssid, network.name = "net" .. count, "ap" .. count
  network.bssid = string.format("02:00:00:00:01:%02x", count)
  network.channel, network.at = ({1, 6, 11})[count % 3 + 1], {0, 300 * count}
  if network.security ~= "owe" and network.security ~= "eap" then network.passphrase = pass end
  local a = ap(network)
  local s = station{name="sta" .. count, at={5, 300 * count}}
  profile.ssid = network.ssid
  s:connect(profile)
  return s, a
end
local suspects = {
  {"sae-h2e-mismatch", {security="wpa3", sae={pwe="hunt"}},
   {security="wpa3", sae={pwe="h2e"}, passphrase=pass}},
  {"security-mismatch", {ciphers={"ccmp"}}, {cipher="gcmp-256", passphrase=pass}},
  {"pmf-not-offered", {pmf="off"}, {pmf="required", passphrase=pass}},
}
for _, suspect in ipairs(suspects) do
  local s = net(suspect[2], suspect[3])
  run(60)
  local causes, blamed = trace(s, {only={"cause"}, keep=true}), 0
  local told = #trace(s, {only={"notify failure-loop"}})
  for _, line in ipairs(causes) do
    if line:find(suspect[1], 1, true) then blamed = blamed + 1 end
  end
  expect(told == 2, ("%s: %d attempts, named as a loop twice: %d"):format(suspect[1], blamed, told))
end

say("A network that was only away for a while is none.")
local s, a = net({}, {passphrase=pass})
run(4)
a:off()
run(2)
a:on()
run(10)
expect(s:status().port_open and #trace(s, {only={"notify failure-loop"}}) == 0, "she is back, and no loop is told")
