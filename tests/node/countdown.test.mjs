/** What is shown and what is announced while a notice counts down. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import "./browser.mjs";
import { countDown } from "../../pywidget/page/countdown.js";

let slept = 0;
const now = () => Date.now() + slept;
/** @type {number[]} */
let ticks;
/** @type {number[]} */
let announced;
let overs = 0;

/** @param {number} until */
const start = (until) =>
  countDown(now, until, {
    tick: (seconds) => ticks.push(seconds),
    announce: (seconds) => announced.push(seconds),
    over: () => overs++,
  });

/** In steps, for timers see the time at the end of theirs. @param {number} ms @param {number} [step] */
const pass = (ms, step = 1) => {
  for (let left = ms; left > 0; left -= step) mock.timers.tick(Math.min(step, left));
};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
  slept = 0;
  ticks = [];
  announced = [];
  overs = 0;
});

describe("ticks", () => {
  test("at once, and each time a second has gone", () => {
    start(3_000);
    assert.deepEqual(ticks, [3]);
    pass(999);
    assert.deepEqual(ticks, [3]);
    pass(1);
    assert.deepEqual(ticks, [3, 2]);
    pass(2_000);
    assert.deepEqual(ticks, [3, 2, 1, 0]);
  });

  test("fractions are rounded up: nothing reads as over before it is", () => {
    start(2_500);
    assert.deepEqual(ticks, [3]);
    pass(500);
    assert.deepEqual(ticks, [3, 2]);
    pass(1_999);
    assert.deepEqual(ticks, [3, 2, 1]);
    pass(1);
    assert.deepEqual(ticks, [3, 2, 1, 0]);
  });

  test("of a long wait are right from the first", () => {
    start(86_400_000);
    assert.deepEqual(ticks, [86_400]);
  });

  test("after a sleep it is right again, at the next tick", () => {
    start(100_000);
    slept = 60_000;
    pass(1_000);
    assert.deepEqual(ticks, [100, 39]);
  });
});

describe("the end", () => {
  test("comes once, a moment after the last tick, for the page to replace the notice first", () => {
    start(2_000);
    pass(3_499);
    assert.deepEqual([ticks.at(-1), overs], [0, 0]);
    pass(1);
    assert.equal(overs, 1);
    pass(60_000);
    assert.deepEqual([ticks.length, overs], [3, 1]);
  });

  test("comes at once where a sleep was longer than the wait", () => {
    start(10_000);
    slept = 3_600_000;
    pass(1_000);
    assert.deepEqual([ticks, overs], [[10], 1]);
  });

  test("of a wait that was over before it began, nothing is shown", () => {
    start(-1_500);
    assert.deepEqual([ticks, announced, overs], [[], [], 1]);
  });

  test("of a wait that is just over, zero is shown and nothing announced", () => {
    start(0);
    assert.deepEqual([ticks, announced, overs], [[0], [], 0]);
    pass(1_500);
    assert.equal(overs, 1);
  });

  test("does not come after it was stopped, nor another tick", () => {
    const stop = start(2_000);
    pass(1_000);
    stop();
    pass(60_000);
    assert.deepEqual([ticks, overs], [[2, 1], 0]);
  });
});

describe("announcements", () => {
  /** @param {number} ms */
  const announcedWithin = (ms) => {
    announced = [];
    start(now() + ms);
    pass(ms + 5_000, 500);
    assert.ok(overs > 0);
    return announced;
  };

  test("at the start and each time half has gone, never within ten seconds", () => {
    assert.deepEqual(announcedWithin(120_000), [120, 60, 30, 15]);
  });
  test("none close to the end but at the start", () => {
    assert.deepEqual(announcedWithin(3_000), [3]);
    assert.deepEqual(announcedWithin(15_000), [15]);
    assert.deepEqual(announcedWithin(16_000), [16, 6]);
  });
  test("of a wait of an hour there are few", () => assert.equal(announcedWithin(3_600_000).length, 9));
  test("a sleep over several halves is announced once", () => {
    start(600_000);
    slept = 500_000;
    pass(1_000);
    assert.deepEqual(announced, [600, 99]);
  });
});
