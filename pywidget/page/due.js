// @ts-check
import { look } from "./widgets.js";

/** A timer of {@link ATS.STUCK_MS} may be early by this, as clocks tell it. */
const EARLY_MS = 100;

/** Tells whether a widget shows what the script tag would start Python for. @param {import("./border.js").Seen} seen */
const isInTrouble = ({ screen = "", overlay }) => ATS.PARTS_OF_LOOKS.test(screen) || overlay;

/**
 * Whether there is something that Python is started for, also where the page did not ask for it: a failure, or a widget
 * that shows one, waits for a token or is stuck.
 * @param {import("./state.js").State} state
 * @param {(entry: import("./state.js").Entry) => boolean} isOurs
 */
export const createDue = (state, isOurs) => {
  const hasTrouble = () => state.queue.some((entry) => ATS.PARTS_OF_TROUBLE.test(entry[1]) && isOurs(entry));

  /** @param {Element} widget at work: the script tag looks at it again, long after its last step */
  const hasSpoken = (widget) => {
    const entries = state.queue.filter(([who, name]) => who == widget && ATS.PARTS_OF_WORK.test(name));
    const age = Date.now() - (entries.pop()?.[3] ?? 0);
    return age >= 0 && age < ATS.STUCK_MS - EARLY_MS;
  };

  return () =>
    hasTrouble() ||
    Array.from(document.querySelectorAll(state.selector)).some((widget) => isInTrouble(look(widget)) && !hasSpoken(widget));
};
