// Memory in use and freed over the last day.

import {on} from "./changes.js";
import {chartCard} from "./chart-card.js";
import {find, svg} from "./dom.js";
import {bytes, clock} from "./format.js";
import {FIELD, plot, rules, text, yOf} from "./plot.js";
import {facts} from "./store.js";

const MOST_POINTS = 200;
const MOST_ROWS = 49;
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

export function startMemoryChart() {
  const nothing = "Not enough readings yet: one is taken each minute.";
  on("stats", chartCard(find("memory-chart"), "Memory in use and freed", nothing, draw));
}

function draw() {
  const series = facts.stats?.memory.series ?? [];
  if (series.length < 2) {
    return null;
  }
  return {
    note: "last 24 hours, all agents",
    picture: picture(thin(series, MOST_POINTS)),
    columns: ["Time", "In use", "Freed"],
    rows: thin(series, MOST_ROWS).map((point) => [clock(point.at), bytes(point.inUseBytes), bytes(point.freedBytes)]),
  };
}

/** So many points at most, the newest among them. */
function thin(series, most) {
  const step = Math.ceil(series.length / most);
  return series.filter((point, index) => (series.length - 1 - index) % step === 0);
}

function picture(series) {
  const whole = series.map((point) => point.inUseBytes + point.freedBytes);
  const unit = Math.max(...whole) >= GIB ? GIB : MIB;
  const top = Math.max(1, Math.max(...whole) / unit) * 1.12;
  const y = (value) => yOf(value / unit, top);
  const used = path(series, (point) => y(point.inUseBytes));
  const upper = path(series, (point) => y(point.inUseBytes + point.freedBytes));
  return plot(
    label(series),
    ...rules(top),
    svg("path", {class: "freed-area", d: `${upper}${back(series, (point) => y(point.inUseBytes))}Z`}),
    svg("path", {class: "used-area", d: `${used}L${FIELD.right} ${FIELD.bottom}H${FIELD.left}Z`}),
    svg("path", {class: "used", d: used}),
    svg("path", {class: "whole", d: upper}),
    ...words(series, y),
    svg("circle", {class: "now", cx: FIELD.right, cy: y(series.at(-1).inUseBytes), r: 4.6}),
    ...times(series),
    text((FIELD.left + FIELD.right) / 2, 224, `${unit === GIB ? "GiB" : "MiB"}, one reading a minute`));
}

/** Where there is room for them. */
function words(series, y) {
  const middle = series[Math.floor(series.length * 0.55)];
  const early = series[Math.floor(series.length * 0.3)];
  const found = [text(FIELD.left + 8, y(series[0].inUseBytes + series[0].freedBytes) - 7, "if nobody slept", "start")];
  const room = (low, high) => y(low) - y(high) > 26;
  if (room(early.inUseBytes, early.inUseBytes + early.freedBytes)) {
    found.push(text(x(series, early), y(early.inUseBytes + early.freedBytes / 2) + 5, "freed", "middle", "word freed"));
  }
  if (room(0, middle.inUseBytes)) {
    found.push(text(x(series, middle), y(middle.inUseBytes / 2) + 5, "in use", "middle", "word in-use"));
  }
  return found;
}

function times(series) {
  const begin = Date.parse(series[0].at);
  const end = Date.parse(series.at(-1).at);
  return [0, 1, 2, 3, 4, 5, 6].map((part) => text(
    FIELD.left + (part / 6) * (FIELD.right - FIELD.left),
    FIELD.bottom + 17,
    part === 6 ? "now" : clock(begin + (part / 6) * (end - begin)),
    part === 0 ? "start" : part === 6 ? "end" : "middle"));
}

function x(series, point) {
  const begin = Date.parse(series[0].at);
  const end = Date.parse(series.at(-1).at);
  return FIELD.left + ((Date.parse(point.at) - begin) / Math.max(1, end - begin)) * (FIELD.right - FIELD.left);
}

const place = (series, point, y) => `${x(series, point).toFixed(1)} ${y(point).toFixed(1)}`;
const path = (series, y) => series.map((point, index) => `${index ? "L" : "M"}${place(series, point, y)}`).join("");
const back = (series, y) => [...series].reverse().map((point) => `L${place(series, point, y)}`).join("");

function label(series) {
  const used = series.map((point) => point.inUseBytes);
  const newest = series.at(-1);
  return `Memory used by agents, between ${bytes(Math.min(...used))} and ${bytes(Math.max(...used))}; `
    + `now ${bytes(newest.inUseBytes)} in use and ${bytes(newest.freedBytes)} freed.`;
}
