// @ts-check
import { focusOn } from "./notice-elements.js";

/** What can be filled in, and what can be pressed. */
const FIELD = "input, textarea, select";
const BUTTON = "button";

/** What calls a field by its name. */
const NAMES = ["name", "id", "data-field"];

/** Nobody sees what is smaller, in pixels: so are things for screen readers only. */
const LEAST_SIZE = 2;

/**
 * Scrolls as little as is needed, and smoothly only for those who do not mind.
 * @param {Element} element
 */
export const bringIntoSight = (element) => {
  const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: still ? "instant" : "smooth" });
};

/**
 * Gives the focus to an element that can take it and can be seen.
 * @param {HTMLElement | null} element
 * @returns {boolean} whether it has it now
 */
const take = (element) => {
  if (!element || Math.min(element.offsetWidth, element.offsetHeight) < LEAST_SIZE) return false;
  focusOn(element);
  // Browsers refuse it to what is disabled, hidden or inert.
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  if (root.activeElement != element) return false;
  bringIntoSight(element);
  return true;
};

/**
 * The same field is `work_title` to a server and `workTitle` to a form.
 * @param {string | null} name
 */
const plain = (name) => name?.toLowerCase().replace(/[-_]/g, "");

/**
 * Gives the focus to a widget that has nothing to take it, until it goes on from there.
 * @param {HTMLElement} widget
 */
const takeWhole = (widget) => {
  if (widget.hasAttribute("tabindex")) return take(widget);
  widget.tabIndex = -1;
  const undo = new AbortController();
  const restore = () => {
    widget.removeAttribute("tabindex");
    undo.abort();
  };
  const taken = take(widget);
  if (!taken) restore();
  const { signal } = undo;
  widget.addEventListener("focusout", restore, { signal });
  // With it the Tab key would leave out what is inside.
  widget.addEventListener("keydown", ({ key }) => key == "Tab" && restore(), { signal });
  return taken;
};

/**
 * Gives the focus to where a visitor goes on in a widget: a field, or the button to press next.
 * @param {Element} widget
 * @param {string[]} fields names of fields, best first
 * @returns {boolean} whether anything in it took the focus
 */
export const focusWidget = (widget, fields) => {
  const root = widget.shadowRoot;
  /** @param {string} selector @returns {HTMLElement[]} */
  const all = (selector) => [...(root?.querySelectorAll(selector) ?? [])].map((found) => /** @type {any} */ (found));
  const named = all("[name], [id], [data-field]");
  for (const field of fields.map(plain)) {
    const places = named.filter((place) => NAMES.some((name) => plain(place.getAttribute(name)) == field));
    // The name can be that of what stands around the field.
    if (places.some((place) => take(place.matches(`${FIELD}, ${BUTTON}`) ? place : place.querySelector(FIELD)))) return true;
  }
  const rest = [...all(ATS.SUBMIT_BUTTON), ...all(FIELD), ...all(`${BUTTON}:not(${ATS.COPY_BUTTON})`)];
  return rest.some(take) || all(BUTTON).some(take) || takeWhole(/** @type {HTMLElement} */ (widget));
};
