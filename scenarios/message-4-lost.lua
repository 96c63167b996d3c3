-- The last message of the four-way handshake is lost, with all its retries: the AP has no key and
-- says message 3 again, in the clear. The station has answered, but not yet taken the key into
-- use, and answers once more. Nobody is sent away.

ap{name="A", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys", at={0, 0}}

for _, manager in ipairs{"os", "miniport"} do
  local alice = station{name="alice-" .. manager, at={5, 0}}
  run(0.5)
  trace(alice)
  say("The port of " .. "alice-" .. manager .. " is authenticated by her " ..
      (manager == "os" and "OS." or "driver."))
  local loss = rule{from="alice-" .. manager, message=4, count=1}
  alice:connect{ssid="home", passphrase="twelve monkeys", manager=manager}
  run(2)
  expect(rule_hits(loss) >= 1, "message 4 was lost")
  expect(alice:status().port_open, "authorized within two seconds")
  local handshake = trace(alice, {only={"frame A > alice-" .. manager .. " EAPOL-Key 3/4",
                                        "frame alice-" .. manager .. " > A EAPOL-Key 4/4"},
                                  keep=true})
  expect(#handshake == 4, "message 3 came twice and was answered twice")
  expect(#trace(alice, {only={"frame A > alice-" .. manager .. " deauth"}, keep=true}) == 0,
         "the AP sends nobody away")
  if manager == "os" then
    expect(#trace(alice, {only={"oid set CIPHER_KEY_MAPPING_KEY"}, keep=true}) == 1,
           "one pairwise key")
  end
  alice:ping()
  run(1)
  expect(alice:pings() == 1, "and the network is hers")
  unrule(loss)
end
