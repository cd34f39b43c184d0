/** What stands between the page's functions and Python, which no exception may reach. */
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { listenToConsole } from "./browser.mjs";
import { blame, consoleHook, fence, nameOf, warn } from "../../pywidget/page/fence.js";
import { lookUp, own, parse } from "../../pywidget/page/own.js";

afterEach(() => void delete consoleHook.onWarning);

test("a text, a number and a boolean come through, anything else is an empty text", () => {
  const same = fence("same", (value) => value);
  for (const value of ["", "text", 0, 7, true, false]) assert.equal(same(value), value);
  for (const value of [undefined, null, {}, [], () => 1, 1n, Symbol("s")]) assert.equal(same(value), "");
  assert.equal(fence("sum", (one, other) => one + other)(1, 2), 3);
});

test("an exception is said in the console, and is an empty text", () => {
  const said = listenToConsole();
  assert.equal(fence("broken", () => { throw new TypeError("why"); })(), "");
  assert.deepEqual(said, ["warn: pywidget: broken failed: TypeError: why"]);
});

test("the inspector sees warnings, without what they are about", () => {
  const said = listenToConsole();
  /** @type {string[]} */
  const heard = [];
  consoleHook.onWarning = (text) => heard.push(text);
  warn("alone");
  warn("about", 7);
  warn("about nothing", null);
  blame("theirs", new Error("e"), (text) => text);
  assert.deepEqual(heard, ["alone", "about", "about nothing", "theirs threw"]);
  assert.deepEqual(said.slice(0, 3), ["warn: pywidget: alone", "warn: pywidget: about: 7", "warn: pywidget: about nothing: null"]);
});

test("a console that throws is no trouble of ours", () => {
  mock.method(console, "warn", () => { throw new Error("replaced"); });
  assert.doesNotThrow(() => warn("text"));
});

test("what a function of the page threw is shown as it is, so that its stack can be followed", () => {
  /** @type {any[][]} */
  const said = [];
  mock.method(console, "error", (/** @type {any[]} */ ...parts) => said.push(parts));
  const error = new Error("why");
  blame("theirs", error, (text) => text);
  assert.deepEqual(said, [["pywidget: theirs threw", error]]);
});

test("what quotes a secret is shown as text without it: the error, its stack and its members", () => {
  const said = listenToConsole();
  const error = Object.assign(new Error("quotes SECRET"), { token: "SECRET", stack: "at SECRET" });
  blame("theirs", error, (text) => text.replaceAll("SECRET", "[secret]"));
  assert.deepEqual(said, ['error: pywidget: theirs threw Error: quotes [secret]\nat [secret]\n{"token":"[secret]"}']);
  blame("theirs", "SECRET", (text) => text.replaceAll("SECRET", "[secret]"));
  assert.equal(said[1], 'error: pywidget: theirs threw [secret]\n"[secret]"');
});

test("what cannot even be read is said so", () => {
  const said = listenToConsole();
  blame("theirs", Object.create(null), (text) => text);
  assert.deepEqual(said, ["warn: pywidget: theirs threw something that cannot be read"]);
});

test("the name of an error, never its text", () => {
  assert.equal(nameOf(new RangeError("SECRET")), "RangeError");
  assert.equal(nameOf({ name: "a".repeat(60) }), "a".repeat(60));
  for (const name of ["", "two words", "a".repeat(61), 7]) assert.equal(nameOf({ name }), "object");
  assert.deepEqual([undefined, null, "SECRET", 1].map(nameOf), ["undefined", "object", "string", "number"]);
  assert.equal(nameOf({ get name() { throw new Error("no"); } }), "unknown");
});

test("objects that have only what they say", () => {
  const one = own({ a: 1 });
  assert.deepEqual([Object.getPrototypeOf(one), one.a], [null, 1]);
  const deep = parse('{"a":{"b":[{"c":null}]},"d":"text"}');
  assert.equal(Object.getPrototypeOf(deep.a), null);
  assert.equal(Object.getPrototypeOf(deep.a.b[0]), null);
  assert.ok(Array.isArray(deep.a.b));
  assert.deepEqual([deep.a.b.length, deep.a.b[0].c, deep.d], [1, null, "text"]);
});

test("what is at a dotted path: nothing that all objects have", () => {
  assert.equal(lookUp({ a: { b: 7 } }, "a.b"), 7);
  assert.equal(lookUp({ a: null }, "a.b.c"), undefined);
  assert.equal(lookUp(undefined, "a"), undefined);
  for (const path of ["constructor", "a.toString", "a.__proto__", "valueOf.call"]) assert.equal(lookUp({ a: {} }, path), undefined);
  assert.equal(lookUp({ constructor: "its own" }, "constructor"), "its own");
  class Client {
    track() { return "tracked"; }
  }
  assert.equal(lookUp({ client: new Client() }, "client.track")(), "tracked");
});
