/** What keeps our elements as large as what they cover, where the browser calls it. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { breakMethod, listenToConsole, openPage, setGlobal } from "./browser.mjs";
import { createFitting } from "../../pywidget/page/notice-fit.js";

/** Of the observer: what the browser calls. @type {(entries: { target: Element }[]) => void} */
let resized;
/** @type {() => void} */
let nextFrame;
/** @type {string[]} */
let said;

beforeEach(() => {
  openPage();
  said = listenToConsole();
  setGlobal("ResizeObserver", class {
    /** @param {typeof resized} run */
    constructor(run) { resized = run; }
    observe() {}
    unobserve() {}
  });
  setGlobal("requestAnimationFrame", (/** @type {() => void} */ run) => (nextFrame = run));
});

test("everything is measured before anything is changed", () => {
  /** @type {string[]} */
  const done = [];
  const fitting = createFitting(new AbortController().signal);
  const elements = ["a", "b"].map((name) => {
    const target = document.createElement("div");
    fitting.observe(target, () => (done.push(`measure ${name}`), () => void done.push(`change ${name}`)));
    return { target };
  });
  resized(elements);
  assert.deepEqual(done, ["measure a", "measure b", "change a", "change b"]);
});

test("what throws is said, and does not reach the page", () => {
  const fitting = createFitting(new AbortController().signal);
  const target = document.createElement("div");
  const broken = () => {
    throw new TypeError("parseFloat is broken");
  };
  fitting.observe(target, broken);
  resized([{ target }]);
  dispatchEvent(new Event("scroll"));
  fitting.inNextFrame(broken);
  nextFrame();
  assert.equal(said.length, 3);
  for (const text of said) assert.match(text, /^warn: pywidget: fitting failed: TypeError: parseFloat is broken/);
});

test("so is what a page has broken for what is before that", () => {
  const fitting = createFitting(new AbortController().signal);
  const target = document.createElement("div");
  fitting.observe(target, () => () => 0);
  breakMethod(Array.prototype, "flatMap");
  resized([{ target }]);
  assert.deepEqual(said, ["warn: pywidget: fitting failed: Error: broken by the page"]);
});
