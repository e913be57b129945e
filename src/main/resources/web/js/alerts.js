// The page of alerts: what admins were told, whether it arrived, and a test for each target.

import {get, post} from "./api.js";
import {on} from "./changes.js";
import {tell} from "./dialogs.js";
import {find, h} from "./dom.js";
import {moment, plural} from "./format.js";
import {facts, loadAlerts} from "./store.js";
import {view} from "./views.js";

let targets = [];

export function startAlerts() {
  on("alerts", () => { count(); draw(); });
  on("view", () => view() === "alerts" && load());
}

function count() {
  const open = facts.alerts.filter((alert) => alert.resolvedAt === null).length;
  for (const badge of document.querySelectorAll(".attention")) {
    badge.hidden = open === 0;
    badge.textContent = String(open);
    badge.setAttribute("aria-label", `${open} open`);
  }
}

async function load() {
  try {
    const [{settings}] = await Promise.all([get("/config"), loadAlerts()]);
    const configured = settings.find(({key}) => key === "alerts.targets")?.value ?? {};
    targets = Object.entries(configured).map(([name, {type}]) => ({name, type}));
    draw();
  } catch (problem) {
    find("alerts").replaceChildren(h("p", {class: "card empty"}, problem.message));
  }
}

function draw() {
  if (view() === "alerts") {
    find("alerts").replaceChildren(h("div", {class: "stacked"}, alertsCard(), targetsCard()));
  }
}

function alertsCard() {
  return h(
    "section",
    {class: "card settings-card"},
    h("div", {class: "head"}, h("h2", {}, "Alerts"), h("p", {}, "newest first")),
    facts.alerts.length === 0
      ? h("p", {class: "empty"}, "No alerts. Quiet is good.")
      : table(["When", "What", "Told", "Over"], facts.alerts.map(row)));
}

function row(alert) {
  return h(
    "tr",
    {},
    h("td", {class: "num"}, moment(alert.at)),
    h("td", {}, alert.title, h("span", {class: "sub"}, alert.detail)),
    h("td", {}, alert.deliveries.map(delivery)),
    h("td", {class: "num quiet"}, alert.resolvedAt ? moment(alert.resolvedAt) : "still open"));
}

function delivery({target, state, attempts, problem}) {
  const detail = state === "sent" ? "" : `, ${plural(attempts, "attempt")}${problem ? `: ${problem}` : ""}`;
  return h("span", {class: "sub"}, `${target}: ${state}${detail}`);
}

function targetsCard() {
  return h(
    "section",
    {class: "card settings-card"},
    h("div", {class: "head"}, h("h2", {}, "Targets"), h("p", {}, "where alerts go")),
    targets.length === 0
      ? h("p", {class: "empty"}, "None. Name some under alerts.targets in the configuration.")
      : table(["Name", "Type", "Test"], targets.map(target)));
}

function target({name, type}) {
  const button = h("button", {class: "button", type: "button", onclick: () => test(name, button)}, `Test ${name}`);
  return h("tr", {}, h("td", {class: "mono"}, name), h("td", {}, type), h("td", {}, facts.role === "operate" ? button : "–"));
}

async function test(name, button) {
  button.disabled = true;
  try {
    const result = await post(`/alerts/${encodeURIComponent(name)}/test`);
    tell(`${name} took it. ${result.detail}`);
  } catch (problem) {
    tell(problem.message, "bad");
  } finally {
    button.disabled = false;
  }
}

function table(columns, rows) {
  return h(
    "table",
    {class: "rows"},
    h("thead", {}, h("tr", {}, columns.map((column) => h("th", {scope: "col"}, column)))),
    h("tbody", {}, rows));
}
