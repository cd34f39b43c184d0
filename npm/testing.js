// @ts-check
/**
 * `pywidget-errors/testing`: tests of a page with the widget and pywidget, with @playwright/test. The Python module
 * `pywidget.testing` has the same names. What happens in the page is one script for both, `testing-page.js`.
 */
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { test as base, expect } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */

const ELEMENT = "ats-widget";
/** Milliseconds between two looks at the page. */
const LOOK_EVERY_MS = 50;
/** Time passes in pieces of this many milliseconds, or in this many pieces. */
const PIECE_MS = 1_000;
const MOST_PIECES = 60;
/** After this many milliseconds, a request is taken for one that stays open, such as a stream of events. */
const LONGEST_MS = 2_000;

/** The page goes on with an answer in a task of its own. Timers do not run by themselves, messages do. */
const oneTask = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(undefined);
    port2.postMessage(0);
  });

const SCRIPT = "pywidgetTesting.define();\n";
/** Also where the page asks for the script across origins, or is isolated from them. */
const SCRIPT_HEADERS = {
  "Content-Type": "text/javascript",
  "Access-Control-Allow-Origin": "*",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

const DEFAULTS = {
  script: "**/ats-widget*.js*",
  tokenUrl: "**/ats-token*",
  tokenField: "token",
  generation: "v3",
  timeout: 10_000,
};

const GENERATIONS = ["v3", "v2", "v1"];

/** @param {string} name */
const ours = (name) => readFile(new URL(name, import.meta.url), "utf8");

/** @type {Promise<[script: string, answers: Record<string, any>]> | undefined} */
let files;
const load = () =>
  (files ??= Promise.all([ours("./testing-page.js"), ours("./testing-answers.json").then((text) => JSON.parse(text))]));

/** A token that looks like a JWT. It opens nothing. @param {number} number */
const newToken = (number) => `eyJhbGciOiJub25lIn0.${randomBytes(16).toString("hex")}.test-${number}`;

/** @param {string} path @param {string} token */
const nested = (path, token) =>
  path.split(".").reduceRight((/** @type {any} */ said, name) => ({ [name]: said }), token);

/** @param {string | null} text */
const parsed = (text) => {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return text;
  }
};

class Tokens {
  /** @type {any[]} */
  requests = [];
  /** Those of them that get no answer. @type {Set<import("@playwright/test").Request>} */
  hanging = new Set();
  /** @type {string[]} */
  #moods = ["ok"];
  /** @type {number | undefined} */
  #retryAfter;
  #repeated = newToken(0);

  /** @param {string} field @param {Record<string, any>} answers */
  constructor(field, answers) {
    this.field = field;
    this.answers = answers;
  }

  /** @param {any[]} told moods, and options at the end */
  answer(...told) {
    const options = typeof told.at(-1) == "object" ? told.pop() : {};
    const unknown = told.filter((mood) => !Object.hasOwn(this.answers, mood));
    if (unknown.length || !told.length) {
      throw new RangeError(`no mood ${unknown.join(", ")}; there are ${Object.keys(this.answers).join(", ")}`);
    }
    checkNames("tokens.answer()", options, ["retryAfter"]);
    if (options.retryAfter !== undefined) checkWaiting("retryAfter", options.retryAfter);
    this.#moods = told;
    this.#retryAfter = options.retryAfter;
  }

  /** @param {import("@playwright/test").Route} route */
  handle = async (route) => {
    const request = route.request();
    const asked = request.headers();
    /** @type {Record<string, string>} */
    const headers = {
      "Access-Control-Allow-Origin": asked["origin"] ?? "*",
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Allow-Headers": asked["access-control-request-headers"] ?? "*",
      "Access-Control-Allow-Methods": "GET, POST, PUT",
      "Access-Control-Expose-Headers": "Retry-After",
      "Cache-Control": "no-store",
    };
    if (request.method() == "OPTIONS") return route.fulfill({ status: 204, headers });
    const mood = /** @type {string} */ (this.#moods.length > 1 ? this.#moods.shift() : this.#moods[0]);
    const answer = this.answers[mood];
    const body = parsed(request.postData());
    this.requests.push({ method: request.method(), url: request.url(), headers: asked, body, mood });
    /** @type {string | undefined} */
    const token =
      answer.token == "fresh" ? newToken(this.requests.length) : answer.token == "repeated" ? this.#repeated : answer.token;
    // A page that is gone by now has no timeline.
    await request
      .frame()
      .evaluate((told) => /** @type {any} */ (window).pywidgetTesting?.asked(told), { mood, method: request.method(), body, ...(token && { token }) })
      .catch(() => {});
    if (answer.abort) return route.abort(answer.abort);
    if (!answer.status) {
      // Nobody answers.
      this.hanging.add(request);
      return undefined;
    }
    if (answer.retryAfter !== undefined) headers["Retry-After"] = `${this.#retryAfter ?? answer.retryAfter}`;
    if (answer.location) headers["Location"] = answer.location;
    const said = token === undefined ? answer.body : nested(answer.field ?? this.field, token);
    const contentType = answer.text ? "text/html" : "application/json";
    return route.fulfill({ status: answer.status, headers, contentType, body: answer.text ?? JSON.stringify(said ?? null) });
  };
}

/** Refuses what is no time to wait. @param {string} name @param {unknown} value */
const checkWaiting = (name, value) => {
  if (typeof value == "number" && value >= 0 && value < Infinity) return;
  throw new RangeError(`${name} has to be a number from 0 on; it is ${JSON.stringify(value) ?? value}`);
};

/** Refuses options that do not exist. @param {string} what @param {object} given @param {string[]} known */
const checkNames = (what, given, known) => {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`${what} has no option ${unknown}; there are ${known.join(", ")}`);
};

/** The options with their defaults. @param {object} [given] @returns {typeof DEFAULTS} */
const completed = (given = {}) => {
  checkNames("pywidgetOptions", given, Object.keys(DEFAULTS));
  // What is undefined was not given.
  const options = { ...DEFAULTS, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  for (const name of /** @type {const} */ (["script", "tokenUrl", "tokenField"])) {
    if (options[name] === "") throw new RangeError(`${name} is empty`);
  }
  if (!GENERATIONS.includes(options.generation)) {
    throw new RangeError(`no generation ${options.generation}; there are ${GENERATIONS.join(", ")}`);
  }
  checkWaiting("timeout", options.timeout);
  return options;
};

/** A value as the page can get it. @param {unknown} value */
const passed = (value) =>
  value instanceof RegExp ? { pattern: value.source, flags: value.flags.replace(/[gy]/g, "") } : value;

class Expect {
  #check;
  #selector;

  /** @param {(name: string, expected: object, selector: string | null, timeout?: number) => Promise<void>} check @param {string | null} selector */
  constructor(check, selector) {
    this.#check = check;
    this.#selector = selector;
  }

  /** @param {any} [fields] */
  verdict = (fields) => this.event("verdict", fields);

  /** @param {any} [fields] */
  renewed = (fields) => this.event("renewed", fields);

  /** @param {string} name @param {any} [fields] */
  event = (name, fields) => this.#ask("event", fields, { name });

  /** @param {any} [fields] */
  notice = (fields) => this.#ask("notice", fields);

  /** @param {any} [options] */
  quiet = (options) => this.#ask("quiet", options);

  /** @param {any} [fields] */
  report = (fields) => this.#ask("report", fields);

  /** @param {any} [numbers] */
  tokens = (numbers) => this.#ask("tokens", numbers);

  /** @param {string} name @param {any} [options] */
  screen = (name, options) => this.#ask("screen", options, { name });

  /** @param {string} on @param {any} [options] */
  focus = (on, options) => this.#ask("focus", options, { on });

  /** @param {string} check @param {any} [given] @param {Record<string, any>} [own] what the page's part needs beside it */
  async #ask(check, { timeout, ...expected } = {}, own = {}) {
    const twice = Object.keys(own).find((name) => name in expected);
    if (twice !== undefined) throw new TypeError(`there is no field ${twice}`);
    if (timeout !== undefined) checkWaiting("timeout", timeout);
    const fields = Object.entries({ ...expected, ...own }).filter(([, value]) => value !== undefined);
    await this.#check(check, Object.fromEntries(fields.map(([name, value]) => [name, passed(value)])), this.#selector, timeout);
  }
}

class Widget {
  #page;
  #selector;

  /** @param {Page} page @param {string} selector @param {Expect} expect */
  constructor(page, selector, expect) {
    this.#page = page;
    this.#selector = selector;
    this.locator = page.locator(selector).first();
    this.expect = expect;
  }

  /** @param {string} code @param {object} [failing] */
  async fire(code, failing = {}) {
    await this.#page.evaluate((all) => /** @type {any} */ (window).pywidgetTesting.fire(...all), [this.#selector, code, failing]);
  }

  /** @param {string} sequence */
  async play(sequence) {
    await this.#page.evaluate((all) => /** @type {any} */ (window).pywidgetTesting.play(...all), [this.#selector, sequence]);
  }

  async submit() {
    await this.#page.evaluate((selector) => /** @type {any} */ (window).pywidgetTesting.submit(selector), this.#selector);
  }
}

export class PyWidget {
  /** What the browser saw outside of the page: where a token may not be. @type {{ console: string[], requests: { url: string, body: string }[] }} */
  #seen = { console: [], requests: [] };
  /** The requests of the page's scripts that are under way. @type {Set<import("@playwright/test").Request>} */
  #open = new Set();
  #options;

  /** @param {Page} page @param {typeof DEFAULTS} options @param {Record<string, any>} answers */
  constructor(page, options, answers) {
    this.page = page;
    this.#options = options;
    this.tokens = new Tokens(options.tokenField, answers);
    this.expect = new Expect(this.#check, null);
    this.notice = page.locator("pywidget-notice[data-shown]");
  }

  /** @param {Page} page @param {object} [given] */
  static async start(page, given) {
    const options = completed(given);
    const [script, answers] = await load();
    const pywidget = new PyWidget(page, options, answers);
    await pywidget.#prepare(script);
    return pywidget;
  }

  /** @param {string} [selector] */
  widget(selector = ELEMENT) {
    return new Widget(this.page, selector, new Expect(this.#check, selector));
  }

  /** @param {number} seconds */
  async advance(seconds) {
    let rest = Math.round(seconds * 1000);
    const piece = Math.max(PIECE_MS, Math.floor(rest / MOST_PIECES));
    // Time stands still while a request of the page is answered, so that no answer comes late because of it.
    await this.#settled();
    for (; rest > 0; rest -= piece) {
      await this.page.clock.runFor(Math.min(piece, rest));
      await this.#settled();
    }
  }

  /** Waits until the page's requests are answered and it has gone on, but not for those that hang or stay open. */
  async #settled() {
    await this.page.evaluate(oneTask);
    const end = Date.now() + LONGEST_MS;
    while ([...this.#open].some((request) => !this.tokens.hanging.has(request))) {
      if (Date.now() > end) this.#open.clear();
      await this.page.waitForTimeout(10);
    }
    await this.page.evaluate(oneTask);
  }

  /** @param {string} action */
  async press(action) {
    await this.page.locator(`pywidget-notice [data-action=${action}]`).click();
  }

  /** @returns {Promise<string>} */
  timeline() {
    return this.page.evaluate(() => /** @type {any} */ (window).pywidgetTesting?.timeline() ?? "(no page was opened)");
  }

  /** The timeline as JSON. @returns {Promise<string>} */
  async json() {
    return JSON.stringify(await this.page.evaluate(() => /** @type {any} */ (window).pywidgetTesting?.data() ?? []), null, 1);
  }

  /** @param {string} script */
  async #prepare(script) {
    const { page } = this;
    const options = this.#options;
    await page.clock.install();
    const define = options.script ? "" : "pywidgetTesting.define();";
    await page.addInitScript(`${script}\npywidgetTesting.setGeneration(${JSON.stringify(options.generation)});${define}`);
    page.on("console", (message) => this.#seen.console.push(message.text()));
    page.on("request", (request) => {
      this.#seen.requests.push({ url: request.url(), body: request.postDataBuffer()?.toString("utf8") ?? "" });
      if (/^(fetch|xhr)$/.test(request.resourceType())) this.#open.add(request);
    });
    page.on("requestfinished", (request) => this.#open.delete(request));
    page.on("requestfailed", (request) => this.#open.delete(request));
    if (options.script) await page.route(options.script, (route) => route.fulfill({ headers: SCRIPT_HEADERS, body: SCRIPT }));
    await page.route(options.tokenUrl, this.tokens.handle);
  }

  /** @param {string} name @param {object} expected @param {string | null} selector @param {number} [timeout] */
  #check = async (name, expected, selector, timeout = this.#options.timeout) => {
    const end = Date.now() + timeout;
    for (;;) {
      const problem = await this.#problem(name, expected, selector);
      if (!problem) return;
      if (Date.now() > end) throw new Error(problem);
      await this.page.waitForTimeout(LOOK_EVERY_MS);
    }
  };

  /** @param {string} name @param {object} expected @param {string | null} selector @returns {Promise<string>} */
  async #problem(name, expected, selector) {
    const said = await this.#said(name, expected, selector);
    if (said && typeof said == "object") throw new (said.isField ? TypeError : RangeError)(said.misuse);
    return said ?? "no page was opened: call page.goto() first";
  }

  /**
   * @param {string} name
   * @param {object} expected
   * @param {string | null} selector
   * @returns {Promise<string | { misuse: string, isField: boolean } | undefined>}
   */
  async #said(name, expected, selector) {
    try {
      // What the browser has seen until now has been heard when this is answered.
      await this.page.evaluate(() => 0);
      return await this.page.evaluate(
        (all) => /** @type {any} */ (window).pywidgetTesting?.check(...all),
        [name, expected, selector, this.#seen],
      );
    } catch (error) {
      // The page is on its way to another one.
      return `${error}`;
    }
  }
}

export const test = base.extend(
  /** @type {any} */ ({
    // Without pictures, which cost more time than everything else: a trace has the page itself at every step.
    trace: [
      { mode: "retain-on-failure", screenshots: false, snapshots: true, sources: true },
      { option: true, scope: "worker" },
    ],
    pywidgetOptions: [{}, { option: true }],

    pywidget: async (/** @type {any} */ { page, pywidgetOptions }, /** @type {any} */ use, /** @type {any} */ testInfo) => {
      const pywidget = await PyWidget.start(page, pywidgetOptions);
      await use(pywidget);
      if (testInfo.status == testInfo.expectedStatus || page.isClosed()) return;
      const path = testInfo.outputPath("pywidget-timeline.json");
      await writeFile(path, await pywidget.json());
      await testInfo.attach("pywidget-timeline", { path, contentType: "application/json" });
    },

    widget: async (/** @type {any} */ { pywidget }, /** @type {any} */ use) => use(pywidget.widget()),
  }),
);

export { expect };
