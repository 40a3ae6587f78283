"use strict";
// What a reader would stumble over in the document of a frame: a list of sentences, empty for a good page.
function examine(frame, expected) {
  const win = frame.contentWindow, doc = frame.contentDocument, root = doc.documentElement;
  const problems = [];
  const tell = (what) => { if (problems.length < 40) problems.push(what); };
  const style = (e) => win.getComputedStyle(e);
  const name = (e) => `<${e.localName}${e.className && e.className.length ? "." + e.className : ""}> "${(e.textContent || "").trim().slice(0, 40)}"`;
  const within = (e, test) => { for (let p = e.parentElement; p && p !== doc.body; p = p.parentElement) if (test(p)) return true; return false; };
  const seen = (e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && style(e).visibility === "visible"; };

  function layout(state) {
    const width = win.innerWidth;
    if (root.scrollWidth > width) tell(`${state}: the page scrolls sideways, ${root.scrollWidth} of ${width} pixels`);
    for (const e of doc.body.querySelectorAll("*")) {
      if (e.ownerSVGElement || e.closest("math") && e.localName !== "math") continue;
      const s = style(e), r = e.getBoundingClientRect();
      if (r.width > 0 && (r.right > width + 1 || r.left < -1) && !within(e, (p) => style(p).overflowX !== "visible"))
        tell(`${state}: ${name(e)} sticks out, from ${r.left} to ${r.right} of ${width} pixels`);
      if (s.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 1)
        tell(`${state}: ${name(e)} is cut, ${e.clientHeight} of ${e.scrollHeight} pixels high`);
    }
  }

  // WCAG 2: relative luminance and contrast.
  const rgb = (c) => { const v = (c.match(/[\d.]+/g) || []).map(Number); return { v: v.slice(0, 3), a: v.length > 3 ? v[3] : 1 }; };
  const channel = (x) => { x /= 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; };
  const light = (v) => 0.2126 * channel(v[0]) + 0.7152 * channel(v[1]) + 0.0722 * channel(v[2]);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  function contrast() {
    const told = new Set();
    const walker = doc.createTreeWalker(doc.body, win.NodeFilter.SHOW_TEXT);
    for (let n = walker.nextNode(); n; n = walker.nextNode()) {
      const e = n.parentElement;
      if (!n.data.trim() || ["title", "desc", "style", "script"].includes(e.localName)) continue;
      const colour = rgb(e.ownerSVGElement ? style(e).fill : style(e).color);
      let back = null;
      for (let p = e; p && !back; p = p.parentElement) { const b = rgb(style(p).backgroundColor); if (b.a > 0) back = b; }
      if (!back) { tell("the page has no background"); return; }
      const r = ratio(colour.v, back.v), key = colour.v + "/" + back.v;
      if (r < 4.5 && !told.has(key)) { told.add(key); tell(`contrast ${r.toFixed(2)} of ${name(e)}`); }
    }
  }

  if (doc.querySelector("script")) tell("the page holds a script");
  for (const e of win.performance.getEntriesByType("resource")) tell(`the page fetches ${e.name}`);
  if (!win.matchMedia(`(prefers-color-scheme: ${expected.scheme})`).matches) tell("not the colours asked for");
  layout("folded");
  for (const d of doc.querySelectorAll("details")) d.open = true;
  layout("unfolded");
  contrast();

  const formulas = [...doc.querySelectorAll("math")];
  if (formulas.length !== expected.formulas) tell(`${formulas.length} formulas instead of ${expected.formulas}`);
  for (const f of formulas) {
    if (!seen(f)) tell(`a formula without a box in ${name(f.parentElement)}`);
    if (!style(f).display.includes("math")) tell(`${name(f)} is no formula for the browser`);
  }

  const links = [...doc.querySelectorAll("nav a")];
  if (links.length < 1) tell("no contents");
  const stamp = doc.querySelector(".stamp");
  if (!!stamp !== expected.stamp) tell(stamp ? "a stamp" : "no stamp");
  for (const a of doc.querySelectorAll("a")) {
    const target = a.getAttribute("href") || "";
    if (!seen(a)) tell(`${name(a)} is not to be seen`);
    if (target.startsWith("data:") && a.hasAttribute("download")) continue;
    const e = target.startsWith("#") && doc.getElementById(target.slice(1));
    if (!e || !seen(e)) { tell(`${name(a)} leads nowhere`); continue; }
    if (!links.includes(a)) continue;
    if (!/^h[1-6]$/.test(e.localName)) tell(`${name(a)} leads to no heading`);
    // The last one really by its address; browsers refuse hundreds of such jumps in a row. The others are the same kind of scrolling.
    win.scrollTo(0, 0);
    if (a === links[links.length - 1]) win.location.hash = target; else e.scrollIntoView();
    const top = e.getBoundingClientRect().top;
    const free = stamp ? stamp.getBoundingClientRect().bottom : 0;
    if (top < free - 1 || top > win.innerHeight - 10) tell(`${name(a)} jumps to ${top}, and ${free} to ${win.innerHeight} is free`);
  }
  const headings = [...doc.querySelectorAll("h2, h3")].filter((h) => !links.some((a) => a.getAttribute("href") === "#" + h.id));
  for (const h of headings) tell(`${name(h)} is not in the contents`);
  win.scrollTo(0, 0);

  const attached = doc.querySelectorAll("a[download]").length;
  if (attached !== expected.attachments) tell(`${attached} attachments instead of ${expected.attachments}`);

  const pictures = [...doc.querySelectorAll("svg")];
  if (pictures.length !== expected.figures) tell(`${pictures.length} pictures instead of ${expected.figures}`);
  for (const p of pictures) {
    for (const part of ["title", "desc"]) {
      const e = p.querySelector(":scope > " + part);
      if (!e || !e.textContent.trim() || !(p.getAttribute("aria-labelledby") || "").split(" ").includes(e.id)) tell(`a picture without ${part}`);
    }
    if (!seen(p)) tell("a picture without a box");
    const box = p.getBoundingClientRect();
    for (const text of p.querySelectorAll("text")) {
      const r = text.getBoundingClientRect();
      if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1) tell(`${name(text)} sticks out of its picture`);
      if (r.height < 9) tell(`${name(text)} in a picture is ${r.height.toFixed(1)} pixels high`);
    }
  }

  for (const e of doc.querySelectorAll("a, summary, [tabindex]")) {
    if (e.tabIndex !== 0) tell(`${name(e)} is at ${e.tabIndex} in the order of the keyboard`);
    e.focus();
    if (doc.activeElement !== e) tell(`${name(e)} takes no focus`);
  }
  for (const d of doc.querySelectorAll("details")) if (!d.querySelector(":scope > summary")) tell("folded text without a summary");
  return problems;
}

addEventListener("load", () => {
  const out = [];
  for (const frame of [...document.querySelectorAll("iframe")]) {
    let problems;
    try { problems = examine(frame, JSON.parse(frame.dataset.expected)); } catch (e) { problems = ["examination failed: " + e]; }
    out.push({ page: frame.title, problems });
  }
  document.body.textContent = JSON.stringify(out);
  document.documentElement.dataset.examined = "yes";
});
