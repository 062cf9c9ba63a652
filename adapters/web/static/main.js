// Starts the page: loads a person's state, keeps the line open, moves between people and conversations.
import { Line, Unreachable, fetchState } from "./api.js";
import { startClock } from "./clock.js";
import { startComposer } from "./composer.js";
import { byId } from "./dom.js";
import { startMessages } from "./messages.js";
import { complain, showOffline } from "./notices.js";
import { drawer, startSidebar } from "./sidebar.js";
import { hear, load, store, tell, unread } from "./store.js";
import { speak } from "./texts.js";
import { startTour } from "./tour.js";

const RETRY_MS = 2000;
let line = null;
let turn = 0; // the latest wish to act as somebody wins

/** Acts as this person; `place` is "dm", "channel" or, left out, where something waits. */
async function actAs(user, place) {
  const mine = (turn += 1);
  let state;
  try {
    state = await fetchState(user);
  } catch (error) {
    complain(error);
    if (error instanceof Unreachable && !store.state) setTimeout(() => actAs(user, place), RETRY_MS);
    return;
  }
  if (mine !== turn) return;
  line?.end();
  load(state);
  speak(state);
  line = new Line(state.me, state.changed, { heard: hear, lost: () => showOffline(true), back: () => showOffline(false) });
  const waiting = user && unread(state.me, state.dm) > 0;
  goTo((place ?? (waiting ? "dm" : "channel")) === "dm" ? state.dm : state.channel.id);
}

function goTo(conversation) {
  store.conversation = conversation;
  const address = new URL(location.href);
  address.searchParams.set("as", store.state.me);
  address.searchParams.set("in", conversation === store.state.dm ? "dm" : "channel");
  if (address.href !== location.href) history.pushState(null, "", address);
  drawer(false);
  tell("moved");
  if (matchMedia("(hover: hover)").matches && !byId("sidebar").contains(document.activeElement)) byId("text").focus();
}

function fromAddress() {
  const wanted = new URL(location.href).searchParams;
  return actAs(wanted.get("as") ?? "", wanted.get("in") ?? undefined);
}

startSidebar({ actAs, goTo });
startMessages();
startComposer();
startClock();
startTour({ actAs });
addEventListener("popstate", fromAddress);
await fromAddress();
