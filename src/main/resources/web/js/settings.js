// The page of settings: what is in force, by section, and the button that reads the file again.

import {get, post} from "./api.js";
import {on} from "./changes.js";
import {tell} from "./dialogs.js";
import {find, h} from "./dom.js";
import {settingsTable} from "./settings-table.js";
import {facts} from "./store.js";
import {view} from "./views.js";

export function startSettings() {
  on("view", () => view() === "settings" && load());
}

async function load() {
  const box = find("settings");
  try {
    draw(box, await get("/config"));
  } catch (problem) {
    box.replaceChildren(h("p", {class: "card empty"}, problem.message));
  }
}

function draw(box, {file, settings}) {
  const sections = new Map();
  for (const setting of settings) {
    const name = setting.key.includes(".") ? setting.key.slice(0, setting.key.indexOf(".")) : "general";
    sections.set(name, [...(sections.get(name) ?? []), setting]);
  }
  box.replaceChildren(h(
    "div",
    {class: "stacked"},
    h(
      "section",
      {class: "card"},
      h("div", {class: "head"}, h("h2", {}, "Settings in force"), h("p", {}, file ? `from ${file}` : "no file was read"), h("span", {class: "spring"}), reloadButton())),
    ...[...sections].map(([name, some]) => h(
      "section",
      {class: "card settings-card"},
      h("div", {class: "head"}, h("h2", {}, name)),
      settingsTable(`Settings of ${name}`, some)))));
}

function reloadButton() {
  return facts.role === "operate"
    ? h("button", {class: "button", type: "button", onclick: reload}, "Read the file again")
    : null;
}

async function reload() {
  try {
    const {changed, needRestart} = await post("/config/reload");
    tell(changed.length === 0 ? "Nothing has changed." : `Changed: ${changed.join(", ")}.`);
    if (needRestart.length > 0) {
      tell(`Takes effect after a restart: ${needRestart.join(", ")}.`);
    }
    await load();
  } catch (problem) {
    tell(problem.message, "bad");
  }
}
