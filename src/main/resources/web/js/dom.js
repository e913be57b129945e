// Elements from code. What is put in is text and never markup, whatever an agent calls itself.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("a", {class: "x", href: "#", onclick: go}, "text", child)`. */
export function h(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

/** A picture of the sprite in index.html. */
export function icon(name, more = "") {
  return svg("svg", {class: `i ${more}`, "aria-hidden": "true"}, svg("use", {href: `#i-${name}`}));
}

/** Sets the text of a node, and leaves the node alone if that is its text already. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export const find = (id) => document.getElementById(id);

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}
