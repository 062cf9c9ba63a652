// Draws the parts of a message.
import { el } from "./dom.js";

const drawers = { heading, text, items, quote, facts, chart, table, divider, buttons };

/** Every part that is known, in order; `press(button, node)` is called for a pressed button. */
export function drawParts(parts, press) {
  return parts.filter((part) => part.kind in drawers).map((part) => drawers[part.kind](part, press));
}

function runs(list) {
  return list.map(([style, words]) => {
    if (style === "strong") return el("strong", {}, words);
    if (style === "quiet") return el("span", { class: "quiet" }, words);
    return words;
  });
}

function heading(part) {
  return el("h3", { dir: "auto" }, part.text);
}

function text(part) {
  return el("p", { class: part.quiet ? "text quiet" : "text", dir: "auto" }, ...runs(part.runs));
}

const NUMBERED = /^[①-⑳]/u; // its number stands where the bullet would

function items(part) {
  return el("ul", { class: "items" }, ...part.items.map((item) =>
    el("li", { dir: "auto", class: NUMBERED.test(item[0]?.[1] ?? "") && "numbered" }, ...runs(item))));
}

function quote(part) {
  const by = part.by ? el("figcaption", {}, part.by) : null;
  return el("figure", { class: "quote" }, el("blockquote", { dir: "auto" }, part.text), by);
}

function facts(part) {
  const rows = part.pairs.map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value)),
  );
  return el("dl", { class: "facts" }, ...rows);
}

function chart(part) {
  const said = part.bars.map((bar) => `${bar.label}: ${bar.note || bar.value}`).join("; ");
  const rows = part.bars.map((bar) => {
    const fill = el("span", { class: bar.value ? "fill" : "fill none" });
    fill.style.width = `${part.most ? Math.min(100, (100 * bar.value) / part.most) : 0}%`;
    const track = el("span", { class: "track" }, fill);
    return el("div", { class: "row" }, el("span", { class: "label" }, bar.label), track,
      el("span", { class: "note" }, bar.note || String(bar.value)));
  });
  return el("figure", { class: "chart", role: "img", "aria-label": `${part.title}. ${said}` },
    el("figcaption", {}, part.title), ...rows);
}

function table(part) {
  const head = el("tr", {}, ...part.head.map((cell) => el("th", { scope: "col" }, cell)));
  const rows = part.rows.map((row) =>
    el("tr", {}, ...row.map((cell, at) => (at ? el("td", {}, cell) : el("th", { scope: "row" }, cell)))),
  );
  const drawn = el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows));
  return el("div", { class: "table", tabindex: "0", role: "group" }, drawn);
}

function divider() {
  return el("hr");
}

function buttons(part, press) {
  const row = part.buttons.map((button) =>
    el("button", { type: "button", class: button.weight, "data-action": button.action,
      onclick: (event) => press(button, event.currentTarget) }, button.label),
  );
  return el("div", { class: "buttons" }, ...row);
}
