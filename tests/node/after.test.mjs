/** Waiting, also in pages whose timers are not what they were. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { setGlobal, settled } from "./browser.mjs";
import { after, soon, timer } from "../../pywidget/page/after.js";

let now = 0;
/** What timers of the page were asked for. @type {number[]} */
let asked;
/** What the browser's own were. @type {{ ms: number, onabort?: () => void }[]} */
let own;
/** How far the clock goes with each of the page's. @type {(ms: number) => number} */
let passes;

beforeEach(() => {
  now = 1_000;
  asked = [];
  own = [];
  setGlobal("performance", { now: () => now });
  setGlobal("AbortSignal", {
    timeout(/** @type {number} */ ms) {
      own.push({ ms });
      return own.at(-1);
    },
  });
  setGlobal("setTimeout", (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    asked.push(ms);
    now += passes(ms);
    run();
    return 0;
  });
});

describe("waiting", () => {
  test("takes one timer where it comes when it should, or a rounding too early", async () => {
    passes = (ms) => ms - 0.5;
    await after(5_000);
    assert.deepEqual([asked, own], [[5_000], []]);
  });

  test("waits for what is left of a timer that comes too early with one of the browser's own", async () => {
    passes = () => 40.5;
    let over = false;
    after(100).then(() => (over = true));
    await settled();
    assert.deepEqual([over, own.map(({ ms }) => ms)], [false, [60]]);
    own[0]?.onabort?.();
    await settled();
    assert.equal(over, true);
  });

  test("is over too early where the browser has none", () => {
    passes = () => 0;
    setGlobal("AbortSignal", {});
    let runs = 0;
    timer(() => runs++, 100);
    assert.equal(runs, 1);
  });

  test("can be ended in either timer", () => {
    passes = () => 0;
    let runs = 0;
    const stop = timer(() => runs++, 100);
    stop();
    own[0]?.onabort?.();
    assert.deepEqual([own.length, runs], [1, 0]);
  });

  test("soon is after this turn, without a function of the page", async () => {
    let runs = 0;
    soon(() => runs++);
    assert.equal(runs, 0);
    await null;
    assert.equal(runs, 1);
  });
});
