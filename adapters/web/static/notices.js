// Short notices, the banner for a lost connection, and the words for screen readers.
import { Unreachable } from "./api.js";
import { byId, el } from "./dom.js";
import { on } from "./store.js";
import { t } from "./texts.js";

const SHOWN_MS = 6000;
on("reached", () => showOffline(false));

export function notice(text, kind = "word") {
  const close = el("button", { type: "button", class: "icon", "aria-label": t("notice.dismiss") }, "×");
  const box = el("div", { class: `notice ${kind}`, role: kind === "bad" ? "alert" : "status" }, el("span", {}, text), close);
  close.addEventListener("click", () => box.remove());
  byId("notices").append(box);
  while (byId("notices").children.length > 3) byId("notices").firstChild.remove();
  setTimeout(() => box.remove(), SHOWN_MS);
}

/** Says what went wrong with something the person just did. */
export function complain(error) {
  if (error instanceof Unreachable) return showOffline(true);
  return notice(error.message || t("notice.failed"), "bad");
}

export function showOffline(lost) {
  const banner = byId("offline");
  if (banner.hidden === !lost) return;
  banner.textContent = lost ? t("notice.offline") : "";
  banner.hidden = !lost;
  if (!lost) notice(t("notice.online"), "good");
}

export function announce(text) {
  const line = el("p", {}, text);
  byId("announcer").append(line);
  setTimeout(() => line.remove(), SHOWN_MS);
}
