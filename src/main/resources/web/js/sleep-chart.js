// One agent's last day: tall = awake, half = paused, thin = stopped, hatched = failed, dotted = restarting.

import {h, svg} from "./dom.js";
import {DAY, span} from "./format.js";
import {lookOfState} from "./words.js";

const WIDTH = 300;
const NARROWEST = 2.6;
const TALL = [2, 28];
const HEIGHTS = {
  awake: TALL, waking: TALL, restarting: TALL, failed: TALL, settling: [9, 21], paused: [15, 15], stopped: [26, 4],
};
const EMPTY = "M75 1v31M150 1v31M225 1v31";

/** The stretches of one state inside the last day, oldest first, as {state, from, to} in milliseconds. */
export function stretches(agent, steps, now) {
  const begin = now - DAY;
  const found = [];
  let state = steps.length > 0 ? steps[0].from : agent.state;
  // before that nothing is known: Reveille has not seen it yet
  const known = steps.length > 0 ? steps[0].at - steps[0].lasted : Math.min(now, Date.parse(agent.since));
  let from = Math.max(begin, known);
  for (const step of steps) {
    if (step.at > begin) {
      found.push({state, from, to: step.at});
      from = step.at;
    }
    state = step.to;
  }
  found.push({state, from, to: now});
  return found.filter((stretch) => stretch.state !== "missing" && stretch.to > stretch.from);
}

/** A picture that can be drawn again: `{element, draw(agent, steps, now)}`. */
export function sleepChart() {
  const bars = svg("g");
  const element = svg(
    "svg",
    {class: "sleep", viewBox: `0 0 ${WIDTH} 34`, preserveAspectRatio: "none", role: "img"},
    svg("path", {class: "grid-line", d: EMPTY}),
    bars,
    svg("path", {class: "floor", d: `M0 31.6h${WIDTH}`}));
  return {
    element,
    draw(agent, steps, now) {
      const parts = stretches(agent, steps, now);
      element.setAttribute("aria-label", `${agent.name}, last 24 hours: ${summary(parts)}`);
      bars.replaceChildren(...visible(parts, now).map((part) => bar(part, now)));
    },
  };
}

/** The same as a sentence: "awake 3 h 12 min, paused 20 h". */
export function summary(parts) {
  const sums = new Map();
  for (const {state, from, to} of parts) {
    const word = lookOfState(state).word.toLowerCase();
    sums.set(word, (sums.get(word) ?? 0) + to - from);
  }
  const longest = [...sums].sort((one, other) => other[1] - one[1]);
  return longest.map(([word, ms]) => `${word} ${span(ms)}`).join(", ") || "nothing known";
}

/** An agent that crashes all day has more stretches than there is room for: of those in one place, one is drawn. */
function visible(parts, now) {
  let last = -1;
  return parts.filter(({from, to}) => {
    const place = Math.floor(x(from, now));
    const shown = place !== last || x(to, now) - place > NARROWEST;
    last = shown ? place : last;
    return shown;
  });
}

function bar({state, from, to}, now) {
  const {kind, word} = lookOfState(state);
  const [y, height] = HEIGHTS[kind];
  const left = Math.min(x(from, now), WIDTH - NARROWEST);
  return svg(
    "rect",
    {
      class: `f-${kind}`,
      x: left.toFixed(1),
      y,
      width: Math.max(x(to, now) - left - 0.8, NARROWEST).toFixed(1),
      height,
      rx: height > 8 ? 2.4 : 1.6,
    },
    svg("title", {}, `${word} ${span(to - from)}`));
}

const x = (at, now) => ((at - now + DAY) / DAY) * WIDTH;

export const axis = () =>
  h("span", {class: "axis"}, h("span", {}, "24 h ago"), h("span", {}, "12 h"), h("span", {}, "now"));
