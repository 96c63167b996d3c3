#!/usr/bin/env python3
"""explain --log on the developers' reference captures: the truth beside them says what hostapd and
wpa_supplicant said at which time, and on which frame it was. Here that becomes logs again, in the
formats of these programs and of what collects them, with a clock of its own; explain must put each
event on its frame, and find the clock. TAP.

usage: logs_test.py EXTSTA SOURCE_ROOT"""
import datetime
import glob
import json
import os
import subprocess
import sys
import tempfile

KINDS = ["t", "debug-t", "short-unix", "iso-precise", "precise", "syslog", "short-iso", "none"]


def of_ap(e):
    """Lines of hostapd's sources (hostapd_logger, wpa_auth.c, ieee802_11.c, ctrl events)."""
    sta, i = e.get("sta"), "wlan3: "
    say = {
        "ap-enabled": lambda: i + "AP-ENABLED ",
        "ap-disabled": lambda: i + "AP-DISABLED ",
        "auth-reply": lambda: "authentication reply: STA=%s auth_alg=%d auth_transaction=%d resp=%d "
        "(IE len=0) (dbg=handle-auth)" % (sta, e["auth_alg"], e["seq"], e["status"]),
        "association-accepted": lambda: i + "STA %s IEEE 802.11: association OK (aid %d)" % (
            sta, e["aid"]),
        "associated": lambda: i + "STA %s IEEE 802.11: associated (aid %d)" % (sta, e["aid"]),
        "tx-eapol-key": lambda: i + "STA %s WPA: sending %d/%s msg of %s Handshake" % (
            sta, e["msg"], e["of"], e["which"]),
        "rx-eapol-key": lambda: i + "STA %s WPA: received EAPOL-Key frame (%d/%s %s)" % (
            sta, e["msg"], "2" if e["which"] == "Group" else "4", e["which"]),
        "handshake-complete": lambda: i + "STA %s WPA: pairwise key handshake completed (RSN)" % sta,
        "group-rekey-complete": lambda: i + "STA %s WPA: group key handshake completed (RSN)" % sta,
        "connected": lambda: i + "AP-STA-CONNECTED %s" % sta,
        "disconnected": lambda: i + "AP-STA-DISCONNECTED %s" % sta,
        "rx-deauth": lambda: "deauthentication: STA=%s reason_code=%d" % (sta, e["reason"]),
        "rx-disassoc": lambda: "disassocation: STA=%s reason_code=%d" % (sta, e["reason"]),
        "eap-success": lambda: i + "CTRL-EVENT-EAP-SUCCESS %s" % sta,
        "eap-failure": lambda: i + "CTRL-EVENT-EAP-FAILURE %s" % sta,
        "possible-psk-mismatch": lambda: i + "AP-STA-POSSIBLE-PSK-MISMATCH %s" % sta,
        "eapol-key-invalid-mic": lambda: i + e["text"],
        "sta-removed-inactivity": lambda: i + e["text"],
    }.get(e["event"])
    return say and say()


def of_station(e):
    """Lines of wpa_supplicant's sources (sme.c, wpa.c, events.c)."""
    ap, i = e.get("bssid"), "wlan0: "
    say = {
        "auth-start": lambda: i + "SME: Trying to authenticate with %s (SSID='%s' freq=%d MHz)" % (
            ap, e["ssid"], e["freq"]),
        "auth-response": lambda: "SME: Authentication response: peer=%s auth_type=%d "
        "auth_transaction=%d status_code=%d" % (ap, e["auth_alg"], e["seq"], e["status"]),
        "assoc-start": lambda: i + "Trying to associate with %s (SSID='x' freq=2412 MHz)" % ap,
        "associated": lambda: i + "Associated with %s" % ap,
        "rx-eapol-key": lambda: i + "WPA: RX message %d of %s Handshake from %s (ver=2)" % (
            e["msg"], "Group Key" if e["which"].startswith("Group") else e["which"], ap),
        "handshake-complete": lambda: i + "WPA: Key negotiation completed with %s [PTK=%s GTK=%s]" % (
            ap, e["ptk_cipher"], e["gtk_cipher"]),
        "group-rekey-complete": lambda: i + "WPA: Group rekeying completed with %s [GTK=%s]" % (
            ap, e["gtk_cipher"]),
        "connected": lambda: i + "CTRL-EVENT-CONNECTED - Connection to %s completed [id=0 id_str=]"
        % ap,
        "disconnected": lambda: i + "CTRL-EVENT-DISCONNECTED bssid=%s reason=%d%s" % (
            ap, e["reason"], " locally_generated=1" if e["locally_generated"] else ""),
        "auth-rejected": lambda: i + "CTRL-EVENT-AUTH-REJECT %s auth_type=%d auth_transaction=%d "
        "status_code=%d" % (ap, e["auth_alg"], e["seq"], e["status"]),
        "assoc-rejected": lambda: i + "CTRL-EVENT-ASSOC-REJECT bssid=%s status_code=%d" % (
            ap, e["status"]),
        "eap-success": lambda: i + "CTRL-EVENT-EAP-SUCCESS EAP authentication completed "
        "successfully",
        "eap-failure": lambda: i + "CTRL-EVENT-EAP-FAILURE EAP authentication failed",
        "psk-may-be-wrong": lambda: i + "WPA: 4-Way Handshake failed - pre-shared key may be "
        "incorrect",
        "network-temporarily-disabled": lambda: i + "CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"%s\" "
        "auth_failures=%s duration=%s reason=%s" % (e["ssid"], e["failures"], e["duration"],
                                                    e["cause"]),
    }.get(e["event"])
    return say and say()


def stamp(kind, us, program, line):
    """A line as the collector writes it; us: microseconds since 1970."""
    t = datetime.datetime.fromtimestamp(us // 1000000, datetime.timezone.utc)
    tag = "box %s[%d]: " % (program, 600)
    return {
        "t": "%d.%06d: " % (us // 1000000, us % 1000000),
        "debug-t": "%d.%06d: " % (us // 1000000, us % 1000000),
        "short-unix": "%d.%06d %s" % (us // 1000000, us % 1000000, tag),
        "iso-precise": t.strftime("%Y-%m-%dT%H:%M:%S") + ".%06d+00:00 %s" % (us % 1000000, tag),
        "precise": t.strftime("%b %d %H:%M:%S") + ".%06d %s" % (us % 1000000, tag),
        "syslog": t.strftime("%b %d %H:%M:%S ") + tag,
        "short-iso": t.strftime("%Y-%m-%dT%H:%M:%S+0000 ") + tag,
        "none": "",
    }[kind] + line


def logs_of(truth, folder, number):
    """{file: [(line, frame or None)], ...} of each access point and station, and the offsets."""
    lines, offsets = {}, {}
    nodes = sorted({(e["role"], e["node"]) for e in truth["timeline"]
                    if e["role"] in ("ap", "station") and ":" in e["node"]})
    for n, (role, node) in enumerate(nodes):
        kind = KINDS[(number + n) % len(KINDS)]
        offset = ((number * 7919 + n * 104729) % 20000000 - 10000000) * 7 + 123  # us
        kept = []
        if kind == "debug-t":  # with -d programs say whose log it is
            own = "Using interface wlan3 with hwaddr %s and ssid \"x\"" if role == "ap" else \
                "Own MAC address: %s"
            us = int(truth["timeline"][0]["t"].replace(".", "")) + offset
            kept.append((stamp(kind, us, "", own % node), None, "own"))
        for e in truth["timeline"]:
            if e["role"] != role or e["node"] != node:
                continue
            line = (of_ap if role == "ap" else of_station)(e)
            if line:
                us = int(e["t"].replace(".", "")) + offset
                kept.append((stamp(kind, us, "hostapd" if role == "ap" else "wpa_supplicant", line),
                             e.get("frame"), e["event"]))
        path = os.path.join(folder, "%s-%s.%s" % (role, node.replace(":", ""), kind))
        with open(path, "w") as out:
            out.write("".join(line + "\n" for line, _, _ in kept))
        lines[path], offsets[path] = kept, (kind, offset)
    return lines, offsets


def keys_of(truth):
    found = []
    for k in truth["keys"]["configured"]:
        if k["type"] == "wpa-pwd" and k.get("ssid"):
            found += ["--key", "%s:%s" % (k["ssid"].replace(":", "\\:"), k["value"])]
    for k in truth["keys"]["logged"]:
        if k["kind"] == "pmk":
            found += ["--pmk", k["hex"]]
    return found


def told(extsta, capture, truth, files):
    args = [extsta, "explain", "--json", capture] + keys_of(truth)
    for path in files:
        args += ["--log", path]
    r = subprocess.run(args, capture_output=True, text=True, errors="replace")
    return [json.loads(line) for line in r.stdout.splitlines() if line.startswith("{")]


class Sum:
    def __init__(self):
        self.events = self.right = 0
        self.clocks = self.found = self.precise = self.sure = self.honest = 0
        self.wrong, self.off = [], []


def check(name, s, answers, lines, offsets):
    for index, (path, expected) in enumerate(lines.items()):
        kind, offset = offsets[path]
        clock = next(a for a in answers if a["line"] == "log-clock" and a["log"] == index)
        by_line = {a["log_line"]: a for a in answers
                   if a["line"] == "log-event" and a["log"] == index and "log_line" in a}
        due = [f for _, f, _ in expected if f]
        if len(due) < 4:
            continue
        fine = kind not in ("none", "syslog", "short-iso")
        s.clocks += 1
        s.found += clock["state"] in ("found", "order")
        if clock["state"] == "found":
            off = abs(clock["offset_ns"] - offset * 1000)
            s.sure += clock["confidence"] >= 90
            s.honest += clock["confidence"] >= 90 and off <= clock["within_ns"]
            if clock["confidence"] >= 90 and off > clock["within_ns"]:
                s.off.append("%s: %s: off by %.2f ms, told within %.2f ms, %d %%" % (
                    name, os.path.basename(path), off / 1e6, clock["within_ns"] / 1e6,
                    clock["confidence"]))
            s.precise += off <= (10**6 if fine else 10**9)
            if off > (10**6 if fine else 10**9):
                s.off.append("%s: %s: off by %.2f ms" % (name, os.path.basename(path), off / 1e6))
        for n, (line, frame, event) in enumerate(expected):
            if frame and fine:
                s.events += 1
                got = by_line.get(n + 1, {}).get("frame")
                s.right += got == frame
                if got != frame:
                    s.wrong.append("%s: %s: %s is frame %s, told %s" % (
                        name, os.path.basename(path), event, frame, got))


def main():
    extsta, root = sys.argv[1:3]
    folder = os.path.join(root, "..", "shared", "captures", "reference")
    truths = sorted(glob.glob(os.path.join(folder, "*.truth.json")))
    if not truths:
        print("1..0 # SKIP no reference captures")
        return
    s = Sum()
    for number, path in enumerate(truths):
        truth = json.load(open(path))
        with tempfile.TemporaryDirectory() as temporary:
            lines, offsets = logs_of(truth, temporary, number)
            answers = told(extsta, os.path.join(folder, truth["capture"]), truth, lines)
            check(truth["capture"], s, answers, lines, offsets)
    print("1..3")
    for line in s.wrong + s.off:
        print("# " + line)
    print("# %d of %d events on their frames; %d of %d clocks found, %d of them to the millisecond "
          "(the second where the log has no more)" % (s.right, s.events, s.found, s.clocks, s.precise))
    print("%sok 1 - events are on the frames that the truth gives them" % (
        "" if s.events and s.right >= 0.99 * s.events else "not "))
    print("%sok 2 - logs of four events and more find their clock" % (
        "" if s.clocks and s.found >= 0.95 * s.clocks else "not "))
    print("# %d clocks told with 90 %% and more, %d of them within their bounds" % (s.sure, s.honest))
    print("%sok 3 - what is told with 90 %% and more lies within its bounds" % (
        "" if s.sure and s.honest >= 0.99 * s.sure else "not "))


if __name__ == "__main__":
    main()
