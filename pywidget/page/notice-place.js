// @ts-check
import { warn } from "./fence.js";

/** @param {Element} element */
const parentOf = (element) =>
  element.assignedSlot ?? element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host;

/**
 * Where notices go: right after their widget, or into one element of the page.
 * @param {string | undefined} wanted `data-notices`
 */
export const createPlacer = (wanted) => {
  const selector = wanted && wanted != "auto" ? wanted : "";
  let warned = false;

  const chosen = () => {
    if (!selector) return null;
    let found = null;
    try {
      found = document.querySelector(selector);
    } catch {
      // Not a selector; said below.
    }
    if (!found && !warned) {
      warned = true;
      warn(`data-notices="${selector}" finds no element. It may be: auto, off, or a selector. Using auto.`);
    }
    return found;
  };

  /**
   * Puts a notice into its place, unless it is there.
   * @param {HTMLElement} host
   * @param {Element | undefined} widget none for the page itself
   * @returns {boolean} whether it had to be put there
   */
  return (host, widget) => {
    const spot = chosen();
    const parent = spot ?? (widget ? widget.parentNode : document.body);
    if (host.isConnected && host.parentNode == parent) return false;
    host.toggleAttribute("data-page", !spot && !widget);
    if (spot || !widget) parent?.append(host);
    else {
      host.slot = widget.slot;
      widget.after(host);
    }
    return true;
  };
};

/**
 * Chooses light or dark for a page that does not say which it is: by what is behind the notice.
 * @param {HTMLElement} host
 */
export const matchScheme = (host) => {
  host.style.colorScheme = "";
  if (getComputedStyle(host).colorScheme == "normal") host.style.colorScheme = isOnDark(host) ? "dark" : "light";
};

/** @param {Element} element */
const isOnDark = (element) => {
  for (let behind = parentOf(element); behind; behind = parentOf(behind)) {
    const colour = getComputedStyle(behind).backgroundColor;
    const numbers = colour.split(/[ ,/()]+/).filter((part) => /^[\d.]/.test(part));
    const [first = 0, second = 0, third = 0, alpha = 1] = numbers.map(Number);
    if (alpha < 0.5) continue;
    // rgb() counts to 255; the newer notations begin with the lightness, or count to 1.
    if (colour.startsWith("rgb")) return 0.3 * first + 0.59 * second + 0.11 * third < 128;
    return (first > 1 ? first / 100 : first) < 0.5;
  }
  return false;
};
