"""The scripted access point on mac80211_hwsim, judged by the kernel's own station with
wpa_supplicant: connect, ping the wired host, reassociate, ping, leave."""
from evidence import events, guest, has

AP = "02:00:00:00:00:0a"
CLIENT = "02:00:00:00:00:00"
SCRIPT = """
extsta run --radio hwsim --json --pcap /out/air.pcap /test/ap.lua > /out/ap.json 2> /out/ap.err &
ap=$!
wait_for 'on the air' /out/ap.json
wpa_supplicant -B -D nl80211 -i wlan0 -c /test/client.conf -f /out/client.log -t -d
wait_for CTRL-EVENT-CONNECTED /out/client.log
ip addr add 10.0.0.5/24 dev wlan0
ping_host() {
    if /bin/ping -c 3 -W 30 10.0.0.1 > /out/ping-$1.txt 2>&1; then
        echo "PING $1 OK"
    else
        echo "PING $1 FAILED"
    fi
}
ping_host first
wpa_cli -p /run/wpa -i wlan0 reassociate
wait_count 2 CTRL-EVENT-CONNECTED /out/client.log
ping_host again
wpa_cli -p /run/wpa -i wlan0 disconnect
wait_for CTRL-EVENT-DISCONNECTED /out/client.log
wait_for '"left"' /out/ap.json
kill -INT $ap
wait $ap
echo "AP EXIT $?"
"""
PLAIN = """
local a = ap{name="A", bssid="%s", ssid="ours", channel=1, %s}
say("on the air")
run(100000)
"""
CONF = """ctrl_interface=/run/wpa
network={
    ssid="ours"
    scan_freq=2412
    %s
}
"""

# two spaces end a line
KINDS = [
    ("open", "", "key_mgmt=NONE"),
    ("WPA2-PSK", 'passphrase="correct horse"', 'psk="correct horse"'),
    ("WPA3-Personal", 'security="wpa3", passphrase="correct horse"',
     'key_mgmt=SAE  ieee80211w=2  psk="correct horse"'),
    ("OWE", 'security="owe"', "key_mgmt=OWE  ieee80211w=2"),
]


def one(case, name, ap, client):
    files = {"/test/run": guest(SCRIPT), "/test/ap.lua": PLAIN % (AP, ap),
             "/test/client.conf": CONF % client.replace("  ", "\n    ")}
    r = case.bed.run(files, programs={"/bin/extsta": case.program})
    detail = r.console + r.text("ap.err") + r.text("client.log")[-2500:]
    lines = events(r.text("ap.json"))
    told = [e.get("what") for e in lines if e["line"] == "ap-event"
            and not (e.get("what") == "associated" and e.get("status"))]  # status 30: SA Query first
    case.ok(has(r.text("client.log"), "CTRL-EVENT-CONNECTED - Connection to " + AP),
            name + ": wpa_supplicant connects", detail)
    case.ok("PING first OK" in r.console and "PING again OK" in r.console,
            name + ": pings of the wired host", detail)
    case.ok(told.count("associated") == 2, name + ": our access point tells of two associations",
            str(told) + detail)
    case.ok("left" in told, name + ": and that it left", str(told))
    case.ok("AP EXIT 130" in r.console, name + ": ends when interrupted", detail)


def run(case):
    for kind in KINDS:
        one(case, *kind)
