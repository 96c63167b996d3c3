-- SEQ-22, variant: the radio is switched off while the station associates.
-- Rules: PWR-06 (ASSOCIATION_COMPLETION 3, then CONNECTION_COMPLETION 3), CNX-12, CNX-14 (INIT:
-- switching it on again brings no roam).

ap{name="A", bssid="02:00:00:00:00:0a", ssid="cafe", at={0, 0}, mute={"auth"}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)
alice:connect{ssid="cafe", auto_connect=false} -- one attempt
run_to(alice, "frame alice > A auth")
alice:radio(false)
run(30)
expect_trace(alice, [[
  ind CONNECTION_START infrastructure
  ind ASSOCIATION_START A "cafe"
  frame alice > A auth open 1
  ind ASSOCIATION_COMPLETION A 0x00000003 beacon
  ind CONNECTION_COMPLETION 0x00000003
]], {ignore={"ind PHY_STATE_CHANGED"}})
alice:radio(true)
run(30)
expect_trace(alice, "", {ignore={"ind PHY_STATE_CHANGED"}})
expect(not alice:status().operating, "INIT")
