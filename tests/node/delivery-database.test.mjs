/** What is kept in the browser's database, for all tabs: fake-indexeddb's, which does what the standard says. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { IDBDatabase, IDBFactory, IDBKeyRange, IDBObjectStore } from "fake-indexeddb";
import { setGlobal, settled } from "./browser.mjs";
import { createStore } from "../../pywidget/page/delivery-store.js";

const DAY = 86_400_000;
let now = 1e12;
/** @type {ReturnType<typeof createStore>} */
let store;
/** Another tab. @type {ReturnType<typeof createStore>} */
let other;

beforeEach(() => {
  now = 1e12;
  mock.method(Date, "now", () => now);
  setGlobal("indexedDB", new IDBFactory());
  setGlobal("IDBKeyRange", IDBKeyRange);
  store = createStore();
  other = createStore();
});

/** @param {number} count @param {object} [more] */
const reports = (count, more) =>
  Array.from({ length: count }, (_, n) => ({ sink: "s", text: `${n}`, weight: 1, bytes: 100, at: now, ...more }));

/** @param {{ text: string }[]} items */
const texts = (items) => items.map(({ text }) => text);

/**
 * @param {ReturnType<typeof createStore>} tab
 * @param {ReturnType<typeof reports>} items
 * @param {{ sent?: boolean, free?: number }} [more]
 */
const put = (tab, items, { sent = false, free = 0 } = {}) => tab.put(items[0]?.sink ?? "", items, sent, free);

/** @param {string} [sink] */
const takeAll = (sink = "s") => other.take(sink, 1e6, 1e9);

/** What is in the database: its names, and the total. */
const inside = async () => {
  const all = await indexedDB.databases();
  if (!all.length) return undefined;
  const database = await new Promise((/** @type {(is: IDBDatabase) => void} */ resolve) => {
    const request = indexedDB.open("pywidget-reports");
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = database.transaction(["reports", "state"]);
  const [rows, total] = await Promise.all(
    [transaction.objectStore("reports").getAll(), transaction.objectStore("state").get("total s")].map(
      (request) => new Promise((/** @type {(is: any) => void} */ resolve) => (request.onsuccess = () => resolve(request.result))),
    ),
  );
  database.close();
  return { rows, total };
};

test("there is no database before the first report, whatever is asked", async () => {
  assert.deepEqual(await store.take("s", 1, 1e9), { kept: [], held: 0, expired: 0 });
  assert.equal(await store.lease("s", "me", now + 1), true);
  assert.equal(await store.remove("s", [/** @type {any} */ ({ key: 1, bytes: 1 })]), 0);
  await store.release([/** @type {any} */ ({ key: 1 })]);
  assert.equal(await inside(), undefined);
});

test("another tab gets what was put in, in order, with its keys, until it is removed", async () => {
  const { kept, lost } = await put(store, reports(3));
  assert.deepEqual([lost, kept.map(({ key, free }) => [key, free])], [0, [[1, 0], [2, 0], [3, 0]]]);
  assert.deepEqual((await inside())?.total, { count: 3, bytes: 300 });
  const taken = await takeAll();
  assert.deepEqual(taken, { kept, held: 0, expired: 0 });
  // What was taken out may arrive, so it is under another name now, and comes first.
  assert.deepEqual((await inside())?.rows.map((/** @type {any} */ { sink }) => sink), ["s sent", "s sent", "s sent"]);
  assert.equal(await other.remove("s", taken.kept.slice(0, 2)), 2);
  assert.deepEqual(texts((await takeAll()).kept), ["2"]);
  assert.deepEqual((await inside())?.total, { count: 1, bytes: 100 });
  // Removed by both tabs, it is counted once.
  assert.deepEqual([await store.remove("s", kept), await other.remove("s", kept)], [1, 0]);
  assert.deepEqual(await inside(), { rows: [], total: { count: 0, bytes: 0 } });
});

test("a batch is as large as was asked for, and what does not fit stays", async () => {
  await put(store, reports(5));
  assert.deepEqual(texts((await store.take("s", 2, 1e9)).kept), ["0", "1"]);
  assert.deepEqual(texts((await store.take("s", 9, 300)).kept), ["0", "1", "2"]);
  assert.equal((await takeAll()).kept.length, 5);
});

test("another channel has its own", async () => {
  await put(store, reports(2));
  await put(store, reports(1, { sink: "t", text: "t" }));
  assert.deepEqual(texts((await takeAll("t")).kept), ["t"]);
  assert.deepEqual(texts((await takeAll()).kept), ["0", "1"]);
  assert.deepEqual((await inside())?.total, { count: 2, bytes: 200 });
});

test("the oldest go where there are too many of a channel, and what they weigh is told", async () => {
  await put(store, reports(500, { weight: 3 }));
  assert.equal((await put(other, reports(2, { sink: "t" }))).lost, 0);
  assert.equal((await put(other, reports(2, { text: "new" }))).lost, 6);
  assert.deepEqual(texts((await takeAll()).kept).slice(-3), ["499", "new", "new"]);
  assert.deepEqual((await inside())?.total, { count: 500, bytes: 50_000 });
});

test("what may have arrived is not lost to make room, also not what another tab has taken", async () => {
  await put(store, reports(1, { text: "sent" }), { sent: true });
  await put(store, reports(499));
  assert.deepEqual(texts((await store.take("s", 2, 1e9)).kept), ["sent", "0"]);
  assert.equal((await put(other, reports(2, { text: "new" }))).lost, 2);
  assert.deepEqual(texts((await takeAll()).kept).slice(0, 3), ["sent", "0", "3"]);
  assert.deepEqual((await inside())?.total, { count: 500, bytes: 50_000 });
});

test("where all may have arrived, what comes is lost; the other end is far away", async () => {
  assert.equal(await other.isOverfull("s"), false);
  await put(store, reports(500), { sent: true });
  assert.equal(await other.isOverfull("s"), false);
  assert.equal((await put(other, reports(3))).lost, 3);
  assert.equal((await put(other, reports(1_500), { sent: true })).lost, 0);
  assert.deepEqual([await other.isOverfull("s"), await other.isOverfull("t")], [true, false]);
  assert.equal((await put(other, reports(2), { sent: true })).lost, 2);
  assert.deepEqual((await inside())?.total, { count: 2_000, bytes: 200_000 });
});

test("what is released can be taken at once; what is gone does not come back", async () => {
  const { kept } = await put(store, reports(3), { free: now + 1_000 });
  await other.remove("s", kept.slice(0, 1));
  await store.release(kept.slice(0, 2));
  assert.deepEqual(await takeAll().then((taken) => [texts(taken.kept), taken.held]), [["1"], 1]);
});

test("what an older pywidget kept is in no total, and makes none less than nothing", async () => {
  const { kept } = await put(store, reports(3));
  const database = await new Promise((/** @type {(is: IDBDatabase) => void} */ resolve) => {
    const request = indexedDB.open("pywidget-reports");
    request.onsuccess = () => resolve(request.result);
  });
  database.transaction("state", "readwrite").objectStore("state").delete("total s");
  database.close();
  assert.equal(await store.remove("s", kept), 3);
  assert.deepEqual((await inside())?.total, { count: 0, bytes: 0 });
});

test("the oldest go where there is too much in bytes, and no more of them than need be", async () => {
  await put(store, reports(4, { bytes: 125_000 }));
  const { lost } = await put(store, reports(1, { bytes: 125_001 }));
  assert.equal(lost, 2);
  assert.deepEqual((await inside())?.total, { count: 3, bytes: 375_001 });
});

test("what expired goes, also out of the total; what others hold stays", async () => {
  await put(store, reports(2, { weight: 20 }));
  now += DAY + 1;
  await put(store, reports(1, { text: "held" }), { free: now + 1_000 });
  await put(store, reports(1, { text: "free" }));
  assert.deepEqual(await takeAll().then(({ kept, held, expired }) => [texts(kept), held, expired]), [["free"], 1, 40]);
  assert.deepEqual(await inside().then((found) => [found?.rows.length, found?.total]), [2, { count: 2, bytes: 200 }]);
  now += 1_000;
  // What was taken out before comes first.
  assert.deepEqual(texts((await takeAll()).kept), ["free", "held"]);
});

test("one tab has the lease, of each channel, until its end or until it gives it back", async () => {
  await put(store, reports(1));
  assert.equal(await store.lease("s", "me", now + 1_000), true);
  assert.equal(await other.lease("s", "you", now + 1_000), false);
  assert.equal(await other.lease("t", "you", now + 1_000), true);
  assert.equal(await store.lease("s", "me", now + 2_000), true);
  now += 1_500;
  assert.equal(await other.lease("s", "you", now + 1_000), false);
  now += 500;
  assert.equal(await other.lease("s", "you", now + 1_000), true);
  assert.equal(await store.lease("s", "me", now + 1), false);
  await other.lease("s", "you", 0);
  assert.equal(await store.lease("s", "me", now + 1), true);
});

test("a storage that refuses is as if it were not there, each time: memory takes its place", async () => {
  const { open } = indexedDB;
  indexedDB.open = () => { throw new DOMException("", "SecurityError"); };
  const { kept } = await put(store, reports(2));
  assert.deepEqual(kept.map(({ key }) => key), [-1, -2]);
  assert.deepEqual(texts((await store.take("s", 1, 1e9)).kept), ["0"]);
  assert.equal(await store.lease("s", "me", now), true);
  assert.equal(await store.remove("s", [/** @type {any} */ ({ key: 1 })]), undefined);
  await store.release([/** @type {any} */ ({ key: 1 })]);
  // It may be there again later: both are looked at then, the stored ones first.
  indexedDB.open = open;
  await put(store, reports(1, { text: "stored" }));
  assert.deepEqual(texts((await store.take("s", 9, 1e9)).kept), ["stored"]);
  assert.equal(await store.remove("s", (await store.take("s", 9, 1e9)).kept), 1);
  assert.deepEqual(texts((await store.take("s", 9, 1e9)).kept), ["0", "1"]);
  await store.remove("s", kept);
  assert.deepEqual((await store.take("s", 9, 1e9)).kept, []);
});

test("what is counted in storage and in memory is counted together", async () => {
  await put(store, reports(1, { at: now - DAY - 1, weight: 3 }));
  await put(store, reports(1), { free: now + 9 });
  const { open } = indexedDB;
  indexedDB.open = () => { throw new Error("refused"); };
  await put(store, reports(1, { at: now - DAY - 1, weight: 4 }));
  await put(store, reports(1), { free: now + 9 });
  indexedDB.open = open;
  assert.deepEqual(await store.take("s", 9, 1e9), { kept: [], held: 2, expired: 7 });
});

test("a database of another shape is no storage, and is let go of", async () => {
  const request = indexedDB.open("pywidget-reports", 1);
  await new Promise((resolve) => (request.onsuccess = resolve));
  request.result.close();
  assert.deepEqual((await put(store, reports(1))).kept.map(({ key }) => key), [-1]);
  const deleted = indexedDB.deleteDatabase("pywidget-reports");
  await new Promise((resolve, reject) => Object.assign(deleted, { onsuccess: resolve, onblocked: reject }));
});

test("nothing keeps another version of it waiting", async () => {
  await put(store, reports(1));
  await store.take("s", 1, 1);
  const deleted = indexedDB.deleteDatabase("pywidget-reports");
  await new Promise((resolve, reject) => Object.assign(deleted, { onsuccess: resolve, onblocked: reject }));
  assert.equal(await inside(), undefined);
});

test("what throws in the middle ends its transaction, and changes nothing", async () => {
  await put(store, reports(1));
  setGlobal("IDBKeyRange", { only: () => assert.fail("replaced by the page") });
  assert.deepEqual(await store.take("s", 9, 1e9), { kept: [], held: 0, expired: 0 });
  assert.deepEqual(await inside().then((found) => found?.total), { count: 1, bytes: 100 });
});

test("what throws after something was put in takes it out again", async () => {
  await put(store, reports(1));
  let reads = 0;
  const item = Object.defineProperty(reports(1)[0] ?? {}, "bytes", {
    enumerable: true,
    get: () => (++reads == 2 ? assert.fail("a getter of the page's") : 100),
  });
  assert.deepEqual((await put(store, [/** @type {any} */ (item)])).kept.map(({ key }) => key), [-1]);
  assert.deepEqual(await inside().then((found) => [found?.rows.length, found?.total]), [1, { count: 1, bytes: 100 }]);
});

/**
 * The errors that came up to the database from now on. Firefox tells the page of those that nobody has prevented.
 * @returns {[name: string, prevented: boolean][]}
 */
const listenForErrors = () => {
  /** @type {[name: string, prevented: boolean][]} */
  const seen = [];
  const { transaction } = IDBDatabase.prototype;
  mock.method(IDBDatabase.prototype, "transaction", /** @this {any} */ function (/** @type {any[]} */ ...args) {
    // As fake-indexeddb names what browsers call "defaultPrevented".
    this.onerror = (/** @type {any} */ event) => seen.push([event.target.error.name, event.canceled]);
    return Reflect.apply(transaction, this, args);
  });
  return seen;
};

test("a row that the storage refuses is no error of the page, and the whole batch is kept in memory", async () => {
  await put(store, reports(1, { text: "before" }));
  const { add } = IDBObjectStore.prototype;
  // There is a row with this key.
  const refused = mock.method(IDBObjectStore.prototype, "add", /** @this {any} */ function (/** @type {any} */ row) {
    return Reflect.apply(add, this, [row.text == "1" ? { ...row, key: 1 } : row]);
  });
  const errors = listenForErrors();
  const { kept, lost } = await put(store, reports(3));
  assert.deepEqual([kept.map(({ key }) => key), lost], [[-1, -2, -3], 0]);
  // What waited behind it ends with an error of its own.
  assert.deepEqual(errors.map(([name]) => name).slice(0, 2), ["ConstraintError", "AbortError"]);
  assert.deepEqual(errors.filter(([, prevented]) => !prevented), []);
  // What was there is still there. What came before the refused row is not in both places.
  assert.deepEqual(await inside().then((found) => [texts(found?.rows), found?.total]), [["before"], { count: 1, bytes: 100 }]);
  // The next one is stored again.
  refused.mock.restore();
  assert.deepEqual((await put(store, reports(1, { text: "after" }))).kept.map(({ key }) => key > 0), [true]);
  const stored = await store.take("s", 9, 1e9);
  assert.equal(await store.remove("s", stored.kept), 2);
  assert.deepEqual([texts(stored.kept), texts((await store.take("s", 9, 1e9)).kept)], [["before", "after"], ["0", "1", "2"]]);
});

test("what was begun when we end a transaction is no error of the page", async () => {
  await put(store, reports(1));
  const errors = listenForErrors();
  const item = Object.defineProperty(reports(1)[0] ?? {}, "weight", { enumerable: true, value: () => "cannot be copied" });
  assert.deepEqual((await put(store, [...reports(2), /** @type {any} */ (item)])).kept.map(({ key }) => key), [-1, -2, -3]);
  assert.deepEqual(errors, [["AbortError", true], ["AbortError", true]]);
  assert.equal((await inside())?.rows.length, 1);
});

test("behind what fits nothing is looked at", async () => {
  await put(store, reports(2));
  await put(store, reports(1, { at: now - DAY - 1 }));
  assert.equal((await other.take("s", 1, 1e9)).expired, 0);
  assert.equal((await inside())?.rows.length, 3);
});

test("a storage that never answers is given up after ten seconds, for good", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let opened = 0;
  const { open } = indexedDB;
  indexedDB.open = () => (opened++, /** @type {any} */ ({}));
  let done = false;
  const putting = put(store, reports(1)).finally(() => (done = true));
  mock.timers.tick(9_999);
  await settled();
  assert.equal(done, false);
  mock.timers.tick(1);
  assert.deepEqual((await putting).kept.map(({ key }) => key), [-1]);
  indexedDB.open = open;
  assert.deepEqual((await put(store, reports(1))).kept.map(({ key }) => key), [-2]);
  assert.equal(opened, 1);
});

test("one that has answered once is waited for: a tab can have slept", async () => {
  await put(store, reports(1));
  const { open } = indexedDB;
  /** @type {any} */
  const request = {};
  indexedDB.open = () => request;
  mock.timers.enable({ apis: ["setTimeout"] });
  let done = false;
  const taking = store.take("s", 1, 1e9).finally(() => (done = true));
  mock.timers.tick(60_000);
  await settled();
  assert.equal(done, false);
  mock.timers.reset();
  indexedDB.open = open;
  const real = indexedDB.open("pywidget-reports", 1);
  real.onsuccess = () => {
    request.result = real.result;
    request.onsuccess();
  };
  assert.equal((await taking).kept.length, 1);
});

for (const what of ["blocked", "error"]) {
  test(`an opening that ends with "${what}" is no storage, and no error of the page`, async () => {
    /** @type {any} */
    const request = { error: new Error("why") };
    indexedDB.open = () => request;
    const putting = put(store, reports(1));
    let prevented = false;
    request[`on${what}`]({ preventDefault: () => (prevented = true) });
    assert.deepEqual((await putting).kept.map(({ key }) => key), [-1]);
    assert.equal(prevented, what == "error");
  });
}
