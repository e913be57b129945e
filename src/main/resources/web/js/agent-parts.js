// What a row and the panel both show of an agent.

import {actionsOf} from "./actions.js";
import {h, icon} from "./dom.js";
import {openMenu} from "./menu.js";
import {agents} from "./store.js";
import {isAsleep, lookOf, nextOf} from "./words.js";

const FACES = 12;

/** Two letters on a colour that goes with the ID. */
export function face(agent) {
  let sum = 0;
  for (const letter of agent.id) {
    sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  }
  const letters = [...agent.name].slice(0, 2);
  const initials = letters.map((letter, index) => (index === 0 ? letter.toUpperCase() : letter)).join("");
  return h("span", {class: `face face-${sum % FACES}`, "aria-hidden": "true"}, initials);
}

export function chip(agent) {
  const {kind, picture, word} = lookOf(agent);
  return h("span", {class: `chip s-${kind}`}, icon(picture, agent.state === "restarting" ? "spin" : ""), word);
}

/** Beside the chip of one that an operator holds to something, unless the chip says so itself. */
export function keptMark(agent, now) {
  if (!isMarked(agent)) {
    return null;
  }
  const text = agent.keep.mode === "awake" ? nextOf(agent, now) : "kept asleep";
  return h("span", {class: "kept", title: text}, icon("lock"), h("span", {class: "sr"}, text));
}

const isMarked = (agent) => agent.keep && !(agent.keep.mode === "asleep" && isAsleep(agent));

/** A name for what `chip` and `keptMark` would make. */
export const stateKey = (agent) => `${lookOf(agent).word} ${agent.keep?.mode} ${agent.keep?.until}`;

/** The buttons of a row: two actions and the menu. */
export function actionButtons(agent) {
  const {buttons} = actionsOf(agent);
  return [...buttons.map((action) => actionButton(agent, action)), moreButton(agent)];
}

/** A name for what `actionButtons` would make: while it is the same, they need not be made again. */
export function actionsKey(agent) {
  const {buttons, more} = actionsOf(agent);
  return [...buttons, ...more].map((action) => action.id + action.off).join() + agent.name;
}

function actionButton(agent, action) {
  const button = h(
    "button",
    {
      class: `action ${action.tone}`,
      type: "button",
      "data-action": action.id,
      "aria-label": `${action.label} ${agent.name}`,
      title: action.label,
      disabled: action.off,
      onclick: () => perform(button, agent.id, action),
    },
    icon(action.picture));
  return button;
}

export async function perform(button, id, action) {
  if (button.getAttribute("aria-busy") === "true") {
    return;
  }
  button.setAttribute("aria-busy", "true");
  try {
    await action.run(agents.get(id));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function moreButton(agent) {
  const button = h(
    "button",
    {
      class: "action",
      type: "button",
      "data-action": "more",
      "aria-label": `More for ${agent.name}`,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      title: "More",
      onclick: () => openMenu(button, `More for ${agent.name}`, entries(agents.get(agent.id) ?? agent)),
    },
    icon("more"));
  return button;
}

function entries(agent) {
  const go = (tab) => () => { location.hash = `#/agents/${agent.id}${tab}`; };
  return [
    ...actionsOf(agent).more.map((action) => ({
      id: action.id,
      picture: action.picture,
      text: action.label,
      run: () => action.run(agents.get(agent.id) ?? agent),
    })),
    {id: "details", picture: "search", text: "Details", run: go("")},
    {id: "logs", picture: "list", text: "Last log lines", run: go("/logs")},
  ];
}
