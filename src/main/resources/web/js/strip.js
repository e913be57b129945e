// What somebody should look at now: agents that have failed, a runtime that is away.

import {actionNamed} from "./actions.js";
import {perform} from "./agent-parts.js";
import {on} from "./changes.js";
import {find, h, icon} from "./dom.js";
import {clock, plural} from "./format.js";
import {agents, facts} from "./store.js";
import {setFilter} from "./agents-table.js";
import {exitInWords} from "./words.js";

const SHOWN = 3;
let drawn = "";

export function startStrip() {
  ["agents", "info", "alerts"].forEach((topic) => on(topic, draw));
}

/** It is an alert to a screen reader, so it is replaced only when it says something else. */
function draw() {
  const failed = [...agents.values()].filter((agent) => agent.state === "failed");
  const parts = [...away(), ...failed.slice(0, SHOWN).map(failure), ...rest(failed.length - SHOWN)];
  const text = parts.map((part) => part.textContent).join();
  const strip = find("strip");
  strip.hidden = parts.length === 0;
  if (text !== drawn) {
    drawn = text;
    strip.replaceChildren(...parts);
  }
}

function failure(agent) {
  const reset = actionNamed(agent, "reset");
  const button = reset
    ? h("button", {class: "button primary", type: "button", "data-agent": agent.id, onclick: () => perform(button, agent.id, reset)}, reset.label)
    : null;
  return h(
    "div",
    {class: "failure"},
    icon("warn"),
    h("p", {}, h("strong", {}, `${agent.name} failed`), tried(agent.restarts.count), h("span", {}, details(agent))),
    h("a", {class: "button", href: `#/agents/${agent.id}/logs`}, "See last log lines"),
    button);
}

const tried = (count) => (count === 0 ? ". " : ` after ${plural(count, "restart")}. `);

function details(agent) {
  const exit = agent.lastExit ? `Last ${exitInWords(agent.lastExit)}, at ${clock(agent.lastExit.at)}.` : "";
  const held = agent.held > 0 ? `${plural(agent.held, "request")} ${agent.held === 1 ? "waits" : "wait"} for it.` : "";
  return [exit, held, told(agent)].filter(Boolean).join(" ");
}

function told(agent) {
  const alert = facts.alerts.find((one) => one.agent === agent.id && one.resolvedAt === null);
  const deliveries = alert?.deliveries ?? [];
  const told = deliveries.filter(({state}) => state === "sent");
  const missed = deliveries.filter(({state, attempts}) => state === "failed" || (state === "pending" && attempts > 0));
  return [named("Told", told), named("Not told", missed)].filter(Boolean).join(" ");
}

const named = (word, deliveries) => (deliveries.length > 0 ? `${word}: ${deliveries.map(({target}) => target).join(", ")}.` : "");

function rest(count) {
  if (count <= 0) {
    return [];
  }
  return [h(
    "div",
    {class: "failure"},
    icon("warn"),
    h("p", {}, h("strong", {}, `${plural(count, "more agent")} failed`)),
    h("button", {class: "button", type: "button", onclick: () => setFilter("attention")}, "Show them"))];
}

function away() {
  const runtime = facts.info?.runtime;
  if (!runtime || runtime.connected) {
    return [];
  }
  return [h(
    "div",
    {class: "failure"},
    icon("plug"),
    h("p", {}, h("strong", {}, `${runtime.name} cannot be reached. `), h("span", {}, `${runtime.problem ?? ""} What runs is still served.`)))];
}
