// @ts-check
import { look } from "./look.js";

/** A timer of {@link ATS.STUCK_MS} may seem to fire this much too early, because clocks differ. */
const EARLY_MS = 100;

/** What stands in an event that may be about a token. It also stands in others: then the file for tokens comes early. */
const ABOUT_TOKENS = /exp|auth|token|session|401/i;

/**
 * Tells whether Python may ask for a token before it shows a notice.
 * @param {import("./state.js").State} state
 */
export const isAboutTokens = ({ queue, data }) => {
  try {
    if (data["firstToken"] == "on" || data["watch"] || data["profile"]) return true;
    const trouble = queue.filter(([, name]) => ATS.PARTS_OF_TROUBLE.test(name));
    // Without an event, it may be a widget's screen that says so.
    return !trouble.length || trouble.some(([, name, detail]) => ABOUT_TOKENS.test(name + detail));
  } catch {
    // A script dispatched an event whose name is no text.
    return true;
  }
};

/**
 * Tells whether a widget shows something for which the script tag starts Python.
 * @param {import("./border.js").Seen} seen
 */
const isInTrouble = ({ screen = "", overlay }) => ATS.PARTS_OF_LOOKS.test(screen) || overlay;

/**
 * Tells whether Python has to be started, even if the page did not ask for that: after a failure, or if a widget shows
 * one, waits for a token or is stuck.
 * @param {import("./state.js").State} state
 * @param {(entry: import("./state.js").Entry) => boolean} isOurs
 */
export const createDue = (state, isOurs) => {
  const hasTrouble = () => state.queue.some((entry) => ATS.PARTS_OF_TROUBLE.test(entry[1]) && isOurs(entry));

  /** @param {Element} widget one that was at work, which the script tag checks again long after its last step */
  const hasSpoken = (widget) => {
    const entries = state.queue.filter(([who, name]) => who == widget && ATS.PARTS_OF_WORK.test(name));
    const age = Date.now() - (entries.pop()?.[3] ?? 0);
    return age >= 0 && age < ATS.STUCK_MS - EARLY_MS;
  };

  return () => {
    try {
      const widgets = Array.from(document.querySelectorAll(state.selector));
      return hasTrouble() || widgets.some((widget) => isInTrouble(look(widget)) && !hasSpoken(widget));
    } catch {
      // A script dispatched an event whose name is no text. Python is started, and the queue read.
      return true;
    }
  };
};
