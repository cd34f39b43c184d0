/** When the script tag starts the rest, and what becomes of it where that cannot be had. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { BUILD, runScriptTag } from "./script-tag.mjs";

/** @type {[run: (given: any) => void, delay: number, given: any][]} */
let timers;
/** @type {number[]} */
let cleared;
/** @type {[name: string, run: any, capture: any][]} */
let added;
/** @type {[name: string, run: any, capture: any][]} */
let removed;
/** @type {any[]} */
let dispatched;
/** @type {any[]} */
let present;
/** @type {((url: URL) => any) | undefined} */
let imports;

beforeEach(() => {
  timers = [];
  cleared = [];
  added = [];
  removed = [];
  dispatched = [];
  present = [];
  imports = undefined;
});

/** @param {Record<string, string>} [dataset] @param {(page: any, script: any) => void} [more] */
const run = (dataset, more) =>
  runScriptTag(dataset, (page, script) => {
    const { addEventListener } = page;
    Object.assign(page, {
      addEventListener: (/** @type {[string, any, any]} */ ...args) => (added.push(args), addEventListener(...args)),
      removeEventListener: (/** @type {[string, any, any]} */ ...args) => removed.push(args),
      setTimeout: (/** @type {any} */ then, /** @type {number} */ delay, /** @type {any} */ given) => timers.push([then, delay, given]),
      clearTimeout: (/** @type {number} */ timer) => cleared.push(timer),
    });
    Object.assign(page.Document.prototype, {
      querySelectorAll: () => present,
      dispatchEvent: (/** @type {any} */ event) => dispatched.push(event),
    });
    const usual = page.imports;
    page.imports = (/** @type {URL} */ url) => (imports ? (usual(url), imports(url)) : usual(url));
    more?.(page, script);
  });

/** @param {object} state @param {boolean} [waits] */
const showing = (state, waits) => ({
  getState: () => state, matches: (/** @type {string} */ selector) => selector == "ats-widget",
  shadowRoot: { querySelector: (/** @type {string} */ selector) => (selector == ".ats-loading-overlay" && waits ? OVERLAY : null) },
});
const PLAIN = { watch: "" };
/** How an element is named where it becomes a text. */
const OVERLAY = { [Symbol.toStringTag]: "HTMLDivElement" };
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** What it asks for beside its module. @param {Record<string, string>} dataset @param {(page: any, script: any) => void} [more] */
const askedFor = async (dataset, more) => {
  present = [showing({ screen: "FAILED" })];
  const tag = await run(dataset, more);
  return tag.fetched.map((url) => url.replace(`${BUILD}/`, ""));
};
const WASM = "https://page.example/pywidget/micropython.wasm";

describe("the interpreter's file", () => {
  test("is asked for together with the module, and what comes is kept for it", async () => {
    assert.deepEqual(await askedFor({}), [WASM]);
    present = [];
    const tag = await run({});
    tag.say({ getState: () => ({}) }, "allfeat:error", {});
    tag.say({ getState: () => ({}) }, "allfeat:failed", {});
    await settled();
    assert.deepEqual([tag.imported, tag.fetched.length], [["pywidget-page.js"], 1]);
    assert.equal(await tag.state.wasm, 1);
  });

  for (const dataset of /** @type {Record<string, string>[]} */ ([
    { boot: "idle" }, { boot: "now" }, { runtime: "pyodide" }, { widget: "ats-widget.shop" }, { watch: "/api acme" }, { profile: "/p" },
  ])) {
    test(`is not asked for with ${JSON.stringify(dataset)}, where the module knows more`, async () => {
      assert.deepEqual(await askedFor(dataset), []);
    });
  }

  test("is not asked for where the page has an interpreter", async () => {
    const tag = await run({});
    tag.api.interpreter = {};
    tag.say({ getState: () => ({}) }, "allfeat:error", {});
    await settled();
    assert.deepEqual([tag.imported, tag.fetched], [["pywidget-page.js"], []]);
  });

  test("is not asked for by browsers that may be too old to run it", async () => {
    const asked = await askedFor({}, (page) => (page.Document.prototype.createElement = () => ({})));
    assert.deepEqual(asked.filter((url) => url.endsWith(".wasm")), []);
  });

  test("that does not come is no error of the page", async () => {
    const tag = await run({}, (page) => (page.fetch = async () => assert.fail("no network")));
    tag.say({ getState: () => ({}) }, "allfeat:error", {});
    await settled();
    assert.equal(await tag.state.wasm, "[unreadable]");
    assert.deepEqual(tag.imported, ["pywidget-page.js"]);
    const cut = { arrayBuffer: async () => assert.fail("broken off") };
    const half = await run({}, (page) => (page.fetch = async () => cut));
    half.say({ getState: () => ({}) }, "allfeat:error", {});
    await settled();
    assert.equal(await half.state.wasm, "[unreadable]");
  });
});

test("included twice, it is there once, which is said", async () => {
  const warn = mock.method(console, "warn", () => 0);
  const first = { stopped: false };
  const tag = await run({ boot: "now" }, (page) => (page.pywidget = page.document.documentElement.pywidget = first));
  assert.deepEqual([`${warn.mock.calls[0]?.arguments}`, added.length, tag.imported.length], ["pywidget is included twice", 0, 0]);
  assert.equal(tag.api, first);
  mock.restoreAll();
});

test("one of a page that was written anew makes way", async () => {
  const tag = await run(PLAIN, (page) => (page.pywidget = { stopped: false }));
  assert.deepEqual([tag.api.stopped, added.length], [false, 9]);
});

test("one that was stopped makes way", async () => {
  const tag = await run(PLAIN, (page) => (page.document.documentElement.pywidget = { stopped: true }));
  assert.deepEqual([tag.api.stopped, added.length], [false, 9]);
  tag.api.stop();
  assert.equal(tag.api.stopped, true);
});

for (const [what, script] of /** @type {[string, any][]} */ ([["none", null], ["one that is written into the page", { src: "", dataset: { boot: "now" } }]])) {
  test(`without a script tag of its own (${what}) it is not there, which is said, and nothing is thrown`, async () => {
    const error = mock.method(console, "error", () => 0);
    const tag = await run({ boot: "now" }, ({ Document }, ours) => {
      Object.defineProperty(Document.prototype, "currentScript", { get: () => script });
      // It is not looked for by its address.
      Document.prototype.querySelector = () => ours;
      Document.prototype.querySelectorAll = () => [ours];
    });
    assert.deepEqual(error.mock.calls.map((call) => [...call.arguments]), [["pywidget:", "no <script>"]]);
    assert.deepEqual(dispatched.map(({ type, bubbles, detail }) => [type, bubbles, { ...detail }]), [["pywidget:unavailable", true, { reason: "no <script>" }]]);
    assert.deepEqual([tag.imported, added.filter(([name]) => name.startsWith("allfeat:"))], [[], []]);
    await assert.rejects(tag.api.ready, (why) => why === "no <script>");
    mock.restoreAll();
  });
}

describe("it starts the rest", () => {
  for (const [data, starts] of /** @type {[Record<string, string>, boolean][]} */ ([
    [{}, false], [{ boot: "now" }, true], [{ debug: "on" }, true], [{ firstToken: "on" }, true],
    [{ boot: "idle" }, true], [{ watch: "/a b" }, true], [{ profile: "/p" }, true], [{ profile: "" }, false],
    [{ boot: "error" }, false], [{ debug: "off" }, false], [{ firstToken: "off" }, false],
  ])) {
    test(`${starts ? "at once" : "not at once"} with ${JSON.stringify(data)}`, async () => {
      const tag = await run({ ...PLAIN, ...data });
      assert.deepEqual([tag.imported, timers], [starts ? ["pywidget-page.js"] : [], []]);
    });
  }

  for (const [what, widget, starts] of /** @type {[string, any, boolean][]} */ ([
    ["has failed", showing({ screen: "FAILED" }), true], ["is disabled", showing({ screen: "DISABLED" }), true],
    ["confirms", showing({ screen: "CONFIRMING" }), true], ["waits for a token", showing({ screen: "FORM" }, true), true],
    ["shows its form", showing({ screen: "FORM" }), false], ["is not upgraded", {}, false],
  ])) {
    test(`${starts ? "for" : "not for"} a widget that was there before and ${what}`, async () => {
      present = [widget];
      const tag = await run(PLAIN);
      assert.deepEqual(tag.imported, starts ? ["pywidget-page.js"] : []);
    });
  }

  test("for a widget that says nothing for long while it was at work", async () => {
    const tag = await run(PLAIN);
    const widget = showing({ screen: "UPLOAD" });
    for (const name of ["step", "confirmed"]) tag.say(widget, `allfeat:${name}`, {});
    for (const name of ["upload-start", "upload-complete", "complete"]) tag.say(widget, `allfeat:${name}`, {});
    assert.deepEqual(timers.map(([, delay, given]) => [delay, given]), [[150_000, widget], [150_000, widget]]);
    for (const [look, ...given] of timers) look(...(/** @type {[any]} */ (given.slice(1))));
    assert.deepEqual(tag.imported, []);
    for (const other of [showing({ screen: "TRACKING" }), showing({ screen: "UPLOAD" }, true)]) {
      const later = await run(PLAIN);
      later.say(other, "allfeat:step", {});
      assert.deepEqual(later.imported, []);
      const [look, , given] = /** @type {any} */ (timers.at(-1));
      look(given);
      assert.deepEqual(later.imported, ["pywidget-page.js"]);
    }
  });

  test("where the page has broken what an event is read with", async () => {
    const tag = await run(PLAIN);
    added.find(([name]) => name == "allfeat:step")?.[1]({ type: "allfeat:step", composedPath: () => assert.fail("broken") });
    await settled();
    assert.deepEqual([tag.imported, tag.queue()], [["pywidget-page.js"], []]);
  });

  test("once, whatever comes then", async () => {
    const tag = await run({ boot: "now", profile: "/p" });
    tag.api.report("c");
    tag.say(showing({ screen: "FAILED" }), "allfeat:failed", {});
    assert.deepEqual(tag.imported, ["pywidget-page.js"]);
  });
});

test("a selector that is none keeps it from nothing", async () => {
  const none = await run({ widget: "[" }, ({ Document }) => {
    Document.prototype.querySelectorAll = () => { throw new SyntaxError("no selector"); };
  });
  none.say(showing({ screen: "FORM" }), "allfeat:error", {});
  await settled();
  assert.deepEqual([none.imported, none.queue().length], [["pywidget-page.js"], 1]);
});

test("it listens before anybody else, to what the widget says from the start, and ends with pywidget.stop()", async () => {
  const tag = await run(PLAIN);
  const names = ["error", "failed", "download-failed", "token-expired", "confirmed", "step", "complete", "upload-complete", "upload-start"].map((name) => `allfeat:${name}`);
  assert.deepEqual(added.map(([name, , capture]) => [name, capture]), names.map((name) => [name, true]));
  tag.api.stop();
  assert.deepEqual(removed, added);
});

test("callbacks hear events of pywidget, with their widget", async () => {
  const tag = await run();
  /** @type {any[]} */
  const heard = [];
  const end = tag.api.on("verdict", (/** @type {any[]} */ ...args) => heard.push(args));
  const [name, listener] = added.at(-1) ?? [];
  listener({ detail: { code: "c" }, target: "widget" });
  assert.deepEqual([name, heard], ["pywidget:verdict", [[{ code: "c" }, "widget"]]]);
  assert.deepEqual(removed, []);
  end();
  assert.deepEqual(removed, [["pywidget:verdict", listener]]);
  const provider = () => "TOKEN";
  tag.api.tokenProvider(provider);
  assert.equal(tag.state.provider, provider);
});

test("the rest is woken by each entry, once it is there", async () => {
  const tag = await run();
  let woken = 0;
  tag.state.wake = () => woken++;
  tag.state.add(null, "flush");
  assert.deepEqual([woken, tag.queue()[0]?.slice(0, 2)], [1, [null, "flush"]]);
});

describe("where the rest cannot be had", () => {
  test("that is said, and tried again when the connection is back or something fails, at another address", async () => {
    const error = mock.method(console, "error", () => 0);
    const tag = await run(PLAIN);
    imports = () => Promise.reject(new TypeError("offline"));
    tag.api.report("c");
    await settled();
    assert.deepEqual(error.mock.calls.map(({ arguments: [text, why] }) => [text, `${why}`]), [["pywidget:", "TypeError: offline"]]);
    assert.deepEqual(dispatched.map(({ type, bubbles, detail }) => [type, bubbles, { ...detail }]), [["pywidget:unavailable", true, { reason: "TypeError: offline" }]]);
    assert.equal(added.at(-1)?.[0], "online");
    await assert.rejects(tag.api.ready, /^TypeError: offline$/);
    assert.deepEqual(timers.map(([, delay]) => delay), [5_000]);
    tag.api.flush();
    await settled();
    assert.equal(tag.addresses.length, 1);
    tag.api.report("d");
    await settled();
    /** @type {any[]} */
    let given = [];
    imports = () => ({ then: (/** @type {any} */ done) => done({ start: (/** @type {any[]} */ ...args) => void (given = args) }) });
    const back = { type: "online" };
    added.at(-1)?.[1](back);
    await settled();
    assert.deepEqual(tag.addresses.map((address) => address.replace(/.*\//, "")), ["pywidget-page.js", "pywidget-page.js?", "pywidget-page.js??"]);
    assert.equal(given[0].script, tag.script);
    assert.equal(given[1], back);
    tag.api.report("e");
    assert.deepEqual([tag.addresses.length, timers.length, dispatched.length], [3, 1, 2]);
    mock.restoreAll();
  });

  test("that is tried again by itself, once", async () => {
    const error = mock.method(console, "error", () => 0);
    imports = () => Promise.reject(new TypeError("broken off"));
    const tag = await run({ boot: "now" });
    await settled();
    assert.deepEqual([tag.addresses.length, timers.length], [1, 1]);
    timers[0]?.[0](undefined);
    await settled();
    assert.deepEqual([tag.addresses.length, timers.length, error.mock.callCount()], [2, 1, 2]);
    mock.restoreAll();
  });

  test("whoever waits for it hears so, and what the module settles", async () => {
    const tag = await run();
    const why = new Error("no Python");
    const error = mock.method(console, "error", () => 0);
    tag.state.fail(why);
    await assert.rejects(tag.api.ready, (error) => error === why);
    assert.deepEqual(dispatched.map(({ detail }) => detail.reason), ["Error: no Python"]);
    assert.equal(error.mock.callCount(), 1);
    const other = await run();
    other.state.ready[0]();
    assert.equal(await other.api.ready, undefined);
    mock.restoreAll();
  });

  for (const [name, broken] of Object.entries({
    "without a console": undefined,
    "whose console only logs": { log() {} },
    "whose console throws": { error() { throw new Error("theirs"); } },
  })) {
    test(`a page ${name} is no reason to throw`, async () => {
      imports = () => Promise.reject(new TypeError("offline"));
      const { api } = await run({ boot: "now" }, (page) => (page.console = broken));
      await settled();
      assert.equal(dispatched.length, 1);
      await assert.rejects(api.ready, /offline/);
    });
  }
});

test("where a browser cannot check a module that it preloads, the hash is checked before", async () => {
  for (const old of [
    (/** @type {any} */ page) => (page.Document.prototype.createElement = () => ({})),
    (/** @type {any} */ _page, /** @type {any} */ script) => (script.isConnected = false),
  ]) {
    /** @type {any[]} */
    const fetched = [];
    const tag = await run({ boot: "now", watch: "" }, (page, script) => {
      page.fetch = async (/** @type {URL} */ url, /** @type {any} */ { integrity }) => fetched.push([`${url}`, integrity]);
      old(page, script);
    });
    await settled();
    assert.deepEqual([tag.preloaded, fetched.map(([url]) => url), tag.imported], [[], [`https://page.example/pywidget/${BUILD}/pywidget-page.js`], ["pywidget-page.js"]]);
    assert.match(fetched[0][1], /^sha256-/);
  }
});

test("a file that is refused then is not imported", async () => {
  const error = mock.method(console, "error", () => 0);
  const tag = await run({ boot: "now", watch: "" }, (page) => {
    page.fetch = async () => { throw new TypeError("another hash"); };
    page.Document.prototype.createElement = () => ({});
  });
  await settled();
  assert.deepEqual([tag.imported, error.mock.callCount()], [[], 1]);
  mock.restoreAll();
});

test("its nonce goes with what it preloads", async () => {
  const tag = await run({ boot: "now", watch: "" }, (_page, script) => (script.nonce = "n"));
  assert.equal(tag.preloaded[0].nonce, "n");
});
