// @ts-check
import { CHECKS, everywhere, withoutTokens } from "./checks.js";
import { Double, play, setGeneration } from "./double.js";
import { misuse } from "./misuse.js";
import { entries, known, listen, numberOf } from "./timeline.js";
import { asked } from "./tokens.js";

/**
 * The page's part of `pywidget.testing`, the same for both test runners. It runs before the page's own scripts, and
 * defines the stand-in when the page loads its widget's script.
 */

const ELEMENT = "ats-widget";

/** @param {string} selector */
const find = (selector) => {
  if (customElements.get(ELEMENT) !== Double) {
    throw new Error(
      `there is no stand-in for <${ELEMENT}>: the page's widget script was not replaced. Check the option \`script\`, an integrity ` +
        "attribute on the script tag, and the console",
    );
  }
  const found = everywhere(selector).filter((element) => element instanceof Double);
  if (!found.length) throw new Error(`the page has no widget ${selector}`);
  return /** @type {Double[]} */ (found);
};

/**
 * The widget that an assertion is about. One that is not in the page any more still counts by what it did.
 * @param {string} selector
 */
const meant = (selector) =>
  [...everywhere(selector), ...[...known].reverse().filter((element) => element.matches(selector))].find(
    ({ localName }) => localName == ELEMENT,
  );

/** @param {import("./timeline.js").Entry} entry */
const line = ({ at, what, widget, detail }) => {
  const fields = detail && typeof detail == "object" ? JSON.stringify(detail) : `${detail ?? ""}`;
  const text = `${(at / 1000).toFixed(2).padStart(8)}  ${widget.padEnd(14)} ${what.padEnd(24)} ${fields}`;
  return withoutTokens(text.length > 240 ? `${text.slice(0, 239)}…` : text);
};

const testing = {
  /** What the page's widget script is replaced by calls this. */
  define: () => customElements.get(ELEMENT) ?? customElements.define(ELEMENT, Double),

  setGeneration,
  asked,
  play: (/** @type {string} */ selector, /** @type {string} */ name) => play(name, find(selector)),

  /** @param {string} selector @param {string} code @param {import("./double.js").Failing} failing */
  fire: (selector, code, failing) => find(selector)[0]?.fire(code, failing),

  /** @param {string} selector */
  submit: (selector) => find(selector)[0]?.submit(),

  /**
   * @param {string} name of the check
   * @param {Record<string, any>} expected
   * @param {string | null} selector of the widget that is meant
   * @param {import("./checks.js").Seen} seen
   * @returns {string | import("./misuse.js").Misuse} what is wrong, with the timeline; empty if nothing is
   */
  check(name, expected, selector, seen) {
    const wrong = misuse(name, expected, selector);
    if (wrong) return wrong;
    const widget = meant(selector ?? ELEMENT);
    const number = selector && widget ? numberOf(widget) : undefined;
    // Without its number, whatever any other widget did would count.
    const problem = selector && !widget ? `the page has no widget ${selector}` : CHECKS[name]?.(expected, { widget, number, seen });
    return problem ? `${withoutTokens(problem)}\n\nwhat happened, in seconds of the page's time:\n${testing.timeline()}` : "";
  },

  /** The timeline in words. */
  timeline: () => entries.map(line).join("\n") || "(nothing)",

  /** The timeline as data, without tokens. */
  data: () => JSON.parse(withoutTokens(JSON.stringify(entries))),
};

Object.assign(window, { pywidgetTesting: testing });
listen();
