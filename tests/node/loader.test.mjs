/** What the script tag keeps, of whatever a page and its widgets say. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { BUILD, BUILT, runScriptTag } from "./script-tag.mjs";

/** @type {Awaited<ReturnType<typeof runScriptTag>>} */
let tag;
beforeEach(async () => (tag = await runScriptTag()));

/** An object whose members throw. */
const thrower = () => Object.defineProperty({ fine: 1 }, "bad", { enumerable: true, get: () => assert.fail("a getter") });

describe("a copy of a detail", () => {
  test("has what JSON can say, as it is", () => {
    const detail = { code: "c", n: 1.5, zero: 0, yes: true, no: false, none: null, list: [1, "two", [3]], deep: { a: { b: "c" } } };
    assert.deepEqual(tag.keptOf(detail), detail);
  });

  for (const [name, detail, kept] of [
    ["nothing", undefined, null],
    ["null", null, null],
    ["a text", "text", "text"],
    ["a function", () => 1, null],
    ["not a number", NaN, null],
    ["a large integer", 2n ** 64n, "18446744073709551616"],
    ["members that JSON cannot say", { f() {}, s: Symbol("s"), u: undefined, big: 10n, n: NaN }, { big: "10", n: null }],
    ["a list with holes", [1, , 3], [1, null, 3]],
    ["no prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ["what it inherits", Object.create({ code: "inherited" }), { code: "inherited" }],
    ["a toJSON of its own", { a: 1, toJSON: () => "SECRET" }, { a: 1 }],
    ["a getter", { get code() { return "got"; } }, { code: "got" }],
    ["a getter that throws", thrower(), { fine: 1, bad: "[unreadable]" }],
    ["a proxy that throws", new Proxy({}, { has: () => assert.fail(), ownKeys: () => assert.fail(), get: () => assert.fail() }), "[unreadable]"],
    ["a proxy that was revoked", (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })(), "[unreadable]"],
  ]) {
    test(name, () => assert.deepEqual(tag.keptOf(detail), kept));
  }

  test("what is called like a part of a list is no list", () => {
    for (const length of [-1, 3e9, "abc"]) {
      const detail = { code: "c", splice: 1, slice: null, map: "m", length, 0: "a" };
      assert.deepEqual(tag.keptOf({ detail, bytes: new Uint8Array(2) }), { detail, bytes: { 0: 0, 1: 0 } });
    }
  });

  test("an error has its name, message, code, status and details, and no stack", () => {
    const error = Object.assign(new RangeError("too far"), { code: "E_FAR", httpStatus: 422, details: { limit: 3 }, own: 1 });
    const kept = tag.keptOf({ error });
    const { own, ...known } = kept.error;
    assert.deepEqual(known, { name: "RangeError", message: "too far", code: "E_FAR", httpStatus: 422, details: { limit: 3 } });
    assert.equal(own, 1);
    assert.equal("stack" in kept.error, false);
  });

  test("circles end where it is deep", () => {
    const detail = { name: "a" };
    Object.assign(detail, { self: detail });
    assert.deepEqual(tag.keptOf(detail), {
      name: "a", self: { name: "a", self: { name: "a", self: { name: "a", self: { name: "a", self: "[unreadable]" } } } },
    });
  });

  test("texts are cut", () => {
    assert.equal(tag.keptOf("x".repeat(2_001)), "x".repeat(2_000));
    assert.equal(tag.keptOf({ message: "x".repeat(5_000) }).message.length, 2_000);
  });

  test("is made when it is said: what changes later does not change it", () => {
    const detail = { code: "before" };
    tag.state.add(null, "say", { detail });
    detail.code = "after";
    assert.equal(JSON.parse(tag.state.queue[0][2]).code, "before");
  });

  test("is never long, and what stands beside something large is in it", () => {
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`key${n}`, "x".repeat(100)]));
    for (const detail of [wide, { code: "first", ...wide }, Array(1e6).fill("x"), { a: { b: { c: wide } } }, [wide, wide, wide]]) {
      const text = JSON.stringify(tag.keptOf(detail));
      assert.ok(text.length < 60_000, `${text.length}`);
    }
    const rows = Array.from({ length: 600 }, (_, id) => ({ id, name: `n${id}` }));
    const tree = { a: Array(50).fill({ b: Array(50).fill({ c: "d" }) }) };
    for (const large of [rows, Array(20).fill("m".repeat(1_500)), tree, "m".repeat(1e6), wide]) {
      assert.equal(tag.keptOf({ large, code: "last" }).code, "last");
      assert.equal(tag.keptOf({ error: { large, code: "last" } }).error.code, "last");
    }
  });

  test("does not look at all members of a long list", () => {
    const long = new Proxy(Array(1e6).fill(1), { ownKeys: () => assert.fail("all its keys were asked for") });
    assert.notEqual(tag.keptOf(long), "[unreadable]");
  });

  test("one that is too long takes nothing from the next", () => {
    tag.keptOf(Array.from({ length: 999 }, () => "x".repeat(2_000)));
    const detail = { text: "y".repeat(1_999), list: Array(100).fill("z") };
    assert.deepEqual(tag.keptOf(detail), detail);
  });
});

/** @param {string} name of a built file */
const hashOf = (name) => `sha256-${createHash("sha256").update(readFileSync(new URL(name, BUILT))).digest("base64")}`;

describe("what it trusts", () => {
  const HOME = `https://page.example/pywidget/${BUILD}/`;

  test("elements that visitors named like a part of the document are not asked", async () => {
    const other = await runScriptTag({}, ({ document }) => {
      for (const name of ["currentScript", "querySelector", "querySelectorAll", "dispatchEvent", "createElement", "head"]) {
        Object.defineProperty(document, name, { value: { src: "https://evil.example/x.png", dataset: { boot: "now" } } });
      }
    });
    assert.deepEqual(other.addresses, []);
    other.api.report("c");
    assert.deepEqual(other.addresses, [`${HOME}pywidget-page.js`]);
  });

  test("what it imports is of its own build, by hashes that it has", async () => {
    tag.api.report("c");
    assert.deepEqual(
      tag.preloaded.map(({ rel, href, integrity }) => [rel, `${href}`, integrity]),
      [["modulepreload", `${HOME}pywidget-page.js`, hashOf("pywidget-page.js")]],
    );
  });

  test("its address and its attributes are read once", async () => {
    const other = await runScriptTag({});
    Object.assign(other.script, { src: "https://evil.example/pywidget.js" });
    Object.assign(other.script.dataset, { runtimeUrl: "https://evil.example/" });
    other.api.report("c");
    await new Promise(setImmediate);
    assert.deepEqual(other.addresses, [`${HOME}pywidget-page.js`]);
    assert.deepEqual({ ...other.state.data }, {});
  });

  test("what a script added to all objects is no setting, no entry and no part of it", async () => {
    const other = await runScriptTag({}, (page) =>
      vm.runInContext(
        `Object.assign(Object.prototype, {
          boot: "now", debug: "on", firstToken: "on", profile: "https://evil.example/p.json", widget: "nothing",
          runtime: "pyodide", runtimeUrl: "https://evil.example/", interpreter: {},
          wake() { throw new Error("called"); }, provider() {}, profiles: ["{}"], systemOf: () => "evil",
        })`,
        page,
      ),
    );
    assert.deepEqual(other.imported, []);
    other.api.report("c");
    await new Promise(setImmediate);
    for (const name of ["wake", "provider", "profiles", "systemOf", "sayOffline"]) assert.equal(other.state[name], undefined);
    assert.equal(other.state.data.widget, undefined);
    assert.deepEqual(Object.keys(other.state.data), []);
  });

  test("a method that all objects have is no attribute", async () => {
    const other = await runScriptTag({}, (page) =>
      vm.runInContext(`Object.defineProperty(Object.prototype, "profile", { value() {}, writable: true })`, page),
    );
    other.api.report("c");
    await new Promise(setImmediate);
    assert.equal(other.state.data.profile, undefined);
  });

  test("what is no pywidget in its place does not keep it away", async () => {
    for (const there of [{}, { ready: 1 }, { stopped: false }, { stopped: true }, { localName: "form" }]) {
      const other = await runScriptTag({}, (page) => (page.pywidget = there));
      assert.equal(other.api.stopped, false);
    }
    /** @type {unknown[]} */
    const said = [];
    const twice = await runScriptTag({}, (page) => {
      page.pywidget = page.document.documentElement.pywidget = { stopped: false };
      page.console = { warn: (/** @type {unknown} */ text) => said.push(text) };
    });
    assert.deepEqual([said, twice.api], [["pywidget is included twice"], { stopped: false }]);
  });
});

describe("the queue", () => {
  /** @param {object} [more] */
  const widget = (more) => ({ matches: (/** @type {string} */ selector) => selector == "ats-widget", ...more });

  test("has who spoke, what, when, and the screen", () => {
    const speaker = widget({ getState: () => ({ screen: "FORM" }) });
    const before = Date.now();
    tag.say(speaker, "allfeat:step", { step: 2 });
    const [[who, name, detail, at, screen]] = tag.state.queue;
    assert.equal(who, speaker);
    assert.deepEqual([name, detail, screen], ["allfeat:step", '{"step":2}', "FORM"]);
    assert.ok(at >= before && at <= Date.now());
  });

  test("has what anybody says: whose widget it is the module sees", () => {
    const other = { matches: () => false };
    tag.say(other, "allfeat:step", { step: 1 });
    const [[who, name, detail], ...more] = tag.state.queue;
    assert.equal(who, other);
    assert.deepEqual([name, detail, more.length], ["allfeat:step", '{"step":1}', 0]);
  });

  test("a widget that cannot be looked at is heard all the same", () => {
    tag.say(widget({ getState: () => assert.fail("not upgraded") }), "allfeat:error", { code: "c" });
    const [[, , detail, , screen]] = tag.state.queue;
    assert.deepEqual([detail, screen], ['{"code":"c"}', "[unreadable]"]);
  });

  test("trouble fetches the rest, once; what only goes on does not", async () => {
    const quiet = await runScriptTag({});
    for (const name of ["confirmed", "step", "complete", "upload-complete", "upload-start"]) quiet.say(widget(), `allfeat:${name}`, {});
    assert.deepEqual(quiet.imported, []);
    for (const name of ["error", "failed", "download-failed", "token-expired"]) {
      const other = await runScriptTag({});
      other.say(widget(), `allfeat:${name}`, {});
      other.say(widget(), `allfeat:${name}`, {});
      assert.deepEqual(other.imported, ["pywidget-page.js"], name);
    }
  });

  test("the page's own words go the same way", () => {
    tag.api.report(new Error("mine"), "mori");
    tag.api.flush();
    tag.api.stop();
    assert.deepEqual(tag.queue().map(([, name]) => name), ["report", "flush", "stop"]);
    const [error, system] = JSON.parse(tag.queue()[0][2]);
    assert.deepEqual([error.message, system], ["mine", "mori"]);
  });

  test("has an end; what is too much for it takes the oldest, and is counted", () => {
    const { state } = tag;
    for (let number = 0; number < 20_001; number++) state.add(null, "say", { detail: number });
    assert.deepEqual([state.queue.length, state.lost, state.queue[0][2]], [20_001, 0, "0"]);
    for (let number = 0; number < 7; number++) state.add(null, "say", { detail: "new" });
    assert.deepEqual([state.queue.length, state.lost, state.queue[0][2]], [20_001, 7, "7"]);
    assert.equal(state.queue.at(-1)[2], '"new"');
  });
});
