// One agent in detail, at the right of the page: overview, history, settings, logs.

import {actionsOf} from "./actions.js";
import {actionsKey, chip, face, keptMark, perform, stateKey} from "./agent-parts.js";
import {focusChosen, choose} from "./agents-table.js";
import {on} from "./changes.js";
import {find, h, icon} from "./dom.js";
import {historyTab, logsTab, overviewTab, settingsTab} from "./panel-tabs.js";
import {agents, facts} from "./store.js";
import {closeAgent, opened} from "./views.js";

const TABS = [["overview", "Overview", overviewTab], ["history", "History", historyTab], ["settings", "Settings", settingsTab], ["logs", "Logs", logsTab]];
const REDRAW = 5000;

let shown = null;
let tab = null;
let headKey = "";
let content = null;

export function startPanel() {
  on("view", follow);
  on("agents", (ids) => {
    if (ids.has(shown) || ids.has(null)) {
      refresh();
    }
  });
  on("days", refresh);
  on("session", () => { headKey = ""; refresh(); });
  setInterval(refresh, REDRAW);
}

function follow() {
  const {agent, tab: wanted} = opened();
  const name = TABS.some(([known]) => known === wanted) ? wanted : "overview";
  const panel = find("panel");
  if (agent === null) {
    close(panel);
    return;
  }
  const fresh = shown === null;
  if (agent === shown && name === tab) {
    return;
  }
  shown = agent;
  tab = name;
  headKey = "";
  panel.hidden = false;
  choose(agent);
  build(panel);
  refresh();
  if (fresh) {
    panel.focus();
  }
}

function close(panel) {
  if (shown === null) {
    return;
  }
  const inside = panel.contains(document.activeElement) || document.activeElement === document.body;
  shown = null;
  panel.hidden = true;
  panel.replaceChildren();
  if (inside) {
    focusChosen();
  }
}

function build(panel) {
  const keepFocus = panel.querySelector(".panel-tabs")?.contains(document.activeElement);
  const body = h("div", {class: "panel-body", role: "tabpanel", id: "panel-body", "aria-labelledby": `tab-${tab}`, tabindex: "0"});
  panel.replaceChildren(
    h(
      "div",
      {class: "panel-head"},
      h("div", {class: "panel-title", id: "panel-names"}, h("h2", {id: "panel-title"}, shown)),
      h("div", {class: "panel-actions"}),
      h("div", {class: "panel-tabs", role: "tablist", "aria-label": "Details", onkeydown: moveTab}, TABS.map(tabButton))),
    body);
  content = TABS.find(([name]) => name === tab)[2](body, shown);
  if (keepFocus) {
    find(`tab-${tab}`).focus();
  }
}

function tabButton([name, word]) {
  const selected = name === tab;
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      id: `tab-${name}`,
      "aria-selected": String(selected),
      "aria-controls": "panel-body",
      tabindex: selected ? "0" : "-1",
      onclick: () => openTab(name),
    },
    word);
}

function openTab(name) {
  location.hash = `#/agents/${encodeURIComponent(shown)}${name === "overview" ? "" : `/${name}`}`;
}

function moveTab(event) {
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (step) {
    const here = TABS.findIndex(([name]) => name === tab);
    openTab(TABS[(here + step + TABS.length) % TABS.length][0]);
    event.preventDefault();
  }
}

function refresh() {
  if (shown === null) {
    return;
  }
  const agent = agents.get(shown);
  if (agent) {
    drawHead(agent);
    content.update?.(agent);
  } else if (facts.loaded) {
    drawUnknown();
  }
}

function drawHead(agent) {
  const key = `${actionsKey(agent)}${agent.state}${stateKey(agent)}`;
  if (key === headKey) {
    return;
  }
  headKey = key;
  const head = find("panel").querySelector(".panel-head");
  head.querySelector(".panel-title").replaceChildren(
    face(agent),
    h("div", {}, h("h2", {id: "panel-title"}, agent.name), h("span", {class: "mono"}, agent.id)),
    chip(agent),
    keptMark(agent, Date.now()) ?? "",
    closeButton());
  const {buttons, more} = actionsOf(agent);
  head.querySelector(".panel-actions").replaceChildren(...[...buttons, ...more].filter((action) => !action.off).map((action) => actionButton(agent, action)));
}

function drawUnknown() {
  find("panel").querySelector(".panel-title").replaceChildren(
    h("div", {}, h("h2", {id: "panel-title"}, shown), h("span", {class: "mono"}, "There is no such agent.")),
    closeButton());
}

function closeButton() {
  return h("button", {class: "icon-button", type: "button", "aria-label": "Close", onclick: closeAgent}, icon("close"));
}

function actionButton(agent, action) {
  const button = h(
    "button",
    {class: `button ${action.tone ? "primary" : ""}`, type: "button", "data-action": action.id, onclick: () => perform(button, agent.id, action)},
    action.label);
  return button;
}
