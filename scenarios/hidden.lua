-- A hidden network: its beacons have no name. A profile that is not marked as hidden finds it
-- too, because the connection operation probes for the name when nothing in the cache has it
-- (CNX-26); a stranger's scan does not.

ap{name="Shy", bssid="02:00:00:00:00:0a", ssid="speakeasy", passphrase="swordfish!", hidden=true,
   channel=6, at={0, 0}}
local alice = station{name="alice", at={5, 0}}
local stranger = station{name="stranger", at={0, 5}}

stranger:scan{}
run(5)
for _, bss in ipairs(stranger:bss_list()) do
  expect(bss.ssid ~= "speakeasy", "the stranger does not learn the name")
end

alice:connect{ssid="speakeasy", passphrase="swordfish!", hidden=true}
run(5)
expect(alice:status().ap == "Shy", "alice knows what to ask for")

say("By her probe requests everybody else learns it, too. Hiding is no security.")
local probes = trace(alice, {only={'frame alice > * probe-req "speakeasy"'}})
expect(#probes > 0, "the name was on the air, in clear")
