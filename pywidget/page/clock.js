// @ts-check
/** A difference between the two clocks that is not from their rounding. */
const SLEEP_MS = 1_000;

/**
 * Milliseconds since the epoch that only go forward. `Date.now()` jumps when somebody sets the clock, and
 * `performance.now()` stands still while some systems sleep: it counts, unless the other one is far ahead. (The larger of
 * the two each time would run fast: one counts whole milliseconds, and is ahead by up to one of them at every look.)
 *
 * @returns {() => number}
 */
export const createClock = () => {
  let wall = Date.now();
  let steady = performance.now();
  let now = wall;
  return () => {
    const [lastWall, lastSteady] = [wall, steady];
    wall = Date.now();
    steady = performance.now();
    const step = Math.max(steady - lastSteady, 0);
    const ahead = wall - lastWall - step;
    now += ahead > SLEEP_MS ? step + ahead : step;
    return Math.round(now);
  };
};
