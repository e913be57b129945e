// What the tabs of the panel show. Each fills its box and may give `update(agent)` for what changes.

import {get} from "./api.js";
import {h} from "./dom.js";
import {bytes, clockWithSeconds, moment, plural, span} from "./format.js";
import {settingsTable} from "./settings-table.js";
import {axis, sleepChart} from "./sleep-chart.js";
import {agents, days} from "./store.js";
import {exitInWords, lookOfState, nextOf} from "./words.js";

const LINES = 200;

export function overviewTab(box) {
  const chart = sleepChart();
  const facts = h("dl", {class: "facts"});
  const scale = axis();
  scale.setAttribute("aria-hidden", "true");
  box.append(h("div", {}, h("h3", {}, "Last 24 hours"), chart.element, h("div", {class: "note"}, scale)), facts);
  return {
    update(agent) {
      const now = Date.now();
      chart.draw(agent, days.get(agent.id) ?? [], now);
      facts.replaceChildren(...factsOf(agent, now).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
    },
  };
}

export function historyTab(box, id) {
  const body = h("tbody");
  const table = h(
    "table",
    {class: "rows"},
    h("caption", {class: "sr"}, "Changes of state, newest first"),
    h("thead", {}, h("tr", {}, ["When", "From", "To", "Cause", "After"].map((word) => h("th", {scope: "col"}, word)))),
    body);
  const load = () => fill(box, table, get(`/agents/${encodeURIComponent(id)}/history?limit=200`), (page) =>
    body.replaceChildren(...page.items.map(step)));
  load();
  let since = agents.get(id)?.since;
  return {
    update(agent) {
      if (agent.since !== since) {
        since = agent.since;
        load();
      }
    },
  };
}

export function settingsTab(box, id) {
  fill(box, null, get(`/agents/${encodeURIComponent(id)}/config`), (config) =>
    box.replaceChildren(settingsTable("Settings in force, and where each comes from", config.settings)));
  return {};
}

export function logsTab(box, id) {
  const logs = h("pre", {class: "logs", tabindex: "0", role: "region", "aria-label": "Last log lines"});
  const load = () => fill(box, null, get(`/agents/${encodeURIComponent(id)}/logs?tail=${LINES}`), ({lines}) => {
    logs.replaceChildren(...lines.map(line));
    box.replaceChildren(
      h("div", {class: "panel-actions"}, h("button", {class: "button", type: "button", onclick: load}, "Look again")),
      lines.length > 0 ? logs : h("p", {class: "note"}, "It has written nothing."));
    logs.scrollTop = logs.scrollHeight;
  });
  load();
  return {};
}

/** Shows `table` with what comes, or says why it did not. */
async function fill(box, table, coming, show) {
  try {
    const answer = await coming;
    if (table !== null && !table.isConnected) {
      box.replaceChildren(table);
    }
    show(answer);
  } catch (problem) {
    box.replaceChildren(h("p", {class: "note"}, problem.message));
  }
}

function step({from, to, cause, at, durationMs}) {
  return h(
    "tr",
    {},
    h("td", {class: "num", title: moment(at)}, time(at)),
    h("td", {class: "quiet"}, lookOfState(from).word),
    h("td", {}, lookOfState(to).word),
    h("td", {class: "quiet"}, cause),
    h("td", {class: "num quiet"}, span(durationMs)));
}

const time = (at) =>
  new Date(at).toDateString() === new Date().toDateString() ? clockWithSeconds(at) : moment(at);

function line({at, stream, line: text}) {
  const stamp = at ? `${clockWithSeconds(at)} ` : "";
  return h("span", {class: stream === "stderr" ? "err" : null}, `${stamp}${text}\n`);
}

function factsOf(agent, now) {
  return [
    ["State", `${agent.state}; ${nextOf(agent, now)}`],
    ["Since", `${moment(agent.since)}, cause: ${agent.cause}`],
    ["Last message", agent.lastActivityAt ? moment(agent.lastActivityAt) : "never"],
    ["Held requests", agent.held > 0 ? `${plural(agent.held, "request")}, until it is awake` : "none"],
    ["In flight", agent.inFlight > 0 ? plural(agent.inFlight, "request") : "none"],
    ["Wakes", wakes(agent.wakes)],
    ["Restarts", restarts(agent.restarts)],
    ["Last exit", agent.lastExit ? `${exitInWords(agent.lastExit)}, ${moment(agent.lastExit.at)}` : "none known"],
    ["Memory", memory(agent)],
    ["Runtime", agent.runtime],
    ["Container", container(agent.container)],
    ["Endpoint", agent.endpoint ?? "none now"],
  ];
}

function wakes({count, p50Ms, p90Ms}) {
  return p50Ms === null ? `${count}` : `${count}; from here usually ${span(p50Ms)}, 90 percent under ${span(p90Ms)}`;
}

function restarts({count, max, nextAttemptAt, breaker}) {
  const next = nextAttemptAt ? `, next at ${clockWithSeconds(nextAttemptAt)}` : "";
  return `${count} of ${max}${next}, breaker ${breaker}`;
}

function memory(agent) {
  if (agent.memoryBytes !== null) {
    return bytes(agent.memoryBytes);
  }
  return agent.freedBytes === null ? "not known" : `freed, ${bytes(agent.freedBytes)} before`;
}

function container(known) {
  return known === null ? "none" : [known.name, known.image, known.status, known.id?.slice(0, 12)].filter(Boolean).join(" · ");
}

