// @ts-check
import { hostOf } from "./asked.js";
import { warn } from "./fence.js";
import { widgetBefore } from "./notice-elements.js";
import { topmost } from "./notice-top.js";

/** The slot, parent or host in which an element is rendered. @param {Element} element */
export const parentOf = (element) =>
  element.assignedSlot ?? element.parentElement ?? /** @type {Element} */ (hostOf(element.getRootNode()));

/**
 * Tells whether an element of ours stands right after a widget, or after an element around the widget.
 * @param {HTMLElement} host
 * @param {Element} widget
 */
export const isAfter = (host, widget) => !!widgetBefore(host)?.contains(widget);

/** Elements of ours that wait at the end of the page. @type {WeakSet<Element>} */
const parked = new WeakSet();

/**
 * Puts an element of ours that shows nothing yet at the end of the page, where it changes no layout.
 * @param {HTMLElement} host
 * @returns {boolean} whether it was not in the page yet
 */
export const park = (host) => {
  if (host.isConnected) return false;
  document.body.append(host);
  parked.add(host);
  return true;
};

/**
 * Moves an element. If the browser has `moveBefore`, it keeps its focus, and screen readers still know it.
 * @param {HTMLElement} host
 * @param {Node} parent
 * @param {Node | null} before
 * @returns {boolean} whether it was moved like that
 */
const moveTo = (host, parent, before) => {
  try {
    if (host.isConnected) {
      /** @type {any} */ (parent).moveBefore(host, before);
      return true;
    }
  } catch {
    // The browser is older, or the element is in another document.
  }
  parent.insertBefore(host, before);
  return false;
};

/**
 * Tells whether an element is in a row of boxes. There a notice would be beside its widget and narrow it.
 * @param {Element} element
 */
const isInRow = ({ parentElement }) => {
  if (!parentElement) return false;
  const { display, flexDirection } = getComputedStyle(parentElement);
  return display.endsWith("flex") && flexDirection.startsWith("row");
};

/**
 * The element after which a notice stands: the widget, or the row of boxes that it is part of.
 * @param {Element} [widget] none for the page itself
 */
export const anchorOf = (widget = document.body) => {
  let anchor = widget;
  while (anchor != document.body && isInRow(anchor)) anchor = /** @type {Element} */ (anchor.parentElement);
  return anchor;
};

/**
 * Where notices go, unless they cover their widget: right after it, or into one element of the page. In a row of boxes
 * there is no room after the widget, so the notice goes after the row. If the row is the whole page, that is its end.
 * @param {string | undefined} selector `data-notices`, if it names an element
 */
export const createPlacer = (selector) => {
  let warned = !selector;

  /**
   * Puts a notice into its place, unless it is there already.
   * @param {HTMLElement} host
   * @param {Element | undefined} widget none for the page itself
   * @param {Element} [anchor] see `anchorOf`; given if it was read before anything was changed
   * @returns {boolean} whether it was put there as a new element for screen readers
   */
  return (host, widget, anchor = anchorOf(widget)) => {
    let spot = null;
    try {
      spot = selector && document.querySelector(selector);
    } catch {
      // The selector is invalid; the warning is below.
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
 * Chooses light or dark by the background of the notice, if the page does not set a colour scheme.
 * @param {HTMLElement} host
 */
export const matchScheme = (host) => {
  host.style.colorScheme = "";
  host.style.colorScheme = schemeOf(host);
};

/** The colour scheme by the background; "" if the page sets one. @param {HTMLElement} host */
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
    // The values of rgb() go up to 255. Newer notations begin with the lightness, or their values go up to 1.
    if (colour.startsWith("rgb")) return 0.3 * first + 0.59 * second + 0.11 * third < 128;
    return (first > 1 ? first / 100 : first) < 0.5;
  }
  return false;
};
