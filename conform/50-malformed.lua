-- Malformed and forged management frames (HCK WLanMalformedFrame, jj125152 and dn247382)

case{
  name="malformed-deauth-random-source", origin="HCK jj125152: deauthentication, random SA",
  rules={"DIS-09", "DIS-14"},
  what="A Deauthentication from an address that is not the AP's ends nothing.",
  run=function()
    local ap, h = peer{}, host()
    run(0.3)
    h:connect()
    ap:deauth(7, {from="02:66:66:66:66:66"})
    run(1)
    expect_trace(h.sta, "", {only={"ind DIS", "ind ROAM"}, keep=true})
    expect(#h:indications("DISASSOCIATION") == 0, "DIS-14: no DISASSOCIATION")
    ap:deauth(7)
    run(1)
    local d = h:indications("DISASSOCIATION")
    expect(#d == 1 and d[1].value.uReason == 0x00010007, "DIS-09: the AP's own ends it")
  end}
