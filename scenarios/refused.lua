-- Three APs of one network, and each has its reason not to take alice: an access list, no room,
-- no answer at all. The fourth is farthest away, and takes her.

for i, name in ipairs{"List", "Full", "Mute", "Kind"} do
  _G[name] = ap{name=name, bssid="02:00:00:00:00:0" .. i, ssid="campus", channel=({1, 6, 11, 1})[i],
                at={10 * i, 0}}
end
List:refuse{what="auth", status=1}
Full:refuse{what="assoc", status=17}
Mute:mute{"auth"}
local alice = station{name="alice", at={0, 0}}
run(1)
trace(alice)

say("alice tries them from the nearest to the farthest.")
alice:connect{ssid="campus"}
run(9)
expect(alice:status().ap == "Kind", "the last one takes her")
expect_trace(alice, [[
  ind ASSOCIATION_COMPLETION List 0x00030001 beacon
  ind ASSOCIATION_COMPLETION Full 0x00030011 req resp beacon
  ind ASSOCIATION_COMPLETION Mute 0x00000002 beacon
  ind ASSOCIATION_COMPLETION Kind 0x00000000 req resp beacon open none none
]], {only={"ind ASSOCIATION_COMPLETION"}})
