// The menu of a message, by mouse and by keyboard.
import { el, roam } from "./dom.js";
import { copy, send } from "./replies.js";
import { t } from "./texts.js";

let close = () => {};

export function openMenu(button, post) {
  const wasOpen = button.getAttribute("aria-expanded") === "true";
  close();
  if (wasOpen) return;
  const choose = (act) => () => {
    close();
    button.focus();
    act();
  };
  const items = [
    item(t("message.check"), choose(() => send("shortcut", { post: post.id }))),
    item(t("message.copy"), choose(() => copy(words(button)))),
  ];
  const menu = el("div", { class: "menu", role: "menu" }, ...items);
  button.after(menu);
  button.setAttribute("aria-expanded", "true");
  items[0].focus();
  const outside = (event) => menu.contains(event.target) || event.target === button || close();
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
      button.focus();
    } else roam(event, items);
  });
  document.addEventListener("pointerdown", outside);
  close = () => {
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    close = () => {};
  };
}

const item = (label, onclick) => el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick }, label);
const words = (button) => button.closest(".post").querySelector(".parts, .text").innerText;
