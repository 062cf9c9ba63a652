// The page's own words in the acting person's language, and times as people say them.

let words = {};
let language = "en-GB";

export function speak(state) {
  words = state.texts;
  language = { en: "en-GB" }[state.language] ?? state.language;
  document.documentElement.lang = state.language;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = t(node.dataset.placeholder);
}

/** The text of a key with its {placeholders} filled; where n is 1, its twin `<key>_one`. */
export function t(key, values = {}) {
  const template = (values.n === 1 && words[`${key}_one`]) || words[key] || key;
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

const format = (moment, zone, options) =>
  new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(moment);

export const time = (moment, zone) => format(moment, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const day = (moment, zone) => format(moment, zone, { weekday: "short", day: "numeric", month: "short" });
export const momentText = (moment, zone) => `${day(moment, zone)}, ${time(moment, zone)}`;
export const dayKey = (moment, zone) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(moment);
export const count = (number) => new Intl.NumberFormat(language).format(number);
