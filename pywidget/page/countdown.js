// @ts-check
import { timer } from "./after.js";

/** The shortest time between two announcements. */
const QUIET_MS = 10_000;

/** This close to the end, only the end is announced. */
const CLOSE_MS = 5_000;

/** When a wait is over, the page has this long to replace the notice. After that, the notice says that it is over. */
const GRACE_MS = 1_500;

/**
 * Counts down to a moment. Every tick reads the clock, so that the countdown is right even after the computer slept.
 *
 * The remaining time is announced at the start and each time half of it has gone. So screen readers get the time, but
 * are not interrupted all the time.
 *
 * @param {() => number} now milliseconds
 * @param {number} until
 * @param {{ tick: (seconds: number) => void, announce: (seconds: number) => void, over: () => void }} on
 * @returns {() => void} stops the countdown
 */
export const countDown = (now, until, on) => {
  let stop = () => {};
  let announced = Infinity;

  const tick = () => {
    const left = until - now();
    if (left <= -GRACE_MS) return on.over();
    if (left <= 0) {
      on.tick(0);
      stop = timer(tick, left + GRACE_MS);
      return;
    }
    const seconds = Math.ceil(left / 1000);
    on.tick(seconds);
    const due = left > CLOSE_MS && left <= announced / 2 && announced - left >= QUIET_MS;
    if (due || announced == Infinity) {
      announced = left;
      on.announce(seconds);
    }
    stop = timer(tick, left - (seconds - 1) * 1000);
  };

  tick();
  return () => stop();
};
