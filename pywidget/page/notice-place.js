// @ts-check
import { warn } from "./fence.js";
import { widgetBefore } from "./notice-elements.js";
import { topmost } from "./notice-top.js";

/** What an element is drawn in. @param {Element} element */
export const parentOf = (element) =>
  element.assignedSlot ?? element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host;

/**
 * Tells whether something of ours stands right after a widget, or after what the widget is in.
 * @param {HTMLElement} host
 * @param {Element} widget
 */
export const isAfter = (host, widget) => !!widgetBefore(host)?.contains(widget);

/** What waits at the end of the page. @type {WeakSet<Element>} */
const parked = new WeakSet();

/**
 * Puts something of ours, which shows nothing yet, where it is in nobody's way.
 * @param {HTMLElement} host
 * @returns {boolean} whether it had to be put there
 */
export const park = (host) => {
  if (host.isConnected) return false;
  document.body.append(host);
  parked.add(host);
  return true;
};

/**
 * Puts an element somewhere else, as the same one where the browser can: with its focus, and known to screen readers.
 * @param {HTMLElement} host
 * @param {Node} parent
 * @param {Node | null} before
 * @returns {boolean} whether it is the same
 */
const moveTo = (host, parent, before) => {
  try {
    if (host.isConnected) {
      /** @type {any} */ (parent).moveBefore(host, before);
      return true;
    }
  } catch {
    // An older browser, or another document.
  }
  parent.insertBefore(host, before);
  return false;
};

/**
 * In a row of boxes a notice would stand beside its widget and take its room.
 * @param {Element} element
 */
const isInRow = ({ parentElement }) => {
  if (!parentElement) return false;
  const { display, flexDirection } = getComputedStyle(parentElement);
  return display.endsWith("flex") && flexDirection.startsWith("row");
};

/**
 * After what a notice stands: a widget, or the row of boxes that it is one of.
 * @param {Element} [widget] none for the page itself
 */
export const anchorOf = (widget = document.body) => {
  let anchor = widget;
  while (isInRow(anchor)) anchor = /** @type {Element} */ (anchor.parentElement);
  return anchor;
};

/**
 * Where notices go, unless they lie over their widget: right after it, or into one element of the page. After a widget
 * that is one of a row of boxes there is no room: then after the row. Where the row is the whole page, that is its foot.
 * @param {string | undefined} selector `data-notices`, where it names an element
 */
export const createPlacer = (selector) => {
  let warned = !selector;

  /**
   * Puts a notice into its place, unless it is there.
   * @param {HTMLElement} host
   * @param {Element | undefined} widget none for the page itself
   * @param {Element} [anchor] asked for before anything was changed
   * @returns {boolean} whether it had to be put there, and is another one for screen readers
   */
  return (host, widget, anchor = anchorOf(widget)) => {
    let spot = null;
    try {
      spot = selector && document.querySelector(selector);
    } catch {
      // Not a selector; said below.
    }
    if (!spot && !warned) {
      warned = true;
      warn(`data-notices="${selector}" finds no element. It may be: auto, instead, below, off, or a selector. Using auto.`);
    }
    const { body } = document;
    const parent = spot || (widget ? null : topmost() ?? body);
    const waited = parked.delete(host);
    if (parent ? host.parentNode == parent : !waited && widget && isAfter(host, widget)) return false;
    host.slot = anchor.slot;
    delete host.dataset["page"];
    delete host.dataset["over"];
    if (!spot && anchor == body) host.dataset["page"] = parent ? "" : "foot";
    if (parent) return !moveTo(host, parent, null);
    return !moveTo(host, /** @type {Node} */ (anchor.parentNode), anchor.nextSibling);
  };
};

/**
 * Chooses light or dark for a page that does not say which it is: by what is behind the notice.
 * @param {HTMLElement} host
 */
export const matchScheme = (host) => {
  host.style.colorScheme = "";
  host.style.colorScheme = schemeOf(host);
};

/** The scheme of something that says none itself; "" where the page says it. @param {HTMLElement} host */
export const schemeOf = (host) => {
  if (getComputedStyle(host).colorScheme != "normal") return "";
  return isOnDark(host) ? "dark" : "light";
};

/** @param {Element} element */
const isOnDark = (element) => {
  for (let behind = parentOf(element); behind; behind = parentOf(behind)) {
    const colour = getComputedStyle(behind).backgroundColor;
    const numbers = colour.split(/[ ,/()]+/).map(parseFloat);
    const [first = 0, second = 0, third = 0, alpha = 1] = numbers.filter((number) => !isNaN(number));
    if (alpha < 0.5) continue;
    // rgb() counts to 255; the newer notations begin with the lightness, or count to 1.
    if (colour.startsWith("rgb")) return 0.3 * first + 0.59 * second + 0.11 * third < 128;
    return (first > 1 ? first / 100 : first) < 0.5;
  }
  return false;
};
