// What is known: clients, access points, findings and their figures, from the page's data at once
// or, live, story by story. Nothing here touches the document but to read the data.
const D = JSON.parse(document.getElementById("data").textContent);
const WHAT = Object.fromEntries(D.whats.map((name, i) => [name, i]));
const JOINED = WHAT["association"], FAILED = WHAT["association-failed"], AUTHORIZED = WHAT["port-authorized"], ROAM = WHAT["roam"], END = WHAT["disassociation"], SILENCE = WHAT["silence"], REKEY = WHAT["group-rekey"], SCAN = WHAT["scan"], NOTE = WHAT["finding"], OF_AP = WHAT["ap"], ADDRESS = WHAT["address"], CONNECTED = WHAT["connected"], OFFLINE = WHAT["not-connected"];
// bits of a story (report_json.c), sides, bits of a ladder's frame (ladder.h)
const EXPLICIT = 1, INFERRED = 2, FORGED = 4, TROUBLE = 32, AGAIN = 64, LATE = 128, WITH_AP = 256;
const BY_AP = 1, BY_STA = 2;
const FROM_AP = 1, RETRY = 2, OTHER_AP = 4, PROTECTED = 8, OPENED = 16, BEFORE = 32;
// fields of a story
const W = 0, BY = 1, FLAGS = 2, AT = 3, FOR = 4, FIRST = 5, LAST = 6, SURE = 7, BSS = 9, NAME = 10, LABEL = 11, TEXT = 12, ADVICE = 13, OTHER = 14, GAP = 15, COUNT = 16, EVIDENCE = 17, LADDER = 18, NUMBER = 19, SEQ = 20;

// --- words ---
const T = x => typeof x === "string" ? x : D.texts[x]; // live, texts are written out
const many = (n, one, more) => n.toLocaleString("en") + " " + (n === 1 ? one : more);
// a cause's stable name as words; causes.md explains it under the name
const plain = name => name.replace(/-/g, " ").replace(/\b(ap|pmf|sae|eap|rsne|tkip|bss|ft|dhcp|dns|m2|radius|wps|owe)\b/g, w => w.toUpperCase()).replace(/^./, w => w.toUpperCase());
const isGroup = mac => (parseInt(mac.slice(0, 2), 16) & 1) === 1;
const NOBODY = "00:00:00:00:00:00"; // in the place of a client, where a story is an AP's
const isNobody = mac => mac === NOBODY;
const day = us => new Date(us / 1000).toISOString().slice(0, 10);
const clock = us => new Date(us / 1000).toISOString().slice(11, 23);
const span = us => us < 1000 ? Math.round(us) + " µs" : us < 10e3 ? (us / 1000).toFixed(1) + " ms" : us < 1e6 ? Math.round(us / 1000) + " ms" : us < 120e6 ? (us / 1e6).toFixed(1) + " s" : us < 7200e6 ? (us / 60e6).toFixed(1) + " min" : (us / 3600e6).toFixed(1) + " h";
const SLOW = 200e3; // a gap that one hears in a call, microseconds
const channelOf = mhz => mhz === 2484 ? 14 : mhz >= 2412 && mhz <= 2472 ? (mhz - 2407) / 5 : mhz >= 5955 ? (mhz - 5950) / 5 : mhz >= 5000 ? (mhz - 5000) / 5 : 0;
function bssName(i) {
  const b = D.bss[i];
  return !b || isGroup(b[0]) ? "" : (b[1] ? b[1] + " " : "") + b[0];
}

// --- figures ---
const moment = s => s[FLAGS] & LATE ? s[AT] + s[FOR] : s[AT];
const isTrouble = s => (s[FLAGS] & (TROUBLE | AGAIN)) === TROUBLE;
// Not what happened to the AP, which has a line of its own.
const isCause = s => isTrouble(s) && s[NAME] && !(s[FLAGS] & WITH_AP);
const isQuiet = s => s[W] === SCAN || (s[W] === NOTE && !(s[FLAGS] & TROUBLE));
const isEnd = s => (s[W] === END && (s[FLAGS] & EXPLICIT) !== 0) || s[W] === SILENCE;
const duration = () => Math.max(1, D.end - D.begin);

const clientOf = new Map(); // by address
const findings = [];        // [address, story] of what concerns all: an AP, a group address
const aps = [], apOf = new Map(); // by index of the BSS
function ap(index) {
  if (!apOf.has(index)) {
    const b = D.bss[index], a = { index, bssid: b[0], ssid: b[1], channel: b[2], security: T(b[3]), announced: b[5], clients: 0, joined: 0, failed: 0, thrown: 0, silent: 0 };
    apOf.set(index, a);
    if (!isGroup(a.bssid)) aps.push(a);
  }
  return apOf.get(index);
}
// Everything about a client is counted from its stories anew: they are few.
function count(c) {
  Object.assign(c, { joined: 0, roams: 0, ends: 0, failed: 0, trouble: 0, active: false, bss: new Set(), names: new Set(), roamed: new Set() });
  const ssids = new Set();
  for (const s of c.stories) {
    c.joined += s[W] === JOINED; c.roams += s[W] === ROAM; c.failed += s[W] === FAILED; c.ends += isEnd(s);
    c.active = c.active || !isQuiet(s);
    c.trouble += isTrouble(s); if (isCause(s)) c.names.add(T(s[NAME]));
    if (s[W] === ROAM) c.roamed.add(s[OTHER] + ">" + s[BSS]);
    if (!isGroup(D.bss[s[BSS]][0])) { c.bss.add(s[BSS]); if (D.bss[s[BSS]][1]) ssids.add(D.bss[s[BSS]][1]); }
  }
  c.network = Array.from(ssids).join(", ");
}
function client(mac) {
  if (!clientOf.has(mac)) clientOf.set(mac, { index: clientOf.size, mac, stories: [], lane: null });
  return clientOf.get(mac);
}
const isFinding = (mac, s) => s[W] === OF_AP || isGroup(mac) || isNobody(mac);
function take(mac, s) {
  if (isFinding(mac, s)) findings.push([mac, s]);
  else client(mac).stories.push(s);
}

// What the lists show, of what is there now.
let clients = [], quiet = [], order = [], roams = [];
function gather() {
  const causes = new Map(), edges = new Map();
  clients = []; quiet = [];
  for (const a of apOf.values()) Object.assign(a, { clients: 0, joined: 0, failed: 0, thrown: 0, silent: 0 });
  const trouble = s => { if (isCause(s)) causes.set(T(s[NAME]), (causes.get(T(s[NAME])) || 0) + 1); };
  for (const c of clientOf.values()) {
    (c.active ? clients : quiet).push(c);
    if (c.active) for (const b of c.bss) ap(b).clients++;
    for (const s of c.stories) {
      const a = ap(s[BSS]);
      trouble(s);
      a.joined += s[W] === JOINED; a.failed += s[W] === FAILED; a.silent += s[W] === SILENCE;
      a.thrown += s[W] === END && s[FLAGS] & EXPLICIT && s[BY] !== BY_STA ? 1 : 0;
      if (s[W] !== ROAM || s[OTHER] < 0) continue;
      const key = s[OTHER] + ">" + s[BSS];
      if (!edges.has(key)) edges.set(key, { key, from: s[OTHER], to: s[BSS], gaps: [], lost: 0, clients: new Set() });
      const e = edges.get(key);
      e.gaps.push(s[GAP]); e.lost += s[COUNT]; e.clients.add(c.mac);
    }
  }
  for (const [, s] of findings) trouble(s);
  order = Array.from(causes).sort((x, y) => y[1] - x[1]);
  roams = Array.from(edges.values()).sort((x, y) => y.gaps.length - x.gaps.length);
  for (const e of roams) { e.gaps.sort((x, y) => x - y); e.median = e.gaps[e.gaps.length >> 1]; e.worst = e.gaps[e.gaps.length - 1]; }
}

// A client's associations as bars; `up`: when its port was authorized.
function bars(c) {
  const out = [], open = new Map();
  const close = (b, t) => { const x = open.get(b); if (x) { x.to = t; open.delete(b); } };
  for (const [t, s] of c.stories.map(s => [moment(s), s]).sort((x, y) => x[0] - y[0])) {
    if (s[W] === JOINED) { close(s[BSS], t); const x = { from: t, to: null, bss: s[BSS], up: null }; open.set(s[BSS], x); out.push(x); }
    if (s[W] === AUTHORIZED && open.get(s[BSS])) open.get(s[BSS]).up = t;
    if (s[W] === END || s[W] === SILENCE) close(s[BSS], t);
    if (s[W] === ROAM) close(s[OTHER], t);
  }
  for (const x of out) if (x.to === null) x.to = duration();
  return out;
}
// The steps of a lane: [from, signal of the station, of the AP, frames, retries, MHz].
function steps(lane) {
  const out = [];
  if (lane) for (let i = 2; i < lane.length; i += 6) out.push([lane[0] + lane[i] * lane[1], lane[i + 1] / 10, lane[i + 2] / 10, lane[i + 3], lane[i + 4], lane[i + 5]]);
  return out;
}
// The frames of a ladder: [time, number, text, bits].
function rungs(ladder) {
  const out = [];
  if (ladder) for (let i = 2; i < ladder.length; i += 4) out.push(ladder.slice(i, i + 4));
  return out;
}
// What shows a story's frames in Wireshark, as extsta_story_filter has it (explain --filter). Live
// there is no file whose frames are counted: by time.
function displayFilter(mac, s) {
  const address = x => x && !isNobody(x) && x !== "ff:ff:ff:ff:ff:ff" ? "wlan.addr == " + x : "";
  const second = us => (us / 1e6).toFixed(6), bss = address(D.bss[s[BSS]][0]), other = s[W] === ROAM && s[OTHER] >= 0 ? address(D.bss[s[OTHER]][0]) : "";
  const parts = D.live ? ["frame.time_epoch >= " + second(D.begin + s[AT] - 1), "frame.time_epoch <= " + second(D.begin + s[AT] + s[FOR] + 1)]
    : ["frame.number >= " + s[FIRST], "frame.number <= " + s[LAST]];
  parts.push(address(mac), other ? "(" + bss + " || " + other + ")" : bss);
  if (s[FIRST] !== s[LAST] && ![SILENCE, ROAM, REKEY, ADDRESS, CONNECTED, OFFLINE].includes(s[W])) parts.push("(wlan.fc.type == 0 || eapol)");
  return parts.filter(x => x).join(" && ");
}
// What participants' logs say of a story: [number, time, whose, frame, words, text, disagrees].
const said = new Map();
for (const x of D.said || []) said.set(x[0], [...(said.get(x[0]) || []), x]);
const saidOf = s => s[NUMBER] && !D.live ? said.get(s[NUMBER]) || [] : [];
// A roam says what the implicit end before it says.
const saidByRoam = (c, s) => s[W] === END && !(s[FLAGS] & EXPLICIT) && c.stories.some(r => r[W] === ROAM && r[FIRST] === s[FIRST]);

for (let i = 0; i < D.bss.length; i++) ap(i);
for (const [mac, stories, lane] of D.stations) {
  for (const s of stories) take(mac, s);
  if (clientOf.has(mac)) client(mac).lane = lane;
}
for (const [, stories] of D.aps) for (const s of stories) take(NOBODY, s);
for (const c of clientOf.values()) count(c);
gather();
