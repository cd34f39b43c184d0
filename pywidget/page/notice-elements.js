// @ts-check
import { isOurs } from "./asked.js";

/**
 * Some libraries (Turbo, htmx) copy a page, to show it again when the visitor comes back. A copy of our element has no
 * shadow root and no code behind it, so it removes itself. A widget that only we had made inert can be used again.
 */
class Host extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    if (this.dataset["cover"] == "inert") widgetBefore(this)?.removeAttribute("inert");
    this.remove();
  }
}

/**
 * The element of the page that stands before an element of ours.
 * @param {Element} host
 */
export const widgetBefore = (host) => {
  let before = host.previousElementSibling;
  while (before && isOurs(before)) before = before.previousElementSibling;
  return before;
};

/**
 * Makes an element of ours, with a shadow root. It is a defined custom element, because some pages hide undefined ones.
 * @param {string} name
 * @param {import("./sheet.js").Sheet} style
 */
export const makeHost = (name, style) => {
  if (!customElements.get(name)) customElements.define(name, class extends Host {});
  const host = document.createElement(name);
  const root = host.attachShadow({ mode: "open" });
  style(root);
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
 * Makes an element that only our code can focus, so that the focus is not lost.
 * @param {string} className
 */
export const makeGroup = (className) => {
  const group = make("div", className);
  group.tabIndex = -1;
  group.setAttribute("role", "group");
  return group;
};

/** Focuses an element without scrolling the page. @param {HTMLElement} element */
export const focusOn = (element) => {
  try {
    element.focus({ preventScroll: true });
  } catch {
    // A component's own `focus` throws, for example if what it would focus is not there. Then nothing has the focus.
  }
};
