// The pages work without this. It adds buttons that copy, opens what a link points at, cites a selection, and lights it on
// the page of a PDF.
"use strict";
(() => {
  const words = document.body.dataset;
  const status = document.getElementById("status");
  const paper = document.querySelector(".paper");
  const side = document.querySelector(".pages"); // of a PDF
  const wide = matchMedia("(min-width: 64rem)");

  function say(text) {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50); // a change, even to the same words, is read out
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no clipboard without https, or no leave
      const had = document.activeElement;
      const area = document.createElement("textarea");
      area.className = "unseen";
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      had?.focus({ preventScroll: true });
      if (!done) throw new Error("not copied");
    }
  }

  async function fetched(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(String(response.status));
    return (await response.text()).trim();
  }

  function copyButton(label, name, read) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = label;
    if (name) button.setAttribute("aria-label", name);
    button.addEventListener("click", async () => {
      let told = words.copied;
      try { await copy(await read()); } catch { told = words.failed; }
      button.textContent = told;
      say(told);
      setTimeout(() => { button.textContent = label; }, 2000);
    });
    return button;
  }

  for (const place of document.querySelectorAll("span[data-copy], span[data-fetch]")) {
    const { copy: text, fetch: address, label, name } = place.dataset;
    place.append(copyButton(label || words.copy, name, () => text ?? fetched(address)));
  }

  function pointedAt(hash) {
    let id = hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it stands */ }
    return id;
  }

  function reveal(hash) {
    const target = document.getElementById(pointedAt(hash));
    for (let at = target?.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    return target;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = reveal(link.hash);
    if (target?.tabIndex === -1) setTimeout(() => target.focus({ preventScroll: true })); // after the browser's own jump
  });

  function arrive() {
    if (location.hash.length < 2) return;
    const target = reveal(location.hash);
    if (paper && light(pointedAt(location.hash).replace(/^p-/, ""))) return;
    target?.scrollIntoView();
  }

  // All pieces of a passage: it may go on behind a table or on the next page.
  function light(id) {
    for (const piece of paper.querySelectorAll(".now")) piece.classList.remove("now");
    const found = [...paper.querySelectorAll("[data-passage]")].filter((piece) => piece.dataset.passage === id);
    for (const piece of found) piece.classList.add("now");
    if (side && found.length) show({ lit: found.map((piece) => places(rangeOf(piece), [piece])).join(",") });
    found[0]?.scrollIntoView({ block: "center" });
    return found.length > 0;
  }

  function rangeOf(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range;
  }

  // The part of a piece that a range has; null if there is none but blanks.
  function within(range, piece) {
    if (!range.intersectsNode(piece)) return null;
    const part = rangeOf(piece);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
    return part.toString().trim() ? part : null;
  }

  // Where words stand in the source, as `lit` has it: spans of code points. 200 spans are more than two pages.
  function places(range, pieces = paper.querySelectorAll("[data-at]")) {
    const found = [];
    for (const piece of pieces) {
      const part = within(range, piece);
      if (!part) continue;
      const ahead = rangeOf(piece);
      ahead.setEnd(part.startContainer, part.startOffset);
      const from = [...ahead.toString()].length;
      const to = from + [...part.toString()].length;
      for (const run of piece.dataset.at.split(" ")) {
        const [at, offset, length] = run.split(".").map(Number);
        const [start, end] = [Math.max(from, at), Math.min(to, at + length)];
        if (start >= end) continue;
        const [first, last] = [offset + start - at, offset + end - at];
        const before = found.at(-1);
        if (before && before[0] <= first && first <= before[1] + 2) before[1] = last; // a blank or cut word
        else found.push([first, last]);
      }
    }
    return found.slice(0, 200).map((span) => span.join("-")).join(",");
  }

  let shown = "";

  // Puts other pages, or other words lit on them, in place of those shown; the text stays where it is.
  async function show({ lit, page }) {
    const address = new URL(side.dataset.alone, location.href);
    if (lit) address.searchParams.set("lit", lit);
    if (page) address.searchParams.set("page", page);
    shown = address.href;
    const fresh = document.createElement("div");
    try { fresh.innerHTML = await fetched(address.href); } catch { return; }
    if (shown !== address.href) return; // something else was asked for meanwhile
    const seen = side.querySelector(".seen");
    const had = new Map([...seen.querySelectorAll("img")].map((image) => [image.getAttribute("src"), image]));
    for (const image of fresh.querySelectorAll("img")) {
      const same = had.get(image.getAttribute("src"));
      if (!same) continue;
      same.alt = image.alt;
      image.replaceWith(same); // without a flicker
    }
    seen.replaceChildren(...fresh.childNodes);
  }

  function asked(link) {
    const values = new URL(link.href).searchParams;
    return { lit: values.get("lit"), page: values.get("page") };
  }

  async function turnTo(values) {
    await show(values);
    side.focus({ preventScroll: true }); // what had the focus is gone
    say(side.querySelector(".of-pages").textContent);
  }

  side?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='page=']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turnTo(asked(link));
  });

  side?.addEventListener("submit", (event) => {
    event.preventDefault();
    turnTo(Object.fromEntries(new FormData(event.target)));
  });

  if (side) paper.addEventListener("click", async (event) => {
    const link = event.target.closest(".on-page");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const block = link.closest("p:has([data-at]), li, blockquote, pre") ?? link.parentElement.nextElementSibling;
    for (const piece of paper.querySelectorAll(".now")) piece.classList.remove("now");
    for (const piece of block.querySelectorAll("[data-at]")) piece.classList.add("now");
    await show({ lit: asked(link).lit });
    if (!wide.matches) side.scrollIntoView();
  });

  addEventListener("hashchange", arrive);
  arrive();

  if (document.querySelector(".results, .error") && !location.hash) {
    const first = document.querySelector(".error, #results");
    first.scrollIntoView({ block: "center" });
    if (first.id === "results") first.focus({ preventScroll: true });
  }

  const contents = document.querySelector(".contents details");
  if (contents && !side) {
    const fit = () => { contents.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
  }

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("main details")) details.open = true;
  });

  if (!paper) return;

  let selected = ""; // words that were lit on a page, and are not asked for again
  const chosen = { text: "", passage: "" };
  const bar = document.createElement("div");
  bar.className = "cite-bar";
  bar.hidden = true;
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", paper.dataset.cite);
  bar.append(copyButton(paper.dataset.cite, "", async () => {
    const address = `${paper.dataset.api}/passages/${encodeURIComponent(chosen.passage)}/export?format=apa`;
    const [reference, inText] = (await fetched(address)).split("\n\n");
    return inText ? `“${chosen.text}” ${inText}\n\n${reference}` : `“${chosen.text}”\n\n${reference}`;
  }));
  if (side) {
    const see = document.createElement("a");
    see.className = "button";
    see.href = "#pages";
    see.textContent = side.dataset.see;
    bar.append(see);
  }
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection

  function offer() {
    const selection = getSelection();
    if (bar.contains(document.activeElement)) return;
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const text = selection.toString().replace(/\s+/g, " ").trim();
    const inside = range && text && paper.contains(range.commonAncestorContainer);
    const piece = inside && [...paper.querySelectorAll("[data-passage]")].find((one) => within(range, one));
    const lit = side && inside && places(range);
    if (lit && lit !== selected) show({ lit });
    selected = lit || selected;
    if (!piece) { bar.hidden = true; return; }
    if (!bar.hidden && text === chosen.text) return;
    chosen.text = text;
    chosen.passage = piece.dataset.passage;
    let block = range.endContainer;
    while (block.parentNode !== paper && block !== paper) block = block.parentNode;
    if (block === paper) paper.append(bar); else block.after(bar); // where the next Tab goes on from
    bar.hidden = false;
    const around = paper.getBoundingClientRect();
    const at = range.getBoundingClientRect();
    bar.style.top = `${Math.min(at.bottom, innerHeight - 64) - around.top + 8}px`;
    bar.style.left = `${Math.max(0, Math.min(at.left - around.left, around.width - bar.offsetWidth))}px`;
    say(paper.dataset.selected);
  }

  let soon = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(soon); soon = setTimeout(offer, 200); });
  document.addEventListener("keydown", (event) => {
    if (bar.hidden) return;
    if (event.key === "Escape") bar.hidden = true;
    if (event.key === "Tab" && !event.shiftKey && !bar.contains(document.activeElement)) {
      event.preventDefault(); // the first Tab goes to the offer, wherever the browser would begin
      bar.firstChild.focus();
    }
  });
})();
