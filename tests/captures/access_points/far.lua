-- Truth: nothing happens to the APs. The station walks away from "home", and the capture, which is
-- made where it is (capture "walker"), hears less and less of it while "other" goes on.
local home = ap{name="home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}}
local other = ap{name="other", bssid="02:00:00:00:00:0b", ssid="other", channel=6, at={400, 0}}
local walker = station{name="walker", at={5, 0}}
walker:connect{ssid="home", passphrase="twelve monkeys"}
run(10)
walker:move{to={420, 0}, speed=8}
run(70)
