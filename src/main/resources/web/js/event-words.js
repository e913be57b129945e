// One event in words: {kind, picture, said, note}; `said` is a list of text and <b> elements.

import {h} from "./dom.js";
import {left, span} from "./format.js";
import {agents, days} from "./store.js";
import {exitInWords, lookOfState} from "./words.js";

const CAUSES = {
  request: "a message came",
  "idle-timeout": "it was quiet",
  "stop-after": "it was paused for long",
  admin: "an admin asked",
  exit: "it ended by itself",
  external: "done by hand, outside Reveille",
  schedule: "on schedule",
  reconcile: "Reveille found it so",
};

const SENTENCES = {
  "agent.discovered": (data) => agentSays("settling", "new", data, " was discovered", data.container?.image),
  "agent.updated": (data) => agentSays("settling", "gear", data, " has new settings", data.detail),
  "agent.removed": (data) => agentSays("stopped", "plug", data, " was removed", data.detail),
  "agent.waking": (data) => agentSays("waking", "rise", data, data.cause === "request" ? " is waking for a message" : " is waking", `from ${data.previous}${data.cause === "request" ? "" : `, ${cause(data)}`}`),
  "agent.ready": ready,
  "agent.wake-failed": (data) => agentSays("failed", "warn", data, " did not wake", data.detail),
  "agent.idle": (data) => agentSays("settling", "set", data, " dozes off", cause(data)),
  "agent.paused": (data) => agentSays("paused", "pause", data, " was paused", cause(data)),
  "agent.stopped": (data) => agentSays("stopped", "moon", data, data.previous === "paused" ? " went from paused to stopped" : data.cause === "exit" ? " ended by itself" : " was stopped", cause(data)),
  "agent.crashed": (data) => agentSays("restarting", "warn", data, " crashed", data.exit ? exitInWords(data.exit) : data.detail),
  "agent.restarting": restarting,
  "agent.recovered": (data) => agentSays("awake", "sun", data, " is back", "it answers again"),
  "agent.failed": (data) => agentSays("failed", "warn", data, " failed, its restarts are used up", data.detail),
  "agent.reset": (data) => agentSays("awake", "loop", data, " was reset", "its crashes are forgiven"),
  "runtime.connected": (data) => says("awake", "plug", "The runtime answers", data.detail),
  "runtime.disconnected": (data) => says("failed", "plug", "The runtime cannot be reached", data.detail),
  "config.reloaded": (data) => says("settling", "gear", "A changed configuration holds now", data.detail),
  "config.rejected": (data) => says("failed", "gear", "A changed configuration is bad", data.detail),
  "alert.sent": (data) => says("settling", "bell", "Admins were told", data.detail),
  "alert.failed": (data) => says("failed", "bell", "An alert could not be delivered", data.detail),
  "gateway.started": (data) => says("awake", "sun", "Reveille started", data.detail),
  "gateway.stopping": (data) => says("stopped", "moon", "Reveille stops", data.detail),
};

export function inWords({type, data}) {
  const name = type.replace(/^reveille\./, "");
  const sentence = SENTENCES[name];
  return sentence ? sentence(data) : unknown(name, data);
}

const nameOf = (id) => agents.get(id)?.name ?? id;

function ready(data) {
  const took = data.durationMs === null ? "" : ` in ${span(data.durationMs)}`;
  if (data.previous === "starting") {
    const before = (days.get(data.agent) ?? []).filter((step) => step.to === "starting" && step.at <= Date.parse(data.at));
    const from = before.at(-1)?.from;
    return agentSays("awake", "sun", data, ` woke${took}`, from ? `from ${from}` : cause(data));
  }
  return agentSays("awake", "sun", data, " is awake", data.previous === "restarting" ? "after a crash" : cause(data));
}

function restarting(data) {
  const wait = data.nextAttemptAt ? Date.parse(data.nextAttemptAt) - Date.parse(data.at) : 0;
  const when = wait > 500 ? ` tries again in ${left(wait)}` : " tries again";
  return agentSays("restarting", "loop", data, when, data.attempt ? `try ${data.attempt}` : cause(data));
}

/** An event that this page was not written for: its name says what it is. */
function unknown(name, data) {
  const words = name.replace(/^[a-z]+\./, "").replaceAll("-", " ");
  const {kind, picture} = data.state ? lookOfState(data.state) : {kind: "settling", picture: "list"};
  return data.agent ? agentSays(kind, picture, data, `: ${words}`, data.detail) : says(kind, picture, name, data.detail);
}

function agentSays(kind, picture, data, text, note) {
  return {kind, picture, said: [h("b", {}, nameOf(data.agent)), text], note: note ?? ""};
}

function says(kind, picture, text, note) {
  return {kind, picture, said: [text], note: note ?? ""};
}

const cause = (data) => CAUSES[data.cause] ?? data.detail ?? "";
