/** One timer for whoever wants it. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { createAlarm } from "../../pywidget/page/delivery-alarm.js";

let now = 0;
let rung = 0;
/** @type {ReturnType<typeof createAlarm>} */
let alarm;

/** @param {number} ms */
const pass = (ms) => {
  for (let step = 0; step < ms; step++) {
    now++;
    mock.timers.tick(1);
  }
};

beforeEach(() => {
  mock.reset();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
  rung = 0;
  alarm = createAlarm(() => rung++);
});

test("rings once, at the time asked for", () => {
  alarm.set(100);
  pass(99);
  assert.equal(rung, 0);
  pass(1);
  assert.equal(rung, 1);
  pass(1_000);
  assert.equal(rung, 1);
});

test("a later time changes nothing", () => {
  alarm.set(100);
  alarm.set(500);
  pass(100);
  assert.equal(rung, 1);
  pass(1_000);
  assert.equal(rung, 1);
});

test("an earlier time takes the place of a later one", () => {
  alarm.set(500);
  alarm.set(100);
  pass(100);
  assert.equal(rung, 1);
  pass(1_000);
  assert.equal(rung, 1);
});

test("reset also puts a later time in its place", () => {
  alarm.set(100);
  alarm.reset(500);
  pass(499);
  assert.equal(rung, 0);
  pass(1);
  assert.equal(rung, 1);
});

test("can be set again after it has rung, and while it rings", () => {
  let left = 2;
  const again = createAlarm(() => {
    rung++;
    if (left--) again.set(10);
  });
  again.set(10);
  pass(100);
  assert.equal(rung, 3);
});

test("does not ring after it was stopped, whatever is asked", () => {
  alarm.set(100);
  alarm.stop();
  alarm.set(10);
  alarm.reset(10);
  pass(1_000);
  assert.equal(rung, 0);
});
