-- Truth: the server would take her; as soon as she has named herself, somebody sends an EAP-Failure
-- in the access point's name.
local work = ap{name="Work", bssid="02:00:00:00:00:0a", ssid="work", channel=6, at={0, 0}, wmm=true,
                security="eap", eap={methods={"peap"}, identity="alice", password="secret"}}
local alice = station{name="alice", address="02:00:00:00:0a:01", at={5, 0}}
local mallory, n = nil, 0
mallory = radio{address="02:00:00:00:00:ee", channel=6, at={30, 0}, all=true, acks=false,
                receive=function(f)
  local at = f.data:find("888e", 49, true)
  -- a Response (2) of type Identity (1)
  if at and f.data:sub(21, 32) == "020000000a01" and f.data:sub(at + 12, at + 13) == "02" and
     f.data:sub(at + 20, at + 21) == "01" then
    n = n + 1
    inject{channel=6, at={30, 0}, frame="0802" .. "0000" .. "020000000a01" .. "02000000000a" ..
           "02000000000a" .. ("%02xb3"):format(n * 16 % 256) .. "aaaa03000000888e" ..
           "02000004" .. "04" .. f.data:sub(at + 14, at + 15) .. "0004"}
  end
end}
run(1)
alice:connect{ssid="work", security="eap", eap={method="peap", identity="alice", password="secret",
              ca="air"}, auto_connect=false}
run(20)
expect(n > 0, "somebody interfered")
