#!/usr/bin/env python3
"""Network and interface variables: the same lines put to our tables (variables_tell) and to
wpa_supplicant, which serves a TAP interface in a namespace of its own. Where the two differ the
difference has a reason in DIFFERENT, or is one of what cannot be done here. (TAP)

Usage: variables.py VARIABLES_TELL"""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from tap import Skip, check, expect, main

TELL = sys.argv[1]
SUPPLICANT = shutil.which("wpa_supplicant", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
INSIDE = "EXTSTA_IN_NAMESPACE"

# (variable or "", pattern of the value, why wpa_supplicant takes it and it is no value here)
DIFFERENT = [
    ("", r"-\d+", "a lower bound of 0 is not looked at there"),
    ("", r"\d{11,}", "a number is cut to 32 bits there"),
    ("bssid go_p2p_dev_addr bssid_hint", r".{17}x", "what stands behind an address is not read there"),
    ("scan_freq freq_list mesh_basic_rates", r"abc|2412,2437|-5|2412 abc|.*70300.*",
     "a list ends there where it is none"),
    ("psk", r'"12345678', "the last quotes may be missing there"),
    ("wep_key0 wep_key1 wep_key2 wep_key3", r".*", "a key of a wrong length makes the network useless there"),
    ("country", r"FIN", "what follows two letters is not read there"),
    ("sae_groups freq_list initial_freq_list", r"19,20|abc", "a list ends there where it is none"),
    ("", r"00", "a text ends there with an octet of zero"),
    ("p2p_passphrase_len wps_nfc_dev_pw_id fst_priority fst_llt", r"0|",
     "what a variable is unset cannot be said there"),
    ("filter_rssi fst_llt mbo_cell_capa oce disassoc_imminent_rssi_threshold "
     "p2p_go_freq_change_policy", r".*", "the upper bound is another one there"),
]
STRINGS = ['"abc"', '616263', '"a"b"', r'P"a\n\x41\101b"', '', 'NULL', '6', '"abc', 'P"a',
           '"%s"' % ("a" * 33), '00', '"x y"', r'"\n"', r'P"\q\e\""', 'ff"', '"simple:30:-60:300"',
           '"#"', 'c3bc', '61626', '"\x7f"', 'P""', '""', 'zz', '"a\\"b"']
NUMBERS = ['0', '1', '2', '3', '4', '-1', '-2', '0x10', '010', '5x', '', ' 5', '5 ', '99999999999',
           '255', '256', '65535', '65536', '70200', '70201', 'abc', '+1']
VALUES = {
    "key_mgmt": ["WPA-PSK", "SAE WPA-PSK", "NONE", "WPA-EAP-SHA256 WPA-EAP", "FT-PSK WPA-PSK-SHA256",
                 "wpa-psk", "", "WPA-PSK FOO", "OWE", "DPP", "FT-EAP-SHA384", "WPA-EAP-SUITE-B-192",
                 "SAE  FT-SAE", "SAE-EXT-KEY", "WPA-NONE", "FILS-SHA256", "OSEN", "IEEE8021X"],
    "proto": ["RSN", "WPA", "WPA2", "RSN WPA", "WPA3", "", "OSEN"],
    "pairwise": ["TKIP CCMP", "GCMP", "CCMP-256 GCMP-256", "WEP40", "", "CCMP CCMP", "NONE"],
    "group": ["WEP40 CCMP", "TKIP CCMP GCMP", "NONE", "", "WEP104 WEP40", "GTK_NOT_USED"],
    "group_mgmt": ["AES-128-CMAC", "BIP-CMAC-256 BIP-GMAC-256", "BIP-CMAC-128", "CCMP", ""],
    "auth_alg": ["OPEN", "SHARED OPEN", "LEAP", "open", ""],
    "eap": ["TLS", "TTLS PEAP TLS", "MSCHAPV2", "MD5", "SIM", "TEAP", "tls", "PEAP FOO", "PWD FAST",
            "WFA-UNAUTH-TLS"],
    "bssid": ["02:00:00:00:00:01", "any", "", '""', "02-00-00-00-00-01", "020000000001",
              "02:00:00:00:00:01x", "0A:bC:00:00:00:00", "x"],
    "bssid_ignore": ["02:00:00:00:00:01", "02:00:00:00:00:01 02:00:00:00:00:02/ff:ff:ff:00:00:00",
                     "", "x", "02:00:00:00:00:01/ff", "02:00:00:00:00:01/ff:ff:ff:ff:ff:ff"],
    "scan_freq": ["2412", "2412 5180", "", "0", "abc", "2412,2437", "-5", "2412 abc"],
    "psk": ['"12345678"', '"%s"' % ("1" * 63), '"%s"' % ("1" * 64), '"1234567"', '"12345678',
            "0" * 64, "AB" * 32, "0" * 63, "z" * 64, "NULL", '"abc\x7fdefgh"', "ext:foo", ""],
    "password": ["hash:" + "00" * 16, "hash:" + "00" * 15, '"x"', "616263", "NULL", '""', "ext:x",
                 "hash:" + "zz" * 16],
    "wep_key0": ['"abcde"', "6162636465", '"abcdefghijklm"', '"abc"', '""', '"abcdefghijklmnop"',
                 '"abcdefghijklmnopq"', "NULL"],
    "country": ["FI", "F", "FIN", ""],
    "sae_groups": ["19 20", "", "0", "19,20", "abc"],
    "mka_cak": ["00" * 16], "mka_ckn": ["00" * 16], "peerkey": ["1"],
    "psk_list": ["02:00:00:00:00:01-" + "00" * 32],
}
for like, names in (("bssid", "go_p2p_dev_addr bssid_hint"), ("scan_freq", "freq_list mesh_basic_rates"),
                    ("bssid_ignore", "bssid_accept bssid_blacklist bssid_whitelist p2p_client_list"),
                    ("password", "machine_password"), ("wep_key0", "wep_key1 wep_key2 wep_key3")):
    for name in names.split():
        VALUES[name] = VALUES[like]
# of interface variables: what is no plain text there
RAW = {"uuid", "device_type", "os_version", "wps_vendor_ext_m1", "sec_device_type", "p2p_pref_chan",
       "p2p_no_go_freq", "ip_addr_go", "ip_addr_mask", "ip_addr_start", "ip_addr_end", "hessid",
       "p2p_device_persistent_mac_addr", "wps_nfc_dh_pubkey", "wps_nfc_dh_privkey",
       "wps_nfc_dev_pw", "ap_vendor_elements", "ap_assocresp_elements", "load_dynamic_eap",
       "freq_list", "initial_freq_list", "bgscan", "sched_scan_plans", "fst_group_id"}
NOT_ASKED = {"ctrl_interface", "no_ctrl_interface", "ctrl_interface_group"}
# SET of these is no variable there but the running state machine's
RUNNING = {"dot11RSNAConfigPMKLifetime", "dot11RSNAConfigPMKReauthThreshold",
           "dot11RSNAConfigSATimeout"}


class Ours:
    def __init__(self):
        self.process = subprocess.Popen([TELL], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="latin-1")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")

    def new(self):
        self.ask("NEW")


class Theirs:
    """wpa_supplicant on a TAP interface with its wired driver: configuration is all it does."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="extsta-variables-")
        subprocess.run("ip tuntap add d0 mode tap && ip link set d0 up", shell=True, check=True)
        self.process = subprocess.Popen(
            [SUPPLICANT, "-i", "d0", "-D", "wired", "-C", self.folder + "/c"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        path = self.folder + "/c/d0"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.folder + "/client")
        self.socket.settimeout(60)
        while not os.path.exists(path) and self.process.poll() is None:
            time.sleep(0.01)
        expect(self.process.poll() is None, "wpa_supplicant has ended")
        self.socket.connect(path)
        self.ask("ADD_NETWORK")

    def ask(self, line):
        self.socket.send(line.replace("_NETWORK ", "_NETWORK 0 ", 1).encode("latin-1"))
        return self.socket.recv(65536).decode("latin-1").rstrip("\n")

    def new(self):
        self.socket.send(b"REMOVE_NETWORK all")
        self.socket.recv(65536)
        self.ask("ADD_NETWORK")

    def end(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


THEIRS = []


def both():
    if not SUPPLICANT:
        raise Skip("wpa_supplicant is not installed")
    if not THEIRS:
        try:
            THEIRS.append(Theirs())
        except (OSError, subprocess.CalledProcessError) as error:
            raise Skip("no TAP interface in a namespace: %s" % error) from error
    return Ours(), THEIRS[0]


def explained(name, value):
    return any((not names or name in names.split()) and re.fullmatch(pattern, value)
               for names, pattern, _ in DIFFERENT)


def kind_of(name, kind):
    if name in VALUES:
        return VALUES[name]
    return NUMBERS if kind else STRINGS


def compare(ours, theirs, verbs, name, values, faults):
    """One variable, each value by itself: what is said to it, and what it then is."""
    setter, getter = verbs
    for value in values:
        ours.new()
        theirs.new() if setter == "SET_NETWORK" else None
        before = ours.ask("%s %s" % (getter, name))
        line = "%s %s %s" % (setter, name, value)
        us, them = ours.ask(line), theirs.ask(line)
        after = ours.ask("%s %s" % (getter, name))
        if us.startswith("OK"):
            if them != "OK" and not explained(name, value):
                faults.append("%s: we take it, they say %s" % (line, them))
            elif them == "OK" and setter == "SET_NETWORK" and after != theirs.ask("%s %s" % (getter, name)):
                faults.append("%s: it is %r here" % (line, after))
        else:
            if after != before and setter == "SET_NETWORK":
                faults.append("%s: it failed, and changed the value" % line)
            if them == "OK" and not us.startswith("FAIL refused") and not explained(name, value):
                faults.append("%s: they take it, we say %s" % (line, us))
            if len(us.split(" ", 2)) < 3 or not us.split(" ", 2)[2]:
                faults.append("%s: there is no reason" % line)


@check
def every_variable_is_as_unset_as_theirs():
    ours, theirs = both()
    faults = []
    for name in ours.ask("NAMES").split():
        us, them = ours.ask("GET_NETWORK " + name), theirs.ask("GET_NETWORK " + name)
        if us != them:
            faults.append("%s: %r, theirs %r" % (name, us, them))
    for name in ours.ask("INTERFACE_NAMES").split():
        us, them = ours.ask("GET " + name), theirs.ask("GET " + name)
        if us != them and name not in NOT_ASKED:
            faults.append("%s: %r, theirs %r" % (name, us, them))
    expect(not faults, *faults)


@check
def every_value_of_a_network_is_taken_or_refused_as_there_or_with_a_reason():
    ours, theirs = both()
    faults = []
    for name in ours.ask("NAMES").split():
        number = re.fullmatch(r"-?\d+", ours.ask("GET_NETWORK " + name))
        compare(ours, theirs, ("SET_NETWORK", "GET_NETWORK"), name, kind_of(name, number), faults)
    expect(not faults, *faults)


@check
def every_value_of_an_interface_is_taken_or_refused_as_there_or_with_a_reason():
    ours, theirs = both()
    faults = []
    for name in ours.ask("INTERFACE_NAMES").split():
        if name in RAW | NOT_ASKED | RUNNING:
            continue
        number = re.fullmatch(r"-?\d+", ours.ask("GET " + name))
        values = VALUES.get(name) or (NUMBERS if number else ["abc", "a" * 65])
        compare(ours, theirs, ("SET", "GET"), name, values, faults)
    expect(not faults, *faults)


@check
def there_is_no_variable_of_theirs_that_is_unknown_here():
    """Each word in the program that it answers to."""
    ours, theirs = both()
    with open(os.path.realpath(SUPPLICANT), "rb") as file:
        words = sorted(set(w.decode() for w in re.findall(rb"[a-z][a-zA-Z0-9_]{2,39}", file.read())))
    network = set(ours.ask("NAMES").split())
    interface = set(ours.ask("INTERFACE_NAMES").split())
    # known to GET without being variables
    others = {"tls_library", "max_command_len", "wifi_display", "version"}
    unknown = [w for w in words if w not in network and theirs.ask("GET_NETWORK " + w) != "FAIL"]
    unknown += [w for w in words if w not in interface | others and
                theirs.ask("GET " + w) not in ("FAIL", "UNKNOWN COMMAND")]
    expect(not unknown, *unknown)


@check
def secrets_are_shown_to_nobody():
    ours, theirs = both()
    for name, value in (("psk", '"12345678"'), ("sae_password", '"x"'), ("password", '"x"'),
                        ("private_key_passwd", '"x"'), ("wep_key0", '"abcde"')):
        line = "SET_NETWORK %s %s" % (name, value)
        expect(ours.ask(line).startswith("OK") and theirs.ask(line) == "OK", line)
        got = ours.ask("GET_NETWORK " + name), theirs.ask("GET_NETWORK " + name)
        expect(got == ("*", "*"), name, got)


if __name__ == "__main__":
    if SUPPLICANT and INSIDE not in os.environ and shutil.which("unshare"):
        if subprocess.run(["unshare", "-Urn", "true"], stderr=subprocess.DEVNULL).returncode == 0:
            os.environ[INSIDE] = "1"
            os.execvp("unshare", ["unshare", "-Urn", sys.executable] + sys.argv)
    try:
        main()
    finally:
        for one in THEIRS:
            one.end()
