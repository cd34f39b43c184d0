// @ts-check
import { timer } from "./after.js";

/**
 * One timer for several purposes: it rings at the earliest time that was set.
 *
 * @param {() => void} ring
 */
export const createAlarm = (ring) => {
  let stopWaiting = () => {};
  let due = Infinity;
  let over = false;

  return {
    /** @param {number} delay milliseconds; if an earlier time is set already, that one stays */
    set(delay) {
      const at = performance.now() + delay;
      if (over || at >= due) return;
      stopWaiting();
      due = at;
      stopWaiting = timer(() => {
        due = Infinity;
        ring();
      }, Math.ceil(delay));
    },

    /** Replaces the times set before. @param {number} delay milliseconds */
    reset(delay) {
      due = Infinity;
      this.set(delay);
    },

    stop() {
      over = true;
      stopWaiting();
    },
  };
};
