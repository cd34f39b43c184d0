// @ts-check
/**
 * One page of a campaign: a script tag with attributes at their worst, a few widgets, many hostile acts, and then a
 * canary: a widget that fails as widgets do, for which everything has to be as it always is.
 */
const hostility = (() => {
  const globals = /** @type {any} */ (window);
  /** How many widgets the acts choose from. */
  const WIDGETS = 10;
  const CANARY_CODE = "common.service_unavailable";

  /** @type {any} */
  const config = { seed: "", batch: 0, codes: [], elsewhere: "" };
  const state = { started: 0, done: 0, longest: 0, canary: "" };
  const number = { of: 0 };
  /** @type {any[]} */
  const frames = [];
  /** @type {any[]} */
  const pool = [];
  /** @type {Record<string, string>} */
  let attributes = {};
  /** @type {ReturnType<typeof createActs>} */
  let acts;
  /** @type {ReturnType<typeof createValues>} */
  let values;

  /** A token of the usual form: wherever it stands, it is known by that. @param {import("./random.js").Random} random */
  const secret = (random) => `eyJhbGciOiJIUzI1NiJ9.eyJ${random.letters(9)}${record.MARK}${random.letters(14)}.${random.letters(12)}`;
  /** A token of no form: only its widget is a reason to know it. @param {import("./random.js").Random} random */
  const opaque = (random) => `${random.letters(10)}${record.MARK}${random.letters(14)}`;

  const VALID = {
    boot: ["error", "idle", "now"],
    debug: ["off", "off", "off", "on"],
    notices: ["auto", "instead", "below", "off", "main", "#nowhere"],
    reset: ["never", "ask", "allowed"],
    "first-token": ["off", "on"],
    "token-method": ["POST", "PUT"],
    "token-credentials": ["same-origin", "include", "omit"],
    "token-timeout": ["1", "2", "10"],
    lang: ["auto", "de", "ar", "zh-Hant", "en"],
    login: ["tab", "popup"],
    "login-url": ["/login"],
    contact: ["help@example.org", "/contact"],
    privacy: ["off", "honor"],
    system: ["allfeat-widget"],
    messages: ["/api/messages"],
    profile: ["/api/profile"],
    "token-headers": ["X-Tenant: acme; X-Site: 3"],
    "token-field": ["token", "data.token", "__proto__.token"],
    "csrf-cookie": ["csrf"],
    "csrf-header": ["X-CSRF"],
    nothing: [""],
  };
  /** What decides whether the canary can be told of: these have values only that let it. */
  const KEPT = {
    "token-url": "/token",
    "token-function": "app.token",
    analytics: "segment console beacon app.sink",
    "analytics-url": "/collect",
    "before-report": "app.check",
    watch: "/api/* allfeat-api",
  };

  /** @param {import("./random.js").Random} random */
  const attributesOf = (random) => {
    const chosen = /** @type {Record<string, string>} */ ({ ...KEPT });
    for (const [name, choice] of Object.entries(VALID)) {
      if (random.once(3)) chosen[name] = random.pick(choice);
      // A text by chance could be the name of the other interpreter, of a function of the page or of its element.
      else if (random.once(6)) chosen[name] = values.text(random).replaceAll(record.MARK, "").slice(0, 30_000);
    }
    if (!random.once(3)) delete chosen["token-function"];
    if (random.once(4)) delete chosen["watch"];
    if (random.once(4)) chosen["analytics"] += " ga4 gtm sentry posthog otlp";
    if (random.once(6)) chosen[`x-${random.letters(6)}`] = values.text(random).replaceAll(record.MARK, "").slice(0, 300);
    return chosen;
  };

  const addTag = () => {
    const script = document.createElement("script");
    script.src = "/pywidget/pywidget.js";
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(`data-${name}`, value);
    document.head.append(script);
    return new Promise((done) => script.addEventListener("load", done));
  };

  /** @param {string} id @param {string} token */
  const addWidget = (id, token) => {
    const widget = /** @type {any} */ (document.createElement("ats-widget"));
    widget.id = id;
    widget.setAttribute("network", id);
    widget.setAttribute("token", token);
    document.querySelector("main")?.append(widget);
    return widget;
  };

  /** @param {string} src @returns {Promise<any>} */
  const addFrame = (src) =>
    new Promise((done) => {
      const frame = document.createElement("iframe");
      frame.onload = () => done(frame.contentWindow);
      frame.src = src;
      // Beside the body, where no act moves it: a frame that is moved loads anew.
      document.documentElement.append(frame);
    });

  /** Functions of the page, which do nothing wrong until an act changes them. */
  const app = {
    check: /** @type {any} */ (() => undefined),
    sink: /** @type {any} */ (() => 0),
    token: /** @type {any} */ (undefined),
    late: undefined,
  };
  /** @param {string} name */
  const listener = (name) => (/** @type {unknown[]} */ ...given) => {
    record.count(`sink ${name}`);
    record.lookForSecrets(name, given);
  };
  const segment = listener("segment");
  Object.assign(window, {
    app,
    analytics: { track: segment },
    gtag: listener("ga4"),
    dataLayer: { push: listener("gtm") },
    posthog: { capture: listener("posthog") },
    Sentry: { captureEvent: listener("sentry") },
  });

  let tokens = 0;
  const goodToken = () => `good-token-${++tokens}`;

  /** Has tokens come from the server, if the script tag names no function. */
  const useServer = () => globals.pywidget?.tokenProvider(undefined);

  /** Makes the page. @param {any} given */
  const begin = async (given) => {
    Object.assign(config, given);
    const random = createRandom(`${config.seed} page ${config.batch}`);
    frames.push(await addFrame("/empty"), await addFrame(`${config.elsewhere}/empty`));
    values = createValues({ codes: config.codes, secret, frames });
    attributes = attributesOf(random);
    for (let index = 0; index < WIDGETS; index++) pool.push(addWidget(`w${index}`, random.once(2) ? secret(random) : opaque(random)));
    acts = createActs({ values, pool, frames, addTag, number, secret, useServer });
    app.token = acts.counted(goodToken);
    return attributes;
  };

  /** Lets some time pass between two acts: none, the microtasks, or a task. @param {import("./random.js").Random} random */
  const pass = async (random) => {
    const how = random.below(40);
    if (how < 12) return;
    if (how < 20) await 0;
    else if (how < 39) await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    });
    else await new Promise((done) => setTimeout(done, random.below(12)));
  };

  /** Does the acts with these numbers. @param {number[]} numbers @param {number} early how many come before the script tag */
  const run = async (numbers, early) => {
    if (!early) await addTag();
    /** @type {Promise<unknown> | undefined} */
    let tag;
    for (const [place, index] of numbers.entries()) {
      if (early && place == early) tag = addTag();
      state.started = index;
      // Told to the other side, which knows then what a page was about that does not answer any more.
      if (index % 25 == 0) record.tell(`${index}`);
      number.of = index;
      const random = createRandom(`${config.seed} ${index}`);
      /** @type {() => unknown} */
      let act = () => 0;
      try {
        act = acts.makeAct(random);
      } catch (error) {
        record.complain(`the campaign itself: ${/** @type {Error} */ (error).stack}`);
      }
      const before = performance.now();
      acts.quietly(act);
      state.longest = Math.max(state.longest, performance.now() - before);
      await pass(random);
    }
    if (early >= numbers.length) await addTag();
    else if (tag) await tag;
    // Python runs before the page's clock is put forward: its start must not take minutes.
    if (!globals.pywidget.stopped) addWidget("last", "token-of-the-last").say("allfeat:error", { code: CANARY_CODE });
    await (globals.pywidget.stopped || globals.pywidget.ready);
    state.done = 1;
  };

  /** Begins the canary, which ends when `state.canary` says so. The page's own functions do nothing wrong any more. */
  const canary = async () => {
    number.of = -1;
    Object.assign(app, { check: () => undefined, sink: () => 0, token: acts.counted(goodToken) });
    if (globals.pywidget.stopped) await addTag();
    globals.pywidget.tokenProvider(acts.counted(goodToken));
    document.documentElement.lang = "en";
    if (!document.querySelector("main")) document.body.append(document.createElement("main"));
    const failing = addWidget("failing", "token-of-canary");
    const waiting = addWidget("waiting", "token-of-canary");
    /** @param {any} widget @param {string} name */
    const of = (widget, name) => record.announced.filter((one) => one.name == name && one.target == widget);
    const report = record.counts["sink segment"] ?? 0;
    failing.say("allfeat:error", { code: CANARY_CODE, message: "raw", requestId: "req_canary", stage: "submit" });
    failing.say("allfeat:failed", { code: CANARY_CODE, message: "told", requestId: "req_canary" }, { screen: "FAILED", retryButton: true });
    waiting.say("allfeat:error", { code: "common.auth.expired", message: "jwt expired", requestId: "req_2", stage: "submit" });
    waiting.say("allfeat:token-expired", { pendingAction: "submit" }, { screen: "FORM", tokenOverlay: true });
    /** What is still missing. */
    const missing = () =>
      Object.entries({
        verdict: of(failing, "verdict").some(({ detail }) => detail.code == CANARY_CODE && detail.requestId == "req_canary"),
        notice: of(failing, "notice").length,
        renewed: of(waiting, "renewed").length,
        token: /^good-token-/.test(waiting.getAttribute("token") ?? ""),
        report: (record.counts["sink segment"] ?? 0) > report,
      })
        .filter(([, there]) => !there)
        .map(([name]) => name);
    return missing;
  };

  /** @type {() => string[]} */
  let missing = () => ["everything"];

  return {
    begin,
    run,
    state,
    canary: async () => void (missing = await canary()),
    /** What the canary waits for. */
    missing: () => missing(),
    /** What was announced of the canary, and the script tag, to understand what is missing. */
    told: () => [
      attributes,
      record.announced.filter(({ target }) => /^(failing|waiting)$/.test(/** @type {any} */ (target)?.id)).map(({ name, detail }) => [name, detail]),
    ],
    check: async () => {
      await record.lookAround(pool.length + 1 + document.querySelectorAll("ats-widget").length);
      return { problems: record.problems, counts: record.counts, longest: state.longest };
    },
  };
})();
