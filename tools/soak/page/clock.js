// @ts-check
/**
 * Runs before every other script of a page: gives it a clock that can be moved, and counts what is under way.
 *
 * Time flows as always, and `until` lets it jump: to the next timer, as soon as nothing is under way that would lead to
 * an earlier one. What is under way are requests and transactions; one that hangs is waited for only so long.
 */
(() => {
  /** How long `until` waits for requests at one point in time, in real milliseconds */
  const PATIENCE_MS = 1_500;
  /** The shortest time between the timers of a page that has long been hidden. */
  const THROTTLED_MS = 60_000;

  const native = {
    setTimeout: setTimeout.bind(window),
    clearTimeout: clearTimeout.bind(window),
    fetch: fetch.bind(window),
    now: performance.now.bind(performance),
    date: Date,
    sendBeacon: navigator.sendBeacon.bind(navigator),
  };
  /** @typedef {{ at: number, native: number, every: number | undefined, run: () => unknown }} Timer */
  /** @type {Map<number, Timer>} */
  const timers = new Map();
  let last = 1e6;
  /** By how much the page's time is ahead of the browser's, and the time of day of the browser. */
  let ahead = 0;
  let base = 0;
  let underWay = 0;
  let asleep = false;
  let hidden = false;
  /** What `until` has done, for a page that goes round and round. */
  let fired = 0;

  const now = () => native.now() + ahead;

  /** @param {number} id */
  const fire = (id) => {
    const timer = timers.get(id);
    if (!timer) return;
    if (timer.every === undefined) timers.delete(id);
    else arm(id, timer, timer.every);
    timer.run();
  };

  /** @param {number} id @param {Timer} timer @param {number} ms */
  const arm = (id, timer, ms) => {
    timer.at = now() + ms;
    if (hidden) timer.at = Math.ceil(timer.at / THROTTLED_MS) * THROTTLED_MS;
    native.clearTimeout(timer.native);
    // Longer ones would come at once.
    timer.native = native.setTimeout(() => asleep || hidden || fire(id), Math.min(ms, 2 ** 31 - 1));
  };

  /** @param {unknown} run @param {unknown} ms @param {unknown[]} args @param {boolean} again */
  const set = (run, ms, args, again) => {
    const delay = Math.max(0, Number(ms) || 0);
    const timer = { at: 0, native: 0, every: again ? Math.max(1, delay) : undefined, run: () => typeof run == "function" && run(...args) };
    timers.set(++last, timer);
    arm(last, timer, delay);
    return last;
  };

  /** @param {number | undefined} id */
  const clear = (id) => {
    const timer = timers.get(id ?? 0);
    if (!timer) return;
    native.clearTimeout(timer.native);
    timers.delete(id ?? 0);
  };

  class OwnDate extends Date {
    /** @param {any[]} given */
    constructor(...given) {
      // @ts-expect-error -- whatever Date takes
      super(...(given.length ? given : [OwnDate.now()]));
    }
    static now() {
      return Math.round(base + now());
    }
  }

  /** @template T @param {Promise<T>} work @returns {Promise<T>} */
  const during = (work) => {
    underWay++;
    const over = () => void underWay--;
    work.then(over, over);
    return work;
  };

  Object.assign(window, {
    setTimeout: (/** @type {unknown} */ run, /** @type {unknown} */ ms, /** @type {unknown[]} */ ...args) => set(run, ms, args, false),
    setInterval: (/** @type {unknown} */ run, /** @type {unknown} */ ms, /** @type {unknown[]} */ ...args) => set(run, ms, args, true),
    clearTimeout: clear,
    clearInterval: clear,
    Date: OwnDate,
    fetch: (/** @type {Parameters<typeof fetch>} */ ...args) => during(native.fetch(...args)),
  });
  performance.now = now;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    set(() => controller.abort(new DOMException("", "TimeoutError")), ms, [], false);
    return controller.signal;
  };
  // The collector is told that nobody will hear its answer.
  navigator.sendBeacon = (url, body) => native.sendBeacon(`${url}?beacon`, body);

  const { open } = IDBFactory.prototype;
  const { close } = IDBDatabase.prototype;
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    underWay++;
    request.addEventListener("error", () => void underWay--);
    return request;
  };
  IDBDatabase.prototype.close = function () {
    underWay--;
    close.call(this);
  };

  for (const name of /** @type {const} */ (["instantiate", "instantiateStreaming"])) {
    const real = /** @type {any} */ (WebAssembly)[name];
    /** @type {any} */ (WebAssembly)[name] = async (/** @type {any[]} */ ...given) => {
      const made = await real.apply(WebAssembly, given);
      own.python = (made.instance ?? made).exports;
      return made;
    };
  }

  /** Ends when the page has nothing more urgent to do than this, and no request that is soon answered. */
  const quiet = async () => {
    const until = native.now() + PATIENCE_MS;
    for (;;) {
      await /** @type {any} */ (window).scheduler.postTask(() => 0, { priority: "background" });
      if (underWay <= 0 || native.now() > until) return;
      await new Promise((resolve) => native.setTimeout(resolve, 2));
    }
  };

  const own = {
    /** The functions of the interpreter in WebAssembly. @type {any} */
    python: undefined,

    /** Sets the time of day. @param {number} epoch */
    begin(epoch) {
      base = epoch - now();
    },

    /** Lets time pass up to a time of day. @param {number} epoch */
    async until(epoch) {
      const end = epoch - base;
      for (;;) {
        await quiet();
        let next = 0;
        for (const [id, { at }] of timers) if (at <= end && !(at >= /** @type {any} */ (timers.get(next)?.at ?? Infinity))) next = id;
        const timer = timers.get(next);
        if (!timer || asleep) break;
        if (++fired % 100_000 == 0) throw new Error("one timer after the other");
        ahead += Math.max(0, timer.at - now());
        native.clearTimeout(timer.native);
        fire(next);
      }
      ahead += Math.max(0, end - now());
    },

    /** Whether the page's timers stand still, as those of a frozen tab do. @param {boolean} on */
    sleep(on) {
      asleep = on;
      own.hide(on);
      document.dispatchEvent(new Event(on ? "freeze" : "resume"));
    },

    /** @param {boolean} on */
    hide(on) {
      hidden = on;
      Object.defineProperty(document, "visibilityState", { configurable: true, value: on ? "hidden" : "visible" });
      document.dispatchEvent(new Event("visibilitychange"));
      if (!on) window.dispatchEvent(new Event("focus"));
    },

    now: () => OwnDate.now(),
    quiet,

    /** Timers that are under way. */
    timers: () => timers.size,

    /** The bytes that Python has in use, after a collection, and those of its memory; undefined while it is not there. */
    memory() {
      const { python } = own;
      if (!python) return undefined;
      // Our cut tells it; the published interpreter has to run some Python for that.
      if (python.taken) return { wasm: python.memory.buffer.byteLength, python: python.taken() };
      /** @param {string} code */
      const run = (code) => {
        const bytes = new TextEncoder().encode(code);
        const text = python.malloc(bytes.length + 1);
        const answer = python.malloc(16);
        new Uint8Array(python.memory.buffer).set([...bytes, 0], text);
        python.mp_js_do_exec(text, bytes.length, answer);
        python.free(text);
        python.free(answer);
      };
      // It collects when the outermost call has ended.
      run("import gc\ngc.collect()");
      run("import js\njs.soakPython = gc.mem_alloc()");
      return { wasm: python.memory.buffer.byteLength, python: /** @type {any} */ (window).soakPython };
    },
  };
  Object.assign(window, { clock: own });
})();
