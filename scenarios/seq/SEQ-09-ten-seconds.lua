-- SEQ-09: the OS gives up after ten seconds.
-- Rules: CNX-17 (ten seconds from CONNECT), CNX-18 (reset, next profile), RST-11 and RST-19
-- (what is open is completed as cancelled, from the inside out, before the reset is).
--
-- The driver authenticates the port itself, so an AP that withholds message 1 holds up the
-- association. Each of the two APs holds it up for five seconds; the ten seconds of the OS
-- end during the second.

for i, name in ipairs{"A", "B"} do
  ap{name=name, bssid="02:00:00:00:00:0" .. name:lower(), ssid="office",
     passphrase="correct horse", channel=5 * i - 4, at={30 * (i - 1), 0}, mute={"m1"},
     handshake_tries=100}
end
local alice = station{name="alice", at={5, 0}}
run(0.5)
trace(alice)

local asked = now()
alice:connect{ssid="office", passphrase="correct horse", manager="miniport", auto_connect=false}
run_to(alice, "oid method RESET_REQUEST") -- the one that begins every connect
run_to(alice, "oid method RESET_REQUEST")
expect(math.abs(now() - asked - 10) < 0.001, "ten seconds after CONNECT")
run(30)
-- The sequence begins with one AP that never finishes; here is another before it.
expect_trace(alice, [[
  oid set CONNECT_REQUEST
  ind CONNECTION_START infrastructure
  oid set CONNECT_REQUEST -> SUCCESS
  ind ASSOCIATION_START A "office"
  ind ASSOCIATION_COMPLETION A 0x00000001 req resp beacon
  ind ASSOCIATION_START B "office"
  oid method RESET_REQUEST 3 alice default-mib
  ind ASSOCIATION_COMPLETION B 0x00000005 req resp beacon
  ind CONNECTION_COMPLETION 0x00000005
  oid method RESET_REQUEST -> SUCCESS {4, 0x00000000}
]], {only={"ind", "port", "oid set CONNECT", "oid method RESET_REQUEST 3 alice default-mib",
           "oid method RESET_REQUEST ->"},
     ignore={"oid method RESET_REQUEST 3 alice default-mib -> SUCCESS"}})
expect(not alice:status().operating, "INIT again")
