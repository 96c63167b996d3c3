-- A station above a driver of somebody else's, in an open network: everything that the example
-- (examples/driver.c, docs/driver.md) can do, judged by the referee.
--
--   cc -shared -fPIC driver.c $(pkg-config --cflags --libs extsta) -o driver.so
--   extsta run driver.lua --driver ./driver.so
--
-- Without --driver it is our own driver that is tried.
local radio = arg.radio or "2ghz"
local near = ap{name="near", bssid="02:00:00:00:0a:00", ssid="home", channel=6, at={0, 0}}
local far = ap{name="far", bssid="02:00:00:00:0b:00", ssid="home", channel=11, at={60, 0}}
local alice = station{name="alice", at={5, 0}, radio=radio}

local function reaches(ap)
    alice:ping()
    local before = alice:pings()
    run(1)
    expect(alice:status().ap == ap and alice:pings() == before + 1, "alice reaches the network by " .. ap)
end

expect(alice:scan{"home"}, "a scan begins")
run(4)
expect(#alice:bss_list() == 2, "both are seen")

alice:connect{ssid="home"}
run(4)
reaches("near")

near:deauth{to="alice", reason=7}
run(8)
expect(alice:status().port_open, "she is back after a deauthentication")

near:off()
far:on()
run(8)
reaches("far")

far:off()
run(6)
expect(not alice:status().associated, "nobody is there")
far:on()
run(10)
reaches("far")

expect(alice:scan{}, "a scan begins while she is connected")
run(4)
reaches("far")
alice:reset_ex()
run(1)
reaches("far")

alice:disconnect()
run(1)
expect(not alice:status().connected, "she has left")
alice:connect{ssid="home"}
run(0.3)
alice:disconnect() -- in the middle of the connection: a reset
run(1)
alice:connect{ssid="home"}
run(5)
reaches("far")
