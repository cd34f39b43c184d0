// @ts-check
/** What a page can put into the detail of an event, and what it can do when it is called: all of it at its worst. */
(() => {
  /** Throws at whatever is done to it. */
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable(function () {}, {});
    revoke();
    return proxy;
  };

  const CODE = "common.service_unavailable";

  /** @param {number} depth */
  const nested = (depth) => {
    let inner = /** @type {any} */ ({});
    for (let level = 0; level < depth; level++) inner = { inner };
    return inner;
  };

  const cycle = () => {
    const round = /** @type {any} */ ({ code: CODE, list: [] });
    round.self = round;
    round.list.push(round, round.list);
    return round;
  };

  /** Keys without an end, all of which are there. @param {number} count */
  const endless = (count) =>
    new Proxy(
      {},
      {
        ownKeys: () => Array.from({ length: count }, (_, index) => `key${index}`),
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
        get: (_, key) => key,
      },
    );

  /** An object whose prototype has a prototype, and so on. @returns {any} */
  const ancient = () => new Proxy({}, { getPrototypeOf: ancient });

  const throwing = () => ({
    code: CODE,
    get message() {
      throw new Error("no message");
    },
    get stage() {
      throw revoked();
    },
  });

  /** The detail, and the code that is read from it. @type {Record<string, () => [detail: any, code: string | null]>} */
  const details = {
    undefined: () => [undefined, null],
    null: () => [null, null],
    number: () => [42, null],
    text: () => ["text", null],
    true: () => [true, null],
    symbol: () => [Symbol("s"), null],
    bigint: () => [10n, null],
    function: () => [() => 0, null],
    array: () => [[1, 2], null],
    "an Error": () => [Object.assign(new Error("live"), { code: CODE }), CODE],
    "an Error that throws": () => {
      const error = new Error("live");
      Object.defineProperty(error, "message", {
        get() {
          throw error;
        },
      });
      return [{ code: CODE, details: error }, CODE];
    },
    "getters that throw": () => [throwing(), CODE],
    "a code that cannot be read": () => [
      {
        get code() {
          throw 0;
        },
      },
      "[unreadable]",
    ],
    "a code that is no text": () => [{ code: { a: 1 } }, null],
    "a code that is a symbol": () => [{ code: Symbol("s") }, null],
    "a very long code": () => [{ code: "x".repeat(10_000_000) }, "x".repeat(120)],
    "a revoked proxy": () => [revoked(), null],
    "a revoked proxy inside": () => [{ code: CODE, details: revoked() }, CODE],
    "a cycle": () => [cycle(), CODE],
    bigints: () => [{ code: CODE, details: { max: 10n ** 100n } }, CODE],
    symbols: () => [{ code: CODE, [Symbol("key")]: 1, details: Symbol("s") }, CODE],
    "deep nesting": () => [{ code: CODE, details: nested(10_000) }, CODE],
    "endless keys": () => [{ code: CODE, details: endless(100_000) }, CODE],
    "endless ancestors": () => [{ code: CODE, details: ancient() }, CODE],
    "a long text before the code": () => [{ message: "m".repeat(10_000_000), code: CODE }, CODE],
    "a long key": () => [{ code: CODE, ["k".repeat(1_000_000)]: 1 }, CODE],
    "a long list": () => [{ code: CODE, details: { fields: new Array(5_000_000).fill(1) } }, CODE],
    "a long sparse list": () => [{ code: CODE, details: new Array(4_000_000_000) }, CODE],
    bytes: () => [{ code: CODE, details: new Uint8Array(20_000_000) }, CODE],
    "numbers that are none": () => [{ code: CODE, details: { size_bytes: NaN, max_bytes: Infinity, used: -0 } }, CODE],
    "numbers without measure": () => [
      { code: CODE, details: { size_bytes: 1e308, limit: 2 ** 53, used: -1e21 } },
      CODE,
    ],
    "a wait without measure": () => [
      { code: "common.rate_limited", details: { retry_after: 1e300 } },
      "common.rate_limited",
    ],
    "a date that is none": () => [
      { code: "common.quota_exceeded", details: { resets_at: "9".repeat(400) } },
      "common.quota_exceeded",
    ],
    "half characters": () => [
      { code: CODE, message: "\ud800 \udc00", details: { reason: "\u{1f3b5}".repeat(2_000).slice(1) } },
      CODE,
    ],
    "zero characters": () => [{ code: CODE, message: "a\0b\u2028\u202e", requestId: "req\0_1" }, CODE],
    "names of the language": () => [
      JSON.parse(`{"code":"${CODE}","__proto__":{"stage":1},"constructor":1,"toString":2}`),
      CODE,
    ],
    "a way to write itself": () => [
      {
        code: CODE,
        toJSON() {
          throw new Error("no");
        },
      },
      CODE,
    ],
    "an element": () => [{ code: CODE, details: document.documentElement }, CODE],
    "the window": () => [{ code: CODE, details: window }, CODE],
    collections: () => [
      { code: CODE, details: [new Map([[1, 2]]), new Set([1]), new Date(NaN), new WeakMap(), /x/] },
      CODE,
    ],
    "no prototype": () => [Object.assign(Object.create(null), { code: CODE }), CODE],
  };

  /** What can be thrown, and rejected with. @type {(() => unknown)[]} */
  const throwables = [
    () => new Error("an error"),
    () => "text",
    () => undefined,
    () => null,
    () => 0,
    () => Symbol("s"),
    revoked,
    () =>
      new Proxy(new Error("a hostile one"), {
        get() {
          throw new Error("again");
        },
      }),
    () => Object.create(null),
    () => ({
      toString() {
        throw 1;
      },
    }),
  ];

  /** How often each kind of thing was called. @type {Record<string, number>} */
  const calls = {};
  let turn = 0;

  /**
   * Throws, or returns something that rejects: each time another thing.
   * @param {string} kind
   */
  const misbehave = (kind) => {
    calls[kind] = (calls[kind] ?? 0) + 1;
    const thrown = throwables[turn % throwables.length]?.();
    // Every other round it comes later.
    if (Math.floor(turn++ / throwables.length) % 2) return Promise.reject(thrown);
    throw thrown;
  };

  /** What data-analytics and data-before-report name. */
  const app = { check: () => misbehave("checks"), sinks: Array.from({ length: 12 }, () => () => misbehave("sinks")) };

  /** Every second request for a token is answered, so that there is a token to set. */
  let requests = 0;
  const provider = () => (requests++ % 2 ? `token ${requests}` : misbehave("providers"));

  /** @param {number} count */
  const addWidgets = (count) => {
    for (let number = 0; number < count; number++) {
      const widget = /** @type {any} */ (document.createElement("ats-widget"));
      widget.id = `h${number}`;
      widget.setToken = () => misbehave("setTokens");
      document.body.append(widget);
    }
  };

  /** Each of these widgets fails, then needs a token. @param {number} count @param {number} round */
  const trouble = (count, round) => {
    const globals = /** @type {any} */ (window);
    for (let number = 0; number < count; number++) {
      globals.fail(`h${number}`, "common.service_unavailable", { requestId: `req_${round}_${number}` });
      globals.expire(`h${number}`, "v1");
    }
  };

  Object.assign(window, { addWidgets, app, calls, details, misbehave, provider, trouble });
})();
