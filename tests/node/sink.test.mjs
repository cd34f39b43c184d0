/** What the page does for reports: it calls functions of the page, and hands reports to a channel. */
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { beforeEach, describe, mock, test } from "node:test";
import { atEnd, freshAdvice, listenToConsole, openPage, putIn, setGlobal, settled } from "./browser.mjs";
import { built, imported } from "./built.mjs";
import { fetchBytes } from "../../pywidget/page/fetch-bytes.js";
import { loadModule } from "../../pywidget/page/load-module.js";
import { createTextLoaders } from "../../pywidget/page/locale.js";
import { sinkFences } from "../../pywidget/page/sink.js";

/** @type {any[]} */
let told;
let drained = 0;
/** @type {any} */
let page;
/** @type {ReturnType<typeof sinkFences>} */
let calls;
/** @type {any} */
let globals;

const BASE = new URL("../../pywidget/page/", import.meta.url).href;
/** What is imported is so in a while. @param {() => unknown} done */
const until = async (done) => {
  for (let turn = 0; turn < 400 && !done(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
};
/** No file is to be had by its hash. @param {() => any} answer without it */
const refuse = (answer) =>
  mock.method(globalThis, "fetch", async (/** @type {any} */ _url, /** @type {any} */ init) => {
    if (init.integrity !== undefined) throw new TypeError("refused");
    return answer();
  });

beforeEach(() => {
  openPage();
  putIn({ HASHES: { "pywidget-delivery.js": "sha256-d", "languages.json": "sha256-l", "a.wasm": "sha256-a" } });
  told = [];
  drained = 0;
  globals = window;
  imported.length = 0;
  for (const name of Object.keys(built)) delete built[name];
  mock.method(globalThis, "fetch", async () => assert.fail("nothing is loaded"));
  page = {
    base: "https://page.example/pywidget/",
    state: { script: { isConnected: false }, advice: freshAdvice() },
    deliver: (/** @type {any} */ message) => told.push(message),
    maskAll: (/** @type {string} */ text) => text,
    drain: () => drained++,
  };
  calls = sinkFences(page);
});

describe("a function of the page", () => {
  test("is called with what belongs to it", () => {
    /** @type {any[]} */
    const seen = [];
    globals.track = (/** @type {any[]} */ ...args) => seen.push(args);
    globals.client = { name: "client", api: { send(/** @type {any[]} */ ...args) { seen.push([this === globals.client.api, ...args]); } } };
    assert.equal(calls.callPage("track", '["a",{"b":1}]'), "sent");
    assert.equal(calls.callPage("client.api.send", "[2]"), "sent");
    assert.deepEqual(seen, [["a", { b: 1 }], [true, 2]]);
  });

  test("that is not there is missing", () => {
    globals.client = { no: 1 };
    for (const path of ["track", "client.no", "client.a.b", "client.constructor"]) assert.equal(calls.callPage(path, "[]"), "missing");
  });

  test("may throw, at once or later, or be no more than a trap: it is said, and Python goes on", async () => {
    const said = listenToConsole();
    globals.now = () => { throw new Error("at once"); };
    globals.later = async () => { throw new Error("in the end"); };
    Object.defineProperty(globals, "trap", { get() { throw new Error("trap"); } });
    assert.equal(calls.callPage("now", "[]"), "failed");
    assert.equal(calls.callPage("later", "[]"), "sent");
    assert.equal(calls.callPage("trap.send", "[]"), "failed");
    await settled();
    assert.deepEqual(said.map((text) => text.split("\n")[0]), [
      "error: pywidget: now threw Error: at once", "error: pywidget: trap.send threw Error: trap", "error: pywidget: later threw Error: in the end",
    ]);
  });

  test("gets errors and arguments as such, where the client wants them", () => {
    /** @type {any[]} */
    let seen = [];
    globals.track = (/** @type {any[]} */ ...args) => (seen = args);
    calls.callPage("track", '[{"$error":{"name":"c","message":"m"}},{"$arguments":["event","name",{}]},null,0]');
    const [error, args, none, zero] = seen;
    assert.ok(error instanceof Error);
    assert.deepEqual([error.name, error.message, none, zero], ["c", "m", null, 0]);
    assert.equal(Object.prototype.toString.call(args), "[object Arguments]");
    assert.deepEqual([...args], ["event", "name", {}]);
  });

  test("of a client that is not there yet is called once it is, by the queue of its snippet", () => {
    /** @type {any[]} */
    const seen = [];
    /** @type {(() => void)[]} */
    const q = [];
    globals.DD = { q, onReady() {} };
    assert.equal(calls.callPage("DD.logs.error", '["m"]'), "sent");
    assert.equal(seen.length, 0);
    globals.DD.logs = { error: (/** @type {any[]} */ ...args) => seen.push(args) };
    for (const run of q) run();
    assert.deepEqual(seen, [["m"]]);
    globals.DD = { q: [] };
    assert.equal(calls.callPage("DD.logs.error", "[]"), "missing");
    globals.DD = { onReady() {} };
    assert.equal(calls.callPage("DD.logs.error", "[]"), "missing");
    globals.DD = { q: {}, onReady() {} };
    assert.equal(calls.callPage("DD.logs.error", "[]"), "missing");
  });

  test("a list of the page is made where there is none", () => {
    assert.equal(calls.pushPage("dataLayer", '{"event":"e"}'), "sent");
    assert.equal(calls.pushPage("dataLayer", "[1]"), "sent");
    assert.deepEqual(globals.dataLayer, [{ event: "e" }, [1]]);
    listenToConsole();
    globals.dataLayer = 7;
    assert.equal(calls.pushPage("dataLayer", "1"), "failed");
  });
});

describe("what the page makes of a report", () => {
  const REPORT = '{"code": "c"}';
  const filter = (path = "mine") => calls.filterReport(4, path, REPORT);

  for (const [what, run, becomes] of /** @type {[string, (report: any) => any, string][]} */ ([
    ["nothing", () => undefined, ""],
    ["the same", (report) => report, ""],
    ["a change in place", (report) => void (report.more = 1), '{"code":"c","more":1}'],
    ["another one", () => ({ other: 1 }), '{"other":1}'],
    ["null", () => null, "null"],
    ["false", () => false, "null"],
    ["true", () => true, "true"],
    ["a function", () => () => 1, ""],
  ])) {
    test(`${what}: "${becomes}"`, () => {
      globals.mine = run;
      assert.equal(filter(), becomes);
    });

    test(`${what}, later: "${becomes}"`, async () => {
      globals.mine = async (/** @type {any} */ report) => run(report);
      assert.equal(filter(), "wait");
      await settled();
      assert.deepEqual(told, [{ kind: "sink-filtered", number: 4, answer: becomes }]);
    });
  }

  test("without a function, it is asked by an event, which can refuse and change it", () => {
    /** @type {any[]} */
    const seen = [];
    const hear = (/** @type {any} */ event) => (seen.push(event.detail, event.cancelable), event.preventDefault());
    window.addEventListener("pywidget:before-report", hear);
    assert.equal(filter(""), "null");
    assert.deepEqual(seen, [{ code: "c" }, true]);
    window.removeEventListener("pywidget:before-report", hear);
    document.addEventListener("pywidget:before-report", (/** @type {any} */ { detail }) => (detail.code = "d"));
    assert.equal(filter(""), '{"code":"d"}');
  });

  test("a name that is none is said, and changes nothing", async () => {
    const said = listenToConsole();
    for (let time = 0; time < 3; time++) assert.equal(filter("none"), "");
    await until(() => said.length);
    assert.deepEqual(said, [
      "warn: pywidget: data-before-report names none, which is not a function of the page. Set it to the name of one, or leave it out: the reports go out as they are.",
    ]);
  });

  test("one that throws, at once or later, changes nothing", async () => {
    const said = listenToConsole();
    globals.mine = () => { throw new Error("why"); };
    assert.equal(filter(), "");
    globals.mine = async () => { throw new Error("later"); };
    assert.equal(filter(), "wait");
    await settled();
    assert.equal(told[0].answer, "");
    assert.deepEqual(said.map((text) => text.split("\n")[0]), [
      "error: pywidget: data-before-report threw Error: why", "error: pywidget: data-before-report threw Error: later",
    ]);
  });

  test("what becomes too long, or no JSON, goes out as it was", () => {
    const said = listenToConsole();
    globals.mine = () => "x".repeat(19_998);
    assert.equal(`${filter()}`.length, 20_000);
    globals.mine = () => "x".repeat(19_999);
    assert.equal(filter(), "");
    const ring = {};
    Object.assign(ring, { ring });
    globals.mine = () => ring;
    assert.equal(filter(), "");
    assert.match(said[0] ?? "", /^warn: pywidget: mine failed; the report goes out as it was: RangeError: .* 20001 characters/);
    document.addEventListener("pywidget:before-report", (/** @type {any} */ { detail }) => (detail.ring = detail));
    filter("");
    assert.match(said.at(-1) ?? "", /pywidget:before-report failed/);
  });

  test("it has five seconds", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const said = listenToConsole();
    globals.mine = () => new Promise(() => 0);
    filter();
    mock.timers.tick(4_999);
    await settled();
    assert.deepEqual(told, []);
    mock.timers.tick(1);
    await settled();
    assert.deepEqual(told, [{ kind: "sink-filtered", number: 4, answer: "" }]);
    assert.match(said[0] ?? "", /mine failed.*no answer in time/);
  });
});

describe("a page that is hidden or goes away", () => {
  let hidden = false;
  beforeEach(() => {
    hidden = false;
    Object.defineProperty(document, "hidden", { get: () => hidden });
  });

  test("tells Python, and has everything done at once where the browser says so itself", () => {
    document.dispatchEvent(new Event("visibilitychange"));
    assert.deepEqual([told, drained], [[], 0]);
    hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    assert.deepEqual([told, drained], [[{ kind: "sink-rest" }], 0]);
    hidden = false;
    window.dispatchEvent(new Event("pagehide"));
    assert.deepEqual([told.length, drained], [2, 0]);
  });

  test("is not heard of after the end", () => {
    calls.stopSinks();
    hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    window.dispatchEvent(new Event("pagehide"));
    assert.deepEqual(told, []);
  });

  test("an event of the browser's own", () => {
    /** @type {((event: any) => void)[]} */
    const listeners = [];
    setGlobal("addEventListener", (/** @type {string} */ _name, /** @type {any} */ run) => listeners.push(run));
    sinkFences(page);
    listeners[0]?.({ type: "pagehide", isTrusted: true });
    assert.deepEqual([told.length, drained], [1, 1]);
  });
});

test("sinks are woken once, and can be again", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  calls.wakeSinks(100);
  calls.wakeSinks(5);
  mock.timers.tick(99);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  assert.deepEqual(told, [{ kind: "sink-wake" }]);
  calls.wakeSinks(10);
  mock.timers.tick(10);
  assert.equal(told.length, 2);
  calls.wakeSinks(10);
  calls.stopSinks();
  mock.timers.tick(1_000);
  assert.equal(told.length, 2);
});

describe("a channel", () => {
  const OPEN = '{"sink":"beacon","url":"/r","head":"[","tail":"]"}';
  /** @type {any[]} */
  let done;
  beforeEach(() => {
    done = [];
    const delivery = {
      add: (/** @type {any[]} */ ...args) => done.push(["add", ...args]), flush: () => done.push(["flush"]), stop: () => done.push(["stop"]),
    };
    mock.method(globalThis, "fetch", async (/** @type {any} */ url, /** @type {any} */ init) => (done.push([url, init]), new Response("")));
    built["pywidget-delivery.js"] = {
      openChannel: (/** @type {any} */ given, /** @type {any} */ channel) => (done.push([given === page, { ...channel }]), delivery),
    };
  });

  test("is loaded, gets reports, is flushed and stopped", async () => {
    calls.openChannel(OPEN);
    calls.deliverReport("beacon", "{}", 2);
    calls.flushDelivery();
    await until(() => done.length > 3);
    assert.deepEqual(imported, [`${BASE}pywidget-delivery.js`]);
    calls.stopSinks();
    calls.deliverReport("beacon", "{}", 2);
    await settled();
    assert.deepEqual(done, [
      [`${BASE}pywidget-delivery.js`, { integrity: "sha256-d" }], [true, { sink: "beacon", url: "/r", head: "[", tail: "]" }], ["add", "{}", 2], ["flush"], ["stop"],
    ]);
    calls.deliverReport("none", "{}", 1);
    assert.deepEqual(told, []);
  });

  test("that cannot be loaded is said, and what it was to deliver is counted", async () => {
    const said = listenToConsole();
    refuse(() => new Response("", { status: 404 }));
    calls.openChannel(OPEN);
    calls.deliverReport("beacon", "{}", 3);
    calls.flushDelivery();
    await until(() => told.length);
    calls.stopSinks();
    await settled();
    assert.deepEqual(told, [{ kind: "delivery-dropped", sink: "beacon", count: 3, reason: "not loaded" }]);
    assert.deepEqual(said, ["warn: pywidget: beacon cannot deliver to /r: Error: pywidget-delivery.js: HTTP 404"]);
    assert.deepEqual([done, imported], [[], []]);
  });
});

test("the page's address is told without what follows it", () => {
  assert.equal(calls.pageAddress(), "https://page.example/shop/");
  setGlobal("location", { href: "https://page.example/#a?b" });
  assert.equal(calls.pageAddress(), "https://page.example/");
});

for (const [what, navigator, asks] of /** @type {[string, object, boolean][]} */ ([
  ["nothing", {}, false], ["not to be tracked", { doNotTrack: "1" }, true], ["not to be sold", { globalPrivacyControl: true }, true],
  ["to be tracked", { doNotTrack: "0", globalPrivacyControl: false }, false], ["something else", { globalPrivacyControl: 1 }, false],
])) {
  test(`a browser that asks for ${what}`, () => {
    setGlobal("navigator", navigator);
    assert.equal(calls.asksForPrivacy(), asks);
  });
}

describe("a file of the build", () => {
  test("is fetched by its hash", async () => {
    const asked = mock.method(globalThis, "fetch", async () => new Response(Uint8Array.of(1, 2)));
    assert.deepEqual([...(await fetchBytes("https://page.example/", "a.wasm"))], [1, 2]);
    assert.deepEqual(asked.mock.calls[0]?.arguments, ["https://page.example/a.wasm", { integrity: "sha256-a" }]);
    await fetchBytes("/", "other");
    assert.deepEqual(asked.mock.calls[1]?.arguments, ["/other", { integrity: "" }]);
  });

  for (const [why, answer] of /** @type {[string, () => any][]} */ ([
    ["it was cut or changed on its way: it is not the file of this build", () => new Response("asm")],
    ["mixed versions: it is of build fedc9876, and pywidget-page.js of build 0123abcd", () => new Response("pywidget build fedc9876")],
    ["HTTP 404", () => new Response("", { status: 404 })],
    ["it could not be reached", () => Promise.reject(new TypeError())],
  ])) {
    test(`that is refused: ${why}`, async () => {
      Object.defineProperty(window, "crypto", { value: webcrypto, configurable: true });
      const asked = refuse(answer);
      const base = "https://page.example/pw/";
      await assert.rejects(fetchBytes(base, "a.wasm"), { message: `a.wasm: ${why}` });
      assert.deepEqual(asked.mock.calls.map((call) => call.arguments), [
        [`${base}a.wasm`, { integrity: "sha256-a" }],
        [`${base}a.wasm`, { integrity: "sha256-a", cache: "reload" }],
        [`${base}a.wasm`, { cache: "no-cache" }],
      ]);
    });
  }

  test("that breaks off on its way is one that cannot be used", async () => {
    const broken = Object.assign(new Response("asm"), { arrayBuffer: async () => { throw new TypeError("terminated"); } });
    mock.method(globalThis, "fetch", async (/** @type {any} */ _url, /** @type {any} */ init) => (init.integrity === undefined ? new Response("asm") : broken));
    await assert.rejects(fetchBytes("https://page.example/", "a.wasm"), { message: "a.wasm: TypeError: terminated" });
  });

  test("a module is imported by its hash, and its failure has its name", async () => {
    putIn({ HASHES: { "pywidget-own.js": "sha256-o" } });
    const seen = /** @type {any[]} */ ([]);
    for (const name of ["pywidget-own.js", "pywidget-unknown.js"]) built[name] = { start: () => name };
    const asked = mock.method(globalThis, "fetch", async () => new Response(""));
    for (const name of Object.keys(built)) seen.push((await loadModule(page.state, name)).start());
    assert.deepEqual(seen, ["pywidget-own.js", "pywidget-unknown.js"]);
    assert.deepEqual(asked.mock.calls.map((call) => call.arguments), [
      [`${BASE}pywidget-own.js`, { integrity: "sha256-o" }], [`${BASE}pywidget-unknown.js`, { integrity: "" }],
    ]);
    refuse(() => new Response("", { headers: { "content-type": "text/javascript" } }));
    await assert.rejects(loadModule(page.state, "pywidget-x.js"), { message: "pywidget-x.js: it is empty" });
    refuse(() => new Response("start();", { headers: { "content-type": "text/javascript" } }));
    await assert.rejects(loadModule(page.state, "pywidget-x.js"), { message: "pywidget-x.js: TypeError: refused" });
    assert.ok(!imported.some((url) => url.includes("pywidget-x")));
  });
});

describe("texts", () => {
  /** @type {any[][]} */
  let asked;
  /** @type {() => any} */
  let answer;
  /** The list of languages. @type {() => any} */
  let list;
  /** @type {ReturnType<typeof createTextLoaders>} */
  let loaders;
  beforeEach(() => {
    asked = [];
    answer = () => Response.json({ a: "b" });
    list = () => Response.json({ de: "sha256-de", fr: "sha256-fr" });
    mock.method(globalThis, "fetch", async (/** @type {any} */ url, /** @type {any} */ init) => {
      asked.push([`${url}`, init]);
      return `${url}`.endsWith("languages.json") ? list() : answer();
    });
    loaders = createTextLoaders(page);
    mock.timers.enable({ apis: ["setTimeout"] });
    atEnd(() => mock.timers.reset());
  });

  test("of a language come from the bundle, by their hash, once at a time", async () => {
    loaders.loadLocale("fr");
    loaders.loadLocale("fr");
    await settled();
    assert.deepEqual(asked, [
      ["https://page.example/pywidget/languages.json", { integrity: "sha256-l" }],
      ["https://page.example/pywidget/locales/fr.json", { integrity: "sha256-fr" }],
    ]);
    assert.deepEqual(told, [{ kind: "locale", lang: "fr", texts: { a: "b" } }]);
    mock.timers.tick(10_000);
    assert.equal(told.length, 1);
    loaders.loadLocale("fr");
    await settled();
    assert.equal(told.length, 2);
  });

  for (const [what, given, why] of /** @type {[string, () => any, RegExp][]} */ ([
    ["is not there", () => new Response("{}", { status: 404 }), /languages\.json: HTTP 404/],
    ["cannot be read", () => new Response("<html>"), /SyntaxError/],
    ["is not of this build", () => Promise.reject(new TypeError("refused")), /TypeError: refused/],
  ])) {
    test(`of a language are not fetched, and null, where the list of languages ${what}`, async () => {
      const said = listenToConsole();
      list = given;
      loaders.loadLocale("fr");
      await settled();
      // A list that is refused is asked for twice, the second time from the server.
      assert.deepEqual([...new Set(asked.map(([url]) => url))], ["https://page.example/pywidget/languages.json"]);
      assert.deepEqual(told, [{ kind: "locale", lang: "fr", texts: null }]);
      assert.match(said.join("\n"), /locales\/fr.json could not be loaded, notices are in English/);
      assert.match(said.join("\n"), why);
      list = () => Response.json({ fr: "sha256-fr" });
      loaders.loadLocale("fr");
      await settled();
      assert.deepEqual(told[1], { kind: "locale", lang: "fr", texts: { a: "b" } });
    });
  }

  test("of a language are late, too, where the list of languages is", async () => {
    list = () => new Promise(() => 0);
    loaders.loadLocale("fr");
    await settled();
    mock.timers.tick(2_000);
    assert.deepEqual([told, asked.length], [[{ kind: "locale", lang: "fr", texts: null }], 1]);
  });

  test("in a build that has no hash of the list come without one", async () => {
    putIn({ HASHES: {} });
    loaders.loadLocale("de");
    await settled();
    assert.deepEqual(asked.map(([, { integrity }]) => integrity), ["", "sha256-de"]);
  });

  test("of the page come from where it says, cut to a bound", async () => {
    answer = () => new Response("x".repeat(200_001));
    loaders.loadMessages("texts.json");
    await settled();
    assert.deepEqual(asked, [["https://page.example/shop/texts.json", { integrity: "" }]]);
    assert.deepEqual(told, [{ kind: "messages", text: "x".repeat(200_000) }]);
  });

  test("that do not come are null, and said", async () => {
    const said = listenToConsole();
    answer = () => new Response("", { status: 404 });
    loaders.loadLocale("fr");
    loaders.loadMessages("http://[");
    await settled();
    const kinds = told.map(({ kind, texts = "none", text = "none" }) => [kind, texts, text]);
    assert.deepEqual(kinds.sort(), [["locale", null, "none"], ["messages", "none", null]]);
    assert.match(said.join("\n"), /locales\/fr.json could not be loaded, notices are in English: Error: HTTP 404/);
    assert.match(said.join("\n"), /http:\/\/\[ could not be loaded, notices have our own texts: TypeError/);
  });

  test("that are late are null after two seconds, and come all the same", async () => {
    /** @type {(response: Response) => void} */
    let end = () => 0;
    answer = () => new Promise((resolve) => (end = resolve));
    loaders.loadLocale("fr");
    await settled();
    mock.timers.tick(1_999);
    assert.deepEqual(told, []);
    mock.timers.tick(1);
    assert.deepEqual(told.map(({ texts }) => texts), [null]);
    end(Response.json({ a: 1 }));
    await settled();
    assert.deepEqual(told.map(({ texts }) => texts), [null, { a: 1 }]);
  });
});
