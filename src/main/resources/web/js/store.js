// All that the page knows: agents, their last day, what happened, numbers.

import {all, get} from "./api.js";
import {announce} from "./changes.js";
import {DAY} from "./format.js";

const KEPT_EVENTS = 1000;
const ONE_BY_ONE = 8;
const SETTLE = 150;
const LATER = 1000;
/** When much happens, all agents are asked for at once, and not more often than this. */
const REST = 2000;

export const agents = new Map();
/** By agent: changes of state of the last day, oldest first, as {at, from, to, lasted}. */
export const days = new Map();
/** Newest first. */
export const events = [];
export const facts = {info: null, stats: null, alerts: [], role: "operate", by: "loopback", loaded: false};

/** What the API told last of each, to see at once that nothing has changed. */
const texts = new Map();
const outdated = new Set();
let refreshing = null;

export async function loadAgents() {
  const items = await all("/agents");
  const there = new Set(items.map((agent) => agent.id));
  for (const id of [...agents.keys()].filter((known) => !there.has(known))) {
    forget(id);
  }
  items.forEach(putAgent);
  if (!facts.loaded) {
    facts.loaded = true;
    announce("agents", null);
  }
}

/** Takes what the API told of one agent, unless something newer is known. */
export function putAgent(agent) {
  const known = agents.get(agent.id);
  if (known && Date.parse(known.since) > Date.parse(agent.since)) {
    ask(agent.id, LATER);
    return;
  }
  const text = JSON.stringify(agent);
  if (texts.get(agent.id) !== text) {
    texts.set(agent.id, text);
    agents.set(agent.id, agent);
    announce("agents", agent.id);
  }
}

export async function loadDays() {
  const from = new Date(Date.now() - DAY).toISOString();
  const steps = await all(`/history?since=${encodeURIComponent(from)}`);
  days.clear();
  for (const step of steps.reverse()) {
    addStep(step.agent, step);
  }
  announce("days");
}

export async function loadEvents() {
  const page = await get("/events?tail=1000");
  const known = new Set(events.map((event) => event.id));
  events.push(...page.items.filter((event) => !known.has(event.id)).reverse());
  events.sort((one, other) => Date.parse(other.data.at) - Date.parse(one.data.at));
  events.length = Math.min(events.length, KEPT_EVENTS);
  announce("events");
}

export const loadStats = async () => keep("stats", await get("/stats?window=24h"));
export const loadInfo = async () => keep("info", await get("/info"));
export const loadAlerts = async () => keep("alerts", (await get("/alerts?limit=100")).items);

export async function loadSession() {
  const session = await get("/session");
  facts.role = session.role;
  facts.by = session.by;
  announce("session");
}

/** One event of the stream: what it tells is shown at once, the rest of the agent is asked for. */
export function addEvent(event) {
  if (events.some((known, index) => index < 50 && known.id === event.id)) {
    return;
  }
  events.unshift(event);
  events.length = Math.min(events.length, KEPT_EVENTS);
  announce("events");
  const {agent, state, previous, at, cause, durationMs} = event.data;
  if (agent === null) {
    return;
  }
  const known = agents.get(agent);
  if (known && state && state !== known.state) {
    agents.set(agent, {...known, state, since: at, cause: cause ?? known.cause, next: null});
    texts.delete(agent);
    addStep(agent, {at, from: previous ?? known.state, to: state, durationMs});
    announce("agents", agent);
  }
  ask(agent, SETTLE);
}

function ask(id, pause) {
  outdated.add(id);
  refreshing ??= setTimeout(refresh, pause);
}

async function refresh() {
  const ids = [...outdated];
  outdated.clear();
  try {
    if (ids.length > ONE_BY_ONE) {
      await loadAgents();
      await new Promise((rested) => setTimeout(rested, REST));
    } else {
      await Promise.all(ids.map(refreshOne));
    }
  } catch {
    // the next look at all of them mends it
  }
  refreshing = outdated.size > 0 ? setTimeout(refresh, SETTLE) : null;
}

async function refreshOne(id) {
  try {
    putAgent(await get(`/agents/${encodeURIComponent(id)}`));
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    forget(id);
  }
}

function forget(id) {
  agents.delete(id);
  texts.delete(id);
  announce("agents", id);
}

function addStep(agent, {at, from, to, durationMs}) {
  const steps = days.get(agent) ?? [];
  const when = Date.parse(at);
  if (steps.length > 0 && steps[steps.length - 1].at > when) {
    return;
  }
  steps.push({at: when, from, to, lasted: durationMs ?? 0});
  const horizon = Date.now() - DAY;
  while (steps.length > 1 && steps[1].at < horizon) {
    steps.shift();
  }
  days.set(agent, steps);
}

function keep(name, value) {
  facts[name] = value;
  announce(name);
}
