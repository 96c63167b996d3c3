"""What the matrix has not of WPA3-Personal at hostapd: a password identifier, a station that does one
way of finding the element only, WPA2 alone where the profile allows both; and what is told of a
wrong password, of ways that do not meet, of a network without SAE."""
from evidence import STA, conf, events, guest, indications

LONG = True  # some minutes: of `make interop-all`
PASSWORD = "correct horse battery"
SCRIPT = """
start_hostapd ap ap.conf
ip addr add 10.9.0.1/24 dev wlan0
start_station sta --ssid interop --passphrase "%s" --tap tap0 --address %s OPTIONS
wait_for '"what":"connected"' /out/sta.json
stations wlan0 during
tap_to_namespace 10.9.0.2
ping_ap first 10.9.0.1
hostapd_cli -p /run/hostapd deauthenticate ff:ff:ff:ff:ff:ff reason=5
wait_count 2 '"event":"authorized"' /out/sta.json
ping_ap again 10.9.0.1
hostapd_cli -p /run/hostapd pmksa_flush
hostapd_cli -p /run/hostapd deauthenticate ff:ff:ff:ff:ff:ff reason=5
wait_count 3 '"event":"authorized"' /out/sta.json
ping_ap third 10.9.0.1
stop_station
no_station_left
""" % (PASSWORD, STA)


def settings(**more):
    keys = {"ieee80211w": 2, "wpa_key_mgmt": "SAE"}
    keys.update(more)
    return conf(wpa2=PASSWORD, **keys)


def one(case, label, options="--security wpa3", akm="wpa3-sae", **more):
    r = case.bed.run({"/test/run": guest(SCRIPT.replace("OPTIONS", options)),
                      "/test/ap.conf": settings(**more)}, programs={"/bin/extsta": case.program})
    lines = events(r.text("sta.json"))
    detail = r.console[-1500:] + r.text("sta.err")[-500:] + r.text("ap.log")[-1500:]
    case.ok("[AUTHORIZED]" in r.text("during.txt"), label + ": hostapd's table", detail)
    for what in ("first", "again", "third"):
        case.ok("PING %s OK" % what in r.console, label + ": ping " + what, detail)
    causes = [e["diagnosis"] for e in lines if e.get("line") == "cause"
              and e.get("diagnosis") not in (None, "none", "disconnect-request")]
    case.ok(not causes, label + ": no cause but the AP's own", str(causes))
    if akm == "wpa3-sae":
        ends = indications(lines, "ASSOCIATION_COMPLETION")
        case.ok(len(ends) == 3 and all(e["status"] == "0x00000000" for e in ends),
                label + ": three associations, the last one by SAE within one operation", str(ends))


FAILS = """
start_hostapd ap ap.conf
start_station sta --ssid interop --passphrase "PASSWORD" --address %s OPTIONS
wait_for '"what":"connection-failed"' /out/sta.json
stop_station
""" % STA


def fails(case, diagnosis, options="--security wpa3", password=PASSWORD, **more):
    script = FAILS.replace("PASSWORD", password).replace("OPTIONS", options)
    r = case.bed.run({"/test/run": guest(script), "/test/ap.conf": settings(**more)},
                     programs={"/bin/extsta": case.program})
    causes = [e["diagnosis"] for e in events(r.text("sta.json")) if e.get("line") == "cause"]
    case.ok(diagnosis in causes, "%s %s: %s" % (options, more, diagnosis),
            str(causes) + r.text("ap.log")[-1500:])


def run(case):
    one(case, "both, hunting and pecking here", sae_pwe=2, options="--security wpa3 --sae-pwe hunt")
    one(case, "password identifier", options="--security wpa3 --password-id guests", sae_pwe=2,
        sae_password=PASSWORD + "|id=guests")
    one(case, "WPA2 alone, for who may", options="--security 'wpa2 wpa3'", akm="rsna-psk",
        ieee80211w=1, wpa_key_mgmt="WPA-PSK")
    fails(case, "wrong-passphrase", password="another horse", sae_pwe=2)
    fails(case, "sae-h2e-mismatch", options="--security wpa3 --sae-pwe hunt", sae_pwe=1)
    fails(case, "sae-h2e-mismatch", options="--security wpa3 --sae-pwe h2e", sae_pwe=0)
    fails(case, "security-mismatch", ieee80211w=1, wpa_key_mgmt="WPA-PSK")
