// @ts-check
/**
 * Time of the page's own, which passes only when nothing is left to do: what a timer was set for comes once all that came
 * before it has been dealt with. On a slow machine a test is slow then, and nothing else about it changes. For pages with
 * idle.js.
 */
(() => {
  /** How long an answer with a token takes, in that time. */
  const ANSWER_MS = 60;

  const native = { fetch: fetch.bind(window), clearTimeout: clearTimeout.bind(window) };
  /** In the order in which they were set. @type {{ id: number, at: number, run: () => unknown }[]} */
  let timers = [];
  let last = 1e6;
  let now = 0;
  /** Requests for tokens that are under way. */
  let asked = 0;
  /** Something was said that Python is started for. */
  let starting = false;

  /** Ends when everything else has been done, and nothing is under way that leads to more. */
  const quiet = async () => {
    for (;;) {
      await /** @type {any} */ (window).idle();
      if (starting) {
        starting = false;
        await /** @type {any} */ (window).pywidget.ready;
      } else if (!asked) return;
    }
  };

  /** @param {string} text @returns {Promise<string>} */
  const late = (text) => new Promise((resolve) => own.setTimeout(resolve, ANSWER_MS, text));

  const own = {
    /** @param {Function} run @param {number} [ms] @param {unknown[]} args */
    setTimeout: (run, ms, ...args) => {
      timers.push({ id: ++last, at: now + (ms ?? 0), run: () => run(...args) });
      return last;
    },

    /** @param {number} id */
    clearTimeout: (id) => {
      timers = timers.filter((timer) => timer.id != id);
      native.clearTimeout(id);
    },

    /** @param {Parameters<typeof fetch>} args */
    fetch: async (...args) => {
      if (!/^\/token/.test(`${args[0]}`)) return native.fetch(...args);
      asked++;
      try {
        const response = await native.fetch(...args);
        const text = await response.text();
        return Object.defineProperty(response, "text", { value: () => late(text) });
      } finally {
        asked--;
      }
    },
  };

  /**
   * Does something that waits by timers. When it ends, the page's time stands still for good.
   * @template T
   * @param {() => Promise<T>} run
   * @returns {Promise<T>}
   */
  const inOwnTime = async (run) => {
    now = performance.now();
    const sinceEpoch = Date.now() - now;
    Object.assign(window, own);
    performance.now = () => now;
    Date.now = () => Math.round(sinceEpoch + now);
    for (const name of ["error", "failed", "token-expired"]) {
      addEventListener(`allfeat:${name}`, () => (starting = true), true);
    }
    let over = false;
    const result = run().finally(() => (over = true));
    for (;;) {
      await quiet();
      if (over) return result;
      const next = timers.reduce((one, other) => (other.at < one.at ? other : one), /** @type {any} */ ({ at: Infinity }));
      if (!next.run) throw new Error("it waits for something that does not come");
      own.clearTimeout(next.id);
      now = next.at;
      next.run();
    }
  };
  Object.assign(window, { inOwnTime });
})();
