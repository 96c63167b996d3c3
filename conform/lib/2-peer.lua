-- peer{}: an access point at frame level. It beacons, answers probes, authenticates and
-- associates like any other, until a case gives it another answer: each answer is a function of the
-- peer that returns the body of the frame, or nil for none, and a case may replace it.

Peer = {}
Peer.__index = Peer

-- peer{name=, bssid=, ssid=, channel=, at=, capability=, extra=, silent=, beacons=}
function peer(f)
  local p = setmetatable({name=f.name or "peer", bssid=f.bssid or "02:00:00:00:00:0a",
                          ssid=f.ssid or "conform", channel=f.channel or 1,
                          capability=f.capability or (f.rsn and 0x0011 or 0x0001),
                          extra=(f.rsn and RSN_PSK or "") .. (f.extra or ""),
                          aid=1, heard={}, pn={}, alive=true}, Peer)
  addresses[p.name] = p.bssid
  p.radio = radio{address=p.bssid, channel=p.channel, at=f.at or {0, 0}, power=f.power,
                  receive=function(r) p:receive(r) end}
  if f.beacons ~= false then p:beacon_now() end
  return p
end

function Peer:send(kind, to, body, options)
  local o = options or {}
  return self.radio:send{frame=hex(mgmt{kind=kind, to=to, from=o.from or self.bssid,
                                        bssid=o.bssid or o.from or self.bssid, body=body,
                                        flags=o.flags, sequence=o.sequence}),
                         tries=o.tries, keep=o.sequence ~= nil}
end

function Peer:beacon_now()
  if self.alive then
    local body = self:beacon()
    if body then self:send("beacon", ANYBODY, body) end
    at(now() + 0.1024, function() self:beacon_now() end)
  end
end

function Peer:beacon()
  return beacon_body{ssid=self.ssid, channel=self.channel, capability=self.capability,
                     extra=self.extra, timestamp=math.floor(now() * 1e6)}
end

function Peer:probe_answer(f)
  local asked = elements(f.body)[0]
  if asked == "" or asked == self.ssid then return self:beacon() end
end

function Peer:auth_answer(f) return auth_body(0, 2, 0) end
function Peer:assoc_answer(f)
  return assoc_body{capability=self.capability, aid=self.aid}
end

-- Off and on again, as by its plug.
function Peer:off() self.alive = false; self.radio:off() end
function Peer:on() self.alive = true; self.radio:on(); self:beacon_now() end

-- Counts the frames of a kind that it has heard; the last one.
function Peer:count(kind)
  local n, last = 0, nil
  for _, f in ipairs(self.heard) do
    if f.kind == kind then n, last = n + 1, f end
  end
  return n, last
end
function Peer:forget() self.heard = {} end

function Peer:receive(r)
  local f = parse(r.data)
  f.time, f.hex, f.rate = r.time, r.data, r.rate
  if #self.heard < 20000 then self.heard[#self.heard + 1] = f end
  local answers = {["probe-req"]={"probe-resp", "probe_answer"}, auth={"auth", "auth_answer"},
                   ["assoc-req"]={"assoc-resp", "assoc_answer"},
                   ["reassoc-req"]={"reassoc-resp", "assoc_answer"}}
  local answer = answers[f.kind]
  if answer and not f.retry_seen then
    local body = self[answer[2]](self, f)
    if body then self:send(answer[1], f.from, body) end
  end
end

function Peer:deauth(reason, options)
  return self:send("deauth", addresses.sut, reason_body(reason), options)
end
function Peer:disassoc(reason, options)
  return self:send("disassoc", addresses.sut, reason_body(reason), options)
end

-- Sends an MSDU to the station: {to=, from=, ethertype=, payload=, key=, id=, pn=, cipher=, qos=}.
-- With a key it is protected; packet numbers count up by key and id unless pn= says otherwise.
function Peer:data(f)
  local o = f or {}
  local frame = data_from_ap{to=o.to or "sut", bssid=self.bssid,
                             from=o.from or "02:00:00:00:00:fe", flags=o.flags, qos=o.qos,
                             sequence=o.sequence or self:next_sequence(),
                             body=o.body or llc(o.ethertype or 0x0800, o.payload or "payload")}
  frame = hex(frame)
  if o.key then
    local name = o.key .. (o.id or 0)
    self.pn[name] = o.pn or (self.pn[name] or 0) + 1
    frame = protect{frame=frame, cipher=o.cipher or "ccmp", key=o.key, id=o.id, pn=self.pn[name]}
  end
  return self.radio:send{frame=frame, keep=true, tries=o.tries}
end

function Peer:next_sequence()
  self.seq = ((self.seq or 0x700) + 1) & 0xfff
  return self.seq << 4
end

-- Of two peers the one that the station is associated with, then the other.
function chosen(a, b)
  if b:count("assoc-req") > 0 then return b, a end
  return a, b
end
