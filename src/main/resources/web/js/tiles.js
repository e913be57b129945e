// The four figures at the top.

import {on} from "./changes.js";
import {find, h, svg} from "./dom.js";
import {bytes, gibibytes, plural, span} from "./format.js";
import {agents, facts} from "./store.js";
import {lookOf, rank} from "./words.js";

const GROUPS = ["awake", "waking", "settling", "paused", "held", "stopped", "restarting", "failed"];
const POINTS = 60;
const PAUSE = 300;

export function startTiles() {
  const tiles = [fleet, memory, wakes, waiting].map((fill) => ({fill, box: h("div", {class: "card tile"}), key: ""}));
  find("tiles").append(...tiles.map((tile) => tile.box));
  const [all, memoryTile, wakesTile, waitingTile] = tiles;
  on("agents", atMostEvery(PAUSE, () => [all, waitingTile].forEach(drawTile)));
  on("stats", () => [memoryTile, wakesTile].forEach(drawTile));
  tiles.forEach(drawTile);
}

/** At once, and then not again before the pause is over; the last call is never lost. */
function atMostEvery(pause, run) {
  let resting = false;
  let again = false;
  const call = () => {
    again = resting;
    if (!resting) {
      resting = true;
      run();
      setTimeout(() => { resting = false; again && call(); }, pause);
    }
  };
  return call;
}

/** Replaced only if it would look different: a selection or a screen reader keeps its place. */
function drawTile(tile) {
  const content = tile.fill();
  const key = content.map((element) => element.outerHTML).join();
  if (key !== tile.key) {
    tile.key = key;
    tile.box.replaceChildren(...content);
    grow(tile.box);
  }
}

/** A width that depends on data is set from here: styles in the markup are forbidden by the policy of the page. */
function grow(box) {
  for (const part of box.querySelectorAll(".stack i")) {
    part.style.flexGrow = part.dataset.count;
  }
}

function fleet() {
  const counts = new Map();
  for (const agent of [...agents.values()].sort((one, other) => rank(one) - rank(other))) {
    const {kind, word} = lookOf(agent);
    const group = counts.get(kind) ?? {kind, words: new Map(), count: 0};
    group.count += 1;
    group.words.set(word, (group.words.get(word) ?? 0) + 1);
    counts.set(kind, group);
  }
  const groups = GROUPS.map((kind) => counts.get(kind)).filter(Boolean);
  const parts = groups.flatMap(({kind, words}) => [...words].map(([word, count]) => ({kind, text: `${count} ${word.toLowerCase()}`})));
  return [
    h("h2", {}, "Agents"),
    figure(`${counts.get("awake")?.count ?? 0} awake`, `of ${agents.size}`),
    h(
      "div",
      {class: "stack", role: "img", "aria-label": parts.map((part) => part.text).join(", ") || "no agents"},
      groups.map(({kind, count}) => h("i", {class: `f-${kind}`, "data-count": count}))),
    h("div", {class: "legend"}, parts.map(({kind, text}) => h("span", {}, h("i", {class: `f-${kind}`}), text))),
  ];
}

function memory() {
  const known = facts.stats?.memory;
  if (!known || known.freedBytes === null) {
    return [h("h2", {}, "Memory freed right now"), figure("–", "not known yet")];
  }
  const whole = known.freedBytes + (known.inUseBytes ?? 0);
  return [
    h("h2", {}, "Memory freed right now"),
    figure(bytes(known.freedBytes), `of ${bytes(whole)}`),
    h("div", {class: "legend narrow"}, h("span", {}, hoursFreed(known.series))),
    spark(known.series),
  ];
}

/** A minute of one GiB counts a sixtieth. */
function hoursFreed(series) {
  let hours = 0;
  for (let index = 1; index < series.length; index++) {
    hours += series[index].freedBytes * (Date.parse(series[index].at) - Date.parse(series[index - 1].at)) / 3_600_000;
  }
  return `${gibibytes(hours)} GiB-hours in 24 h`;
}

function spark(series) {
  if (series.length < 2) {
    return svg("svg", {class: "spark", "aria-hidden": "true"});
  }
  const step = Math.max(1, Math.floor(series.length / POINTS));
  const freed = series.filter((point, index) => index % step === 0 || index === series.length - 1).map((point) => point.freedBytes);
  const most = Math.max(1, ...freed) * 1.15;
  const line = freed
    .map((value, index) => `${index ? "L" : "M"}${((index / (freed.length - 1)) * 200).toFixed(1)} ${(58 - (value / most) * 50).toFixed(1)}`)
    .join("");
  return svg(
    "svg",
    {class: "spark", viewBox: "0 0 200 60", preserveAspectRatio: "none", "aria-hidden": "true"},
    svg("path", {d: `${line}L200 60H0Z`, fill: "url(#area)"}),
    svg("path", {class: "line", d: line}));
}

function wakes() {
  const times = facts.stats?.wakes;
  return [
    h("h2", {}, "Wake time, last 24 h"),
    figure(usual(times?.paused), "paused"),
    figure(usual(times?.stopped), "stopped, median", "second"),
  ];
}

const usual = (times) => (times?.p50Ms === null || times?.p50Ms === undefined ? "–" : span(times.p50Ms));

function waiting() {
  const all = [...agents.values()];
  const held = all.reduce((sum, agent) => sum + agent.held, 0);
  const inFlight = all.reduce((sum, agent) => sum + agent.inFlight, 0);
  return [
    h("h2", {}, "Waiting now"),
    figure(String(held), `${plural(held, "held request").replace(/^\d+ /, "")}`),
    figure(String(inFlight), "being answered", "second"),
  ];
}

function figure(value, note, more = "") {
  return h("div", {class: `figure num ${more}`}, value, h("small", {}, note));
}
