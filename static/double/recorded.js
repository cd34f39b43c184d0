// @ts-check
import { h } from "./dom.js";

/**
 * What real widgets said, turn by turn, and widgets that say it again. A turn is what a widget said at one moment: events
 * that belong together come together.
 *
 * @typedef {HTMLElement} Widget with the attribute `recorded`
 * @typedef {{ screen: string | null, tokenOverlay: boolean, retryButton: boolean, transactionId: string | null }} Look
 * @typedef {{ name: string, widget: number, detail: unknown, look: Look }} Said
 * @typedef {{ id: string, title: string, generation: string, mode: string, widgets: number, turns: Said[][] }} Recording
 */

/**
 * Recordings write what JSON cannot say.
 * @param {any} value
 * @returns {any}
 */
const revived = (value) => {
  if (value === "__undefined__") return undefined;
  if (!value || typeof value != "object") return value;
  const { __Error__: name, message, ...rest } = value;
  if (name) return Object.assign(new Error(message), { name }, revived(rest));
  if (Array.isArray(value)) return value.map(revived);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revived(member)]));
};

/**
 * Lets a widget look as it was recorded.
 * @param {Widget} widget
 * @param {Look} look
 */
const draw = (widget, { screen, tokenOverlay, retryButton, transactionId }) => {
  Object.assign(widget, { getState: () => ({ screen: screen ?? "FORM", transactionId: transactionId ?? undefined }) });
  widget.shadowRoot?.querySelector(".ats-container")?.replaceChildren(
    h("section", {},
      h("h2", { class: "ats-title" }, `Screen: ${screen ?? "none yet"}`),
      h("p", {}, "A recording speaks for the widget. Its own buttons do nothing."),
      retryButton && h("button", { type: "button", class: "ats-btn ats-btn-primary", "data-action": "retry" }, "Retry")),
    ...(tokenOverlay ? [h("div", { class: "ats-loading-overlay" }, "Session expired: waiting for a new token")] : []),
  );
};

/**
 * @param {Widget[]} widgets
 * @param {Said[]} turn
 */
const say = (widgets, turn) => {
  for (const { name, widget: number, detail, look } of turn) {
    const widget = widgets[number];
    if (!widget) continue;
    draw(widget, look);
    widget.dispatchEvent(new CustomEvent(name, { detail: revived(detail), bubbles: true, composed: true }));
  }
};

/** ms: the pause after a turn, and the longest that a widget which asked for a token is waited for */
const A_MOMENT = 150;
const PATIENCE = 3000;

/** Widgets whose page gave up: what they ask for then, nobody answers. @type {WeakSet<Widget>} */
const refused = new WeakSet();

/**
 * Waits until a widget that asked for a token has one, or gets none.
 * @param {Widget} widget
 */
const answered = (widget) =>
  new Promise((resolve) => {
    new MutationObserver(resolve).observe(widget, { attributeFilter: ["token"] });
    const refuse = () => {
      refused.add(widget);
      resolve(undefined);
    };
    widget.addEventListener("pywidget:renewal-failed", refuse, { once: true });
    setTimeout(resolve, refused.has(widget) ? A_MOMENT : PATIENCE);
  });

/**
 * Says some turns, one after the other, unless something else is played meanwhile.
 * @param {Widget[]} widgets
 * @param {Said[][]} turns
 */
export const perform = async (widgets, turns) => {
  for (const [index, turn] of turns.entries()) {
    if (!widgets.every((widget) => widget.isConnected)) return;
    const asking = turn.find(({ name }) => name === "allfeat:token-expired");
    const widget = asking && widgets[asking.widget];
    const done = widget ? answered(widget) : new Promise((resolve) => setTimeout(resolve, A_MOMENT));
    say(widgets, turn);
    if (index < turns.length - 1) await done;
  }
};
