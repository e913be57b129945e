// The keyboard: one key, one thing. Single keys can be switched off, for those who speak to their browser.

import {actionNamed} from "./actions.js";
import {chosenAgent, move} from "./agents-table.js";
import {show} from "./dialogs.js";
import {find, h} from "./dom.js";
import {closeAgent, opened, view} from "./views.js";

const OFF = "reveille.keys";
const ACTIONS = {w: ["wake", "reset"], p: ["pause"], s: ["stop"], r: ["restart"]};
const HELP = [
  [["/"], "find an agent"],
  [["j", "k"], "next, previous agent"],
  [["Enter"], "open the chosen agent"],
  [["w"], "wake it; reset it if it has failed"],
  [["p"], "pause it"],
  [["s"], "stop it"],
  [["r"], "restart it"],
  [["?"], "this help"],
  [["Esc"], "close what is open"],
];

let on = true;

export function startKeys() {
  on = stored() !== "off";
  document.addEventListener("keydown", press);
  find("help").addEventListener("click", help);
  find("help-too").addEventListener("click", help);
}

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || find("dialog").open) {
    return;
  }
  if (event.key === "Escape") {
    escape();
  } else if (!typing(event.target) && (on || event.key === "Enter") && pressed(event)) {
    event.preventDefault();
  }
}

/** True if the key meant something here. */
function pressed(event) {
  const keys = {"/": toSearch, "?": help, j: () => walk(1), k: () => walk(-1)};
  if (keys[event.key]) {
    keys[event.key]();
    return true;
  }
  return event.key === "Enter" ? enter(event.target) : act(ACTIONS[event.key]);
}

function toSearch() {
  if (view() !== "agents") {
    closeAgent();
  }
  find("find").focus();
  find("find").select();
}

/** With the panel open it shows the next agent. */
function walk(step) {
  const {agent, tab} = opened();
  move(step);
  if (agent !== null && chosenAgent()) {
    location.hash = `#/agents/${encodeURIComponent(chosenAgent().id)}${tab ? `/${tab}` : ""}`;
  }
}

function enter(target) {
  if (target.closest("a, button, input, select, summary") || !chosenAgent() || view() !== "agents") {
    return false;
  }
  location.hash = `#/agents/${encodeURIComponent(chosenAgent().id)}`;
  return true;
}

function act(names) {
  const agent = chosenAgent();
  if (!names || !agent || view() !== "agents") {
    return false;
  }
  names.map((name) => actionNamed(agent, name)).find(Boolean)?.run(agent);
  return true;
}

function escape() {
  const field = find("find");
  if (document.activeElement === field) {
    if (field.value !== "") {
      field.value = "";
      field.dispatchEvent(new Event("input"));
    }
    field.blur();
  } else if (opened().agent !== null) {
    closeAgent();
  }
}

function help() {
  const box = h("input", {type: "checkbox", checked: on, onchange: () => { on = box.checked; store(on ? "on" : "off"); }});
  const dialog = show(
    "Keyboard",
    h("dl", {class: "keys"}, HELP.flatMap(([keys, words]) => [h("dt", {}, keys.flatMap((key) => [h("kbd", {}, key), " "])), h("dd", {}, words)])),
    h("label", {class: "switch"}, box, "Single keys do something"),
    h("div", {class: "dialog-buttons"}, h("button", {class: "button", type: "button", autofocus: true, onclick: () => dialog.close()}, "Close")));
}

const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select") || target.isContentEditable;

function stored() {
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null;
  }
}

function store(value) {
  try {
    localStorage.setItem(OFF, value);
  } catch {
    // storage is switched off: the choice holds until the page is closed
  }
}
