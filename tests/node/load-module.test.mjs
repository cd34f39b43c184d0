/** How the page's module loads another one of its build, and what is said where it cannot: the browser itself does not. */
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { beforeEach, describe, mock, test } from "node:test";
import { atImport, openPage, putIn, setGlobal, settled } from "./browser.mjs";
import { built, imported } from "./built.mjs";
import { loadModule } from "../../pywidget/page/load-module.js";
import { whyNot } from "../../pywidget/page/why-not.js";

const BASE = new URL("../../pywidget/page/", import.meta.url).href;
/** Of Node: a page has another. */
const { Event: OwnEvent } = globalThis;
const URL_ = "https://page.example/pw/pywidget-watch.js";
/** @type {[url: string, init: any][]} */
let asked;
/** @type {(url: string, init: any) => any} */
let answer;
let online = true;

beforeEach(() => {
  openPage();
  asked = [];
  online = true;
  imported.length = 0;
  for (const name of Object.keys(built)) delete built[name];
  answer = () => new Response("// pywidget build 0123abcd", { headers: { "content-type": "text/javascript" } });
  Object.defineProperty(navigator, "onLine", { get: () => online });
  mock.method(globalThis, "fetch", async (/** @type {any} */ url, /** @type {any} */ init) => (asked.push([`${url}`, init]), answer(`${url}`, init)));
});

let last = 0;
/** Another one for each test: what was imported stays so. */
const another = () => {
  const name = `pywidget-test-${++last}.js`;
  putIn({ HASHES: { [name]: `sha256-${last}` } });
  return { name, hash: `sha256-${last}` };
};
/** The addresses that were imported, relative. */
const names = () => imported.map((url) => url.replace(BASE, ""));
/** @param {object} [script] */
const stateOf = (script) => /** @type {any} */ ({ script: { isConnected: false, ...script } });

describe("loading a module", () => {
  test("checks its hash before it is imported, where the browser cannot do that", async () => {
    const { name, hash } = another();
    built[name] = { start: (/** @type {number} */ given) => given + 1 };
    answer = () => (assert.deepEqual(imported, []), new Response(""));
    const { start } = await loadModule(stateOf(), name);
    assert.equal(start(1), 2);
    assert.deepEqual([asked, names()], [[[BASE + name, { integrity: hash }]], [name]]);
  });

  test("one that is refused is not imported", async () => {
    const { name } = another();
    built[name] = {};
    answer = (_url, { integrity }) => { if (integrity) throw new TypeError("another hash"); return new Response("", { status: 404 }); };
    await assert.rejects(loadModule(stateOf(), name), { message: `${name}: HTTP 404` });
    assert.deepEqual(names(), []);
  });

  test("has the browser check it where it preloads modules: in the script tag, which is left as it was", async () => {
    const { name, hash } = another();
    built[name] = {};
    Object.defineProperty(window.HTMLLinkElement.prototype, "fetchPriority", { value: "auto" });
    const script = document.createElement("script");
    document.body.append(script);
    script.nonce = "n";
    /** @type {any[]} */
    const links = [];
    const { append } = script;
    script.append = (/** @type {any} */ link) => (links.push(link), append.call(script, link));
    await loadModule(/** @type {any} */ ({ script }), name);
    assert.deepEqual(links.map(({ href, rel, integrity, nonce }) => [href, rel, integrity, nonce]), [[BASE + name, "modulepreload", hash, "n"]]);
    assert.equal(script.childNodes.length, 0);

    const broken = another();
    answer = () => new Response("", { status: 404 });
    await assert.rejects(loadModule(/** @type {any} */ ({ script }), broken.name), { message: `${broken.name}: HTTP 404` });
    assert.deepEqual([links.length, script.childNodes.length], [2, 0]);
    // One that was taken out of the page has nothing that the browser would look at.
    script.remove();
    const { name: later } = another();
    built[later] = {};
    await loadModule(/** @type {any} */ ({ script }), later);
    assert.deepEqual([links.length, asked.at(-1)?.[0]], [2, BASE + later]);
  });

  test("tries one that failed at another address, and then stays there", async () => {
    const { name } = another();
    for (let time = 0; time < 2; time++) await assert.rejects(loadModule(stateOf(), name), { message: `${name}: TypeError: ${name} cannot be imported` });
    built[name] = {};
    const module = await loadModule(stateOf(), name);
    assert.equal(await loadModule(stateOf(), name), module);
    assert.deepEqual(names(), [name, `${name}?`, `${name}??`]);
  });

  test("asks the server where the browser's cache has another file", async () => {
    const { name, hash: integrity } = another();
    built[name] = {};
    answer = (_url, { cache }) => { if (cache != "reload") throw new TypeError("another hash"); return new Response(""); };
    await loadModule(stateOf(), name);
    assert.deepEqual(asked, [[BASE + name, { integrity }], [BASE + name, { integrity, cache: "reload" }]]);
  });

  describe("where the browser checks the hash of a preload", () => {
    /** @returns {any} a script tag in such a page */
    const checked = () => {
      Object.defineProperty(window.HTMLLinkElement.prototype, "fetchPriority", { value: "auto", configurable: true });
      const script = document.createElement("script");
      document.body.append(script);
      return { script };
    };

    test("what failed is asked for past the cache, at its own address and at that of the next try, once", async () => {
      const { name, hash: integrity } = another();
      await assert.rejects(loadModule(checked(), name));
      assert.deepEqual(names(), [name, `${name}?`]);
      const past = { integrity, cache: "reload" };
      assert.deepEqual(asked.slice(0, 2), [[BASE + name, past], [`${BASE + name}?`, past]]);
    });

    test("it is not tried again if the server does not have it", async () => {
      const { name, hash: integrity } = another();
      answer = () => new Response("", { status: 404 });
      await assert.rejects(loadModule(checked(), name));
      assert.deepEqual(names(), [name]);
      assert.deepEqual(asked[0], [BASE + name, { integrity, cache: "reload" }]);
    });
  });

  test("one is not tried elsewhere because another one failed", async () => {
    const [{ name: bad }, { name: good }] = [another(), another()];
    built[good] = {};
    await assert.rejects(loadModule(stateOf(), bad));
    await loadModule(stateOf(), good);
    assert.deepEqual(names(), [bad, good]);
  });
});

describe("why a file cannot be used", () => {
  const why = async (name = "pywidget-watch.js", error = /** @type {unknown} */ (new TypeError("Failed to fetch")), url = URL_) => (await whyNot(url, name, error)).message;
  /** @param {BodyInit | null} body @param {string} [type] @param {number} [status] */
  const answers = (body, type, status = 200) => {
    answer = () => {
      const response = new Response(body, { status });
      response.headers.delete("content-type");
      if (type) response.headers.set("content-type", type);
      return response;
    };
  };
  const JS = "text/javascript";
  const TEXT = "// pywidget build 0123abcd\nstart();";
  /** @param {string} text */
  const hashed = (text) => {
    Object.defineProperty(window, "crypto", { value: webcrypto, configurable: true });
    setGlobal("crypto", webcrypto);
    const hash = `sha256-${createHash("sha256").update(text).digest("base64")}`;
    putIn({ HASHES: { "pywidget-watch.js": hash, "micropython.wasm": hash } });
  };
  /** @param {string} blockedURI @param {string} [disposition] @param {string} [effectiveDirective] */
  const refuse = (blockedURI, disposition = "enforce", effectiveDirective = "script-src-elem") =>
    atImport.dispatchEvent(Object.assign(new OwnEvent("securitypolicyviolation"), { blockedURI, disposition, effectiveDirective }));

  test("it is asked for once more, anew and without its hash", async () => {
    answers("", JS, 500);
    await why();
    assert.deepEqual(asked, [[URL_, { cache: "no-cache" }]]);
  });

  for (const [what, body, type, status, said] of /** @type {[string, BodyInit | null, string, number, string][]} */ ([
    ["is not there", "<!doctype html>", "text/html", 404, "HTTP 404"],
    ["is refused by the server", TEXT, JS, 403, "HTTP 403"],
    ["is a page", "\n <!DOCTYPE html><p>", "text/html", 200, "the server answers with a page of HTML in its place"],
    ["is a page without a doctype", "<html lang=en>", JS, 200, "the server answers with a page of HTML in its place"],
    ["is empty", "", JS, 200, "it is empty"],
    ["is of another build", "/* pywidget build fedc9876 */", JS, 200, "mixed versions: it is of build fedc9876, and pywidget-page.js of build 0123abcd"],
    ["is of another build and another type", "/* pywidget build fedc9876 */", "text/plain", 200, "mixed versions: it is of build fedc9876, and pywidget-page.js of build 0123abcd"],
    ["has another type", TEXT, "text/plain; charset=utf-8", 200, "it is served as text/plain, and has to be text/javascript"],
    ["has no type", TEXT, "", 200, "it is served as nothing, and has to be text/javascript"],
  ])) {
    test(`one that ${what}`, async () => {
      answers(body, type, status);
      assert.equal(await why(), `pywidget-watch.js: ${said}`);
    });
  }

  for (const type of ["text/javascript", "TEXT/JavaScript; charset=utf-8", "application/javascript", "application/x-javascript", "text/ecmascript"]) {
    test(`one that is served as ${type} has no other type`, async () => {
      answers(TEXT, type);
      assert.equal(await why(), "pywidget-watch.js: TypeError: Failed to fetch");
    });
  }

  test("only modules have to have a type", async () => {
    answers("romfs", "application/octet-stream");
    assert.equal(await why("pywidget.romfs"), "pywidget.romfs: TypeError: Failed to fetch");
  });

  test("one that was cut or changed", async () => {
    hashed(TEXT);
    const said = "it was cut or changed on its way: it is not the file of this build";
    for (const changed of [TEXT.slice(0, -1), `${TEXT}\n`, "start();"]) {
      answers(changed, JS);
      assert.equal(await why(), `pywidget-watch.js: ${said}`);
    }
    answers(Uint8Array.of(0, 97, 115, 109), "application/wasm");
    assert.equal(await why("micropython.wasm"), `micropython.wasm: ${said}`);
    answers(TEXT, JS);
    assert.equal(await why(), "pywidget-watch.js: TypeError: Failed to fetch");
  });

  test("where nothing can be compared, nothing is said of it", async () => {
    hashed(TEXT);
    answers("start();", JS);
    // A page that is not secure.
    Object.defineProperty(window, "crypto", { value: {}, configurable: true });
    assert.equal(await why(), "pywidget-watch.js: TypeError: Failed to fetch");
    hashed(TEXT);
    putIn({ HASHES: {} });
    assert.equal(await why(), "pywidget-watch.js: TypeError: Failed to fetch");
  });

  test("one that breaks off", async () => {
    answer = () => Object.assign(new Response(TEXT), { arrayBuffer: async () => { throw new TypeError("terminated"); } });
    assert.equal(await why(), "pywidget-watch.js: it broke off on its way");
  });

  test("one that cannot be reached, or without a connection", async () => {
    answer = () => { throw new TypeError("Failed to fetch"); };
    assert.equal(await why(), "pywidget-watch.js: it could not be reached");
    online = false;
    assert.equal(await why(), "pywidget-watch.js: there is no connection");
  });

  test("one that the page's policy refuses, with what it needs", async () => {
    answer = () => { throw new TypeError("Failed to fetch"); };
    const [here, there, other] = ["https://page.example/pw/refused.js", "https://cdn.example/pw/refused.js", "https://page.example/pw/other.js"];
    refuse(here);
    refuse(there, "enforce", "connect-src");
    refuse(other, "report");
    const error = new TypeError("x");
    assert.equal(await why("refused.js", error, here), "refused.js: the page's policy refuses it: script-src-elem needs 'self'");
    assert.equal(await why("refused.js", error, there), "refused.js: the page's policy refuses it: connect-src needs https://cdn.example");
    assert.equal(await why("other.js", error, other), "other.js: it could not be reached");
    // Where only scripts are refused, it can be asked for.
    answers(TEXT, JS);
    assert.equal(await why("refused.js", error, here), "refused.js: the page's policy refuses it: script-src-elem");
    answers("", JS, 404);
    assert.equal(await why("refused.js", error, here), "refused.js: HTTP 404");
  });

  test("one whose refusal is told only after it could not be had", async () => {
    /** @type {[run: () => void, ms: number][]} */
    const timers = [];
    let passed = 0;
    setGlobal("performance", { now: () => passed });
    setGlobal("setTimeout", (/** @type {() => void} */ run, /** @type {number} */ ms) => timers.push([run, ms]));
    answer = () => { throw new TypeError("Failed to fetch"); };
    const late = "https://page.example/pw/late.js";
    let said = "";
    why("late.js", undefined, late).then((text) => (said = text));
    await settled();
    assert.deepEqual([timers.map(([, ms]) => ms), said], [[100], ""]);
    refuse(late);
    passed = 100;
    timers[0]?.[0]();
    await settled();
    assert.equal(said, "late.js: the page's policy refuses it: script-src-elem needs 'self'");
    assert.equal(timers.length, 1);
  });

  test("what only the browser knows is what it said, whatever that is", async () => {
    answers(TEXT, JS);
    assert.equal(await why(undefined, new SyntaxError("at line 1")), "pywidget-watch.js: SyntaxError: at line 1");
    assert.equal(await why(undefined, "a text"), "pywidget-watch.js: a text");
  });
});
