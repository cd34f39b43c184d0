/** Names that a page listens to, and that no event has. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { freshAdvice, listenToConsole, openPage, settled } from "./browser.mjs";
import { checkEventNames } from "../../pywidget/page/event-names.js";

/** @type {any} */
let state;
/** @type {any[]} */
let listened;
/** @type {string[]} */
let said;

beforeEach(async () => {
  openPage();
  said = listenToConsole();
  listened = [];
  state = { __proto__: null, advice: freshAdvice(), queue: [], "pywidget:notice": "pywidget:notice" };
  Object.assign(document.documentElement, { pywidget: { on: (/** @type {any[]} */ ...args) => listened.push(args) } });
});

test("the names of events are passed on, before and later", async () => {
  checkEventNames(state);
  const callback = () => {};
  assert.equal(/** @type {any} */ (document.documentElement).pywidget.on("renewal-failed", callback), 1);
  await state.advice;
  await settled(3);
  assert.deepEqual([listened, said], [[["renewal-failed", callback]], []]);
});

test("others are told once, whenever they come", async () => {
  state["pywidget:verdcit"] = "pywidget:verdcit";
  checkEventNames(state);
  const { pywidget } = /** @type {any} */ (document.documentElement);
  for (let time = 0; time < 2; time++) pywidget.on("repotr", () => {});
  await state.advice;
  await settled(3);
  assert.deepEqual(said, [
    'warn: pywidget: pywidget.on("verdcit") is no event. Did you mean verdict?',
    'warn: pywidget: pywidget.on("repotr") is no event. Did you mean report?',
  ]);
  assert.equal(listened.length, 2);
});

test("a page in which something else is in its place is left alone", () => {
  Object.assign(document.documentElement, { pywidget: 7 });
  checkEventNames(state);
  Object.assign(document.documentElement, { pywidget: undefined });
  checkEventNames(state);
  assert.deepEqual(said, []);
});
