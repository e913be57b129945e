// The table of agents: order, filters, search, the chosen row.

import {AgentRow} from "./agent-row.js";
import {on} from "./changes.js";
import {find, h, setText} from "./dom.js";
import {axis} from "./sleep-chart.js";
import {agents, facts} from "./store.js";
import {isAsleep, isAwake, needsAttention, rank} from "./words.js";

const EVERY_SECOND = new Set(["starting", "restarting", "crashed"]);
const REDRAW = 60_000;
const FILTERS = [
  ["all", "All", () => true],
  ["awake", "Awake", isAwake],
  ["asleep", "Asleep", isAsleep],
  ["attention", "Needs attention", needsAttention],
];
const ORDERS = {
  name: (one, other) => one.name.localeCompare(other.name),
  state: (one, other) => rank(one) - rank(other) || ORDERS.name(one, other),
  last: (one, other) => Date.parse(other.lastActivityAt ?? 0) - Date.parse(one.lastActivityAt ?? 0),
  memory: (one, other) => (other.memoryBytes ?? 0) - (one.memoryBytes ?? 0),
};

const rows = new Map();
let shown = [];
let filter = "all";
let order = "state";
let query = "";
let chosen = null;
let body;
let empty;
let filterButtons;
let headings;
let watcher;

export function startTable() {
  watcher = new IntersectionObserver(appear, {rootMargin: "600px"});
  body = h("tbody", {role: "rowgroup"});
  empty = h("p", {class: "empty"}, "Looking for agents …");
  find("agents").append(table(), empty);
  filterButtons = FILTERS.map(([name, word]) =>
    h("button", {class: "pill", type: "button", "data-filter": name, onclick: () => setFilter(name)}, word));
  find("filters").append(...filterButtons);
  find("find").addEventListener("input", (event) => search(event.target.value));
  body.addEventListener("click", chooseClicked);
  body.addEventListener("dblclick", (event) => openRow(event.target));
  body.addEventListener("pointerleave", arrange);
  on("agents", update);
  on("days", () => rows.forEach((row) => row.draw(Date.now())));
  on("session", () => agents.forEach((agent) => rows.get(agent.id)?.update(agent, Date.now())));
  setInterval(tick, 1000);
  setInterval(() => visibleRows().forEach((row) => row.draw(Date.now())), REDRAW);
}

/** The agent that keys act on. */
export const chosenAgent = () => agents.get(chosen);

/** Moves the choice by so many rows. */
export function move(step) {
  if (shown.length === 0) {
    return;
  }
  const here = shown.indexOf(chosen);
  const next = here < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, here + step));
  choose(shown[next]);
  focusChosen();
}

export function choose(id) {
  rows.get(chosen)?.choose(false);
  chosen = id;
  rows.get(chosen)?.choose(true);
}

export function focusChosen() {
  const row = rows.get(chosen)?.element;
  row?.focus({preventScroll: true});
  row?.scrollIntoView({block: "nearest"});
}

export function setFilter(name) {
  filter = name;
  arrange();
}

function table() {
  headings = [
    heading("name", "Agent"),
    heading("state", "State"),
    h("th", {scope: "col", role: "columnheader"}, h("span", {class: "sr"}, "Last 24 hours"), withoutVoice(axis())),
    heading("last", "Last message", "right"),
    heading("memory", "Memory", "right"),
    h("th", {scope: "col", role: "columnheader"}, h("span", {class: "sr"}, "Actions")),
  ];
  return h(
    "table",
    {class: "agents", role: "table"},
    h("caption", {class: "sr"}, "Agents with their state, the last 24 hours, memory and actions"),
    h("thead", {role: "rowgroup"}, h("tr", {role: "row"}, ...headings)),
    body);
}

function heading(name, word, side = null) {
  return h(
    "th",
    {scope: "col", role: "columnheader", class: side, "data-order": name},
    h("button", {type: "button", onclick: () => { order = name; arrange(); }}, word));
}

function withoutVoice(element) {
  element.setAttribute("aria-hidden", "true");
  return element;
}

function update(ids) {
  const now = Date.now();
  for (const id of ids) {
    const agent = agents.get(id);
    if (agent) {
      rows.has(id) ? rows.get(id).update(agent, now) : add(agent);
    } else if (rows.has(id)) {
      watcher.unobserve(rows.get(id).element);
      rows.get(id).element.remove();
      rows.delete(id);
    }
  }
  if (busy() && [...ids].every((id) => id === null || rows.get(id)?.element.isConnected)) {
    countFilters();
  } else {
    arrange();
  }
}

function add(agent) {
  const row = new AgentRow(agent);
  rows.set(agent.id, row);
  row.choose(agent.id === chosen);
  watcher.observe(row.element);
}

/** While somebody is about to press a button, no row may slip away from under the pointer. */
function busy() {
  return body.matches(":hover") || body.contains(document.activeElement);
}

function arrange() {
  const wanted = FILTERS.find(([name]) => name === filter)[2];
  const found = [...agents.values()].filter((agent) => wanted(agent) && matches(agent));
  shown = found.sort(ORDERS[order]).map((agent) => agent.id);
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  let place = body.firstElementChild;
  for (const id of shown) {
    const element = rows.get(id)?.element;
    if (element === place) {
      place = place.nextElementSibling;
    } else if (element) {
      body.insertBefore(element, place);
    }
  }
  while (place) {
    const next = place.nextElementSibling;
    place.remove();
    place = next;
  }
  if (focused?.isConnected) {
    focused.focus({preventScroll: true}); // an element that is moved loses it
  }
  describe();
}

function describe() {
  countFilters();
  for (const heading of headings.filter((one) => one.dataset.order)) {
    const ascending = order === "name" || order === "state" ? "ascending" : "descending";
    heading.setAttribute("aria-sort", heading.dataset.order === order ? ascending : "none");
  }
  empty.hidden = shown.length > 0;
  if (facts.loaded) {
    setText(empty, agents.size === 0
      ? "No agents yet. Label a container with reveille.enable=true, or name one in the configuration."
      : "No agent matches.");
  }
}

function countFilters() {
  const all = [...agents.values()];
  FILTERS.forEach(([name, word, wanted], index) => {
    setText(filterButtons[index], `${word} ${all.filter(wanted).length}`);
    filterButtons[index].setAttribute("aria-pressed", String(name === filter));
  });
}

function matches(agent) {
  return [agent.id, agent.name, agent.container?.image ?? ""].some((text) => text.toLowerCase().includes(query));
}

function search(text) {
  query = text.trim().toLowerCase();
  arrange();
}

function appear(entries) {
  const now = Date.now();
  for (const {target, isIntersecting} of entries) {
    const row = rows.get(target.dataset.agent);
    if (row && row.seen !== isIntersecting) {
      row.appear(isIntersecting, now);
    }
  }
}

function visibleRows() {
  return [...rows.values()].filter((row) => row.seen && row.element.isConnected);
}

let seconds = 0;
function tick() {
  seconds += 1;
  const now = Date.now();
  for (const row of visibleRows()) {
    if (seconds % 5 === 0 || EVERY_SECOND.has(row.agent.state)) {
      row.tick(now);
    }
  }
}

function chooseClicked(event) {
  const row = event.target.closest("tr");
  if (row) {
    choose(row.dataset.agent);
  }
}

function openRow(target) {
  if (!target.closest("button")) {
    location.hash = `#/agents/${target.closest("tr").dataset.agent}`;
  }
}
