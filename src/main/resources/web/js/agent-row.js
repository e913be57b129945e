// One row of the table. What a row holds besides its name is built when the row comes into sight for the first time;
// afterwards only what has changed is touched, and only while it is in sight.

import {actionButtons, actionsKey, chip, face, keptMark, stateKey} from "./agent-parts.js";
import {h, setText} from "./dom.js";
import {ago, bytes} from "./format.js";
import {sleepChart} from "./sleep-chart.js";
import {days} from "./store.js";
import {nextOf, waiting, wakefulness} from "./words.js";

const NOTHING_RUNS = new Set(["failed", "crashed"]);

export class AgentRow {
  constructor(agent) {
    this.agent = agent;
    this.seen = false;
    this.built = false;
    this.keys = {};
    this.name = h("a", {href: `#/agents/${agent.id}`, tabindex: "-1"}, agent.name);
    this.element = h("tr", {role: "row", "data-agent": agent.id, tabindex: "-1"}, cell("", this.name));
  }

  /** Called when it comes into sight and when it goes out of it. */
  appear(seen, now) {
    this.seen = seen;
    if (seen && !this.built) {
      this.built = true;
      this.build();
    }
    this.update(this.agent, now);
  }

  build() {
    this.image = h("span", {class: "mono"});
    this.state = h("span");
    this.next = h("span", {class: "sub num"});
    this.nextOnPhone = h("span", {class: "sub num phone-only"});
    this.chart = sleepChart();
    this.last = h("span");
    this.ago = h("span", {class: "phone-only"}, " ago");
    this.wait = h("span", {class: "sub"});
    this.full = h("i");
    this.memoryOnPhone = h("span", {class: "phone-only"});
    this.meter = h("div", {class: "meter", "aria-hidden": "true"}, this.full);
    this.memory = h("span");
    this.memoryNote = h("span", {class: "sub"});
    this.actions = h("div", {class: "actions"});
    this.element.replaceChildren(
      cell("", h("div", {class: "agent"}, face(this.agent), h("div", {}, this.name, this.image, this.nextOnPhone))),
      cell("", this.state, this.next),
      cell("", this.chart.element),
      cell("right num", this.last, this.ago, this.wait, this.memoryOnPhone, this.meter),
      cell("right num", this.memory, this.memoryNote),
      cell("", this.actions));
  }

  update(agent, now) {
    this.agent = agent;
    setText(this.name, agent.name);
    if (!this.seen) {
      return;
    }
    setText(this.image, [agent.id, shortImage(agent)].filter(Boolean).join(" · "));
    this.renew("state", stateKey(agent), () => this.state.replaceChildren(chip(agent), keptMark(agent, now) ?? ""));
    this.renew("actions", actionsKey(agent), () => this.replaceActions());
    this.showMemory(agent);
    this.tick(now);
    this.draw(now);
  }

  /** What changes by the mere passing of time. */
  tick(now) {
    const agent = this.agent;
    setText(this.next, nextOf(agent, now));
    setText(this.nextOnPhone, nextOf(agent, now));
    const last = lastMessage(agent, now);
    setText(this.last, last);
    this.ago.hidden = last === "now" || last === "never";
    setText(this.wait, waiting(agent));
    const full = wakefulness(agent, now);
    this.meter.hidden = full === null;
    this.full.style.width = `${Math.round((full ?? 0) * 100)}%`;
  }

  draw(now) {
    if (this.seen) {
      this.chart.draw(this.agent, days.get(this.agent.id) ?? [], now);
    }
  }

  choose(chosen) {
    this.element.classList.toggle("chosen", chosen);
    this.element.tabIndex = chosen ? 0 : -1;
    if (chosen) {
      this.element.setAttribute("aria-current", "true");
    } else {
      this.element.removeAttribute("aria-current");
    }
  }

  showMemory(agent) {
    const [value, note] = memoryOf(agent);
    setText(this.memory, value);
    setText(this.memoryNote, note);
    setText(this.memoryOnPhone, agent.memoryBytes === null ? "" : ` · ${value}`);
  }

  /** The focus stays on the button that does the same, or moves to the first. */
  replaceActions() {
    const focused = this.actions.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    this.actions.replaceChildren(...actionButtons(this.agent));
    if (focused !== null) {
      const same = this.actions.querySelector(`[data-action="${focused}"]:not([disabled])`);
      (same ?? this.actions.querySelector(":not([disabled])")).focus();
    }
  }

  renew(part, key, build) {
    if (this.keys[part] !== key) {
      this.keys[part] = key;
      build();
    }
  }
}

function cell(name = "", ...content) {
  return h("td", {role: "cell", class: name || null}, ...content);
}

/** "registry.example.org/agents/helpdesk:4.1" as "helpdesk:4.1". */
function shortImage(agent) {
  const image = agent.container?.image ?? "";
  return image.startsWith("sha256:") ? image.slice(7, 19) : image.slice(image.lastIndexOf("/") + 1);
}

function lastMessage(agent, now) {
  if (agent.inFlight > 0 || agent.held > 0) {
    return "now";
  }
  return agent.lastActivityAt ? ago(now - Date.parse(agent.lastActivityAt)) : "never";
}

function memoryOf(agent) {
  if (agent.memoryBytes !== null) {
    return [bytes(agent.memoryBytes), agent.state === "paused" ? "held in RAM" : ""];
  }
  if (agent.freedBytes !== null) {
    return ["freed", bytes(agent.freedBytes)];
  }
  return NOTHING_RUNS.has(agent.state) ? ["0", ""] : ["–", ""];
}
