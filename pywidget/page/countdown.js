// @ts-check
import { timer } from "./after.js";

/** Never announced more often than this. */
const QUIET_MS = 10_000;

/** So close to the end nothing is announced but the end. */
const CLOSE_MS = 5_000;

/** How long the page may take to replace a notice whose wait is over, before the notice says so itself. */
const GRACE_MS = 1_500;

/**
 * Counts down to a moment. Every tick asks the clock, so that it is right again after the computer slept.
 *
 * The remaining time is announced at the start and each time half of it has gone, which is often enough to rely on and
 * seldom enough to bear.
 *
 * @param {() => number} now milliseconds
 * @param {number} until
 * @param {{ tick: (seconds: number) => void, announce: (seconds: number) => void, over: () => void }} on
 * @returns {() => void} stops it
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
