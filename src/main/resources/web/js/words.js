// The states in words and pictures for people.

import {left, plural, since, span, until} from "./format.js";

// state: [kind of colour, picture, word]
const LOOKS = {
  created: ["stopped", "new", "New"],
  starting: ["waking", "rise", "Waking"],
  running: ["awake", "sun", "Awake"],
  idle: ["settling", "set", "Dozing off"],
  paused: ["paused", "pause", "Paused"],
  stopped: ["stopped", "moon", "Stopped"],
  crashed: ["restarting", "warn", "Crashed"],
  restarting: ["restarting", "loop", "Restarting"],
  failed: ["failed", "warn", "Failed"],
  missing: ["stopped", "plug", "Missing"],
};
const KEPT_ASLEEP = {kind: "held", picture: "lock", word: "Kept asleep"};
const ASLEEP = new Set(["created", "paused", "stopped"]);

/** Those that an admin should look at come first, then those that are awake. */
const ORDER = ["failed", "missing", "crashed", "restarting", "starting", "running", "idle", "paused", "stopped", "created"];

export const isAsleep = (agent) => ASLEEP.has(agent.state);
export const needsAttention = (agent) => ORDER.indexOf(agent.state) <= 3;
export const isAwake = (agent) => agent.state === "running" || agent.state === "idle";
export const rank = (agent) => ORDER.indexOf(agent.state);

export function lookOfState(state) {
  const [kind, picture, word] = LOOKS[state] ?? ["stopped", "moon", state];
  return {kind, picture, word};
}

export function lookOf(agent) {
  return agent.keep?.mode === "asleep" && isAsleep(agent) ? KEPT_ASLEEP : lookOfState(agent.state);
}

/** The small line below the state: what comes next, or since when. */
export function nextOf(agent, now) {
  if (agent.keep) {
    return kept(agent.keep, now);
  }
  switch (agent.state) {
    case "running":
      return running(agent, now);
    case "starting":
      return starting(agent, now);
    case "idle":
      return "going to sleep";
    case "paused":
      return agent.next ? `stops in ${left(Math.max(0, at(agent.next) - now))}` : `since ${since(Date.parse(agent.since), now)}`;
    case "restarting":
    case "crashed":
      return restarting(agent.restarts, now);
    case "failed":
      return `${agent.restarts.count} of ${agent.restarts.max} restarts used`;
    case "missing":
      return "no such container";
    case "created":
      return "never started";
    default:
      return `since ${since(Date.parse(agent.since), now)}`;
  }
}

/** How much of the time until its sleep is left, 0 to 1; null if none is counted. */
export function wakefulness(agent, now) {
  if (agent.state !== "running" || agent.keep) {
    return null;
  }
  if (agent.inFlight > 0) {
    return 1;
  }
  if (!agent.next || !agent.lastActivityAt) {
    return null;
  }
  const whole = at(agent.next) - Date.parse(agent.lastActivityAt);
  return whole > 0 ? Math.max(0, Math.min(1, (at(agent.next) - now) / whole)) : null;
}

/** "1 held"; empty if nothing waits. What is in flight is told by "answering". */
export const waiting = (agent) => (agent.held > 0 ? `${agent.held} held` : "");

export function exitInWords(exit) {
  return exit.oomKilled ? `exit ${exit.code}, out of memory` : `exit ${exit.code}`;
}

function kept(keep, now) {
  const end = keep.until ? ` until ${until(Date.parse(keep.until), now)}` : "";
  return keep.mode === "awake" ? `kept awake${end}` : end.trim() || "until you end it";
}

function running(agent, now) {
  if (agent.inFlight > 0) {
    return agent.inFlight === 1 ? "answering" : `answering ${plural(agent.inFlight, "request")}`;
  }
  if (!agent.next) {
    return "stays awake";
  }
  const rest = at(agent.next) - now;
  return rest > 0 ? `sleeps in ${left(rest)}` : "about to sleep";
}

function starting(agent, now) {
  const usual = agent.wakes.p50Ms === null ? "" : `, usually ${span(agent.wakes.p50Ms)}`;
  return `${Math.max(0, (now - Date.parse(agent.since)) / 1000).toFixed(1)} s${usual}`;
}

function restarting(restarts, now) {
  const attempt = `try ${Math.max(1, restarts.count)} of ${restarts.max}`;
  const wait = restarts.nextAttemptAt ? Date.parse(restarts.nextAttemptAt) - now : 0;
  return wait > 0 ? `${attempt}, in ${left(wait)}` : `${attempt}, under way`;
}

function at(next) {
  return Date.parse(next.at);
}
