// Talks to the server. A repeated request after a lost connection carries the same event key: it is done once.
import { tell } from "./store.js";

const pending = new Map(); // request that never got an answer → its event key

/** The server answered, and said no. Its one line is the message. */
export class Refusal extends Error {}
/** The server could not be reached. */
export class Unreachable extends Error {}

export async function fetchState(user) {
  return answer(await reach(`/api/state?as=${encodeURIComponent(user ?? "")}`));
}

export async function act(path, body) {
  const asked = JSON.stringify([path, body]);
  const key = pending.get(asked) ?? crypto.randomUUID();
  pending.set(asked, key);
  const response = await reach(`/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, event_key: key }),
  });
  if (response.status < 500) pending.delete(asked);
  return answer(response);
}

async function reach(path, options) {
  try {
    const response = await fetch(path, options);
    tell("reached");
    return response;
  } catch {
    throw new Unreachable(path);
  }
}

async function answer(response) {
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(said.error ?? "");
  return said;
}

/** Keeps a line open for changes; reconnects from where it was. */
export class Line {
  constructor(user, after, { heard, lost, back }) {
    Object.assign(this, { user, after, heard, lost, back, tries: 0, ended: false });
    this.open();
  }

  open() {
    this.socket = new WebSocket(
      `ws://${location.host}/api/live?as=${encodeURIComponent(this.user)}&after=${this.after}`,
    );
    this.socket.onopen = () => {
      this.tries = 0;
      this.back();
    };
    this.socket.onmessage = (event) => {
      const news = JSON.parse(event.data);
      if (news.changed) this.after = news.changed;
      this.heard(news);
    };
    this.socket.onclose = () => {
      if (this.ended) return;
      this.tries += 1;
      if (this.tries > 1) this.lost();
      setTimeout(() => this.ended || this.open(), Math.min(400 * 2 ** (this.tries - 1), 4000));
    };
  }

  end() {
    this.ended = true;
    this.socket.close();
  }
}
