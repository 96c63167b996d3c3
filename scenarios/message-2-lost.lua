-- A passphrase that has worked is not called wrong because a few frames were lost. alice is at
-- home; the AP restarts, and for six seconds every message 2 of hers is lost on the way, with
-- all retries. The AP waits in vain and sends her away; nobody there has seen what she would
-- have proved. She comes back.

local Home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                at={0, 0}}

for _, manager in ipairs{"os", "miniport"} do
  local name = "alice-" .. manager
  local alice = station{name=name, at={5, 0}}
  alice:connect{ssid="home", passphrase="twelve monkeys", manager=manager}
  run(60)
  expect(alice:status().port_open, name .. " is home")
  trace(alice)

  say("The AP restarts, and six seconds long no message 2 arrives.")
  local loss = rule{from=name, message=2, since=now(), until_=now() + 6}
  Home:deauth{to=name, reason=2}
  run(7)
  expect(rule_hits(loss) >= 4, rule_hits(loss) .. " messages 2 were lost")
  local causes = trace(alice, {only={"cause"}, keep=true})
  for _, cause in ipairs(causes) do
    expect(not cause:find("wrong-passphrase", 1, true), "not: " .. cause)
  end
  expect(#trace(alice, {only={"cause port by peer peer-reason 15 message-2-lost",
                              "cause association by peer peer-reason 15 message-2-lost"},
                        keep=true}) >= 1, "the loss is named")
  run(30)
  expect(alice:status().port_open, name .. " is home again")
  alice:ping()
  run(1)
  expect(alice:pings() == 1, "and the network is hers")
  unrule(loss)
  alice:disconnect()
  run(1)
end

say("What she has typed wrong is wrong: two handshakes say so, and she stays away.")
local bob = station{name="bob", at={5, 0}}
bob:connect{ssid="home", passphrase="twelve donkeys"}
run(30)
expect(not bob:status().wanted, "for certain")
