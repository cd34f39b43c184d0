// @ts-check
import { warn } from "./fence.js";

/** @typedef {import("./state.js").Entry} Entry */

/**
 * Widgets that are not looked after, because the script tag's selector or the page's structure keeps them apart. Where
 * that looks like a mistake it is said, once: else nobody would find out why nothing happens.
 * @param {import("./state.js").State} state
 */
export const createStrangers = (state) => {
  /** @type {Set<string>} */
  const said = new Set();
  /** @param {string} text */
  const say = (text) => {
    if (said.has(text)) return;
    said.add(text);
    warn(text);
  };
  /** @param {Element} element */
  const isMatched = (element) => {
    try {
      return Element.prototype.matches.call(element, state.selector);
    } catch {
      // No element: the page's own code can have anything say anything.
      return false;
    }
  };
  const isAlone = () => !document.querySelector(state.selector);
  const sayUnmatched = () =>
    say(
      `data-widget="${state.selector}" matches no element, so the <${ATS.ELEMENT}> in this page is not looked after. ` +
        "Correct the selector, or leave data-widget out.",
    );

  /** @param {any} element whose event was not that of a widget of ours */
  const heard = (element) => {
    // Where some are left out and others not, somebody wanted it so.
    if (element.localName == ATS.ELEMENT) return void (isAlone() && sayUnmatched());
    // An event out of a closed shadow root seems to come from its host.
    if (element.localName?.includes("-") && !element.shadowRoot) {
      say(
        `a widget's event came from <${element.localName}>. If the widget is in its closed shadow root, it cannot be looked ` +
          'after: open that (attachShadow({ mode: "open" })), or put the widget outside of it.',
      );
    }
  };

  return {
    /** Tells whether an entry is of a widget that is looked after, or of none. @param {Entry} entry */
    isOurs([widget, name]) {
      if (!widget || !name.startsWith(ATS.PREFIX) || isMatched(widget)) return true;
      heard(widget);
      return false;
    },

    /** Looks at the page, once it is there. */
    look() {
      if (isAlone() && document.querySelector(ATS.ELEMENT)) sayUnmatched();
      for (const frame of document.querySelectorAll("iframe")) {
        const { contentDocument: inside, contentWindow } = frame;
        // One of another site cannot be read, and one with a script tag of its own is looked after.
        if (!inside?.querySelector(ATS.ELEMENT) || Reflect.get(contentWindow ?? {}, "pywidget")) continue;
        say(
          `an <${ATS.ELEMENT}> in an <iframe> is not looked after from outside. ` +
            "Put pywidget's script tag into the page in the frame.",
        );
      }
    },
  };
};
