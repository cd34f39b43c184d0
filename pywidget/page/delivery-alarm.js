// @ts-check
import { timer } from "./after.js";

/**
 * One timer for whoever wants it: it rings at the earliest time that was asked for.
 *
 * @param {() => void} ring
 */
export const createAlarm = (ring) => {
  let stopWaiting = () => {};
  let due = Infinity;
  let over = false;

  return {
    /** @param {number} delay milliseconds; an earlier time stays */
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

    /** Another time than those before. @param {number} delay milliseconds */
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
