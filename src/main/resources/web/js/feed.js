// What happened, beside the table and on its own page.

import {on} from "./changes.js";
import {find, h, icon} from "./dom.js";
import {inWords} from "./event-words.js";
import {clockWithSeconds, moment} from "./format.js";
import {events} from "./store.js";
import {view} from "./views.js";

const SHORT = 30;
const BORING = new Set(["reveille.agent.idle"]);

export function startFeed() {
  const button = find("hold-feed");
  let held = false;
  const draw = () => {
    if (!held && view() === "agents") {
      fill(find("feed"), events.filter((event) => !BORING.has(event.type)).slice(0, SHORT), clockWithSeconds);
    }
    if (view() === "events") {
      fill(find("events"), events, moment);
    }
  };
  button.addEventListener("click", () => {
    held = !held;
    button.setAttribute("aria-pressed", String(held));
    draw();
  });
  on("events", draw);
  on("days", () => {
    // where a wake began is known only now
    find("feed").replaceChildren();
    find("events").replaceChildren();
    draw();
  });
  on("view", draw);
}

/** New ones are put on top; those that stand there already are left alone. */
function fill(list, wanted, time) {
  const there = new Map([...list.children].map((item) => [item.dataset.event, item]));
  const items = wanted.map((event) => there.get(event.id) ?? item(event, time));
  const keep = new Set(items);
  [...list.children].filter((child) => !keep.has(child)).forEach((child) => child.remove());
  let place = list.firstElementChild;
  for (const element of items) {
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(element, place);
    }
  }
}

function item(event, time) {
  const {kind, picture, said, note} = inWords(event);
  return h(
    "li",
    {"data-event": event.id},
    h("span", {class: `dot s-${kind}`}, icon(picture)),
    h("div", {}, ...said, h("time", {class: "num", datetime: event.data.at}, [time(event.data.at), note].filter(Boolean).join(" · "))));
}
