// @ts-check
import { slips } from "../../page/slips.js";
import names from "./names.json";

/**
 * Finds what a test asks that no page could ever answer, such as a misspelt name. Without this, a field that does not
 * exist would be missing from every event, and so be equal to nothing.
 *
 * @typedef {{ misuse: string, isField: boolean }} Misuse `isField`: a name is unknown, not a value
 */

/** @type {Readonly<Record<string, string[]>>} */
const EVENTS = names.events;

/** Checks that are about no event -> what can be given with them. @type {Readonly<Record<string, string[]>>} */
const OTHERS = { quiet: [], tokens: ["asked", "delivered"], screen: ["name"], focus: ["on"] };

/** @type {Readonly<Record<import("../../../static/double/state.js").Screen, true>>} */
const SCREENS = {
  FORM: true,
  DOWNLOADS: true,
  DOWNLOAD_DETAIL: true,
  UPLOAD: true,
  CONFIRMING: true,
  TRACKING: true,
  COMPLETE: true,
  FAILED: true,
  DISABLED: true,
};

/** What `focus` knows by name. */
const FOCUSED = ["widget", "notice", ...names.actions];

/** The most slips between two names that are near. */
const MOST = 2;

/** Upper and lower case, `_` and `-` make no other name. @param {string} name */
const bare = (name) => name.toLowerCase().replace(/^(pywidget|allfeat):/, "").replaceAll(/[-_]/g, "");

/** The name that was meant, as a sentence; empty if none is near. @param {unknown} name @param {string[]} known */
export const meant = (name, known) => {
  const [best] = known
    .map((one) => ({ one, far: slips(bare(`${name}`), bare(one), MOST) }))
    .filter(({ one, far }) => far <= Math.min(MOST, (one.length - 1) >> 1))
    .sort((left, right) => left.far - right.far);
  return best ? ` Did you mean ${best.one}?` : "";
};

/** @param {string} what @param {unknown} name @param {string[]} known */
const isNone = (what, name, known) => {
  const near = meant(name, known);
  return `${JSON.stringify(name ?? null)} is no ${what}.${near || ` There are ${known.join(", ") || "none"}.`}`;
};

/** @param {string} selector */
export const isSelector = (selector) => {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
};

/** Fields of an event, as a test may name them. @param {string} event */
export const fieldsOf = (event) => EVENTS[event] ?? [];

/**
 * What is wrong with the name of a report's field, in words. A page may give its reports fields of its own, so an unknown
 * name is wrong only if no report has it.
 * @param {string} name
 */
export const noFieldOfReports = (name) =>
  fieldsOf("report").includes(name) ? "" : `no report has a field ${name}.${meant(name, fieldsOf("report"))}`;

/** What to say of a place of the focus that may be no such thing. @param {string} on */
export const noPlace = (on) => {
  if (FOCUSED.includes(on)) return "";
  return isSelector(on) && document.querySelector(on) ? "" : `nothing in the page has this name or selector.${meant(on, FOCUSED)}`;
};

/**
 * @param {string} check
 * @param {Record<string, any>} expected
 * @param {string | null} selector of the widget that is meant
 * @returns {Misuse | undefined}
 */
export const misuse = (check, expected, selector) => {
  /** @param {string} text @returns {Misuse} */
  const wrong = (text, isField = false) => ({ misuse: text, isField });
  if (selector !== null && !isSelector(selector)) return wrong(`${JSON.stringify(selector)} is no CSS selector.`);
  const { name, on, ...rest } = expected;
  if (check == "event" && !Object.hasOwn(EVENTS, name)) return wrong(isNone("event of pywidget", name, Object.keys(EVENTS)));
  if (check == "screen" && !Object.hasOwn(SCREENS, name)) return wrong(isNone("screen of the widget", name, Object.keys(SCREENS)));
  if (check == "focus" && (typeof on != "string" || (!/^[\w:-]+$/.test(on) && !isSelector(on)))) {
    return wrong(`${JSON.stringify(on ?? null)} is no CSS selector, nor a name.${meant(on, FOCUSED)}`);
  }
  const event = check == "event" ? name : check;
  if (event == "report") return undefined;
  const known = OTHERS[event] ?? fieldsOf(event);
  const unknown = Object.keys(check == "event" ? rest : expected).find((field) => !known.includes(field));
  if (unknown === undefined) return undefined;
  return wrong(isNone(OTHERS[check] ? `part of ${check}` : `field of pywidget:${event}`, unknown, known), true);
};

/** What `fire` takes beside the code. */
const FAILING = ["generation", "at", "retryAfter", "requestId", "message", "details"];

/** Throws if a test fires what cannot be fired. @param {unknown} code @param {object} failing */
export const checkFiring = (code, failing) => {
  if (typeof code != "string" || !code.trim()) throw new Error("fire() needs a code, such as session.key_inactive");
  const unknown = Object.keys(failing).find((name) => !FAILING.includes(name));
  if (unknown !== undefined) throw new Error(isNone("option of fire()", unknown, FAILING));
};
