"""The zoo: access points of the kinds people have, each connected, pinged and told; a table.

`tests/interop/run zoo` runs all of them in one boot, one hostapd after the other;
`ZOO=11n,gcmp tests/interop/run zoo` some, with all that hostapd has to say; ZOO_KEEP=FOLDER keeps
their logs and captures. A row is a
hostapd configuration, what our station is told, and what has to come of it. A row that cannot run
yet says why (`off`): who builds what is missing takes the word away."""
import os

from evidence import STA, conf, events, guest

LONG = True
PASS = "correct horse battery"
LONGEST = "x" * 63
PMK = "0123456789abcdef" * 4
XML = """<?xml version="1.0"?>
<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1"><name>zoo</name>
<SSIDConfig><SSID><name>zoo</name></SSID></SSIDConfig><connectionType>ESS</connectionType>
<connectionMode>auto</connectionMode><MSM><security><authEncryption>
<authentication>%s</authentication><encryption>%s</encryption>%s<useOneX>false</useOneX>
</authEncryption><sharedKey><keyType>passPhrase</keyType><protected>false</protected>
<keyMaterial>""" + PASS + """</keyMaterial></sharedKey></security></MSM></WLANProfile>"""

WPA2 = dict(wpa=2, wpa_key_mgmt="WPA-PSK", rsn_pairwise="CCMP", wpa_passphrase=PASS)
MIXED = dict(wpa=3, wpa_key_mgmt="WPA-PSK", wpa_pairwise="TKIP", rsn_pairwise="CCMP",
             wpa_passphrase=PASS)
A5 = dict(hw_mode="a", channel=36, country_code="DE", ieee80211d=1, **WPA2)
N = dict(ieee80211n=1, wmm_enabled=1)
AC = dict(ieee80211ac=1, vht_oper_chwidth=1, vht_oper_centr_freq_seg0_idx=42,
          ht_capab="[HT40+]", **N)
AX = dict(ieee80211ax=1, **N)
AX5 = dict(he_oper_chwidth=1, he_oper_centr_freq_seg0_idx=42, **{**AC, "ieee80211ax": 1})

SECURE = ["--passphrase", PASS]


def suite(cipher, **more):
    return {**WPA2, "rsn_pairwise": cipher, **more}


# what has to come of it: connected and pinged; else a diagnosis in the story
ROWS = [
    # name, hostapd, our arguments (default: the passphrase), {"told":, "flags":, "off":, "hold":}
    ("open", {}, [], {}),
    ("wpa2", WPA2, SECURE, {}),
    ("11b", {**WPA2, "hw_mode": "b"}, SECURE, {}),
    ("hidden", {**WPA2, "ignore_broadcast_ssid": 1}, SECURE, {}),
    ("hidden-zeroed", {**WPA2, "ignore_broadcast_ssid": 2}, SECURE, {}),
    ("no-wmm", {**WPA2, "wmm_enabled": 0}, SECURE, {}),
    ("wmm", {**WPA2, "wmm_enabled": 1}, SECURE, {"flags": "WMM"}),
    ("u-apsd", {**WPA2, "wmm_enabled": 1, "uapsd_advertisement_enabled": 1}, SECURE,
     {"flags": "WMM"}),
    ("beacon-20", {**WPA2, "beacon_int": 20}, SECURE, {}),
    ("beacon-1000", {**WPA2, "beacon_int": 1000}, SECURE, {}),
    ("dtim-1", {**WPA2, "dtim_period": 1}, SECURE, {}),
    ("dtim-10", {**WPA2, "dtim_period": 10}, SECURE, {}),
    ("group-rekey-1s", {**WPA2, "wpa_group_rekey": 1}, SECURE, {"hold": 4}),
    ("strict-rekey", {**WPA2, "wpa_strict_rekey": 1}, SECURE, {}),
    ("pairwise-rekey-2s", {**WPA2, "wpa_ptk_rekey": 2}, SECURE, {"hold": 6}),
    ("vendor-elements", {**WPA2, "vendor_elements": "dd0411223301dd06ddeeff0a0b0c"},
     SECURE, {}),
    ("wps", {**WPA2, "wps_state": 2, "eap_server": 1, "ap_setup_locked": 1}, SECURE, {}),
    ("isolated", {**WPA2, "ap_isolate": 1}, SECURE, {}),
    ("one-station", {**WPA2, "max_num_sta": 1}, SECURE, {}),
    ("not-listed", {**WPA2, "macaddr_acl": 1}, SECURE, {"told": "refused"}),
    ("long-preamble", {**WPA2, "preamble": 0}, SECURE, {}),
    ("short-preamble", {**WPA2, "preamble": 1}, SECURE, {}),
    ("ofdm-only", {**WPA2, "supported_rates": "60 90 120 180 240 360 480 540",
                   "basic_rates": "60 120 240"}, SECURE, {}),
    ("basic-54", {**WPA2, "basic_rates": "10 20 55 110 540"}, SECURE, {}),
    ("no-probe-answer", {**WPA2, "send_probe_response": 0}, SECURE, {}),
    ("country", {**WPA2, "country_code": "DE", "ieee80211d": 1}, SECURE, {}),
    ("measurement", {**WPA2, "rrm_neighbor_report": 1, "rrm_beacon_report": 1,
                     "bss_transition": 1}, SECURE, {}),
    ("interworking", {**WPA2, "interworking": 1, "access_network_type": 2, "internet": 1},
     SECURE, {}),
    ("channel-11", {**WPA2, "channel": 11}, SECURE, {}),
    ("channel-13", {**WPA2, "channel": 13, "country_code": "DE"}, SECURE, {}),
    ("longest-passphrase", {**WPA2, "wpa_passphrase": LONGEST}, ["--passphrase", LONGEST], {}),
    ("hex-key", {**{k: v for k, v in WPA2.items() if k != "wpa_passphrase"}, "wpa_psk": PMK},
     ["--pmk", PMK], {}),
    ("psk-sha256", {**WPA2, "wpa_key_mgmt": "WPA-PSK-SHA256"}, SECURE, {}),
    ("both-akms", {**WPA2, "wpa_key_mgmt": "WPA-PSK WPA-PSK-SHA256"}, SECURE, {}),
    ("ft-beside-psk", {**WPA2, "wpa_key_mgmt": "WPA-PSK FT-PSK", "mobility_domain": "a1b2",
                       "nas_identifier": "zoo"}, SECURE, {}),
    ("wpa-wpa2-mixed", MIXED, SECURE, {"told": "weak-security"}),
    ("wpa2-group-tkip", suite("CCMP TKIP"), SECURE, {"told": "weak-security"}),
    ("mixed-strict", MIXED, ("WPA2PSK", "AES", "<groupEncryption>AES</groupEncryption>"),
     {"told": "security-mismatch"}),
    ("wpa-tkip", {**MIXED, "wpa": 1}, ("WPAPSK", "TKIP", ""), {"told": "weak-security"}),
    ("wpa2-tkip", suite("TKIP"), ("WPA2PSK", "TKIP", ""), {"told": "weak-security"}),
    ("wpa2-tkip-unwanted", suite("TKIP"), SECURE, {"told": "security-mismatch"}),
    ("wrong-passphrase", WPA2, ["--passphrase", "another passphrase"],
     {"told": "wrong-passphrase"}),
    ("wep", {"wep_key0": "0102030405"}, [], {"off": "Debian's hostapd is built without WEP"}),
    ("11n", {**WPA2, **N}, SECURE, {"flags": "HT"}),
    ("11n-open", N, [], {"flags": "HT"}),
    ("11n-40", {**WPA2, **N, "ht_capab": "[HT40+]"}, SECURE,
     {"flags": "HT"}),
    ("11n-required", {**WPA2, **N, "require_ht": 1}, SECURE, {"flags": "HT"}),
    ("11n-mixed", {**MIXED, **N}, SECURE, {"flags": "HT", "told": "weak-security"}),
    ("11ax", {**WPA2, **AX}, SECURE, {"flags": "HE"}),
    ("11ax-required", {**WPA2, **AX, "require_he": 1}, SECURE,
     {"off": "Debian's hostapd knows no require_he (since 2.11)"}),
    ("5ghz-11a", A5, SECURE, {}),
    ("5ghz-11h", {**A5, "ieee80211h": 1, "local_pwr_constraint": 3}, SECURE, {}),
    ("5ghz-11n-required", {**A5, **N, "require_ht": 1}, SECURE, {"flags": "HT"}),
    ("5ghz-11ac-80", {**A5, **AC}, SECURE, {"flags": "VHT"}),
    ("5ghz-11ac-required", {**A5, **AC, "require_vht": 1}, SECURE, {"flags": "VHT"}),
    ("5ghz-11ax-80", {**A5, **AX5}, SECURE, {"flags": "HE"}),
    ("5ghz-channel-48", {**A5, **N, "channel": 48}, SECURE, {"flags": "HT"}),
    ("5ghz-channel-149", {**A5, **N, "channel": 149, "country_code": "US"}, SECURE,
     {"flags": "HT"}),
    ("ccmp-256", suite("CCMP-256"), SECURE, {}),
    ("gcmp", suite("GCMP"), SECURE, {}),
    ("gcmp-256", suite("GCMP-256"), SECURE, {}),
    ("pmf-capable", {**WPA2, "ieee80211w": 1}, SECURE, {"flags": "MFP"}),
    ("pmf-required", {**WPA2, "ieee80211w": 2, "wpa_key_mgmt": "WPA-PSK-SHA256"}, SECURE,
     {"flags": "MFP"}),
    ("pmf-required-off", {**WPA2, "ieee80211w": 2, "wpa_key_mgmt": "WPA-PSK-SHA256"},
     SECURE + ["--pmf", "off"], {"told": "pmf-required"}),
    ("wpa2-of-wpa3", {**WPA2, "ieee80211w": 1, "wpa_key_mgmt": "WPA-PSK SAE"}, SECURE, {}),
    ("wpa2-wpa3", {**WPA2, "ieee80211w": 1, "wpa_key_mgmt": "WPA-PSK SAE"},
     SECURE + ["--security", "wpa2 wpa3"], {"flags": "MFP"}),
    ("wpa3-only", {**WPA2, "ieee80211w": 2, "wpa_key_mgmt": "SAE"},
     SECURE + ["--security", "wpa3"], {"flags": "MFP"}),
    ("wpa3-only-h2e", {**WPA2, "ieee80211w": 2, "wpa_key_mgmt": "SAE", "sae_pwe": 1},
     SECURE + ["--security", "wpa3"], {"flags": "MFP"}),
    ("wpa3-only-wpa2", {**WPA2, "ieee80211w": 2, "wpa_key_mgmt": "SAE"}, SECURE,
     {"told": "security-mismatch"}),
]

SCRIPT = """
ip netns add sta
iw reg set DE
# The station is connected, or has given a reason; hostapd is up, or has gone.
settled() { grep -q '"what":"connected"' $1 || grep -q '"will_retry":false' $1 ||
            ! kill -0 $sta 2>/dev/null || [ "$(count '"line":"cause"' $1)" -ge 3 ]; }
up() { grep -q 'AP-ENABLED\\|AP-DISABLED\\|rror' $1 || ! [ -e /run/zoo.pid ]; }
pinged() { ip netns exec sta /bin/ping -c 1 -W 10 10.9.0.1 > /dev/null 2>&1; }

# row NAME HOLD ARGUMENTS...
row() {
    name=$1 hold=$2
    shift 2
    if ! hostapd -B -t VERBOSE -P /run/zoo.pid -f /out/$name.log /test/$name.conf > /out/$name.start 2>&1
    then
        return
    fi
    until_true up /out/$name.log
    ip addr flush dev wlan0; ip addr add 10.9.0.1/24 dev wlan0
    extsta connect --json CAPTURE --tap tap0 --address STATION --wait 60 "$@" \\
        > /out/$name.json 2> /out/$name.err &
    sta=$!
    until_true settled /out/$name.json
    if grep -q '"what":"connected"' /out/$name.json; then
        stations wlan0 $name
        ip link set tap0 netns sta
        ip netns exec sta ip addr add 10.9.0.2/24 dev tap0
        ip netns exec sta ip link set tap0 up
        pinged && echo "PING $name OK"
        [ $hold -gt 0 ] && sleep $hold && pinged && echo "PING $name HELD"
    fi
    stop_station > /dev/null
    stop_hostapd zoo
}
"""


def text_of(result, name, kind):
    return result.text("%s.%s" % (name, kind))


def flags_of(table):
    """What hostapd knows of the station, in its words."""
    line = next((x for x in table.splitlines() if x.startswith("flags=")), "")
    return line[6:].strip("[]").split("][")


def told(lines):
    """Diagnoses and warnings of the station, in the order told."""
    words = [e["diagnosis"] for e in lines if e.get("line") == "cause"]
    words += [e["what"] for e in lines if e.get("what") == "weak-security"]
    return words


def judge(row, result):
    """(good, hostapd's flags, what was told, why not)"""
    name, _, _, wanted = row
    lines = events(text_of(result, name, "json"))
    flags = flags_of(text_of(result, name, "txt"))
    words = told(lines)
    connected = any(e.get("what") == "connected" for e in lines)
    pinged = "PING %s OK" % name in result.console
    if not lines:
        return False, [], [], "no access point: " + (
            text_of(result, name, "start") or text_of(result, name, "log")).strip()[-160:]
    expected = wanted.get("told")
    if expected not in (None, "weak-security"):
        good = not connected and expected in words
        return good, flags, words, "" if good else "not told: " + expected
    why = "" if connected and pinged else "not connected" if not connected else "no ping"
    if expected and expected not in words:
        why = "no warning"
    if wanted.get("flags") and wanted["flags"] not in flags:
        why = why or "hostapd does not see " + wanted["flags"]
    if wanted.get("hold") and "PING %s HELD" % name not in result.console:
        why = why or "lost later"
    return why == "", flags, words, why


def arguments(row):
    name, config, args, _ = row
    if isinstance(args, tuple):
        args = ["--profile", "/test/%s.xml" % name]
    else:
        args = ["--ssid", "zoo", *args]
    return ["--channels", str(config.get("channel", 1)), *args]


def run(case):
    some = os.environ["ZOO"].split(",") if os.environ.get("ZOO") else []
    shown = [r for r in ROWS if not some or r[0] in some]
    rows = [r for r in shown if "off" not in r[3]]
    files = {}
    script = SCRIPT.replace("STATION", STA).replace("VERBOSE", "-dd" if some else "").replace(
        "CAPTURE", "--pcap /out/$name.pcap" if some else "")
    for row in rows:
        name, config, args, wanted = row
        files["/test/%s.conf" % name] = conf(**{"ssid": "zoo", "channel": 1, **config})
        if isinstance(args, tuple):
            files["/test/%s.xml" % name] = XML % args
        script += "row %s %d %s\n" % (name, wanted.get("hold", 0), " ".join(
            "'%s'" % a for a in arguments(row)))
    files["/test/run"] = guest(script)
    result = case.bed.run(files, programs={"/bin/extsta": case.program}, timeout=3600)
    for name in some if os.environ.get("ZOO_KEEP") else []:
        for kind in ("pcap", "log", "json"):
            path = os.path.join(os.environ["ZOO_KEEP"], "%s.%s" % (name, kind))
            with open(path, "wb") as out:
                out.write(result.files.get("%s.%s" % (name, kind), b""))
    print("# %-20s %-9s %-34s %s" % ("network", "", "hostapd sees", "told"))
    for row in shown:
        name, _, _, wanted = row
        if "off" in wanted:
            print("# %-20s %-9s %s" % (name, "-", wanted["off"]))
            continue
        good, flags, words, why = judge(row, result)
        print("# %-20s %-9s %-34s %s" % (name, "ok" if good else "NOT OK", " ".join(
            f for f in flags if f in ("WMM", "HT", "VHT", "HE", "MFP")) or "-",
            " ".join(dict.fromkeys(words)) or "-"))
        case.ok(good, name, why + "\n" + text_of(result, name, "err") + text_of(
            result, name, "json")[-1500:] + text_of(result, name, "log")[-1200:])
