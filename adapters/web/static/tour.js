// The short tour of the first start.
import { jump } from "./clock.js";
import { byId, el } from "./dom.js";
import { on, person, store } from "./store.js";
import { t } from "./texts.js";

const STEPS = ["one", "two", "three", "four", "five"];
const key = () => `hymnsheet.tour.${store.state.born}`;
const strip = byId("tour");

export function startTour(ways) {
  on("moved", () => draw(ways));
}

function draw(ways) {
  const at = localStorage.getItem(key()) ?? "0";
  strip.hidden = at === "done" || !store.state.tour;
  if (strip.hidden) return;
  const step = Math.min(Number(at) || 0, STEPS.length - 1);
  const turn = (to) => {
    localStorage.setItem(key(), to);
    draw(ways);
    if (to === "done") byId("text").focus();
    else strip.querySelector(".tour-do").focus();
  };
  const { manager, member } = store.state.tour;
  const names = { manager: person(manager).name, member: person(member).name, command: store.state.command };
  const name = STEPS[step];
  const said = name === "one" && store.state.me !== manager ? "one_other" : name;
  const astray = name === "two" && store.state.me !== member; // somebody else has nothing to answer here
  const link = (label, to) => el("button", { type: "button", class: "link", onclick: () => turn(to) }, t(label));
  const go = async (event) => {
    await doIt(astray ? "one" : name, ways, event.currentTarget);
    if (!astray) turn(step < STEPS.length - 1 ? step + 1 : "done");
  };
  strip.replaceChildren(
    el("div", { class: "tour-words" },
      el("p", { class: "tour-step" }, t("tour.step", { n: step + 1, most: STEPS.length })),
      el("h2", {}, t(`tour.${said}_title`, names)), el("p", {}, t(`tour.${said}`, names))),
    el("div", { class: "tour-ways" },
      el("button", { type: "button", class: "primary tour-do", onclick: go }, t(`tour.${astray ? "one" : name}_do`, names)),
      step ? link("tour.back", step - 1) : null,
      step < STEPS.length - 1 ? link("tour.end", "done") : null));
}

async function doIt(name, { actAs }, node) {
  const { manager, member } = store.state.tour;
  if (name === "one") await actAs(member, "dm");
  if (name === "three") await jump("deadline", node);
  if (name === "four") await actAs(manager, "dm");
}
