// @ts-check
/**
 * Waits. Some pages have timers that fire at once: those are asked again, at most some hundred times.
 * @param {number} ms
 * @returns {Promise<void>}
 */
export const after = async (ms) => {
  const end = performance.now() + ms;
  for (let turns = 0; performance.now() < end && turns < 500; turns++) {
    await new Promise((resolve) => setTimeout(resolve, end - performance.now()));
  }
  // Such a page has no clock to wait by.
  if (performance.now() < end) await new Promise(() => {});
};
