/** What is kept where there is no storage: Node has none, so the store keeps it in memory. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { createStore } from "../../pywidget/page/delivery-store.js";

const DAY = 86_400_000;
let now = 0;
/** @type {ReturnType<typeof createStore>} */
let store;

/** @param {number} count @param {object} [more] */
const reports = (count, more) =>
  Array.from({ length: count }, (_, n) => ({ sink: "s", text: `${n}`, weight: 1, bytes: 100, at: now, ...more }));

/** @param {{ text: string }[]} items */
const texts = (items) => items.map(({ text }) => text);

/** @param {string} [sink] */
const takeAll = (sink = "s") => store.take(sink, 1e6, 1e9);

beforeEach(() => {
  mock.reset();
  mock.method(Date, "now", () => now);
  now = 1e12;
  store = createStore();
});

test("there is no storage here", () => assert.equal(typeof indexedDB, "undefined"));

test("gives back what was put in, in order, until it is removed", async () => {
  const { kept, lost } = await store.put(reports(3), 0);
  assert.deepEqual(lost, []);
  assert.deepEqual(texts((await takeAll()).kept), ["0", "1", "2"]);
  assert.equal(await store.remove(kept.slice(0, 2)), true);
  assert.deepEqual(texts((await takeAll()).kept), ["2"]);
});

test("the oldest of 501 is lost, and named", async () => {
  await store.put(reports(500), 0);
  const { lost } = await store.put(reports(1, { text: "new", sink: "other" }), 0);
  assert.deepEqual(texts(lost), ["0"]);
  assert.equal(texts((await takeAll()).kept)[0], "1");
  assert.deepEqual(texts((await takeAll("other")).kept), ["new"]);
});

test("the oldest go where there is too much in bytes, and no more of them than need be", async () => {
  await store.put(reports(4, { bytes: 125_000 }), 0);
  const { lost } = await store.put(reports(1, { bytes: 125_001 }), 0);
  assert.deepEqual(texts(lost), ["0", "1"]);
});

test("what expired goes, and what others hold stays", async () => {
  await store.put(reports(2, { weight: 20 }), 0);
  now += DAY + 1;
  await store.put(reports(1, { text: "held" }), now + 1_000);
  await store.put(reports(1, { text: "free" }), 0);
  assert.deepEqual(await takeAll().then(({ kept, held, expired }) => [texts(kept), held, expired]), [["free"], 1, 40]);
  now += 1_000;
  assert.deepEqual(await takeAll().then(({ kept, held, expired }) => [texts(kept), held, expired]), [["held", "free"], 0, 0]);
});

test("what another channel has is not looked at", async () => {
  await store.put(reports(2, { sink: "other", at: 0 }), 0);
  assert.deepEqual(await takeAll(), { kept: [], held: 0, expired: 0 });
  assert.equal((await takeAll("other")).expired, 2);
});

test("nobody else can have it: the lease is always there", async () => {
  assert.equal(await store.lease("s", "me", now + 1), true);
  assert.equal(await store.lease("s", "other", now + 1), true);
});
