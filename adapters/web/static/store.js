// What this window knows: who it acts as, the posts it has seen, what is unread. Others subscribe to changes.

const listeners = new Map();

export const on = (topic, listener) => listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
export const tell = (topic, news) => (listeners.get(topic) ?? []).forEach((listener) => listener(news));

export const store = {
  state: null,
  posts: new Map(),
  heads: new Map(),
  conversation: "",
  clockRead: 0,
};

export function load(state) {
  store.state = state;
  store.posts = new Map(state.posts.map((post) => [post.id, post]));
  store.heads = new Map(state.heads.map((head) => [head.id, head]));
  setClock(state.clock);
}

export function hear(news) {
  if (anotherBoard(news.born)) return location.reload();
  for (const head of news.heads ?? []) store.heads.set(head.id, head);
  const changed = (news.posts ?? []).filter((post) => (store.posts.get(post.id)?.revision ?? 0) < post.revision);
  for (const post of changed) store.posts.set(post.id, post);
  if (news.people) store.state.people = news.people;
  if (news.clock) setClock(news.clock);
  if (news.posts) tell("posts", changed);
  if (news.clock) tell("clock");
}

/** The data were deleted or replaced while this window was open: what it shows is gone. */
function anotherBoard(born) {
  if (born === undefined) return false;
  if (store.state.born) return born !== store.state.born;
  store.state.born = born;
  return false;
}

export function setClock(clock) {
  store.state.clock = clock;
  store.clockRead = performance.now();
}

/** The workspace's own time. */
export const now = () => new Date(Date.parse(store.state.clock.now) + performance.now() - store.clockRead);
export const me = () => person(store.state.me);
export const person = (user) => store.state.people.find((each) => each.user === user);
export const inDirect = () => store.conversation === store.state.dm;
export const postsHere = () =>
  [...store.posts.values()].filter((post) => post.conversation === store.conversation).sort((a, b) => a.id - b.id);

// ---- read and unread, shared by the windows of this browser

const seenKey = () => `hymnsheet.seen.${store.state.born}`;
const readSeen = () => JSON.parse(localStorage.getItem(seenKey()) ?? "{}");

export function markSeen() {
  if (document.hidden || !store.state) return;
  const last = Math.max(0, ...headsOf(store.state.me, store.conversation).map((head) => head.id));
  const seen = readSeen();
  const mark = `${store.state.me} ${store.conversation}`;
  if ((seen[mark] ?? 0) >= last) return;
  seen[mark] = last;
  localStorage.setItem(seenKey(), JSON.stringify(seen));
  tell("seen");
}

/** The id of the last post this person has seen here. */
export const seenUpTo = (user, conversation) => readSeen()[`${user} ${conversation}`] ?? 0;

export function unread(user, conversation) {
  const from = seenUpTo(user, conversation);
  return headsOf(user, conversation).filter((head) => head.id > from && head.author !== user).length;
}

function headsOf(user, conversation) {
  const aside = `${conversation}/only/${user}`;
  return [...store.heads.values()].filter((head) => [conversation, aside].includes(head.conversation));
}

addEventListener("storage", (event) => event.key?.startsWith("hymnsheet.seen") && tell("seen"));
