/** What `start()` makes of whatever it is called with. The page is jsdom's, which loads no script. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { JSDOM } from "jsdom";
import { start } from "pywidget-errors";

/** @type {string[]} */
let said;

beforeEach(() => {
  const { window } = new JSDOM("<!doctype html><html><head></head><body></body></html>", { url: "https://page.example/shop/" });
  // One that is jsdom's, too, because its listeners take no other signals.
  const { document, AbortController, CustomEvent, Headers } = window;
  Object.assign(globalThis, { window, document, AbortController, CustomEvent, Headers: Headers ?? globalThis.Headers });
  said = [];
  console.warn = (/** @type {unknown[]} */ ...all) => said.push(all.join(" "));
});

const tags = () => [...document.querySelectorAll("script")];
/** The attributes of the only tag. */
const given = () => {
  assert.equal(tags().length, 1);
  return { ...tags()[0].dataset };
};
/** Another copy of what `start()` was called with, as the script's own events come. */
const dispatch = (/** @type {string} */ name, /** @type {unknown} */ detail) =>
  document.dispatchEvent(new CustomEvent(`pywidget:${name}`, { detail, bubbles: true }));

describe("a later call", () => {
  for (const [name, first, second] of [
    ["without options", { tokenUrl: "/t" }, undefined],
    ["with null", { tokenUrl: "/t" }, null],
    ["with the same in another order", { tokenUrl: "/t", lang: "de" }, { lang: "de", tokenUrl: "/t" }],
    ["with some of them", { tokenUrl: "/t", lang: "de" }, { lang: "de" }],
    ["with what is not given", { tokenUrl: "/t" }, { lang: undefined, contact: null }],
    ["with another function", { beforeReport: () => null }, { beforeReport: () => false }],
    ["with a provider", { tokenUrl: "/t" }, { tokenProvider: () => "t" }],
    ["with the same address", { base: "/files" }, { src: "https://page.example/files/pywidget.js" }],
  ]) {
    test(`${name} returns the handle, and says nothing`, () => {
      assert.equal(start(first), start(second));
      assert.deepEqual(said, []);
      assert.equal(tags().length, 1);
    });
  }

  for (const [name, first, second, late] of [
    ["another value", { tokenUrl: "/t", lang: "de" }, { tokenUrl: "/other", lang: "de" }, "tokenUrl"],
    ["one more", {}, { lang: "de", contact: "a@example.org" }, "lang, contact"],
    ["another address", {}, { base: "/files/" }, "base"],
    ["another hash", {}, { src: "/pywidget/pywidget.js", integrity: "sha384-x" }, "integrity"],
  ]) {
    test(`with ${name} is told`, () => {
      assert.equal(start(first), start(second));
      assert.deepEqual(said, [`pywidget: start() was called before. Until stop(), a later one cannot change ${late}.`]);
    });
  }

  test("after stop(), before the script has come, can change attributes, and not the address", () => {
    start({ tokenUrl: "/t" }).stop();
    start({ lang: "de" });
    assert.deepEqual(said, []);
    assert.deepEqual(given(), { lang: "de" });
    start().stop();
    start({ base: "/files/", nonce: "n" });
    assert.deepEqual(said, ["pywidget: start() was called before, and the script is on its way. It is too late for base, nonce."]);
  });

  test("leaves the attributes of a tag of the page alone", () => {
    document.head.innerHTML = '<script async src="/pywidget/pywidget.js" data-token-url="/t"></script>';
    start().stop();
    start();
    assert.deepEqual(given(), { tokenUrl: "/t" });
    assert.deepEqual(said, []);
  });
});

describe("the handle", () => {
  test("has functions that can be taken out of it", () => {
    const { on, tokenProvider, report, flush, stop } = start();
    /** @type {unknown[]} */
    const heard = [];
    const end = on("verdict", ({ code }) => heard.push(code));
    tokenProvider(() => "t");
    report("session.expired");
    flush();
    dispatch("verdict", { code: "a" });
    end();
    dispatch("verdict", { code: "b" });
    stop();
    assert.deepEqual(heard, ["a"]);
    assert.equal(start().stopped, false);
    assert.deepEqual(said, []);
  });

  test("knows its events", () => {
    const { on } = start();
    for (const name of ["verdict", "renewal-failed", "ready", "unavailable"]) on(name, () => {});
    assert.deepEqual(said, []);
    on("verdcit", () => {});
    on("pywidget:renewed", () => {});
    on("click", () => {});
    assert.deepEqual(said, [
      "pywidget: on() knows no event verdcit. Did you mean verdict?",
      "pywidget: on() knows no event pywidget:renewed. Did you mean renewed?",
      "pywidget: on() knows no event click.",
    ]);
  });

  test("takes nothing for a function that is none", () => {
    const handle = start();
    handle.on("verdict")();
    handle.on("verdict", { handleEvent() {} })();
    handle.tokenProvider("getToken");
    handle.tokenProvider(Promise.resolve("t"));
    dispatch("verdict", {});
    assert.deepEqual(said, [
      "pywidget: on() takes the name of an event and a function, and not undefined.",
      "pywidget: on() takes the name of an event and a function, and not an object.",
      "pywidget: tokenProvider takes a function, and not a text.",
      "pywidget: tokenProvider takes a function, and not a promise, which has to be awaited first.",
    ]);
  });
});

describe("headers", () => {
  const written = "X-A: b; X-C: 3";
  for (const [name, headers] of [
    ["an object", { "X-A": "b", "X-C": 3 }],
    ["an object with nothing in it", { "X-A": "b", "X-C": "3", "X-D": undefined, "X-E": null }],
    ["a Map", new Map([["X-A", "b"], ["X-C", "3"]])],
    ["pairs", [["X-A", "b"], ["X-C", "3"]]],
    ["a text", written],
    ["lines", ["X-A: b", "X-C: 3"]],
  ]) {
    test(`${name} is written`, () => {
      start({ tokenHeaders: headers });
      assert.deepEqual([given(), said], [{ tokenHeaders: written }, []]);
    });
  }

  test("those of fetch() are written", () => {
    start({ tokenHeaders: new Headers({ "X-CSRF-Token": "a=b" }) });
    assert.deepEqual([given(), said], [{ tokenHeaders: "x-csrf-token: a=b" }, []]);
  });

  test("one that an attribute cannot have is told and left out", () => {
    start({ tokenHeaders: { "X-A": "b; c", "X-D": "e" } });
    assert.deepEqual(given(), { tokenHeaders: "X-D: e" });
    assert.deepEqual(said, [
      "pywidget: tokenHeaders leaves out X-A, whose value has a semicolon. Ask for the token in a tokenProvider instead.",
    ]);
  });
});

describe("options", () => {
  for (const [options, kind] of [
    ["/t", "a text"],
    [5, "a number"],
    [() => {}, "a function"],
    [["/t"], "a list"],
    [Promise.resolve({}), "a promise, which has to be awaited first"],
  ]) {
    test(`${kind} is none`, () => {
      assert.equal(start(options).stopped, false);
      assert.deepEqual(given(), {});
      assert.deepEqual(said, [`pywidget: start() takes an object, such as { tokenUrl: "/api/ats-token" }, and not ${kind}.`]);
    });
  }

  test("null and undefined are no options", () => {
    start(null);
    start(undefined);
    assert.deepEqual([given(), said], [{}, []]);
  });

  for (const [options, attributes] of [
    [{ tokenUrl: new URL("/t?a=1", "https://page.example") }, { tokenUrl: "https://page.example/t?a=1" }],
    [{ tokenTimeout: 20, sampleRate: 0.5 }, { tokenTimeout: "20", sampleRate: "0.5" }],
    [{ tokenTimeout: "20" }, { tokenTimeout: "20" }],
    [{ firstToken: true, debug: false, notices: false, privacy: false }, { firstToken: "on", debug: "off", notices: "off", privacy: "off" }],
    [{ analytics: ["console", null, false, () => {}] }, { analytics: "console pywidgetErrors.analytics1" }],
    [{ profile: ["/a.json", "/b.json"] }, { profile: "/a.json /b.json" }],
    [{ beforeReport: () => null, tokenFunction: "shop.token" }, { beforeReport: "pywidgetErrors.beforeReport", tokenFunction: "shop.token" }],
    [{ contact: "csk_@example.org", loginUrl: "/task_csk_0123" }, { contact: "csk_@example.org", loginUrl: "/task_csk_0123" }],
    [{ tokenProvider: () => "t" }, {}],
  ]) {
    test(`${Object.keys(options)} can be ${JSON.stringify(Object.values(attributes))}`, () => {
      start(options);
      assert.deepEqual([given(), said], [attributes, []]);
    });
  }

  for (const [options, line] of [
    [{ tokenUrl: false }, "tokenUrl takes a text, and not false. It is left out."],
    [{ tokenUrl: Promise.resolve("/t") }, "tokenUrl takes a text, and not a promise, which has to be awaited first. It is left out."],
    [{ tokenUrl: Symbol("t") }, "tokenUrl takes a text, and not a symbol. It is left out."],
    [{ tokenUrl: Object.create(null) }, "tokenUrl takes a text, and not an object. It is left out."],
    [{ tokenUrl: () => "/t" }, "tokenUrl takes a text, and not a function. It is left out."],
    [{ contact: 5 }, "contact takes a text, and not a number. It is left out."],
    [{ notices: true }, "notices takes a text, and not true. It is left out."],
    [{ widget: ["a", "b"] }, "widget takes a text, and not a list. It is left out."],
    [{ tokenTimeout: true }, "tokenTimeout takes a number, and not true. It is left out."],
    [{ base: {} }, "base takes a text, and not an object. It is left out."],
    [{ beforeReport: {} }, "beforeReport takes a function, or the name of one, and not an object. It is left out."],
    [{ analytics: [{}] }, "analytics takes a name, a function, or a list of both, and not a list. It is left out."],
    [{ tokenProvider: "getT" }, "tokenProvider takes a function, and not a text. It is left out."],
    [{ tokenHeaders: [1, 2] }, "tokenHeaders takes an object of names and values, or anything else that fetch() takes as headers, and not a list. It is left out."],
    [{ token: "t" }, "start() has no option token. It is an attribute of <ats-widget>: token."],
    [{ siteKey: "cpk_1" }, "start() has no option siteKey. It is an attribute of <ats-widget>: site-key."],
    [{ url: "/t" }, "start() has no option url. Did you mean tokenUrl?"],
    [{ headers: {} }, "start() has no option headers. Did you mean tokenHeaders?"],
    [{ language: "de" }, "start() has no option language. Did you mean lang?"],
    [{ constructor: 1 }, "start() has no option constructor."],
    [{ contatc: "a@example.org" }, "start() has no option contatc. Did you mean contact?"],
  ]) {
    test(`${Object.keys(options)}: ${line}`, () => {
      start(options);
      assert.deepEqual([given(), said], [{}, [`pywidget: ${line}`]]);
    });
  }

  test("an element is no text", () => {
    start({ widget: document.body });
    assert.deepEqual([given(), said], [{}, ["pywidget: widget takes a text, and not an object. It is left out."]]);
  });

  for (const options of [
    { secretKey: "csk_live_0123456789abcdef" },
    { key: "csk_live_0123456789abcdef" },
    { apiKey: "wfx_0123456789abcdef" },
    { tokenUrl: "csk_live_0123456789abcdef" },
    { tokenHeaders: { Authorization: "Bearer csk_live_0123456789abcdef" } },
  ]) {
    test(`the secret key in ${Object.keys(options)} is told without the key, and goes nowhere`, () => {
      start(options);
      assert.deepEqual(given(), {});
      assert.deepEqual(said, [
        `pywidget: ${Object.keys(options)} in start() is a secret key, and everybody can read what is in a page. ` +
          "Replace the key, and give it only to your server, whose token endpoint tokenUrl names.",
      ]);
    });
  }
});
