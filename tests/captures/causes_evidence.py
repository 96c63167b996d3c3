#!/usr/bin/env python3
"""The evidence that causes.json is written from: a capture as a ladder, by tshark alone, with what the
participants logged between the frames.

usage: causes_evidence.py CAPTURE [FIRST-LAST]

One line for each frame that decides something (management, EAPOL): number, seconds, sender and
receiver (last octets), kind (* a retry), sequence number, what it says, level and rate, P protected.
What lies between is summed up. At the end the beacons of each BSSID by interval, AKM and channel: two
kinds under one BSSID are two transmitters. Not a test; nothing of explain is used."""
import collections
import json
import os
import subprocess
import sys

import causes

FIELDS = """frame.number frame.time_epoch wlan.fc.type_subtype wlan.ta wlan.ra wlan.seq
radiotap.dbm_antsignal radiotap.datarate wlan.fc.retry wlan.fc.protected wlan.fixed.reason_code
wlan.fixed.status_code wlan.fixed.auth.alg wlan.fixed.auth_seq eapol.type
wlan_rsna_eapol.keydes.msgnr eapol.keydes.replay_counter eap.code eap.type tls.alert_message.desc
wlan.fixed.category_code wlan.fixed.beacon wlan.rsn.akms.type wlan.ds.current_channel
wlan.fcs.status""".split()
KINDS = {0: "assoc-req", 1: "assoc-resp", 2: "reassoc-req", 3: "reassoc-resp", 4: "probe-req",
         5: "probe-resp", 8: "beacon", 10: "DISASSOC", 11: "auth", 12: "DEAUTH", 13: "action"}
TOLD = (0, 1, 2, 3, 10, 11, 12, 13)


def tshark_keys(truth):
    """As tshark takes them: [(type, value)]."""
    known = []
    options = iter(causes.keys_of(truth))
    for option, value in zip(options, options):
        if option == "--key":
            ssid, word = value.split(":", 1)
            known.append(("wpa-pwd", word + ":" + ssid))
        elif option != "--pmk" or len(value) == 64:  # tshark takes no longer ones
            known.append(({"--pmk": "wpa-psk", "--tk": "tk", "--wep": "wep"}[option], value))
    return known


def frames(path, truth):
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=\x1f", "-E",
               "occurrence=f", "-o", "wlan.enable_decryption:TRUE"]
    for kind, value in tshark_keys(truth):
        command += ["-o", 'uat:80211_keys:"%s","%s"' % (kind, value.replace('"', '""'))]
    for field in FIELDS:
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True)
    for line in run.stdout.decode("utf-8", "replace").splitlines():
        f = dict(zip(FIELDS, line.split("\x1f")))
        kind = f["wlan.fc.type_subtype"]
        f["kind"] = int(kind, 0) if kind else -1
        yield f


def is_set(flag):
    return flag[:1] in ("1", "T")


def says(f):
    kind, words = f["kind"], []
    if f["eapol.type"] == "3":
        words.append("key m%s replay %s" % (f["wlan_rsna_eapol.keydes.msgnr"],
                                            f["eapol.keydes.replay_counter"]))
    elif f["eapol.type"]:
        words.append("EAPOL %s EAP code %s type %s %s" % (
            f["eapol.type"], f["eap.code"], f["eap.type"],
            "alert " + f["tls.alert_message.desc"] if f["tls.alert_message.desc"] else ""))
    elif kind == 11:
        words.append("alg %s seq %s status %s" % (f["wlan.fixed.auth.alg"],
                                                  f["wlan.fixed.auth_seq"],
                                                  f["wlan.fixed.status_code"]))
    elif kind in (1, 3):
        words.append("status %s" % f["wlan.fixed.status_code"])
    elif kind in (10, 12):
        words.append("reason %s" % f["wlan.fixed.reason_code"])
    elif kind == 13:
        words.append("category %s" % f["wlan.fixed.category_code"])
    return " ".join(words)


def line_of(f, start):
    return "%6s %10.3f  %s > %s  %s%s seq %s  %s  %s dBm %s%s" % (
        f["frame.number"], float(f["frame.time_epoch"]) - start, f["wlan.ta"][-8:],
        f["wlan.ra"][-8:], KINDS.get(f["kind"], "data"), "*" if is_set(f["wlan.fc.retry"]) else "",
        f["wlan.seq"], says(f), f["radiotap.dbm_antsignal"], f["radiotap.datarate"],
        " P" if is_set(f["wlan.fc.protected"]) else "")


def show(path, first, last):
    truth, between, beacons = causes.truth_beside(path), collections.Counter(), collections.Counter()
    logs, start = iter(truth.get("timeline", [])), None
    log = next(logs, None)
    for f in frames(path, truth):
        now, kind = float(f["frame.time_epoch"]), f["kind"]
        start = now if start is None else start
        while log and float(log["t"]) <= now:
            print("%17.3f  LOG %s" % (float(log["t"]) - start, json.dumps(
                {k: v for k, v in log.items() if k != "t"})))
            log = next(logs, None)
        if kind == 8:
            beacons[f["wlan.ta"], f["wlan.fixed.beacon"], f["wlan.rsn.akms.type"],
                    f["wlan.ds.current_channel"]] += 1
        if not first <= int(f["frame.number"]) <= last:
            continue
        if f["wlan.fcs.status"] == "0" or not (kind in TOLD or f["eapol.type"]):
            between[KINDS.get(kind, "control" if kind < 32 else "data") + " " +
                    f["wlan.ta"][-8:]] += 1
            continue
        if between:
            print("        .. " + ", ".join("%s x%d" % x for x in between.most_common(6)))
            between.clear()
        print(line_of(f, start))
    for (bssid, interval, akm, channel), count in beacons.most_common(20):
        print("beacons of %s: %d, interval %s, AKM %s, channel %s" % (bssid, count, interval, akm,
                                                                      channel))


if __name__ == "__main__":
    FIRST, LAST = (int(x) for x in sys.argv[2].split("-")) if len(sys.argv) > 2 else (0, 1 << 30)
    show(os.path.abspath(sys.argv[1]), FIRST, LAST)
