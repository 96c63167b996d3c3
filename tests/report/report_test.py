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


def facts(extsta, capture):
    """What the report must show, counted from the JSON lines."""
    out = subprocess.run([extsta, "explain", "--json", capture], capture_output=True, text=True,
                         check=True).stdout
    lines = [json.loads(x) for x in out.splitlines()]
    stories = [x for x in lines if x["line"] in ("story", "note")]
    stories = [s for s in stories if not int(s["sta"][:2], 16) & 1]
    count = collections.Counter(s["what"] for s in stories)
    by_sta = collections.Counter(s["sta"] for s in stories)
    clients_of = collections.defaultdict(set)
    causes = collections.defaultdict(set)
    for s in stories:
        if not int(s["bssid"][:2], 16) & 1:
            clients_of[s["bssid"]].add(s["sta"])
        if s["what"] == "roam":
            clients_of[s["from_bssid"]]
        if s["what"] in TROUBLE:
            causes[s["name"]].add(s["sta"])
    name = max(sorted(causes), key=lambda n: len(causes[n])) if causes else None
    ap = max(sorted(clients_of), key=lambda b: len(clients_of[b]))
    sta = max(sorted(by_sta), key=lambda s: by_sta[s])
    return {"clients": len(by_sta), "joined": count["association"],
            "failed": count["association-failed"], "roamed": count["roam"],
            "cause": name and {"name": name, "clients": len(causes[name])},
            "ap": {"bssid": ap, "clients": len(clients_of[ap])}, "sta": sta,
            "stories": by_sta[sta]}


def click(extsta, capture, chromium, scratch, screenshot):
    report = os.path.join(scratch, "report.html")
    subprocess.run([extsta, "explain", "--quiet", "--html", report, capture],
                   check=True, stdout=subprocess.DEVNULL)
    results = click_through(chromium, report, facts(extsta, capture), screenshot)
    return results, os.path.getsize(report)


def main():
    extsta, generator = sys.argv[1:3]
    screenshot = sys.argv[3] if len(sys.argv) > 3 else None
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("chromedriver") or not click_through:
        skip("needs the packages chromium, chromium-driver and python3-selenium")
    with tempfile.TemporaryDirectory() as scratch:
        small, large, hostile = (os.path.join(scratch, x + ".pcap")
                                 for x in ("small", "large", "hostile"))
        subprocess.run([generator, "-n", "40", "-t", "60", "-w", small], check=True)
        subprocess.run([generator, "-n", "10000", "-c", "2", "-t", "300", "-b", "-w", large],
                       check=True)
        hostile_capture(hostile)
        wrong = number = 0
        for name, capture in (("40 clients", small), ("10000 clients", large),
                              ("hostile SSIDs", hostile)):
            results, size = click(extsta, capture, chromium, scratch,
                                  screenshot if capture is small else None)
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
