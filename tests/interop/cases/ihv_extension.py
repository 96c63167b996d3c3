"""The example IHV extension does WPA2-PSK with hostapd on its own: the port is its business."""
import os

from evidence import STA, check_story, conf, events, guest, has, indications, ports

PASSPHRASE = "correct horse battery"
PROFILE = """<?xml version="1.0"?>
<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1">
  <name>interop</name>
  <SSIDConfig><SSID><name>interop</name></SSID></SSIDConfig>
  <connectionType>ESS</connectionType>
  <MSM><security><authEncryption><authentication>WPA2PSK</authentication>
    <encryption>AES</encryption></authEncryption></security></MSM>
  <IHV>
    <OUIHeader><OUI>020000</OUI><type>01</type></OUIHeader>
    <security><WPA2PSK xmlns="urn:extsta:wpa2psk:1"><passphrase>%s</passphrase></WPA2PSK></security>
  </IHV>
</WLANProfile>
""" % PASSPHRASE
SCRIPT = """
start_hostapd ap ap.conf
ip addr add 10.9.0.1/24 dev wlan0
start_station sta --profile /test/profile.xml --extension /lib/wpa2psk.so --tap tap0 --address %s
wait_for '"what":"connected"' /out/sta.json
stations wlan0 during
tap_to_namespace 10.9.0.2
ping_ap ihv 10.9.0.1
hostapd_cli -p /run/hostapd deauthenticate %s reason=5
wait_count 2 '"event":"authorized"' /out/sta.json
ping_ap again 10.9.0.1
stop_station
""" % (STA, STA)


def run(case):
    extension = os.path.join(os.path.dirname(case.program), "..", "extensions", "wpa2psk",
                             "wpa2psk.so")
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/profile.xml": PROFILE,
                      "/test/ap.conf": conf(wpa2=PASSPHRASE)},
                     programs={"/bin/extsta": case.program, "/lib/wpa2psk.so": extension})
    lines = events(r.text("sta.json"))
    detail = r.console + r.text("sta.err")
    case.ok(has(r.text("ap.log"), "AP-STA-CONNECTED " + STA), "hostapd says connected", detail)
    created = ports(lines, "created")
    case.ok(len(created) == 2 and all(p["manager"] == "ihv" and not p["authorized"]
                                      for p in created), "ports of the extension (PRT-12)", created)
    calls = [e["handler"] for e in lines if e.get("line") == "ihv" and
             e["handler"] not in ("ReceivePacket", "SendPacketCompletion")]
    case.ok(calls[:3] == ["InitAdapter", "AdapterReset", "PerformPreAssociate"] or
            calls[:2] == ["InitAdapter", "PerformPreAssociate"], "pre-association first", calls)
    case.ok(calls.count("PerformPostAssociate") == 2 and calls.count("StopPostAssociate") >= 1,
            "post-association for each port, stopped at the deauthentication", calls)
    case.ok("PING ihv OK" in r.console and "PING again OK" in r.console,
            "pings with the keys the extension set", detail)
    ends = [e["reason"] for e in indications(lines, "DISASSOCIATION")]
    case.ok(ends == ["0x00010005", "0x00000007"], "the two ends, with their reasons", ends)
    case.ok("STATION EXIT 0" in r.console, "exit status 0", detail)
    check_story(case, r)
