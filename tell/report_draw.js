// Drawings: marks, a client's row, its lanes, ladders, the map of roams. Functions of values that
// return elements; texts go in by textContent only.
function make(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}
function button(className, text, click) {
  const b = make("button", className, text);
  b.type = "button";
  if (click) b.addEventListener("click", click);
  return b;
}
const SVG = "http://www.w3.org/2000/svg";
function svg(tag, attributes, title) {
  const e = document.createElementNS(SVG, tag);
  for (const k in attributes) e.setAttribute(k, attributes[k]);
  if (title) { const t = document.createElementNS(SVG, "title"); t.textContent = title; e.append(t); }
  return e;
}
function words(x, y, text, attributes) {
  const e = svg("text", Object.assign({ x, y }, attributes));
  e.textContent = text;
  return e;
}
const line = (x1, y1, x2, y2, className) => svg("line", { x1, y1, x2, y2, class: className });

// --- marks ---
const SHAPES = {
  failed: (x, y) => svg("path", { d: `M${x - 4},${y - 4}L${x - 2},${y - 4}L${x},${y - 1.5}L${x + 2},${y - 4}L${x + 4},${y - 4}L${x + 1.2},${y}L${x + 4},${y + 4}L${x + 2},${y + 4}L${x},${y + 1.5}L${x - 2},${y + 4}L${x - 4},${y + 4}L${x - 1.2},${y}Z`, class: "m-bad" }),
  left: (x, y) => svg("rect", { x: x - 1.5, y: y - 7, width: 3, height: 14, class: "m-warn" }),
  thrown: (x, y) => svg("rect", { x: x - 1.5, y: y - 7, width: 3, height: 14, class: "m-bad" }),
  roamed: (x, y) => svg("path", { d: `M${x},${y - 5}L${x + 5},${y}L${x},${y + 5}L${x - 5},${y}Z`, class: "m-roam" }),
  silent: (x, y) => svg("circle", { cx: x, cy: y, r: 4, class: "m-quiet" }),
  forged: (x, y) => svg("path", { d: `M${x},${y - 5}L${x + 5},${y + 4}L${x - 5},${y + 4}Z`, class: "m-quiet" }),
  offline: (x, y) => svg("circle", { cx: x, cy: y, r: 4, class: "m-ring" }),
  scan: (x, y) => svg("circle", { cx: x, cy: y, r: 2, class: "m-soft" }),
};
function shapeOf(s) {
  if (s[W] === FAILED) return "failed";
  if (s[W] === ROAM) return "roamed";
  if (s[W] === SILENCE) return "silent";
  if (s[W] === SCAN) return "scan";
  if (s[W] === OFFLINE) return "offline";
  if (s[FLAGS] & FORGED) return "forged";
  if (s[W] === END && s[FLAGS] & EXPLICIT) return s[BY] === BY_STA ? "left" : "thrown";
  return s[W] === OF_AP && s[FLAGS] & TROUBLE ? "failed" : null;
}
function mark(s, x, y) {
  const shape = shapeOf(s);
  if (!shape) return null;
  const e = SHAPES[shape](x, y), t = document.createElementNS(SVG, "title");
  t.textContent = clock(D.begin + moment(s)) + " " + T(s[LABEL]) + ": " + T(s[TEXT]);
  e.append(t);
  return e;
}
// --- a client's row ---
function spark(c) {
  const e = svg("svg", { class: "spark", viewBox: "0 0 600 22", preserveAspectRatio: "none", "aria-hidden": "true" });
  const first = D.from || 0, x = t => 4 + 592 * Math.max(0, t - first) / Math.max(1, duration() - first);
  e.append(line(0, 11, 600, 11, "axis"));
  for (const b of bars(c).slice(0, 200)) e.append(svg("rect", { x: x(b.from), y: 6, width: Math.max(1.5, x(b.to) - x(b.from)), height: 10, class: b.up === null ? "half" : "up" }));
  let n = 0;
  for (const s of c.stories) { const m = s[W] === SCAN ? null : mark(s, x(moment(s)), 11); if (m && n++ < 200) e.append(m); }
  return e;
}
// --- legend ---
function swatch(draw) {
  const e = svg("svg", { class: "swatch", viewBox: "0 0 22 16", "aria-hidden": "true" });
  draw(e);
  return e;
}
function legend() {
  const box = make("div", "legend");
  const put = (text, draw) => { const item = make("span"); item.append(swatch(draw), make("span", "", text)); box.append(item); };
  put("associated", e => e.append(svg("rect", { x: 0, y: 2, width: 22, height: 12, class: "half" })));
  put("authorized", e => e.append(svg("rect", { x: 0, y: 2, width: 22, height: 12, class: "up" })));
  for (const [text, shape] of [["failed to join", "failed"], ["thrown out", "thrown"], ["left", "left"], ["roamed", "roamed"], ["fell silent", "silent"], ["forged", "forged"], ["not connected", "offline"], ["scan", "scan"]]) put(text, e => e.append(SHAPES[shape](11, 8)));
  put("signal of the client", e => e.append(line(0, 8, 22, 8, "of-sta")));
  put("of its AP", e => e.append(line(0, 8, 22, 8, "of-ap")));
  put("retries", e => { for (const [x, h] of [[3, 6], [9, 11], [15, 4]]) e.append(svg("rect", { x, y: 14 - h, width: 5, height: h, class: "retry" })); });
  return box;
}

// --- one client over time ---
const LEFT = 250, WIDE = 1200;
// The part of the time that has anything in it.
function extent(c) {
  const times = c.stories.map(s => s[AT]).concat(c.stories.map(s => s[AT] + s[FOR]), steps(c.lane).map(s => s[0]), bars(c).map(b => b.to));
  let from = times.reduce((x, y) => Math.min(x, y), duration()), to = times.reduce((x, y) => Math.max(x, y), 0);
  const pad = Math.max(1000, (to - from) * 0.03);
  return [Math.max(0, from - pad), to + pad];
}
function ticks(e, x, from, to, height) {
  const short = to - from > 600e6;
  for (let i = 0; i <= 6; i++) {
    const t = from + (to - from) * i / 6;
    e.append(words(x(t), 12, clock(D.begin + t).slice(0, short ? 8 : 12), { "text-anchor": i === 6 ? "end" : i ? "middle" : "start" }), line(x(t), 18, x(t), height, "axis"));
  }
}
function associationLanes(e, c, x, seen, y0) {
  const used = Array.from(new Set(c.stories.filter(s => s[W] !== SCAN).map(s => s[BSS]))).filter(b => !isGroup(D.bss[b][0]));
  const laneOf = new Map(used.map((b, i) => [b, y0 + 12 + 26 * i]));
  for (const [b, y] of laneOf) e.append(words(0, y + 4, bssName(b).slice(0, 42)), line(LEFT, y, WIDE, y, "axis"));
  for (const b of bars(c)) {
    const y = laneOf.get(b.bss);
    if (y === undefined || !seen(b.from, b.to)) continue;
    e.append(svg("rect", { x: x(b.from), y: y - 7, width: Math.max(1.5, x(b.to) - x(b.from)), height: 14, class: "half" }, "associated " + span(b.to - b.from)));
    if (b.up !== null && seen(b.up, b.to)) e.append(svg("rect", { x: x(b.up), y: y - 7, width: Math.max(1.5, x(b.to) - x(b.up)), height: 14, class: "up" }, "authorized " + span(b.to - b.up)));
  }
  for (const s of c.stories) {
    if (s[W] !== ROAM || !laneOf.has(s[OTHER]) || !laneOf.has(s[BSS]) || !seen(moment(s), moment(s))) continue;
    const at = x(moment(s)), from = laneOf.get(s[OTHER]), to = laneOf.get(s[BSS]);
    e.append(line(at, from, at, to, "hop"), words(at + 7, (from + to) / 2 + 4, "gap " + span(s[GAP]), { class: "hop-text" }));
  }
  for (const s of c.stories) {
    const y = s[W] === SCAN ? y0 - 4 : laneOf.get(s[BSS]);
    const m = y === undefined || !seen(moment(s), moment(s)) ? null : mark(s, x(moment(s)), y);
    if (m) e.append(m);
  }
  return y0 + 26 * used.length;
}
// One channel after the other, as frames were heard; where nobody says, the AP's own.
function channelLane(e, c, x, seen, y) {
  const parts = [], width = c.lane ? c.lane[1] : 0;
  for (const s of steps(c.lane)) {
    const channel = channelOf(s[5]), last = parts[parts.length - 1];
    if (!channel) continue;
    if (last && last.channel === channel) last.to = Math.min(s[0] + width, duration());
    else parts.push({ channel, from: s[0], to: Math.min(s[0] + width, duration()) });
  }
  if (!parts.length) for (const b of bars(c)) if (D.bss[b.bss][2]) parts.push({ channel: D.bss[b.bss][2], from: b.from, to: b.to });
  if (!parts.length) return y;
  const shades = Array.from(new Set(parts.map(p => p.channel)));
  e.append(words(0, y + 13, "Channel"));
  for (const p of parts) {
    if (!seen(p.from, p.to)) continue;
    const w = Math.max(2, x(p.to) - x(p.from));
    e.append(svg("rect", { x: x(p.from), y: y + 2, width: w, height: 14, class: "ch ch" + shades.indexOf(p.channel) % 4 }, "channel " + p.channel));
    if (w > 20) e.append(words(x(p.from) + 4, y + 13, String(p.channel), { class: "ch-text" }));
  }
  return y + 22;
}
function signalLane(e, c, x, seen, y) {
  const all = steps(c.lane).filter(s => s[1] || s[2]), width = c.lane ? c.lane[1] : 0, high = 72;
  if (!all.length) return y;
  const values = all.flatMap(s => [s[1], s[2]]).filter(v => v);
  const top = Math.min(-20, Math.ceil(Math.max(...values) / 10) * 10), low = Math.min(top - 30, Math.floor(Math.min(...values) / 10) * 10);
  const at = v => y + 6 + (high - 12) * (top - v) / (top - low);
  e.append(words(0, y + high / 2, "Signal, dBm"));
  for (let v = top; v >= low; v -= (top - low) > 40 ? 20 : 10) e.append(line(LEFT, at(v), WIDE, at(v), "grid"), words(LEFT - 6, at(v) + 4, String(v), { "text-anchor": "end" }));
  for (const [field, name] of [[2, "of-ap"], [1, "of-sta"]]) {
    let path = "", before = null;
    for (const s of all) {
      if (!s[field] || !seen(s[0], s[0] + width)) continue;
      const px = x(s[0] + width / 2).toFixed(1), py = at(s[field]).toFixed(1);
      path += (before === null || s[0] - before > 4 * width ? `M${px},${py}h0.01` : `L${px},${py}`);
      before = s[0];
    }
    if (path) e.append(svg("path", { d: path, class: name }));
  }
  return y + high + 4;
}
function retryLane(e, c, x, seen, y) {
  const all = steps(c.lane), width = c.lane ? c.lane[1] : 0, high = 36;
  if (!all.length) return y;
  e.append(words(0, y + high / 2 + 4, "Retries, % of frames"), line(LEFT, y + high, WIDE, y + high, "axis"), words(LEFT - 6, y + 10, "100", { "text-anchor": "end" }), words(LEFT - 6, y + high, "0", { "text-anchor": "end" }));
  for (const s of all) {
    if (!s[4] || !seen(s[0], s[0] + width)) continue;
    const part = s[4] / s[3], h = Math.max(1, high * part);
    e.append(svg("rect", { x: x(s[0]), y: y + high - h, width: Math.max(1.5, x(s[0] + width) - x(s[0]) - 0.5), height: h, class: "retry" }, many(s[4], "retry", "retries") + " of " + many(s[3], "frame", "frames")));
  }
  return y + high + 8;
}
// `view`: [from, to]; `at`: the moment of the story that is open, or null.
function lanes(c, view, at) {
  const [from, to] = view;
  const x = t => LEFT + (WIDE - LEFT - 12) * Math.min(1, Math.max(0, (t - from) / Math.max(1, to - from)));
  const seen = (a, b) => b >= from && a <= to;
  const e = svg("svg", { class: "big", role: "img", "aria-label": "timeline of " + c.mac });
  const drawn = svg("g", {});
  let y = associationLanes(drawn, c, x, seen, 34) + 4;
  y = channelLane(drawn, c, x, seen, y);
  y = signalLane(drawn, c, x, seen, y);
  y = retryLane(drawn, c, x, seen, y);
  ticks(e, x, from, to, y);
  e.append(drawn);
  if (at !== null && seen(at, at)) e.append(line(x(at), 16, x(at), y, "cursor"));
  e.setAttribute("viewBox", `0 0 ${WIDE} ${y + 4}`);
  return e;
}

// --- a ladder: who to whom, when, what, which frame ---
function ladder(mac, s) {
  const frames = rungs(s[LADDER]), ROWS = 26, three = frames.some(f => f[3] & OTHER_AP);
  const sta = 150, apX = three ? 470 : 600, old = 790, wide = three ? 960 : 780;
  const [leftAt, leftOut] = s[LADDER];
  const others = frames.every(f => f[3] & BEFORE); // nothing but what came before
  const height = 34 + ROWS * (frames.length + (leftOut ? 1 : 0) + others) + 8;
  const e = svg("svg", { class: "ladder", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": "frames of this story" });
  const heads = [[sta, isGroup(mac) ? "all stations" : mac], [apX, bssName(s[BSS])]].concat(three ? [[old, bssName(s[OTHER])]] : []);
  const tip = svg("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" });
  tip.append(svg("path", { d: "M0,0L8,4L0,8Z", class: "tip" }));
  const defs = svg("defs", {});
  defs.append(tip);
  e.append(defs);
  for (const [x, name] of heads) e.append(words(x, 14, name, { "text-anchor": "middle", class: "head-text" }), line(x, 22, x, height - 4, "pole"));
  let y = 40, before = null;
  frames.forEach((f, i) => {
    if (leftOut && i === leftAt) {
      e.append(words((sta + apX) / 2, y + 4, "… " + many(leftOut, "more frame", "more frames") + " …", { "text-anchor": "middle" }));
      y += ROWS;
    }
    const [time, number, text, bits] = f, there = bits & OTHER_AP ? old : apX;
    const dim = bits & BEFORE ? " dim" : "", g = svg("g", { class: "rung" + dim + (bits & RETRY ? " again" : "") });
    const gap = before === null ? clock(D.begin + time) : "+" + span(time - before);
    g.append(words(sta - 12, y + 4, gap, { "text-anchor": "end", class: before !== null && time - before > 1e6 ? "late" : "" }));
    const ends = bits & FROM_AP ? [there - 2, sta + 2] : [sta + 2, there - 2];
    const arrow = line(ends[0], y, ends[1], y, "arrow");
    arrow.setAttribute("marker-end", "url(#tip)");
    const more = (bits & RETRY ? ", repeated" : "") + (bits & OPENED ? ", opened with the key" : bits & PROTECTED ? ", protected" : "");
    g.append(arrow, words((sta + apX) / 2, y - 5, T(text) + more, { "text-anchor": "middle", class: "say" }), words(wide - 4, y + 4, "frame " + number, { "text-anchor": "end" }));
    e.append(g);
    before = time;
    y += ROWS;
  });
  if (others) e.append(words((sta + apX) / 2, y + 4, "then frames " + s[FIRST] + " to " + s[LAST] + ", which are data, and not listed", { "text-anchor": "middle" }));
  return e;
}

// --- the map of roams: APs one beneath the other, arcs downwards on the right, upwards on the left ---
const MAPPED = 40;
function roamMap(edges, pick) {
  const used = Array.from(new Set(edges.flatMap(e => [e.from, e.to]))).sort((x, y) => bssName(x).localeCompare(bssName(y)) || x - y);
  const kept = used.slice(0, MAPPED), yOf = new Map(kept.map((b, i) => [b, 24 + 44 * i])), most = edges.length ? edges[0].gaps.length : 1;
  const wide = 1200, half = 170, height = 48 + 44 * (kept.length - 1);
  const e = svg("svg", { class: "map", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": "map of roams" });
  for (const [b, y] of yOf) {
    e.append(svg("rect", { x: wide / 2 - half, y: y - 15, width: 2 * half, height: 30, rx: 6, class: "node" }));
    e.append(words(wide / 2, y + 4, bssName(b).slice(0, 46) + (D.bss[b][2] ? " · ch " + D.bss[b][2] : ""), { "text-anchor": "middle", class: "head-text" }));
  }
  for (const r of edges) {
    const a = yOf.get(r.from), b = yOf.get(r.to);
    if (a === undefined || b === undefined) continue;
    const side = b > a ? 1 : -1, x = wide / 2 + side * half, from = a + side * 6, to = b - side * 6;
    const bend = x + side * Math.min(270, 30 + Math.abs(b - a) * 0.7), apex = x + (bend - x) * 0.75;
    const g = svg("g", { class: "edge" + (r.median > SLOW ? " slow" : "") }, bssName(r.from) + " → " + bssName(r.to) + ": " + many(r.gaps.length, "roam", "roams") + ", gap " + span(r.median) + " (median)");
    g.append(svg("path", { d: `M${x},${from}C${bend},${from} ${bend},${to} ${x + side * 7},${to}`, "stroke-width": 1.2 + 3.8 * r.gaps.length / most }));
    g.append(svg("path", { d: `M${x},${to}l${side * 10},-5v10Z`, class: "end" }));
    g.append(words(apex + side * 6, (from + to) / 2 + 4, r.gaps.length + "×, " + span(r.median), { "text-anchor": side > 0 ? "start" : "end" }));
    g.addEventListener("click", () => pick(r));
    e.append(g);
  }
  return e;
}
