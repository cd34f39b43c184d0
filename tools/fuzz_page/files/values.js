// @ts-check
/**
 * Values at their worst, made from a {@link createRandom}. What they are made of is in tables of [weight, maker].
 *
 * @typedef {import("./random.js").Random} Random
 * @typedef {(random: Random, depth: number) => any} Maker
 */
const createValues = (/** @type {{ codes: string[], secret: (random: Random) => string, frames: any[] }} */ { codes, secret, frames }) => {
  const FIELDS =
    "code message requestId request_id stage details error errors httpStatus http_status status pendingAction action " +
    "transactionId accessCode file name size fields reason retry_after retryAfter resets_at limit used max_bytes mode " +
    "network token category detail title type instance toJSON toString stack cause then length slice call " +
    "addEventListener constructor __proto__ prototype hasOwnProperty 0 -1";
  const NAMES = FIELDS.split(" ");

  /** A part of the range of characters that is rarely tested. @type {[number, (random: Random) => string][]} */
  const TEXTS = [
    [12, (random) => random.pick(codes)],
    [6, (random) => random.pick(NAMES)],
    [4, (random) => random.letters(random.below(40))],
    [2, () => ""],
    [2, (random) => random.pick(["\ud800", "\udfff\ud800", "a\0b", "\0", "\u2028\u2029", "\ufeff", "\u202eabc", "é\u0301", "🎵".repeat(70)])],
    [2, (random) => random.pick(["{code}", "{reason} {max}", "{", "}}{{", "%s %o %c", "${1}", "$&$1", "\\", '"', "'\"`", "\\u0000", "\\ud800"])],
    [2, (random) => random.pick(["<img src=x onerror=alert(1)>", "<!doctype html><title>x</title>", "]]>", "<script>", "javascript:alert(1)", "data:text/html,x", "//elsewhere.example/", "http://[", "/../.."])],
    [2, (random) => random.pick(["true", "null", "NaN", "undefined", "[object Object]", "[unreadable]", "[secret]", "0x10", "1e999", "-0", "٣", "1_000", " 7 "])],
    [2, (random) => random.pick(["2026-02-30T25:61:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "9".repeat(400), "P1D", "1 min", "+275760-09-13T00:00:00.001Z", "-1", "120, 60"])],
    [2, (random) => random.pick(['{"code":"a"}', "[1,", '{"a":'.repeat(500), '{"token":"x"}', "{}", '"'])],
    [1, (random) => secret(random)],
    [1, (random) => String.fromCharCode(...Array.from({ length: random.below(60) }, () => random.below(0x10000)))],
    [1, (random) => random.pick(["x", "ß", "\ud83d", "é ", "{a}", "\0", "<b>"]).repeat(random.pick([200, 200, 2_000, 20_001]))],
    [0.01, () => "y".repeat(5_000_000)],
  ];
  /** @param {Random} random @returns {string} */
  const text = (random) => {
    const one = random.weighted(TEXTS)(random);
    return random.once(8) ? one + random.weighted(TEXTS)(random) : one;
  };

  /** What can be thrown, and rejected with. @type {((random: Random) => any)[]} */
  const THROWABLES = [
    (random) => new Error(text(random)),
    (random) => text(random),
    () => undefined,
    () => null,
    () => 0,
    () => Symbol("s"),
    () => revoked(),
    () => new Proxy(new Error("hostile"), { get: boom }),
    () => Object.create(null),
    () => ({ toString: boom, toJSON: boom }),
    () => 10n,
    (random) => Object.assign(new TypeError(text(random)), { name: value(random, 1), stack: value(random, 1) }),
    () => new DOMException("gone", "AbortError"),
    (random) => new AggregateError([1, revoked()], secret(random)),
    () => new (frames[0]?.RangeError ?? RangeError)("of another realm"),
    () => document.createElement("b"),
    () => new StackOverflow(),
  ];
  const boom = () => {
    throw new Error("boom");
  };
  class StackOverflow extends Error {
    /** @returns {string} */
    get message() {
      return this.message;
    }
  }
  /** @param {Random} random */
  const throwable = (random) => random.pick(THROWABLES)(random);

  const revoked = (target = /** @type {object} */ ({})) => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };

  /** @param {Random} random @param {number} depth @returns {any} */
  const filled = (random, depth) => {
    const made = /** @type {any} */ ({});
    for (let left = random.below(6); left > 0; left--) {
      const name = random.once(6) ? text(random) : random.pick(NAMES);
      Object.defineProperty(made, name, { value: value(random, depth + 1), enumerable: true, configurable: true, writable: true });
    }
    return made;
  };

  /** Another thing each time it is read. @param {Random} random @param {number} depth */
  const changing = (random, depth) => {
    let reads = 0;
    return { enumerable: true, configurable: true, get: () => (++reads % 3 ? value(random, depth + 1) : boom()) };
  };

  /** @type {[number, Maker][]} */
  const SCALARS = [
    [6, (random) => text(random)],
    [1, (random) => random.pick([undefined, null, true, false])],
    [2, (random) => random.pick([0, -0, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 53, -1e21, 1e308, 5e-324, 429, 503, -1, 1.5, 8.64e15 + 1])],
    [0.5, (random) => random.pick([0n, -1n, 10n ** 400n, 2n ** 64n])],
    [0.5, (random) => random.pick([Symbol("s"), Symbol.iterator, Symbol.for("pywidget.first.1")])],
    [0.5, (random) => random.pick([() => 0, class Thing {}, () => Object(new Promise(() => 0)), function* () {}, boom.bind(0), Math.max, revoked(boom), Proxy])],
  ];

  /** @type {[number, Maker][]} */
  const OBJECTS = [
    [10, filled],
    [2, (random, depth) => Object.setPrototypeOf(filled(random, depth), null)],
    [2, (random, depth) => Object.defineProperty(filled(random, depth), random.pick(NAMES), { enumerable: true, get: boom })],
    [2, (random, depth) => Object.defineProperty(filled(random, depth), random.pick(NAMES), changing(random, depth))],
    [1, (random, depth) => Object.defineProperty(filled(random, depth), "__proto__", { value: { code: text(random) }, enumerable: true })],
    [1, (random, depth) => Object.setPrototypeOf(filled(random, depth), { set code(_) { boom(); }, set details(_) { boom(); } })],
    [1, (random, depth) => Object.setPrototypeOf(filled(random, depth), filled(random, depth))],
    [1, (random, depth) => Object.freeze(filled(random, depth))],
    [1, (random, depth) => {
      const round = filled(random, depth);
      return Object.assign(Array.isArray(round) ? {} : round, { [random.pick(["self", "details", "error"])]: round });
    }],
    [0.15, (random) => {
      let inner = /** @type {any} */ ({ code: text(random) });
      const name = random.pick(["inner", "details", "error"]);
      for (let level = 0; level < 10_000; level++) inner = random.once(2) ? { [name]: inner } : [inner];
      return inner;
    }],
    [0.003, () => Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`key${index}`, index]))],
    [1, () => revoked()],
    [1, (random) => {
      const traps = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf", "set", "defineProperty", "isExtensible"];
      return new Proxy(filled(random, 2), Object.fromEntries(traps.filter(() => random.once(3)).map((trap) => [trap, boom])));
    }],
    [0.3, (random) => {
      const length = random.pick([10, 10, 1_000, 10_000]);
      return new Proxy({}, {
        ownKeys: () => Array.from({ length }, (_, index) => `key${index}`),
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
        get: (_, key) => (random.once(9) ? boom() : key),
      });
    }],
    [0.1, () => {
      const ancient = () => new Proxy({}, { getPrototypeOf: ancient });
      return ancient();
    }],
    [1, (random) => new Proxy(filled(random, 2), { get: (target, key) => (key == Symbol.toPrimitive ? undefined : value(random, 3)) })],
    [1, (random, depth) => Array.from({ length: random.below(6) }, () => value(random, depth + 1))],
    [0.5, (random) => new Array(random.pick([3, 1_000, 1_000_000]))],
    [0.2, (random, depth) => Object.assign([value(random, depth + 1)], { length: 7, slice: random.pick([boom, () => "long text", function () { return this; }, () => revoked(), 1]) })],
    [0.5, (random) => random.pick([new Uint8Array(random.pick([40, 40, 40_000])), new Float64Array(3).fill(NaN), new BigInt64Array(2), new DataView(new ArrayBuffer(8)), new ArrayBuffer(5)])],
    [0.5, () => {
      const bytes = new Uint8Array(64);
      structuredClone(bytes, { transfer: [bytes.buffer] });
      return bytes;
    }],
    [1, (random) => random.pick([new Date(NaN), new Date(8.64e15), new Date(0), new Map([[1, revoked()]]), new Set([NaN]), new WeakMap(), /x/g, new URL("https://u:p@h.example/?q#f"), new Headers({ a: "b" }), new FormData(), new Blob(["x"]), new Intl.Locale("en"), Intl, Reflect, JSON, Math])],
    [2, (random, depth) => {
      const error = throwable(random);
      for (const name of NAMES.filter(() => random.once(12))) {
        try {
          Object.defineProperty(error, name, changing(random, depth));
        } catch {
          // It is no object, or one that refuses.
        }
      }
      return error;
    }],
    [1, (random) => random.pick([document, document.body, document.createTextNode("x"), document.createElement("script"), document.all, document.styleSheets, navigator, location, history, performance, localStorage, customElements, new Event("x"), document.createRange()])],
    [1, (random) => random.pick([window, ...frames])],
    [1, (random) => {
      const other = frames[0] ?? window;
      return random.pick([other.Object(), new other.Array(1, 2), new other.Error(text(random)), new other.Date(NaN), new other.String("x"), other.document, other.Object.create(null)]);
    }],
    [1, (random) => ({ toJSON: random.pick([boom, () => value(random, 3), 1]), code: text(random) })],
    [1, (random) => ({ toString: boom, valueOf: boom, [Symbol.toPrimitive]: boom, code: text(random) })],
    [1, (random) => ({ then: random.pick([boom, (/** @type {any} */ done) => (done(1), done(2), boom()), () => 0, 1]), code: text(random) })],
    [0.5, () => new Promise(() => 0)],
    [0.5, (random) => random.pick([new String("boxed"), new Number(NaN), new Boolean(false), Object(Symbol("s")), Object(1n)])],
    [0.5, () => (function () { return arguments; })()],
    [0.5, (random) => ({ addEventListener: 1, code: text(random) })],
    [0.5, (random) => ({ call: 1, stack: text(random), code: text(random) })],
  ];

  /** @param {Random} random @param {number} [depth] @returns {any} */
  const value = (random, depth = 0) =>
    depth > 3 || random.once(3) ? random.weighted(SCALARS)(random, depth) : random.weighted(OBJECTS)(random, depth);

  /** What a widget could have said: an object with the right names, most of them with the right types. @param {Random} random */
  const detail = (random) => {
    const said = /** @type {any} */ ({ code: random.pick(codes), message: text(random), requestId: random.letters(12), stage: random.pick(["init", "submit", "upload", "confirm", "tracking", "download"]) });
    if (random.once(2)) said.details = value(random, 1);
    if (random.once(2)) said.pendingAction = random.pick(["submit", "register", "download", "download_list", "work_select", "reset", text(random)]);
    if (random.once(3)) said[random.pick(NAMES)] = value(random, 1);
    if (random.once(4)) delete said[random.pick(["code", "message", "requestId", "stage"])];
    return said;
  };

  return { text, value, detail, throwable };
};
