// The inputs of a dialog. Each is {id, node, read, write, complain, check, focus}.
import { el } from "./dom.js";
import { avatar } from "./people.js";
import { store } from "./store.js";
import { count, t } from "./texts.js";

const FILTER_FROM = 10;
const COUNTER_FROM = 0.6; // of the most: a counter from the first letter on would only be in the way
let serial = 0;

export function makeField(field) {
  const id = `field-${(serial += 1)}`;
  const made = makers[field.kind](field, id);
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const hint = field.hint ? el("p", { class: "field-hint", id: `${id}-hint`, dir: "auto" }, field.hint) : null;
  const marked = made.inputs[0] ?? made.node;
  const described = [hint?.id, error.id, made.counter?.id].filter(Boolean).join(" ");
  (made.group ?? marked).setAttribute("aria-describedby", described);
  const node = made.group ?? el("div", { class: "field" });
  if (!made.group) node.append(caption("label", field, { for: id }), ...(hint ? [hint] : []), made.node);
  else node.append(...(hint ? [hint] : []), made.node);
  if (made.counter) node.append(made.counter);
  node.append(error);
  node.dataset.field = field.id;
  const complain = (words) => {
    error.textContent = words ?? "";
    error.hidden = !words;
    for (const input of made.inputs) input.setAttribute("aria-invalid", String(Boolean(words)));
    node.classList.toggle("invalid", Boolean(words));
  };
  node.addEventListener("input", () => complain(null));
  return { id: field.id, node, read: made.read, write: made.write, complain, check: () => problem(field, made.read()),
    focus: () => marked.focus() };
}

/** What is wrong with this value before it is sent, or null. */
function problem(field, value) {
  if (field.required && !value.trim()) return t("dialog.missing");
  const over = [...value].length - field.max_length;
  return field.max_length && over > 0 ? t("dialog.too_long", { n: count(over) }) : null;
}

function caption(tag, field, props = {}) {
  const mark = field.required ? t("dialog.required") : t("dialog.optional");
  return el(tag, { class: "caption", ...props }, el("span", { dir: "auto" }, field.label), " ",
    el("span", { class: field.required ? "must" : "may" }, mark));
}

const makers = { line, lines: line, channel: line, choice, choices: several, people: several, date, tick };

function line(field, id) {
  const long = field.kind === "lines";
  const input = long ? el("textarea", { id, rows: 3, dir: "auto" }) : el("input", { id, type: "text", dir: "auto" });
  input.required = field.required;
  const counter = field.max_length ? el("p", { class: "counter", id: `${id}-count` }) : null;
  const show = () => {
    if (long) {
      input.style.height = "auto";
      input.style.height = `${Math.min(input.scrollHeight + 2, 320)}px`;
    }
    if (!counter) return;
    const n = [...input.value].length;
    counter.textContent = t("dialog.count", { n: count(n), most: count(field.max_length) });
    counter.classList.toggle("over", n > field.max_length);
    counter.classList.toggle("unseen", n < field.max_length * COUNTER_FROM);
  };
  input.addEventListener("input", show);
  return { node: input, inputs: [input], counter, read: () => input.value,
    write: (value) => {
      input.value = value;
      requestAnimationFrame(show);
    } };
}

function date(field, id) {
  const input = el("input", { id, type: "date" });
  return { node: input, inputs: [input], read: () => input.value, write: (value) => (input.value = value) };
}

function tick(field, id) {
  const box = el("input", { id, type: "checkbox" });
  const group = el("div", { class: "field tick" });
  const label = el("label", { for: id }, box, el("span", { dir: "auto" }, field.label));
  return { node: label, group, inputs: [box], read: () => (box.checked ? "yes" : ""),
    write: (value) => (box.checked = value === "yes") };
}

function choice(field, id) {
  if (field.options.length > 5) return menu(field, id);
  const inputs = field.options.map((option) => el("input", { type: "radio", name: id, value: option.value }));
  const rows = field.options.map((option, at) => el("label", {}, inputs[at], el("span", { dir: "auto" }, option.label)));
  const group = el("fieldset", { class: "field options" }, caption("legend", field));
  return { node: el("div", { class: "rows" }, ...rows), group, inputs,
    read: () => inputs.find((input) => input.checked)?.value ?? "",
    write: (value) => inputs.forEach((input) => (input.checked = input.value === value)) };
}

function menu(field, id) {
  const select = el("select", { id }, el("option", { value: "" }, t("dialog.choose")),
    ...field.options.map((option) => el("option", { value: option.value }, option.label)));
  return { node: select, inputs: [select], read: () => select.value, write: (value) => (select.value = value) };
}

function several(field, id) {
  const people = field.kind === "people";
  const options = field.options.length || !people ? field.options
    : store.state.people.map((each) => ({ value: each.user, label: each.name }));
  const inputs = options.map((option) => el("input", { type: "checkbox", value: option.value }));
  const rows = options.map((option, at) => {
    const known = people ? store.state.people.find((each) => each.user === option.value) : null;
    return el("label", {}, inputs[at], known ? avatar(known) : null, el("span", { dir: "auto" }, option.label));
  });
  const group = el("fieldset", { class: "field options" }, caption("legend", field));
  const chosen = el("p", { class: "counter chosen", "aria-live": "polite" });
  const tell = () => {
    const n = inputs.filter((input) => input.checked).length;
    chosen.textContent = n ? t("dialog.chosen", { n }) : "";
  };
  group.addEventListener("input", tell);
  const box = el("div", { class: people ? "rows people" : "rows" }, ...rows);
  const node = el("div", {}, options.length > FILTER_FROM ? filter(rows, id) : null, box, chosen);
  return { node, group, inputs,
    read: () => inputs.filter((input) => input.checked).map((input) => input.value).join("\n"),
    write: (value) => {
      const set = new Set(value.split("\n"));
      inputs.forEach((input) => (input.checked = set.has(input.value)));
      tell();
    } };
}

function filter(rows, id) {
  const nobody = el("p", { class: "field-hint", hidden: true }, t("dialog.nobody"));
  const input = el("input", { id: `${id}-filter`, type: "search", placeholder: t("page.find_person"),
    "aria-label": t("page.find_person") });
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    nobody.hidden = rows.some((row) => !row.hidden);
  });
  return el("div", {}, input, nobody);
}
