"""Clicks through a report as a person would, in headless Chromium by WebDriver."""
import base64
import json
import pathlib
import shutil
import socket

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


class Driver(Service):
    """chromedriver by its address: 'localhost' does not resolve everywhere."""

    @property
    def service_url(self):
        return "http://127.0.0.1:%d" % self.port

    def is_connectable(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 5).close()
            return True
        except OSError:
            return False


def open_browser(chromium):
    """A browser driven through a pipe: its driver would look up 'localhost' for a port."""
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--disable-background-networking", "--disable-component-update",
                     "--disable-sync", "--no-first-run", "--window-size=1240,1180",
                     "--remote-debugging-pipe"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.set_capability("unhandledPromptBehavior", "ignore")
    return webdriver.Chrome(options=options, service=Driver(shutil.which("chromedriver")))


class Page:
    def __init__(self, browser, report):
        self.browser = browser
        browser.get(report if "://" in report else pathlib.Path(report).resolve().as_uri())
        WebDriverWait(browser, 60).until(
            lambda b: b.find_elements(By.CSS_SELECTOR, "html[data-ready]"))

    def js(self, code, *arguments):
        return self.browser.execute_script("return " + code, *arguments)

    def find(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def click(self, css):
        self.find(css).click()

    def fill(self, css, text):
        self.js("(function (e, t) { e.value = t; e.dispatchEvent(new Event('input',"
                " {bubbles: true})); })(arguments[0], arguments[1])", self.find(css), text)

    def wait(self, condition, seconds=60):
        try:
            return WebDriverWait(self.browser, seconds).until(lambda b: condition())
        except Exception:
            return False

    def shown(self):
        return self.find("#shown").text

    def shows(self, count):
        return self.wait(lambda: self.shown().startswith("{:,} of".format(count)))

    def background(self, scheme):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        return self.js("getComputedStyle(document.body).backgroundColor")

    def requests(self, own=()):
        """Addresses that were asked for and are neither this file (or `own`) nor data in it."""
        urls = []
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return [u for u in urls if not u.startswith(("file:", "data:") + own)]

    def errors(self):
        return [e["message"] for e in self.browser.get_log("browser") if e["level"] == "SEVERE"]


def summary(page, facts, check):
    cards = {c.find_element(By.CSS_SELECTOR, ":last-child").text.lower():
             int(c.find_element(By.CSS_SELECTOR, ":first-child").text.replace(",", ""))
             for c in page.all("#cards .card")}
    check("counts the clients", cards.get("clients") == facts["clients"], cards)
    check("counts the joins", cards.get("joined") == facts["joined"], cards)
    check("counts the failures", cards.get("failed to join") == facts["failed"], cards)
    check("counts the roams", cards.get("roamed") == facts["roamed"], cards)
    check("says how many are shown", page.shows(facts["clients"]), page.shown())


def scrolling(page, facts, check):
    rows = len(page.all("#client-view .row"))
    check("holds only the rows in sight", 0 < rows < 80 and rows <= facts["clients"], rows)
    page.js("document.querySelector('#client-view').scrollTop = 1e9")
    last = ("Math.max(...[...document.querySelectorAll('#client-view .row')].map("
            "r => +r.getAttribute('aria-posinset')))")
    check("scrolls to the last client", page.wait(lambda: page.js(last) == facts["clients"]),
          page.js(last))
    page.js("document.querySelector('#client-view').scrollTop = 0")


def causes(page, facts, check):
    if not facts["cause"]:
        return
    for button in page.all("#causes .cause"):
        if facts["cause"]["name"] == button.get_attribute("data-name"):
            button.click()
            break
    check("a click on a cause filters", page.shows(facts["cause"]["clients"]), page.shown())
    check("and is marked as pressed", len(page.all("#causes [aria-pressed=true]")) == 1)
    page.click("#filters button[type=reset]")
    check("clear shows all again", page.shows(facts["clients"]), page.shown())


def one_client(page, facts, check):
    page.fill("#f-text", facts["sta"])
    check("an address finds its client", page.shows(1), page.shown())
    page.click('#client-view .row[data-mac="%s"]' % facts["sta"])
    check("a click shows the client", page.find("#detail h2").text == facts["sta"])
    told = len(page.all("#detail .stories li"))
    check("with all its stories", told == min(300, facts["stories"]), told)
    check("drawn as SVG", page.all("#detail svg.big rect, #detail svg.big path, "
                                   "#detail svg.big circle"))
    column = int(page.find('#client-view .row > :last-child').text.replace("·", "0"))
    counted = len(page.all("#detail .tag.bad, #detail .tag.quiet"))
    check("trouble is what a reader counts", column == counted == facts["trouble"],
          (column, counted, facts["trouble"]))
    check("a legend shows every mark", len(page.all("#detail .legend svg")) == 13)
    if facts["signal"]:
        check("with the signal of both sides, channels and retries",
              page.all("#detail path.of-sta") and page.all("#detail path.of-ap")
              and page.all("#detail rect.ch"))
    page.fill("#f-text", "")
    page.shows(facts["clients"])
    row = page.find("#client-view .row")
    page.js("arguments[0].focus()", row)
    page.browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    page.browser.switch_to.active_element.send_keys(Keys.ENTER)
    check("the keyboard does the same", page.wait(
        lambda: len(page.all("#client-view .row[aria-selected=true]")) == 1))


def closer(page, facts, check):
    """A drag over the drawing shows a part of the time."""
    ticks = "[...document.querySelectorAll('#lanes svg > text')].map(t => t.textContent).join()"
    whole = page.js(ticks)
    page.js("""(function (e, r) {
        for (const [what, x] of [["pointerdown", .5], ["pointerup", .7]])
            e.dispatchEvent(new PointerEvent(what, {clientX: r.left + x * r.width, clientY: r.top + 20}));
        })(...(e => [e, e.getBoundingClientRect()])(document.querySelector("#lanes svg")))""")
    check("a drag looks closer", page.wait(lambda: page.js(ticks) != whole), whole)
    page.click("#whole")
    check("and a click at the whole again", page.wait(lambda: page.js(ticks) == whole), whole)


def a_story(page, facts, check):
    """Its ladder has the frames of the attempt; its filter shows them in Wireshark."""
    attempt = facts["attempt"]
    if not attempt:
        return
    page.fill("#f-text", attempt["sta"])
    page.shows(1)
    page.click('#client-view .row[data-mac="%s"]' % attempt["sta"])
    told = "#%d · frames %d–%d" % (attempt["number"], attempt["first"], attempt["last"])
    rows = [x for x in page.all("#detail .story")
            if x.text.splitlines()[-1] == told and attempt["label"] in x.text]
    check("the attempt has a line", len(rows) == 1, told)
    rows[0].click()
    rungs = page.js("[...document.querySelectorAll('#detail .ladder .rung:not(.dim)')].map("
                    "g => [...g.querySelectorAll('text')].map(t => t.textContent))")
    frames = [int(r[-1].split()[-1]) for r in rungs]
    check("a click shows the frames it rests on", frames == attempt["frames"],
          (frames, attempt["frames"]))
    ways = page.js("[...document.querySelectorAll('#detail .ladder .rung:not(.dim) line')].map("
                   "l => +l.getAttribute('x1') > +l.getAttribute('x2') ? 'ap' : 'sta')")
    check("from whom to whom", ways == attempt["from"], ways)
    again = page.js("[...document.querySelectorAll('#detail .ladder .rung:not(.dim)')].map("
                    "g => g.classList.contains('again'))")
    check("and which were repeated", again == attempt["retry"], again)
    check("with the time between", all("ms" in r[0] or "µs" in r[0] or " s" in r[0]
                                       for r in rungs[1:]), rungs)
    code = page.find("#detail .filter code").text
    check("with a filter for Wireshark", code == attempt["filter"], code)
    page.browser.execute_cdp_cmd("Browser.grantPermissions", {
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    page.click("#detail .filter button")
    check("that a click copies", page.wait(
        lambda: page.find("#detail .filter button").text == "copied"))
    box = page.find("#f-text")
    box.clear()
    box.send_keys(Keys.CONTROL, "v")
    check("as it is", page.wait(lambda: box.get_attribute("value") == code),
          box.get_attribute("value"))
    box.clear()
    box.send_keys(" ", Keys.BACKSPACE)
    page.shows(facts["clients"])


def folded(page, facts, check):
    quiet = page.find("#quiet")
    check("clients without events are folded", quiet.is_displayed() == bool(facts["quiet"]))
    if facts["quiet"]:
        check("and counted", page.find("#quiet-head").text.startswith("%d more" % facts["quiet"]),
              page.find("#quiet-head").text)
        page.click("#quiet-head")
        check("a click unfolds them", page.wait(
            lambda: len(page.all("#quiet-list button")) == facts["quiet"]))
        page.click("#quiet-list button")
        check("one shows its scans", page.all("#detail .tag.soft"))
        page.click("#quiet-head")


def findings(page, facts, check):
    """What concerns an AP, or all, stands above everything else."""
    told = page.find("#findings")
    if facts["findings"]:
        check("findings are on top", told.is_displayed() and told.location["y"]
              < page.find("#cards").location["y"])
        for text in facts["findings"]:
            check("among them: " + text, text in told.text, told.text)


def roams(page, facts, check):
    page.click("#tab-roams")
    check("roams have a map", page.find("#roam-body").is_displayed())
    if facts["roams"]:
        rows = page.js("[...document.querySelectorAll('table.roams tbody tr')].map("
                       "r => [...r.cells].slice(0, 3).map(c => c.textContent))")
        got = {(a.split()[-1], b.split()[-1]): int(n) for a, b, n in rows}
        check("with every roam", got == facts["roams"], got)
        check("drawn as arcs", len(page.all("svg.map .edge")) > 0)
        page.click("table.roams tbody tr")
        least = facts["first_roam_clients"]
        check("a click shows who roamed so", page.find("#f-roam").is_displayed()
              and (least is None or page.shown().startswith("%d of" % least)), page.shown())
        page.click("#f-roam")
    page.click("#tab-clients")
    page.shows(facts["clients"])


def access_points(page, facts, check):
    page.click("#tab-aps")
    check("the access points have a view", page.find("#ap-view").is_displayed()
          and not page.find("#client-view").is_displayed())
    check("with rows", page.all("#ap-view .row"))
    page.click('#ap-view .row[data-bssid="%s"]' % facts["ap"]["bssid"])
    check("a click on one shows its clients", page.find("#client-view").is_displayed()
          and page.shows(facts["ap"]["clients"]), page.shown())


CONTRAST = r"""(function () {
    const parts = c => c.match(/[\d.]+/g).slice(0, 3).map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    const light = c => parts(c).reduce((n, v, i) => n + v * [.2126, .7152, .0722][i], 0);
    let least = 99;
    for (const e of document.querySelectorAll(".label, .tag, h1, h2, .figure, .mono")) {
        let b = e;
        while (b && /rgba\(.*, 0\)|transparent/.test(getComputedStyle(b).backgroundColor)) b = b.parentElement;
        const x = light(getComputedStyle(e).color), y = light(getComputedStyle(b || document.body).backgroundColor);
        least = Math.min(least, (Math.max(x, y) + .05) / (Math.min(x, y) + .05));
    }
    return least;
})()"""


def looks(page, check):
    """Dark, light and on paper."""
    colours = {}
    for scheme in ("light", "dark"):
        colours[scheme] = page.background(scheme)
        least = page.js(CONTRAST)  # WCAG 2.1, 1.4.3: 4.5 to 1
        check("can be read when it is " + scheme, least >= 4.5, least)
    check("knows dark and light", colours["light"] != colours["dark"], colours)
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [
        {"name": "prefers-color-scheme", "value": "dark"}]})
    check("is white on paper", page.js("getComputedStyle(document.body).backgroundColor")
          == "rgb(255, 255, 255)")
    check("has no filters there", not page.find("#filters").is_displayed())
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    pdf = base64.b64decode(page.browser.execute_cdp_cmd("Page.printToPDF", {})["data"])
    check("prints", pdf[:5] == b"%PDF-" and len(pdf) > 10000, len(pdf))


def click_through(chromium, report, facts, screenshot=None):
    """Returns [(what, fine, detail)]."""
    results = []

    def check(what, fine, detail=None):
        results.append((what, bool(fine), detail))

    browser = open_browser(chromium)
    try:
        page = Page(browser, report)
        summary(page, facts, check)
        if screenshot:
            browser.save_screenshot(screenshot)
        findings(page, facts, check)
        scrolling(page, facts, check)
        causes(page, facts, check)
        one_client(page, facts, check)
        closer(page, facts, check)
        a_story(page, facts, check)
        folded(page, facts, check)
        roams(page, facts, check)
        access_points(page, facts, check)
        looks(page, check)
        check("needs no network", page.requests() == [], page.requests())
        errors = page.errors()
        check("runs no script of the air", not errors and page.js("window.hostile") is None,
              errors)
        check("shows hostile text as text", not page.all("#client-view img, #detail img, iframe"))
    finally:
        browser.quit()
    return results
