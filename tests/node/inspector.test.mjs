/** The inspector: what it makes of what crosses the border, and what its panel shows of that. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { atEnd, media, openPage, putAt, putIn, settled, within } from "./browser.mjs";
import { createDodge } from "../../pywidget/page/inspector-dodge.js";
import { createReader } from "../../pywidget/page/inspector-lines.js";
import { withoutSecrets } from "../../pywidget/page/inspector-mask.js";
import { createPanel } from "../../pywidget/page/inspector-panel.js";
import { settingsInForce } from "../../pywidget/page/inspector-settings.js";

describe("the words for what crosses the border", () => {
  let now = 0;
  /** @type {string[]} */
  let warned;
  /** @type {string[]} */
  let versions;
  /** @type {any} */
  let reader;
  beforeEach(() => {
    now = 1_000;
    warned = [];
    versions = [];
    reader = createReader({ now: () => now, warn: (problem) => warned.push(problem), ready: (version) => versions.push(version) });
  });

  const DETAIL = { code: "c", message: "m", stage: "s", extra: "x" };
  for (const [message, said] of /** @type {[any, any][]} */ ([
    [{ kind: "event", name: "allfeat:error", detail: DETAIL, look: { screen: "FORM" } },
      { group: "heard", name: "allfeat:error", text: "c · s · m", detail: { detail: DETAIL, look: { screen: "FORM" } }, repeats: false }],
    [{ kind: "event", name: "allfeat:step", detail: { step: 2, mode: "register" } },
      { group: "heard", name: "allfeat:step", text: "register · 2", detail: { detail: { step: 2, mode: "register" }, look: undefined }, repeats: true }],
    [{ kind: "event", name: "allfeat:upload-progress", detail: null },
      { group: "heard", name: "allfeat:upload-progress", text: "", detail: { detail: null, look: undefined }, repeats: true }],
    [{ kind: "answer", detail: { status: 404, stage: "GET /a", body: "b" } },
      { group: "heard", name: "a failing request", text: "404 · GET /a", detail: { status: 404, stage: "GET /a", body: "b" } }],
    [{ kind: "report", detail: { error: { code: "c" } } }, { group: "heard", name: "pywidget.report()", text: "c", detail: { error: { code: "c" } } }],
    [{ kind: "report", detail: null }, { group: "heard", name: "pywidget.report()", text: "", detail: null }],
    [{ kind: "arrived", system: "acme", hasToken: true }, { group: "widget", name: "arrived", text: "acme · with a token" }],
    [{ kind: "arrived", hasToken: false }, { group: "widget", name: "arrived", text: "without a token" }],
    [{ kind: "left" }, { group: "widget", name: "left the page", text: "" }],
    [{ kind: "returned" }, { group: "widget", name: "came back", text: "" }],
    [{ kind: "delivered", result: "set" }, { group: "renewal", name: "delivered", text: "given to the widget", detail: { result: "set" } }],
    [{ kind: "delivered", result: "repeated" }, { group: "renewal", name: "delivered", text: "not given: the widget has had it", detail: { result: "repeated" } }],
    [{ kind: "delivered", result: "refused" }, { group: "renewal", name: "delivered", text: "not given: setToken threw", detail: { result: "refused" } }],
    [{ kind: "delivered", result: "gone" }, { group: "renewal", name: "delivered", text: "not given: the widget is gone", detail: { result: "gone" } }],
    [{ kind: "delivered", result: "new" }, { group: "renewal", name: "delivered", text: "new", detail: { result: "new" } }],
    [{ kind: "action", action: "retry" }, { group: "visitor", name: "pressed", text: "retry" }],
    [{ kind: "pressed", action: "next" }, { group: "visitor", name: "pressed in the widget", text: "next" }],
    [{ kind: "login-blocked" }, { group: "page", name: "the login page was blocked", text: "by the browser, as a pop-up" }],
    [{ kind: "online", online: true }, { group: "page", name: "online", text: "" }],
    [{ kind: "online", online: false }, { group: "page", name: "offline", text: "" }],
    [{ kind: "flush" }, { group: "page", name: "pywidget.flush()", text: "" }],
    [{ kind: "delivery-dropped", sink: "beacon", count: 3, reason: "HTTP 400" }, { group: "report", name: "beacon", text: "3 could not be delivered: HTTP 400" }],
    [{ kind: "timer" }, undefined],
  ])) {
    test(`${JSON.stringify(message)}`, () => assert.deepEqual(reader.message(message), said));
  }

  test("what says most about an event comes first, in one line", () => {
    const names = [
      "code", "pendingAction", "stage", "mode", "step", "progress", "filename", "kind", "workId", "atsId", "transactionId", "message", "error",
    ];
    const detail = Object.fromEntries([...names].reverse().map((name) => [name, name]));
    assert.equal(reader.message({ kind: "event", name: "e", detail }).text, names.join(" · "));
    assert.equal(reader.message({ kind: "event", name: "e", detail: { code: "c".repeat(121), stage: "", mode: {}, step: 0, error: true } }).text, `${"c".repeat(120)} · 0`);
  });

  for (const [answer, text] of /** @type {[any, string][]} */ ([
    [{ outcome: "token" }, "a token"], [{ outcome: "done" }, "done"], [{ outcome: "http", status: 401 }, "HTTP 401"],
    [{ outcome: "network", reason: "TypeError" }, "no answer: TypeError"], [{ outcome: "bad-answer", reason: "html" }, "no token in it: html"],
    [{ outcome: "provider", reason: "Error" }, "the page's function failed: Error"], [{ outcome: "no-source" }, "nobody: no token source is set"],
    [{ outcome: "other" }, "other"],
  ])) {
    test(`a token source that answered ${text}, and how long it took`, () => {
      reader.calls.askToken([3, 1, '{"attempt":1}']);
      now = 9_000;
      const told = reader.message({ kind: "token", widget: 3, at: 10_999, body: "SECRET", ...answer });
      assert.deepEqual(told, {
        group: "renewal", name: "answered", text: `${text} after 9999 ms`,
        detail: { outcome: answer.outcome, reason: answer.reason, status: answer.status },
      });
      assert.equal(reader.message({ kind: "token", widget: 3, at: 11_000, ...answer }).text, `${text} after 10 s`);
      assert.equal(reader.message({ kind: "token", widget: 4, at: 11_000, ...answer }).text, `${text} after 0 ms`);
    });
  }

  for (const [name, args, said] of /** @type {[string, any[], any][]} */ ([
    ["askToken", [1, 2, '{"attempt":2,"pendingAction":"submit","mode":"m","more":1}'],
      { widget: 1, group: "renewal", name: "asked", text: "try 2 for submit", detail: { attempt: 2, pendingAction: "submit", mode: "m" } }],
    ["askToken", [1, 2, '{"attempt":1}'],
      { widget: 1, group: "renewal", name: "asked", text: "try 1", detail: { attempt: 1, pendingAction: undefined, mode: undefined } }],
    ["abortToken", [1], { widget: 1, group: "renewal", name: "no longer waited for", text: "" }],
    ["redraw", [1], { widget: 1, group: "widget", name: "was made to draw itself anew", text: "" }],
    ["pressRetry", [1], { widget: 1, group: "widget", name: "its Retry was pressed", text: "" }],
    ["pressButton", [1, "next"], { widget: 1, group: "widget", name: "its button was pressed", text: "next" }],
    ["reset", [1], { widget: 1, group: "widget", name: "was reset", text: "" }],
    ["coverWidget", [1, "{}"], { widget: 1, group: "widget", name: "covered", text: "" }],
    ["coverWidget", [1, ""], { widget: 1, group: "widget", name: "uncovered", text: "" }],
    ["copyAccessCode", [1], { widget: 1, group: "widget", name: "its access code was copied", text: "" }],
    ["openLogin", [1, "/login", "tab", ""], { widget: 1, group: "page", name: "to the login page", text: "tab" }],
    ["openContact", ["c", "r"], { group: "page", name: "to the contact", text: "" }],
    ["reload", [], { group: "page", name: "reloaded", text: "" }],
    ["openChannel", ['{"sink":"beacon"}'], { group: "report", name: "beacon", text: "will be delivered to its URL" }],
    ["log", ["error", "text"], { group: "warning", name: "text", text: "" }],
    ["log", ["info", "text"], { group: "page", name: "text", text: "" }],
    ["announce", [1, "pywidget:verdict", '{"code":"c","path":"auth","remedy":"r","stage":"s","requestId":"q","system":"y","more":1}'],
      { widget: 1, group: "verdict", name: "c", path: "auth", text: "r · s · q · y", detail: { code: "c", path: "auth", remedy: "r", stage: "s", requestId: "q", system: "y", more: 1 } }],
    ["announce", [1, "pywidget:verdict", '{"code":null}'], { widget: 1, group: "verdict", name: "no code", path: undefined, text: "", detail: { code: null } }],
    ["announce", [1, "pywidget:renewed", '{"attempts":1,"durationMs":9999}'],
      { widget: 1, group: "renewal", name: "renewed", text: "1 try in 9999 ms", detail: { attempts: 1, durationMs: 9999 } }],
    ["announce", [1, "pywidget:renewed", '{"attempts":2,"durationMs":10000}'],
      { widget: 1, group: "renewal", name: "renewed", text: "2 tries in 10 s", detail: { attempts: 2, durationMs: 10000 } }],
    ["announce", [1, "pywidget:renewal-failed", '{"reason":"server-error","attempts":3,"status":500,"code":"c","requestId":"q"}'],
      { widget: 1, group: "renewal", name: "failed", text: "server-error · 3 tries · 500 · c · q", detail: { reason: "server-error", attempts: 3, status: 500, code: "c", requestId: "q" } }],
    ["announce", [1, "pywidget:disabled", '{"code":"c","requestId":"q"}'], { widget: 1, group: "widget", name: "disabled", text: "c · q", detail: { code: "c", requestId: "q" } }],
    ["announce", [1, "pywidget:enabled", '{"because":"b"}'], { widget: 1, group: "widget", name: "enabled", text: "b", detail: { because: "b" } }],
    ["announce", [1, "pywidget:report", '{"code":"c","path":"auth","outcome":"o"}'],
      { widget: 1, group: "report", name: "reported", text: "c · auth · o", detail: { code: "c", path: "auth", outcome: "o" } }],
    ["announce", [1, "pywidget:new", "{}"], { widget: 1, group: "page", name: "pywidget:new", text: "", detail: {} }],
    ["announce", [0, "pywidget:ready", '{"version":"v"}'], { group: "page", name: "Python is ready", text: "" }],
  ])) {
    test(`${name}(${args.join(", ")})`, () => assert.deepEqual(reader.calls[name](args, ""), said));
  }

  test("Python's version and its warnings go their own way", () => {
    reader.calls.announce([0, "pywidget:ready", '{"version":"v"}']);
    assert.equal(reader.calls.log(["warn", "wrong"]), undefined);
    assert.deepEqual([versions, warned], [["v"], ["wrong"]]);
  });

  for (const name of ["callPage", "pushPage"]) {
    for (const [result, text, repeats] of [["sent", "was called", false], ["missing", "is not there", true], ["failed", "threw", false], ["other", "", false]]) {
      test(`${name} that was ${result}`, () => {
        assert.deepEqual(reader.calls[name](["a.b", "[]"], result), { group: "report", name: "a.b", text, repeats });
      });
    }
  }
});

describe("secrets", () => {
  for (const name of ["token", "clientSecret", "passwd", "Authorization", "setCookie", "credentials", "access_code", "accessCode", "apiKey", "api_key", "jwt"]) {
    test(`in ${name}`, () => {
      assert.equal(withoutSecrets(name, "anything"), "[secret]");
      assert.equal(withoutSecrets(name, { a: 1 }), "[secret]");
      assert.deepEqual([withoutSecrets(name, ""), withoutSecrets(name, 7), withoutSecrets(name, null), withoutSecrets(name, true)], ["", 7, null, true]);
    });
  }

  for (const [text, told] of [
    ["Bearer abc123def", "Bearer [secret]"], ["basic dXNlcjpwYXNz1", "basic [secret]"], ["token=abc123", "token=[secret]"],
    ['{"api-key": "x1y2z3"}', '{"api-key": "[secret]"}'], ["password: hunter2", "password: [secret]"], ["the token: missing", "the token: missing"],
    [`token=${"a".repeat(20)}`, "token=[secret]"], [`token=${"a".repeat(19)}`, `token=${"a".repeat(19)}`], ["cookie=12345", "cookie=12345"], ["nothing", "nothing"],
  ]) {
    test(`in "${text}"`, () => assert.equal(withoutSecrets("message", text), told));
  }

  test("what is no text stays", () => assert.deepEqual([withoutSecrets("a", 7), withoutSecrets("jwts", { b: 1 })], [7, { b: 1 }]));
});

describe("the settings in force", () => {
  beforeEach(() => putIn({ SETTINGS: { "data-contact": "", "data-token-url": "", "data-token-headers": "", "data-sample-rate": 1, "data-lang": "auto" } }));

  test("those that are refused come first, then those that were given", () => {
    const data = { tokenUrl: " /t?key=1#x ", sampleRate: "9", contact: "  ", unknown: "u" };
    assert.deepEqual(settingsInForce(data, ['data-sample-rate="9" is no rate', "data-lang: other"]), [
      { name: "data-sample-rate", value: "1", origin: "refused" },
      { name: "data-token-url", value: "/t?…", origin: "given" },
      { name: "data-contact", value: "", origin: "default" },
      { name: "data-token-headers", value: "", origin: "default" },
      { name: "data-lang", value: "auto", origin: "default" },
    ]);
  });

  for (const [key, value, shown] of [
    ["tokenHeaders", "X-Key: abc; X-Team: b", "X-Key: …; X-Team: …"], ["tokenUrl", "https://user:pw@a.example/t", "https://…@a.example/t"],
    ["contact", "https://a.example/?a=1", "https://a.example/?a=1"], ["contact", "c".repeat(301), "c".repeat(300)], ["tokenUrl", "/t#frag ment", "/t?… ment"],
  ]) {
    test(`${key} "${value?.slice(0, 30)}" without what may be secret`, () => {
      assert.equal(settingsInForce({ [`${key}`]: value }, [])[0]?.value, shown);
    });
  }

  for (const name of ["data-profile", "data-messages", "data-login-url"]) {
    test(`${name} is an address, too`, () => {
      putIn({ SETTINGS: { [name]: "" } });
      const key = name.replace("data-", "").replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
      assert.equal(settingsInForce({ [key]: "/a?b" }, [])[0]?.value, "/a?…");
    });
  }
});

describe("the panel", () => {
  /** @type {ReturnType<typeof createPanel>} */
  let panel;
  let closed = 0;
  /** @type {any} */
  let host;
  /** @type {string[]} */
  let copied;
  let masked = "";

  beforeEach(() => {
    openPage();
    mock.timers.enable({ apis: ["setTimeout"] });
    media.add("(min-width: 1000px)");
    copied = [];
    closed = 0;
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (/** @type {string} */ text) => copied.push(text) } });
    make();
  });

  const make = () => {
    panel = createPanel((json) => (masked = json.replaceAll("SECRET", "[secret]")), () => closed++);
    host = document.querySelector("pywidget-inspector");
    frame();
    return panel;
  };
  const frame = () => mock.timers.tick(16);
  /** @param {object} [more] */
  const add = (more) => {
    panel.add(/** @type {any} */ ({ group: "heard", name: "allfeat:error", text: "c", widget: "#w", at: performance.timeOrigin + 1_500, ...more }));
    frame();
  };
  /** @param {string} selector @returns {any[]} */
  const all = (selector) => within(host, selector);
  /** @param {string} selector */
  const one = (selector) => all(selector)[0];
  /** @param {string} selector */
  const textOf = (selector) => all(selector).map(({ textContent }) => textContent);
  /** @param {string} label */
  const button = (label) => all("button").find(({ textContent }) => textContent.startsWith(label));
  const rows = () => all("li").filter(({ hidden }) => !hidden).map((row) => row.querySelector(".what").textContent);

  test("begins open on a wide page, and says that there is nothing yet", () => {
    assert.ok(host.isConnected);
    assert.equal(host.shadowRoot.adoptedStyleSheets.length, 1);
    assert.match(host.shadowRoot.adoptedStyleSheets[0].text, /\.panel/);
    const html = host.shadowRoot.innerHTML.replaceAll(' type="button"', "");
    assert.equal(html,
      '<section class="panel" lang="en" dir="ltr" aria-label="pywidget inspector"><div class="bar">' +
        '<button class="toggle" aria-controls="body" aria-expanded="true"><span class="mark" aria-hidden="true"></span><strong>pywidget</strong>' +
        '<span class="state"></span><span class="count">0 lines</span></button><button class="close" aria-label="Close the inspector" title="Close"></button></div>' +
        '<div class="body" id="body"><div class="tools"><label><span>Show </span><select><option value="">Everything</option></select></label>' +
        '<button aria-pressed="false">Settings</button><button>Copy as JSON</button><button>Clear</button><p class="status" role="status"></p></div>' +
        '<pre class="by-hand" role="group" aria-label="Timeline as JSON" tabindex="0" hidden=""></pre>' +
        '<div class="scroll" role="group" aria-label="Timeline" tabindex="0"><p class="nothing">Nothing yet.</p><ol class="lines"></ol></div>' +
        '<div class="scroll" role="group" aria-label="Settings in force" tabindex="0" hidden=""></div></div></section>');
    for (const { type } of all("button")) assert.equal(type, "button");
    assert.equal(host.hasAttribute("data-open"), true);
  });

  test("begins as a bar on a narrow one; the bar opens and closes it", () => {
    panel.remove();
    media.clear();
    make();
    assert.deepEqual([one(".body").hidden, host.hasAttribute("data-open"), one(".toggle").getAttribute("aria-expanded")], [true, false, "false"]);
    one(".toggle").click();
    assert.deepEqual([one(".body").hidden, host.hasAttribute("data-open"), one(".toggle").getAttribute("aria-expanded")], [false, true, "true"]);
    one(".toggle").click();
    assert.equal(one(".body").hidden, true);
  });

  test("closes with Escape, and the page's dialogs stay open", () => {
    let heard = 0;
    document.addEventListener("keydown", () => heard++);
    const press = (/** @type {string} */ key) =>
      one(".tools button").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
    press("a");
    assert.deepEqual([heard, one(".body").hidden], [1, false]);
    press("Escape");
    assert.deepEqual([heard, one(".body").hidden, host.shadowRoot.activeElement], [1, true, one(".toggle")]);
    press("Escape");
    assert.equal(heard, 2);
  });

  test("ends by its cross", () => {
    one(".close").click();
    assert.equal(closed, 1);
    panel.remove();
    assert.equal(host.isConnected, false);
    panel.add(/** @type {any} */ ({ group: "g", name: "n", text: "", widget: "w", at: 0 }));
  });

  test("a line says when, what kind, whose and what", () => {
    add();
    const at = new Date(performance.timeOrigin + 1_500);
    assert.equal(one("li").outerHTML,
      `<li data-group="heard"><div class="head"><time datetime="${at.toISOString()}" title="${at.toLocaleTimeString()}">1.500</time>` +
        '<span class="group">heard</span><span class="who">#w</span><span class="what" dir="auto"><b>allfeat:error</b> <span class="text">c</span></span></div></li>');
    add({ at: performance.timeOrigin + 999_999 });
    add({ at: performance.timeOrigin + 1_000_400, text: "", path: "auth" });
    assert.deepEqual(textOf("time"), ["1.500", "999.999", "1000"]);
    assert.deepEqual([all("li")[2].getAttribute("data-path"), all("li")[2].querySelector(".what").innerHTML],
      ["auth", '<b>allfeat:error</b> <span class="path">auth</span>']);
  });

  test("a line with a detail opens to it, once", () => {
    add({ detail: { a: 1 } });
    add({ detail: "text" });
    add({ detail: null });
    const [first, second] = all("details");
    assert.equal(all("details").length, 2);
    assert.equal(first.querySelector("summary").className, "head");
    first.dispatchEvent(new Event("toggle"));
    assert.equal(first.childElementCount, 1);
    for (const each of [first, second, first]) {
      each.open = true;
      each.dispatchEvent(new Event("toggle"));
    }
    assert.deepEqual(textOf("details pre"), ['{\n  "a": 1\n}', "text"]);
  });

  test("what comes often takes the place of the last one of its name and widget, and is counted", () => {
    add({ repeats: true, text: "1" });
    add({ repeats: true, text: "2" });
    add({ repeats: true, text: "3" });
    assert.deepEqual(rows(), ["allfeat:error 3 ×3"]);
    add({ repeats: true, text: "4", widget: "#v" });
    add({ repeats: true, text: "5", name: "other", widget: "#v" });
    add({ text: "6", name: "other", widget: "#v" });
    assert.deepEqual(rows(), ["allfeat:error 3 ×3", "allfeat:error 4", "other 5", "other 6"]);
    assert.equal(one(".times").textContent, "×3");
  });

  test("200 lines are kept, and the older ones counted", () => {
    for (let number = 0; number < 200; number++) panel.add(/** @type {any} */ ({ group: "g", name: `${number}`, text: "", widget: "w", at: 0 }));
    frame();
    assert.deepEqual([all("li").length, one(".nothing").textContent, one(".count").textContent], [200, "", "200 lines"]);
    add({ name: "new" });
    assert.deepEqual([all("li").length, rows()[0], one(".nothing").textContent], [200, "1", "1 older line dropped"]);
    add();
    assert.equal(one(".nothing").textContent, "2 older lines dropped");
    button("Clear").click();
    frame();
    assert.deepEqual([all("li").length, one(".nothing").textContent, one(".count").textContent], [0, "Nothing yet.", "0 lines"]);
    add();
    assert.deepEqual([one(".nothing").textContent, one(".count").textContent], ["", "1 line"]);
  });

  test("lines of one widget can be shown alone", () => {
    add({ name: "of w" });
    add({ name: "of the page", widget: "page" });
    add({ name: "of w, too" });
    const [select] = all("select");
    assert.deepEqual([...select.options].map(({ value, textContent }) => [value, textContent]), [["", "Everything"], ["#w", "#w"], ["page", "The page"]]);
    select.value = "page";
    select.dispatchEvent(new Event("change"));
    frame();
    assert.deepEqual(rows(), ["of the page c"]);
    add({ name: "new" });
    add({ name: "new", widget: "page" });
    assert.deepEqual(rows(), ["of the page c", "new c"]);
    button("Clear").click();
    frame();
    add({ name: "of w" });
    assert.deepEqual([rows(), one(".nothing").textContent], [[], "Nothing yet."]);
    select.value = "";
    select.dispatchEvent(new Event("change"));
    frame();
    assert.deepEqual([rows(), one(".nothing").textContent], [["of w c"], ""]);
  });

  test("follows the newest line, unless somebody reads further up", () => {
    const scroll = one(".scroll");
    let [height, top] = [1_000, 0];
    Object.defineProperties(scroll, {
      scrollHeight: { get: () => height }, clientHeight: { get: () => 100 }, scrollTop: { get: () => top, set: (to) => (top = to) },
    });
    top = 861;
    add();
    assert.equal(top, 1_000);
    top = 860;
    add();
    assert.equal(top, 860);
    one("select").dispatchEvent(new Event("change"));
    assert.equal(top, 1_000);
    top = 0;
    one(".toggle").click();
    assert.equal(top, 0);
    one(".toggle").click();
    assert.equal(top, 1_000);
    height = 2_000;
  });

  test("a page that throws its body away has it again", () => {
    host.remove();
    add();
    assert.equal(host.parentNode, document.body);
    host.remove();
    document.body.remove();
    add();
    assert.equal(host.parentNode, document.documentElement);
  });

  for (const [python, words] of /** @type {[any, string][]} */ ([
    [{ state: "loading" }, "Python is loading"], [{ state: "ready", version: "v", ms: 120 }, "Python ready in 120 ms"],
    [{ state: "unavailable", reason: "r" }, "Python is not available"],
  ])) {
    test(`tells that ${words}`, () => {
      panel.showPython(python);
      assert.deepEqual([one(".state").textContent, host.getAttribute("data-python")], [words, python.state]);
    });
  }

  test("shows the settings, and what is wrong with them", () => {
    const rows_ = [
      { name: "data-a", value: "x", origin: "given" }, { name: "data-b", value: "", origin: "default" }, { name: "data-c", value: "1", origin: "refused" },
    ];
    panel.showSettings(/** @type {any} */ (rows_), ["data-c is wrong", "so is d"]);
    frame();
    const settings = all(".scroll")[1];
    assert.equal(settings.innerHTML,
      '<ul class="warnings"><li dir="auto">data-c is wrong</li><li dir="auto">so is d</li></ul><dl class="settings">' +
        '<div data-origin="given"><dt>data-a</dt><dd>x</dd></div><div data-origin="default"><dt>data-b</dt><dd>–<i>default</i></dd></div>' +
        '<div data-origin="refused"><dt>data-c</dt><dd>1<i>default, what was given is refused</i></dd></div></dl>');
    assert.deepEqual([button("Settings").textContent, button("Settings").classList.contains("wrong")], ["Settings (2 warnings)", true]);
    add();
    assert.equal(one(".count").textContent, "1 line, 2 warnings");
    panel.showSettings([], []);
    assert.deepEqual([settings.innerHTML, button("Settings").textContent, button("Settings").classList.contains("wrong")], ['<dl class="settings"></dl>', "Settings", false]);
    const seen = () => [button("Settings").getAttribute("aria-pressed"), one(".scroll").hidden, settings.hidden];
    button("Settings").click();
    assert.deepEqual(seen(), ["true", true, false]);
    button("Settings").click();
    assert.deepEqual(seen(), ["false", false, true]);
  });

  test("copies what is shown, once more without secrets", async () => {
    panel.showPython({ state: "ready", version: "v", ms: 1 });
    panel.showSettings([{ name: "data-a", value: "x", origin: "given" }, { name: "data-b", value: "y", origin: "default" }], ["w"]);
    add({ repeats: true, at: 0, detail: "SECRET" });
    add({ repeats: true, at: 1_000, detail: "SECRET" });
    add({ name: "other", widget: "page", at: 2_000 });
    button("Copy").click();
    await settled();
    const json = {
      page: "https://page.example/shop/", python: { state: "ready", version: "v", ms: 1 }, settings: { "data-a": "x" }, warnings: ["w"],
      lines: [
        { at: "1970-01-01T00:00:01.000Z", group: "heard", name: "allfeat:error", text: "c", widget: "#w", detail: "[secret]", times: 2 },
        { at: "1970-01-01T00:00:02.000Z", group: "heard", name: "other", text: "c", widget: "page" },
      ],
    };
    assert.deepEqual([copied, masked], [[JSON.stringify(json, null, 2)], copied[0]]);
    assert.equal(one(".status").textContent, "2 lines copied");
    mock.timers.tick(3_999);
    assert.equal(one(".status").textContent, "2 lines copied");
    mock.timers.tick(1);
    assert.equal(one(".status").textContent, "");
    one("select").value = "page";
    one("select").dispatchEvent(new Event("change"));
    button("Copy").click();
    await settled();
    assert.deepEqual([JSON.parse(copied[1] ?? "").lines, one(".status").textContent], [json.lines.slice(1), "1 line copied"]);
  });

  test("where that is refused it is shown, to be copied by hand", async () => {
    Object.defineProperty(navigator.clipboard, "writeText", { value: async () => { throw new Error("refused"); } });
    add();
    button("Copy").click();
    await settled();
    assert.deepEqual([one(".by-hand").hidden, one(".status").textContent], [false, "Selected, to be copied by hand"]);
    assert.equal(JSON.parse(one(".by-hand").textContent).lines.length, 1);
    Object.defineProperty(navigator.clipboard, "writeText", { value: async () => 0 });
    mock.timers.tick(3_000);
    button("Copy").click();
    await settled();
    assert.deepEqual([one(".by-hand").hidden, one(".status").textContent], [true, "1 line copied"]);
    mock.timers.tick(3_000);
    assert.equal(one(".status").textContent, "1 line copied");
  });
});

describe("the bar", () => {
  /** @type {HTMLElement} */
  let host;
  let isClosed = true;
  /** @type {ReturnType<typeof createDodge>} */
  let dodge;
  /** Where the bar is in each corner. @type {Record<string, [number, number]>} */
  const CORNERS = { "bottom right": [900, 900], "bottom left": [0, 900], "top right": [900, 0], "top left": [0, 0] };

  beforeEach(() => {
    openPage();
    mock.timers.enable({ apis: ["setTimeout"] });
    isClosed = true;
    host = document.createElement("pywidget-inspector");
    host.getBoundingClientRect = () => {
      const [left = 0, top = 0] = CORNERS[host.getAttribute("data-corner") ?? ""] ?? [];
      return /** @type {any} */ ({ left, top, right: left + 100, bottom: top + 100 });
    };
    document.body.append(host);
    dodge = createDodge(host, () => isClosed);
    atEnd(() => dodge.stop());
  });

  /** @param {number} left @param {number} top @param {number} [width] @param {number} [height] */
  const notice = (left, top, width = 100, height = 100) => {
    const element = document.createElement("pywidget-notice");
    element.setAttribute("data-shown", "");
    document.body.append(element);
    putAt(element, left, top, width, height);
    return element;
  };
  const corner = () => {
    mock.timers.tick(16);
    return host.getAttribute("data-corner");
  };

  test("stands in the first corner that is free", () => {
    assert.equal(corner(), "bottom right");
    for (const [[left, top], next] of /** @type {[[number, number], string][]} */ ([
      [[900, 900], "bottom left"], [[0, 900], "top right"], [[900, 0], "top left"], [[0, 0], "bottom right"],
    ])) {
      notice(left, top);
      dodge.look();
      assert.equal(corner(), next);
    }
  });

  for (const [what, left, top, next] of /** @type {[string, number, number, string][]} */ ([
    ["left of it", 800, 900, "bottom right"], ["over its left edge", 801, 900, "bottom left"], ["right of it", 1_000, 900, "bottom right"],
    ["over its right edge", 999, 900, "bottom left"], ["above it", 900, 800, "bottom right"], ["over its upper edge", 900, 801, "bottom left"],
    ["below it", 900, 1_000, "bottom right"], ["over its lower edge", 900, 999, "bottom left"],
  ])) {
    test(`a notice ${what}`, () => {
      notice(left, top);
      assert.equal(corner(), next);
    });
  }

  test("open, it stands where it is", () => {
    isClosed = false;
    notice(900, 900);
    dodge.look();
    assert.equal(corner(), "bottom right");
  });

  test("looks again when notices come and go, and when the page is scrolled or gets another size, until the end", async () => {
    assert.equal(corner(), "bottom right");
    const element = notice(900, 900);
    element.setAttribute("data-shown", "again");
    await settled();
    assert.equal(corner(), "bottom left");
    putAt(element, 0, 0, 1, 1);
    element.dispatchEvent(new Event("scroll"));
    assert.equal(corner(), "bottom right");
    putAt(element, 900, 900, 1, 1);
    window.dispatchEvent(new Event("resize"));
    assert.equal(corner(), "bottom left");
    putAt(element, 0, 0, 1, 1);
    dodge.look();
    dodge.stop();
    element.dispatchEvent(new Event("scroll"));
    window.dispatchEvent(new Event("resize"));
    element.removeAttribute("data-shown");
    await settled();
    assert.equal(corner(), "bottom left");
  });

  test("hidden notices are in nobody's way", () => {
    notice(900, 900).removeAttribute("data-shown");
    assert.equal(corner(), "bottom right");
  });
});
