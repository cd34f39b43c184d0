// @ts-check
/**
 * Numbers that look random and are the same for the same seed: whatever is made of them can be made again.
 *
 * @typedef {ReturnType<typeof createRandom>} Random
 */
/** @param {string} seed */
const createRandom = (seed) => {
  // FNV-1a makes a number of the text, mulberry32 makes more numbers of it.
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ /** @type {number} */ (character.codePointAt(0)), 0x01000193);

  /** At least 0, less than 1. */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** A whole number below `end`. @param {number} end */
  const below = (end) => Math.floor(next() * end);

  return {
    below,

    /** True once in so many times. @param {number} times */
    once: (times) => below(times) == 0,

    /** @template T @param {readonly T[]} list @returns {T} */
    pick: (list) => /** @type {T} */ (list[below(list.length)]),

    /** One of several, in proportion to their weights. @template T @param {readonly (readonly [number, T])[]} list */
    weighted(list) {
      let at = next() * list.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, one] of list) if ((at -= weight) < 0) return one;
      return /** @type {readonly [number, T]} */ (list.at(-1))[1];
    },

    /** Letters and digits. @param {number} length */
    letters: (length) => Array.from({ length }, () => "abcdefghijkmnpqrstuvwxyz23456789"[below(32)]).join(""),
  };
};
