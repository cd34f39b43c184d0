/** When the script tag starts the rest, and what becomes of it where that cannot be had. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { runScriptTag } from "./script-tag.mjs";

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
  shadowRoot: { querySelector: (/** @type {string} */ selector) => (selector == ".ats-loading-overlay" && waits ? {} : null) },
});
const PLAIN = { watch: "" };
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test("included twice, it is there once, which is said", async () => {
  const warn = mock.method(console, "warn", () => 0);
  const tag = await run(PLAIN, (page) => (page.pywidget = "the first one"));
  assert.deepEqual([`${warn.mock.calls[0]?.arguments}`, tag.api, added.length, tag.imported.length], ["pywidget is included twice", "the first one", 0, 0]);
  mock.restoreAll();
});

test("a module finds its own element by its address", async () => {
  const tag = await run({ boot: "now", watch: "" }, ({ Document }, script) => {
    Object.defineProperty(Document.prototype, "currentScript", { get: () => null });
    Document.prototype.querySelector = (/** @type {string} */ selector) => (selector == 'script[src*="pywidget.js"]' ? script : null);
  });
  assert.deepEqual(tag.addresses, ["https://page.example/pywidget/pywidget-page.js"]);
});

describe("it starts the rest", () => {
  for (const [data, starts] of /** @type {[Record<string, string>, boolean][]} */ ([
    [{}, false], [{ boot: "now" }, true], [{ debug: "on" }, true], [{ firstToken: "on" }, true],
    [{ boot: "error" }, false], [{ debug: "off" }, false], [{ firstToken: "off" }, false],
  ])) {
    test(`${starts ? "at once" : "not at once"} with ${JSON.stringify(data)}`, async () => {
      const tag = await run({ ...PLAIN, ...data });
      assert.deepEqual([tag.imported, timers], [starts ? ["pywidget-page.js"] : [], []]);
    });
  }

  test("when there is time, where that is asked for", async () => {
    const tag = await run({ boot: "idle", watch: "" });
    assert.deepEqual([tag.imported, timers.length], [[], 1]);
    timers[0]?.[0](undefined);
    assert.deepEqual(tag.imported, ["pywidget-page.js"]);
    /** @type {any} */
    let idle;
    const other = await run({ boot: "idle", watch: "" }, (page) => (page.requestIdleCallback = (/** @type {any} */ then) => (idle = then)));
    assert.equal(timers.length, 1);
    idle();
    assert.deepEqual(other.imported, ["pywidget-page.js"]);
  });

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

  for (const [data, imported] of /** @type {[Record<string, string>, string[]][]} */ ([
    [{ watch: "/a b" }, ["pywidget-watch.js"]], [{ watch: "", profile: "/p" }, ["pywidget-watch.js"]], [{ watch: "", profile: "" }, []],
  ])) {
    test(`and what watches, with ${JSON.stringify(data)}`, async () => assert.deepEqual((await run(data)).imported, imported));
  }

  test("for a widget that says nothing for long while it was at work", async () => {
    const tag = await run(PLAIN);
    const widget = showing({ screen: "UPLOAD" });
    tag.say(widget, "allfeat:step", {});
    assert.deepEqual([timers.map(([, delay, given]) => [delay, given]), cleared], [[[150_000, widget]], []]);
    tag.say(widget, "allfeat:confirmed", {});
    assert.deepEqual([timers.length, cleared], [2, [1]]);
    const other = showing({ screen: "TRACKING" });
    tag.say(other, "allfeat:step", {});
    assert.deepEqual([timers.length, cleared.length], [3, 1]);
    tag.say(other, "allfeat:upload-start", {});
    assert.equal(timers.length, 3);
    timers[0]?.[0](widget);
    assert.deepEqual(tag.imported, []);
    timers[2]?.[0](other);
    assert.deepEqual(tag.imported, ["pywidget-page.js"]);
  });
});

test("a selector that is none is the usual one", async () => {
  const tag = await run({ widget: "[" }, ({ Document }) => {
    Document.prototype.querySelectorAll = () => { throw new SyntaxError("no selector"); };
  });
  assert.equal(tag.state.selector, "ats-widget");
  assert.equal((await run({ widget: "#mine" })).state.selector, "#mine");
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
  tag.api.on("verdict", (/** @type {any[]} */ ...args) => heard.push(args));
  const [name, listener] = added.at(-1) ?? [];
  listener({ detail: { code: "c" }, target: "widget" });
  assert.deepEqual([name, heard], ["pywidget:verdict", [[{ code: "c" }, "widget"]]]);
  const provider = () => "TOKEN";
  tag.api.tokenProvider(provider);
  assert.equal(tag.state.provider, provider);
});

test("the rest is woken by each entry, once it is there", async () => {
  const tag = await run();
  let woken = 0;
  tag.state.wake = () => woken++;
  tag.state.add(null, "flush");
  assert.deepEqual([woken, tag.queue()[0]?.slice(0, 3)], [1, [null, "flush", "null"]]);
});

describe("where the rest cannot be had", () => {
  test("that is said, and tried again when the connection is back or something fails, at another address", async () => {
    const error = mock.method(console, "error", () => 0);
    const tag = await run(PLAIN);
    imports = () => Promise.reject(new TypeError("offline"));
    tag.api.report("c");
    await settled();
    assert.deepEqual(error.mock.calls.map(({ arguments: [text, why] }) => [text, `${why}`]), [["pywidget could not start:", "TypeError: offline"]]);
    assert.deepEqual(dispatched.map(({ type, bubbles, detail }) => [type, bubbles, { ...detail }]), [["pywidget:unavailable", true, { reason: "TypeError: offline" }]]);
    assert.equal(added.at(-1)?.[0], "online");
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
    assert.equal(given[1], back);
    await tag.api.ready;
    tag.api.report("e");
    assert.equal(tag.addresses.length, 3);
    mock.restoreAll();
  });

  test("what watches is said, and the rest goes on", async () => {
    const error = mock.method(console, "error", () => 0);
    imports = () => Promise.reject(new TypeError("offline"));
    await run({ watch: "", profile: "/p" });
    await settled();
    assert.equal(`${error.mock.calls[0]?.arguments[0]}`, "TypeError: offline");
    mock.restoreAll();
  });
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
    assert.deepEqual([tag.preloaded, fetched.map(([url]) => url), tag.imported], [[], ["https://page.example/pywidget/pywidget-page.js"], ["pywidget-page.js"]]);
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
