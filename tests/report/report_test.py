#!/usr/bin/env python3
"""Makes reports of generated captures and clicks through them in headless Chromium.

usage: report_test.py EXTSTA GENERATOR [SCREENSHOT]

Skipped where Chromium, node or playwright-core is not installed: playwright-core is looked
for in tests/report/node_modules (npm install there) and in $PLAYWRIGHT_FROM. Prints TAP."""
import collections
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TROUBLE = {"association-failed", "silence"}
HOSTILE = ['</script><script>hostile=1</script>', '<img src=x onerror=hostile=2>',
           '"]}];hostile=3//', '\u2028<b>', '&lt;script&gt;']


def skip(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)


def playwright():
    """Where to require playwright-core from."""
    for place in (os.environ.get("PLAYWRIGHT_FROM"), os.path.join(HERE, "x.js")):
        if place and os.path.isdir(os.path.join(os.path.dirname(place), "node_modules",
                                                "playwright-core")):
            return place
    return None


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
    stories = [json.loads(x) for x in out.splitlines() if '"line":"story"' in x[:20]]
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


def click(extsta, capture, chromium, node, place, scratch, screenshot):
    report, fact_file = (os.path.join(scratch, x) for x in ("report.html", "facts.json"))
    subprocess.run([extsta, "explain", "--quiet", "--html", report, capture],
                   check=True, stdout=subprocess.DEVNULL)
    with open(fact_file, "w") as f:
        json.dump(facts(extsta, capture), f)
    environment = dict(os.environ, CHROMIUM=chromium, PLAYWRIGHT_FROM=place)
    run = subprocess.run([node, os.path.join(HERE, "click_through.mjs"), report, fact_file]
                         + ([screenshot] if screenshot else []), capture_output=True, text=True,
                         env=environment, timeout=240)
    return run, os.path.getsize(report)


def main():
    extsta, generator = sys.argv[1:3]
    screenshot = sys.argv[3] if len(sys.argv) > 3 else None
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    node, place = shutil.which("node"), playwright()
    if not chromium or not node:
        skip("needs chromium and node")
    if not place:
        skip("needs playwright-core: npm install in tests/report, or set PLAYWRIGHT_FROM")
    with tempfile.TemporaryDirectory() as scratch:
        small, large, hostile = (os.path.join(scratch, x + ".pcap")
                                 for x in ("small", "large", "hostile"))
        subprocess.run([generator, "-n", "40", "-t", "60", "-w", small], check=True)
        subprocess.run([generator, "-n", "10000", "-c", "2", "-t", "300", "-b", "-w", large],
                       check=True)
        hostile_capture(hostile)
        wrong = 0
        print("1..3")
        for n, (name, capture) in enumerate((("40 clients", small), ("10000 clients", large),
                                             ("hostile SSIDs", hostile)), 1):
            run, size = click(extsta, capture, chromium, node, place, scratch,
                              screenshot if n == 1 else None)
            wrong += run.returncode != 0
            print("%sok %d - %s, report of %d KiB" % ("not " if run.returncode else "", n, name,
                                                      size // 1024))
            for line in (run.stdout + run.stderr).splitlines():
                if run.returncode and not line.startswith("ok"):
                    print("# " + line)
    sys.exit(1 if wrong else 0)


main()
