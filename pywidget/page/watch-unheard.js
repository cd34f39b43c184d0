// @ts-check
/**
 * Requests that nobody heard, because they were sent before there was anybody to hear them, or in a way that nothing is
 * put before: the browser notes each with the status of its answer.
 *
 * @typedef {import("./requests.js").Request} Request
 */

/** So many addresses are remembered. */
const MOST = 1_000;

/** Milliseconds. What failed longer ago is of no use to anybody. */
const PAST_MS = 30_000;

/** What was sent earlier is not told: also not what was told before this was stopped. */
let since = performance.now() - PAST_MS;

/**
 * @param {(request: Request, status: number) => void} unheard
 */
export const watchUnheard = (unheard) => {
  /** How many requests for an address were heard and are not noted yet. @type {Map<string, number>} */
  const heard = new Map();
  /** @param {URL} address */
  const nameOf = ({ origin, pathname }) => origin + pathname;
  /** @param {string} name @param {1 | -1} by */
  const add = (name, by) => {
    const count = (heard.get(name) ?? 0) + by;
    heard.delete(name);
    if (count > 0) heard.set(name, count);
    if (heard.size > MOST) heard.delete(/** @type {string} */ (heard.keys().next().value));
  };

  /** @param {PerformanceObserverEntryList} list */
  const noted = (list) => {
    for (const entry of list.getEntries()) {
      const { name, initiatorType, responseStatus, startTime } = /** @type {PerformanceResourceTiming} */ (entry);
      if (!/^(fetch|xmlhttprequest)$/.test(initiatorType) || startTime < since) continue;
      const address = new URL(name);
      if (heard.has(nameOf(address))) add(nameOf(address), -1);
      // Not every browser notes the status.
      else unheard({ method: "", address, sent: startTime }, responseStatus ?? 0);
    }
  };
  const observer = window.PerformanceObserver && new PerformanceObserver(noted);
  observer?.observe({ type: "resource", buffered: true });

  return {
    /** @param {Request} request @param {1 | -1} by */
    sent: ({ address }, by) => add(nameOf(address), by),

    stop() {
      observer?.disconnect();
      since = performance.now();
    },
  };
};
