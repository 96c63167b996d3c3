-- Twenty stations without an access point: all begin in the same second, some start a network of
-- their own, and all end up in one. Everybody then talks to the neighbour.
-- Rules: IBS-01, IBS-02, IBS-10, IBS-11, IBS-13 (networks of one name become one), IBS-16 (nobody
-- is lost who is there; who vanishes is missed by all), IBS-17.

local count = tonumber(arg.stations or 20)
local mesa = {ssid="mesa", type="ibss"}
local all = {}
for i = 1, count do
  all[i] = station{name="s" .. i, at={i % 5 * 8, i // 5 * 8}}
end
run(0.5)
for i = 1, count do
  all[i]:connect(mesa)
  run(1 / count)
end
run(8)

local network = all[1]:status().ap
for i = 1, count do
  local s = all[i]:status()
  expect(s.connected and s.port_open and s.ap == network, "s" .. i .. " is in the one network")
  local ports = 0
  for _, line in ipairs(trace(all[i], {only={"port"}})) do
    ports = ports + (line:find("created") and 1 or line:find("deleted") and -1 or 0)
  end
  expect(ports == count - 1, "s" .. i .. " has a port for everybody")
end

say("Data between neighbours.")
local flows = {}
for i = 1, count do
  flows[i] = flow{from=all[i], to=all[i % count + 1], rate="50 kb/s"}
end
run(20)
for i = 1, count do
  local s = flows[i]:stats()
  expect(s.received > 90 and s.loss < 0.01, "s" .. i .. " is understood")
  flows[i]:stop()
end

say("One falls silent, another says good-bye: the others miss these two and nobody else.")
for i = 1, count do trace(all[i]) end
all[2]:radio(false)
all[3]:disconnect()
run(6)
for i = 4, count do
  expect_trace(all[i], [[
    ind DISASSOCIATION s3 0x00010003
    ind DISASSOCIATION s2 0x00000002
  ]], {only={"ind DIS", "ind ASSOCIATION", "ind ROAMING"}})
end
