-- Who authenticates the port (PRT-28): each kind of network by the driver (PRT-07), by the OS
-- (PRT-10, PRT-11) and by an extension (PRT-12 to PRT-17), or the sentence that says why not. The
-- table is docs/security.md's. extensions/wpa2psk makes the handshake of the extension's cells.
-- determinism: log only

local pass, count = "correct horse", 0
local extension = "<WPA2PSK><passphrase>" .. pass .. "</passphrase></WPA2PSK>"

local networks = {
  {"PSK",             {akms={"psk"}},                          {}},
  {"PSK with PMF",    {akms={"psk"}, pmf="required"},          {pmf="required"}},
  {"PSK-SHA256",      {akms={"psk-sha256"}, pmf="capable"},    {}},
  {"FT-PSK",          {akms={"ft-psk"}, pmf="capable"},        {ft="air"}},
  {"SAE",             {security="wpa3"},                       {security="wpa3"}},
  {"SAE-EXT-KEY",     {security="wpa3", akms={"sae-ext-key"}}, {security="wpa3"}},
  {"OWE",             {security="owe", open=true},             {security="owe", open=true}},
  {"802.1X",          {security="eap", eap=true},              {security="eap", eap=true}},
  {"802.1X-SHA256",   {security="eap", eap=true, akms={"802.1x-sha256"}, pmf="capable"},
                                                               {security="eap", eap=true}},
}
-- What is not to be had, and a word of the sentence that says so.
local refused = {
  miniport={["802.1X"]="802.1X is done by the OS half or an extension",
            ["802.1X-SHA256"]="802.1X is done by the OS half or an extension"},
  ihv={["FT-PSK"]="fast transitions", ["OWE"]="the OS's or the driver's"},
}

local function copy(t, more)
  local c = {}
  for k, v in pairs(t) do c[k] = v end
  for k, v in pairs(more) do c[k] = v end
  return c
end

for _, manager in ipairs{"os", "miniport", "ihv"} do
  for _, n in ipairs(networks) do
    local what, server, profile = n[1], n[2], n[3]
    -- 802.1X for an extension is SEQ-06's; with SAE it has to ask the driver for the PMK.
    local skip = manager == "ihv" and (what:find("802.1X", 1, true) or what:find("SAE", 1, true))
    local why = refused[manager] and refused[manager][what]
    count = count + 1
    local ssid = manager .. " " .. what
    server = copy(server, {name="ap" .. count, ssid=ssid, channel=({1, 6, 11})[count % 3 + 1],
                           bssid=string.format("02:00:00:00:01:%02x", count), at={0, 200 * count}})
    profile = copy(profile, {ssid=ssid, manager=manager})
    if server.eap then
      server.eap = {identity="alice", password="secret"}
      profile.eap = {method="peap", identity="alice", password="secret", ca="air"}
    elseif not server.open then
      server.passphrase = pass
      if manager == "ihv" then
        profile.ihv_security = extension
        profile.auth = not profile.security and "rsna-psk" or nil
        profile.passphrase = profile.security and pass or nil
      else
        profile.passphrase = pass
      end
    end
    if manager == "ihv" then profile.ihv_security = extension end
    server.open, profile.open = nil, nil
    if not skip then
      local s = station{name="sta" .. count, at={5, 200 * count}}
      if manager == "ihv" then s:ihv{module="wpa2psk"} run(0.2) end
      local fine, text = pcall(function() s:connect(profile) end)
      if why then
        expect(not fine and tostring(text):find(why, 1, true),
               ssid .. " is refused: " .. tostring(text):gsub(".*cannot be used: ", ""))
      else
        expect(fine, ssid .. " is tried " .. (fine and "" or tostring(text)))
        local a = ap(server)
        run(5)
        s:ping()
        run(0.5)
        local port = trace(s, {only={"port ap" .. count .. " created"}})[1] or "none"
        expect(s:status().port_open and s:pings() == 1, ssid .. ": data passes")
        expect(port:find(manager, 1, true), "and the port is the " .. manager .. "'s: " .. port)
        if server.pmf == "required" then
          expect(a:sa_query{station="sta" .. count}, ssid .. ": management frames are protected")
        end
        a:rekey{}
        run(1)
        s:ping()
        run(0.5)
        expect(s:pings() == 2, ssid .. ": after a new group key, too")
        s:disconnect()
        run(0.1)
        a:off()
      end
    end
  end
end
