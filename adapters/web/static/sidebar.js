// Who the window acts as, and what they read.
import { byId, el } from "./dom.js";
import { avatar } from "./people.js";
import { inDirect, me, now, on, store, unread } from "./store.js";
import { day, t, time } from "./texts.js";

const FILTER_FROM = 12; // people from which on a filter helps

export function startSidebar({ actAs, goTo }) {
  const redraw = () => store.state && drawAll(actAs, goTo);
  for (const topic of ["posts", "seen", "moved", "clock"]) on(topic, redraw);
  setInterval(redraw, 30_000);
  byId("cast-filter").addEventListener("input", redraw);
  byId("drawer-open").addEventListener("click", () => drawer(true));
  byId("drawer-close").addEventListener("click", () => drawer(false));
  byId("shade").addEventListener("click", () => drawer(false));
  byId("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && drawer(false));
}

export function drawer(open) {
  const was = document.body.classList.contains("drawer");
  document.body.classList.toggle("drawer", open);
  byId("shade").hidden = !open;
  byId("drawer-open").setAttribute("aria-expanded", String(open));
  if (open) byId("drawer-close").focus();
  else if (was) byId("drawer-open").focus();
}

function drawAll(actAs, goTo) {
  keepFocus(byId("conversations"), conversations(goTo));
  keepFocus(byId("cast"), cast(actAs));
  byId("cast-filter").hidden = store.state.people.length < FILTER_FROM;
  const { channel, people } = store.state;
  byId("title").textContent = inDirect() ? "Hymnsheet" : `# ${channel.name}`;
  byId("about").textContent = inDirect() ? t("page.dm_about", { name: me().name })
    : t("page.channel_about", { n: people.length });
  const waiting = unread(me().user, store.state.dm) + unread(me().user, channel.id);
  document.title = `${waiting ? `(${waiting}) ` : ""}${me().name} · Hymnsheet`;
  document.body.classList.toggle("waiting", waiting > 0);
}

function conversations(goTo) {
  const { channel, dm } = store.state;
  return [[channel.id, "#", channel.name], [dm, "♪", "Hymnsheet"]].map(([id, sign, name]) => {
    const chosen = id === store.conversation;
    return el("li", {}, el("button", { type: "button", class: "place", "data-key": id, "aria-current": chosen && "page",
      onclick: () => goTo(id) },
    el("span", { class: "sign", "aria-hidden": "true" }, sign), el("span", { class: "place-name" }, name),
    badge(unread(store.state.me, id))));
  });
}

function cast(actAs) {
  const filter = byId("cast-filter").value.trim().toLowerCase();
  return store.state.people.filter((each) => each.name.toLowerCase().includes(filter)).map((each) => {
    const chosen = each.user === store.state.me;
    const role = each.title || t(`role.${each.role}`);
    const local = time(now(), each.time_zone);
    const away = each.away_until
      ? t("page.away_until", { day: day(new Date(`${each.away_until}T12:00:00Z`), "UTC") }) : "";
    return el("li", {}, el("button", { type: "button", class: "person", "data-key": each.user,
      "aria-pressed": String(chosen), onclick: () => actAs(each.user) },
    avatar(each),
    el("span", { class: "who" }, el("span", { class: "who-name" }, each.name, chosen ? el("span", { class: "you" }, t("page.you")) : null),
      el("span", { class: "who-role" }, el("span", {}, away || role), away ? "" : ` · ${local}`)),
    badge(unread(each.user, `dm/${each.user}`))));
  });
}

const badge = (n) => (n ? el("span", { class: "badge", "aria-label": t("page.unread", { n }) }, n > 99 ? "99+" : String(n)) : null);

function keepFocus(list, nodes) {
  const held = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  list.replaceChildren(...nodes);
  if (held) [...list.querySelectorAll("button")].find((each) => each.dataset.key === held)?.focus();
}
