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
    h("td", {class: "mono"}, value === "" ? h("span", {class: "quiet"}, "empty") : value),
    h("td", {class: origin === "default" ? "quiet" : null}, ORIGINS[origin] ?? origin));
}
