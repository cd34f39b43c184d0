/** What makes the reports comes later than Python: how it is loaded, and what Python is told of it. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { listenToConsole, openPage, setGlobal, settled } from "./browser.mjs";
import { loadReports } from "../../pywidget/page/load-reports.js";

/** @type {any[]} */
let told;
/** What comes of each try. @type {(() => Promise<void>)[]} */
let tries;
/** What waits for a task of its own. @type {(() => void)[]} */
let tasks;
/** @type {string[]} */
let said;
let now = 0;

const app = () => ({
  start() {},
  receive: (/** @type {string} */ text) => (told.push(JSON.parse(text)), false),
  loadReports: () => (tries.shift() ?? assert.fail)(),
});
const task = (/** @type {() => void} */ run) => void tasks.push(run);
const fails = () => Promise.reject(new Error("pywidget-reports.romfs: HTTP 404"));

beforeEach(() => {
  openPage();
  told = [];
  tasks = [];
  now = 0;
  mock.timers.enable({ apis: ["setTimeout"] });
  setGlobal("performance", { now: () => now });
  said = listenToConsole();
});

/** @param {number} ms */
const pass = async (ms) => {
  await settled();
  now += ms;
  mock.timers.tick(ms);
  await settled();
};

test("Python is told once it is there, and not before", async () => {
  let come = () => {};
  tries = [() => new Promise((resolve) => (come = resolve))];
  loadReports(app(), task);
  await settled();
  assert.deepEqual(told, []);
  come();
  await settled();
  assert.deepEqual([told, said], [[{ kind: "reports-loaded" }], []]);
});

test("what did not come is tried again after five seconds, and the console says why", async () => {
  tries = [fails, async () => {}];
  loadReports(app(), task);
  await pass(4_999);
  assert.deepEqual([told, tries.length], [[], 1]);
  await pass(1);
  assert.deepEqual([told, tries.length], [[{ kind: "reports-loaded" }], 0]);
  assert.deepEqual(said, ["warn: pywidget: nothing is reported yet: Error: pywidget-reports.romfs: HTTP 404"]);
});

test("after two tries it is left to Python when there is another", async () => {
  tries = [fails, fails];
  loadReports(app(), task);
  await pass(5_000);
  assert.deepEqual([told, said.length], [[{ kind: "reports-loaded" }], 2]);
  await pass(600_000);
  assert.equal(told.length, 1);
});

test("a server that never answers counts as one that fails, after a minute", async () => {
  tries = [() => new Promise(() => {}), async () => {}];
  loadReports(app(), task);
  await pass(59_999);
  assert.deepEqual(said, []);
  await pass(1);
  assert.deepEqual(said, ["warn: pywidget: nothing is reported yet: Error: no answer in time"]);
  await pass(5_000);
  assert.equal(told.length, 1);
});

test("a Python that has it from the start is told so at once", async () => {
  await loadReports({ ...app(), loadReports: undefined }, task);
  assert.deepEqual([told, said], [[{ kind: "reports-loaded" }], []]);
});

test("Python is told once more, in a task of its own, as long as it has kept something", async () => {
  tries = [async () => {}];
  let left = 2;
  await loadReports({ ...app(), receive: (text) => (told.push(JSON.parse(text)), left-- > 0) }, task);
  for (const count of [1, 2]) {
    assert.deepEqual([told.length, tasks.length], [count, 1]);
    tasks.shift()?.();
  }
  assert.deepEqual(told, Array(3).fill({ kind: "reports-loaded" }));
  assert.deepEqual([tasks, said], [[], []]);
});

test("a Python that has crashed meanwhile costs a warning and nothing else", async () => {
  tries = [async () => {}];
  await loadReports({ ...app(), receive: () => { throw new Error("unreachable"); } }, task);
  assert.deepEqual(said, ["warn: pywidget: reporting failed: Error: unreachable"]);
});
