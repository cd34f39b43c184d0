/** What of a token source's answer is a token. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { addWidget, breakMethod, freshAdvice, listenToConsole, openPage, settled } from "./browser.mjs";
import { judge, tokenFences } from "../../pywidget/page/token.js";

test("a text is a token, and stays as it is", () => {
  for (const token of ["t", "eyJhbGciOi.x.y", " with space ", "0", "null", "csk", "ask_1", "bearer.1", "undefined.1", "<p>"]) {
    assert.deepEqual(judge(token), { outcome: "token", token });
  }
});

test("what is one is known also where a page has broken what texts and lists can do", () => {
  breakMethod(String.prototype, "trim");
  breakMethod(Array.prototype, "find");
  assert.equal(judge("t").outcome, "token");
  assert.deepEqual([judge(" ").reason, judge("csk_SECRET").reason], ["empty-token", "wrong-type"]);
});

for (const [reason, answers] of Object.entries({
  "no-token": [undefined, null],
  "wrong-type": [0, 1, NaN, true, false, {}, { token: "SECRET" }, ["SECRET"], () => "SECRET", Symbol("s"), 1n, new String("SECRET"),
    "csk_live_SECRET", "cpk_SECRET", "CSK_SECRET", "afo_sk_SECRET", "wfx_SECRET", " csk_SECRET",
    "Bearer SECRET", "undefined", "[object Object]"],
  "empty-token": ["", " ", "\n\t "],
})) {
  test(`${reason}: what there is instead is not told`, () => {
    for (const answer of answers) {
      // Nothing of it, for it may be a token in the wrong place.
      assert.deepEqual(judge(answer), { outcome: "bad-answer", reason });
    }
  });
}

describe("how a token is got and given", () => {
  const NOTHING = { kind: "token", widget: 1, request: 7 };
  /** @type {any[]} */
  let told;
  /** @type {[url: string, init: any][]} */
  let asked;
  /** @type {(url: string, init: any) => any} */
  let answer;
  /** @type {any} */
  let page;
  /** @type {any} */
  let widget;
  /** @type {ReturnType<typeof tokenFences>} */
  let calls;
  /** @type {(() => void)[]} */
  let tasks;

  beforeEach(() => {
    openPage();
    told = [];
    asked = [];
    tasks = [];
    answer = () => Response.json({ token: "TOKEN" });
    widget = addWidget();
    widget.given = [];
    widget.setToken = (/** @type {string} */ token) => void widget.given.push(token);
    page = {
      state: { advice: freshAdvice() },
      given: new WeakMap(),
      maskAll: (/** @type {string} */ text) => text.replaceAll("SECRET", "[secret]"),
      deliver: (/** @type {any} */ message) => told.push(message),
      widget: (/** @type {number} */ id) => (id == 1 ? widget : undefined),
      task: (/** @type {() => void} */ run) => tasks.push(run),
    };
    mock.method(globalThis, "fetch", async (/** @type {any} */ url, /** @type {any} */ init) => {
      asked.push([`${url}`, init]);
      return answer(`${url}`, init);
    });
    calls = tokenFences(page);
    set({});
  });

  /** @param {object} source */
  const set = (source) =>
    calls.setTokenSource(JSON.stringify({ url: "/api/token", method: "POST", credentials: "same-origin", field: "token", headers: {}, ...source }));

  /** @param {object} [info] @param {number} [id] */
  const ask = async (info, id = 1) => {
    calls.askToken(id, 7, JSON.stringify({ pendingAction: "submit", attempt: 1, ...info }));
    await spoken();
    return told.at(-1);
  };

  /** What is to be said was said: the words come from a module, which may take its time. */
  const spoken = async () => {
    await settled();
    await page.state.advice;
    await settled();
  };

  const runTasks = () => tasks.splice(0).forEach((run) => run());

  test("by a request as the page asked for it, and the answer is told without the token", async () => {
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "token" });
    const [[url, { headers, signal, ...init }]] = /** @type {any} */ (asked);
    assert.equal(url, "/api/token");
    assert.equal(signal.aborted, false);
    assert.deepEqual(init, {
      method: "POST", credentials: "same-origin", body: '{"pendingAction":"submit","attempt":1}', cache: "no-store", redirect: "follow",
    });
    assert.deepEqual([...headers], [["accept", "application/json"], ["content-type", "application/json"]]);
  });

  test("without anything set: POST, of the same origin, the field token", async () => {
    calls = tokenFences(page);
    calls.addTokenLane("acme", JSON.stringify({ url: "/acme", call: "use" }));
    assert.equal((await ask({ system: "acme" })).outcome, "token");
    const [, { method, credentials, headers }] = /** @type {any} */ (asked[0]);
    assert.deepEqual([method, credentials, [...headers].length], ["POST", "same-origin", 2]);
  });

  for (const method of ["GET", "HEAD"]) {
    test(`${method} has no body, and no type of one`, async () => {
      set({ method });
      await ask();
      const [, { body, headers }] = /** @type {any} */ (asked[0]);
      assert.deepEqual([body, [...headers]], [null, [["accept", "application/json"]]]);
    });
  }

  test("PUT has one", async () => {
    set({ method: "PUT" });
    await ask();
    assert.match(asked[0]?.[1].body, /submit/);
  });

  test("headers of the page, those of ours among them; one that cannot be sent is left out and named", async () => {
    const said = listenToConsole();
    set({ headers: { "Content-Type": "text/x", "X-Team": "a", "X Bad": "b", "X-Wrong": "a\nb" } });
    await ask();
    assert.deepEqual([...asked[0]?.[1].headers], [["accept", "application/json"], ["content-type", "text/x"], ["x-team", "a"]]);
    assert.deepEqual(said, [
      'warn: pywidget: data-token-headers: the header "X Bad" is left out, its name or its value cannot be sent. A name has no spaces, and a value no line breaks and only Latin letters.',
      'warn: pywidget: data-token-headers: the header "X-Wrong" is left out, its name or its value cannot be sent. A name has no spaces, and a value no line breaks and only Latin letters.',
    ]);
  });

  for (const [cookies, sent] of /** @type {[string[], string][]} */ ([
    [["a=1", "csrf=x%20y", "b=2"], "x y"],
    [["xcsrf=no", "csrf=plain"], "plain"],
    [["csrf=100%"], "100%"],
    [["other=1"], ""],
  ])) {
    test(`the cookie of ${cookies.join("; ")} in a header: "${sent}"`, async () => {
      for (const cookie of cookies) document.cookie = cookie;
      set({ csrfCookie: "csrf", csrfHeader: "X-CSRF" });
      await ask();
      assert.equal(asked[0]?.[1].headers.get("x-csrf"), sent);
    });
  }

  test("a cookie without a header, and a header without a cookie, are none", async () => {
    document.cookie = "csrf=1";
    set({ csrfCookie: "csrf" });
    await ask();
    set({ csrfHeader: "X-CSRF" });
    await ask();
    for (const [, { headers }] of asked) assert.equal([...headers].length, 2);
  });

  test("a page that may have no cookies asks without", async () => {
    const said = listenToConsole();
    Object.defineProperty(document, "cookie", { get() { throw new DOMException("", "SecurityError"); } });
    set({ csrfCookie: "csrf", csrfHeader: "X-CSRF" });
    assert.equal((await ask()).outcome, "token");
    assert.deepEqual(said, ["warn: pywidget: data-csrf-cookie cannot be read: SecurityError"]);
  });

  /** @param {string} type */
  const typed = (type) => Object.defineProperty(new Response(""), "type", { value: type });
  const redirected = (/** @type {string} */ body) => Object.defineProperty(new Response(body), "redirected", { value: true });
  for (const [what, response, outcome] of /** @type {[string, () => any, object][]} */ ([
    ["an error", () => Response.json({ code: "c" }, { status: 401, headers: { "retry-after": "3", "x-other": "1" } }),
      { outcome: "http", status: 401, body: '{"code":"c"}', headers: { "retry-after": "3" } }],
    ["a long error", () => new Response("x".repeat(70_000), { status: 500 }),
      { outcome: "http", status: 500, body: "x".repeat(65_536), headers: {} }],
    ["nothing", () => new Response(" \n"), { outcome: "bad-answer", reason: "empty" }],
    ["HTML", () => new Response(" <html>"), { outcome: "bad-answer", reason: "html" }],
    ["HTML of another address", () => redirected("<html>"), { outcome: "bad-answer", reason: "redirected" }],
    ["a part of a page", () => new Response("<h1>"), { outcome: "bad-answer", reason: "html" }],
    ["XML", () => new Response("<?xml?>"), { outcome: "bad-answer", reason: "not-json" }],
    ["a warning before the answer", () => new Response('<br />\n<b>Warning</b>{"token":"TOKEN"}'), { outcome: "bad-answer", reason: "not-json" }],
    ["a text", () => new Response("oops"), { outcome: "bad-answer", reason: "not-json" }],
    ["a text of another address", () => redirected("oops"), { outcome: "bad-answer", reason: "not-json" }],
    ["JSON without it", () => Response.json({ error: "e" }),
      { outcome: "bad-answer", reason: "no-token", status: 200, body: '{"error":"e"}', headers: {} }],
    ["long JSON without it", () => Response.json("y".repeat(70_000)),
      { outcome: "bad-answer", reason: "no-token", status: 200, body: `"${"y".repeat(65_535)}`, headers: {} }],
    ["a redirect that may not be followed", () => typed("opaqueredirect"), { outcome: "bad-answer", reason: "redirected" }],
    ["what may not be read", () => typed("opaque"), { outcome: "bad-answer", reason: "opaque" }],
    ["a body that breaks off", () => ({ type: "basic", ok: true, text: () => Promise.reject(new TypeError("SECRET")) }),
      { outcome: "network", reason: "TypeError" }],
  ])) {
    test(`${what} in the place of an answer`, async () => {
      answer = response;
      assert.deepEqual(await ask(), { ...NOTHING, ...outcome });
    });
  }

  test("a token deeper in the answer", async () => {
    set({ field: "data.token" });
    answer = () => Response.json({ token: "no", data: { token: "TOKEN" } });
    assert.equal((await ask()).outcome, "token");
  });

  test("no connection: the second time it is asked whether there was a redirect", async () => {
    answer = () => { throw new TypeError("failed"); };
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "network", reason: "TypeError" });
    assert.equal(asked.length, 1);
    assert.equal((await ask({ attempt: 2 })).reason, "TypeError");
    assert.equal((await ask({ attempt: 3 })).reason, "TypeError");
    assert.deepEqual(asked.map(([, { redirect }]) => redirect), ["follow", "manual", "follow"], "one request for each try");
    await ask();
    answer = (_url, { redirect }) => {
      if (redirect == "manual") return typed("opaqueredirect");
      throw new TypeError("failed");
    };
    assert.equal((await ask({ attempt: 2 })).reason, "redirected");
    assert.deepEqual(asked.slice(3).map(([, { redirect }]) => redirect), ["follow", "manual", "follow"]);
  });

  test("a redirect that can be followed leads to the token, after a broken connection too", async () => {
    answer = () => { throw new TypeError("failed"); };
    await ask();
    answer = (_url, { redirect }) => redirect == "manual" ? typed("opaqueredirect") : Response.json({ token: "TOKEN" });
    assert.equal((await ask({ attempt: 2 })).outcome, "token");
  });

  test("after an answer, redirects are followed at once", async () => {
    answer = () => new Response("", { status: 503 });
    await ask();
    await ask({ attempt: 2 });
    assert.deepEqual(asked.map(([, { redirect }]) => redirect), ["follow", "follow"]);
  });

  test("of two questions only the later one is answered, and the earlier one is given up", async () => {
    calls.askToken(1, 6, '{"attempt":2}');
    await ask();
    assert.deepEqual(asked.map(([, { signal }]) => signal.aborted), [true, false]);
    assert.deepEqual(told, [{ ...NOTHING, outcome: "token" }]);
  });

  test("nobody hears of a question that was given up, nor is it asked again", async () => {
    /** @type {(error: Error) => void} */
    let fail = () => 0;
    answer = () => new Promise((_, reject) => (fail = reject));
    calls.askToken(1, 7, '{"attempt":2}');
    await settled();
    calls.abortToken(1, 6);
    assert.equal(asked[0]?.[1].signal.aborted, false);
    calls.abortToken(1, 7);
    assert.equal(asked[0]?.[1].signal.aborted, true);
    fail(new DOMException("", "AbortError"));
    await settled();
    assert.deepEqual([told, asked.length], [[], 1]);
  });

  test("no source at all", async () => {
    set({ url: undefined });
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "no-source" });
    assert.deepEqual(asked, []);
  });

  test("the page's provider comes first, and is told everything", async () => {
    /** @type {any[]} */
    let args = [];
    page.state.provider = (/** @type {any[]} */ ...given) => ((args = given), "TOKEN");
    set({ function: "mine" });
    assert.deepEqual(await ask({ mode: "register" }), { ...NOTHING, outcome: "token" });
    assert.deepEqual(args, [{ pendingAction: "submit", attempt: 1, mode: "register" }, widget]);
    assert.deepEqual(asked, []);
  });

  test("it may answer with an object, or later", async () => {
    page.state.provider = async () => ({ token: "TOKEN" });
    assert.equal((await ask()).outcome, "token");
    page.state.provider = async () => ({});
    assert.equal((await ask()).reason, "no-token");
    page.state.provider = async () => 7;
    assert.equal((await ask()).reason, "wrong-type");
    page.state.provider = async () => null;
    assert.equal((await ask()).reason, "no-token");
  });

  test("a method is called with its object, and a class is not called", async () => {
    class Shop {
      key = "TOKEN";
      get() { return this.key; }
    }
    Object.assign(window, { shop: { of: new Shop() }, Shop });
    set({ function: "shop.of.get" });
    assert.equal((await ask()).outcome, "token");
    const said = listenToConsole();
    set({ function: "Shop" });
    assert.equal((await ask()).reason, "no-function");
    for (const provider of ["getT", Promise.resolve("SECRET"), Shop]) {
      page.state.provider = provider;
      assert.deepEqual(await ask(), { ...NOTHING, outcome: "provider", reason: "no-function" });
    }
    assert.deepEqual(said, [], "it is said if the renewal failed");
    calls.explainRenewal(1, "no-function");
    await spoken();
    assert.match(said[0] ?? "", /takes a function that returns a token, and was given a class\.$/);
  });

  test("what it returned is told by its kind", async () => {
    const said = listenToConsole();
    page.state.provider = async () => ({ jwt: "csk_SECRET" });
    assert.equal((await ask()).reason, "no-token");
    calls.explainRenewal(1, "no-token");
    await spoken();
    assert.deepEqual(said, ["warn: pywidget: tokenProvider returned an object with field jwt, which is no token. Return the text of the token."]);
  });

  test("it may throw: its name is told, its text stays in the console, without secrets", async () => {
    const said = listenToConsole();
    page.state.provider = () => { throw new RangeError("SECRET"); };
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "provider", reason: "RangeError" });
    assert.match(said[0] ?? "", /^error: pywidget: tokenProvider threw RangeError: \[secret\]/);
  });

  test("for the page itself it does what it does: there is no widget, and nothing to give", async () => {
    /** @type {any[]} */
    let args = [];
    page.state.provider = (/** @type {any[]} */ ...given) => void (args = given);
    assert.deepEqual(await ask({}, 0), { ...NOTHING, widget: 0, outcome: "done" });
    assert.equal(args[1], null);
    page.state.provider = undefined;
    assert.equal((await ask({}, 0)).outcome, "no-source");
  });

  test("a function of the page, by its name", async () => {
    /** @type {any[]} */
    let args = [];
    Object.assign(window, { shop: { mint: (/** @type {any[]} */ ...given) => ((args = given), "TOKEN") } });
    set({ function: "shop.mint" });
    assert.equal((await ask()).outcome, "token");
    assert.deepEqual(args, ["submit", widget, { pendingAction: "submit", attempt: 1 }]);
    await ask({}, 2);
    assert.equal(args[1], null);
    const said = listenToConsole();
    Object.assign(window, { shop: { mint() { throw new Error("no"); } } });
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "provider", reason: "Error" });
    assert.match(said[0] ?? "", /data-token-function threw/);
  });

  test("one that is not there, or cannot be reached", async () => {
    set({ function: "shop.nothing" });
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "provider", reason: "no-function" });
    const said = listenToConsole();
    Object.defineProperty(window, "shop", { get() { throw new TypeError("SECRET"); } });
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "provider", reason: "TypeError" });
    assert.match(said[0] ?? "", /data-token-function threw/);
  });

  test("what fails in us is not its fault", async () => {
    const said = listenToConsole();
    page.state.provider = async () => "TOKEN";
    const { test: isLike } = RegExp.prototype;
    mock.method(RegExp.prototype, "test", /** @this {RegExp} */ function (/** @type {string} */ text) {
      if (text == "TOKEN") throw new TypeError("SECRET");
      return isLike.call(this, text);
    });
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "provider", reason: "TypeError" });
    assert.deepEqual(said, ["warn: pywidget: asking for a token failed: TypeError"]);
  });

  test("an answer that cannot be read is its fault", async () => {
    const said = listenToConsole();
    page.state.provider = async () => ({ get token() { throw new RangeError("SECRET"); } });
    assert.deepEqual(await ask(), { ...NOTHING, outcome: "provider", reason: "RangeError" });
    assert.match(said[0] ?? "", /^error: pywidget: tokenProvider threw RangeError: \[secret\]/);
  });

  /** @param {number} [prefetched] */
  const give = async (prefetched = 0) => {
    await ask();
    calls.deliverToken(1, 7, prefetched);
    runTasks();
    return told.at(-1);
  };

  test("given in a task of its own, once", async () => {
    await ask();
    calls.deliverToken(1, 7, 0);
    assert.deepEqual(widget.given, []);
    runTasks();
    assert.deepEqual(widget.given, ["TOKEN"]);
    assert.deepEqual(told.at(-1), { kind: "delivered", widget: 1, request: 7, result: "set" });
    assert.equal(page.given.get(widget), "TOKEN");
    assert.equal(widget.hasAttribute("token"), false);
    calls.deliverToken(1, 7, 0);
    runTasks();
    assert.deepEqual([told.length, widget.given.length], [2, 1]);
  });

  test("not for another question, nor before the answer", async () => {
    calls.askToken(1, 7, '{"attempt":1}');
    calls.deliverToken(1, 7, 0);
    runTasks();
    await settled();
    calls.deliverToken(1, 8, 0);
    calls.deliverToken(2, 7, 0);
    runTasks();
    assert.deepEqual(widget.given, []);
  });

  test("a widget before its own script has the attribute", async () => {
    delete widget.setToken;
    assert.equal((await give()).result, "set");
    assert.equal(widget.getAttribute("token"), "TOKEN");
  });

  test("one that it has had already is not given again", async () => {
    await give();
    assert.equal((await give()).result, "repeated");
    assert.deepEqual(widget.given, ["TOKEN"]);
    page.given.delete(widget);
    widget.setAttribute("token", "TOKEN");
    assert.equal((await give()).result, "repeated");
    widget.setAttribute("token", "OTHER");
    assert.equal((await give()).result, "set");
  });

  test("a widget that throws, or is gone", async () => {
    widget.setToken = () => { throw new Error("no"); };
    assert.equal((await give()).result, "refused");
    widget = undefined;
    assert.equal((await give()).result, "gone");
  });

  test("a widget whose method fails later is the page's to mend", async () => {
    widget.setToken = async () => { throw new Error("later"); };
    assert.equal((await give()).result, "set");
    await settled();
  });

  test("one that nobody waits for is given when nobody types", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    widget.tabIndex = 0;
    widget.focus();
    await ask();
    calls.deliverToken(1, 7, 1);
    runTasks();
    assert.deepEqual(widget.given, []);
    widget.blur();
    assert.deepEqual(widget.given, []);
    mock.timers.tick(1);
    assert.deepEqual(widget.given, ["TOKEN"]);
    assert.equal(told.at(-1).result, "set");
  });

  test("one that is waited for is given at once; and one for a widget without the focus, too", async () => {
    widget.tabIndex = 0;
    widget.focus();
    assert.equal((await give(0)).result, "set");
    widget.blur();
    page.given = new WeakMap();
    assert.equal((await give(1)).result, "set");
    widget = undefined;
    assert.equal((await give(1)).result, "gone");
  });

  describe("by a profile", () => {
    /** @param {object} lane */
    const by = (lane) => calls.addTokenLane("acme", JSON.stringify(lane));

    /** @param {object} lane */
    const giveBy = async (lane) => {
      by(lane);
      await ask({ system: "acme" });
      calls.deliverToken(1, 7, 0);
      runTasks();
      return told.at(-1)?.result;
    };

    for (const [url, fits] of /** @type {[string, boolean][]} */ ([
      ["/mint", true],
      ["https://page.example/mint", true],
      ["https://tokens.example/mint", true],
      ["https://evil.example/mint", false],
      ["data:application/json,{}", false],
      ["http://[", false],
    ])) {
      test(`from ${url}: ${fits ? "asked" : "refused"}`, async () => {
        set({ url: "https://tokens.example/all" });
        const refused = by({ url, call: "useToken" });
        assert.equal(refused, fits ? "" : `token.url is on another site: ${url}. It may be: where data-token-url is, or your own`);
        const { outcome } = await ask({ system: "acme" });
        assert.deepEqual([outcome, asked.map(([to]) => to)], fits ? ["token", [url]] : ["no-source", []]);
      });
    }

    test("where there is no token URL of the page, only its own origin is right", () => {
      set({ url: undefined });
      assert.equal(by({ url: "/mint" }), "");
      assert.notEqual(by({ url: `https://evil.example/${"x".repeat(200)}` }), "");
      assert.match(`${by({ url: `https://evil.example/${"x".repeat(200)}` })}`, /^token.url is on another site: https:\/\/evil.example\/x{59}\. It/);
    });

    test("without an address, there is no source, and other systems have the usual one", async () => {
      assert.equal(by({ call: "useToken" }), "");
      assert.equal((await ask({ system: "acme" })).outcome, "no-source");
      assert.equal((await ask({ system: "other" })).outcome, "token");
      assert.equal((await ask()).outcome, "token");
    });

    test("by its method or its attribute, and by nothing where it names none", async () => {
      widget.useToken = (/** @type {string} */ token) => widget.given.push(`used ${token}`);
      assert.equal(await giveBy({ url: "/mint", call: "useToken" }), "set");
      assert.deepEqual(widget.given, ["used TOKEN"]);
      page.given = new WeakMap();
      assert.equal(await giveBy({ url: "/mint", attribute: "session-key" }), "set");
      assert.equal(widget.getAttribute("session-key"), "TOKEN");
      page.state.provider = () => "anything";
      by({ url: "/mint" });
      assert.equal((await ask({ system: "acme" })).outcome, "done");
      for (const lane of [{ call: "useToken" }, { attribute: "session-key" }]) {
        by(lane);
        assert.equal((await ask({ system: "acme" })).outcome, "token");
      }
    });

    test("by a method of the widget's own class, which no other element has", async () => {
      /** @type {string[]} */
      const used = [];
      customElements.define("acme-widget", class extends HTMLElement {
        /** @param {string} token */
        useToken(token) {
          used.push(token);
        }
      });
      widget = document.createElement("acme-widget");
      assert.equal(await giveBy({ url: "/mint", call: "useToken" }), "set");
      assert.deepEqual(used, ["TOKEN"]);
    });

    test("addresses that are of no site are of none together", () => {
      set({ url: "data:application/json,{}" });
      assert.match(`${by({ url: "data:application/json,{}" })}`, /another site/);
    });

    for (const lane of [
      { call: "remove" }, { call: "insertAdjacentHTML" }, { attribute: "style" }, { attribute: "onclick" }, { attribute: "onmade" },
      { attribute: "xlink:href" }, { attribute: "inner-html" }, { attribute: "class-name" },
      { attribute: "ariaActiveDescendant" },
    ]) {
      const name = Object.values(lane)[0];
      test(`not by ${name}, which other elements have, too`, async () => {
        // As newer browsers have it.
        Object.assign(HTMLElement.prototype, { ariaActiveDescendantElement: null });
        const said = listenToConsole();
        assert.equal(await giveBy({ url: "/mint", ...lane }), "refused");
        assert.deepEqual(said, [`warn: pywidget: the profile's token is not given by ${name}: other elements have that, too`]);
      });
    }

    test("an element of HTML is asked itself: some have more than others", async () => {
      widget = Object.assign(document.createElement("form"), {});
      const said = listenToConsole();
      assert.equal(await giveBy({ url: "/mint", attribute: "action" }), "refused");
      assert.equal(said.length, 1);
      widget = addWidget();
      assert.equal(await giveBy({ url: "/mint", attribute: "action" }), "set");
    });
  });
});
