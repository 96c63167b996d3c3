-- An enterprise network: 802.1X. anna is let in by PEAP, comes back without EAP, since both ends
-- remember the key, and walks to an access point of the same ESS that shares it.
-- Rules: ATH-14, ATH-15 (802.1X on the unauthorized port, then the keys), PMK-05, PMK-08.

local server = {methods={"peap"}, identity="anna@air.example", password="a secret"}
ap{name="A", bssid="02:00:00:00:00:0a", ssid="corp", security="eap", channel=1, at={0, 0},
   eap=server, power=10}
ap{name="B", bssid="02:00:00:00:00:0b", ssid="corp", security="eap", channel=6, at={80, 0},
   eap=server, power=10}
local anna = station{name="anna", at={5, 0}}
local me = {method="peap", identity="anna@air.example", anonymous="@air.example",
            password="a secret", ca="air", domain="air.example"}

anna:connect{ssid="corp", security="eap", eap=me}
run(5)
expect(anna:status().ap == "A", "let in by PEAP")
anna:ping()
run(1)
expect(anna:pings() == 1, "and data pass")

say("She leaves and comes back: the access point knows the key by its name.")
anna:disconnect()
run(1)
trace(anna)
anna:connect{ssid="corp", security="eap", eap=me}
run(5)
expect(anna:status().ap == "A", "connected again")
local keys = trace(anna, {only={"oid set PMKID_LIST"}, keep=true})
expect(#keys >= 1, "the driver was told the key's name")

say("She walks to B, which shares the key.")
trace(anna)
anna:move{to={78, 0}, speed=2}
run(45)
expect(anna:status().ap == "B", "at B")
anna:ping()
run(1)
expect(anna:pings() == 2, "and data pass there")

say("Who does another method is told which one the access point wants.")
local mallory = station{name="mallory", at={4, 0}}
mallory:connect{ssid="corp", security="eap",
                eap={method="ttls", inner="pap", identity="anna@air.example", password="a guess",
                     ca="air"}}
run(10)
expect(#trace(mallory, {only={"port A authorized"}}) == 0,
       "not let in: the access point wants PEAP, and the cause says so")
