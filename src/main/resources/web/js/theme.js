// Light or dark: as the system has it, until somebody presses the button.

import {find, icon} from "./dom.js";

const system = matchMedia("(prefers-color-scheme: dark)");

export function startTheme() {
  find("theme").addEventListener("click", change);
  system.addEventListener("change", describe);
  describe();
}

function current() {
  return document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");
}

function change() {
  const next = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("reveille.theme", next);
  } catch {
    // storage is switched off: the choice holds until the page is closed
  }
  describe();
}

function describe() {
  const other = current() === "dark" ? "light" : "dark";
  const button = find("theme");
  button.setAttribute("aria-label", `Switch to ${other} theme`);
  button.replaceChildren(icon(other === "dark" ? "moon" : "sun"));
}
