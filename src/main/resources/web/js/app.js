// The dashboard: starts its parts, loads what they show, and keeps it up to date.

import {remove, toLogin} from "./api.js";
import {startAlerts} from "./alerts.js";
import {startTable} from "./agents-table.js";
import {on} from "./changes.js";
import {find, setText} from "./dom.js";
import {left} from "./format.js";
import {startFeed} from "./feed.js";
import {startKeys} from "./keys.js";
import {follow} from "./live.js";
import {startMemoryChart} from "./memory-chart.js";
import {startPanel} from "./panel.js";
import {startSettings} from "./settings.js";
import * as store from "./store.js";
import {startStrip} from "./strip.js";
import {startTheme} from "./theme.js";
import {startTiles} from "./tiles.js";
import {startViews} from "./views.js";
import {startWakesChart} from "./wakes-chart.js";

const LOOK = 10_000;
const STATS = 60_000;
const MANY = 100;
/** An alert is written before it is delivered. */
const DELIVERY = 3000;
const WORDS = {live: "Live", lost: "Reconnecting", connecting: "Connecting"};

function start() {
  [startTheme, startTable, startTiles, startFeed, startWakesChart, startMemoryChart, startStrip, startPanel,
    startAlerts, startSettings, startKeys, startViews].forEach((part) => part());
  find("sign-out").addEventListener("click", signOut);
  setText(find("instance"), location.hostname);
  on("info", drawFooter);
  on("session", () => { find("sign-out").hidden = store.facts.by !== "session"; });
  follow({opened, lost: () => connection("lost"), event});
  every(LOOK, () => Promise.all([look(), store.loadInfo()]));
  every(STATS, store.loadStats);
}

/** What happened while there was no connection is known only by looking at everything again. */
async function opened() {
  const loads = [store.loadSession, store.loadAgents, store.loadInfo, store.loadStats, store.loadDays, store.loadEvents, store.loadAlerts];
  connection("live");
  const ends = await Promise.allSettled(loads.map((load) => load()));
  ends.filter((end) => end.status === "rejected").forEach((end) => console.warn(end.reason.message));
}

function event(event) {
  store.addEvent(event);
  const name = event.type.replace(/^reveille\./, "");
  if (name.startsWith("runtime.")) {
    quietly(store.loadInfo);
  }
  if (name.startsWith("alert.") || name === "agent.failed" || name === "agent.reset" || name === "agent.recovered") {
    setTimeout(() => quietly(store.loadAlerts), name.startsWith("agent.") ? DELIVERY : 0);
  }
  if (name === "agent.ready") {
    statsSoon();
  }
}

let waitingForStats = null;
function statsSoon() {
  waitingForStats ??= setTimeout(() => {
    waitingForStats = null;
    quietly(store.loadStats);
  }, 2000);
}

let looks = 0;
/** Requests in flight, last message and memory change without an event. A large fleet is looked at less often. */
function look() {
  looks += 1;
  return store.agents.size > MANY && looks % 3 !== 0 ? null : store.loadAgents();
}

function every(pause, load) {
  setInterval(() => !document.hidden && quietly(load), pause);
}

/** A look that fails is followed by the next one; the stream tells that the connection is lost. */
async function quietly(load) {
  try {
    await load();
  } catch (problem) {
    console.warn(problem.message);
  }
}

function connection(is) {
  const badge = find("live");
  badge.dataset.is = is;
  setText(badge.lastElementChild, WORDS[is]);
}

function drawFooter() {
  const {version, runtime, savedAt} = store.facts.info;
  setText(find("about"), `Reveille ${version}`);
  setText(find("runtime"), `Runtime ${runtime.name}, ${runtime.connected ? "connected" : "not connected"}`);
  setText(find("saved"), savedAt ? `State saved ${left(Date.now() - Date.parse(savedAt))} ago` : "");
}

async function signOut() {
  await quietly(() => remove("/session"));
  toLogin();
}

start();
