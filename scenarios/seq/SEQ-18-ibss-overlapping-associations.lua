-- SEQ-18: two peers appear, and the association with the second is complete before that with the
-- first.
-- Rules: IBS-11 (a second ASSOCIATION_START before the first completion; completions are matched
-- by address), IBS-10, IBS-12, DIS-31 (neither start ends anything).

local mesa = {ssid="mesa", type="ibss", bssid="02:00:00:00:00:1b"}
local alice = station{name="alice", at={0, 0}}
local P0 = station{name="P0", at={5, 5}}
local P1 = station{name="P1", at={10, 0}}
run(0.5)
alice:connect(mesa)
run(4)
P0:connect(mesa)
run(3)
trace(alice)

say("What alice and P1 say to each other of their association is lost for a while.")
local there = rule{kind="auth", from="alice", to="P1"}
local back = rule{kind="auth", from="P1", to="alice"}
P1:connect(mesa)
run_to(alice, "ind ASSOCIATION_START P1")
say("Meanwhile another one authenticates with her.")
inject{channel=1, at={0, 5}, frame="b0003a01" .. "020000010001" .. "020000000099" ..
       "02000000001b" .. "0000" .. "000001000000"}
run(0.02)
unrule(there)
unrule(back)
run(1)
expect_trace(alice, [[
  ind ASSOCIATION_START P1 "mesa"
  ind ASSOCIATION_START 02:00:00:00:00:99 "mesa"
  ind ASSOCIATION_COMPLETION 02:00:00:00:00:99 0x00000000 beacon open none none
  port 02:00:00:00:00:99 created uncontrolled none
  ind ASSOCIATION_COMPLETION P1 0x00000000 beacon open none none
  port P1 created uncontrolled none
]], {ignore={"frame"}})

say("The invented one is never heard again, and that is nobody else's end (IBS-16, DIS-24).")
run(5)
expect_trace(alice, [[
  ind DISASSOCIATION 02:00:00:00:00:99 0x00000002
  port 02:00:00:00:00:99 deleted
]], {ignore={"frame"}})
