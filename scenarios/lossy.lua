-- A bad channel: one frame in three is lost, whichever it is; each try has another fate. The
-- link layer tries again, and the handshake too; the user notices a delay.

ap{name="Cellar", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys", at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local loss = rule{probability=0.33, each_try=true}

alice:connect{ssid="home", passphrase="twelve monkeys"}
run(20)
expect(alice:status().port_open, "connected all the same")
for i = 1, 20 do
  alice:ping()
  run(0.5)
end
local answered, sent = alice:pings()
expect(sent == 20 and answered >= 18, answered .. " of 20 pings answered: retries hide the loss")
expect(rule_hits(loss) > 20, rule_hits(loss) .. " frames were lost")

say("Now whole frames are lost, with all their retries: nothing hides that.")
unrule(loss)
loss = rule{probability=0.33, from="alice", kind="data"}
for i = 1, 20 do
  alice:ping()
  run(0.5)
end
local again = alice:pings() - answered
expect(again < 20, again .. " of 20 pings answered")
