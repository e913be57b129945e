// Settings with their origin.

import {h} from "./dom.js";

const ORIGINS = {
  flag: "command line", environment: "environment", file: "file", label: "container label", default: "default",
};

export function settingsTable(caption, settings) {
  return h(
    "table",
    {class: "rows"},
    h("caption", {class: "sr"}, caption),
    h("thead", {}, h("tr", {}, ["Setting", "Value", "Comes from"].map((word) => h("th", {scope: "col"}, word)))),
    h("tbody", {}, settings.map(row)));
}

function row({key, value, origin}) {
  return h(
    "tr",
    {},
    h("td", {class: "mono"}, key),
    h("td", {class: "mono"}, shown(value)),
    h("td", {class: origin === "default" ? "quiet" : null}, ORIGINS[origin] ?? origin));
}

function shown(value) {
  if (typeof value === "object" && Object.keys(value).length > 0) {
    return h("pre", {}, inLines(value));
  }
  return typeof value === "object" || value === "" ? h("span", {class: "quiet"}, "empty") : value;
}

/** One line for each setting of an object, and for each object of a list. */
function inLines(value) {
  const lines = Array.isArray(value)
    ? value.map((one) => JSON.stringify(one))
    : Object.entries(value).map(([key, one]) => `${key}: ${typeof one === "string" ? one : JSON.stringify(one)}`);
  return lines.join("\n");
}
