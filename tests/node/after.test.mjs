/** Waiting, also in pages whose timers fire at once. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { setGlobal, settled } from "./browser.mjs";
import { after } from "../../pywidget/page/after.js";

let now = 0;
/** What timers were asked for. @type {number[]} */
let asked;
/** How far the clock goes with each timer. @type {(ms: number) => number} */
let passes;

beforeEach(() => {
  now = 1_000;
  asked = [];
  setGlobal("performance", { now: () => now });
  setGlobal("setTimeout", (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    asked.push(ms);
    now += passes(ms);
    queueMicrotask(run);
  });
});

describe("waiting", () => {
  test("takes one timer where it comes when it should", async () => {
    passes = (ms) => ms;
    await after(5_000);
    assert.deepEqual(asked, [5_000]);
  });

  test("asks a timer that comes too early again, for what is left", async () => {
    passes = () => 40;
    await after(100);
    assert.deepEqual([asked, now], [[100, 60, 20], 1_120]);
  });

  test("for no time takes no timer", async () => {
    await after(0);
    assert.deepEqual(asked, []);
  });

  test("is over neither early nor late where timers fire at once and the clock goes on", async () => {
    passes = () => 0.5;
    await after(249);
    assert.deepEqual([asked.length, now], [498, 1_249]);
  });

  test("never ends in a page that has no clock to wait by, and does not keep it busy", async () => {
    passes = () => 0;
    let over = false;
    after(100).then(() => (over = true));
    await settled(20);
    assert.deepEqual([over, asked.length], [false, 500]);
  });
});
