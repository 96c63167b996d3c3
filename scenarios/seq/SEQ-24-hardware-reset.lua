-- SEQ-24: hardware reset (MiniportResetEx).
-- Rules: STA-12 (keys, configuration, cache and state are kept; an explicit scan is confirmed as
-- failed), ROM-17 (the link was kept: no indication of it).

local A = ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse",
             channel=1, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
run(0.5)
alice:connect{ssid="office", passphrase="correct horse"}
run(5)
trace(alice)

alice:reset_ex()
run(5)
expect_trace(alice, "")
alice:ping()
run(1)
expect(alice:pings() == 1, "the keys are still there")

say("Once more, in the middle of a scan.")
expect(alice:scan{}, "a scan")
run(0.05)
alice:reset_ex()
run(5)
expect_trace(alice, [[
  ind SCAN_CONFIRM REQUEST_ABORTED
]])
expect(#alice:bss_list() == 1, "the cache, too")
alice:ping()
run(1)
expect(alice:pings() == 2, "and the link")
