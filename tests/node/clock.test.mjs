/** A clock that only goes forward, also where the computer's does not. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { createClock } from "../../pywidget/page/clock.js";

let wall = 0;
let steady = 0;
/** @type {() => number} */
let clock;

/** How far the clock goes while the two it looks at go so far. @param {number} byWall @param {number} bySteady */
const pass = (byWall, bySteady) => {
  const before = clock();
  wall += byWall;
  steady += bySteady;
  return clock() - before;
};

beforeEach(() => {
  mock.reset();
  wall = 1e12;
  steady = 5_000;
  mock.method(Date, "now", () => wall);
  mock.method(performance, "now", () => steady);
  clock = createClock();
});

test("begins at the time of day, in whole milliseconds", () => {
  assert.equal(clock(), 1e12);
  steady += 0.4;
  assert.ok(Number.isInteger(clock()));
});

test("goes with the steady one", () => assert.equal(pass(100, 100.4), 100));
test("an hour of sleep counts, though the steady one stood still", () => assert.equal(pass(3_600_000, 2), 3_600_000));
test("a difference of rounding is none", () => assert.equal(pass(1_001, 1), 1));
test("a second and more is none of rounding", () => assert.equal(pass(1_002, 1), 1_002));

test("somebody sets the time of day back: it goes on, and not twice as fast afterwards", () => {
  assert.equal(pass(-7_200_000, 10), 10);
  assert.equal(pass(10, 10), 10);
  assert.equal(pass(7_200_000, 10), 7_200_000);
});

test("a steady one that goes back does not take it along", () => {
  assert.equal(pass(5, -1_000), 0);
  assert.equal(pass(10, 10), 10);
});

test("many looks are as far as one: fractions add up, and no rounding does", () => {
  const start = clock();
  for (let look = 0; look < 1_000; look++) {
    steady += 0.4;
    wall = 1e12 + Math.ceil(steady - 5_000);
    clock();
  }
  assert.equal(clock() - start, 400);
});

test("a steady one that stands still holds nothing up for more than a second", () => {
  const start = clock();
  for (let look = 0; look < 1_000; look++) pass(100, 0);
  assert.ok(Math.abs(clock() - start - 100_000) <= 1_000);
});

test("what is no number stands still", () => {
  mock.method(performance, "now", () => NaN);
  clock = createClock();
  assert.equal(pass(5_000, 0), 5_000);
});
