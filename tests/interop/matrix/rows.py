"""The rows of the matrix (cases/matrix.py): which AKM, pairwise cipher, protection of management
frames and manager of the port go together, as hostapd's configuration and the arguments of our
station. What Debian's hostapd supports and a row cannot run says why (`off`).

A row's name is its four words, "sae gcmp-256 gmac-128 miniport"; steps.py says what is done in it,
judge.py what has to come of it."""
import os

import sys
import tempfile

from evidence import AP, AP2, conf

SSID = "matrix"
PASS = "correct horse battery"
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "eap"))
import servers  # noqa: E402

CIPHERS = {  # the end of the pairwise cipher's selector, hostapd's word
    "tkip": ("-2", "TKIP"),
    "ccmp": ("-4", "CCMP"),
    "gcmp": ("-8", "GCMP"),
    "gcmp-256": ("-9", "GCMP-256"),
    "ccmp-256": ("-10", "CCMP-256"),
}
STRONG = ("ccmp", "ccmp-256", "gcmp", "gcmp-256")
PMF = {  # hostapd's ieee80211w and group_mgmt_cipher
    "off": (0, None),
    "capable": (1, "AES-128-CMAC"),
    "required": (2, "AES-128-CMAC"),
    "gmac-128": (2, "BIP-GMAC-128"),
    "gmac-256": (2, "BIP-GMAC-256"),
    "cmac-256": (2, "BIP-CMAC-256"),
}
REQUIRED = ("required", "gmac-128", "gmac-256", "cmac-256")
MANAGERS = ("os", "miniport")


KEY = "0123456789abcdef" * 4  # of the two access points of a mobility domain
DOMAIN = {"mobility_domain": "a1b2", "ft_over_ds": 1, "ft_psk_generate_local": 0,
          "pmk_r1_push": 0, "reassociation_deadline": 1000, "bss_transition": 1,
          "r0kh": "ff:ff:ff:ff:ff:ff * " + KEY,
          "r1kh": "00:00:00:00:00:00 00:00:00:00:00:00 " + KEY}
EAP_SERVER = {"wpa": 2, "ieee8021x": 1, "eapol_version": 2, "eap_server": 1,
              "eap_user_file": "/test/users", "ca_cert": "/test/ca.pem",
              "server_cert": "/test/server.pem", "private_key": "/test/server_key.pem",
              "tls_session_lifetime": 3600}
FREERADIUS = {"eap_server": 0, "own_ip_addr": "127.0.0.1", "auth_server_addr": "127.0.0.1",
              "auth_server_port": 1812, "auth_server_shared_secret": servers.SECRET,
              "nas_identifier": "matrix"}
IDENTITY, PASSWORD = servers.IDENTITY, servers.PASSWORD
USERS = """"%s" PEAP,TTLS,TLS
"%s" MSCHAPV2,TTLS-PAP,TTLS-MSCHAPV2 "%s" [2]
""" % (IDENTITY, IDENTITY, PASSWORD)
TRUST = ["--identity", IDENTITY, "--ca", "/test/ca.pem", "--domain", "air.example"]


class Akm:
    """One AKM, or one way of it. kind: where the PMK comes from (psk, owe, eap, open: there is none);
    ft: "air" or "ds", between two access points."""

    def __init__(self, name, kind, selector, key_mgmt, **more):
        self.name, self.kind, self.selector, self.key_mgmt = name, kind, selector, key_mgmt
        self.ciphers = more.get("ciphers", STRONG)
        self.pmf = more.get("pmf", tuple(PMF))
        self.managers = more.get("managers", MANAGERS)
        self.hostapd = more.get("hostapd", {})
        self.args = more.get("args", [])
        self.ft = more.get("ft")
        self.off = more.get("off")
        self.mic = more.get("mic")  # octets, where tshark takes it for 16
        self.profile = more.get("profile")  # <authentication>
        self.capability = more.get("capability", 0)  # of the RSN element, said in the request


# What is of the way and not of the suites is shown with one cipher.
ONE = {"ciphers": ("ccmp",)}


def psk(name, selector, key_mgmt, **more):
    hostapd = {"wpa": 2, "wpa_passphrase": PASS, **more.pop("hostapd", {})}
    return Akm(name, "psk", selector, key_mgmt, hostapd=hostapd,
               args=["--passphrase", PASS] + more.pop("args", []), **more)


def sae(name, selector="00-0f-ac-8", key_mgmt="SAE", **more):
    """hostapd's words for a passphrase are those of PSK."""
    return psk(name, selector, key_mgmt, pmf=more.pop("pmf", REQUIRED),
               args=["--security", more.pop("security", "wpa3")] + more.pop("args", []), **more)


STRONG_SERVER = {"server_cert": "/test/strong.pem", "private_key": "/test/strong_key.pem",
                 "openssl_ciphers": "SUITEB192"}
BITS_192 = {"ciphers": ("gcmp-256",), "pmf": ("gmac-256",), "hostapd": STRONG_SERVER}


def eap(name, selector, key_mgmt, method="peap", **more):
    hostapd = {**EAP_SERVER, **more.pop("hostapd", {})}
    secret = ["--eap", method, "--password", PASSWORD]
    if method in ("tls", "strong"):
        who = {"tls": "client", "strong": "strong_client"}[method]
        secret = ["--eap", "tls", "--cert", "/test/%s.pem" % who, "--key", "/test/%s_key.pem" % who]
    if method == "strong":
        secret += ["--security", "wpa3 eap 192"]
    return Akm(name, "eap", selector, key_mgmt, hostapd=hostapd,
               args=[*TRUST, *secret] + more.pop("args", []),
               managers=more.pop("managers", ("os",)), **more)


def methods(prefix, server):
    """Each method of EAP with this server."""
    kinds = [("tls", "tls", []), ("peap", "peap", []), ("ttls-pap", "ttls", ["--inner", "pap"]),
             ("ttls-mschap", "ttls", ["--inner", "mschapv2"]), ("ttls-eap", "ttls", [])]
    return [eap(prefix + name, "00-0f-ac-1", "WPA-EAP", method, args=args, hostapd=server,
                pmf=("capable",), **ONE) for name, method, args in kinds]


EXTENDED_KEY_ID, OCVC = 0x2000, 0x4000  # RSN Capabilities (9.4.2.24.4)


def cannot(name, cipher, pmf, why):
    """A row that says why there is none."""
    return Akm(name, "open", None, None, ciphers=(cipher,), pmf=(pmf,), managers=("os",), off=why)


def fast(make, name, *args, **more):
    """The two ways of a fast transition."""
    more_of = {psk: {"ft_psk_generate_local": 1}, sae: {"sae_pwe": 2}}.get(make, {})
    return [make(name + "-" + how, *args, ft=how, hostapd={**DOMAIN, **more_of},
                 args=["--ft", how], **more, **also)
            for how, also in (("air", {}), ("ds", ONE))]


AKMS = [
    Akm("open", "open", None, None, ciphers=(None,), pmf=("off",), managers=("none",)),
    psk("wpa-psk", "00-50-f2-2", "WPA-PSK", ciphers=("tkip", "ccmp"), pmf=("off",),
        hostapd={"wpa": 1}, profile="WPAPSK"),
    psk("psk", "00-0f-ac-2", "WPA-PSK"),
    psk("psk-tkip", "00-0f-ac-2", "WPA-PSK", ciphers=("tkip",), pmf=("off",),
        profile="WPA2PSK"),
    psk("psk-sha256", "00-0f-ac-6", "WPA-PSK-SHA256"),
    psk("psk", "00-0f-ac-2", "WPA-PSK", managers=("ihv",), pmf=("off", "capable"),
        profile="WPA2PSK", **ONE),
    psk("psk-sha256", "00-0f-ac-6", "WPA-PSK-SHA256", managers=("ihv",), pmf=("off", "capable"),
        profile="WPA2PSK", **ONE),
    sae("sae", hostapd={"sae_pwe": 1}),
    sae("sae-hunt", hostapd={"sae_pwe": 0}, **ONE),
    sae("sae-20", hostapd={"sae_pwe": 2, "sae_groups": 20}, **ONE),
    sae("sae-21", hostapd={"sae_pwe": 2, "sae_groups": 21}, **ONE),
    sae("sae-beside-psk", key_mgmt="WPA-PSK SAE", hostapd={"sae_pwe": 2}, pmf=("capable",),
        security="wpa2 wpa3"),
    psk("psk-beside-sae", "00-0f-ac-2", "WPA-PSK SAE", hostapd={"sae_pwe": 2},
        pmf=("capable",)),
    Akm("owe", "owe", "00-0f-ac-18", "OWE", pmf=REQUIRED, hostapd={"wpa": 2},
        args=["--security", "owe"]),
    Akm("owe-20", "owe", "00-0f-ac-18", "OWE", pmf=("required",),
        hostapd={"wpa": 2, "owe_groups": 20}, args=["--security", "owe"], mic=24, **ONE),
    Akm("owe-21", "owe", "00-0f-ac-18", "OWE", pmf=("required",),
        hostapd={"wpa": 2, "owe_groups": 21}, args=["--security", "owe"], mic=32, **ONE),
    eap("eap", "00-0f-ac-1", "WPA-EAP"),
    eap("eap-sha256", "00-0f-ac-5", "WPA-EAP-SHA256"),
    *methods("", {}),
    *methods("radius-", FREERADIUS),
    *fast(psk, "ft-psk", "00-0f-ac-4", "FT-PSK"),
    *fast(sae, "ft-sae", "00-0f-ac-9", "FT-SAE"),
    *fast(eap, "ft-eap", "00-0f-ac-3", "FT-EAP"),
    eap("wpa-eap", "00-50-f2-1", "WPA-EAP", args=["--security", "wpa eap"], ciphers=("tkip",),
        pmf=("off",), hostapd={"wpa": 1}),
    eap("wpa3-eap", "00-0f-ac-5", "WPA-EAP-SHA256", args=["--security", "wpa3 eap"],
        pmf=("required",), **ONE),
    eap("suite-b", "00-0f-ac-11", "WPA-EAP-SUITE-B", "tls", ciphers=("gcmp",), pmf=("gmac-128",)),
    eap("suite-b-192", "00-0f-ac-12", "WPA-EAP-SUITE-B-192", "strong", **BITS_192),
    eap("ft-eap-sha384", "00-0f-ac-13", "FT-EAP-SHA384", "strong", ft="air", args=["--ft", "air"],
        **{**BITS_192, "hostapd": {**STRONG_SERVER, **DOMAIN}}),
    psk("psk-ocv", "00-0f-ac-6", "WPA-PSK-SHA256", hostapd={"ocv": 1}, args=["--ocv"],
        pmf=("required",), capability=OCVC, **ONE),
    sae("sae-ocv", hostapd={"sae_pwe": 1, "ocv": 1}, args=["--ocv"], pmf=("required",),
        capability=OCVC, **ONE),
    psk("psk-key-id", "00-0f-ac-2", "WPA-PSK", hostapd={"extended_key_id": 1},
        args=["--extended-key-id"], pmf=("off", "required"), capability=EXTENDED_KEY_ID, **ONE),
    *[cannot(*what) for what in (
        ("sae-ext-key", "gcmp-256", "required", "hostapd 2.10 has no AKM 24 (since 2.11)"),
        ("fils", "ccmp", "required", "the station has no FILS"),
        ("wep", None, "off", "Debian's hostapd is built without WEP"))],
]

XML = """<?xml version="1.0"?>
<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1"><name>matrix</name>
<SSIDConfig><SSID><name>matrix</name></SSID></SSIDConfig><connectionType>ESS</connectionType>
<connectionMode>auto</connectionMode><MSM><security><authEncryption>
<authentication>%s</authentication><encryption>%s</encryption>
</authEncryption>%s</security></MSM>%s</WLANProfile>"""
SHARED_KEY = """<sharedKey><keyType>passPhrase</keyType><protected>false</protected>
<keyMaterial>%s</keyMaterial></sharedKey>""" % PASS
IHV = """<IHV><OUIHeader><OUI>020000</OUI><type>01</type></OUIHeader><security>
<WPA2PSK xmlns="urn:extsta:wpa2psk:1"><passphrase>%s</passphrase></WPA2PSK></security></IHV>
""" % PASS


class Row:
    def __init__(self, akm, cipher, pmf, manager):
        self.akm, self.cipher, self.pmf, self.manager = akm, cipher, pmf, manager
        self.words = [akm.name, cipher or "-", pmf, manager]
        self.name = " ".join(self.words)
        self.file = "_".join(w for w in self.words if w != "-")
        self.off = akm.off

    @property
    def keyed(self):
        return self.akm.kind != "open"

    @property
    def protected(self):
        return PMF[self.pmf][0] > 0

    @property
    def remembers(self):
        """A PMK of the association before; with FT the other access point has one of its own."""
        return not self.akm.ft and self.akm.selector in ("00-0f-ac-1", "00-0f-ac-5", "00-0f-ac-8",
                                                         "00-0f-ac-11", "00-0f-ac-12", "00-0f-ac-18")

    def hostapd(self, interface="wlan0", channel=1):
        lines = dict(self.akm.hostapd)
        if self.akm.ft:
            lines["nas_identifier"] = interface + ".test"
        if self.keyed:
            word = CIPHERS[self.cipher][1]
            lines["wpa_key_mgmt"] = self.akm.key_mgmt
            lines["wpa_pairwise" if lines["wpa"] == 1 else "rsn_pairwise"] = word
            lines["ieee80211w"], bip = PMF[self.pmf]
            if bip:
                lines["group_mgmt_cipher"] = bip
        return conf(ssid=SSID, interface=interface, channel=channel, **lines)

    @property
    def radius(self):
        return "auth_server_addr" in self.akm.hostapd

    def files(self):
        out = {"/test/%s.conf" % self.file: self.hostapd()}
        if self.akm.ft:
            out["/test/%s.conf2" % self.file] = self.hostapd("wlan1", 6)
        if self.akm.profile:
            ihv = self.manager == "ihv"
            out["/test/%s.xml" % self.file] = XML % (
                self.akm.profile, {"tkip": "TKIP", "ccmp": "AES"}[self.cipher],
                "" if ihv else SHARED_KEY, IHV if ihv else "")
        return out

    def station(self):
        if self.akm.profile:
            args = ["--profile", "/test/%s.xml" % self.file]
        else:
            args = ["--ssid", SSID, *self.akm.args]
        if self.manager == "miniport":
            args += ["--manager", "miniport"]
        elif self.manager == "ihv":
            args += ["--extension", "/lib/wpa2psk.so"]
        if self.akm.ft:
            return ["--channels", "1,6", "--signal", AP + "=-45", "--signal", AP2 + "=-60", *args]
        return ["--channels", "1", *args]

    def steps(self):
        """Which of steps.py apply, in order."""
        steps = ["connect", "ping"]
        steps += ["group", "pairwise"] if self.keyed else []
        steps += ["query", "forged"] if self.protected else []
        steps += ["deauth"]
        steps += ["pmksa", "forgot"] if self.remembers else []
        steps += ["roam"] if self.akm.ft else []
        return steps + ["leave"]


def every_row():
    return [Row(akm, cipher, pmf, manager) for akm in AKMS for cipher in akm.ciphers
            for pmf in akm.pmf for manager in akm.managers]


# What `make test` has of it: each AKM, cipher, protection and manager at least once.
SHORT = [
    "open - off none", "wpa-psk tkip off os", "psk ccmp capable ihv", "psk gcmp-256 capable miniport",
    "psk-sha256 ccmp-256 gmac-256 os", "sae ccmp required os", "sae gcmp gmac-128 miniport",
    "sae-hunt ccmp required os", "sae-20 ccmp cmac-256 miniport", "sae-beside-psk ccmp capable os",
    "owe ccmp required os", "owe gcmp-256 gmac-256 miniport", "eap ccmp required os",
    "radius-tls ccmp capable os", "ft-psk-air ccmp off os", "ft-sae-ds ccmp required miniport",
]


def shared_files():
    """What rows have in common: users and certificates of the EAP servers, of tests/eap."""
    out = {"/test/users": USERS}
    with tempfile.TemporaryDirectory() as folder:
        servers.freeradius(folder, FREERADIUS["auth_server_port"])
        for name in ("radiusd.conf", "users"):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                out["/test/radius/" + name] = f.read().replace(folder, "/test/radius")
    for name, text in servers.pems(os.path.join(HERE, "..", "..", "..", "air", "apsim_pem.h")).items():
        out["/test/%s.pem" % name] = out["/test/radius/%s.pem" % name] = text
    return out


def chosen(everything, wish=None):
    """wish: "sae+gcmp,owe": rows that have all the words of one of these."""
    rows = every_row()
    if wish:
        sets = [set(w.split("+")) for w in wish.split(",")]
        return [r for r in rows if any(s <= set(r.words) for s in sets)]
    return rows if everything else [r for r in rows if r.name in SHORT]
