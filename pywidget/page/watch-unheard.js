// @ts-check
/**
 * Finds requests that were not observed, because they were sent before our script was loaded, or in a way that it
 * cannot intercept. The browser's performance entries list each request with the status of its answer.
 *
 * @typedef {import("./requests.js").Request} Request
 */

/** The most addresses that are remembered. */
const MOST = 1_000;

/** Failures longer ago than this, in milliseconds, are no longer of interest. */
const PAST_MS = 30_000;

/** Requests sent earlier are not reported, nor are those that were reported before a stop. */
let since = performance.now() - PAST_MS;

/**
 * @param {(request: Request, status: number) => void} unheard
 */
export const watchUnheard = (unheard) => {
  /** For each address, how many observed requests have no performance entry yet. @type {Map<string, number>} */
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
      // Not every browser gives the status.
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
