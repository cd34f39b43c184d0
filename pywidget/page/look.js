// @ts-check
import { matches } from "./matches.js";

/**
 * Reads widgets: what one shows, which buttons it has, which one was pressed.
 *
 * @typedef {import("./widgets.js").Widget} Widget
 */

/** The most different buttons of a widget that Python gets. */
const MOST_BUTTONS = 20;

/** @param {unknown} value */
const text = (value) => (typeof value == "string" ? value.slice(0, 200) : undefined);

/**
 * The text of an element, without the labels of its buttons.
 * @param {Node} node
 * @returns {string}
 */
const words = (node) => {
  if (node.nodeType == Node.TEXT_NODE) return node.nodeValue ?? "";
  if (matches(node, `button, ${ATS.BUTTONS}`)) return "";
  return [...node.childNodes].map(words).join(" ").replace(/\s+/g, " ").trim();
};

/** @param {Element} element */
const isVisible = (element) => element.getClientRects().length > 0;

/**
 * The widget's own name for what one of its buttons does.
 * @param {Element} element
 */
const actionOf = (element) =>
  text(element.getAttribute(ATS.ACTION_ATTRIBUTE)) || (element.matches(ATS.RETRY_BUTTON) ? ATS.RETRY : undefined);

/**
 * The buttons of a widget that are not disabled.
 * @param {Widget} widget
 */
const buttonsOf = (widget) =>
  [...(widget.shadowRoot?.querySelectorAll(ATS.BUTTONS) ?? [])].filter(
    (button) => !button.matches(':disabled, [aria-disabled="true"]'),
  );

/**
 * The first button for an action, if there is one that is not disabled.
 * @param {Widget} widget
 * @param {string} action
 */
export const buttonFor = (widget, action) =>
  /** @type {HTMLElement | undefined} */ (buttonsOf(widget).find((button) => actionOf(button) == action));

/**
 * Finds which button was pressed inside of a widget, and its action, if it has one.
 * @param {Event} event a click
 * @param {(element: Element) => boolean} isWidget
 */
export const pressIn = (event, isWidget) => {
  // The path includes open shadow roots. It contains the widget's root if the press was inside of the widget.
  const path = event.composedPath();
  const widget = path.find((node) => matches(node, "*") && isWidget(node));
  const inside = path.slice(0, path.indexOf(/** @type {any} */ (widget)?.shadowRoot) + 1);
  for (const node of inside) {
    const action = matches(node, "*") && actionOf(node);
    if (action) return { widget: /** @type {Widget} */ (widget), action };
  }
  return undefined;
};

/**
 * Reads what a widget shows. Everything in the widget may be missing or may throw.
 * @param {Widget} widget
 */
export const look = (widget) => {
  /** @type {import("./border.js").Seen} */
  const seen = {};
  try {
    const state = widget.getState?.();
    if (state && typeof state == "object") {
      seen.screen = text(state.screen);
      seen.transactionId = text(state.transactionId);
      seen.tellsTransaction = true;
    }
  } catch {
    // Not upgraded, or not an ats-widget.
  }
  try {
    const root = widget.shadowRoot;
    seen.overlay = !!root?.querySelector(ATS.OVERLAY);
    seen.retry = !!root?.querySelector(ATS.RETRY_BUTTON);
    seen.mode = text(widget.getAttribute(ATS.MODE));
    seen.network = text(widget.getAttribute(ATS.NETWORK));
    const alert = [...(root?.querySelectorAll(ATS.ALERT) ?? [])].find(isVisible);
    seen.alert = alert && text(words(alert));
    seen.requestId = text(root?.querySelector(ATS.REQUEST_ID)?.textContent?.trim());
    seen.firstStep = !!root?.querySelector(ATS.NEXT_BUTTON) && !root.querySelector(ATS.BACK_BUTTON);
    seen.buttons = [...new Set(buttonsOf(widget).flatMap((button) => actionOf(button) ?? []))].slice(0, MOST_BUTTONS);
  } catch {
    // Not upgraded, or not an ats-widget.
  }
  return seen;
};
