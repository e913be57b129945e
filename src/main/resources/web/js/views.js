// Which part of the page is shown, by the fragment of the address: #/, #/events, #/agents/lal/logs.

import {announce} from "./changes.js";
import {find} from "./dom.js";

const TITLES = {agents: "agents", events: "events", alerts: "alerts", settings: "settings"};
let current = {view: "agents", agent: null, tab: null};

export const view = () => current.view;

/** The agent whose panel is open, and the tab in it. */
export const opened = () => current;

export function startViews() {
  addEventListener("hashchange", follow);
  follow();
}

export function closeAgent() {
  location.hash = "#/";
}

function follow() {
  const [first = "", id = null, tab = null] = location.hash.replace(/^#\//, "").split("/");
  const name = first in TITLES ? first : "agents";
  current = {view: name, agent: name === "agents" && id ? decode(id) : null, tab};
  for (const known of Object.keys(TITLES)) {
    find(`view-${known}`).hidden = known !== name;
  }
  for (const link of document.querySelectorAll("nav a[data-view]")) {
    if (link.dataset.view === name) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  document.title = `Reveille - ${current.agent ?? TITLES[name]}`;
  announce("view");
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
