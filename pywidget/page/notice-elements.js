// @ts-check
/**
 * An element of ours, with a shadow root. It is defined, because pages hide elements until they are.
 * @param {string} name
 * @param {CSSStyleSheet} style
 */
export const makeHost = (name, style) => {
  if (!customElements.get(name)) customElements.define(name, class extends HTMLElement {});
  const host = document.createElement(name);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [style];
  return { host, root };
};

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} [text]
 */
export const make = (tag, className, text = "") => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

/**
 * @param {string} className
 * @param {string} label
 * @param {() => void} press
 */
export const makeButton = (className, label, press) => {
  const button = /** @type {HTMLButtonElement} */ (make("button", className, label));
  button.type = "button";
  button.onclick = press;
  return button;
};

/**
 * Something that can have the focus, if only from us, so that it is not lost.
 * @param {string} className
 */
export const makeGroup = (className) => {
  const group = make("div", className);
  group.tabIndex = -1;
  group.setAttribute("role", "group");
  return group;
};

/** The page stays where it is scrolled to. @param {HTMLElement} element */
export const focusOn = (element) => element.focus({ preventScroll: true });
