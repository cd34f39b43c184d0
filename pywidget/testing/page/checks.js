// @ts-check
import { differences, inWords } from "./compare.js";
import { noFieldOfReports, noPlace } from "./misuse.js";
import { count, tokens } from "./tokens.js";
import { entries } from "./timeline.js";

/**
 * What tests can ask of a page. Each check says what was expected and what was there, or nothing if it holds.
 *
 * @typedef {Record<string, any>} Expected
 * @typedef {{ console: string[], requests: { url: string, body: string | null }[] }} Seen by the browser, outside the page
 * @typedef {{ widget?: any, number?: number | undefined, seen: Seen }} Context the widget that is meant; none: all
 * @typedef {(expected: Expected, context: Context) => string | undefined} Check
 */

/** @param {string} name @param {Context} context */
const said = (name, { number }) =>
  entries.filter(({ what, number: other }) => what == `pywidget:${name}` && (!number || other == number));

/**
 * @param {string} subject
 * @param {Expected} expected
 * @param {Expected | undefined} actual
 * @param {string} none what to say if there is none at all
 */
const compared = (subject, expected, actual, none) => {
  const wanted = inWords(expected) || "any";
  if (!actual) return `expected ${subject}: ${wanted}\n${none}`;
  const different = differences(expected, actual);
  if (!different.length) return undefined;
  return `expected ${subject}: ${wanted}\nit was: ${inWords(actual)}\ndifferent: ${different.join(", ")}`;
};

/** The elements of a selector, also inside open shadow roots. @param {string} selector @returns {Element[]} */
export const everywhere = (selector, root = /** @type {Document | ShadowRoot} */ (document)) => [
  ...root.querySelectorAll(selector),
  ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? everywhere(selector, shadowRoot) : [])),
];

/** What to say of a field that none of some reports has. @param {Expected} expected @param {Expected[]} reports */
const foreignIn = (expected, reports) =>
  Object.keys(expected)
    .filter((name) => !reports.some((report) => name in report))
    .map(noFieldOfReports)
    .find(Boolean);

const isOff = () => !!document.querySelector("script[data-notices=off]");

/** The notices that stand now: of each widget the last one, unless it was taken away. @param {Context} context */
const standing = (context) => {
  const latest = new Map(said("notice", context).map((entry) => [entry.number, entry]));
  return [...latest.values()].filter(({ detail }) => detail.kind !== null).sort((one, other) => one.at - other.at);
};

/** The element that has the focus, also inside open shadow roots. */
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

/** @param {Element} inner @param {Element} outer */
const isIn = (inner, outer) => {
  for (let at = /** @type {any} */ (inner); at; at = at.parentNode ?? at.host) if (at === outer) return true;
  return false;
};

/** @param {Element | null} element */
const described = (element) => {
  if (!element || element === document.body) return "nothing in particular (the page itself)";
  const root = element.getRootNode();
  const host = root instanceof ShadowRoot ? ` in <${root.host.localName}>` : "";
  const { action } = /** @type {HTMLElement} */ (element).dataset;
  return `<${element.localName}${element.id && ` id="${element.id}"`}${action ? ` data-action="${action}"` : ""}>${host}`;
};

/** @type {Record<string, Check>} */
export const CHECKS = {
  event({ name, ...expected }, context) {
    const last = said(name, context).at(-1)?.detail;
    const foreign = name == "report" && last && foreignIn(expected, [last]);
    return compared(`pywidget:${name}`, expected, foreign ? undefined : last, foreign || "there was none");
  },

  notice(expected, context) {
    const notices = standing(context);
    const problem = compared("the notice", expected, notices.at(-1)?.detail, "no notice stands");
    if (problem || isOff()) return problem;
    if (everywhere("pywidget-notice[data-shown]").length) return undefined;
    return `expected the notice: ${inWords(expected)}\nit was announced, but it is not shown in the page`;
  },

  quiet(_, context) {
    const notice = standing(context).at(-1);
    return notice && `expected no notice\nthere is: ${inWords(notice.detail)}`;
  },

  report(expected, context) {
    const reports = said("report", context).map(({ detail }) => detail);
    const foreign = foreignIn(expected, reports);
    if (foreign) return compared("a report", expected, undefined, foreign);
    if (reports.some((report) => !differences(expected, report).length)) return undefined;
    const [closest] = reports.sort((one, other) => differences(expected, one).length - differences(expected, other).length);
    // A report has many fields; those that tell it from others, and those that were asked for.
    const shown = closest && Object.fromEntries(["event", "code", "path", ...Object.keys(expected)].map((name) => [name, closest[name]]));
    return compared("a report", expected, shown, "nothing was reported");
  },

  tokens(expected, context) {
    const actual = { asked: count("token asked"), delivered: count("token delivered", context.number) };
    return twice() ?? leaked(context) ?? compared("tokens", expected, actual, "");
  },

  screen({ name }, { widget }) {
    const screen = widget?.getState?.().screen;
    return compared("the widget's screen", { screen: name }, { screen }, "");
  },

  focus({ on }, { widget }) {
    const element = focused();
    const holds =
      on == "widget"
        ? element && widget && isIn(element, widget)
        : on == "notice"
          ? element && everywhere("pywidget-notice").some((notice) => isIn(element, notice))
          : element && (/** @type {HTMLElement} */ (element).dataset["action"] == on || isSelected(element, on));
    if (holds) return undefined;
    return [`expected the focus on: ${on}`, `it was on: ${described(element)}`, noPlace(on)].filter(Boolean).join("\n");
  },
};

/** @param {Element} element @param {string} selector */
const isSelected = (element, selector) => {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
};

/** A token works once: it must not be given twice. */
const twice = () => {
  const delivered = entries.filter(({ what }) => what == "token delivered" || what == "token in the page");
  const numbers = delivered.map(({ detail }) => detail.token);
  const again = numbers.find((token, index) => numbers.indexOf(token) < index);
  return again && `expected each token to be delivered once\n${again} was delivered twice`;
};

/** @param {Context} context */
const leaked = ({ seen }) => {
  const storages = [localStorageText(), sessionStorageText()].join();
  /** @type {[where: string, text: string][]} */
  const places = [
    ...seen.console.map((text) => /** @type {[string, string]} */ (["the console", text])),
    ...seen.requests.map(({ url, body }) => /** @type {[string, string]} */ ([`a request to ${withoutTokens(url)}`, url + body])),
    ...entries.map(({ what, detail }) => /** @type {[string, string]} */ ([what, JSON.stringify(detail)])),
    ["the page's address", location.href],
    ["the page's storage", storages],
  ];
  for (const [index, token] of tokens.entries()) {
    // A made-up token of a few characters is found everywhere.
    if (token.length < 8) continue;
    const place = places.find(([, text]) => text.includes(token));
    if (place) return `expected tokens to be told to nobody\ntoken ${index + 1} is in: ${place[0]}`;
  }
  return undefined;
};

// A page without an origin of its own has neither.
const localStorageText = () => {
  try {
    return JSON.stringify(localStorage);
  } catch {
    return "";
  }
};
const sessionStorageText = () => {
  try {
    return JSON.stringify(sessionStorage);
  } catch {
    return "";
  }
};

/** @param {string} text */
export const withoutTokens = (text) => tokens.reduce((rest, token, index) => rest.replaceAll(token, `(token ${index + 1})`), text);
