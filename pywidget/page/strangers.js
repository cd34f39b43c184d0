// @ts-check
import { advise } from "./advise.js";
import { matches } from "./matches.js";

/** @typedef {import("./state.js").Entry} Entry */

/**
 * Finds widgets that pywidget does not handle, because the script tag's selector does not match them or the page's
 * structure hides them. If that looks like a mistake, a warning explains once why nothing happens.
 * @param {import("./state.js").State} state
 */
export const createStrangers = (state) => {
  const isAlone = () => !document.querySelector(state.selector);
  const sayUnmatched = () => advise(state, "data-widget matches no element", state);

  /** @param {any} element that dispatched an event but is not one of our widgets */
  const heard = (element) => {
    // If the selector matches other widgets, this one was left out on purpose.
    if (element.localName == ATS.ELEMENT) return void (isAlone() && sayUnmatched());
    // An event from inside of a closed shadow root seems to come from the root's host.
    if (element.localName?.includes("-") && !element.shadowRoot) {
      advise(state, "a widget is in a closed shadow root", element);
    }
  };

  return {
    /** Tells whether an entry belongs to a widget that pywidget handles, or to no widget. @param {Entry} entry */
    isOurs([widget, name]) {
      if (!widget || !name.startsWith(ATS.PREFIX) || matches(widget, state.selector)) return true;
      heard(widget);
      return false;
    },

    /** Checks the page for such widgets, once it is loaded. */
    look() {
      if (isAlone() && document.querySelector(ATS.ELEMENT)) sayUnmatched();
      for (const frame of document.querySelectorAll("iframe")) {
        const { contentDocument: inside, contentWindow } = frame;
        // A frame of another site cannot be read, and a frame with its own script tag handles its widgets itself.
        if (!inside?.querySelector(ATS.ELEMENT) || Reflect.get(contentWindow ?? {}, "pywidget")) continue;
        advise(state, "a widget is in an iframe");
      }
    },
  };
};
