// The list of messages: drawn in place, so that focus and scrolling stay where they were.
import { byId, el } from "./dom.js";
import { openMenu } from "./menu.js";
import { announce } from "./notices.js";
import { drawParts } from "./parts.js";
import { avatar } from "./people.js";
import { press } from "./replies.js";
import { inDirect, markSeen, me, now, on, person, postsHere, seenUpTo, store } from "./store.js";
import { day, dayKey, t, time } from "./texts.js";

const TOGETHER_MS = 5 * 60 * 1000; // one person's messages this near stand under one name
const BATCH_MS = 10 * 60 * 1000;
const NEAR_END_PX = 120;
let drawn = new Map(); // key → {node, revision}
let shownFor = "";

export function startMessages() {
  on("posts", (changed) => {
    draw();
    for (const post of changed.filter((each) => each.conversation === store.conversation)) tellOf(post);
  });
  on("acted", () => toEnd());
  on("moved", draw);
  on("clock", draw);
  byId("latest").addEventListener("click", toEnd);
  byId("log").addEventListener("scroll", () => nearEnd() && (byId("latest").hidden = true));
  document.addEventListener("visibilitychange", markSeen);
}

function draw() {
  const log = byId("log");
  const here = `${store.state.me} ${store.conversation}`;
  const fresh = here !== shownFor;
  if (fresh) {
    log.replaceChildren();
    drawn = new Map();
    shownFor = here;
  }
  const stay = !fresh && !nearEnd();
  const before = drawn.size;
  place(log, wanted());
  if (fresh) toFirstUnread();
  else if (!stay) toEnd();
  else if (drawn.size > before) byId("latest").hidden = false;
  byId("latest").textContent = `${t("message.latest")} ↓`;
  markSeen();
}

function wanted() {
  const zone = me().time_zone;
  const nodes = [];
  let last = null;
  for (const post of postsHere()) {
    const at = new Date(post.at);
    const newDay = !last || dayKey(new Date(last.at), zone) !== dayKey(at, zone);
    if (newDay) nodes.push(keyed(`day ${dayKey(at, zone)}`, dayKey(now(), zone), () => separator(at, zone)));
    const together = !newDay && last.author === post.author && !last.private && !post.private &&
      !post.message && !last.message && at - new Date(last.at) < TOGETHER_MS;
    nodes.push(keyed(`post ${post.id}`, post.revision, () => article(post, together, zone)));
    last = post;
  }
  return nodes.length ? nodes : [keyed("empty", 0, empty)];
}

function keyed(key, revision, make) {
  const known = drawn.get(key);
  if (known?.revision === revision) return known.node;
  const node = make();
  if (known) {
    const held = known.node.contains(document.activeElement);
    known.node.replaceWith(node);
    if (held) node.focus();
  }
  drawn.set(key, { node, revision });
  return node;
}

function place(log, nodes) {
  const keep = new Set(nodes);
  for (const [key, { node }] of drawn) {
    if (keep.has(node)) continue;
    node.remove();
    drawn.delete(key);
  }
  let cursor = log.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else log.insertBefore(node, cursor);
  }
}

function separator(at, zone) {
  const key = dayKey(at, zone);
  const today = dayKey(now(), zone);
  const yesterday = dayKey(new Date(now() - 864e5), zone);
  const said = { [today]: t("message.today"), [yesterday]: t("message.yesterday") }[key];
  return el("div", { class: "day", role: "separator" }, el("span", {}, said ? `${said}, ${day(at, zone)}` : day(at, zone)));
}

function empty() {
  const { state } = store;
  const words = inDirect() ? t("message.empty_dm", { name: me().name })
    : t("message.empty_channel", { command: state.command });
  return el("p", { class: "empty" }, words);
}

function article(post, together, zone) {
  const author = person(post.author);
  const name = author?.name ?? "Hymnsheet";
  const classes = ["post", together && "together", post.private && "private", post.message && "card"];
  const menu = el("button", { type: "button", class: "icon more", "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-label": t("message.actions", { name }), onclick: (event) => openMenu(event.currentTarget, post) }, "⋯");
  const node = el("article", { class: classes.filter(Boolean).join(" "), tabindex: "-1", "data-post": post.id,
    "aria-label": `${name}, ${time(new Date(post.at), zone)}` });
  if (post.revision > 1) node.classList.add("fresh");
  node.append(avatar(author), el("div", { class: "post-body" }, head(post, name, author, zone), ...content(post)), menu);
  return node;
}

function head(post, name, author, zone) {
  const line = el("header", { class: "post-head" }, el("span", { class: "name" }, name));
  if (!author) line.append(el("span", { class: "tag" }, t("page.app")));
  line.append(el("time", { datetime: post.at }, time(new Date(post.at), zone)));
  if (post.private) line.append(el("span", { class: "only" }, t("message.only_you")));
  if (post.revision > 1) line.append(el("span", { class: "edited" }, t("message.updated")));
  return line;
}

function content(post) {
  if (!post.message) return [el("p", { class: "text", dir: "auto" }, post.text ?? "")];
  const asked = post.asked ? [el("p", { class: "asked", dir: "auto" }, post.asked)] : [];
  return [...asked, el("div", { class: "parts" }, ...drawParts(post.message.parts, (button, node) => press(post, button, node)))];
}

function tellOf(post) {
  if (post.author === store.state.me) return;
  announce(`${person(post.author)?.name ?? "Hymnsheet"}: ${post.message?.summary ?? post.text}`);
}

function nearEnd() {
  const log = byId("log");
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
}

const later = (post, before) => post && new Date(post.at) - new Date(before.at) > BATCH_MS;

/** What came together and is unread begins at the top: a report before the summary that follows it. */
function toFirstUnread() {
  const from = seenUpTo(store.state.me, store.conversation);
  const posts = postsHere();
  let first = posts.length;
  while (first && posts[first - 1].id > from && !later(posts[first], posts[first - 1])) first -= 1;
  if (first < posts.length) showTop(drawn.get(`post ${posts[first].id}`).node);
  else toEnd();
}

function showTop(node) {
  const log = byId("log");
  log.scrollTop += node.getBoundingClientRect().top - log.getBoundingClientRect().top - 4;
}

function toEnd() {
  const log = byId("log");
  const last = log.querySelector(".post:last-child");
  log.scrollTop = log.scrollHeight;
  if (last && last.offsetHeight > log.clientHeight - 24) showTop(last); // a long report is read from its top
  byId("latest").hidden = true;
}
