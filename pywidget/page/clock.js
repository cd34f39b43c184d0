// @ts-check
/** A larger difference between the two clocks cannot come from rounding. */
const SLEEP_MS = 1_000;

/**
 * Milliseconds since the epoch that only go forward. `Date.now()` jumps when somebody sets the clock, and
 * `performance.now()` stops while some systems sleep. So `performance.now()` counts, unless `Date.now()` is far ahead.
 * (Taking the larger step each time would run fast: `Date.now()` counts whole milliseconds, so its step is often up to
 * one too large.) Pages can replace either clock: one that returns no number counts as standing still.
 *
 * @returns {() => number}
 */
export const createClock = () => {
  let wall = Date.now() || 0;
  let steady = performance.now() || 0;
  let ahead = 0;
  let now = wall;
  return () => {
    const [lastWall, lastSteady] = [wall, steady];
    wall = Date.now() || 0;
    steady = performance.now() || 0;
    const step = Math.max(steady - lastSteady, 0);
    // Added up, because a steady clock that stands still falls behind by only a little at each call.
    ahead = Math.max(ahead + wall - lastWall - step, 0);
    now += step;
    if (ahead > SLEEP_MS) {
      now += ahead;
      ahead = 0;
    }
    return Math.round(now);
  };
};
