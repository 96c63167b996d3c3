#!/usr/bin/python3
"""Makes reports of generated captures and clicks through them in headless Chromium.

usage: report_test.py EXTSTA GENERATOR [SCREENSHOT]

Skipped where Debian's packages chromium, chromium-driver and python3-selenium are not
installed. Prints TAP."""
import collections
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
try:
    from click_through import click_through
except ImportError:
    click_through = None
TROUBLE = {"association-failed", "silence"}
HOSTILE = ['</script><script>hostile=1</script>', '<img src=x onerror=hostile=2>',
           '"]}];hostile=3//', '\u2028<b>', '&lt;script&gt;']


def skip(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)


def beacon(bssid, ssid):
    """A beacon of our own making, with this SSID."""
    body = struct.pack("<QHH", 0, 100, 0x401) + bytes([0, len(ssid)]) + ssid
    frame = b"\x80\0\0\0" + b"\xff" * 6 + bssid + bssid + b"\0\0" + body
    return b"\0\0\x08\0\0\0\0\0" + frame


def request(sta, bssid, ssid, kind, body):
    head = bytes([kind, 0, 0, 0]) + (bssid + sta + bssid) + b"\0\0"
    return b"\0\0\x08\0\0\0\0\0" + head + body


def hostile_capture(path):
    with open(path, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 127))
        t = 1600000000
        for n, text in enumerate(HOSTILE):
            ssid = text.encode()[:32]
            bssid = bytes([2, 0, 0, 0, 1, n])
            sta = bytes([2, 0, 0, 0, 2, n])
            ap_head = bytes([0x10, 0, 0, 0]) + sta + bssid + bssid + b"\0\0"
            frames = [beacon(bssid, ssid),
                      request(sta, bssid, ssid, 0xb0, struct.pack("<HHH", 0, 1, 0)),
                      request(sta, bssid, ssid, 0x00, struct.pack("<HH", 0x401, 5)
                              + bytes([0, len(ssid)]) + ssid),
                      b"\0\0\x08\0\0\0\0\0" + ap_head + struct.pack("<HHH", 0x401, 17, 0)]
            for frame in frames:
                f.write(struct.pack("<IIII", t, 0, len(frame), len(frame)) + frame)
                t += 1


def probe(sta, n):
    head = bytes([0x40, 0, 0, 0]) + b"\xff" * 6 + sta + b"\xff" * 6 + struct.pack("<H", n << 4)
    return b"\0\0\x08\0\0\0\0\0" + head + bytes([0, 0])


def restart_capture(path):
    """An AP that starts anew under its client (IEEE 802.11-2020 11.1.3.2: so does its TSF timer),
    and two that only scan."""
    bssid, sta = bytes([2, 0, 0, 0, 3, 1]), bytes([2, 0, 0, 0, 4, 1])
    shots, day = [], 86400 * 10**6

    def aired(us, tsf, number):
        frame = bytearray(beacon(bssid, b"lobby"))
        frame[30:32] = struct.pack("<H", number << 4)
        frame[32:40] = struct.pack("<Q", tsf)
        shots.append((us, bytes(frame)))
    for n in range(20):
        aired(102400 * n, day + 102400 * n, 2000 + n)
    ap_head = bytes([0x10, 0, 0, 0]) + sta + bssid + bssid
    for i, frame in enumerate((
            request(sta, bssid, b"lobby", 0xb0, struct.pack("<HHH", 0, 1, 0)),
            b"\0\0\x08\0\0\0\0\0" + b"\xb0" + ap_head[1:] + b"\0\x80" + struct.pack("<HHH", 0, 2, 0),
            request(sta, bssid, b"lobby", 0x00, struct.pack("<HH", 0x401, 5) + b"\0\5lobby"),
            b"\0\0\x08\0\0\0\0\0" + ap_head + b"\x10\x80" + struct.pack("<HHH", 0x401, 0, 1))):
        shots.append((2100000 + 1000 * i, frame))
    for n in range(3):
        shots.append((2300000 + n, probe(bytes([2, 0, 0, 0, 4, 2 + n % 2]), n)))
    for n in range(8):
        aired(9000000 + 102400 * n, 50000 + 102400 * n, n)
    with open(path, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 127))
        for us, frame in shots:
            f.write(struct.pack("<IIII", 1600000000 + us // 10**6, us % 10**6, len(frame),
                                len(frame)) + frame)


def is_group(mac):
    return int(mac[:2], 16) & 1


def is_trouble(s, before):
    """As extsta/explain.h has it; an end that carries out a failure told before is not another."""
    if s["what"] == "disassociation" and s.get("explicit") and s["by"] != "sta":
        failures = [f for f in before if f["what"] == "association-failed"]
        return not (failures and failures[-1].get("name") == s.get("name")
                    and float(s["time"]) < float(failures[-1]["until"]) + 1)
    if s["what"] == "not-connected":
        return s["name"] != "captive-portal"
    return s["what"] in TROUBLE or bool(s.get("forged")) or s.get("name") == "peering-failed"


def attempt_of(events_of, s):
    """What the ladder of a story must show: its events, as the frames state them."""
    events = [e for e in events_of[s["sta"], s["bssid"]]
              if s["first_frame"] <= e["frame"] <= s["last_frame"]]
    return {"sta": s["sta"], "first": s["first_frame"], "last": s["last_frame"],
            "label": "joined" if s["what"] == "association" else "failed",
            "frames": [e["frame"] for e in events], "from": [e["from"] for e in events],
            "retry": [bool(e.get("retry")) for e in events],
            "number": s["number"]}


def choose_attempt(lines, stories):
    """One with a repeated frame, if there is one; short enough to be shown whole."""
    events_of = collections.defaultdict(list)
    for e in lines:
        if e["line"] == "event":
            events_of[e["sta"], e["bssid"]].append(e)
    attempts = [attempt_of(events_of, s) for s in stories
                if s["what"] in ("association", "association-failed")
                and s["first_frame"] < s["last_frame"]][:400]
    attempts = [a for a in attempts if 1 < len(a["frames"]) <= 24]
    return max(attempts, key=lambda a: any(a["retry"]) * 100 + len(a["frames"]), default=None)


def ask_filter(extsta, capture, attempt):
    """The filter must be the one that explain gives, and show all of the frames in tshark."""
    if attempt:
        out = subprocess.run([extsta, "explain", "--filter", str(attempt["number"]), capture],
                             capture_output=True, text=True, check=True)
        attempt["filter"] = out.stdout.strip()
    if attempt and shutil.which("tshark"):
        out = subprocess.run(["tshark", "-r", capture, "-Y", attempt["filter"], "-T", "fields",
                              "-e", "frame.number"], capture_output=True, text=True, check=True)
        shown = {int(x) for x in out.stdout.split()}
        assert shown >= set(attempt["frames"]), (attempt, shown)


def facts(extsta, capture):
    """What the report must show, counted from the JSON lines."""
    out = subprocess.run([extsta, "explain", "--json", capture], capture_output=True, text=True,
                         check=True).stdout
    lines = [json.loads(x) for x in out.splitlines()]
    stories = [x for x in lines if x["line"] in ("story", "note")]
    stories = [s for s in stories if s["what"] != "ap" and not is_group(s["sta"])]
    heard = {s["sta"] for s in stories}
    active = {s["sta"] for s in stories if s["line"] == "story" or s.get("forged")}
    active |= {s["sta"] for s in stories if s["what"] == "group-rekey"}
    stories = [s for s in stories if s["sta"] in active]
    count = collections.Counter(s["what"] for s in stories)
    by_sta = collections.defaultdict(list)
    clients_of = collections.defaultdict(set)
    causes = collections.defaultdict(set)
    roams = collections.Counter()
    who = collections.defaultdict(set)
    trouble = collections.Counter()
    for s in stories:
        trouble[s["sta"]] += is_trouble(s, by_sta[s["sta"]])
        by_sta[s["sta"]].append(s)
        if not is_group(s["bssid"]):
            clients_of[s["bssid"]].add(s["sta"])
        if s["what"] == "roam":
            roams[s["from_bssid"], s["bssid"]] += 1
            who[s["from_bssid"], s["bssid"]].add(s["sta"])
        if s["what"] in TROUBLE:
            causes[s["name"]].add(s["sta"])
    name = max(sorted(causes), key=lambda n: len(causes[n])) if causes else None
    ap = max(sorted(clients_of), key=lambda b: len(clients_of[b]))
    sta = max(sorted(by_sta), key=lambda s: len(by_sta[s]))
    roamed = {s["first_frame"] for s in by_sta[sta] if s["what"] == "roam"}
    told = [s for s in by_sta[sta] if not (s["what"] == "disassociation" and not s["explicit"]
                                           and s["first_frame"] in roamed)]
    attempt = choose_attempt(lines, stories)
    ask_filter(extsta, capture, attempt)
    most = max(roams.values(), default=0)
    return {"clients": len(by_sta), "joined": count["association"],
            "failed": count["association-failed"], "roamed": count["roam"],
            "cause": name and {"name": name, "clients": len(causes[name])},
            "ap": {"bssid": ap, "clients": len(clients_of[ap])}, "sta": sta,
            "stories": len(told), "trouble": trouble[sta], "attempt": attempt,
            "quiet": len(heard - active), "signal": False, "findings": [],
            "roams": dict(roams) if len(roams) <= 200 else None,
            "first_roam_clients": {len(who[k]) for k in roams if roams[k] == most}.pop()
            if roams and len({len(who[k]) for k in roams if roams[k] == most}) == 1 else None}


def click(extsta, capture, chromium, scratch, screenshot, more):
    report = os.path.join(scratch, "report.html")
    subprocess.run([extsta, "explain", "--quiet", "--html", report, capture],
                   check=True, stdout=subprocess.DEVNULL)
    known = facts(extsta, capture)
    known.update(more)
    results = click_through(chromium, report, known, screenshot)
    return results, os.path.getsize(report)


def main():
    extsta, generator = sys.argv[1:3]
    screenshot = sys.argv[3] if len(sys.argv) > 3 else None
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("chromedriver") or not click_through:
        skip("needs the packages chromium, chromium-driver and python3-selenium")
    with tempfile.TemporaryDirectory() as scratch:
        small, large, hostile, restart = (os.path.join(scratch, x + ".pcap")
                                          for x in ("small", "large", "hostile", "restart"))
        subprocess.run([generator, "-n", "40", "-t", "60", "-w", small], check=True)
        subprocess.run([generator, "-n", "10000", "-c", "2", "-t", "300", "-b", "-w", large],
                       check=True)
        hostile_capture(hostile)
        restart_capture(restart)
        wrong = number = 0
        for name, capture, more in (
                ("40 clients", small, {"signal": True}), ("10000 clients", large, {}),
                ("hostile SSIDs", hostile, {}),
                ("AP restart", restart, {"findings": ["lobby 02:00:00:00:03:01", "restart"]})):
            results, size = click(extsta, capture, chromium, scratch,
                                  screenshot if capture is small else None, more)
            print("# %s: a report of %d KiB" % (name, size // 1024))
            for what, fine, detail in results:
                number += 1
                wrong += not fine
                print("%sok %d - %s: %s" % ("" if fine else "not ", number, name, what))
                if not fine:
                    print("# got " + json.dumps(detail))
        print("1..%d" % number)
    sys.exit(1 if wrong else 0)


main()
