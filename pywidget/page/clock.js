// @ts-check
/**
 * Milliseconds since the epoch that only go forward. `Date.now()` jumps when somebody sets the clock, and
 * `performance.now()` stands still while some systems sleep: the larger of the two steps is taken each time.
 *
 * @returns {() => number}
 */
export const createClock = () => {
  let wall = Date.now();
  let steady = performance.now();
  let now = wall;
  return () => {
    const step = Math.max(Date.now() - wall, performance.now() - steady, 0);
    wall = Date.now();
    steady = performance.now();
    now += step;
    return Math.round(now);
  };
};
