-- Truth: the access point gives alice a new group key, and hands it out once more because her answer
-- did not verify (no attack). Later somebody who can decipher her frames sends her message 1 of the
-- group handshake with an old replay counter, enciphered as the access point does it, three times.
local home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys",
                channel=6, at={0, 0}, wmm=true}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(6)
rule{from="alice", to="Home", message=6, action="corrupt", offset=60, bits=255, count=1}
home:rekey()
run(6)
for i = 1, 3 do
  run(4)
  inject{channel=6, at={25, 0}, frame=home:seal{pn=600 + i,
         frame="8802" .. "0000" .. "020000000a01" .. "02000000000a" .. "02000000000a" ..
               ("%02xb3"):format(i * 16) .. "0000" ..
         "aaaa03000000888e" .. "0203007f" .. "02" .. "1382" .. "0000" .. "0000000000000003" ..
         ("00"):rep(32 + 16 + 8 + 8) .. ("77"):rep(16) .. "0020" .. ("66"):rep(32)}}
end
run(3)
