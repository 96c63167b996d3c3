// The page: findings, figures, filters, lists, and the client that was picked. refresh() shows what
// gather() found; live, new stories come between two of them (report_live.js).
const $ = id => document.getElementById(id);

// --- what a story rests on: frames, signs, a filter for Wireshark ---
async function copyText(text, b) {
  const before = b.textContent;
  try { await navigator.clipboard.writeText(text); } catch (e) { // not everywhere allowed
    const area = make("textarea");
    area.value = text;
    document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
  }
  b.textContent = "copied";
  setTimeout(() => { b.textContent = before; }, 1500);
}
function evidence(s) {
  const box = make("div", "signs");
  box.append(make("h3", "", "What speaks for it and against it"));
  for (let i = 0; i < s[EVIDENCE].length; i += 2) {
    const w = s[EVIDENCE][i], row = make("div", "sign " + (w < 0 ? "against" : "for")), bar = make("i");
    bar.style.width = Math.min(100, Math.abs(w) * 2) + "%";
    const track = make("span", "track");
    track.append(bar);
    row.append(make("span", "way", w < 0 ? "against" : "for"), track, make("span", "", T(s[EVIDENCE][i + 1])));
    box.append(row);
  }
  return box;
}
function inside(mac, s) {
  const box = make("div", "inside");
  if (s[LADDER]) {
    const scroll = make("div", "scroll");
    scroll.append(ladder(mac, s));
    box.append(scroll);
  } else if (s[W] !== SCAN) box.append(make("p", "label", "Its frames are not listed here; the filter shows them."));
  if (s[EVIDENCE]) box.append(evidence(s));
  const row = make("div", "filter"), text = displayFilter(mac, s);
  row.append(make("span", "label", "Wireshark"), make("code", "", text), button("copy", "copy", e => { e.stopPropagation(); copyText(text, e.currentTarget); }));
  box.append(row);
  if (D.files.length > 1) box.append(make("p", "label", "Frames are counted through all files: mergecap -a makes one capture of them."));
  return box;
}
let openMoment = null, openStory = null; // of the client that is shown
function storyItem(mac, s, options) {
  const li = make("li", options.lit ? "lit" : ""), head = button("story", undefined), body = make("span", "said");
  const where = s[W] === SCAN || !bssName(s[BSS]) ? "" : bssName(s[BSS]) + ": ";
  body.append(make("span", "", where + T(s[TEXT]) + (s[FLAGS] & AGAIN ? ", which is the failure above" : s[FLAGS] & WITH_AP ? "; it happened to the access point, see above" : "")), make("span", "label", " " + s[SURE] + "\u00a0%" + (s[FLAGS] & INFERRED ? ", inferred" : "")));
  if (s[ADVICE] && T(s[ADVICE]) !== options.advised && !(s[FLAGS] & WITH_AP)) body.append(make("span", "advice", "→ " + T(s[ADVICE])));
  for (const x of saidOf(s)) body.append(make("span", "advice" + (x[6] ? " warn" : ""), clock(D.begin + x[1]) + " " + T(x[2]) + ": " + T(x[4]) + (x[3] ? " [" + x[3] + "]" : "") + (T(x[5]) ? (x[6] ? " ≠ " : " ⇒ ") + T(x[5]) : "")));
  const when = make("span", "mono", (options.day ? day(D.begin + moment(s)) + " " : "") + clock(D.begin + moment(s)));
  head.append(when, make("span", "tag " + tone(s), T(s[LABEL])), body, make("span", "label num", (s[NUMBER] && !D.live ? "#" + s[NUMBER] + " · " : "") + (s[FIRST] === s[LAST] ? "frame " + s[FIRST] : "frames " + s[FIRST] + "–" + s[LAST])));
  head.setAttribute("aria-expanded", "false");
  const toggle = open => {
    head.setAttribute("aria-expanded", String(open));
    li.classList.toggle("open", open);
    if (open) li.append(inside(mac, s));
    else if (li.lastChild !== head) li.lastChild.remove();
  };
  head.addEventListener("click", () => {
    const open = head.getAttribute("aria-expanded") !== "true";
    toggle(open);
    if (options.opened) options.opened(s, open);
  });
  li.append(head);
  if (s === openStory) toggle(true);
  return li;
}
// What counts as trouble is red or violet, and nothing else: it can be counted.
function tone(s) {
  if (isTrouble(s)) return s[FLAGS] & FORGED || s[W] === SILENCE ? "quiet" : "bad";
  if (s[FLAGS] & AGAIN) return "soft";
  return [JOINED, AUTHORIZED, ADDRESS, CONNECTED].includes(s[W]) ? "good" : s[W] === ROAM || s[W] === OF_AP ? "roam" : s[W] === END || s[W] === OFFLINE ? "warn" : "soft";
}

// --- findings of the whole capture ---
const FINDINGS = 8;
let allFindings = false;
// Series of forged frames against clients: one finding for each kind and BSS, unless an AP's story
// says it, or it is a few frames against one client.
const FLOOD = 10;
function forgedSeries() {
  const series = new Map();
  for (const c of clients) for (const s of c.stories) {
    if (s[W] !== NOTE || !(s[FLAGS] & FORGED) || findings.some(f => f[1][NAME] === s[NAME] && f[1][BSS] === s[BSS])) continue;
    const key = T(s[NAME]) + s[BSS];
    if (!series.has(key)) series.set(key, { mac: c.mac, story: s, frames: 0, targets: new Set(), until: 0, last: 0 });
    const x = series.get(key);
    x.frames += Math.max(1, s[COUNT]); x.targets.add(c.mac); x.until = Math.max(x.until, s[AT] + s[FOR]); x.last = Math.max(x.last, s[LAST]);
    if (s[FIRST] < x.story[FIRST]) { x.story = s; x.mac = c.mac; }
  }
  return Array.from(series.values()).filter(x => x.targets.size > 1 || x.frames >= FLOOD).map(x => {
    const s = x.story.slice();
    s[FOR] = Math.max(0, x.until - s[AT]);
    s[FLAGS] &= ~LATE;
    s[LAST] = x.last;
    s[COUNT] = x.targets.size;
    s[TEXT] = plain(T(s[NAME])) + ": " + many(x.frames, "frame", "frames") + " against " + (x.targets.size === 1 ? x.mac : many(x.targets.size, "client", "clients"));
    if (x.targets.size > 1) s[NUMBER] = 0; // none of its own
    return [x.targets.size === 1 ? x.mac : NOBODY, s];
  });
}
function showFindings(kept) {
  if (kept === true && $("finding-list").querySelector("[aria-expanded=true]")) return; // it is being read
  const rank = s => (isTrouble(s) ? 2 : 0) + (s[W] === OF_AP ? 1 : 0);
  const list = findings.concat(forgedSeries()).sort((a, b) => rank(b[1]) - rank(a[1]) || b[1][COUNT] - a[1][COUNT] || a[1][AT] - b[1][AT]);
  const told = list.filter(f => !isQuiet(f[1]));
  const ol = make("ol", "stories");
  for (const [mac, s] of told.slice(0, allFindings ? told.length : FINDINGS)) ol.append(storyItem(mac, s, {}));
  $("findings").hidden = !told.length && !D.findings.length;
  $("finding-list").replaceChildren(ol);
  if (told.length > FINDINGS && !allFindings) $("finding-list").append(button("link", "show all " + told.length, () => { allFindings = true; showFindings(); }));
  if (D.findings.length) {
    const d = make("details", "capture"), ul = make("ul");
    d.append(make("summary", "", "About the capture itself: " + many(D.findings.length, "remark", "remarks")));
    for (const [n, first, last, text] of D.findings) ul.append(make("li", "", many(n, "frame", "frames") + ": " + T(text) + (first === last ? " (frame " + first + ")" : " (frames " + first + " … " + last + ")")));
    d.append(ul);
    $("finding-list").append(d);
  }
}

// --- figures, causes, the worst ---
function showAbout() {
  $("about").textContent = (D.files.join(", ") || "live") + (D.begin ? " · " + day(D.begin) + " " + clock(D.begin) + " to " + clock(D.end) + " UTC · " + span(duration()) : "") + (D.frames ? " · " + many(D.frames, "frame", "frames") : "") + (D.complete ? "" : " · incomplete: memory ran out");
}
function showSummary() {
  const bad = clients.filter(c => c.trouble).length, top = order.slice(0, 3).map(([name, n]) => plain(name).toLowerCase().replace(/\b(ap|pmf|sae|eap|rsne|tkip|bss)\b/g, w => w.toUpperCase()) + " (" + n.toLocaleString("en") + ")").join(", ");
  showAbout();
  $("headline").textContent = D.live && !D.begin ? "Nothing to tell yet." : !clients.length ? "No client did anything that could be told." : !bad ? "No client had trouble." : bad.toLocaleString("en") + " of " + many(clients.length, "client", "clients") + " had trouble. Most often: " + top + ".";
  const total = f => clients.reduce((n, c) => n + f(c), 0);
  $("cards").replaceChildren(...[["clients", clients.length], ["access points", aps.filter(a => a.announced || a.clients).length], ["joined", total(c => c.joined)], ["roamed", total(c => c.roams)], ["ended", total(c => c.ends)], ["failed to join", total(c => c.failed), 1], ["clients with trouble", bad, 1]].map(([name, n, red]) => {
    const card = make("div", "card");
    card.append(make("div", "figure" + (red && n ? " bad" : ""), n.toLocaleString("en")), make("div", "label", name));
    return card;
  }));
  const most = order.length ? order[0][1] : 1;
  $("causes").replaceChildren(...order.slice(0, 12).map(([name, n]) => {
    const b = button("cause", undefined, () => { $("f-cause").value = $("f-cause").value === name ? "" : name; refresh(); });
    const bar = make("i"), box = make("span");
    bar.style.width = Math.max(1, 100 * n / most) + "%";
    box.append(bar);
    b.dataset.name = b.title = name;
    b.append(make("span", "cut", plain(name)), box, make("b", "", n.toLocaleString("en")));
    return b;
  }));
  if (!order.length) $("causes").append(make("div", "label", "none"));
  $("worst").replaceChildren();
  for (const c of worst()) {
    const troubles = c.stories.filter(isTrouble), last = troubles[troubles.length - 1], kinds = new Map();
    for (const s of troubles) kinds.set(T(s[LABEL]), (kinds.get(T(s[LABEL])) || 0) + 1);
    const said = make("span", "cut label", Array.from(kinds, k => k[1].toLocaleString("en") + " " + k[0]).concat("last: " + T(last[TEXT])).join(" · "));
    said.title = said.textContent;
    $("worst").append(button("link mono", c.mac, () => show(c, true)), said);
  }
  if (!worst().length) $("worst").append(make("span", "label", "none"));
  const [noLadder, noLane] = D.leftOut;
  $("logs").textContent = (D.logs || []).map(([file, text]) => file + ": " + T(text)).join(" · ");
  $("left-out").textContent = [noLadder ? "the frames of " + many(noLadder, "story", "stories") : "", noLane ? "the curves of " + many(noLane, "client", "clients") : ""].filter(x => x).join(" and ");
  if (noLadder || noLane) $("left-out").textContent = "Left out for their number: " + $("left-out").textContent + ".";
}
const worst = () => clients.filter(c => c.trouble).sort((a, b) => b.trouble - a.trouble || b.failed - a.failed || a.index - b.index).slice(0, 12);

// --- filters ---
function options(select, first, list) {
  const kept = select.value, now = JSON.stringify(list);
  if (select.dataset.list === now) return; // it may be open
  select.dataset.list = now;
  select.replaceChildren(...[["", first]].concat(list).map(([value, text]) => { const o = make("option", "", text); o.value = value; return o; }));
  select.value = list.some(x => String(x[0]) === kept) ? kept : "";
}
function fillFilters() {
  options($("f-cause"), "any cause", order.map(([name, n]) => [name, plain(name) + " (" + n + ")"]));
  options($("f-ap"), "any access point", aps.filter(a => a.clients).sort((x, y) => y.clients - x.clients).map(a => [a.index, (a.ssid ? a.ssid + " " : "") + a.bssid + " (" + a.clients + ")"]));
}
let roamPick = null; // an edge of the map
function matches(c, f) {
  if (f.trouble && !c.trouble) return false;
  if (f.ap !== "" && !c.bss.has(+f.ap)) return false;
  if (f.cause !== "" && !c.names.has(f.cause)) return false;
  if (f.cause !== "" && f.ap !== "" && !c.stories.some(s => s[NAME] && T(s[NAME]) === f.cause && s[BSS] === +f.ap)) return false;
  if (roamPick && !c.roamed.has(roamPick.key)) return false;
  return !f.text || c.mac.includes(f.text) || c.network.toLowerCase().includes(f.text) || c.stories.some(s => T(s[TEXT]).toLowerCase().includes(f.text) || T(s[NAME]).includes(f.text));
}

// --- lists that hold only the rows in sight ---
const ROW = 32, PRINTED = 100;
class List {
  constructor(view, row) {
    this.view = view; this.space = view.firstElementChild; this.row = row; this.items = []; this.shown = new Map(); this.whole = false;
    view.addEventListener("scroll", () => this.draw(), { passive: true });
    view.addEventListener("keydown", e => this.key(e));
    new ResizeObserver(() => this.draw()).observe(view);
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
  }
  set(items) {
    this.items = items; this.shown.clear(); this.space.replaceChildren();
    this.space.style.height = (items.length ? items.length * ROW : 56) + "px";
    if (!items.length) this.space.append(make("div", "none", "Nothing matches."));
    this.draw();
  }
  // On paper nothing scrolls: the first hundred rows.
  print(on) {
    this.whole = on;
    this.space.style.height = Math.min(this.items.length, on ? PRINTED : Infinity) * ROW + (this.items.length ? 0 : 56) + "px";
    this.draw();
  }
  draw() {
    const first = this.whole ? 0 : Math.max(0, Math.floor(this.view.scrollTop / ROW) - 6);
    const last = Math.min(this.items.length, this.whole ? PRINTED : first + Math.ceil((this.view.clientHeight || 420) / ROW) + 12);
    for (const [i, e] of this.shown) if (i < first || i >= last) { e.remove(); this.shown.delete(i); }
    for (let i = first; i < last; i++) {
      if (this.shown.has(i)) continue;
      const e = this.row(this.items[i]);
      e.style.top = i * ROW + "px";
      e.tabIndex = 0; e.setAttribute("role", "option");
      e.setAttribute("aria-setsize", this.items.length); e.setAttribute("aria-posinset", i + 1);
      this.shown.set(i, e); this.space.append(e);
    }
  }
  key(e) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[e.key];
    if (e.key === "Enter" || e.key === " ") { e.preventDefault(); document.activeElement.click(); }
    if (!step) return;
    e.preventDefault();
    let at = 0;
    for (const [i, x] of this.shown) if (x === document.activeElement) at = i;
    at = Math.min(this.items.length - 1, Math.max(0, at + step));
    if (at * ROW < this.view.scrollTop) this.view.scrollTop = at * ROW;
    if ((at + 1) * ROW > this.view.scrollTop + this.view.clientHeight) this.view.scrollTop = (at + 1) * ROW - this.view.clientHeight;
    this.draw();
    if (this.shown.get(at)) this.shown.get(at).focus();
  }
}
const COLUMNS = [["Client", null], ["Network", null], ["Time", null], ["Joined", c => c.joined], ["Roams", c => c.roams], ["Ends", c => c.ends], ["Failed", c => c.failed], ["Trouble", c => c.trouble]];
let sort = 7, selected = null;
for (let i = 0; i < COLUMNS.length; i++) {
  const [name, by] = COLUMNS[i];
  if (!by) { $("client-head").append(make("span", "", name)); continue; }
  const b = button("num" + (i === sort ? " on" : ""), name, () => { sort = i; for (const x of $("client-head").querySelectorAll("button")) x.classList.toggle("on", x === b); refresh(); });
  b.title = name === "Trouble" ? "lines of trouble in its story: failures, ends by others, silences, forgeries" : "sort by " + name.toLowerCase();
  $("client-head").append(b);
}
const number = (n, bad) => make("span", "num" + (bad && n ? " badnum" : ""), n || "·");
const clientList = new List($("client-view"), c => {
  const r = make("div", "row");
  r.dataset.mac = c.mac;
  r.setAttribute("aria-selected", c === selected);
  r.setAttribute("aria-label", c.mac + ", " + c.joined + " joined, " + c.failed + " failed, " + c.ends + " ended, " + c.trouble + " times trouble");
  r.append(make("span", "mono", c.mac), make("span", "cut", c.network), spark(c), number(c.joined), number(c.roams), number(c.ends), number(c.failed, true), number(c.trouble, true));
  r.addEventListener("click", () => show(c, true));
  return r;
});
for (const name of ["BSSID", "SSID", "Ch", "Security", "Clients", "Joined", "Failed", "Thrown out", "Silent"]) $("ap-head").append(make("span", /^[BS]/.test(name) && name !== "Silent" ? "" : "num", name));
const apList = new List($("ap-view"), a => {
  const r = make("div", "row");
  r.dataset.bssid = a.bssid;
  r.append(make("span", "mono", a.bssid), make("span", "cut", a.ssid), make("span", "num", a.channel || ""), make("span", "cut", a.security), number(a.clients), number(a.joined), number(a.failed, true), number(a.thrown, true), number(a.silent, true));
  r.title = "show the clients of this access point";
  r.addEventListener("click", () => { if (!a.clients) return; $("f-ap").value = String(a.index); tab("clients"); refresh(); });
  return r;
});
const TABS = ["clients", "aps", "roams"];
function tab(name) {
  for (const t of TABS) { $(t).hidden = t !== name; $("tab-" + t).setAttribute("aria-selected", t === name); }
  if (name !== "roams") (name === "clients" ? clientList : apList).draw();
}
for (const t of TABS) $("tab-" + t).addEventListener("click", () => tab(t));

// --- roams ---
function showRoams() {
  const pick = r => { roamPick = r; tab("clients"); refresh(); };
  $("tab-roams").textContent = "Roams" + (roams.length ? " (" + roams.reduce((n, r) => n + r.gaps.length, 0).toLocaleString("en") + ")" : "");
  if (!roams.length) { $("roam-body").replaceChildren(make("div", "none", "Nobody roamed.")); return; }
  const scroll = make("div", "scroll"), table = make("table", "roams"), head = make("tr"), body = make("tbody");
  scroll.append(roamMap(roams, pick));
  for (const name of ["From", "To", "Roams", "Clients", "Gap, median", "Longest", "Frames lost"]) head.append(make("th", name === "From" || name === "To" ? "" : "num", name));
  table.append(make("thead"), body);
  table.tHead.append(head);
  for (const r of roams.slice(0, 200)) {
    const tr = make("tr");
    tr.append(make("td", "mono", bssName(r.from)), make("td", "mono", bssName(r.to)), make("td", "num", r.gaps.length), make("td", "num", r.clients.size), make("td", "num" + (r.median > SLOW ? " badnum" : ""), span(r.median)), make("td", "num", span(r.worst)), make("td", "num", r.lost || "·"));
    tr.tabIndex = 0;
    tr.title = "show the clients that roamed so";
    tr.addEventListener("click", () => pick(r));
    tr.addEventListener("keydown", e => { if (e.key === "Enter") pick(r); });
    body.append(tr);
  }
  const note = make("p", "label", "The gap is the time without service, in the drawing the median. Thick: often; red: half of them took longer than " + span(SLOW) + ". A click shows who roamed so." + (new Set(roams.flatMap(r => [r.from, r.to])).size > MAPPED ? " The map shows the first " + MAPPED + " access points." : ""));
  $("roam-body").replaceChildren(note, scroll, table);
}

// --- clients of which nothing is told but scans ---
function showQuiet() {
  $("quiet").hidden = !quiet.length;
  $("quiet-head").textContent = many(quiet.length, "more client", "more clients") + " of which there are only scans or remarks";
  if (!$("quiet").open) { $("quiet-list").replaceChildren(); return; }
  $("quiet-list").replaceChildren(...quiet.slice(0, 500).map(c => button("link mono", c.mac, () => show(c, true))));
  if (quiet.length > 500) $("quiet-list").append(make("span", "label", "and " + (quiet.length - 500).toLocaleString("en") + " more"));
}
$("quiet").addEventListener("toggle", showQuiet);

function refresh(kept) {
  const f = { text: $("f-text").value.trim().toLowerCase(), cause: $("f-cause").value, ap: $("f-ap").value, trouble: $("f-trouble").checked };
  const by = COLUMNS[sort][1], list = clients.filter(c => matches(c, f)).sort((a, b) => by(b) - by(a) || b.failed - a.failed || a.index - b.index);
  if (kept !== true) $("client-view").scrollTop = 0;
  clientList.set(list);
  const key = a => a.failed + a.thrown + a.silent;
  apList.set(aps.filter(a => (f.ap === "" || a.index === +f.ap) && (!f.text || a.bssid.includes(f.text) || a.ssid.toLowerCase().includes(f.text))).sort((a, b) => key(b) - key(a) || b.clients - a.clients));
  $("shown").textContent = list.length.toLocaleString("en") + " of " + many(clients.length, "client", "clients");
  $("f-roam").hidden = !roamPick;
  if (roamPick) $("f-roam").textContent = "roamed " + bssName(roamPick.from) + " → " + bssName(roamPick.to) + " ✕";
  for (const b of $("causes").querySelectorAll("button")) b.setAttribute("aria-pressed", String(f.cause === b.dataset.name));
}
$("f-roam").addEventListener("click", () => { roamPick = null; refresh(); });
$("filters").addEventListener("input", refresh);
$("filters").addEventListener("reset", () => { roamPick = null; setTimeout(refresh); });
$("filters").addEventListener("submit", e => e.preventDefault());

// --- one client ---
const PART = 300;
let view = null; // the part of the time that is drawn; null: all
function listStories(ol, c, from) {
  let advised = "", before = null;
  const cause = $("f-cause").value;
  for (const s of c.stories.slice(from, from + PART)) {
    if (saidByRoam(c, s)) continue;
    const today = day(D.begin + moment(s));
    ol.append(storyItem(c.mac, s, { advised, day: before !== null && today !== before, lit: cause !== "" && s[NAME] && T(s[NAME]) === cause, opened: (story, open) => { openMoment = open ? moment(story) : null; openStory = open ? story : null; drawLanes(c); } }));
    before = today;
    if (s[ADVICE]) advised = T(s[ADVICE]);
  }
  if (from + PART < c.stories.length) {
    const more = button("link", "show more (" + (c.stories.length - from - PART) + ")", () => { more.remove(); listStories(ol, c, from + PART); });
    ol.append(more);
  }
}
// A drag over the drawing shows that part of the time.
function drawLanes(c) {
  const box = $("lanes"), whole = extent(c), now = view || whole, e = lanes(c, now, openMoment);
  const time = ev => { const r = e.getBoundingClientRect(), px = (ev.clientX - r.left) * WIDE / r.width; return now[0] + (now[1] - now[0]) * Math.min(1, Math.max(0, (px - LEFT) / (WIDE - LEFT - 12))); };
  let from = null;
  e.addEventListener("pointerdown", ev => { from = time(ev); ev.preventDefault(); });
  e.addEventListener("pointerup", ev => {
    const to = time(ev);
    if (from !== null && Math.abs(to - from) > (now[1] - now[0]) / 100) { view = [Math.min(from, to), Math.max(from, to)]; drawLanes(c); }
    from = null;
  });
  e.addEventListener("dblclick", () => { view = null; drawLanes(c); });
  box.replaceChildren(e);
  $("whole").hidden = !view;
}
function show(c, scroll) {
  if (selected !== c) { view = null; openMoment = null; openStory = null; }
  selected = c;
  const card = make("div", "card"), head = make("div", "client-title"), ol = make("ol", "stories"), drawing = make("div", "scroll"), whole = button("small", "whole time", () => { view = null; drawLanes(c); });
  drawing.id = "lanes"; whole.id = "whole";
  head.append(make("h2", "mono", c.mac), make("span", "label", [c.network, many(c.joined, "join", "joins"), c.roams ? many(c.roams, "roam", "roams") : "", c.trouble ? many(c.trouble, "time trouble", "times trouble") : "no trouble"].filter(x => x).join(" · ")), whole, make("span", "label hint", "drag over the drawing to look closer"));
  card.append(head, drawing, legend());
  listStories(ol, c, 0);
  card.append(make("p", "label hint", "A click on a line shows its frames."), ol);
  $("detail").replaceChildren(card);
  drawLanes(c);
  for (const r of clientList.shown.values()) r.setAttribute("aria-selected", r.dataset.mac === c.mac);
  if (scroll) $("detail").scrollIntoView({ block: "nearest" });
}
function showAll(kept) { showFindings(kept); showSummary(); fillFilters(); showRoams(); showQuiet(); refresh(kept); }
showAll();
if (clients.length) show(worst()[0] || clients[0], false);
