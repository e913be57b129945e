// What both charts have in common: the field, the lines across it, round numbers.

import {svg} from "./dom.js";

export const FIELD = {left: 44, right: 628, bottom: 190, height: 168};

export const plot = (label, ...parts) =>
  svg("svg", {class: "plot", viewBox: "0 0 640 230", role: "img", "aria-label": label}, ...parts);

export const text = (x, y, words, anchor = "middle", name = null) =>
  svg("text", {x, y, "text-anchor": anchor, class: name}, words);

/** The height of `value` when the field reaches up to `top`. */
export const yOf = (value, top) => FIELD.bottom - (value / top) * FIELD.height;

/** Lines across the field at round numbers. */
export function rules(top, say = String) {
  const step = roundStep(top);
  const found = [];
  for (let value = 0; value <= top + step / 1000; value += step) {
    found.push(
      svg("path", {class: "rule", d: `M${FIELD.left} ${yOf(value, top)}H${FIELD.right}`}),
      text(FIELD.left - 8, yOf(value, top) + 4, say(Number(value.toPrecision(6))), "end"));
  }
  return found;
}

/** At most six steps of 1, 2 or 5 times a power of ten. */
function roundStep(top) {
  const rough = top / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
}
