// @ts-check
/**
 * A page's time that can be put forward, for browsers in which Playwright has no say. It goes on by itself, as real time
 * does. `clock.forward` skips time: what is due then is done once. `clock.run` lets time pass: everything in its order.
 */
(() => {
  const native = {
    setTimeout: setTimeout.bind(window),
    clearTimeout: clearTimeout.bind(window),
    now: performance.now.bind(performance),
    Date,
  };
  /** How far the page's time is ahead of the real one, in milliseconds. */
  let ahead = 0;
  let last = 1e6;
  /** @type {Map<number, { at: number, every: number, run: () => void }>} */
  const timers = new Map();
  /** @type {number | undefined} */
  let alarm;

  const now = () => native.now() + ahead;

  /** @returns {[number, { at: number, every: number, run: () => void }] | undefined} what is due first */
  const first = () => [...timers].sort(([, one], [, other]) => one.at - other.at)[0];

  /** @param {number} until @returns {boolean} whether something was due until then, and has been done */
  const fire = (until) => {
    const [id, timer] = first() ?? [];
    if (id === undefined || !timer || timer.at > until) return false;
    if (timer.every) timer.at = Math.max(timer.at, now()) + timer.every;
    else timers.delete(id);
    try {
      timer.run();
    } catch (error) {
      reportError(error);
    }
    return true;
  };

  const arm = () => {
    native.clearTimeout(alarm);
    const next = first()?.[1];
    if (next) alarm = native.setTimeout(() => (fire(now()), arm()), Math.max(0, next.at - now()));
  };

  /** @param {boolean} repeats */
  const setter =
    (repeats) =>
    (/** @type {Function} */ run, /** @type {number} */ ms = 0, /** @type {unknown[]} */ ...args) => {
      // What is no number counts as none.
      const wait = Math.max(0, ms) || 0;
      timers.set(++last, { at: now() + wait, every: repeats ? Math.max(1, wait) : 0, run: () => run(...args) });
      arm();
      return last;
    };

  /** @param {number} id */
  const clear = (id) => {
    timers.delete(id);
    native.clearTimeout(id);
  };

  class PageDate extends native.Date {
    constructor(/** @type {any[]} */ ...given) {
      if (given.length) super(.../** @type {[any]} */ (given));
      else super(PageDate.now());
    }

    static now() {
      return native.Date.now() + Math.round(ahead);
    }
  }

  performance.now = now;
  Object.assign(window, {
    setTimeout: setter(false),
    setInterval: setter(true),
    clearTimeout: clear,
    clearInterval: clear,
    Date: PageDate,
    clock: {
      /** @param {number} ms */
      forward(ms) {
        ahead += ms;
        const due = [...timers.values()].filter(({ at }) => at <= now()).length;
        for (let done = 0; done < due; done++) fire(now());
        arm();
      },

      /** @param {number} ms */
      async run(ms) {
        const until = now() + ms;
        for (;;) {
          const next = first()?.[1];
          if (!next || next.at > until) break;
          ahead += Math.max(0, next.at - now());
          fire(until);
          await /** @type {any} */ (window).idle();
        }
        ahead += Math.max(0, until - now());
        arm();
      },
    },
  });
})();
