// Live (extsta watch --serve): stories come one by one from the server, which keeps the last ones;
// what it has let go goes here, too.
function takeBss(b) {
  let i = liveBss.get(b[0]);
  if (i === undefined) { i = D.bss.length; liveBss.set(b[0], i); D.bss.push(b); ap(i); return i; }
  D.bss[i] = b;
  Object.assign(ap(i), { ssid: b[1], channel: b[2], security: T(b[3]), announced: b[5] });
  return i;
}
const liveBss = new Map(D.bss.map((b, i) => [b[0], i]));
let liveSeq = 0, liveDirty = false, liveTimer = 0;
function takeStory(seq, message) {
  const s = message.story, mac = message.sta;
  if (seq <= liveSeq) return;
  liveSeq = seq;
  if (!D.begin) D.begin = s[AT] - 1e6; // times come since 1970
  s[AT] -= D.begin;
  for (let i = 2; s[LADDER] && i < s[LADDER].length; i += 4) s[LADDER][i] -= D.begin;
  s[BSS] = takeBss(message.bss);
  s[OTHER] = message.other ? takeBss(message.other) : -1;
  s[SEQ] = seq;
  take(mac, s);
  const c = clientOf.get(mac);
  if (c) markAgain(c, s);
  if (c) { c.stories.sort((x, y) => moment(x) - moment(y)); count(c); }
  D.end = Math.max(D.end, D.begin + s[AT] + s[FOR]);
  liveChanged();
}
// An end by which a failure came about that was told before (extsta/collection.h: within a second).
function markAgain(c, s) {
  const failure = c.stories.filter(f => f !== s && f[W] === FAILED).pop();
  if (failure && s[W] === END && s[NAME] && s[NAME] === failure[NAME] && s[AT] < failure[AT] + failure[FOR] + 1e6) s[FLAGS] |= AGAIN;
}
// What the server no longer has.
function forget(oldest) {
  const keeps = s => s[SEQ] >= oldest;
  for (const c of clientOf.values()) {
    if (c.stories.every(keeps)) continue;
    c.stories = c.stories.filter(keeps);
    if (c.stories.length) count(c); else if (c !== selected) clientOf.delete(c.mac);
    liveDirty = true;
  }
  const left = findings.filter(f => keeps(f[1]));
  if (left.length !== findings.length) { findings.splice(0, findings.length, ...left); liveDirty = true; }
}
// At most once a second, however many come; what is open and where one has scrolled to stay.
function liveChanged() {
  liveDirty = true;
  if (!liveTimer) liveTimer = setTimeout(() => { liveTimer = 0; if (liveDirty) liveShow(); }, 1000);
}
function liveShow() {
  liveDirty = false;
  D.from = D.end - D.begin;
  for (const c of clientOf.values()) if (c.stories.length) D.from = Math.min(D.from, c.stories[0][AT]);
  gather();
  showAll(true);
  if (!selected && clients.length) show(worst()[0] || clients[0], false);
  else if (selected && selected.stories.length !== liveShown) { const y = scrollY; show(selected, false); scrollTo(scrollX, y); }
  if (selected) liveShown = selected.stories.length;
}
let liveShown = -1;
async function liveLane() {
  const c = selected;
  if (!c || document.hidden) return;
  try {
    const answer = await fetch("lane/" + c.mac);
    if (!answer.ok) return;
    const lane = await answer.json();
    if (lane) lane[0] -= D.begin;
    c.lane = lane;
    if (c === selected) drawLanes(c);
  } catch (e) { /* the next one may come through */ }
}
function liveStart() {
  const pill = $("live"), source = new EventSource("events");
  let run = null;
  pill.hidden = false;
  const say = (text, off) => { pill.textContent = text; pill.classList.toggle("off", off); };
  source.addEventListener("hello", e => {
    const hello = JSON.parse(e.data);
    if (run !== null && run !== hello.run) location.reload(); // another server: all is new
    run = hello.run;
  });
  source.addEventListener("story", e => takeStory(+e.lastEventId, JSON.parse(e.data)));
  source.addEventListener("state", e => {
    const state = JSON.parse(e.data);
    D.end = Math.max(D.end, state.now);
    D.frames = state.frames;
    D.findings = state.findings;
    forget(state.oldest);
    say("live · " + clock(state.now).slice(0, 8) + (state.over ? " · input has ended" : ""), false);
    $("left-live").textContent = [state.fallen ? many(state.fallen, "older story is", "older stories are") + " no longer kept" : "", state.lost ? many(state.lost, "frame was", "frames were") + " lost before it could be read" : "", state.anew ? "what is known of clients began anew " + many(state.anew, "time", "times") + " to bound memory" : ""].filter(x => x).join(" · ");
    if (liveDirty) liveChanged(); else showAbout();
  });
  source.onerror = () => say("no connection to extsta", true);
  setInterval(liveLane, 3000);
}
if (D.live) liveStart();
