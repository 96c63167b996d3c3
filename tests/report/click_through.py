"""Clicks through a report as a person would, in headless Chromium by WebDriver."""
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
        browser.get(pathlib.Path(report).resolve().as_uri())
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

    def requests(self):
        """Addresses that were asked for and are neither this file nor data in it."""
        urls = []
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return [u for u in urls if not u.startswith(("file:", "data:"))]

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
    page.fill("#f-text", "")
    page.shows(facts["clients"])
    row = page.find("#client-view .row")
    page.js("arguments[0].focus()", row)
    page.browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    page.browser.switch_to.active_element.send_keys(Keys.ENTER)
    check("the keyboard does the same", page.wait(
        lambda: len(page.all("#client-view .row[aria-selected=true]")) == 1))


def access_points(page, facts, check):
    page.click("#tab-aps")
    check("the access points have a view", page.find("#ap-view").is_displayed()
          and not page.find("#client-view").is_displayed())
    check("with rows", page.all("#ap-view .row"))
    page.click('#ap-view .row[data-bssid="%s"]' % facts["ap"]["bssid"])
    check("a click on one shows its clients", page.find("#client-view").is_displayed()
          and page.shows(facts["ap"]["clients"]), page.shown())


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
        scrolling(page, facts, check)
        causes(page, facts, check)
        one_client(page, facts, check)
        access_points(page, facts, check)
        check("knows dark and light", page.background("dark") != page.background("light"))
        check("needs no network", page.requests() == [], page.requests())
        errors = page.errors()
        check("runs no script of the air", not errors and page.js("window.hostile") is None,
              errors)
        check("shows hostile text as text", not page.all("#client-view img, #detail img, iframe"))
    finally:
        browser.quit()
    return results
