-- An access point with a weak processor, and forty stations that want in at the same moment.
local weak = ap{name="Weak", bssid="02:00:00:00:00:0a", ssid="market", passphrase="open sesame",
                channel=1, at={0, 0}, max_stations=30,
                processing={frame=300, association=2000, eapol=8000, queue=16}}
local crowd = {}
for i = 1, 40 do
    local angle = i * 0.7
    crowd[i] = station{name="p" .. i, at={6 * math.cos(angle), 6 * math.sin(angle)}}
    at(0.5 + i * 0.01, function() crowd[i]:connect{ssid="market", passphrase="open sesame"} end)
end

say("It takes 8 ms for a message of the handshake, and has room for 30 stations.")
run(20)
local s = weak:status()
say(string.format("%d of 30 authorized; %d requests refused their turn, %d probe requests answered.",
                  s.authorized, s.drops.input_full, s.answered))
expect(s.associated == 30, "thirty are in, and no more")
expect(s.authorized == 30, "and none of them waits for his handshake")
expect(s.drops.input_full > 0, "its processor had no room for some frames")
expect(s.queued == 0 and s.input == 0 and s.answers == 0, "nothing waits any more")

say("All are thrown out; what waits for them goes with them.")
weak:deauth{reason=1}
s = weak:status()
expect(s.known == 0 and s.associated == 0, "nobody is known any more")
expect(s.queued == 1, "one frame tells them all")
