/** What is kept for the module that watches, and how that module learns of requests that nobody heard. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { atEnd, openPage, setGlobal, settled } from "./browser.mjs";
import { FIRST } from "../../pywidget/page/watch-first.js";
import { watchUnheard } from "../../pywidget/page/watch-unheard.js";

describe("the file that comes first", () => {
  /** @type {any} */
  let page;
  /** @type {(url: string) => any} */
  let answer;
  /** @type {any} */
  let native;
  let copies = 0;
  /** @type {string[]} */
  let dropped;

  /** As a script tag does. */
  let times = 0;
  const include = () => import(`../../pywidget/page/first.js?${++times}`);

  /** @param {string} body @param {number} status */
  const failing = (body, status = 404) => {
    const response = new Response(body, { status });
    return Object.assign(response, {
      clone() {
        copies++;
        const stream = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(body));
            controller.close();
          },
        });
        const reader = stream.getReader();
        const cancel = reader.cancel.bind(reader);
        Object.assign(reader, { cancel: () => (dropped.push(body), cancel()) });
        return { body: { getReader: () => reader } };
      },
    });
  };

  beforeEach(async () => {
    openPage();
    mock.timers.enable({ apis: ["setTimeout"] });
    page = window;
    copies = 0;
    dropped = [];
    answer = (url) => failing(url);
    native = async (/** @type {string} */ url) => answer(url);
    page.fetch = native;
    await include();
    atEnd(() => page[FIRST]?.({ wants() {} }).stop());
  });

  /** Takes over. @param {(address: URL) => unknown} [wants] */
  const listen = async (wants = () => true) => {
    /** @type {any[]} */
    const heard = [];
    const ear = {
      wants,
      trouble() {},
      heard: (/** @type {any} */ { method, address }, /** @type {any} */ { status, copy }) =>
        heard.push([`${method} ${address.pathname}`, status, status < 400 ? "" : copy().read()]),
    };
    const { lost, stop } = page[FIRST](ear);
    const read = async () => Promise.all(heard.map(async ([name, status, body]) => [name, status, await body]));
    return { lost, stop, read };
  };

  test("keeps failures with their bodies, and tells those that are wanted", async () => {
    const response = await page.fetch("/api/1");
    await page.fetch("/other/1");
    assert.equal(await response.text(), "/api/1");
    assert.deepEqual([copies, dropped], [2, []]);
    const { read, lost } = await listen(({ pathname }) => pathname.startsWith("/api"));
    assert.deepEqual([await read(), lost], [[["GET /api/1", 404, "/api/1"]], 0]);
    // The other one's is not held any longer.
    assert.ok(dropped.includes("/other/1"));
    await page.fetch("/api/2");
    assert.deepEqual((await read()).at(-1), ["GET /api/2", 404, "/api/2"]);
  });

  test("what goes well is kept only of what had failed", async () => {
    answer = () => new Response("{}");
    await page.fetch("/api/1");
    answer = (url) => failing(url);
    await page.fetch("/api/1");
    answer = () => new Response("{}");
    await page.fetch("/api/1");
    await page.fetch("/api/2");
    const { read } = await listen();
    assert.deepEqual(await read(), [["GET /api/1", 404, "/api/1"], ["GET /api/1", 200, ""]]);
    assert.equal(copies, 1);
  });

  test("a hundred are kept; of the others those that are wanted are counted", async () => {
    for (let number = 0; number < 100; number++) await page.fetch(`/api/${number}`);
    for (const url of ["/api/x", "/api/y", "/other"]) await page.fetch(url);
    assert.equal(copies, 100);
    const { read, lost } = await listen(({ pathname }) => pathname.startsWith("/api"));
    assert.deepEqual([(await read()).length, lost], [100, 2]);
  });

  test("after thirty seconds without anybody it lets go", async () => {
    await page.fetch("/api/1");
    mock.timers.tick(29_999);
    assert.notEqual(page.fetch, native);
    const ours = page.fetch;
    mock.timers.tick(1);
    assert.deepEqual([page.fetch === native, FIRST in page, dropped], [true, false, ["/api/1"]]);
    // Somebody may have saved it.
    assert.equal((await ours("/api/2")).status, 404);
    assert.equal(copies, 1);
  });

  test("with somebody it does not", async () => {
    const { stop } = await listen();
    mock.timers.tick(60_000);
    assert.notEqual(page.fetch, native);
    stop();
    assert.deepEqual([page.fetch === native, FIRST in page], [true, false]);
  });

  test("a second one does nothing", async () => {
    const { fetch } = page;
    await include();
    assert.equal(page.fetch, fetch);
    await listen();
    await include();
    assert.equal(page.fetch, fetch);
  });

  test("a page that has broken what it needs goes without it", async () => {
    page[FIRST]({ wants() {} }).stop();
    setGlobal("WeakMap", undefined);
    await include();
    assert.equal(page.fetch, native);
  });
});

describe("requests that nobody heard", () => {
  /** @type {any} */
  let observed;
  /** @type {any[]} */
  let told;
  let now = 1_000_000;
  let stopped = 0;

  beforeEach(() => {
    openPage();
    told = [];
    stopped = 0;
    setGlobal("performance", { now: () => now });
    class Observer {
      /** @param {any} run */
      constructor(run) {
        this.run = run;
      }
      /** @param {any} options */
      observe(options) {
        observed = { options, note: (/** @type {any[]} */ ...list) => this.run({ getEntries: () => list }) };
      }
      disconnect() {
        stopped++;
      }
    }
    setGlobal("PerformanceObserver", Observer);
    Object.assign(window, { PerformanceObserver: Observer });
  });

  const watch = () => {
    const watching = watchUnheard(({ method, address, sent }, status) => told.push([method, address.href, sent, status]));
    atEnd(() => watching.stop());
    return watching;
  };
  const entry = (/** @type {object} */ more) => ({
    name: "https://page.example/api/x", initiatorType: "fetch", responseStatus: 500, startTime: now, ...more,
  });

  test("are told from what the browser noted", () => {
    watch();
    assert.deepEqual(observed.options, { type: "resource", buffered: true });
    observed.note(entry({}), entry({ initiatorType: "xmlhttprequest", responseStatus: 200 }), entry({ initiatorType: "img" }));
    assert.deepEqual(told, [["", "https://page.example/api/x", now, 500], ["", "https://page.example/api/x", now, 200]]);
  });

  test("each that was heard is not told, by its address without its query", () => {
    const { sent } = watch();
    const request = { method: "GET", address: new URL("https://page.example/api/x?1"), sent: 0 };
    sent(request, 1);
    sent(request, 1);
    sent(request, 1);
    sent(request, -1);
    observed.note(entry({}), entry({ name: "https://page.example/api/x?2" }), entry({ name: "https://page.example/api/y" }));
    assert.deepEqual(told.map(([, address]) => address), ["https://page.example/api/y"]);
    observed.note(entry({}));
    assert.equal(told.length, 2);
  });

  test("a thousand addresses are remembered", () => {
    const { sent } = watch();
    for (let number = 0; number <= 1_000; number++) {
      sent({ method: "GET", address: new URL(`https://page.example/api/${number}`), sent: 0 }, 1);
    }
    observed.note(entry({ name: "https://page.example/api/1" }), entry({ name: "https://page.example/api/0" }));
    assert.deepEqual(told.map(([, address]) => address), ["https://page.example/api/0"]);
  });

  test("what began before the last end is not told again", () => {
    watch().stop();
    assert.equal(stopped, 1);
    watch();
    observed.note(entry({ startTime: now - 1 }), entry({ name: "https://page.example/api/y" }));
    assert.deepEqual(told.map(([, address]) => address), ["https://page.example/api/y"]);
  });

  test("where no status is noted, none is told", () => {
    watch();
    observed.note(entry({ responseStatus: undefined }));
    assert.deepEqual(told, [["", "https://page.example/api/x", now, 0]]);
  });

  test("a browser that notes nothing tells nothing", async () => {
    Object.assign(window, { PerformanceObserver: undefined });
    const { sent, stop } = watch();
    sent({ method: "GET", address: new URL("https://page.example/api/x"), sent: 0 }, 1);
    stop();
    await settled();
    assert.deepEqual([told, stopped], [[], 0]);
  });
});
