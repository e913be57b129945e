// What can be done to an agent in its state, and how it is done.

import * as api from "./api.js";
import {ask, tell} from "./dialogs.js";
import {until} from "./format.js";
import {facts, putAgent} from "./store.js";

const HOUR = 3_600_000;

const wake = act("wake", "rise", "Wake", (id) => order(id, "wake"), "go");
const pause = act("pause", "pause", "Pause", (id) => order(id, "pause"));
const stop = act("stop", "stop", "Stop", (id) => order(id, "stop"));
const restart = act("restart", "loop", "Restart", (id) => order(id, "restart"));
const reset = act("reset", "rise", "Reset and wake", resetAndWake, "go");
const retry = act("reset", "rise", "Retry now", resetAndWake, "go");
const keepAwake = act("keep-awake", "sun", "Keep awake for an hour", (id) => keep(id, "awake", HOUR));
const keepAwakeOn = act("keep-awake-on", "sun", "Keep awake until I end it", (id) => keep(id, "awake", null));
const keepAsleep = act("keep-asleep", "lock", "Keep asleep", (id) => keep(id, "asleep", null));
const release = act("release", "moon", "Let it sleep again", (id) => endKeep(id, "awake"));
const admit = act("admit", "rise", "Let requests wake it", (id) => endKeep(id, "asleep"));

/** The two that stand in the row, and the others, which are in the menu. */
export function actionsOf(agent) {
  const {buttons, more} = ofState(agent);
  return facts.role === "operate" ? {buttons: kept(agent, buttons), more: [...more, ...keeps(agent)]} : {buttons: [], more: []};
}

/** The action that a key or a test names, if the state allows it. */
export function actionNamed(agent, name) {
  const {buttons, more} = actionsOf(agent);
  return [...buttons, ...more].find((action) => action.id === name && !action.off);
}

function ofState(agent) {
  switch (agent.state) {
    case "running":
    case "idle":
      return {buttons: [pause, stop], more: [restart]};
    case "paused":
      return {buttons: [wake, stop], more: [restart]};
    case "stopped":
    case "created":
      return {buttons: [wake, keepAsleep], more: []};
    case "starting":
      return {buttons: [off(pause), stop], more: []};
    case "restarting":
      return {buttons: [retry, stop], more: []};
    case "failed":
      return {buttons: [reset, off(stop)], more: []};
    default:
      return {buttons: [off(wake), off(stop)], more: []};
  }
}

function keeps(agent) {
  if (agent.keep) {
    return [agent.keep.mode === "awake" ? release : admit];
  }
  return agent.state === "running" || agent.state === "starting" ? [keepAwake, keepAwakeOn, keepAsleep] : [];
}

/** What is kept asleep is not kept asleep again. */
function kept(agent, buttons) {
  return agent.keep?.mode === "asleep" ? buttons.map((action) => (action === keepAsleep ? admit : action)) : buttons;
}

function act(id, picture, label, run, tone = "") {
  return {id, picture, label, tone, off: false, run: (agent) => attempt(agent, run)};
}

function off(action) {
  return {...action, tone: "", off: true};
}

/** Asks before it harms a request in flight, and tells what did not work. */
async function attempt(agent, run) {
  try {
    await run(agent.id, agent);
  } catch (problem) {
    if (!problem.inUse) {
      tell(problem.message, "bad");
    } else if (await sure(agent)) {
      await attemptByForce(agent, problem.again);
    }
  }
}

async function attemptByForce(agent, again) {
  try {
    putAgent(await again());
  } catch (problem) {
    tell(problem.message, "bad");
  }
}

const sure = (agent) => ask({
  title: `${agent.name} is answering`,
  text: "Requests are in flight. They are cut off if you go on.",
  yes: "Do it all the same",
});

async function order(id, name) {
  await send(() => api.post(path(id, name)), () => api.post(`${path(id, name)}?force=true`));
}

async function resetAndWake(id) {
  await api.post(path(id, "reset-failed"));
  putAgent(await api.post(path(id, "wake")));
}

async function keep(id, mode, ms) {
  const end = ms === null ? null : new Date(Date.now() + ms).toISOString();
  const name = `keep-${mode}`;
  await send(
    () => api.put(path(id, name), {until: end}),
    () => api.put(`${path(id, name)}?force=true`, {until: end}));
  const when = end === null ? "until you end it" : `until ${until(Date.parse(end), Date.now())}`;
  tell(`${id} is kept ${mode} ${when}.`);
}

async function endKeep(id, mode) {
  putAgent(await api.remove(path(id, `keep-${mode}`)));
}

async function send(call, again) {
  try {
    putAgent(await call());
  } catch (problem) {
    problem.again = again;
    throw problem;
  }
}

const path = (id, name) => `/agents/${encodeURIComponent(id)}/${name}`;
