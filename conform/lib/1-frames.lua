-- Frames of IEEE 802.11 as strings of octets, for all cases: made of fields, and taken apart.
-- Addresses are texts, "02:00:00:00:00:0a", or names of members made by host{} and peer{}.

-- The keys of a table in order: each run asks in the same.
function sorted(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

-- The octets of a text of hexadecimal digits.
function octets(text)
  return (text:gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end))
end

function mac(text)
  local plain = addresses[text] or text
  return octets((plain:gsub(":", "")))
end

function mac_text(six)
  return (("%02x:"):rep(5) .. "%02x"):format(six:byte(1, 6))
end

addresses = {}                    -- name -> address, of hosts and peers
ANYBODY = "ff:ff:ff:ff:ff:ff"
ZERO = "00:00:00:00:00:00"

local kinds = {["assoc-req"]=0x00, ["assoc-resp"]=0x10, ["reassoc-req"]=0x20,
               ["reassoc-resp"]=0x30, ["probe-req"]=0x40, ["probe-resp"]=0x50, beacon=0x80,
               atim=0x90, disassoc=0xa0, auth=0xb0, deauth=0xc0, action=0xd0, data=0x08,
               null=0x48, ["qos-data"]=0x88, ["ps-poll"]=0xa4}
local names = {}
for name, octet in pairs(kinds) do names[octet] = name end

function element(id, body) return string.char(id, #body) .. body end

-- A management frame. flags: the second octet of Frame Control.
function mgmt(f)
  return string.char(kinds[f.kind], f.flags or 0) .. "\0\0" .. mac(f.to) .. mac(f.from)
         .. mac(f.bssid or f.from) .. string.pack("<I2", f.sequence or 0) .. (f.body or "")
end

-- An MSDU's body: LLC/SNAP header and payload.
function llc(ethertype, payload)
  return "\xaa\xaa\x03\0\0\0" .. string.pack(">I2", ethertype) .. payload
end

-- A data frame of an AP: to a station, from whoever it forwards.
function data_from_ap(f)
  local fc = f.qos and 0x88 or 0x08
  return string.char(fc, 0x02 | (f.flags or 0)) .. "\0\0" .. mac(f.to) .. mac(f.bssid)
         .. mac(f.from or f.bssid) .. string.pack("<I2", f.sequence or 0)
         .. (f.qos and string.pack("<I2", f.qos) or "") .. f.body
end

-- A data packet as a host gives it to its driver (TXP-01): to the AP, for `to`.
function data_to_ap(f)
  return string.char(0x08, 0x01) .. "\0\0" .. mac(f.bssid) .. mac(f.from) .. mac(f.to)
         .. "\0\0" .. f.body
end

-- A frame (hexadecimal, as radios have it) taken apart.
function parse(hexadecimal)
  local bytes = octets(hexadecimal)
  local fc, flags = bytes:byte(1, 2)
  local p = {bytes=bytes, kind=names[fc & 0xfc] or ("0x%02x"):format(fc & 0xfc), flags=flags,
             retry=flags & 8 ~= 0, protected=flags & 0x40 ~= 0, more=flags & 4 ~= 0,
             pm=flags & 0x10 ~= 0}
  if #bytes < 24 then return p end
  p.to, p.from, p.third = mac_text(bytes:sub(5)), mac_text(bytes:sub(11)), mac_text(bytes:sub(17))
  local seq = string.unpack("<I2", bytes, 23)
  p.sequence, p.fragment = seq >> 4, seq & 15
  p.header = (fc & 0x8c == 0x88) and 26 or 24
  p.body = bytes:sub(p.header + 1)
  return p
end

-- The elements of a body from octet `at` on: id -> octets, of the first with that id.
function elements(body, at)
  local found, i = {}, at or 1
  while i + 1 <= #body do
    local id, len = body:byte(i, i + 1)
    found[id] = found[id] or body:sub(i + 2, i + 1 + len)
    i = i + 2 + len
  end
  return found
end

-- Where elements begin in the body of a frame of this kind.
elements_at = {beacon=13, ["probe-resp"]=13, ["assoc-req"]=5, ["reassoc-req"]=11,
               ["assoc-resp"]=7, ["reassoc-resp"]=7, ["probe-req"]=1}

RATES = element(1, "\x82\x84\x8b\x96\x0c\x12\x18\x24") .. element(50, "\x30\x48\x60\x6c")
-- RSN element: CCMP for all, PSK
RSN_PSK = element(48, octets "0100000fac040100000fac040100000fac020000")

-- The body of a Beacon or Probe Response.
function beacon_body(f)
  return string.pack("<I8I2I2", f.timestamp or 0, f.interval or 100, f.capability or 0x0001)
         .. element(0, f.ssid) .. RATES .. element(3, string.char(f.channel or 1))
         .. (f.tim == false and "" or element(5, "\0\1\0\0")) .. (f.extra or "")
end

function auth_body(algorithm, sequence, status)
  return string.pack("<I2I2I2", algorithm, sequence, status)
end

function assoc_body(f)
  return string.pack("<I2I2I2", f.capability or 0x0001, f.status or 0, (f.aid or 1) | 0xc000)
         .. RATES .. (f.extra or "")
end

function reason_body(code) return string.pack("<I2", code) end
