// @ts-check
import names from "./names.json";

/**
 * Everything that happened in the page, in order.
 *
 * @typedef {{ at: number, what: string, widget: string, number: number, detail: any }} Entry `at`: milliseconds of the
 *   page's time since the first one; `widget`: in words, empty for the page itself; `number`: which widget, 0 for the page itself
 */

const OF_WIDGET = ["ready", "mode-changed", "upload-start", "upload-complete", "confirmed", "step", "complete", "error",
  "token-expired", "failed", "work-selected", "download-started", "download-complete", "download-failed"];
const OF_PYWIDGET = Object.keys(names.events);

/** @type {Entry[]} */
export const entries = [];

/** The elements of which there is an entry, in order; the first one has the number 1. @type {Element[]} */
export const known = [];
/** The page's time of the first entry. @type {number | undefined} */
let began;

/** @param {Element} element */
export const numberOf = (element) => {
  if (!known.includes(element)) known.push(element);
  return known.indexOf(element) + 1;
};

/** As JSON can say it, without the traps of live objects. @param {unknown} value @returns {any} */
const plain = (value) => {
  try {
    const text = JSON.stringify(value, (_name, member) =>
      member instanceof Error ? { ...member, message: member.message } : member,
    );
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return "unreadable";
  }
};

/**
 * @param {string} what
 * @param {unknown} [detail]
 * @param {unknown} [target]
 */
export const note = (what, detail, target) => {
  const element = target instanceof Element ? target : null;
  const widget = element ? `${element.localName}${element.id && `#${element.id}`}` : "";
  const number = element ? numberOf(element) : 0;
  const now = performance.now();
  began ??= now;
  entries.push({ at: Math.round(now - began), what, widget, number, detail: plain(detail) });
};

export const listen = () => {
  const names = [...OF_WIDGET.map((name) => `allfeat:${name}`), ...OF_PYWIDGET.map((name) => `pywidget:${name}`)];
  for (const name of names) {
    window.addEventListener(
      name,
      (event) => note(name, /** @type {CustomEvent} */ (event).detail, event.composedPath()[0]),
      true,
    );
  }
};
