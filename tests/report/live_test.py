#!/usr/bin/python3
"""A live report in headless Chromium: extsta watch --serve is fed a capture piece by piece, and the
page must show each piece.

usage: live_test.py EXTSTA GENERATOR [SCREENSHOT]

Skipped where the browser is not installed, or the program was built without libmicrohttpd. TAP."""
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
try:
    from click_through import Page, open_browser
except ImportError:
    Page = None

results = []


def check(what, fine, detail=None):
    results.append(bool(fine))
    print("%sok %d - %s" % ("" if fine else "not ", len(results), what))
    if not fine:
        print("# got " + json.dumps(detail))


def skip(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)


def pieces(capture, count):
    """The file's head and so many parts of its records."""
    data, at, records = open(capture, "rb").read(), 24, []
    while at < len(data):
        length = 16 + struct.unpack_from("<I", data, at + 8)[0]
        records.append(data[at:at + length])
        at += length
    step = len(records) // count + 1
    return data[:24], [records[i:i + step] for i in range(0, len(records), step)]


def told(extsta, capture):
    """Stories as explain tells them; the line of one client is not another's."""
    out = subprocess.run([extsta, "explain", "--json", capture], capture_output=True, text=True,
                         check=True).stdout
    lines = [json.loads(x) for x in out.splitlines()]
    return [x for x in lines if x["line"] in ("story", "note")
            and not int(x["sta"][:2], 16) & 1 and x["what"] != "ap"]


def cards(page):
    """In one go: the page may draw them anew at any time."""
    return dict(page.js("[...document.querySelectorAll('#cards .card')].map(c => "
                        "[c.lastChild.textContent, +c.firstChild.textContent.replace(/,/g, '')])"))


def grows(page, watch, parts, stories):
    """Each piece comes to be seen without a reload."""
    seen = []
    for part in parts:
        watch.stdin.write(b"".join(part))
        watch.stdin.flush()
        before = seen[-1] if seen else -1
        count = lambda: int(page.js("document.querySelector('#about').textContent.match("
                                    "/([\\d,]+) frames?$/)?.[1].replace(/,/g, '') || 0"))
        check("a piece of the capture comes to the page",
              page.wait(lambda: count() > before, 120), (count(), before))
        seen.append(count())
    watch.stdin.close()
    joined = sum(s["what"] == "association" for s in stories)
    failed = sum(s["what"] == "association-failed" for s in stories)
    check("and all of it in the end", page.wait(
        lambda: (lambda c: (c["joined"], c["failed to join"]) == (joined, failed))(cards(page)),
        120), (cards(page), joined, failed))
    check("that the input has ended is said", page.wait(
        lambda: "ended" in page.find("#live").text), page.find("#live").text)


def looked_at(page, stories):
    """What is open stays so while more comes; a client's curves are fetched."""
    sta = page.find("#detail h2").text
    check("a client is shown", sta in {s["sta"] for s in stories}, sta)
    page.js("[...document.querySelectorAll('#detail .story')].find(b => "
            "b.querySelector('.tag').textContent !== 'scan').click()")
    check("a click opens a story", page.wait(
        lambda: page.all("#detail .ladder .rung, #detail .inside")))
    check("its filter goes by time", page.find("#detail .filter code").text.startswith(
        "frame.time_epoch >= 1"), page.find("#detail .filter code").text)
    check("curves are fetched", page.wait(
        lambda: page.all("#detail path.of-sta, #detail path.of-ap, #detail rect.retry")))


def stays_open(page, watch, parts):
    watch.stdin.write(b"".join(parts[0]))
    watch.stdin.flush()
    page.wait(lambda: page.all("#detail .story"), 120)
    page.js("document.querySelector('#detail .story').click()")
    text = page.find("#detail .story[aria-expanded=true]").text
    shown = page.js("document.querySelector('#about').textContent")
    watch.stdin.write(b"".join(parts[1]))
    watch.stdin.flush()
    page.wait(lambda: page.js("document.querySelector('#about').textContent") != shown, 120)
    still = page.all("#detail .story[aria-expanded=true]")
    check("what is open stays open", len(still) == 1 and still[0].text == text,
          [x.text for x in still])


def start(extsta, head, *arguments):
    watch = subprocess.Popen([extsta, "watch", "-", "--quiet", "--serve", "127.0.0.1:0", *arguments],
                             stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    watch.stdin.write(head)
    watch.stdin.flush()
    line = watch.stderr.readline().decode()
    if "libmicrohttpd" in line:
        skip("built without libmicrohttpd")
    return watch, re.search(r"http://\S+/", line).group(0)


def bounded(extsta, browser, head, parts):
    """The page lets go what the server has let go."""
    watch, url = start(extsta, head, "--keep-stories", "20")
    page = Page(browser, url)
    for part in parts:
        watch.stdin.write(b"".join(part))
    watch.stdin.close()
    check("what is no longer kept is said", page.wait(
        lambda: "no longer kept" in page.find("#left-live").text, 120))
    lines = "[...document.querySelectorAll('#client-view .row')].length"
    check("and is gone", page.wait(lambda: 0 < page.js(lines) <= 20, 120), page.js(lines))
    watch.send_signal(signal.SIGINT)
    check("it ends well", watch.wait(120) == 0)
    check("which the page says", page.wait(
        lambda: "no connection" in page.find("#live").text, 120), page.find("#live").text)


def main():
    extsta, generator = sys.argv[1:3]
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("chromedriver") or not Page:
        skip("needs the packages chromium, chromium-driver and python3-selenium")
    with tempfile.TemporaryDirectory() as scratch:
        capture = os.path.join(scratch, "live.pcap")
        subprocess.run([generator, "-n", "30", "-c", "2", "-t", "40", "-w", capture], check=True)
        head, parts = pieces(capture, 5)
        stories = told(extsta, capture)
        watch, url = start(extsta, head)
        browser = open_browser(chromium)
        try:
            page = Page(browser, url)
            second = start(extsta, head)
            stays_open(Page(browser, second[1]), second[0], parts)
            second[0].kill()
            page = Page(browser, url)
            grows(page, watch, parts, stories)
            looked_at(page, stories)
            if len(sys.argv) > 3:
                browser.save_screenshot(sys.argv[3])
            fed = cards(page)
            browser.switch_to.new_window("tab")
            later = Page(browser, url)
            check("who comes later sees the same", later.wait(lambda: cards(later) == fed, 120),
                  (cards(later), fed))
            check("it asks nobody else", later.requests((url, second[1])) == [])
            bad = [e for e in later.errors() if "ERR_CONNECTION" not in e
                   and "ERR_INCOMPLETE" not in e]
            check("and nothing goes wrong in it", not bad, bad)
            watch.send_signal(signal.SIGINT)
            watch.wait(120)
            bounded(extsta, browser, head, parts)
        finally:
            browser.quit()
            watch.kill()
    print("1..%d" % len(results))
    sys.exit(0 if all(results) else 1)


main()
