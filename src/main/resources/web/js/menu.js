// The menu behind the three dots.

import {find, h, icon} from "./dom.js";

let open = null;

/** Opens below `button`; closes on choice, Escape, and a click elsewhere. */
export function openMenu(button, label, entries) {
  close();
  const list = h(
    "div",
    {class: "menu", role: "menu", "aria-label": label, onkeydown: move},
    entries.map(({id, picture, text, run}) =>
      h("button", {type: "button", role: "menuitem", tabindex: "-1", "data-action": id, onclick: () => { close(); run(); }}, icon(picture), text)));
  find("main").append(list);
  place(list, button);
  button.setAttribute("aria-expanded", "true");
  open = {list, button};
  list.firstElementChild.focus();
  setTimeout(() => document.addEventListener("pointerdown", elsewhere), 0);
}

function place(list, button) {
  const box = button.getBoundingClientRect();
  const below = box.bottom + 6 + list.offsetHeight < innerHeight;
  const top = below ? box.bottom + 6 : box.top - list.offsetHeight - 6;
  list.style.top = `${Math.max(8, top) + scrollY}px`;
  list.style.left = `${Math.max(8, box.right - list.offsetWidth) + scrollX}px`;
}

function move(event) {
  const items = [...open.list.children];
  const here = items.indexOf(document.activeElement);
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step) {
    items[(here + step + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function elsewhere(event) {
  if (!open?.list.contains(event.target)) {
    close();
  }
}

function close() {
  if (!open) {
    return;
  }
  const {list, button} = open;
  open = null;
  const inside = list.contains(document.activeElement);
  list.remove();
  button.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", elsewhere);
  if (inside) {
    button.focus();
  }
}
