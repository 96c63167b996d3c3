"""The scripted access point on mac80211_hwsim, judged by the kernel's own station with
wpa_supplicant: connect, ping the wired host, what the row is about, reassociate, ping, leave. The
short rows run here, the others by our_ap_all.py; OUR_AP="PEAP;OWE" tests/interop/run our_ap runs
single rows."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")
sys.path.insert(0, os.path.join(HERE, "..", "..", "eap"))
from servers import pems  # noqa: E402
from evidence import events, guest, has, tshark  # noqa: E402

AP, AP2 = "02:00:00:00:00:0a", "02:00:00:00:00:0b"
CLIENT = "02:00:00:00:00:00"
SCRIPT = """
echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
extsta run --radio hwsim --json --pcap /out/air.pcap /test/ap.lua > /out/ap.json 2> /out/ap.err &
ap=$!
wait_for 'on the air' /out/ap.json
wpa_supplicant -B -D nl80211 -i wlan0 -c /test/client.conf -f /out/client.log -t -d
wpa() { wpa_cli -p /run/wpa -i wlan0 "$@"; }
connections=0
connected() {
    connections=$(($connections + 1))
    wait_count $connections CTRL-EVENT-CONNECTED /out/client.log
}
ping_host() {
    if /bin/ping -c 3 -W 30 10.0.0.1 > /out/ping-$1.txt 2>&1; then
        echo "PING $1 OK"
    else
        echo "PING $1 FAILED"
    fi
}
connected
wpa status > /out/status.txt
ip addr add 10.0.0.5/24 dev wlan0
ping_host first
%s
wpa reassociate
connected
ping_host again
wpa disconnect
wait_for CTRL-EVENT-DISCONNECTED /out/client.log
until_true last_is '"ap-event"' '"left"' /out/ap.json
kill -INT $ap
wait $ap
echo "AP EXIT $?"
"""
# `pinged` lets the shell go on, and waits until it has pinged.
LUA = """
client = "%s"
a = ap{name="A", bssid="%s", ssid="ours", channel=1, %s}
local function of_client(what)
    local c = a:clients()[1]
    return c and c.state == "authorized" and c[what] or 0
end
function pinged(phase)
    local before = of_client("received")
    say(phase)
    expect_within(250, phase, function() return of_client("received") >= before + 3 end, 0.05)
end
function answered() return of_client("sa_answered") > 0 end
%s
pinged("on the air")
%s
run(100000)
"""
CONF = """ctrl_interface=/run/wpa
pmf=0
%s
network={
    ssid="ours"
    scan_freq=2412 2437
    %s
}
"""
CERTIFICATE = 'ca_cert="/test/ca.pem"  client_cert="/test/client.pem"  ' \
    'private_key="/test/client_key.pem"  domain_suffix_match="air.example"'

# PMF: an unprotected farewell, of which the station asks us; our own question; a protected one.
PMF_LUA = """
forge{from="A", to=client, reason=6}
pinged("an unprotected farewell")
a:sa_query{station=client}
expect_within(60, "SA Query is answered", answered)
pinged("asked by us")
a:deauth{to=client, reason=5}
"""
PMF_SHELL = """
wait_for "Reply to pending SA Query received" /out/client.log
wait_for 'an unprotected farewell' /out/ap.json
ping_host forged
wait_for 'asked by us' /out/ap.json
ping_host asked
wait_for "CTRL-EVENT-DISCONNECTED bssid=.* reason=5" /out/client.log
connected
ping_host returned
"""
# New keys, of both kinds.
REKEY_LUA = """
a:rekey()
pinged("a new group key")
a:rekey{station=client}
pinged("a new pairwise key")
"""
REKEY_SHELL = """
wait_for 'a new group key' /out/ap.json
wait_for 'WPA: Group rekeying completed' /out/client.log
ping_host group
wait_for 'a new pairwise key' /out/ap.json
wait_count 2 'WPA: Key negotiation completed' /out/client.log
ping_host pairwise
"""
# Beacon protection: a Beacon without a MIC that tells of a channel switch.
BEACON_LUA = """
inject{channel=1, frame="80000000ffffffffffff" .. ("%s"):gsub(":", ""):rep(2) .. "0000"
    .. ("00"):rep(8) .. "64001104" .. "00046f757273" .. "010882848b960c121824" .. "030101"
    .. "050400010000" .. "2503000601"}
pinged("a Beacon of somebody else's")
""" % AP
BEACON_SHELL = """
wait_for "CTRL-EVENT-UNPROT-BEACON" /out/client.log
wait_for "a Beacon of somebody else's" /out/ap.json
ping_host forged
"""
SECOND = 'b = ap{name="B", bssid="%s", ssid="ours", channel=6, %s}'
# FT: over the air to the other one, over the DS back.
FT_SHELL = """
seen() { wpa scan > /dev/null; sleep 2; wpa scan_results | grep -q %s; }
until_true seen
wpa roam %s
connected
ping_host air
wpa ft_ds %s
connected
ping_host ds
wpa status > /out/after.txt
""" % (AP2, AP2, AP)


class Row:
    """ap: fields of ap{}; client: of the network block, two spaces end a line; top: above it; says: what
    `wpa_cli status` has to say; shell, lua: what happens between; second: another BSS beside it;
    check: what else to look at."""

    def __init__(self, name, ap, client, says=(), shell="", lua="", second=False, check=None,
                 associations=2, top=""):
        self.name, self.ap, self.client, self.says = name, ap, client, says
        self.shell, self.lua, self.check, self.second = shell, lua, check, second
        self.associations, self.top = associations, top

    def files(self):
        second = SECOND % (AP2, self.ap) if self.second else ""
        files = {"/test/run": guest(SCRIPT % self.shell),
                 "/test/ap.lua": LUA % (CLIENT, AP, self.ap, second, self.lua),
                 "/test/client.conf": CONF % (self.top.replace("  ", "\n"),
                                              self.client.replace("  ", "\n    "))}
        header = os.path.join(ROOT, "air", "apsim_pem.h")
        files.update(("/test/%s.pem" % n, text) for n, text in pems(header).items())
        return files


def farewells(case, row, r):
    case.ok("PING forged OK" in r.console and "PING asked OK" in r.console
            and has(r.text("client.log"), "Sending SA Query Request"),
            row.name + ": asks of an unprotected farewell, and stays", r.console)
    case.ok('"sa-answered"' in r.text("ap.json"), row.name + ": answers when it is asked",
            r.text("ap.json"))
    case.ok("PING returned OK" in r.console, row.name + ": believes a protected farewell",
            r.console)
    found = tshark(r.files["air.pcap"], "-Y", "wlan.fc.type_subtype == 12", "-T", "fields", "-e",
                   "wlan.ta", "-e", "wlan.fc.protected")
    if found is not None:
        sent = [(line.split()[0], line.split()[1] in ("1", "True")) for line in found.splitlines()]
        case.ok([enciphered for ta, enciphered in sent if ta == AP] == [False, True],
                row.name + ": ours is enciphered, the forged one is not", found)
        # for a reassociation it takes its keys away first
        case.ok(sent[-1:] == [(CLIENT, True)], row.name + ": its last one is enciphered", found)


def rekeys(case, row, r):
    case.ok("PING group OK" in r.console and "PING pairwise OK" in r.console,
            row.name + ": pings under a new group key and a new pairwise key", r.console)


def groups(case, row, r):
    case.ok('"status":77' in r.text("ap.json"), row.name + ": group 19 is refused before",
            r.text("ap.json"))


def beacons(case, row, r):
    case.ok("PING forged OK" in r.console
            and not has(r.text("client.log"), "CTRL-EVENT-STARTED-CHANNEL-SWITCH"),
            row.name + ": a Beacon without a MIC moves nobody", r.text("client.log")[-2500:])


def transitions(case, row, r):
    case.ok("PING air OK" in r.console and "PING ds OK" in r.console,
            row.name + ": pings after a transition over the air, and one over the DS", r.console)
    case.ok("bssid=" + AP in r.text("after.txt"), row.name + ": is back", r.text("after.txt"))
    shakes = tshark(r.files["air.pcap"], "-Y", "wlan_rsna_eapol.keydes.msgnr == 2")
    if shakes is not None:
        case.ok(len(shakes.splitlines()) <= row.associations - 2,
                row.name + ": neither had a handshake", shakes)


EAP_CLIENT = 'key_mgmt=WPA-EAP  identity="user@air.example"  ' + CERTIFICATE
PSK = 'passphrase="correct horse"'
PSK_CLIENT = 'psk="correct horse"  '
ROWS = [
    Row("open", "", "key_mgmt=NONE", ["key_mgmt=NONE"]),
    Row("WPA2-PSK", PSK, PSK_CLIENT, ["key_mgmt=WPA2-PSK", "pairwise_cipher=CCMP"]),
    Row("WPA2-PSK, GCMP-256", PSK + ', ciphers={"gcmp-256"}',
        PSK_CLIENT + "pairwise=GCMP-256  group=GCMP-256",
        ["pairwise_cipher=GCMP-256", "group_cipher=GCMP-256"], REKEY_SHELL, REKEY_LUA,
        check=rekeys),
    Row("WPA2-PSK, CCMP-256, 802.11ax", PSK + ', ciphers={"ccmp-256"}, phy="he"',
        PSK_CLIENT + "pairwise=CCMP-256  group=CCMP-256", ["pairwise_cipher=CCMP-256"]),
    Row("WPA2-PSK-SHA256, PMF required", PSK + ', akms={"psk-sha256"}, pmf="required"',
        PSK_CLIENT + "key_mgmt=WPA-PSK-SHA256  ieee80211w=2",
        ["key_mgmt=WPA2-PSK-SHA256", "pmf=2", "mgmt_group_cipher=BIP"], PMF_SHELL, PMF_LUA,
        check=farewells, associations=3),
    Row("WPA3-Personal", 'security="wpa3", ' + PSK, PSK_CLIENT + "key_mgmt=SAE  ieee80211w=2",
        ["key_mgmt=SAE", "pmf=2"], PMF_SHELL, PMF_LUA, check=farewells, associations=3),
    Row("WPA3-Personal, hash to element, group 20", 'security="wpa3", sae={groups={20}, pwe="h2e"}, '
        + PSK, PSK_CLIENT + "key_mgmt=SAE  ieee80211w=2", ["key_mgmt=SAE"], check=groups,
        top="sae_pwe=1  sae_groups=19 20"),
    Row("WPA2-PSK, PMF, beacon protection", PSK + ', pmf="capable", beacon_protection=true',
        PSK_CLIENT + "ieee80211w=1  beacon_prot=1", ["pmf=1"], BEACON_SHELL, BEACON_LUA,
        check=beacons),
    Row("OWE", 'security="owe"', "key_mgmt=OWE  ieee80211w=2", ["key_mgmt=OWE"]),
    Row("OWE, group 21", 'security="owe", owe={group=21}', "key_mgmt=OWE  ieee80211w=2",
        ["key_mgmt=OWE"]),
    Row("EAP-TLS", 'security="eap", eap={methods={"tls"}}', EAP_CLIENT + "  eap=TLS",
        ["key_mgmt=WPA2/IEEE 802.1X/EAP"]),
    Row("PEAP", 'security="eap", eap={methods={"peap"}, identity="user", password="secret"}',
        EAP_CLIENT.replace("user@air.example", "user")
        + '  eap=PEAP  password="secret"  phase2="auth=MSCHAPV2"',
        ["key_mgmt=WPA2/IEEE 802.1X/EAP"]),
    Row("FT-PSK", PSK + ', akms={"ft-psk"}, ft_ds=true, pmf="capable"',
        PSK_CLIENT + "key_mgmt=FT-PSK  ieee80211w=1", ["key_mgmt=FT-PSK", "pmf=1"], FT_SHELL,
        second=True, check=transitions, associations=4),
    Row("FT-SAE", 'security="wpa3", ' + PSK + ', akms={"ft-sae"}, ft_ds=true',
        PSK_CLIENT + "key_mgmt=FT-SAE  ieee80211w=2", ["key_mgmt=FT-SAE", "pmf=2"], FT_SHELL,
        second=True, check=transitions, associations=4),
    Row("FT-EAP", 'security="eap", akms={"ft-802.1x"}, eap={methods={"tls"}}, ft_ds=true, '
        'pmf="capable"', EAP_CLIENT.replace("WPA-EAP", "FT-EAP") + "  eap=TLS  ieee80211w=1",
        ["key_mgmt=FT-EAP", "pmf=1"], FT_SHELL, second=True, check=transitions, associations=4),
    Row("WPA3-Enterprise, 192 bits", 'security="eap", akms={"suiteb-192"}, ciphers={"gcmp-256"}, '
        'pmf="required", group_mgmt="bip-gmac-256", eap={methods={"tls"}}',
        EAP_CLIENT.replace("WPA-EAP", "WPA-EAP-SUITE-B-192")
        .replace("/test/client", "/test/strong_client") + "  eap=TLS  ieee80211w=2  "
        "pairwise=GCMP-256  group=GCMP-256  group_mgmt=BIP-GMAC-256",
        ["pairwise_cipher=GCMP-256", "mgmt_group_cipher=BIP-GMAC-256", "pmf=2"]),
    Row("WPA2-PSK, OCV", PSK + ', pmf="capable", ocv=true', PSK_CLIENT + "ieee80211w=1  ocv=1",
        ["pmf=1"], PMF_SHELL, 'expect(a:clients()[1].ocv, "its channel is validated")' + PMF_LUA,
        check=farewells, associations=3),
]


def one(case, row):
    r = case.bed.run(row.files(), programs={"/bin/extsta": case.program})
    log = r.text("client.log")
    if os.environ.get("KEEP"):  # a folder for what the run left
        for name, data in r.files.items():
            with open(os.path.join(os.environ["KEEP"], row.name + "-" + name), "wb") as f:
                f.write(data)
    detail = r.console + r.text("ap.err") + log[-2500:]
    told = [e.get("what") for e in events(r.text("ap.json")) if e["line"] == "ap-event"
            and not (e.get("what") == "associated" and e.get("status"))]  # status 30: SA Query first
    case.ok(has(log, "CTRL-EVENT-CONNECTED - Connection to " + AP),
            row.name + ": wpa_supplicant connects", detail)
    missing = [s for s in row.says if s not in r.text("status.txt").splitlines()]
    case.ok(not missing, row.name + ": by what it was to connect by",
            str(missing) + r.text("status.txt"))
    case.ok("PING first OK" in r.console and "PING again OK" in r.console,
            row.name + ": pings of the wired host", detail)
    case.ok(told.count("associated") == row.associations,
            row.name + ": our access point tells of its associations", str(told) + detail)
    case.ok("left" in told, row.name + ": and that it left", str(told))
    case.ok("AP EXIT 130" in r.console and '"not_as_expected":0' in r.text("ap.json"),
            row.name + ": ends when interrupted", detail)
    if row.check:
        row.check(case, row, r)


SHORT = ("WPA3-Personal", "FT-PSK")


def run(case):
    wanted = os.environ.get("OUR_AP")
    for row in ROWS:
        if row.name in (wanted.split(";") if wanted else SHORT):
            one(case, row)
