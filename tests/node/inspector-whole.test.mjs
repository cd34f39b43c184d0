/** The inspector as a whole: at the border to Python, of which it changes nothing. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { addWidget, atEnd, openPage, putIn, settled, within } from "./browser.mjs";

const MODULE = new URL("../../pywidget/page/inspector.js", import.meta.url).href;
let number = 0;
/** @type {typeof import("../../pywidget/page/inspector.js").inspect} */
let inspect;
/** @type {any} */
let page;
/** @type {any} */
let border;
/** @type {any} */
let hook;
/** @type {any} */
let widget;
/** @type {any[]} */
let called;
/** What Python got. @type {string[]} */
let got;
let now = 0;
let off = 0;

beforeEach(async () => {
  openPage();
  putIn({ SETTINGS: { "data-watch": "", "data-sample-rate": 1 } });
  mock.timers.enable({ apis: ["setTimeout"] });
  // There is one for each copy of the module.
  ({ inspect } = await import(`${MODULE}?${++number}`));
  widget = addWidget("", { id: "shop" });
  now = 5_000;
  off = 0;
  called = [];
  got = [];
  hook = {};
  const widgets = new Map([[1, widget], [2, addWidget("", { id: "shop" })], [3, addWidget()]]);
  page = {
    state: { data: {}, queue: [], off: () => (off++, "off") },
    now: () => now,
    widget: (/** @type {number} */ id) => widgets.get(id),
    widgets: {
      present: () => widgets.values(),
      has: (/** @type {any} */ element) => [...widgets.values()].includes(element),
      id: (/** @type {any} */ element) => [...widgets].find(([, widget]) => widget == element)?.[0],
    },
    mask: (/** @type {string} */ text, /** @type {any} */ of) => ([...of].includes(widget) ? text.replaceAll("SECRET", "[secret]") : text),
    connect: (/** @type {any} */ reader) => (page.read = reader),
  };
  border = {
    askToken: (/** @type {any[]} */ ...args) => (called.push(args), "result"),
    log: () => "",
    announce: () => { throw new Error("theirs"); },
    untouched: () => 7,
  };
  begin();
  atEnd(() => page.state.off());
});

/** @param {any} [queue] */
const begin = (queue) => {
  page.state.queue = queue ?? [];
  inspect(page, border, hook);
};
const host = () => /** @type {Element} */ (document.querySelector("pywidget-inspector"));
const frame = () => mock.timers.tick(16);
/** Lines: whose, group, what. */
const lines = () => {
  frame();
  return within(host(), ".lines > li").map((row) => [row.querySelector(".who"), row.querySelector(".group"), row.querySelector(".what")].map((part) => part.textContent).join(" | "));
};
/** @param {object} message */
const hear = (message) => page.read(JSON.stringify({ at: now, ...message }));
/** @param {string} name @param {any} detail @param {EventTarget} [target] */
const say = (name, detail, target = document) => target.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
/** The details of lines, as they are shown. */
const details = () =>
  within(host(), "details").map((one) => {
    one.open = true;
    one.dispatchEvent(new Event("toggle"));
    return one.querySelector("pre").textContent;
  });

test("messages reach Python as they are, and are noted", () => {
  page.connect((/** @type {string} */ text) => got.push(text));
  hear({ kind: "flush" });
  hear({ kind: "left", widget: 1 });
  hear({ kind: "left", widget: 2 });
  hear({ kind: "left", widget: 3 });
  hear({ kind: "left", widget: 9 });
  hear({ kind: "left", widget: 1 });
  hear({ kind: "timer", widget: 1 });
  page.read("no JSON");
  assert.deepEqual(lines(), [
    "page | page | pywidget.flush()", "#shop | widget | left the page", "#shop (2) | widget | left the page", "ats-widget 3 | widget | left the page",
    "widget 9 | widget | left the page", "#shop | widget | left the page",
  ]);
  assert.deepEqual([got.length, got[0], got.at(-1)], [8, `{"at":${now},"kind":"flush"}`, "no JSON"]);
});

test("a line's time is when it happened", () => {
  page.connect(() => 0);
  hear({ kind: "flush", age: 1_000 });
  frame();
  assert.equal(within(host(), "time")[0].dateTime, "1970-01-01T00:00:04.000Z");
  hear({ kind: "flush" });
  border.log("info", "text");
  frame();
  assert.deepEqual(within(host(), "time").slice(1).map(({ dateTime }) => dateTime), Array(2).fill("1970-01-01T00:00:05.000Z"));
});

test("functions are called as before, answer and throw as before, and are noted", () => {
  assert.equal(border.askToken(1, 2, '{"attempt":1}'), "result");
  assert.deepEqual(called, [[1, 2, '{"attempt":1}']]);
  assert.equal(border.askToken(1, 2, "no JSON"), "result");
  assert.throws(() => border.announce(1, "pywidget:verdict", "{}"), /theirs/);
  assert.equal(border.untouched(), 7);
  border.log("info", "text");
  border.log("warn", "wrong");
  assert.deepEqual(lines(), ["#shop | renewal | asked try 1", "page | page | text", "page | warning | wrong"]);
});

test("secrets are in no line, whoever names them", () => {
  page.connect(() => 0);
  hear({ kind: "event", widget: 1, name: "SECRET", detail: { code: "SECRET", token: "abc", message: "Bearer abc123def" } });
  border.log("info", "SECRET token=abc123");
  hook.onWarning("SECRET");
  say("pywidget:unavailable", { reason: "SECRET" });
  assert.deepEqual(lines(), [
    "#shop | heard | [secret] [secret] · Bearer [secret]", "page | page | [secret] token=[secret]", "page | warning | [secret]",
    "page | warning | Python is not available [secret]",
  ]);
  assert.deepEqual(JSON.parse(details()[0]), { detail: { code: "[secret]", token: "[secret]", message: "Bearer [secret]" } });
});

test("a long detail is kept as its beginning, and one that masking broke is said to be", () => {
  page.connect(() => 0);
  const about = (/** @type {number} */ length) => hear({ kind: "answer", detail: { body: "x".repeat(length) } });
  about(5_989);
  about(5_990);
  page.mask = (/** @type {string} */ text) => (text.includes('"status":7') ? text.replace("7", "[secret]") : text);
  hear({ kind: "answer", detail: { status: 7 } });
  hear({ kind: "answer", detail: undefined });
  frame();
  const told = details();
  assert.equal(told[0], JSON.stringify({ body: "x".repeat(5_989) }, null, 2));
  assert.equal(told[1], `{"body":"${"x".repeat(5_990)}"…`);
});

test("a detail that cannot be read after masking", () => {
  page.connect(() => 0);
  page.mask = (/** @type {string} */ text) => text.replace(/"stage":7/, '"stage":[secret]');
  hear({ kind: "answer", detail: { stage: 7 } });
  frame();
  assert.deepEqual(details(), ["[unreadable]"]);
});

test("notices are noted, by their widget, and nothing in them is trusted", () => {
  say("pywidget:notice", { kind: "retry", title: "T", text: "x".repeat(1_001), reference: 7 }, widget);
  say("pywidget:notice", { kind: null }, widget);
  say("pywidget:notice", { kind: "retry", title: "P" });
  say("pywidget:notice", undefined, widget);
  assert.deepEqual(lines(), ["#shop | notice | retry T", "#shop | notice | hidden", "page | notice | retry P"]);
  assert.deepEqual(JSON.parse(details()[0]), { kind: "retry", title: "T", text: "x".repeat(1_000), reference: "" });
});

test("Python's state is shown: loading, ready after how long, or why not", () => {
  const state = () => within(host(), ".state")[0].textContent;
  assert.equal(state(), "Python is loading");
  now += 320;
  border.announce = () => "";
  begin();
  now += 320;
  border.announce(0, "pywidget:ready", '{"version":"v"}');
  assert.equal(state(), "Python ready in 320 ms");
  say("pywidget:unavailable", { reason: "why" });
  assert.equal(state(), "Python is not available");
  say("pywidget:unavailable", undefined);
  assert.deepEqual(lines(), ["page | page | Python is ready", "page | warning | Python is not available why"]);
});

test("warnings stand beside the settings, each once, up to fifty", () => {
  hook.onWarning('data-sample-rate="9" is no rate');
  hook.onWarning('data-sample-rate="9" is no rate');
  assert.equal(within(host(), ".warnings li").length, 1);
  assert.equal(within(host(), "[data-origin=refused] dt")[0].textContent, "data-sample-rate");
  for (let count = 0; count < 60; count++) hook.onWarning(`w${count}`);
  assert.equal(within(host(), ".warnings li").length, 50);
  hook.onWarning("w".repeat(2_000));
  hook.onWarning(undefined);
  assert.equal(lines().filter((line) => line.length > 1_100).length, 0);
});

test("what data-watch has wrong is said once more", () => {
  page.state.data = { watch: "ftp://x acme" };
  begin();
  assert.match(lines()[0] ?? "", /^page \| warning \| data-watch: "ftp:\/\/x" is no URL pattern/);
});

test("there is one, also when Python is started again", () => {
  border = { log: () => "again" };
  begin();
  assert.equal(border.log("info", "text"), "again");
  assert.deepEqual([document.querySelectorAll("pywidget-inspector").length, lines()], [1, ["page | page | text"]]);
});

test("stopped before it began, there is none", async () => {
  page.state.off();
  ({ inspect } = await import(`${MODULE}?${++number}`));
  begin([[null, "flush"], [null, "stop"]]);
  assert.equal(document.querySelector("pywidget-inspector"), null);
  begin([[null, "flush"]]);
  assert.notEqual(document.querySelector("pywidget-inspector"), null);
});

for (const [what, end] of /** @type {[string, () => unknown][]} */ ([
  ["its cross", () => within(host(), ".close")[0].click()],
  ["the end of pywidget", () => assert.equal(page.state.off(), "off")],
])) {
  test(`ended by ${what} it is gone, and hears nothing`, async () => {
    page.connect((/** @type {string} */ text) => got.push(text));
    const panel = host();
    end();
    hear({ kind: "flush" });
    say("pywidget:notice", { kind: "retry" });
    say("pywidget:unavailable", { reason: "r" });
    frame();
    await settled();
    assert.deepEqual([hook.onWarning, got.length, panel.isConnected, within(panel, ".lines > li").length], [undefined, 1, false, 0]);
    assert.equal(within(panel, ".state")[0].textContent, "Python is loading");
    assert.equal(off, what == "its cross" ? 0 : 1);
    begin();
    assert.equal(hook.onWarning, undefined);
  });
}
