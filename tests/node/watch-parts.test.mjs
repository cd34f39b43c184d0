/** What is heard of the page's own requests and of a profile's widgets, and that nothing is changed about them. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { addWidget, atEnd, listenToConsole, openPage, setGlobal, settled } from "./browser.mjs";
import { start } from "../../pywidget/page/watch.js";
import { watchProfiles } from "../../pywidget/page/watch-profiles.js";
import { watchRequests } from "../../pywidget/page/watch-requests.js";
import { document as unnamed } from "../../pywidget/page/document.js";

describe("requests", () => {
  /** @type {any[]} */
  let told;
  let now = 0;
  /** @type {(url: string, init?: any) => any} */
  let answer;
  /** @type {(address: URL) => string | undefined} */
  let systemOf;
  /** @type {() => void} */
  let stop;
  /** @type {number[]} */
  let lost;
  /** @type {any} */
  let XHR;
  /** The page's own. @type {any} */
  let native;

  beforeEach(() => {
    openPage();
    told = [];
    now = 0;
    answer = () => Response.json({ code: "c" }, { status: 404 });
    systemOf = ({ pathname }) => (pathname.startsWith("/api") ? "acme" : undefined);
    setGlobal("performance", { now: () => now });
    native = async (/** @type {any} */ input, /** @type {any} */ init) => answer(input, init);
    Object.assign(native, { polyfilled: 1 });
    Object.assign(window, { fetch: native });
    /** The little that is asked of a request. */
    XHR = class extends window.EventTarget {
      readyState = 0;
      status = 0;
      responseType = "";
      /** @type {any} */
      response = "";
      head = "";
      /** @type {any[]} */
      calls = [];
      open(/** @type {any[]} */ ...args) {
        this.calls.push(["open", ...args]);
        return "opened";
      }
      send(/** @type {any[]} */ ...args) {
        this.calls.push(["send", ...args]);
        return "sent";
      }
      getAllResponseHeaders() {
        return this.head;
      }
    };
    Object.assign(window, { XMLHttpRequest: XHR });
    lost = [];
    watch();
    atEnd(() => stop());
  });

  const watch = () => {
    stop = watchRequests((address) => systemOf(address), (...said) => told.push(said), (count) => lost.push(count));
  };
  /** @param {any[]} args */
  const ask = async (...args) => {
    const response = await /** @type {any} */ (window.fetch)(...args);
    await settled(8);
    return response;
  };
  /** @param {object} with_ @param {string[]} [opened] */
  const send = async (with_, opened = ["GET", "/api/x"], xhr = /** @type {any} */ (new window.XMLHttpRequest())) => {
    xhr.open(...opened);
    xhr.send();
    Object.assign(xhr, { readyState: 4, status: 500, ...with_ });
    xhr.dispatchEvent(new Event("loadend"));
    await settled();
    return xhr;
  };
  const failing = (/** @type {object} */ more) => ["answer", { system: "acme", stage: "GET /api/x", status: 404, headers: {}, body: '{"code":"c"}', age: 0, ...more }];

  test("what failed is told: whose, what, how, and how long ago it was sent", async () => {
    answer = () => ((now += 20.2), Response.json({ code: "c" }, { status: 404, headers: { "retry-after": "3", "x-other": "1" } }));
    const response = await ask("/api/x?secret=1");
    assert.deepEqual(told, [failing({ headers: { "retry-after": "3" }, age: 21 })]);
    assert.deepEqual(await response.json(), { code: "c" });
  });

  for (const [args, stage] of /** @type {[() => any[], string][]} */ ([
    [() => ["/api/x", { method: "post" }], "POST /api/x"], [() => [new URL("https://page.example/api/x")], "GET /api/x"],
    [() => [new Request("https://page.example/api/x", { method: "PUT" })], "PUT /api/x"],
    [() => [new Request("https://page.example/api/x", { method: "PUT" }), { method: "DELETE" }], "DELETE /api/x"],
    [() => [`/api/${"p".repeat(300)}`], `GET /api/${"p".repeat(195)}`],
  ])) {
    test(`as ${stage.slice(0, 40)}`, async () => {
      await ask(...args());
      assert.equal(told[0][1].stage, stage);
    });
  }

  test("what is nobody's, went well, or is no answer, is not told", async () => {
    await ask("/other");
    answer = () => new Response("", { status: 399 });
    await ask("/api/x");
    answer = () => ({ status: 0, headers: new Headers() });
    await ask("/api/x");
    assert.deepEqual(told, []);
    answer = () => new Response("", { status: 400 });
    await ask("/api/x");
    assert.equal(told.length, 1);
  });

  test("that it goes well again is told once", async () => {
    await ask("/api/x");
    answer = () => ({ status: 0, headers: new Headers() });
    await ask("/api/x");
    answer = () => new Response("{}");
    await ask("/api/y");
    await ask("/api/x");
    await ask("/api/x");
    assert.deepEqual(told.slice(1), [["answered", { stage: "GET /api/x" }]]);
  });

  test("of a hundred that failed this is remembered", async () => {
    for (let number = 0; number < 101; number++) await window.fetch(`/api/${number}`);
    await settled(50);
    told = [];
    answer = () => new Response("{}");
    await ask("/api/99");
    await ask("/api/100");
    assert.deepEqual(told, [["answered", { stage: "GET /api/99" }]]);
  });

  for (const [type, body] of [["application/problem+json", "b"], ["text/html", "b"], ["TEXT/plain", "b"], ["image/png", ""], ["application/xml; a=text/x", ""]]) {
    test(`a body of ${type} is ${body ? "read" : "not read"}`, async () => {
      answer = () => new Response("b", { status: 500, headers: { "content-type": `${type}` } });
      await ask("/api/x");
      assert.equal(told[0][1].body, body);
    });
  }

  test("one without a type is read; an answer without a body has none", async () => {
    answer = () => new Response(new Blob(["b"]).stream(), { status: 500 });
    await ask("/api/x");
    answer = () => new Response(null, { status: 500 });
    await ask("/api/x");
    assert.deepEqual(told.map(([, { body }]) => body), ["b", ""]);
  });

  /** A body that comes in pieces. @param {(Uint8Array | Error)[]} pieces @param {boolean} [ends] */
  const streaming = (pieces, ends = true) => {
    const cancelled = mock.fn();
    const body = new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        // What was read before has to be taken first.
        if (piece instanceof Error) return settled().then(() => controller.error(piece));
        else if (piece) controller.enqueue(piece);
        else if (ends) controller.close();
        else return new Promise(() => 0);
        return undefined;
      },
      cancel: cancelled,
    });
    return { cancelled, response: new Response(body, { status: 500 }) };
  };

  test("no more than 64 KB of it is read, in whole characters", async () => {
    const piece = new TextEncoder().encode("é".repeat(20_000));
    const { response } = streaming([piece.subarray(0, 39_999), piece.subarray(39_999), piece]);
    answer = () => response;
    await ask("/api/x");
    assert.equal(told[0][1].body, "é".repeat(32_768));
  });

  test("what came before it broke off counts", async () => {
    answer = () => streaming([new TextEncoder().encode("begun"), new Error("broken")]).response;
    await ask("/api/x");
    await settled(8);
    assert.equal(told[0][1].body, "begun");
  });

  test("one that does not end is read for five seconds", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    answer = () => streaming([new TextEncoder().encode("begun")], false).response;
    await ask("/api/x");
    mock.timers.tick(4_999);
    await settled();
    assert.equal(told.length, 0);
    mock.timers.tick(1);
    await settled();
    assert.equal(told[0][1].body, "begun");
  });

  for (const [what, giveUp] of /** @type {[string, (body: any) => unknown][]} */ ([
    ["cancelled", (body) => body.cancel()],
    ["cancelled by its reader", (body) => body.getReader().cancel()],
    ["left in the middle", async (body) => { for await (const piece of body) return piece; }],
  ])) {
    test(`one that the page has ${what} is not read on`, async () => {
      const { response, cancelled } = streaming([new TextEncoder().encode("begun"), new TextEncoder().encode("more")], false);
      answer = () => response;
      const { body } = await ask("/api/x");
      assert.deepEqual([Object.keys(body).includes("cancel"), cancelled.mock.callCount()], [false, 0]);
      await giveUp(body);
      await settled();
      assert.deepEqual([cancelled.mock.callCount(), told.length], [1, 1]);
    });
  }

  /** A fetch that a script brought. @param {string} url */
  const byXhr = async (url) => {
    const xhr = new (/** @type {any} */ (window).XMLHttpRequest)();
    await send({ response: "b", status: 404 }, ["GET", url], xhr);
    return new Response("b", { status: 404 });
  };

  test("a fetch that is made of an XMLHttpRequest is told once", async () => {
    stop();
    Object.assign(window, { fetch: byXhr });
    watch();
    await ask("/api/x");
    await ask("/api/x");
    assert.deepEqual(told.map(([, { body }]) => body), ["b", "b"]);
  });

  test("one that a script answers by itself is told beside an XMLHttpRequest for something else", async () => {
    answer = async () => {
      await send({ status: 404 }, ["GET", "/api/y"]);
      return new Response("", { status: 404 });
    };
    await ask("/api/x");
    assert.deepEqual(told.map(([, { stage }]) => stage), ["GET /api/y", "GET /api/x"]);
  });

  test("the page's errors stay the page's, and what is no promise stays what it is", async () => {
    const error = new TypeError("failed");
    answer = () => { throw error; };
    await assert.rejects(window.fetch("/api/x"), error);
    stop();
    Object.assign(window, { fetch: () => "no promise" });
    watch();
    assert.equal(window.fetch("/api/x"), "no promise");
    assert.deepEqual(told, []);
  });

  /** Puts a fetch before ours that gives its promises members. @param {(promise: any) => any} give */
  const standBeforeFetch = (give) => {
    stop();
    Object.assign(window, { fetch: (/** @type {any[]} */ ...args) => give(native(...args)) });
    watch();
  };

  test("what a script adds to the promise of its own fetch is there, as it was made, and nothing of it is called", async () => {
    const said = listenToConsole();
    const abort = mock.fn();
    const tag = Symbol("tag");
    standBeforeFetch((promise) => {
      Object.defineProperties(promise, { hidden: { value: 1 }, odd: { get: () => assert.fail("read"), enumerable: true }, set: { set() {} } });
      return Object.freeze(Object.assign(promise, { abort, [tag]: 2 }));
    });
    for (const [url, count] of /** @type {[string, number][]} */ ([["/other", 0], ["/api/x", 1]])) {
      const asking = /** @type {any} */ (window.fetch(url));
      assert.deepEqual([Object.keys(asking), asking.hidden, asking.set, asking[tag]], [["odd", "abort"], 1, undefined, 2]);
      assert.throws(() => asking.odd, /read/);
      asking.abort("why");
      assert.deepEqual(abort.mock.calls.at(-1)?.arguments, ["why"]);
      assert.equal((await asking).status, 404);
      await settled(8);
      assert.equal(told.length, count);
    }
    assert.deepEqual([abort.mock.callCount(), said], [2, []]);
  });

  test("a promise without members of its own gets none", async () => {
    const asking = window.fetch("/api/x");
    // Node itself adds symbols, to see what belongs to which test.
    assert.deepEqual(Object.getOwnPropertyNames(asking), []);
    await asking;
  });

  test("a then that is tied to the script's promise leaves no error unhandled, and a promise keeps what it has", async () => {
    /** @type {unknown[]} */
    const unhandled = [];
    const listen = (/** @type {unknown} */ error) => unhandled.push(error);
    process.on("unhandledRejection", listen);
    atEnd(() => process.off("unhandledRejection", listen));
    answer = () => { throw new TypeError("failed"); };
    standBeforeFetch((promise) => Object.assign(promise, { then: promise.then.bind(promise), catch: promise.catch.bind(promise) }));
    const caught = mock.fn();
    window.fetch("/api/x").catch(caught);
    await settled();
    assert.deepEqual([caught.mock.callCount(), unhandled], [1, []]);
    /** @extends {Promise<any>} */
    class Cancellable extends Promise {
      part = {};
    }
    answer = () => new Response();
    const own = Cancellable.resolve(answer(""));
    standBeforeFetch(() => own);
    const asking = /** @type {any} */ (window.fetch("/api/x"));
    assert.deepEqual([asking instanceof Cancellable, asking.part == /** @type {any} */ (own).part], [true, false]);
    await asking;
  });

  test("members that cannot be listed, and a then that returns nothing, are no error of the page", async () => {
    const said = listenToConsole();
    standBeforeFetch((promise) =>
      new Proxy(promise, {
        get: (target, name) => (name == "then" ? target.then.bind(target) : target[name]),
        ownKeys: () => assert.fail("listed"),
      }));
    assert.equal((await ask("/api/x")).status, 404);
    assert.deepEqual([told.length, said.map((text) => text.split(":")[2])], [1, [" an answer could not be watched"]]);
    standBeforeFetch((promise) => ({ then: (/** @type {any} */ run) => void promise.then(run), abort() {} }));
    assert.equal(window.fetch("/api/x"), undefined);
    await settled(8);
    assert.deepEqual([told.length, said.length], [2, 1]);
  });

  test("what goes wrong here is said, and is no trouble of the page's", async () => {
    const said = listenToConsole();
    assert.equal((await ask("http://[")).status, 404);
    assert.equal((await ask(undefined)).status, 404);
    answer = () => ({ status: 500 });
    assert.equal((await ask("/api/x")).status, 500);
    answer = () => ({ status: 500, headers: new Headers(), clone: () => assert.fail("used") });
    assert.equal((await ask("/api/x")).status, 500);
    assert.deepEqual(said.map((text) => text.split(":").slice(0, 3).join(":")), [
      "warn: pywidget: an answer could not be watched", "warn: pywidget: an answer could not be watched", "warn: pywidget: an answer could not be read",
    ]);
  });

  test("functions look as before, and are put back, unless somebody put theirs over ours", () => {
    assert.notEqual(window.fetch, native);
    assert.deepEqual([window.fetch.name, window.fetch.length, /** @type {any} */ (window.fetch).polyfilled], ["native", 2, 1]);
    stop();
    assert.equal(window.fetch, native);
    const { open, send: sending } = XHR.prototype;
    watch();
    assert.notEqual(XHR.prototype.open, open);
    stop();
    assert.deepEqual([XHR.prototype.open, XHR.prototype.send], [open, sending]);
    watch();
    const theirs = () => 0;
    Object.assign(window, { fetch: theirs });
    stop();
    assert.equal(window.fetch, theirs);
  });

  test("a page that has frozen them is not watched, which is said", () => {
    stop();
    const said = listenToConsole();
    Object.defineProperty(window, "fetch", { value: native, writable: false });
    watch();
    assert.deepEqual([said, window.fetch], [["warn: pywidget: fetch cannot be watched, the page has frozen it"], native]);
  });

  test("a page without fetch is watched all the same", async () => {
    stop();
    Object.assign(window, { fetch: undefined });
    watch();
    await send({ response: "b" });
    assert.equal(told.length, 1);
    stop();
    assert.equal(window.fetch, undefined);
  });

  test("an answer that comes after the end is not told", async () => {
    /** @type {(response: Response) => void} */
    let end = () => 0;
    answer = () => new Promise((resolve) => (end = resolve));
    const asking = ask("/api/x");
    stop();
    end(new Response("", { status: 500 }));
    assert.equal((await asking).status, 500);
    watch();
    const { response } = streaming([new TextEncoder().encode("b")]);
    answer = () => response;
    await window.fetch("/api/x");
    stop();
    await settled(8);
    assert.deepEqual(told, []);
  });

  describe("by XMLHttpRequest", () => {
    test("are told the same", async () => {
      const xhr = new XHR();
      assert.deepEqual([xhr.open("post", "/api/x", true), xhr.send("body")], ["opened", "sent"]);
      assert.deepEqual(xhr.calls, [["open", "post", "/api/x", true], ["send", "body"]]);
      now = 30.5;
      Object.assign(xhr, { readyState: 4, status: 404, response: "b", head: "Retry-After: 3\r\nX-Other: a:b\r\ndate:  Mon, 1:2 \r\n" });
      xhr.dispatchEvent(new Event("loadend"));
      await settled();
      assert.deepEqual(told, [failing({ stage: "POST /api/x", body: "b", age: 31, headers: { "retry-after": "3", date: "Mon, 1:2" } })]);
      xhr.dispatchEvent(new Event("loadend"));
      await settled();
      assert.equal(told.length, 1);
    });

    test("their time begins when they are sent", async () => {
      const xhr = new XHR();
      xhr.open("GET", "/api/x");
      now = 100;
      xhr.send();
      now = 150;
      Object.assign(xhr, { readyState: 4, status: 500 });
      xhr.dispatchEvent(new Event("loadend"));
      await settled();
      assert.equal(told[0][1].age, 50);
    });

    for (const [responseType, response, body] of /** @type {[string, any, string][]} */ ([
      ["", "t".repeat(65_537), "t".repeat(65_536)], ["text", "text", "text"], ["json", { a: 1 }, '{"a":1}'], ["json", null, "null"],
      ["blob", new Blob(["b".repeat(65_537)]), "b".repeat(65_536)],
      ["arraybuffer", new TextEncoder().encode("a".repeat(65_537)).buffer, "a".repeat(65_536)], ["document", {}, ""],
    ])) {
      test(`a body as "${responseType}" of ${`${response}`.length}`, async () => {
        await send({ responseType, response });
        assert.equal(told[0][1].body, body);
      });
    }

    test("types of bodies are heeded", async () => {
      await send({ response: "b", head: "content-type: image/png\r\n" });
      assert.equal(told[0][1].body, "");
    });

    test("what is nobody's, or did not end, is not told", async () => {
      await send({}, ["GET", "/other"]);
      await send({ readyState: 3 });
      await send({ status: 200 });
      assert.deepEqual(told, []);
    });

    /** Puts an object before it that has all by itself. @param {object} [more] @param {any} [prototype] */
    const standBefore = (more = {}, prototype = {}) => {
      stop();
      const Facade = function () {
        const real = new XHR();
        const facade = {
          open: (/** @type {any[]} */ ...args) => real.open(...args),
          send: () => real.send(),
          addEventListener: (/** @type {any[]} */ ...args) => real.addEventListener(...args),
          dispatchEvent: (/** @type {Event} */ event) => real.dispatchEvent(event),
          getAllResponseHeaders: () => "",
          ...more,
        };
        return facade;
      };
      Facade.prototype = prototype;
      Object.assign(window, { XMLHttpRequest: Facade });
      watch();
      return Facade;
    };

    test("an object before it is heard, and its class is put back", async () => {
      const Facade = standBefore();
      await send({ response: "b" });
      await send({ response: "b" });
      assert.equal(told.length, 2);
      stop();
      assert.equal(window.XMLHttpRequest, Facade);
    });

    test("one that is heard itself as well is told once", async () => {
      const inner = new XHR();
      standBefore({ send: () => send({ response: "inner" }, ["GET", "/api/x"], inner) }, XHR.prototype);
      await send({ response: "outer" });
      assert.deepEqual(told.map(([, { body }]) => body), ["inner"]);
    });

    test("a class that is made of the page's goes on as it did", () => {
      const Facade = standBefore();
      assert.notEqual(window.XMLHttpRequest, Facade);
      stop();
      Object.assign(window, { XMLHttpRequest: XHR });
      watch();
      class Mine extends window.XMLHttpRequest {}
      const mine = new Mine();
      assert.deepEqual([mine instanceof Mine, mine instanceof window.XMLHttpRequest, mine instanceof XHR], [true, true, true]);
      assert.equal(mine.constructor, Mine);
    });

    test("one that nothing can listen to is left alone", async () => {
      standBefore({ addEventListener: undefined });
      const xhr = new window.XMLHttpRequest();
      xhr.open("GET", "/api/x");
      xhr.send();
      await settled();
      assert.deepEqual(told, []);
    });

    test("one that is used again in the page's own handler is heard before", async () => {
      const xhr = new XHR();
      xhr.open("GET", "/api/x");
      xhr.send();
      Object.assign(xhr, { readyState: 4, status: 500, response: "b" });
      xhr.open("GET", "/api/y");
      await settled();
      assert.deepEqual(told.map(([, { stage }]) => stage), ["GET /api/x"]);
      await send({}, ["GET", "/other"], xhr);
      assert.equal(told.length, 2);
    });

    test("one that is used for somebody else's is nobody's then", async () => {
      const xhr = new XHR();
      xhr.open("GET", "/api/x");
      await send({}, ["GET", "/other"], xhr);
      assert.deepEqual(told, []);
    });

    test("an address that is none is the page's mistake alone", () => {
      const said = listenToConsole();
      assert.equal(new XHR().open("GET", "http://["), "opened");
      assert.match(said[0] ?? "", /an answer could not be watched/);
      assert.equal(new XHR().send(), "sent");
    });

    test("nothing is told after the end", async () => {
      const xhr = new XHR();
      xhr.open("GET", "/api/x");
      xhr.send();
      stop();
      Object.assign(xhr, { readyState: 4, status: 500 });
      xhr.dispatchEvent(new Event("loadend"));
      await settled();
      assert.deepEqual(told, []);
    });
  });
});

describe("profiles", () => {
  /** @type {any} */
  let state;
  /** @type {any[]} */
  let added;
  let booted = 0;
  /** @type {any[]} */
  let loaded;
  /** @type {any[]} */
  let asked;
  /** @type {Record<string, () => any>} */
  let answers;
  const PROFILE = { system: "acme", widget: ".acme", events: { "acme:error": { as: "error" }, "acme:out": { as: "expired" }, "acme:step": { as: "progress" }, "acme:x": null } };

  beforeEach(() => {
    openPage();
    added = [];
    booted = 0;
    loaded = [];
    asked = [];
    answers = { "/p.json": () => Response.json(PROFILE) };
    state = { add: (/** @type {any[]} */ ...args) => added.push(args), boot: () => booted++ };
    mock.method(globalThis, "fetch", async (/** @type {any} */ url, /** @type {any} */ init) => {
      asked.push([url, init]);
      return answers[url]?.() ?? new Response("", { status: 404 });
    });
  });

  const watch = async (urls = ["/p.json"]) => {
    const watching = watchProfiles(state, urls, (...args) => loaded.push(args));
    atEnd(() => watching.stop());
    await settled();
    return watching;
  };
  const widget = () => {
    const element = addWidget("<i></i>");
    element.className = "acme";
    return element;
  };
  /** @param {EventTarget} target @param {string} name */
  const say = (target, name) => target.dispatchEvent(new CustomEvent(name, { detail: { code: "c" }, bubbles: true, composed: true }));

  test("are fetched from where they are, and handed on", async () => {
    await watch();
    assert.deepEqual(asked.map(([url, { credentials }]) => [url, credentials]), [["/p.json", "same-origin"]]);
    assert.equal(loaded.length, 1);
    assert.deepEqual([loaded[0][0], loaded[0][1].system], ["/p.json", "acme"]);
  });

  test("their widgets are heard: trouble fetches Python", async () => {
    const element = widget();
    const { systemOf } = await watch();
    assert.deepEqual([systemOf(element), systemOf(document.body)], ["acme", undefined]);
    say(element.shadowRoot.firstChild, "acme:error");
    assert.deepEqual(added.map(([who, name, { detail }]) => [who, name, detail]), [[element, "acme acme:error", { code: "c" }]]);
    say(element, "acme:out");
    assert.deepEqual([added.length, booted], [2, 2]);
    say(document.body, "acme:error");
    say(element, "other");
    assert.equal(added.length, 2);
  });

  test("what only goes on is heard once Python is there", async () => {
    const element = widget();
    await watch();
    for (const name of ["acme:step", "acme:x"]) say(element, name);
    assert.equal(added.length, 0);
    state.wake = () => 0;
    for (const name of ["acme:step", "acme:x"]) say(element, name);
    assert.deepEqual([added.map(([, name]) => name), booted], [["acme acme:step", "acme acme:x"], 0]);
  });

  test("what throws while an event is heard is said, and is no error of the page; the next one is heard", async () => {
    const said = listenToConsole();
    /** @type {any[]} */
    const thrown = [];
    window.addEventListener("error", ({ error }) => thrown.push(error));
    const element = widget();
    await watch();
    const { add } = state;
    state.add = () => { throw new Error("broken by the page"); };
    say(element, "acme:error");
    assert.deepEqual([thrown, said], [[], ["warn: pywidget: hearing an event failed: Error: broken by the page"]]);
    state.add = add;
    say(element, "acme:error");
    assert.deepEqual([added.length, booted, thrown, said.length], [1, 1, [], 1]);
  });

  test("what is said on the document or the window is of the first such widget", async () => {
    await watch();
    say(document, "acme:error");
    assert.equal(added.length, 0);
    const [element] = [widget(), widget()];
    say(document, "acme:error");
    say(window, "acme:error");
    assert.deepEqual(added.map(([who]) => who), [element, element]);
  });

  test("a form whose field is named like a method is passed on the way to its widget", async () => {
    const form = document.createElement("form");
    // As browsers have it; jsdom does not let a field's name hide a method.
    Object.assign(form, { matches: document.createElement("input") });
    const element = widget();
    form.append(element);
    document.body.append(form);
    const { systemOf } = await watch();
    /** @type {any[]} */
    const thrown = [];
    window.addEventListener("error", ({ error }) => thrown.push(error));
    say(form, "acme:error");
    say(element, "acme:error");
    assert.deepEqual([thrown, added.map(([who]) => who), systemOf(form)], [[], [element], undefined]);
  });

  for (const [what, profile] of /** @type {[string, any][]} */ ([
    ["null", null], ["no system", { ...PROFILE, system: 7 }], ["no widget", { ...PROFILE, widget: undefined }], ["no events", { ...PROFILE, events: undefined }],
  ])) {
    test(`one with ${what} is handed on, and listens to nothing`, async () => {
      const said = listenToConsole();
      answers["/p.json"] = () => Response.json(profile);
      const { systemOf } = await watch();
      say(widget(), "acme:error");
      assert.deepEqual([loaded.length, added, systemOf(widget()), said], [1, [], undefined, []]);
    });
  }

  test("those that cannot be had or used are said, and the others count", async () => {
    const said = listenToConsole();
    answers["/bad.json"] = () => new Response("no JSON");
    answers["/odd.json"] = () => Response.json({ ...PROFILE, widget: "[" });
    const { systemOf } = await watch(["/none.json", "/bad.json", "/odd.json", "/p.json"]);
    assert.equal(said.length, 3);
    assert.ok(said.includes("warn: pywidget: data-profile: /none.json cannot be used: Error: HTTP 404"));
    assert.equal(systemOf(widget()), "acme");
    assert.deepEqual(state.problems.sort(), ["/bad.json", "/none.json", "/odd.json"].map((url) => `data-profile: ${url} cannot be used`));
  });

  test("what is wrong with them is told to an inspector that is there, without the error; nothing where nothing is", async () => {
    listenToConsole();
    /** @type {string[]} */
    const heard = [];
    state.onProblem = (/** @type {string} */ text) => heard.push(text);
    await watch();
    assert.deepEqual([heard, state.problems], [[], []]);
    await watch(["/none.json"]);
    assert.deepEqual([heard, state.problems], [["data-profile: /none.json cannot be used"], ["data-profile: /none.json cannot be used"]]);
  });

  test("after the end nothing is heard, and nothing said", async () => {
    const said = listenToConsole();
    const watching = await watch();
    watching.stop();
    say(widget(), "acme:error");
    assert.deepEqual(added, []);
    answers["/p.json"] = () => { throw new Error("aborted"); };
    const late = watchProfiles(state, ["/p.json"], () => 0);
    late.stop();
    await settled();
    assert.deepEqual([said, asked.at(-1)[1].signal.aborted], [[], true]);
  });

  test("one page that stops an event from going on does not keep us from hearing it", async () => {
    const element = widget();
    await watch();
    element.addEventListener("acme:error", (/** @type {Event} */ event) => event.stopImmediatePropagation());
    say(element, "acme:error");
    assert.equal(added.length, 1);
  });
});

describe("watching as a whole", () => {
  /** @type {any} */
  let state;
  /** @type {any[]} */
  let added;
  /** @type {Record<string, () => any>} */
  let answers;

  beforeEach(() => {
    openPage();
    added = [];
    answers = {};
    Object.assign(window, { fetch: async (/** @type {any} */ url) => answers[url]?.() ?? Response.json({}, { status: 500 }) });
    setGlobal("fetch", window.fetch);
    state = {
      data: {}, queue: [], boots: 0, offs: 0, boot: () => state.boots++, off: () => (state.offs++, "off"),
      add: (/** @type {any[]} */ ...args) => added.push(args),
    };
  });
  /** @param {object} data */
  const begin = (data) => {
    state.data = data;
    start(state);
    atEnd(() => state.off());
  };
  /** @param {string} url */
  const ask = async (url) => {
    await window.fetch(url);
    await settled(8);
    return added.length;
  };

  test("stopped before it began it does nothing", () => {
    state.queue = [[null, "flush"], [null, "stop"]];
    const { fetch } = window;
    begin({ watch: "/* acme" });
    assert.deepEqual([window.fetch === fetch, state.profiles], [true, undefined]);
  });

  test("without rules nothing of the page is touched", () => {
    const { fetch } = window;
    begin({});
    assert.equal(window.fetch, fetch);
  });

  test("rules that are none are said", () => {
    const said = listenToConsole();
    begin({ watch: "/api" });
    assert.deepEqual(said, ['warn: pywidget: data-watch: "/api" has no system after it, such as allfeat-api']);
  });

  test("what pywidget itself asks for is not the page's", async () => {
    answers["/profile"] = () => Response.json({ token: { url: "/their-token" } });
    answers["/profile2"] = () => Response.json(null);
    begin({ watch: "* acme", tokenUrl: "/token?x=1", analyticsUrl: "http://[", profile: "/profile, /profile2" });
    await settled();
    for (const url of ["/token", "/token?other", "/profile2", "/their-token"]) {
      answers["/profile2"] = () => new Response("", { status: 500 });
      assert.equal(await ask(url), 0, url);
    }
    assert.equal(await ask("/elsewhere"), 1);
    assert.equal(state.boots, 1);
  });

  test("everything ends together", async () => {
    answers["/p"] = () => Response.json({ system: "acme", widget: ".acme", events: { "acme:error": { as: "error" } } });
    const { fetch } = window;
    begin({ watch: "/* acme", profile: "/p" });
    await settled();
    const widget = addWidget();
    widget.className = "acme";
    assert.equal(state.systemOf(widget), "acme");
    assert.equal(state.off(), "off");
    widget.dispatchEvent(new CustomEvent("acme:error", { bubbles: true }));
    assert.deepEqual([window.fetch === fetch, added, state.offs], [true, [], 1]);
  });
});

test("the document is the browser's own, whatever elements are named like its parts", () => {
  openPage('<form name="querySelector"></form><img name="body"><p class="p"></p>');
  Object.defineProperty(document, "querySelector", { value: "an element", configurable: true });
  const document_ = /** @type {Document} */ (unnamed);
  assert.equal(document_.querySelector(".p")?.localName, "p");
  assert.equal(document_.body.localName, "body");
});
