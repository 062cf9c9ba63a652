// A person's round picture: their initials on a colour of their own; Hymnsheet has its sign.
import { el, initials } from "./dom.js";
import { store } from "./store.js";

export function avatar(author) {
  if (!author) return el("span", { class: "avatar bot", "aria-hidden": "true" });
  const tone = store.state.people.indexOf(author) % 8;
  return el("span", { class: `avatar tone-${tone}`, "aria-hidden": "true" }, initials(author.name));
}
