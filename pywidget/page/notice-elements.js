// @ts-check
/**
 * Pages keep copies of themselves, to show them again when the visitor comes back (Turbo, htmx). What is copied of ours
 * has no shadow root and nothing behind it: it goes, and a widget that only we had made inert can be used again.
 */
class Host extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    if (this.dataset["cover"] == "inert") widgetBefore(this)?.removeAttribute("inert");
    this.remove();
  }
}

/**
 * The element after which something of ours stands.
 * @param {Element} host
 */
export const widgetBefore = (host) => {
  let before = host.previousElementSibling;
  while (before?.localName.startsWith("pywidget-")) before = before.previousElementSibling;
  return before;
};

/**
 * An element of ours, with a shadow root. It is defined, because pages hide elements until they are.
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
