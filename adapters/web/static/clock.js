// The workspace's own clock and the panel that moves it.
import { act } from "./api.js";
import { byId, el } from "./dom.js";
import { announce, complain, notice } from "./notices.js";
import { me, now, on, setClock, store, tell } from "./store.js";
import { momentText, t } from "./texts.js";

const button = byId("clock");
const panel = byId("clock-panel");

export function startClock() {
  for (const topic of ["clock", "moved"]) on(topic, draw);
  setInterval(() => store.state && drawButton(), 5000);
  button.addEventListener("click", () => show(panel.hidden));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  document.addEventListener("pointerdown", (event) => event.target.closest(".clock") || show(false));
}

function show(open) {
  const held = panel.contains(document.activeElement);
  panel.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (open) panel.querySelector("button")?.focus();
  else if (held) button.focus();
}

function drawButton() {
  const words = momentText(now(), me().time_zone);
  if (button.dataset.words === words) return;
  button.dataset.words = words;
  button.replaceChildren(el("span", { class: "clock-face", "aria-hidden": "true" }), el("span", {}, words));
  button.setAttribute("aria-label", `${t("clock.label")}: ${words}`);
}

function draw() {
  button.dataset.words = "";
  drawButton();
  const { nudge_at: nudge, deadline_at: deadline } = store.state.clock;
  const held = panel.contains(document.activeElement) ? document.activeElement.dataset.kind : null;
  panel.replaceChildren(
    el("h2", { id: "clock-title" }, t("clock.title")), el("p", {}, t("clock.about")),
    choice("hour", new Date(now().getTime() + 36e5).toISOString()), choice("nudge", nudge), choice("deadline", deadline));
  if (held) panel.querySelector(`[data-kind="${held}"]`)?.focus();
}

function choice(kind, at) {
  const when = at ? momentText(new Date(at), me().time_zone) : t("clock.nothing");
  return el("button", { type: "button", class: "jump", "data-kind": kind, "aria-disabled": at ? null : "true",
    onclick: (event) => at && jump(kind, event.currentTarget) }, el("span", {}, t(`clock.${kind}`)), el("span", { class: "quiet" }, when));
}

/** Moves the workspace's clock on; true where it moved. */
export async function jump(kind, node) {
  if (node?.getAttribute("aria-busy") === "true") return false;
  node?.setAttribute("aria-busy", "true");
  try {
    const { moved, clock } = await act("clock", { as: store.state.me, kind });
    setClock(clock);
    tell("clock");
    const words = moved ? t("clock.moved", { time: momentText(now(), me().time_zone) }) : t("clock.stayed");
    if (moved) button.animate([{ backgroundColor: "var(--soft)", borderColor: "var(--bar)" }, {}], 1600);
    else notice(words);
    announce(words);
    return moved;
  } catch (error) {
    complain(error);
    return false;
  } finally {
    node?.removeAttribute("aria-busy");
  }
}
