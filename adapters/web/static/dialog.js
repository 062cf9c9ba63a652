// Dialogs: forms that never lose what was typed, and the small question before a button acts.
import { Unreachable } from "./api.js";
import { draftKey, dropDraft, keepDraft, readDraft } from "./drafts.js";
import { byId, el } from "./dom.js";
import { makeField } from "./fields.js";
import { notice, showOffline } from "./notices.js";
import { drawParts } from "./parts.js";
import { on, store } from "./store.js";
import { t } from "./texts.js";

let current = null;
let unasked = () => {};
on("moved", () => {
  unasked();
  current?.leave(); // what was typed is kept for the one who typed it
});

/** Opens the form; `submit(form, values)` sends it and resolves to the reply, which may open the next. */
export function openForm(form, submit) {
  const opener = current?.opener ?? document.activeElement;
  current?.close();
  current = new Dialog(form, submit, opener);
}

class Dialog {
  constructor(form, submit, opener) {
    const post = opener?.closest(".post")?.dataset.post;
    Object.assign(this, { form, submit, opener, post, busy: false });
    this.key = draftKey(store.state.me, form);
    this.fields = form.fields.map(makeField);
    this.build();
    document.body.append(this.node);
    this.fill();
    this.node.showModal();
    (this.fields[0] ?? this).focus();
  }

  build() {
    const cancel = el("button", { type: "button", class: "plain", onclick: () => this.leave() },
      this.form.cancel || t("dialog.cancel"));
    const close = el("button", { type: "button", class: "icon", "aria-label": t("page.close"), onclick: () => this.leave() }, "×");
    this.go = el("button", { type: "submit", class: "primary", title: "Ctrl+Enter",
      "aria-keyshortcuts": "Control+Enter Meta+Enter" }, this.form.submit);
    this.trouble = el("p", { class: "trouble", role: "alert", hidden: true });
    this.back = el("p", { class: "restored", hidden: true }, t("dialog.restored"), " ",
      el("button", { type: "button", class: "link", onclick: () => this.startOver() }, t("dialog.start_over")));
    const body = el("div", { class: "dialog-body" }, this.back,
      el("div", { class: "parts" }, ...drawParts(this.form.intro, () => {})), ...this.fields.map((field) => field.node));
    const frame = el("form", { novalidate: true, onsubmit: (event) => this.send(event), oninput: () => this.keep() },
      el("header", {}, el("h2", { id: "dialog-title", dir: "auto" }, this.form.title), close), body, this.trouble,
      el("footer", {}, cancel, this.go));
    this.node = el("dialog", { class: "dialog", "aria-labelledby": "dialog-title", "data-form": this.form.id }, frame);
    this.node.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.leave();
    });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) frame.requestSubmit();
    });
  }

  fill() {
    const draft = readDraft(this.key);
    this.form.fields.forEach((field, at) => this.fields[at].write(draft?.[field.id] ?? field.initial));
    this.back.hidden = !draft;
  }

  focus() {
    this.go.focus();
  }

  values() {
    return Object.fromEntries(this.fields.map((field) => [field.id, field.read()]));
  }

  keep() {
    keepDraft(this.key, this.values());
    this.touched = true;
  }

  startOver() {
    dropDraft(this.key);
    this.touched = false;
    this.fill();
    this.fields.forEach((field) => field.complain(null));
    this.fields[0]?.focus();
  }

  /** Closed without sending: the draft stays. */
  leave() {
    if (this.busy) return;
    if (this.touched) notice(t("dialog.kept"));
    this.close();
    current = null;
    const post = document.querySelector(`[data-post="${this.post}"]`); // drawn anew, its button may be gone
    (this.opener?.isConnected ? this.opener : (post ?? byId("text"))).focus();
  }

  close() {
    this.node.close();
    this.node.remove();
  }

  async send(event) {
    event.preventDefault();
    if (this.busy || !this.sound()) return;
    this.hold(true);
    try {
      this.settle(await this.submit(this.form, this.values()));
    } catch (error) {
      this.say(error instanceof Unreachable ? t("notice.offline") : error.message || t("notice.failed"));
      if (error instanceof Unreachable) showOffline(true);
    }
    this.hold(false);
  }

  /** True where every field may be sent; otherwise the fields say why. */
  sound() {
    const problems = this.fields.map((field) => [field.id, field.check()]).filter(([, words]) => words);
    this.mark(Object.fromEntries(problems));
    return !problems.length;
  }

  settle(reply) {
    if (reply.kind === "errors") {
      this.mark(reply.errors);
      return;
    }
    dropDraft(this.key);
    this.touched = false;
    this.busy = false;
    if (reply.kind === "open") openForm(reply.form, this.submit);
    else this.leave();
  }

  mark(errors) {
    const known = new Set(this.fields.map((field) => field.id));
    for (const field of this.fields) field.complain(errors[field.id] ?? null);
    const others = Object.entries(errors).filter(([id]) => !known.has(id)).map(([, words]) => words);
    const any = Object.keys(errors).length > 0;
    this.say(others.join(" ") || (any ? t("dialog.look") : ""));
    this.fields.find((field) => errors[field.id])?.focus();
  }

  say(words) {
    this.trouble.textContent = words;
    this.trouble.hidden = !words;
  }

  hold(busy) {
    this.busy = busy;
    this.go.setAttribute("aria-busy", String(busy));
    if (busy) this.say("");
  }
}

/** Asks before a button acts; resolves to whether it shall. */
export function ask(question, label, weight) {
  return new Promise((resolve) => {
    const opener = document.activeElement;
    const answer = (yes) => {
      unasked = () => {};
      node.close();
      node.remove();
      opener?.focus();
      resolve(yes);
    };
    const yes = el("button", { type: "button", class: weight, onclick: () => answer(true) }, label);
    const no = el("button", { type: "button", class: "plain", onclick: () => answer(false) }, t("dialog.cancel"));
    const node = el("dialog", { class: "dialog small", "aria-labelledby": "ask-title", role: "alertdialog" },
      el("div", { class: "dialog-body" }, el("h2", { id: "ask-title" }, t("dialog.sure")), el("p", { dir: "auto" }, question)),
      el("footer", {}, no, yes));
    node.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(false);
    });
    unasked = () => answer(false);
    document.body.append(node);
    node.showModal();
    no.focus();
  });
}
