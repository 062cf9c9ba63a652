// Sends what the person does and shows what comes back.
import { act } from "./api.js";
import { ask, openForm } from "./dialog.js";
import { announce, complain, notice } from "./notices.js";
import { store, tell } from "./store.js";
import { t } from "./texts.js";

/** Posts and deals with the reply; returns it, or null where it failed (said to the person already). */
export async function send(path, body) {
  let reply;
  try {
    reply = await act(path, { as: store.state.me, ...body });
  } catch (error) {
    complain(error);
    return null;
  }
  if (reply.kind === "open") openForm(reply.form, submitter(body.post ?? null));
  if (reply.kind === "say" || reply.kind === "update") tell("acted", reply.post);
  if (reply.kind === "errors") notice(Object.values(reply.errors).join(" "), "bad");
  return reply;
}

export async function press(post, button, node) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (button.confirm && !(await ask(button.confirm, button.label, button.weight))) return;
  node.setAttribute("aria-busy", "true");
  await send("press", { post: post.id, action: button.action, subject: button.subject });
  node.removeAttribute("aria-busy");
}

/** Submits a form that was opened from a message (or from none) in the conversation it was opened in. */
function submitter(post) {
  const { conversation } = store;
  const { me } = store.state;
  return async (form, values) => {
    const reply = await act("submit", { as: me, form: form.id, subject: form.subject, values, conversation, post });
    if (reply.kind === "say" || reply.kind === "update") tell("acted", reply.post);
    return reply;
  };
}

export async function copy(words) {
  await navigator.clipboard.writeText(words);
  announce(t("message.copied"));
  notice(t("message.copied"), "good");
}
