// The frame of a chart: title, a note, the picture, and the same figures as a table.

import {h} from "./dom.js";

/** `draw()` gives {note, picture, columns, rows}, or null while there is nothing to show. */
export function chartCard(box, title, nothing, draw) {
  const note = h("p");
  const content = h("div");
  let asTable = false;
  const button = h("button", {class: "pill", type: "button", "aria-pressed": "false", onclick: toggle}, "As a table");
  box.append(h("div", {class: "head"}, h("h2", {}, title), note, h("span", {class: "spring"}), button), content);

  function show() {
    const drawn = draw();
    button.hidden = drawn === null;
    note.textContent = drawn === null ? "" : drawn.note;
    content.replaceChildren(drawn === null ? h("p", {class: "empty"}, nothing) : asTable ? figures(title, drawn) : drawn.picture);
  }

  function toggle() {
    asTable = !asTable;
    button.setAttribute("aria-pressed", String(asTable));
    show();
  }

  show();
  return show;
}

function figures(title, {columns, rows}) {
  return h(
    "div",
    {class: "figures-box", tabindex: "0", role: "region", "aria-label": `${title}, as a table`},
    h(
      "table",
      {class: "figures num"},
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", {scope: "col"}, column)))),
      h("tbody", {}, rows.map(([first, ...others]) =>
        h("tr", {}, h("th", {scope: "row"}, first), others.map((value) => h("td", {}, value)))))));
}
