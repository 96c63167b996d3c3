-- host{}: a host that drives the miniport below it by hand. Its station has the OS half detached:
-- the case issues each OID, gets each indication as a value, returns packets when it likes.

Host = {}
Host.__index = Host

AUTH = {open=1, shared=2, wpa=3, wpa_psk=4, rsna=6, rsna_psk=7}
CIPHER = {none=0, wep40=1, tkip=2, ccmp=4, wep104=5, use_group=0x100, wep=0x101}
ANY_PHY = 0xffffffff
PACKETS = 0x0b -- packet filter: directed, multicast and broadcast data

-- Queries that every driver must answer (ROL-09); ACTIVE_PHY_LIST has a rule of its own.
REQUIRED = {}
for name in ([[AUTO_CONFIG_ENABLED POWER_MGMT_REQUEST DESIRED_SSID_LIST EXCLUDED_MAC_ADDRESS_LIST
    DESIRED_BSSID_LIST DESIRED_BSS_TYPE ENABLED_AUTHENTICATION_ALGORITHM ENUM_ASSOCIATION_INFO
    DESIRED_PHY_LIST CURRENT_PHY_ID MEDIA_STREAMING_ENABLED UNREACHABLE_DETECTION_THRESHOLD
    IBSS_PARAMS SAFE_MODE_ENABLED HIDDEN_NETWORK_ENABLED STATISTICS CURRENT_OPERATION_MODE
    NIC_POWER_STATE MULTICAST_LIST OPERATIONAL_RATE_SET BEACON_PERIOD RTS_THRESHOLD
    FRAGMENTATION_THRESHOLD CURRENT_REG_DOMAIN]]):gmatch("%S+") do
  REQUIRED[name] = true
end

-- host{at=, radio=}: named "sut" in traces
function host(f)
  local o = f or {}
  local h = setmetatable({sta=station{name="sut", address="02:00:00:00:01:00", at=o.at or {5, 0},
                                      radio=o.radio, power=o.power, trace=20000}}, Host)
  addresses.sut = "02:00:00:00:01:00"
  h.address = addresses.sut
  h.sta:crossed()
  h.sta:detach()
  h.log = {}
  h:set("OID_GEN_CURRENT_PACKET_FILTER", PACKETS)
  h:take()
  trace(h.sta)
  return h
end

function ssid(text) return {uSSIDLength=#text, ucSSID=hex(text)} end

-- Requests: status, then what the driver has put out.
function Host:set(name, value)
  return (self.sta:oid{name, kind="set", value=value})
end
function Host:set_raw(name, octets_, room)
  return (self.sta:oid{name, kind="set", data=hex(octets_), room=room})
end
function Host:get(name)
  local status, _, answer = self.sta:oid{name}
  return answer.value, status, answer
end
-- The same where the case cannot go on without an answer: a driver that may be without it says so.
function Host:read(name)
  local value, status = self:get(name)
  if value ~= nil and status == "SUCCESS" then return value end
  if not REQUIRED[name] and status == "NOT_SUPPORTED" then
    not_applicable("the driver does not answer " .. name .. ", which is not required")
  end
  expect(false, ("ROL-09: %s is answered (%s)"):format(name, status))
  error(name .. " cannot be read")
end
function Host:method(name, value, room)
  local status, _, answer = self.sta:oid{name, kind="method", value=value, room=room}
  return status, answer.value, answer
end
-- The same where nothing else than success makes sense: an expectation when it is not.
function Host:must(name, value)
  local status = self:set(name, value)
  if status ~= "SUCCESS" then
    expect(false, name .. " is taken, and it is not: " .. status)
  end
end

function Host:reset(default_mib)
  return self:method("RESET_REQUEST", {dot11ResetType=3, dot11MacAddress=self.address,
                                       bSetDefaultMIB=default_mib ~= false}, 12)
end

-- What has crossed since the last call, in order; all of it stays in self.log.
function Host:take()
  local new = self.sta:crossed()
  table.move(new, 1, #new, #self.log + 1, self.log)
  return new
end

-- Indications since the last call, of one name or all.
function Host:indications(name)
  local list = {}
  for _, v in ipairs(self:take()) do
    if v.what == "indication" and (not name or v.name == name) then list[#list + 1] = v end
  end
  return list
end

-- The last one of a name in all that has been taken, or nil.
function Host:last(name)
  self:take()
  for i = #self.log, 1, -1 do
    if self.log[i].name == name and self.log[i].what == "indication" then return self.log[i] end
  end
end

-- Values of a kind ("frame", "receive", "send-complete", ...) since the last call.
function Host:values(what)
  local list = {}
  for _, v in ipairs(self:take()) do
    if v.what == what then list[#list + 1] = v end
  end
  return list
end

-- Waits for a value that `is` takes; returns it, or nil after so many seconds.
function Host:wait(seconds, is)
  local deadline = now() + seconds
  repeat
    for _, v in ipairs(self:take()) do
      if is(v) then return v end
    end
    run(0.005)
  until now() >= deadline
  for _, v in ipairs(self:take()) do
    if is(v) then return v end
  end
end
function Host:wait_for(name, seconds)
  return self:wait(seconds or 15, function(v) return v.what == "indication" and v.name == name end)
end

-- Connecting: what a profile sets, then CONNECT_REQUEST. Its status.
function Host:configure(f)
  local o = f or {}
  self:must("DESIRED_BSS_TYPE", 1)
  self:must("DESIRED_SSID_LIST", {ssid(o.ssid or "conform")})
  if o.bssid then self:must("DESIRED_BSSID_LIST", {o.bssid}) end
  local auth = o.auth or "open"
  local unicast = o.unicast or (auth == "open" and "none" or "ccmp")
  self:must("ENABLED_AUTHENTICATION_ALGORITHM", {AUTH[auth]})
  self:must("ENABLED_MULTICAST_CIPHER_ALGORITHM", {CIPHER[o.multicast or unicast]})
  self:must("ENABLED_UNICAST_CIPHER_ALGORITHM", {CIPHER[unicast]})
  if o.exclude_unencrypted then self:must("EXCLUDE_UNENCRYPTED", true) end
  if o.exempt then self:must("PRIVACY_EXEMPTION_LIST", o.exempt) end
end
function Host:request() return (self.sta:oid{"CONNECT_REQUEST", kind="set"}) end
function Host:disconnect() return (self.sta:oid{"DISCONNECT_REQUEST", kind="set"}) end

-- Connects and says whether it has; the trace begins behind it.
function Host:connect(f)
  self:configure(f)
  self:request()
  local done = self:wait_for("CONNECTION_COMPLETION")
  local ok = done and done.value.uStatus == 0
  if not ok then
    expect(false, "a connection for this case, and there is none: "
                  .. (done and ("0x%08x"):format(done.value.uStatus) or "no CONNECTION_COMPLETION"))
  end
  run(0.05)
  self:take()
  trace(self.sta)
  return ok
end

-- Keys. key: hexadecimal; direction: 1 inbound, 2 outbound, 3 both.
function ccmp_key(key, counter)
  return encode("DOT11_KEY_ALGO_CCMP", {ucIV48Counter=counter or 0, ulCCMPKeyLength=16, data=key})
end
function Host:set_pairwise(peer_address, key, f)
  local o = f or {}
  return self:set("CIPHER_KEY_MAPPING_KEY",
                  {{PeerMacAddr=addresses[peer_address] or peer_address,
                    AlgorithmId=o.algorithm or CIPHER.ccmp, Direction=o.direction or 3,
                    bDelete=o.delete or false, bStatic=o.static or false,
                    data=o.delete and "" or o.raw or ccmp_key(key, o.counter)}})
end
function Host:set_default(index, key, f)
  local o = f or {}
  return self:set("CIPHER_DEFAULT_KEY",
                  {uKeyIndex=index, AlgorithmId=o.algorithm or CIPHER.ccmp,
                   MacAddr=o.mac or ZERO, bDelete=o.delete or false, bStatic=o.static or false,
                   data=o.delete and "" or o.raw or ccmp_key(key, o.counter)})
end

-- A packet down to the peer, for somebody behind it.
function Host:send(peer_, f)
  local o = f or {}
  return self.sta:send{data=hex(data_to_ap{bssid=peer_.bssid, from="sut",
                                           to=o.to or "02:00:00:00:00:fe",
                                           body=o.body or llc(o.ethertype or 0x0800,
                                                              o.payload or "payload")}),
                       exemption=o.exemption, priority=o.priority, phy=o.phy}
end

-- What is handed up with this payload: how many packets, and the last one.
function Host:received(payload)
  local n, last = 0, nil
  for _, v in ipairs(self:values("receive")) do
    if octets(v.data):find(payload, 1, true) then n, last = n + 1, v end
  end
  self.sta:return_packets()
  return n, last
end

-- The station says what it can: the cases that need more do not apply.
function Host:needs(auth, cipher)
  local pairs_ = self:get("SUPPORTED_UNICAST_ALGORITHM_PAIR") or {}
  for _, p in ipairs(pairs_) do
    if p.AuthAlgoId == AUTH[auth] and p.CipherAlgoId == CIPHER[cipher] then return end
  end
  not_applicable(("the driver does not offer %s with %s"):format(auth, cipher))
end

function has(list, value)
  for _, v in ipairs(list or {}) do
    if v == value then return true end
  end
  return false
end

-- The indications of a trace, without those that may come any time.
function quiet(h) return #trace(h.sta, {only={"ind"}, ignore={}}) == 0 end
