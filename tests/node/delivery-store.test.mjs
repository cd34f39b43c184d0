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

/** @param {ReturnType<typeof reports>} items @param {{ sent?: boolean, free?: number }} [more] */
const put = (items, { sent = false, free = 0 } = {}) => store.put(items[0]?.sink ?? "", items, sent, free);

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
  const { kept, lost } = await put(reports(3));
  assert.equal(lost, 0);
  assert.deepEqual(texts((await takeAll()).kept), ["0", "1", "2"]);
  assert.equal(await store.remove("s", kept.slice(0, 2)), 2);
  assert.equal(await store.remove("s", kept.slice(0, 2)), 0);
  assert.deepEqual(texts((await takeAll()).kept), ["2"]);
});

test("the oldest of 501 is lost, with what it weighs; other channels have room of their own", async () => {
  await put(reports(500, { weight: 7 }));
  assert.equal((await put(reports(1, { sink: "other" }))).lost, 0);
  assert.equal((await put(reports(1, { text: "new" }))).lost, 7);
  const { kept } = await takeAll();
  assert.deepEqual([kept.length, kept[0]?.text, kept.at(-1)?.text], [500, "1", "new"]);
});

test("what may have arrived is not lost to make room, also not what was taken", async () => {
  await put(reports(1, { text: "sent" }), { sent: true });
  await put(reports(499));
  assert.deepEqual(texts((await store.take("s", 2, 1e9)).kept), ["sent", "0"]);
  assert.equal((await put(reports(2, { text: "new" }))).lost, 2);
  assert.deepEqual(texts((await takeAll()).kept).slice(0, 3), ["sent", "0", "3"]);
});

test("what is released can be taken at once", async () => {
  const { kept } = await put(reports(2), { free: now + 1_000 });
  await store.release(kept.slice(1));
  assert.deepEqual(await takeAll().then((taken) => [texts(taken.kept), taken.held]), [["1"], 1]);
});

test("the oldest go where there is too much in bytes, and no more of them than need be", async () => {
  await put(reports(4, { bytes: 125_000 }));
  const { lost } = await put(reports(1, { bytes: 125_001 }));
  assert.equal(lost, 2);
});

test("what expired goes, and what others hold stays", async () => {
  await put(reports(2, { weight: 20 }));
  now += DAY + 1;
  await put(reports(1, { text: "held" }), { free: now + 1_000 });
  await put(reports(1, { text: "free" }));
  assert.deepEqual(await takeAll().then(({ kept, held, expired }) => [texts(kept), held, expired]), [["free"], 1, 40]);
  now += 1_000;
  assert.deepEqual(await takeAll().then(({ kept, held, expired }) => [texts(kept), held, expired]), [["held", "free"], 0, 0]);
});

test("what another channel has is not looked at", async () => {
  await put(reports(2, { sink: "other", at: 0 }));
  assert.deepEqual(await takeAll(), { kept: [], held: 0, expired: 0 });
  assert.equal((await takeAll("other")).expired, 2);
});

test("nobody else can have it: the lease is always there", async () => {
  assert.equal(await store.lease("s", "me", now + 1), true);
  assert.equal(await store.lease("s", "other", now + 1), true);
});
