// Clicks through a report as a person would. Arguments: REPORT.html FACTS.json [SCREENSHOT]
// FACTS: what the capture holds, found out by the caller from the JSON lines.
// Prints TAP.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.PLAYWRIGHT_FROM || import.meta.url);
const { chromium } = require("playwright-core");
const [report, factsFile, screenshot] = process.argv.slice(2);
const facts = JSON.parse(readFileSync(factsFile, "utf8"));
let number = 0, failed = 0;

function check(what, fine, got) {
  number++;
  failed += fine ? 0 : 1;
  console.log(`${fine ? "ok" : "not ok"} ${number} - ${what}${fine ? "" : "\n# got " + JSON.stringify(got)}`);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1240, height: 1180 } });
const problems = [], requests = [];
page.on("pageerror", e => problems.push(String(e)));
page.on("console", m => { if (m.type() === "error") problems.push(m.text()); });
page.on("dialog", d => { problems.push("dialog: " + d.message()); d.dismiss(); });
page.on("request", r => { if (!/^(file|data):/.test(r.url())) requests.push(r.url()); });

await page.goto(pathToFileURL(report).href);
await page.waitForSelector("html[data-ready]", { timeout: 60000 });
const shown = () => page.textContent("#shown");
const cards = async () => Object.fromEntries(await page.$$eval("#cards .card", all => all.map(c =>
  [c.lastChild.textContent, Number(c.firstChild.textContent.replace(/,/g, ""))])));

const figures = await cards();
check("counts the clients", figures.clients === facts.clients, figures);
check("counts the joins", figures.joined === facts.joined, figures);
check("counts the failures", figures["failed to join"] === facts.failed, figures);
check("counts the roams", figures.roamed === facts.roamed, figures);
check("says how many are shown", (await shown()).startsWith(facts.clients.toLocaleString("en") + " of"), await shown());

const rows = await page.$$eval("#client-view .row", r => r.length);
check("holds only the rows in sight", rows > 0 && rows < 80 && rows <= facts.clients, rows);
await page.$eval("#client-view", v => { v.scrollTop = v.scrollHeight; });
await page.waitForTimeout(100);
const lastRow = await page.$$eval("#client-view .row", r => Math.max(...r.map(x => +x.getAttribute("aria-posinset"))));
check("scrolls to the last client", lastRow === facts.clients, lastRow);
await page.$eval("#client-view", v => { v.scrollTop = 0; });

if (facts.cause) {
  await page.click(`#causes .cause:has-text("${facts.cause.name}")`);
  check("a click on a cause filters", (await shown()).startsWith(facts.cause.clients.toLocaleString("en") + " of"), await shown());
  check("and is marked as pressed", await page.$$eval("#causes [aria-pressed=true]", x => x.length) === 1);
  await page.click("#filters button[type=reset]");
  await page.waitForTimeout(50);
  check("clear shows all again", (await shown()).startsWith(facts.clients.toLocaleString("en") + " of"), await shown());
}

await page.fill("#f-text", facts.sta);
check("an address finds its client", (await shown()).startsWith("1 of"), await shown());
await page.click(`#client-view .row[data-mac="${facts.sta}"]`);
check("a click shows the client", (await page.textContent("#detail h2")) === facts.sta);
const told = await page.$$eval("#detail .stories li", l => l.length);
check("with all its stories", told === Math.min(300, facts.stories), told);
check("drawn as SVG", await page.$$eval("#detail svg.big rect, #detail svg.big path, #detail svg.big circle", x => x.length) > 0);
if (screenshot) {
  await page.fill("#f-text", "");
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.setViewportSize({ width: 1240, height: 1320 });
  await page.screenshot({ path: screenshot, fullPage: false });
}
await page.fill("#f-text", "");
await page.focus("#client-view .row");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Enter");
check("the keyboard does the same", (await page.$$eval("#client-view .row[aria-selected=true]", r => r.length)) === 1);

await page.click("#tab-aps");
check("the access points have a view", await page.isVisible("#ap-view") && !(await page.isVisible("#client-view")));
const aps = await page.$$eval("#ap-view .row", r => r.length);
check("with rows", aps > 0, aps);
await page.click(`#ap-view .row[data-bssid="${facts.ap.bssid}"]`);
check("a click on one shows its clients", await page.isVisible("#client-view") && (await shown()).startsWith(facts.ap.clients.toLocaleString("en") + " of"), await shown());

await page.emulateMedia({ colorScheme: "dark" });
const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
await page.emulateMedia({ colorScheme: "light" });
const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
check("knows dark and light", dark !== light, [dark, light]);
check("needs no network", requests.length === 0, requests);
check("runs no script of the air", problems.length === 0 && (await page.evaluate(() => window.hostile)) === undefined, problems);
check("shows hostile text as text", (await page.$$("img, iframe, b:has(script)")).length === 0);
await browser.close();
console.log("1.." + number);
process.exit(failed ? 1 : 0);
