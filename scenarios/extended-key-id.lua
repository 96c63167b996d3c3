-- Pairwise keys that are renewed while data flows, both ways, as fast as it goes: with Extended Key
-- ID two of them stand beside each other, what is under way arrives under the old one, and nothing
-- is lost. Without it there is a moment in which the two ends have different keys.
-- IEEE 802.11-2020 12.7.6.4, 12.7.6.5.

local pass, channels, count = "twelve monkeys", {1, 6, 11, 36, 40, 44, 48, 149}, 0

-- A network with these fields, its station, and what is lost in twenty renewals of its key.
local function renewed(what, network, profile)
  count = count + 1
  network.name, network.ssid, network.passphrase = "ap" .. count, what, pass
  network.bssid = string.format("02:00:00:00:01:%02x", count)
  network.channel, network.wmm = channels[count], true
  network.at = {0, 40 * count}
  local a = ap(network)
  local name = "sta" .. count
  local s = station{name=name, at={3, 40 * count}, radio="dual"}
  profile.ssid, profile.passphrase = what, pass
  s:connect(profile)
  run(5)
  local up = flow{from=name, to="wire", rate="saturated", size=1200}
  local down = flow{from="wire", to=name, rate="saturated", size=1200}
  run(0.5)
  trace(s)
  local began = 0
  for i = 1, 20 do
    began = began + (a:rekey{station=name} and 1 or 0)
    run(0.35)
  end
  expect(began == 20, what .. ": twenty new pairwise keys")
  up:stop() down:stop()
  run(2)
  local u, d = up:stats(), down:stats()
  local client = a:clients()[1]
  say(("%s: %d up, %d down; lost %d and %d; %d and %d could not be deciphered"):format(what,
      u.received, d.received, u.lost, d.lost, client.undecryptable, s:drops("decrypt-error") +
      s:drops("invalid-key-id") + s:drops("no-key")))
  expect(s:status().port_open, what .. ": the port is open")
  expect(s:drops("replay") == 0 and client.replays == 0, what .. ": nobody saw a replay")
  return {lost=u.lost + d.lost, garbled=client.undecryptable + s:drops("decrypt-error") +
          s:drops("invalid-key-id") + s:drops("no-key"), client=client, station=s}
end

for _, manager in ipairs{"os", "miniport"} do
  local with = renewed("with-" .. manager, {ext_key_id=true}, {manager=manager, ext_key_id=true})
  expect(with.client.ext_key_id and with.client.key_id == 0, "twenty renewals later it is key 0 again")
  expect(with.lost == 0 and with.garbled == 0, "with Extended Key ID nothing is lost, by the " .. manager)
  local without = renewed("without-" .. manager, {ext_key_id=true}, {manager=manager})
  expect(not without.client.ext_key_id, "it is negotiated, or not there")
  expect(without.garbled > 0, "without it what was under way cannot be deciphered")
end
local other = renewed("gcmp-256", {ext_key_id=true, ciphers={"gcmp-256"}, pmf="required"},
                      {ext_key_id=true, cipher="gcmp-256"})
expect(other.client.ext_key_id and other.lost == 0, "by another cipher, with protected management frames, too")
local tkip = renewed("not-there", {}, {ext_key_id=true})
expect(not tkip.client.ext_key_id, "an AP that does not have it goes on as ever")
