-- The levels of power saving, each in the same place with the same ping in the other direction: what
-- a host behind the access point sends waits there until the station fetches it.
-- Rules: PWR-08 (0, 8 and 16 are levels, and 24 the vendor's), PWR-09 (the AP is told).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office"}
run(5)

local function level(n)
  expect(alice:oid{"POWER_MGMT_REQUEST", kind="set", data=hex(string.pack("<I4", n))} ==
         "SUCCESS", "level " .. n)
  run(1)
end
local function sleeps()
  return A:clients()[1].power_save
end
-- Seconds until a ping is answered: the answer waits at the AP.
local function answer()
  local before, t0 = alice:pings(), now()
  alice:ping()
  while alice:pings() == before and now() - t0 < 5 do
    run(0.001)
  end
  return now() - t0
end

say("Without power saving an answer comes at once.")
expect(not sleeps() and answer() < 0.01, "awake")

say("FAST_PSP: it sleeps, and wakes for its own traffic; so the answer comes at once, too.")
level(8)
expect(sleeps(), "asleep while idle")
alice:ping()
run(0.02)
expect(alice:pings() == 2 and not sleeps(), "awake with the traffic")
run(0.2)
expect(sleeps(), "and asleep again a tenth of a second later")

say("MAX_PSP: it stays asleep, and fetches what a DTIM Beacon announces, every 205 ms.")
level(16)
for i = 1, 5 do
  local t = answer()
  expect(t > 0.001 and t < 0.25, "at the next DTIM")
  expect(sleeps(), "asleep all the time")
end

say("MAXIMUM_LEVEL: it listens to one Beacon in ten.")
level(24)
local longest = 0
for i = 1, 5 do
  local t = answer()
  expect(t < 1.1, "within the listen interval")
  longest = math.max(longest, t)
end
expect(longest > 0.3, "later than at a DTIM")

say("And no power saving again.")
level(0)
expect(not sleeps() and answer() < 0.01, "awake")
