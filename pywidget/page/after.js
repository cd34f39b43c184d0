// @ts-check
/** Timers may fire this much too early, because the clock that measures them is rounded. */
const EARLY_MS = 1;

/**
 * A timer that fires neither too early nor within this call. Some pages replace `setTimeout` by one that does. The time
 * that is left then is waited for with a timer that no script can replace.
 * @param {() => void} run
 * @param {number} ms
 * @returns {() => void} stops the timer
 */
export const timer = (run, ms) => {
  const end = performance.now() + ms;
  let over = false;
  const ring = () => over || run();
  const id = setTimeout(() => {
    const left = end - performance.now();
    if (left > EARLY_MS && AbortSignal.timeout) AbortSignal.timeout(Math.ceil(left)).onabort = ring;
    else ring();
  }, ms);
  return () => {
    over = true;
    clearTimeout(id);
  };
};

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
export const after = async (ms) => {
  if (ms > 0) await new Promise((resolve) => void timer(() => resolve(0), ms));
};

/**
 * What a promise becomes, or an error if that takes too long.
 * @template T
 * @param {T | Promise<T>} promise
 * @param {number} ms
 * @param {string} text the error's
 * @returns {Promise<T>}
 */
export const inTime = (promise, ms, text) =>
  Promise.race([
    promise,
    after(ms).then(() => {
      throw new Error(text);
    }),
  ]);

/** Does what `queueMicrotask` does, which some pages lack. @param {() => void} run */
export const soon = async (run) => {
  await 0;
  run();
};
