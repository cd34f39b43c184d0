// @ts-check
/** Timers may come so much too early: the clock that they are held to is rounded. */
const EARLY_MS = 1;

/**
 * A timer that neither comes early nor within this call, as those of some pages do: what is left is waited for with a
 * timer that no script replaces.
 * @param {() => void} run
 * @param {number} ms
 * @returns {() => void} ends it
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

/** As `queueMicrotask`, which some pages lack. @param {() => void} run */
export const soon = async (run) => {
  await 0;
  run();
};
