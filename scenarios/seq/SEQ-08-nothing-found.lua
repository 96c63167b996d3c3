-- SEQ-08, left column: nothing of that name is on the air.
-- Rules: CNX-08 (no association indications), CNX-26 (a probe request for the desired SSID on
-- every channel), CNX-12 (status 6), CNX-14 (back in INIT, no roam), CNX-18.

ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

alice:connect{ssid="home", auto_connect=false} -- one attempt
run(30)
-- Eleven channels by 802.11's numbers 1 to 11, and 12 and 13, where this radio may probe too.
local probes = trace(alice, {only={"frame alice > * probe-req \"home\""}, keep=true})
expect(#probes >= 13, "the desired SSID is probed on each of the 13 channels")
expect_trace(alice, [[
  ind CONNECTION_START infrastructure
  ind CONNECTION_COMPLETION 0x00000006
]])
expect(not alice:status().operating, "INIT again")

say("An AP of that name comes too late: there is no roam out of INIT.")
ap{name="B", bssid="02:00:00:00:00:0b", ssid="home", at={0, 0}}
run(60)
expect_trace(alice, "", {only={"ind", "port", "frame"}})

say("The next profile is applied from a reset on.")
alice:connect{ssid="home"}
run(5)
local oids = trace(alice, {only={"oid"}, keep=true})
expect(oids[1] == "oid method RESET_REQUEST 3 alice default-mib -> SUCCESS {4, 0x00000000}",
       "RESET_REQUEST first")
expect(alice:status().ap == "B", "alice is home")
