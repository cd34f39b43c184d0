// @ts-check
import { focusOn } from "./notice-elements.js";

/** Selectors of what can be filled in, and of what can be pressed. */
const FIELD = "input, textarea, select";
const BUTTON = "button";

/** The attributes that can hold the name of a field. */
const NAMES = ["name", "id", "data-field"];

/** Smaller elements, in pixels, cannot be seen: they are meant for screen readers only. */
const LEAST_SIZE = 2;

/**
 * Scrolls as little as is needed, and smoothly unless the visitor prefers reduced motion.
 * @param {Element} element
 */
export const bringIntoSight = (element) => {
  let still = true;
  try {
    still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  } catch {
    // A page without it, or with one of its own that fails, does without the motion.
  }
  element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: still ? "instant" : "smooth" });
};

/**
 * Gives the focus to an element that can take it and can be seen.
 * @param {HTMLElement | null} element
 * @returns {boolean} whether it has the focus now
 */
const take = (element) => {
  if (!element || Math.min(element.offsetWidth, element.offsetHeight) < LEAST_SIZE) return false;
  focusOn(element);
  // Browsers do not focus what is disabled, hidden or inert.
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  if (root.activeElement != element) return false;
  bringIntoSight(element);
  return true;
};

/**
 * Makes names comparable: the same field can be `work_title` for a server and `workTitle` in a form.
 * @param {string | null} name
 */
const plain = (name) => name?.toLowerCase().replace(/[-_]/g, "");

/**
 * Gives the focus to a widget itself, if nothing in it can take the focus. It can be focused only until it loses it.
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
  // With that attribute, the Tab key would skip what is inside.
  widget.addEventListener("keydown", ({ key }) => key == "Tab" && restore(), { signal });
  return taken;
};

/**
 * Gives the focus to the place in a widget where the visitor continues: a field, or the button to press next.
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
    // The name can be on an element around the field.
    if (places.some((place) => take(place.matches(`${FIELD}, ${BUTTON}`) ? place : place.querySelector(FIELD)))) return true;
  }
  const rest = [...all(ATS.SUBMIT_BUTTON), ...all(FIELD), ...all(`${BUTTON}:not(${ATS.COPY_BUTTON})`)];
  return rest.some(take) || all(BUTTON).some(take) || takeWhole(/** @type {HTMLElement} */ (widget));
};
