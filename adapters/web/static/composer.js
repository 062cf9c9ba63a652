// The line to write on: completion of commands, history, a draft for each person and conversation.
import { byId, el } from "./dom.js";
import { notice } from "./notices.js";
import { send } from "./replies.js";
import { inDirect, on, store } from "./store.js";
import { t } from "./texts.js";

const text = byId("text");
const list = byId("commands");
let offers = [];
let chosen = 0;
let history = JSON.parse(sessionStorage.getItem("hymnsheet.history") ?? "[]");
let at = history.length;
let draftKey = "";
let sending = false;

export function startComposer() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("keydown", keys);
  text.addEventListener("input", typed);
  text.addEventListener("blur", () => offer([]));
  on("moved", arrive);
}

function arrive() {
  draftKey = `hymnsheet.line.${store.state.me}.${store.conversation}`;
  write(sessionStorage.getItem(draftKey) ?? "");
  const values = { name: store.state.channel.name, command: store.state.command };
  text.placeholder = t(inDirect() ? "composer.dm" : "composer.channel", values);
}

function write(words) {
  text.value = words;
  typed();
  offer([]);
}

function typed() {
  sessionStorage.setItem(draftKey, text.value);
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
  offer(matching(text.value));
}

// ---- completion

function matching(words) {
  const { command, commands } = store.state;
  if (!words.startsWith("/") || words.includes("\n")) return [];
  if (command.startsWith(words)) return commands;
  if (!words.startsWith(`${command} `)) return [];
  const rest = words.slice(command.length + 1).replace(/^\s+/, "");
  return commands.filter(([usage]) => usage.startsWith(rest) && verbOf(usage) !== rest.trimEnd());
}

const verbOf = (usage) => usage.split(/\s+[[<"“(-]/)[0];

function offer(found) {
  offers = found;
  chosen = text.value === store.state.command ? -1 : 0; // the bare command may be sent as it is
  list.hidden = !found.length;
  text.setAttribute("aria-expanded", String(found.length > 0));
  list.replaceChildren(...found.map(([usage, help], index) =>
    el("li", { role: "option", id: `command-${index}`, onpointerdown: (event) => take(event, index) },
      el("span", { class: "usage" }, `${store.state.command} ${usage}`), el("span", { class: "help" }, help))));
  point();
}

function point() {
  [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
  if (chosen in offers) text.setAttribute("aria-activedescendant", `command-${chosen}`);
  else text.removeAttribute("aria-activedescendant");
}

function take(event, index) {
  event.preventDefault();
  const [usage] = offers[index];
  const verb = verbOf(usage);
  write(`${store.state.command} ${verb}${verb === usage ? "" : " "}`);
  text.focus();
}

// ---- keys

function keys(event) {
  if (event.isComposing) return;
  const plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (offers.length && plain) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen = event.key === "ArrowDown" ? (chosen + 1) % offers.length : (chosen > 0 ? chosen : offers.length) - 1;
      return point();
    }
    if (event.key === "Tab" || (event.key === "Enter" && chosen >= 0)) return take(event, Math.max(chosen, 0));
    if (event.key === "Escape") return offer([]);
  }
  if (event.key === "Enter" && plain) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && plain && untouched() && at > 0) recall(event, at - 1);
  else if (event.key === "ArrowDown" && plain && untouched() && at < history.length) {
    recall(event, at + 1);
  }
}

function recall(event, to) {
  event.preventDefault();
  at = to;
  write(history[at] ?? "");
}

/** Nothing of one's own stands on the line: the arrows may go through the history. */
const untouched = () => !text.value || text.value === history[at];

// ---- sending

async function submit() {
  const words = text.value;
  if (!words.trim() || sending) return;
  const path = route(words);
  if (!path) return;
  sending = true;
  byId("send").setAttribute("aria-busy", "true");
  const key = draftKey;
  const reply = await send(...path);
  sending = false;
  byId("send").removeAttribute("aria-busy");
  if (!reply) return; // said already; the words stay
  history = [...history.filter((each) => each !== words), words].slice(-50);
  at = history.length;
  sessionStorage.setItem("hymnsheet.history", JSON.stringify(history));
  sessionStorage.removeItem(key);
  if (key === draftKey && text.value === words) write("");
}

function route(words) {
  const { command } = store.state;
  const { conversation } = store;
  const [first] = words.trim().split(/\s/, 1);
  if (first === command) return ["command", { conversation, text: words.trim().slice(command.length).trim() }];
  if (/^\/[a-z]/i.test(first)) return notice(t("composer.unknown", { command }), "bad");
  return ["post", { conversation, text: words.trim() }];
}
