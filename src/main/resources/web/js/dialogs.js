// Questions and short messages.

import {find, h} from "./dom.js";

const SHOWN = 6000;

/** Asks; the promise holds whether the answer was yes. */
export function ask({title, text, yes}) {
  return new Promise((answer) => {
    const dialog = show(
      title,
      h("p", {}, text),
      h(
        "div",
        {class: "dialog-buttons"},
        h("button", {class: "button", type: "button", value: "no", autofocus: true, onclick: () => dialog.close("")}, "Cancel"),
        h("button", {class: "button primary", type: "button", onclick: () => dialog.close("yes")}, yes)));
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), {once: true});
  });
}

/** Opens the one dialog of the page with this content. */
export function show(title, ...content) {
  const dialog = find("dialog");
  dialog.returnValue = "";
  dialog.replaceChildren(h("div", {class: "dialog-body"}, h("h2", {id: "dialog-title"}, title), ...content));
  if (!dialog.open) {
    dialog.showModal();
  }
  return dialog;
}

/** A line in the corner that goes away by itself. */
export function tell(text, tone = "") {
  const toast = h("div", {class: `toast ${tone}`}, text);
  find("toasts").append(toast);
  setTimeout(() => toast.remove(), SHOWN);
}
