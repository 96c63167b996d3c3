#!/usr/bin/env python3
"""Writes the corpus of the fuzz target logs: the same life as each program and collector writes it.

usage: make_logs_corpus.py [DIRECTORY]      (default: corpus/logs beside this file)"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
STA, AP, BEGIN = "02:00:00:00:01:00", "02:00:00:00:00:00", 1795986001.0
HOSTAPD = [
    "Using interface wlan0 with hwaddr %s and ssid \"x\"" % AP, "wlan0: AP-ENABLED ",
    "authentication: STA=%s auth_alg=0 auth_transaction=1 status_code=0 wep=0" % STA,
    "authentication reply: STA=%s auth_alg=0 auth_transaction=2 resp=0 (IE len=0)" % STA,
    "association request: STA=%s capab_info=0x431 listen_interval=5" % STA,
    "wlan0: STA %s IEEE 802.11: associated (aid 1)" % STA,
    "wlan0: STA %s WPA: sending 1/4 msg of 4-Way Handshake" % STA,
    "wlan0: STA %s WPA: received EAPOL-Key frame (2/4 Pairwise)" % STA,
    "wlan0: STA %s WPA: invalid MIC in msg 2/4 of 4-Way Handshake" % STA,
    "wlan0: AP-STA-POSSIBLE-PSK-MISMATCH %s" % STA,
    "wlan0: STA %s WPA: sending 3/4 msg of 4-Way Handshake" % STA,
    "wlan0: STA %s WPA: EAPOL-Key timeout" % STA, "wlan0: AP-STA-CONNECTED %s" % STA,
    "wlan0: STA %s IEEE 802.11: disassociated due to inactivity" % STA,
    "deauthentication: STA=%s reason_code=3" % STA, "wlan0: AP-STA-DISCONNECTED %s" % STA]
SUPPLICANT = [
    "Own MAC address: %s" % STA,
    "wlan1: SME: Trying to authenticate with %s (SSID='x' freq=2412 MHz)" % AP,
    "SME: Authentication response: peer=%s auth_type=0 auth_transaction=2 status_code=0" % AP,
    "wlan1: Trying to associate with %s (SSID='x' freq=2412 MHz)" % AP,
    "wlan1: Associated with %s" % AP,
    "wlan1: WPA: RX message 1 of 4-Way Handshake from %s (ver=2)" % AP,
    "wlan1: WPA: Sending EAPOL-Key 2/4",
    "wlan1: WPA: Key negotiation completed with %s [PTK=CCMP GTK=CCMP]" % AP,
    "wlan1: CTRL-EVENT-CONNECTED - Connection to %s completed [id=0 id_str=]" % AP,
    "wlan1: CTRL-EVENT-ASSOC-REJECT bssid=%s status_code=17" % AP,
    "wlan1: Authentication with %s timed out." % AP,
    "wlan1: WPA: 4-Way Handshake failed - pre-shared key may be incorrect",
    "wlan1: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"x\" auth_failures=1 reason=WRONG_KEY",
    "wlan1: CTRL-EVENT-DISCONNECTED bssid=%s reason=3 locally_generated=1" % AP]
KERNEL = [
    "wlan1: authenticate with %s (local address=%s)" % (AP, STA),
    "wlan1: send auth to %s (try 1/3)" % AP, "wlan1: authenticated",
    "wlan1: associate with %s (try 1/3)" % AP,
    "wlan1: RX AssocResp from %s (capab=0x411 status=0 aid=1)" % AP, "wlan1: associated",
    "wlan1: deauthenticated from %s (Reason: 15=4WAY_HANDSHAKE_TIMEOUT)" % AP,
    "wlan1: deauthenticating from %s by local choice (Reason: 3=DEAUTH_LEAVING)" % AP,
    "wlan1: Connection to AP %s lost" % AP]
MANAGER = [
    "device (wlan1): supplicant interface state: disconnected -> authenticating",
    "device (wlan1): supplicant interface state: 4way_handshake -> completed",
    "device (wlan1): Activation: (wifi) association took too long, failing activation",
    "device (wlan1): state change: config -> failed (reason 'no-secrets', sys-iface-state: 'm')",
    "dhcp4 (wlan1): request timed out"]


def stamped(lines, stamp, repeat=2):
    out = []
    for n in range(len(lines) * repeat):
        t = BEGIN + n * 0.0123
        out.append(stamp(t) + lines[n % len(lines)])
    return "\n".join(out) + "\n"


def clock(t, fraction=""):
    return "21:00:%02d" % (t % 60) + fraction


FILES = {
    "hostapd-t": (31, stamped(HOSTAPD, lambda t: "%.6f: " % t)),
    "hostapd-syslog": (31, stamped(HOSTAPD, lambda t: "Nov 29 %s box hostapd[1]: " % clock(t))),
    "hostapd-logread": (31, stamped(HOSTAPD, lambda t: "Sun Nov 29 %s 2026 daemon.info hostapd: "
                                    % clock(t))),
    "hostapd-bare": (31, stamped(HOSTAPD, lambda t: "")),
    "supplicant-t": (31, stamped(SUPPLICANT, lambda t: "%.6f: " % t)),
    "supplicant-iso": (31, stamped(SUPPLICANT, lambda t: "2026-11-29T%s+0000 b wpa_supplicant[1]: "
                                   % clock(t, ".%06d" % (t % 1 * 1e6)))),
    "supplicant-logcat": (31, stamped(SUPPLICANT, lambda t: "11-29 %s  600  600 D wpa_supplicant: "
                                      % clock(t, ".%03d" % (t % 1 * 1e3)))),
    "supplicant-bare": (31, stamped(SUPPLICANT, lambda t: "")),
    "supplicant-said": (31 | 2 << 5, stamped(SUPPLICANT, lambda t: "")),
    "kernel-dmesg": (31, stamped(KERNEL, lambda t: "[%12.6f] " % (t - BEGIN + 77))),
    "kernel-raw": (31, stamped(KERNEL, lambda t: "<6>[%12.6f][  T12] " % (t - BEGIN + 77))),
    "kernel-ctime": (31, stamped(KERNEL, lambda t: "[Sun Nov 29 %s 2026] " % clock(t))),
    "manager": (31, stamped(MANAGER, lambda t: "NetworkManager[9]: <info>  [%.4f] " % t)),
    "journal": (31, "".join(stamped(part, lambda t, tag=tag: "Nov 29 %s box %s: " % (
        clock(t, ".%06d" % (t % 1 * 1e6)), tag)) for part, tag in [
            (SUPPLICANT, "wpa_supplicant[1]"), (KERNEL, "kernel"), (MANAGER, "NetworkManager[2]"),
            (["irrelevant"], "sshd[3]")])),
    "new-year": (31, "Dec 31 23:59:59 b hostapd[1]: wlan0: AP-ENABLED \n"
                 "Jan  1 00:00:00 b hostapd[1]: wlan0: AP-STA-CONNECTED %s\n" % STA),
    "times": (31, "4000000000.9: wlan0: AP-ENABLED\n3999999999.999999999: wlan0: AP-ENABLED\n"
              "0.0: wlan0: AP-STA-CONNECTED %s\n[3999999999.5] wlan1: associated\n"
              "2095-12-31T23:59:60-9959 hostapd: wlan0: AP-ENABLED\n" % STA),
    "octets": (31, "1.0: wlan0: AP-STA-CONNECTED %s\0\x1b[2J\n\xff\xfe\n\r\n" % STA),
    "interfaces": (31, "".join("1.0: w%d: AP-STA-CONNECTED %s\n" % (n, STA) for n in range(300))),
    "no-frames": (0, stamped(HOSTAPD, lambda t: "%.6f: " % t)),
    "empty": (31, ""),
}


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "corpus", "logs")
    os.makedirs(folder, exist_ok=True)
    for name, (first, text) in FILES.items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(bytes([first]) + text.encode("latin-1"))


if __name__ == "__main__":
    main()
