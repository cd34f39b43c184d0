// @ts-check
/** A difference between the two clocks that is not from their rounding. */
const SLEEP_MS = 1_000;

/**
 * Milliseconds since the epoch that only go forward. `Date.now()` jumps when somebody sets the clock, and
 * `performance.now()` stands still while some systems sleep: it counts, unless the other one is far ahead. (The larger of
 * the two each time would run fast: one counts whole milliseconds, and is ahead by up to one of them at every look.)
 * Pages replace either: one that says what is no number stands still.
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
    // In all: a steady one that never goes is behind by a little at each look.
    ahead = Math.max(ahead + wall - lastWall - step, 0);
    now += step;
    if (ahead > SLEEP_MS) {
      now += ahead;
      ahead = 0;
    }
    return Math.round(now);
  };
};
