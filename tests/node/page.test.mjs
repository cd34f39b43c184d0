/** The page's side of the border: what it hands to Python, in which order, and what is left when Python does not come. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { AsyncLocalStorage } from "node:async_hooks";
import { beforeEach, describe, mock, test } from "node:test";
import { addWidget, atEnd, listenToConsole, openPage, putAt, putIn, setGlobal, settled, within } from "./browser.mjs";
import { built } from "./built.mjs";
import { sayOffline } from "../../pywidget/page/offline.js";
import { start } from "../../pywidget/page/page.js";
import { fromPyodide } from "../../pywidget/page/pyodide.js";
import { loadModule } from "../../pywidget/page/load-module.js";
import * as tokens from "../../pywidget/page/token.js";
import { start as startWatch } from "../../pywidget/page/watch.js";
import { startRuntime } from "../../pywidget/page/runtime.js";

/** @type {any} */
let state;
/** What Python was started with. @type {any} */
let started;
/** What Python was told. @type {any[]} */
let told;
/** What its functions are. @type {any} */
let border;
/** What Python does with a text. @type {(text: string) => void} */
let receive;
/** Whether Python started, or why not. @type {Promise<unknown>} */
let ended;
/** What the script tag was told of it. @type {unknown[]} */
let failures;
/** @type {Record<string, any>} */
let modules;
let online = true;
/** @type {string[]} */
let unavailable;
/** Python's side. @type {{ start: (text: string, calls: any) => void, receive: (text: string) => unknown }} */
let app;

const TOKEN = "an-access-token-of-the-page";

beforeEach(() => {
  openPage();
  putIn({
    HASHES: { "micropython.js": "sha256-m", "micropython.wasm": "sha256-w" },
    OFFLINE: { en: ["No connection"], fr: ["Pas de connexion"], nb: ["Ingen forbindelse"], ar: ["لا اتصال", "rtl"] },
  });
  online = true;
  Object.defineProperty(navigator, "onLine", { get: () => online });
  told = [];
  failures = [];
  for (const name of Object.keys(built)) delete built[name];
  unavailable = [];
  receive = () => {};
  app = {
    start: (/** @type {string} */ text, /** @type {any} */ calls) => ((started = JSON.parse(text)), (border = calls)),
    receive: (/** @type {string} */ text) => (told.push(JSON.parse(text)), receive(text)),
  };
  modules = Object.assign(built, { "pywidget-token.js": tokens, "micropython.js": { loadMicroPython: async () => ({ pyimport: () => app }) } });
  mock.method(globalThis, "fetch", async () => new Response(Uint8Array.of(1)));
  Object.assign(window, { pywidget: {} });
  state = {
    data: { boot: "now" }, queue: [], lost: 0, boot() {}, off: () => "off", script: { isConnected: false },
    add: (/** @type {any} */ widget, /** @type {string} */ name, /** @type {any} */ event, /** @type {any} */ also) =>
      (state.queue.push([widget, name, JSON.stringify(event?.detail ?? null), Date.now(), also]), state.wake?.()),
  };
  renew();
  document.addEventListener("pywidget:unavailable", (/** @type {any} */ { detail }) => unavailable.push(detail.reason));
});

/** Whoever waits for Python waits for the next one. */
const renew = () => {
  ended = new Promise((resolve) => {
    state.ready = [resolve, assert.fail];
    state.fail = (/** @type {unknown} */ error) => (failures.push(error), resolve(error));
  });
};

/** Starts it, and lets it do what there is to do. @param {unknown} [why] */
const begin = async (why) => {
  start(state, why);
  assert.equal(await ended, undefined);
  atEnd(() => state.add(null, "stop"));
  await go();
};
/** The files that were asked for, with their hashes. @returns {[name: string, integrity: string][]} */
const checked = () => /** @type {any} */ (globalThis.fetch).mock.calls.map((/** @type {any} */ { arguments: [url, init] }) => [url.split("/").at(-1), init.integrity]);
const go = () => new Promise((resolve) => setTimeout(resolve, 5)).then(() => settled(3));
/** What was told, by kind. @param {string} kind */
const of = (kind) => told.filter((message) => message.kind == kind);
const kinds = () => told.map(({ kind }) => kind);

describe("the start", () => {
  test("tells Python nothing before code that waits for pywidget.ready could begin to listen", async () => {
    addWidget();
    start(state);
    await ended;
    for (let turn = 0; turn < 20; turn++) await 0;
    assert.deepEqual(kinds(), []);
    atEnd(() => state.add(null, "stop"));
    await go();
    assert.deepEqual(kinds(), ["arrived", "turn-over"]);
  });

  test("tells Python of the page, and each widget that is there", async () => {
    state.data = { boot: "now", tokenUrl: "/t" };
    const widget = addWidget("", { id: "shop", token: TOKEN });
    addWidget();
    await begin();
    const { at, ...rest } = started;
    assert.ok(Math.abs(at - Date.now()) < 2_000);
    assert.deepEqual(rest, {
      data: { boot: "now", tokenUrl: "/t" }, build: "pywidget build 0123abcd", page: { href: "https://page.example/shop/?q=1#top", lang: "en", languages: ["en-US", "en"] }, online: true,
    });
    assert.deepEqual(of("arrived").map(({ widget: id, name, hasToken }) => [id, name, hasToken]), [[1, "shop", true], [2, "2", false]]);
    assert.equal(kinds().at(-1), "turn-over");
    assert.deepEqual(checked().map(([name, integrity]) => [name, integrity]), [["micropython.wasm", "sha256-w"], ["pywidget.romfs", ""], ["micropython.js", "sha256-m"], ["pywidget-token.js", ""]]);
    assert.equal(widget.nextElementSibling?.localName, "ats-widget");
    assert.equal(document.querySelectorAll("pywidget-notice").length, 2);
  });

  test("of a connection that came back is told as such", async () => {
    await begin({ type: "online" });
    assert.equal(started.back, true);
    renew();
    await begin({ type: "error" });
    assert.equal("back" in started, false);
  });

  test("is no other where a widget is odd", async () => {
    const odd = addWidget("", { id: "odd", token: TOKEN });
    Object.defineProperties(odd, {
      id: { get: () => 7 }, getAttribute: { value: () => assert.fail("its own") }, querySelectorAll: { value: 0 },
    });
    const other = addWidget("", { id: "other" });
    await begin();
    assert.deepEqual(of("arrived").map(({ name, hasToken }) => [name, hasToken]), [["odd", true], ["other", false]]);
    state.add(odd, "allfeat:error", { detail: { code: "a", message: TOKEN } });
    state.add(other, "allfeat:error", { detail: { code: "b" } });
    await go();
    assert.deepEqual(of("event").map(({ detail }) => detail), [{ code: "a", message: "[secret]" }, { code: "b" }]);
    assert.deepEqual([failures, unavailable], [[], []]);
  });

  test("is not over where a widget cannot be read", async () => {
    const [odd, other] = [addWidget(), addWidget()];
    await begin();
    const said = listenToConsole();
    state.systemOf = (/** @type {Element} */ widget) => {
      if (widget == odd) throw new Error("theirs");
    };
    state.add(odd, "allfeat:error", { detail: { code: "a" } });
    state.add(other, "allfeat:error", { detail: { code: "b" } });
    await go();
    assert.deepEqual(of("event").map(({ detail }) => detail), [{ code: "b" }]);
    assert.deepEqual([said, unavailable], [["warn: pywidget: a message was not understood: Error: theirs"], []]);
  });

  test("names what is wrong with data-widget", async () => {
    const said = listenToConsole();
    state.data = { boot: "now", widget: "[" };
    await begin();
    assert.deepEqual(said, ['warn: pywidget: data-widget="[" is no selector. Using "ats-widget".']);
    assert.equal(state.selector, "ats-widget");
  });

  test("says nothing of a data-widget that is right", async () => {
    const said = listenToConsole();
    state.data.widget = "#w";
    await begin();
    assert.deepEqual(said, []);
    assert.equal(state.selector, "#w");
  });

  test("hands over fenced functions", async () => {
    const said = listenToConsole();
    await begin();
    assert.equal(border.announce(0, "x", "no JSON"), "");
    assert.match(said[0] ?? "", /announce failed: SyntaxError/);
    assert.equal(border.pageAddress(), "https://page.example/shop/");
    for (const name of ["askToken", "startTimer", "showNotice", "loadLocale", "callPage"]) assert.equal(typeof border[name], "function");
  });

  test("with data-debug loads the inspector; without it, or where it cannot be had, goes on", async () => {
    const said = listenToConsole();
    /** @type {any[]} */
    const seen = [];
    modules["pywidget-inspector.js"] = { inspect: (/** @type {any[]} */ ...args) => seen.push(args) };
    state.data = { boot: "now", debug: "on" };
    await begin();
    assert.equal(typeof seen[0][1].askToken, "function");
    modules["pywidget-inspector.js"] = { inspect: () => { throw new Error("broken"); } };
    renew();
    await begin();
    assert.match(said[0] ?? "", /no inspector: Error: broken/);
    seen.length = 0;
    modules["pywidget-inspector.js"] = { inspect: (/** @type {any[]} */ ...args) => seen.push(args) };
    state.data = { boot: "now", debug: "off" };
    renew();
    await begin();
    assert.deepEqual(seen, []);
  });

  test("that fails leaves what waited for the next one, and nothing else in the page", async () => {
    addWidget();
    state.add(null, "report", { detail: [1] });
    modules["micropython.js"] = { loadMicroPython: async () => { throw new Error("refused"); } };
    start(state);
    window.dispatchEvent(new Event("focus"));
    assert.match(`${await ended}`, /refused/);
    assert.deepEqual([state.queue.length, state.queue[0][1], document.querySelectorAll("pywidget-notice").length], [1, "report", 0]);
    assert.equal(state.sayOffline, undefined);
  });

  test("takes nothing from the queue before Python is there: it is counted where it is", async () => {
    const widget = addWidget();
    state.add(null, "report", { detail: [1] });
    /** @type {any} */
    let fail;
    modules["micropython.js"] = { loadMicroPython: () => new Promise((_, reject) => (fail = reject)) };
    start(state);
    while (!fail) await settled();
    widget.remove();
    await settled();
    const names = () => state.queue.map((/** @type {any} */ entry) => entry[1]);
    assert.deepEqual(names(), ["report"]);
    fail(new Error("refused"));
    assert.match(`${await ended}`, /refused/);
    assert.deepEqual(names(), ["report"]);
  });

  test("what happened on the way to Python is told after what the script tag has kept", async () => {
    const widget = addWidget();
    state.add(widget, "allfeat:error", { detail: {} });
    const { loadMicroPython } = modules["micropython.js"];
    /** @type {(() => void) | undefined} */
    let goOn;
    modules["micropython.js"] = { loadMicroPython: () => new Promise((resolve) => (goOn = () => resolve(loadMicroPython()))) };
    start(state);
    while (!goOn) await settled();
    widget.remove();
    await settled();
    goOn();
    await ended;
    await go();
    assert.deepEqual(kinds().filter((kind) => kind != "turn-over"), ["arrived", "event", "left"]);
  });

  test("that fails without a connection says so", async () => {
    online = false;
    const widget = addWidget();
    state.add(widget, "allfeat:error", { detail: {} });
    modules["micropython.js"] = { loadMicroPython: async () => { throw new Error("offline"); } };
    start(state);
    assert.match(`${await ended}`, /offline/);
    await new Promise((resolve) => setTimeout(resolve, 120));
    assert.equal(typeof state.sayOffline, "function");
    let over = false;
    const { sayNoMore } = state;
    state.sayNoMore = () => ((over = true), sayNoMore());
    modules["micropython.js"] = { loadMicroPython: async () => ({ pyimport: () => ({ start() {}, receive() {} }) }) };
    renew();
    await begin();
    assert.equal(over, true);
  });
});

describe("what is done at first", () => {
  /** @type {any[]} */
  let watching;

  beforeEach(() => {
    state.data = {};
    watching = [];
    modules["pywidget-watch.js"] = { start: (/** @type {any} */ given) => void watching.push(given) };
    atEnd(() => state.add(null, "stop"));
  });
  /** How often a file was asked for. @param {string} file */
  const times = (file) => checked().filter(([name]) => name.startsWith(file)).length;
  const pythons = () => times("micropython.js");
  /** Everything that was begun has ended: what is imported takes long. */
  const done = async () => {
    await go();
    if (pythons()) await ended;
    while (watching.length < times("pywidget-watch.js")) await go();
  };
  /** How often Python and what watches were started. @param {object} data @param {unknown} [why] */
  const decide = async (data, why) => {
    Object.assign(state.data, data);
    assert.equal(start(state, why), undefined);
    await done();
    return [pythons(), watching.length];
  };
  const watch = "/api acme";

  for (const [data, expected] of /** @type {[object, [number, number]][]} */ ([
    [{}, [0, 0]], [{ boot: "now" }, [1, 0]], [{ boot: "error" }, [0, 0]], [{ watch: "", profile: "" }, [0, 0]],
    [{ watch }, [0, 1]], [{ profile: "/p" }, [0, 1]], [{ watch, profile: "/p" }, [0, 1]], [{ watch, boot: "error", debug: "off", firstToken: "off" }, [0, 1]],
    [{ watch, boot: "now" }, [1, 1]], [{ profile: "/p", debug: "on" }, [1, 1]], [{ watch, firstToken: "on" }, [1, 1]], [{ boot: "idle", firstToken: "on" }, [1, 0]],
  ])) {
    test(`${expected} (Python, watching) with ${JSON.stringify(data)}`, async () => {
      assert.deepEqual(await decide(data), expected);
      assert.deepEqual(watching, watching.map(() => state));
    });
  }

  test("Python starts when there is time, where that is asked for", async () => {
    /** @type {any[]} */
    const idle = [];
    Object.assign(window, { requestIdleCallback: (/** @type {any} */ run) => idle.push(run) });
    assert.deepEqual(await decide({ boot: "idle" }), [0, 0]);
    idle[0]({ timeRemaining: () => 1 });
    await ended;
    assert.deepEqual([pythons(), idle.length, "back" in started], [1, 1, false]);
  });

  test("a browser that does not say when there is time has some soon", async () => {
    assert.deepEqual(await decide({ boot: "idle" }), [1, 0]);
  });

  for (const [what, waiting, expected] of /** @type {[string, any[], number][]} */ ([
    ["an error", [null, "allfeat:error"], 1], ["a failure", [null, "allfeat:download-failed"], 1], ["an expired token", [null, "allfeat:token-expired"], 1],
    ["a report", [null, "report"], 1], ["a step", [null, "allfeat:step"], 0], ["a flush", [null, "flush"], 0],
  ])) {
    test(`where it is only to watch, ${what} that waits ${expected ? "starts" : "does not start"} Python`, async () => {
      state.queue.push([...waiting, "{}", Date.now()]);
      assert.deepEqual(await decide({ watch }), [expected, 1]);
    });
  }

  test("where it is only to watch, a connection that came back starts Python, and is told", async () => {
    assert.deepEqual(await decide({ watch }, { type: "online" }), [1, 1]);
    assert.equal(started.back, true);
  });

  for (const [what, inside, screen, expected] of /** @type {[string, string, string | undefined, number][]} */ ([
    ["has failed", "", "FAILED", 1], ["is at work", "", "TRACKING", 1], ["waits for a token", '<p class="ats-loading-overlay"></p>', "FORM", 1],
    ["shows its form", "<p></p>", "FORM", 0], ["is not upgraded", "", undefined, 0],
  ])) {
    test(`where it is only to watch, a widget that ${what} ${expected ? "starts" : "does not start"} Python`, async () => {
      addWidget();
      const widget = addWidget(inside);
      if (screen) widget.getState = () => ({ screen });
      assert.deepEqual(await decide({ watch }), [expected, 1]);
    });
  }

  test("the script tag starts Python from then on, once", async () => {
    const { boot } = state;
    await decide({ watch });
    assert.notEqual(state.boot, boot);
    state.add(null, "report");
    for (let time = 0; time < 3; time++) state.boot();
    assert.equal(await ended, undefined);
    state.boot();
    await done();
    assert.deepEqual([pythons(), failures], [1, []]);
  });

  test("a start that failed is told the script tag, and can be tried again", async () => {
    const { loadMicroPython } = modules["micropython.js"];
    modules["micropython.js"] = { loadMicroPython: async () => { throw new Error("no memory"); } };
    await decide({ boot: "now" });
    assert.deepEqual(failures.map(String), ["Error: no memory"]);
    modules["micropython.js"] = { loadMicroPython };
    renew();
    state.boot({ type: "online" });
    assert.equal(await ended, undefined);
    assert.deepEqual([pythons(), started.back, failures.length], [2, true, 1]);
  });

  test("a connection that comes back during a start that fails is another try", async () => {
    const { loadMicroPython } = modules["micropython.js"];
    /** @type {((error: Error) => void) | undefined} */
    let refuse;
    modules["micropython.js"] = { loadMicroPython: () => new Promise((_, reject) => (refuse = reject)) };
    state.add(null, "report");
    start(state);
    while (!refuse) await settled();
    state.boot(new Event("online"));
    modules["micropython.js"] = { loadMicroPython };
    refuse(new Error("offline"));
    assert.match(`${await ended}`, /offline/);
    renew();
    assert.equal(await ended, undefined);
    assert.deepEqual([pythons(), started.back, failures.length], [2, true, 1]);
  });

  for (const [before, after, expected] of [[false, true, true], [false, false, undefined], [true, true, undefined], [true, false, undefined]]) {
    test(`online at first: ${before}, and once Python has started: ${after}: ${expected ? "the connection came back" : "nothing is told"}`, async () => {
      const { loadMicroPython } = modules["micropython.js"];
      /** @type {((python: unknown) => void) | undefined} */
      let goOn;
      modules["micropython.js"] = { loadMicroPython: () => new Promise((resolve) => (goOn = resolve)) };
      online = !!before;
      state.add(null, "report");
      start(state);
      while (!goOn) await settled();
      online = !!after;
      goOn(await loadMicroPython());
      assert.equal(await ended, undefined);
      assert.deepEqual([started.online, started.back], [after, expected]);
    });
  }

  test("a connection that came back during the first start, which failed, is another try at once", async () => {
    const { loadMicroPython } = modules["micropython.js"];
    online = false;
    modules["micropython.js"] = { loadMicroPython: async () => { online = true; throw new Error("offline"); } };
    state.add(null, "report");
    start(state);
    assert.match(`${await ended}`, /offline/);
    modules["micropython.js"] = { loadMicroPython };
    renew();
    assert.equal(await ended, undefined);
    assert.deepEqual([pythons(), started.back, failures.length], [2, true, 1]);
  });

  // Node leaves out a single question mark at the end.
  for (const [again, connected, expected] of /** @type {[string, boolean, boolean | undefined][]} */ ([["??", true, true], ["??", false, undefined], ["", true, undefined]])) {
    test(`this module, loaded as page.js${again} while online is ${connected}: ${expected ? "the connection came back" : "nothing is told"}`, async () => {
      const module = await import(`../../pywidget/page/page.js${again}`);
      online = connected;
      state.add(null, "report");
      module.start(state);
      assert.equal(await ended, undefined);
      assert.equal(started.back, expected);
    });
  }

  test("a step of a widget starts nothing where others came after it", async () => {
    /** @type {any} */
    const widget = addWidget();
    widget.getState = () => ({ screen: "TRACKING" });
    const step = (/** @type {number} */ age) => state.queue.push([widget, "allfeat:step", "{}", Date.now() - age]);
    step(150_000);
    step(50_000);
    start(state);
    await go();
    assert.equal(pythons(), 0);
    state.queue.length = 1;
    state.boot();
    assert.equal(await ended, undefined);
    assert.equal(pythons(), 1);
  });

  test("what watches and cannot be had is said, tried once more after five seconds, and Python goes on", async () => {
    const said = listenToConsole();
    let passed = 0;
    setGlobal("performance", { now: () => passed, getEntriesByType: () => [] });
    const waits = /** @type {any[]} */ ([]);
    const { setTimeout } = globalThis;
    const turns = () => new Promise((resolve) => setTimeout(resolve, 20));
    /** How often it was waited for what a policy refuses. */
    let policies = 0;
    setGlobal("setTimeout", (/** @type {any} */ run, /** @type {number} */ ms) => {
      const pass = () => ((passed += ms), run());
      if (ms == 5_000) return waits.push(pass);
      if (ms == 100) return setTimeout(pass, 0, policies++);
      return setTimeout(run, ms).unref();
    });
    const pages = /** @type {any} */ (globalThis.fetch);
    let refused = 0;
    mock.method(globalThis, "fetch", async (/** @type {any} */ url, /** @type {any} */ init) => {
      if (!`${url}`.includes("pywidget-watch.js")) return pages(url, init);
      if (init.integrity !== undefined) refused++;
      throw new TypeError("offline");
    });
    Object.assign(state.data, { watch, boot: "now" });
    start(state);
    assert.equal(await ended, undefined);
    await turns();
    const text = "warn: pywidget: data-watch and data-profile have no effect: Error: pywidget-watch.js: it could not be reached";
    assert.deepEqual([refused, policies, waits.length, said], [2, 1, 1, [text]]);
    waits[0]();
    await turns();
    assert.deepEqual([refused, policies, waits.length, said, watching], [4, 2, 1, [text, text], []]);
  });

  test("what it was preloaded with goes out of the script tag", async () => {
    document.body.append(document.createElement("script"), Object.assign(document.createElement("link"), { href: "/pw/pywidget-page.js" }));
    const link = document.createElement("link");
    link.href = "/pw/pywidget-page.js";
    document.querySelector("script")?.append(link);
    state.data.watch = watch;
    start(state);
    assert.deepEqual([link.isConnected, document.querySelectorAll("link").length], [false, 1]);
    await done();
  });

  test("an Angular application looks for changes after nothing of it", async () => {
    /** As zones do, it goes on in what begins in it. */
    const zone = new AsyncLocalStorage();
    Object.assign(window, { Zone: { root: { run: (/** @type {() => void} */ run) => zone.run("root", run) } } });
    /** @type {unknown[]} */
    const asked = [];
    const pages = /** @type {any} */ (globalThis.fetch);
    mock.method(globalThis, "fetch", (/** @type {any} */ url, /** @type {any} */ init) => (asked.push(zone.getStore()), pages(url, init)));
    state.data.watch = watch;
    zone.run("of the application", () => start(state));
    await done();
    assert.deepEqual(asked, ["root"]);
    zone.run("of the application", () => state.boot("trouble"));
    assert.equal(await ended, undefined);
    assert.deepEqual(asked, Array(5).fill("root"));
  });
});

describe("the script tag", () => {
  /** @type {HTMLScriptElement} */
  let script;
  beforeEach(() => {
    script = document.createElement("script");
    script.type = "text/plain";
    for (const name of ["pywidget-page.js", "pywidget-watch.js", "pywidget-inspector.js"]) {
      script.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: `/pw/${name}?v=1` }));
    }
    // One of the page's own.
    document.body.append(Object.assign(document.createElement("link"), { href: "/pw/pywidget-page.js" }), script);
  });
  const left = () => [...document.querySelectorAll("link")].map((link) => link.getAttribute("href")?.replace(/.*pywidget-|\.js.*/g, ""));

  test("loses what this module was preloaded with at once, and nothing else", async () => {
    start(state);
    assert.deepEqual(left(), ["page", "watch", "inspector"]);
    assert.equal(await ended, undefined);
    atEnd(() => state.add(null, "stop"));
    assert.deepEqual([left(), script.childNodes.length], [["page", "watch", "inspector"], 2]);
  });

  test("loses it once even where there is none, or the start fails", async () => {
    modules["micropython.js"] = { loadMicroPython: async () => { throw new Error("refused"); } };
    for (let time = 0; time < 2; time++) {
      renew();
      start(state);
      assert.deepEqual(left(), ["page", "watch", "inspector"]);
      assert.equal(`${await ended}`, "Error: refused");
    }
    assert.deepEqual([left(), failures.length], [["page", "watch", "inspector"], 2]);
  });

  test("loses that of a module once it was imported, or could not be", async () => {
    modules["pywidget-inspector.js"] = {};
    const loading = loadModule(state, "pywidget-inspector.js");
    assert.deepEqual(left(), ["page", "page", "watch", "inspector"]);
    await loading;
    assert.deepEqual(left(), ["page", "page", "watch"]);
    mock.method(globalThis, "fetch", async (/** @type {any} */ _url, /** @type {any} */ { integrity }) => {
      if (integrity !== undefined) throw new TypeError("another hash");
      return new Response("", { status: 404 });
    });
    const failing = loadModule(state, "pywidget-watch.js");
    assert.deepEqual(left(), ["page", "page", "watch"]);
    await assert.rejects(failing, { message: "pywidget-watch.js: HTTP 404" });
    assert.deepEqual(left(), ["page", "page"]);
  });

  test("loses that of what watches, even where that is stopped", () => {
    state.add(null, "stop");
    startWatch(state);
    assert.deepEqual(left(), ["page", "page", "inspector"]);
  });
});

describe("in a page of Angular's", () => {
  test("all is begun outside of its zone", async () => {
    /** @type {any[]} */
    const ran = [];
    /** @type {boolean[]} */
    const begun = [];
    /** How many of its runs are at work. */
    let inside = 0;
    Object.assign(window, { Zone: { root: { run(/** @type {any} */ work, /** @type {any} */ self, /** @type {any[]} */ args) {
      ran.push([this === /** @type {any} */ (window).Zone.root, self, args]);
      inside++;
      try { return work.apply(self, args); } finally { inside--; }
    } } } });
    mock.method(globalThis, "fetch", async () => (begun.push(inside > 0), new Response(Uint8Array.of(1))));
    const why = { type: "online" };
    await begin(why);
    // The beginning, and the start of Python, which the script tag may ask for at any time.
    assert.deepEqual(ran, [[true, undefined, undefined], [true, undefined, undefined]]);
    assert.deepEqual([begun[0], started.back], [true, true]);
    state.boot();
    assert.equal(ran.length, 3);
  });

  test("nothing is begun but by what leads out of it", () => {
    const { boot } = state;
    Object.assign(state.data, { watch: "/api acme", boot: "now" });
    Object.assign(window, { Zone: { root: { run: () => "theirs" } } });
    const listened = mock.method(globalThis, "addEventListener", () => 0);
    assert.equal(start(state), undefined);
    assert.deepEqual([checked(), listened.mock.callCount(), state.boot === boot, state.wake], [[], 0, true, undefined]);
  });

  test("a failure comes out of it", async () => {
    Object.assign(window, { Zone: { root: { run: (/** @type {any} */ work, /** @type {any} */ self, /** @type {any[]} */ args) => work.apply(self, args) } } });
    modules["micropython.js"] = { loadMicroPython: async () => { throw new Error("refused"); } };
    start(state);
    assert.equal(`${await ended}`, "Error: refused");
    assert.equal(failures.length, 1);
    // What cannot even be begun, the script tag hears at once.
    Object.assign(window, { Zone: { root: { run: () => { throw new Error("broken"); } } } });
    assert.throws(() => start(state), /^Error: broken$/);
  });

  for (const zone of [{}, { root: {} }, { root: null }]) {
    test(`something else of that name is none: ${JSON.stringify(zone)}`, async () => {
      Object.assign(window, { Zone: zone });
      await begin();
      assert.equal(started.online, true);
    });
  }
});

describe("what is told", () => {
  test("events have who, when, what it showed then and shows now, without secrets", async () => {
    const widget = addWidget("", { token: TOKEN });
    widget.getState = () => ({ screen: "FAILED" });
    state.queue.push([widget, "allfeat:error", JSON.stringify({ code: "c", quotes: TOKEN }), Date.now() - 500, "FORM"]);
    await begin();
    const [{ at, age, look, ...rest }] = /** @type {[any]} */ (of("event"));
    assert.deepEqual(rest, { kind: "event", widget: 1, name: "allfeat:error", screen: "FORM", detail: { code: "c", quotes: "[secret]" } });
    assert.ok(age >= 500 && age < 5_000 && Math.abs(at - Date.now()) < 2_000);
    assert.equal(look.screen, "FAILED");
    assert.deepEqual(kinds().filter((kind) => kind != "turn-over"), ["arrived", "event"]);
  });

  test("a screen that could not be read is none, and a long one is cut", async () => {
    const widget = addWidget();
    for (const screen of ["[unreadable]", 7, undefined, "s".repeat(201)]) state.add(widget, "allfeat:error", { detail: {} }, screen);
    await begin();
    assert.deepEqual(of("event").map(({ screen }) => screen), [null, null, null, "s".repeat(200)]);
  });

  test("an age is never below zero", async () => {
    state.queue.push([null, "report", "{}", Date.now() + 60_000]);
    await begin();
    assert.equal(of("report")[0].age, 0);
  });

  test("the access code of a finished work stays here, and goes out of everything", async () => {
    const widget = addWidget();
    state.add(widget, "allfeat:complete", { detail: { accessCode: "code-of-the-work", atsId: 7 } });
    state.add(widget, "allfeat:error", { detail: { message: "code-of-the-work" } });
    await begin();
    const [complete, error] = of("event");
    assert.deepEqual([complete.detail, error.detail], [{ atsId: 7 }, { message: "[secret]" }]);
    /** @type {string[]} */
    const copied = [];
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (/** @type {string} */ text) => copied.push(text) } });
    border.copyAccessCode(1);
    await settled();
    assert.deepEqual(copied, ["code-of-the-work"]);
  });

  test("a finished work without a code, or without a detail", async () => {
    const widget = addWidget();
    state.add(widget, "allfeat:complete", { detail: { accessCode: 7 } });
    state.add(widget, "allfeat:complete");
    await begin();
    assert.deepEqual(of("event").map(({ detail }) => detail), [{}, {}]);
  });

  test("what cannot be read is left out, and said", async () => {
    const said = listenToConsole();
    const widget = addWidget();
    state.queue.push([widget, "allfeat:complete", "no JSON", Date.now()]);
    state.add(widget, "allfeat:error", { detail: {} });
    await begin();
    assert.deepEqual(of("event").map(({ name }) => name), ["allfeat:error"]);
    assert.match(said[0] ?? "", /allfeat:complete could not be read: SyntaxError/);
  });

  test("the page's own words are masked by all widgets", async () => {
    addWidget("", { token: TOKEN });
    state.add(null, "report", { detail: [TOKEN, "mori"] });
    state.queue.push([null, "answer", "null", Date.now(), `{"body":"${TOKEN}"}`]);
    await begin();
    assert.deepEqual([of("report")[0].detail, of("answer")[0].detail], [{ error: "[secret]", system: "mori" }, { body: "[secret]" }]);
  });

  test("first what was lost, then profiles, then what happened", async () => {
    addWidget();
    state.lost = 3;
    state.profiles = ['{"url":"/a"}', '{"url":"/b"}'];
    state.add(null, "flush");
    await begin();
    assert.deepEqual(kinds(), ["lost", "profile", "profile", "arrived", "flush", "turn-over"]);
    assert.deepEqual([told[0].count, told[1].detail, told[2].detail, state.profiles], [3, { url: "/a" }, { url: "/b" }, []]);
  });

  test("a widget that a profile describes has its system, and its looks are nobody's business", async () => {
    addWidget();
    state.systemOf = () => "acme";
    await begin();
    assert.deepEqual([of("arrived")[0].system, of("arrived")[0].look], ["acme", null]);
  });

  test("one that spoke and never was in the page has left", async () => {
    state.add(document.createElement("ats-widget"), "allfeat:error", { detail: {} });
    await begin();
    // In one turn or two, by what else the machine has to do.
    assert.deepEqual(kinds().filter((kind) => kind != "turn-over"), ["arrived", "event", "left"]);
  });

  test("that widgets come and go", async () => {
    const widget = addWidget();
    await begin();
    told = [];
    widget.remove();
    await go();
    document.body.append(widget);
    await go();
    assert.deepEqual(kinds().filter((kind) => kind != "turn-over"), ["left", "returned"]);
    assert.deepEqual([told[0].widget, document.querySelectorAll("pywidget-notice").length], [1, 1]);
  });

  test("a notice stays with its widget", async () => {
    addWidget();
    await begin();
    const notice = {
      kind: "retry", role: "alert", lang: "en", dir: "ltr", region: "R", title: ["T"], message: ["M"], said: [], advice: [], warning: [], params: {},
      actions: [], leadsOn: false, reference: null, transaction: null, until: null, countdown: "", over: "", copied: "", selected: "", code: "",
    };
    // One that is of a widget that came later need not wait for a framework.
    const late = addWidget();
    state.add(late, "allfeat:error", { detail: {} });
    await go();
    border.showNotice(2, JSON.stringify(notice));
    assert.equal(late.nextElementSibling?.localName, "pywidget-notice");
    document.body.prepend(late);
    await settled();
    assert.equal(late.nextElementSibling?.localName, "pywidget-notice");
  });

  test("a notice goes over the screen that its widget draws later", async () => {
    await begin();
    const late = addWidget("<p></p>");
    state.add(late, "allfeat:error", {});
    await go();
    border.observeRedraws(1, 1);
    border.showNotice(1, JSON.stringify({
      kind: "retry", role: "alert", lang: "en", dir: "ltr", region: "R", title: ["T"], message: [], said: [], advice: [], warning: [], params: {},
      actions: [], leadsOn: false, reference: null, transaction: null, until: null, countdown: "", over: "", copied: "", selected: "", code: "",
    }));
    assert.equal(document.querySelector("pywidget-cover"), null);
    const screen = document.createElement("div");
    screen.className = "ats-failed-screen";
    putAt(screen, 0, 0, 100, 100);
    late.shadowRoot.replaceChildren(screen);
    within(late, "div")[0].innerHTML = '<div class="ats-loading-overlay"></div>';
    await go();
    assert.equal(late.nextElementSibling?.localName, "pywidget-cover");
    assert.equal(late.nextElementSibling?.firstElementChild?.localName, "pywidget-notice");
    assert.equal(screen.inert, true);
  });

  test("redraws that change nothing are not told, others and changed attributes are", async () => {
    const widget = addWidget("<p>text</p>");
    await begin();
    border.observeRedraws(1, 1);
    told = [];
    within(widget, "p")[0].append("more");
    await go();
    assert.deepEqual(of("looked"), []);
    within(widget, "p")[0].className = "ats-loading-overlay";
    within(widget, "p")[0].append("more");
    await go();
    assert.deepEqual(of("looked").map(({ changed, look }) => [changed, look.overlay]), [["", true]]);
    widget.setAttribute("site-key", "k");
    await go();
    assert.deepEqual(of("looked").map(({ changed }) => changed), ["", "site-key"]);
  });

  test("that buttons are pressed in it", async () => {
    const widget = addWidget('<button data-action="next"></button><p></p>');
    await begin();
    told = [];
    // A page that keeps it to itself.
    document.addEventListener("click", (event) => event.stopPropagation(), true);
    for (const name of ["button", "p"]) within(widget, name)[0].dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
    const other = addWidget('<button data-action="back"></button>');
    within(other, "button")[0].dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
    await go();
    assert.deepEqual(of("pressed").map(({ widget: id, action }) => [id, action]), [[1, "next"], [2, "back"]]);
  });

  test("that the page has another language, and not that it was given the same once more", async () => {
    await begin();
    told = [];
    for (const lang of ["en", "fr", "fr", "de"]) {
      document.documentElement.lang = lang;
      await go();
    }
    assert.deepEqual(of("language").map(({ lang }) => lang), ["fr", "de"]);
    state.add(null, "stop");
    await go();
    document.documentElement.lang = "it";
    await go();
    assert.equal(of("language").length, 2);
  });

  /** @param {boolean} hidden */
  const hide = (hidden) => Object.defineProperty(document, "hidden", { configurable: true, value: hidden });

  test("that the page is seen again, and how the connection is", async () => {
    await begin();
    hide(false);
    told = [];
    for (const name of ["pageshow", "focus"]) dispatchEvent(new Event(name));
    document.dispatchEvent(new Event("visibilitychange"));
    online = false;
    dispatchEvent(new Event("offline"));
    online = true;
    dispatchEvent(new Event("online"));
    await go();
    assert.deepEqual(kinds().filter((kind) => kind != "turn-over" && kind != "sink-rest"), ["resumed", "resumed", "resumed", "online", "online"]);
    assert.deepEqual(of("online").map((message) => message.online), [false, true]);
  });

  test("nothing when the page is hidden: that is how it goes when the visitor leaves to sign in", async () => {
    await begin();
    told = [];
    hide(true);
    document.dispatchEvent(new Event("visibilitychange"));
    await go();
    assert.equal(of("resumed").length, 0);
    hide(false);
    document.dispatchEvent(new Event("visibilitychange"));
    await go();
    assert.equal(of("resumed").length, 1);
  });

  test("later events of a widget, from now on", async () => {
    const widget = addWidget();
    widget.getState = () => ({ screen: "FORM" });
    await begin();
    for (const type of ["allfeat:ready", "allfeat:nothing"]) widget.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { a: 1 } }));
    document.body.dispatchEvent(new CustomEvent("allfeat:ready", { bubbles: true }));
    await go();
    assert.deepEqual(of("event").map(({ name, screen, detail }) => [name, screen, detail]), [["allfeat:ready", "FORM", { a: 1 }]]);
  });

  test("nothing is thrown into it by a form whose fields are named like an element's methods", async () => {
    const said = listenToConsole();
    const form = document.createElement("form");
    form.innerHTML = '<button data-action="next" type="button">';
    // As browsers have it; jsdom does not let a field's name hide a method.
    Object.assign(form, { matches: document.createElement("input"), getState: document.createElement("input") });
    const widget = addWidget('<button data-action="back"></button>');
    form.append(widget);
    document.body.append(form);
    await begin();
    /** @type {any[]} */
    const thrown = [];
    window.addEventListener("error", ({ error }) => thrown.push(error));
    const ready = () => new CustomEvent("allfeat:ready", { bubbles: true });
    for (const target of [form, document, window, new XMLHttpRequest(), widget]) target.dispatchEvent(ready());
    const click = () => new MouseEvent("click", { bubbles: true, composed: true });
    for (const button of [form.querySelector("button"), within(widget, "button")[0]]) button?.dispatchEvent(click());
    await go();
    assert.deepEqual([thrown, said], [[], []]);
    assert.deepEqual([of("event").map(({ widget: id }) => id), of("pressed").map(({ action }) => action)], [[1], ["back"]]);
  });

  test("what happens while Python works comes after it, in a task of its own", async () => {
    await begin();
    told = [];
    receive = (text) => {
      if (!text.includes('"flush"')) return;
      state.add(null, "report", { detail: [] });
      assert.deepEqual(kinds(), ["flush"]);
    };
    state.add(null, "flush");
    assert.deepEqual(told, []);
    await go();
    assert.deepEqual(kinds(), ["flush", "turn-over", "report", "turn-over"]);
  });

  test("in slices of eight milliseconds", async () => {
    await begin();
    told = [];
    let passed = 0;
    setGlobal("performance", { now: () => passed });
    receive = (text) => {
      if (!text.includes("turn-over")) passed += 4;
    };
    for (let number = 0; number < 5; number++) state.add(null, "flush");
    await go();
    assert.deepEqual(kinds(), ["flush", "flush", "turn-over", "flush", "flush", "flush", "turn-over"]);
  });

  test("what makes the reports is loaded once no message waits, and all notices are drawn", async () => {
    await begin();
    told = [];
    let passed = 0;
    setGlobal("performance", { now: () => passed });
    let left = 2;
    app.receive = (text) => {
      told.push(JSON.parse(text));
      if (told.length == 1) border.loadReports();
      passed += 4;
      return text.includes("turn-over") && left-- > 0;
    };
    for (let number = 0; number < 5; number++) state.add(null, "flush");
    await go();
    assert.deepEqual(kinds().slice(-3), ["turn-over", "turn-over", "reports-loaded"]);
    assert.deepEqual(kinds().filter((kind) => kind == "flush").length, 5);
  });

  test("what Python has not shown yet is asked for until nothing is left", async () => {
    await begin();
    told = [];
    let left = 3;
    app.receive = (text) => (told.push(JSON.parse(text)), JSON.parse(text).kind == "turn-over" && left-- > 0 && "more");
    state.add(null, "flush");
    await go();
    assert.deepEqual(kinds(), ["flush", "turn-over", "turn-over", "turn-over", "turn-over"]);
  });

  test("in a burst all is told before anything is shown, or after a quarter of a second", async () => {
    await begin();
    told = [];
    let passed = 0;
    setGlobal("performance", { now: () => passed, getEntriesByType: () => [] });
    receive = (text) => text.includes("flush") && (passed += 5);
    for (let number = 0; number < 4; number++) state.add(null, "flush");
    await go();
    assert.deepEqual(kinds(), ["flush", "flush", "turn-over", "flush", "flush", "turn-over"]);
    told = [];
    for (let number = 0; number < 4; number++) state.add(null, "flush");
    await go();
    assert.deepEqual(kinds(), ["flush", "flush", "flush", "flush", "turn-over"]);
  });

  test("more than ten thousand that wait are taken at once, without Python", async () => {
    await begin();
    told = [];
    for (let number = 0; number < 10_000; number++) state.add(null, "flush");
    assert.equal(state.queue.length, 10_000);
    state.add(null, "flush");
    assert.deepEqual([state.queue.length, told.length], [0, 0]);
  });
});

describe("the end", () => {
  test("an error of Python's own is said, and it goes on", async () => {
    const said = listenToConsole();
    await begin();
    receive = (text) => {
      if (text.includes('"flush"')) throw Object.assign(new Error("trace"), { name: "PythonError" });
    };
    state.add(null, "flush");
    state.add(null, "report", { detail: [] });
    await go();
    assert.match(said[0] ?? "", /a message was not understood/);
    assert.deepEqual([unavailable, of("report").length], [[], 1]);
  });

  test("an error of the interpreter is its end, and said", async () => {
    addWidget();
    await begin();
    receive = () => { throw new RangeError("memory"); };
    state.add(null, "flush");
    await go();
    assert.deepEqual([unavailable, document.querySelectorAll("pywidget-notice").length], [["RangeError: memory"], 0]);
    told = [];
    state.add(null, "flush");
    dispatchEvent(new Event("focus"));
    await go();
    assert.deepEqual([told, state.queue.length], [[], 1]);
  });

  test("pywidget.stop() is told, and then nothing more", async () => {
    const widget = addWidget('<button data-action="next"></button>');
    await begin();
    told = [];
    state.add(null, "stop");
    await go();
    assert.equal(kinds()[0], "stop");
    assert.equal(document.querySelectorAll("pywidget-notice").length, 0);
    told = [];
    for (const name of ["focus", "online", "offline", "pageshow"]) dispatchEvent(new Event(name));
    within(widget, "button")[0].click();
    widget.dispatchEvent(new CustomEvent("allfeat:ready", { bubbles: true }));
    widget.remove();
    document.dispatchEvent(new Event("visibilitychange"));
    await go();
    assert.deepEqual(told, []);
  });
});

describe("the interpreter", () => {
  const page = (/** @type {object} */ data = {}, /** @type {object} */ api = {}) => /** @type {any} */ ({ api, base: "https://page.example/pw/", state: Object.assign(state, { data }) });
  /** @type {any[]} */
  let got;

  beforeEach(() => {
    got = [];
    modules["micropython.js"] = { loadMicroPython: async (/** @type {any} */ options) => (got.push(options), { pyimport: (/** @type {string} */ name) => name }) };
  });
  const fetched = () => /** @type {any} */ (globalThis.fetch).mock.calls.map((/** @type {any} */ call) => call.arguments[0]).filter((/** @type {string} */ url) => url.startsWith("https:"));

  for (const [data, image] of /** @type {[object, string][]} */ ([
    [{}, "pywidget.romfs"], [{ analytics: "segment console" }, "pywidget.romfs"], [{ analytics: "mybeacon" }, "pywidget.romfs"],
    [{ analytics: "segment,beacon" }, "pywidget-all.romfs"], [{ analytics: "otlp segment" }, "pywidget-all.romfs"],
    [{ watch: "/api a" }, "pywidget-all.romfs"], [{ profile: "/p" }, "pywidget-all.romfs"], [{ runtime: "pyodides" }, "pywidget.romfs"],
  ])) {
    test(`with ${JSON.stringify(data)} has ${image}`, async () => {
      assert.equal(await startRuntime(page(data)), "pywidget.browser.app");
      assert.deepEqual(fetched(), ["https://page.example/pw/micropython.wasm", `https://page.example/pw/${image}`]);
      const [{ wasm, romfs, stdout, stderr }] = /** @type {any} */ (got);
      assert.deepEqual([...wasm, ...romfs], [1, 1]);
      const said = listenToConsole();
      stdout("out");
      stderr("err");
      assert.deepEqual(said, ["info: out", "warn: err"]);
    });
  }

  describe("that the script tag has asked for", () => {
    const asked = Uint8Array.of(5, 6, 7);
    const hash = `sha256-${createHash("sha256").update(asked).digest("base64")}`;
    const again = ["https://page.example/pw/micropython.wasm", "https://page.example/pw/pywidget.romfs"];
    beforeEach(() => putIn({ HASHES: { "micropython.wasm": hash } }));

    test("is not asked for again, but for another try", async () => {
      state.wasm = Promise.resolve(asked.buffer);
      await startRuntime(page());
      assert.deepEqual([fetched(), [...got[0].wasm]], [again.slice(1), [...asked]]);
      await startRuntime(page());
      assert.deepEqual(fetched().sort(), [...again, again[1]].sort());
    });

    for (const [what, answer] of /** @type {[string, () => unknown][]} */ ([
      ["is of another build", () => Promise.resolve(Uint8Array.of(5, 6, 8).buffer)],
      ["is a page that says that there is nothing", () => new Response("<!doctype html>", { status: 404 }).arrayBuffer()],
      ["did not come or broke off, of which the script tag keeps a text", () => Promise.resolve("[unreadable]")],
      ["was none, because the page has said which", () => "micropython"],
    ])) {
      test(`and ${what} is asked for again, with its hash`, async () => {
        state.wasm = answer();
        await startRuntime(page());
        assert.deepEqual(fetched().sort(), again);
        assert.deepEqual([...got[0].wasm], [1]);
        assert.ok(checked().some(([name, integrity]) => name == "micropython.wasm" && integrity == hash));
      });
    }

    test("is asked for again where the page cannot tell its hash", async () => {
      setGlobal("crypto", {});
      state.wasm = Promise.resolve(asked.buffer);
      await startRuntime(page());
      assert.deepEqual(fetched().sort(), again);
    });
  });

  test("that the page hands over is used", async () => {
    assert.equal(await startRuntime(page({}, { interpreter: Promise.resolve({ pyimport: () => "theirs" }) })), "theirs");
    assert.deepEqual(fetched(), []);
  });

  test("that lacks pywidget gets it; one that fails otherwise fails", async () => {
    const error = Object.assign(new Error("no module"), { type: "ModuleNotFoundError" });
    const interpreter = { pyimport: () => { throw error; } };
    /** @type {any[]} */
    let args = [];
    modules["pywidget-pyodide.js"] = { fromPyodide: async (/** @type {any[]} */ ...given) => ((args = given), "theirs") };
    assert.equal(await startRuntime(page({ runtimeUrl: "/py" }, { interpreter })), "theirs");
    assert.deepEqual(args.slice(0, 4), ["pywidget.browser.app", "https://page.example/pw/", "/py", interpreter]);
    error.type = "TypeError";
    await assert.rejects(startRuntime(page({}, { interpreter })), /no module/);
  });

  test("is Pyodide where that is asked for", async () => {
    /** @type {any[]} */
    let args = [];
    modules["pywidget-pyodide.js"] = { fromPyodide: async (/** @type {any[]} */ ...given) => ((args = given), "pyodide") };
    assert.equal(await startRuntime(page({ runtime: " Pyodide " })), "pyodide");
    assert.deepEqual(args.slice(2, 4), ["", undefined]);
  });

  test("that is refused by the page's policy says what it needs", async () => {
    for (const why of ["WebAssembly.compile(): Refused to compile", "violates 'unsafe-eval'", "call to WebAssembly.compile() blocked by CSP"]) {
      modules["micropython.js"] = { loadMicroPython: async () => { throw new TypeError(why); } };
      await assert.rejects(startRuntime(page()), { message: "WebAssembly is refused: the page's policy needs script-src 'wasm-unsafe-eval' (TypeError)" });
    }
    modules["micropython.js"] = { loadMicroPython: async () => { throw new TypeError("WebAssembly.compile(): expected magic word"); } };
    // A broken file is no policy.
    await assert.rejects(startRuntime(page()), { message: "WebAssembly.compile(): expected magic word" });
  });

  test("has a minute", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    let passed = 0;
    setGlobal("performance", { now: () => passed });
    modules["micropython.js"] = { loadMicroPython: () => new Promise(() => 0) };
    let why = "";
    startRuntime(page()).catch((error) => (why = error.message));
    mock.timers.tick((passed = 59_999));
    await settled();
    assert.equal(why, "");
    passed = 60_000;
    mock.timers.tick(1);
    await settled();
    assert.equal(why, "Python did not start within 60 seconds");
  });

  describe("as Pyodide", () => {
    /** A folder with a Pyodide that says what it was given. @param {string} [pyimport] */
    const folder = (pyimport = "(name) => [name, options, unpacked]") =>
      `data:text/javascript,${encodeURIComponent(`export const loadPyodide = async (options) => { const unpacked = []; return { pyimport: ${pyimport}, unpackArchive: (...args) => unpacked.push(args) }; };`)}//`;
    /** @type {any} */
    const bytes = async (/** @type {string[]} */ ...args) => args.join(" ");

    test("of the page gets our wheel", async () => {
      /** @type {any[]} */
      const unpacked = [];
      const theirs = { unpackArchive: (/** @type {any[]} */ ...args) => unpacked.push(args), pyimport: (/** @type {string} */ name) => name };
      assert.equal(await fromPyodide("app", "/pw/", "", theirs, bytes), "app");
      assert.deepEqual(unpacked, [["/pw/ pywidget.whl", "wheel"]]);
    });

    test("of the bundle has it; the console says where it has not", async () => {
      const [name, { stdout, stderr, ...options }] = await fromPyodide("app", folder(), "", undefined, bytes);
      assert.deepEqual([name, options], ["app", { indexURL: `${folder()}pyodide/`, packages: ["pywidget-page"] }]);
      const said = listenToConsole();
      stdout("out");
      stderr("err");
      assert.deepEqual(said, ["info: out", "warn: err"]);
      const without = folder('() => { throw new Error("no module"); }');
      await assert.rejects(fromPyodide("app", without, "", undefined, bytes), /the wheel beside Pyodide was not installed; .*\(Error: no module\)/);
    });

    test("of a folder of the page's", async () => {
      for (const url of [folder(), `${folder()}deep`]) {
        const [, options, unpacked] = await fromPyodide("app", "/pw/", url, undefined, bytes);
        assert.deepEqual([options.packages, unpacked], [[], [["/pw/ pywidget.whl", "wheel"]]]);
      }
    });

    test("that is not there is said, with what to do", async () => {
      await assert.rejects(
        fromPyodide("app", "/pw/", "data:text/plain,", undefined, bytes),
        /^Error: there is no Pyodide in data:text\/plain,\/: put it there with "pywidget bundle --pyodide", or say in data-runtime-url where it is \(\w+\)$/,
      );
    });

    test("is not waited for where WebAssembly is refused", async () => {
      setGlobal("WebAssembly", { Module: class { constructor() { throw new Error("CompileError"); } } });
      await assert.rejects(fromPyodide("app", folder(), "", undefined, bytes), /CompileError/);
    });
  });
});

describe("without a connection", () => {
  /** @type {any} */
  let widget;
  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1e12 });
    setGlobal("performance", { now: () => Date.now() - 1e12, getEntriesByType: () => [{ loadEventEnd: 1 }] });
    mock.timers.tick(5_000);
    widget = addWidget();
    atEnd(() => state.sayNoMore?.());
  });
  const say = () => {
    sayOffline(state);
    mock.timers.tick(100);
  };
  const notices = () => [...document.querySelectorAll("pywidget-notice")];
  const words = () => notices().map((host) => within(host, "p").map(({ textContent }) => textContent));

  test("each widget in trouble says so, once, after it", () => {
    const other = addWidget();
    const gone = document.createElement("ats-widget");
    for (const [who, name] of [[widget, "allfeat:error"], [widget, "allfeat:failed"], [other, "allfeat:step"], [gone, "allfeat:error"], [null, "report"]]) {
      state.queue.push([who, name, "{}", 0]);
    }
    say();
    assert.deepEqual(words(), [["No connection"]]);
    assert.equal(widget.nextElementSibling, notices()[0]);
    state.queue.push([other, "allfeat:token-expired", "{}", 0]);
    say();
    assert.equal(notices().length, 2);
  });

  for (const [setting, lang, languages, title] of /** @type {[string, string, string[], string][]} */ ([
    ["fr", "en", [], "Pas de connexion"], ["", "fr-CA", [], "Pas de connexion"], ["", "", ["xx", "fr"], "Pas de connexion"],
    ["auto", "", [], "No connection"], ["ar", "", [], "لا اتصال"],
    ["no", "fr", [], "Ingen forbindelse"], ["", "nn-NO", [], "Ingen forbindelse"], ["", "", ["NO", "fr"], "Ingen forbindelse"], ["nb", "", [], "Ingen forbindelse"],
    ["non", "fr", [], "Pas de connexion"], ["none", "", ["xx"], "No connection"],
  ])) {
    test(`in the language of "${setting}", "${lang}", ${languages}`, () => {
      state.data.lang = setting;
      document.documentElement.lang = lang;
      Object.defineProperty(navigator, "languages", { value: languages });
      state.queue.push([widget, "allfeat:error", "{}", 0]);
      say();
      assert.equal(words()[0]?.[0], title);
      const [card] = within(/** @type {Element} */ (notices()[0]), ".card");
      assert.deepEqual([card.dir, card.getAttribute("aria-label")], [setting == "ar" ? "rtl" : "ltr", title]);
      assert.equal(within(/** @type {Element} */ (notices()[0]), "[role=alert] p").length, 1);
      assert.equal(card.lang, { "Pas de connexion": "fr", "لا اتصال": "ar", "Ingen forbindelse": "nb" }[title] ?? "en");
    });
  }

  for (const [what, end] of /** @type {[string, () => void][]} */ ([
    ["the connection is back", () => dispatchEvent(new Event("online"))],
    ["Python is there", () => state.sayNoMore()],
    ["pywidget is stopped", () => assert.equal(state.off(), "off")],
  ])) {
    test(`until ${what}`, () => {
      const { off } = state;
      state.queue.push([widget, "allfeat:error", "{}", 0]);
      say();
      end();
      assert.deepEqual([notices(), state.off, state.sayOffline, state.sayNoMore], [[], off, undefined, undefined]);
    });
  }

  test("what is said stays after its widget, and goes with it", async () => {
    state.queue.push([widget, "allfeat:error", "{}", 0]);
    say();
    const other = document.createElement("main");
    document.body.append(other);
    other.append(widget);
    await settled();
    assert.equal(widget.nextElementSibling?.localName, "pywidget-notice");
    widget.remove();
    await settled();
    assert.deepEqual(notices(), []);
    document.body.append(widget);
    await settled();
    assert.equal(notices().length, 1);
  });
});
