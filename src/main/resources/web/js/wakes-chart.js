// How long waking takes: a histogram, by where the wakes started.

import {on} from "./changes.js";
import {chartCard} from "./chart-card.js";
import {find, svg} from "./dom.js";
import {plural, span} from "./format.js";
import {FIELD, plot, rules, text, yOf} from "./plot.js";
import {facts} from "./store.js";

const LEAST = 5;
const TAG = 88;

export function startWakesChart() {
  on("stats", chartCard(find("wakes-chart"), "How long waking takes", "No wakes in the last 24 hours.", draw));
}

function draw() {
  const wakes = facts.stats?.wakes;
  if (!wakes || wakes.count === 0) {
    return null;
  }
  const buckets = wakes.buckets;
  return {
    note: `${plural(wakes.count, "wake")} in 24 hours, by where they started`,
    picture: picture(wakes, buckets),
    columns: ["Up to", "From paused", "From stopped"],
    rows: buckets.map((bucket) => [limit(bucket), String(bucket.paused), String(bucket.stopped)]),
  };
}

function picture(wakes, buckets) {
  const top = Math.max(LEAST, ...buckets.map((bucket) => bucket.paused + bucket.stopped)) * 1.08;
  const width = (FIELD.right - FIELD.left) / buckets.length;
  return plot(
    label(wakes),
    ...rules(top),
    ...buckets.flatMap((bucket, index) => bars(bucket, FIELD.left + index * width, width, top)),
    ...marks(wakes, buckets, width),
    text(FIELD.right, 224, "seconds to ready, each bar up to the value below it", "end"),
    ...legend());
}

function bars(bucket, x, width, top) {
  const below = yOf(bucket.paused, top);
  const above = yOf(bucket.stopped + bucket.paused, top) - (bucket.paused > 0 ? 2 : 0);
  return [
    bar("f-paused", x, width, below, FIELD.bottom - below),
    bar("f-waking", x, width, above, yOf(bucket.paused, top) - (bucket.paused > 0 ? 2 : 0) - above),
    text(x + width / 2, FIELD.bottom + 17, seconds(bucket)),
  ];
}

function bar(name, x, width, y, height) {
  return height > 0 ? svg("rect", {class: name, x: x + 5, y, width: Math.max(2, width - 10), height, rx: 3}) : null;
}

/** The medians and the slow end. A label that would stand on another one moves aside, or is left out if that is far. */
function marks(wakes, buckets, width) {
  const wanted = [
    [wakes.paused.p50Ms, "p50", "paused"],
    [wakes.stopped.p50Ms, "p50", "stopped"],
    [wakes.stopped.p90Ms, "p90", "stopped"],
  ];
  let room = FIELD.left + TAG / 2;
  return wanted.filter(([ms]) => ms !== null).flatMap(([ms, name, from]) => {
    const x = position(ms, buckets, width);
    const line = svg("path", {class: `mark ${from}`, d: `M${x} 26V${FIELD.bottom}`});
    const middle = Math.min(FIELD.right - TAG / 2, Math.max(room, x));
    if (middle < room || middle - x > TAG) {
      return [line];
    }
    room = middle + TAG + 4;
    return [
      line,
      svg("rect", {class: "tag", x: middle - TAG / 2, y: 8, width: TAG, height: 19, rx: 9.5}),
      text(middle, 21.5, `${name} ${span(ms)}`, "middle", "strong"),
    ];
  });
}

/** Inside its bucket a time stands as far right as it lies between the bounds. */
function position(ms, buckets, width) {
  const found = buckets.findIndex((bucket) => bucket.leMs === null || ms <= bucket.leMs);
  const index = found < 0 ? buckets.length - 1 : found;
  const low = index === 0 ? 0 : buckets[index - 1].leMs;
  const high = buckets[index].leMs ?? Math.max(ms, low * 2);
  return FIELD.left + (index + (ms - low) / Math.max(1, high - low)) * width;
}

function legend() {
  return [["f-paused", "from paused", 0], ["f-waking", "from stopped", 110]].flatMap(([name, words, x]) => [
    svg("rect", {class: name, x: FIELD.left + x, y: 214, width: 11, height: 11, rx: 3}),
    text(FIELD.left + x + 17, 224, words, "start"),
  ]);
}

const seconds = (bucket) => (bucket.leMs === null ? "more" : String(bucket.leMs / 1000));
const limit = (bucket) => (bucket.leMs === null ? "longer" : span(bucket.leMs));

function label({paused, stopped}) {
  const say = (from, times) => (times.p50Ms === null ? "" : ` From ${from}: median ${span(times.p50Ms)}, 90 percent under ${span(times.p90Ms)}.`);
  return `Histogram of wake times.${say("paused", paused)}${say("stopped", stopped)}`;
}
