/**
 * Each report has one fate: the server has stored it, or a tab has counted it as dropped. Whatever several tabs, the
 * room in the store, answers that get lost and tabs that die do to it, it is never both, and never neither.
 */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { setGlobal, settled } from "./browser.mjs";
import { createFresh } from "../../pywidget/page/delivery-fresh.js";
import { createKept } from "../../pywidget/page/delivery-kept.js";
import { NO_BACKOFF, decide, weightOf } from "../../pywidget/page/delivery-policy.js";
import { createStore } from "../../pywidget/page/delivery-store.js";

/** @typedef {import("../../pywidget/page/delivery-policy.js").Answer} Answer */
/** @typedef {import("../../pywidget/page/delivery-store.js").Keepable} Keepable */
/** @typedef {ReturnType<typeof openTab>} Tab */
/** @typedef {{ tab: string, ids: string[], answer: (given: Answer) => void }} Sent a batch that has no answer yet */

/** Ten of them are as many as the store has room for, and four are a batch. */
const BYTES = 50_000;
const ROOM = 210_000;
/** Longer than a tab has the lease. */
const LONG_MS = 61_000;

let now = 1e12;
let dropped = 0;
let added = 0;
/** @type {Set<string>} */
let stored;
/** @type {Sent[]} */
let underWay;

const DELIVERED = /** @type {Answer} */ ({ outcome: "delivered", reason: "HTTP 200", status: 200 });
const LOST = /** @type {Answer} */ ({ outcome: "later", reason: "network", status: 0 });
const BUSY = /** @type {Answer} */ ({ outcome: "later", reason: "HTTP 429", status: 429 });
const REFUSED = /** @type {Answer} */ ({ outcome: "refused", reason: "HTTP 400", status: 400 });

/** @param {string} name */
const openTab = (name) => {
  const store = createStore();
  const post = /** @type {any} */ ({
    room: () => 1e9,
    hurry() {},
    send: (/** @type {Keepable[]} */ items) =>
      new Promise((answer) => underWay.push({ tab: name, ids: items.map(({ text }) => text), answer })),
  });
  const channel = {
    sink: "s",
    room: ROOM,
    isOpen: () => true,
    hear: (/** @type {Answer} */ given, /** @type {Keepable[]} */ items) =>
      decide(NO_BACKOFF, given, items.length, weightOf(items), 0, 0),
    drop: (/** @type {number} */ count) => (dropped += count),
    wake() {},
  };
  const kept = createKept(store, post, channel);
  const fresh = createFresh(post, kept, channel);
  let busy = false;
  return {
    name,
    fresh,
    kept,
    /** @param {number} count */
    add(count) {
      for (let one = 0; one < count; one++) {
        fresh.add({ sink: "s", text: `${added++}`, weight: 1, bytes: BYTES, at: now });
      }
    },
    /** As a channel does: one run at a time. */
    async run() {
      if (busy) return;
      busy = true;
      kept.look();
      if (!((await kept.deliver()) && (kept.isOverfull() || (await fresh.sendAll())))) await fresh.keepAll();
      busy = false;
    },
  };
};

const pause = () => settled(40);
/** Lets the server see the oldest batch: it stores it or not, and answers. @param {Answer} given @param {boolean} stores */
const serve = async (given, stores, place = 0) => {
  const [batch] = underWay.splice(place, 1);
  assert.ok(batch, "nothing is under way");
  if (stores) for (const id of batch.ids) stored.add(id);
  batch.answer(given);
  await pause();
  return batch.ids;
};
/** Everything that can still arrive does, with one tab that is left. */
const settleAll = async () => {
  const last = openTab("last");
  for (let turn = 0; turn < 30; turn++) {
    now += LONG_MS;
    last.run();
    await pause();
    while (underWay.length) await serve(DELIVERED, true);
  }
};
const equal = (message = "") =>
  assert.equal(stored.size + dropped, added, `${message}: ${stored.size} stored + ${dropped} dropped of ${added}`);

beforeEach(() => {
  now = 1e12;
  dropped = 0;
  added = 0;
  stored = new Set();
  underWay = [];
  mock.method(Date, "now", () => now);
  setGlobal("indexedDB", new IDBFactory());
  setGlobal("IDBKeyRange", IDBKeyRange);
});

test("what another tab is sending is not dropped to make room", async () => {
  const [one, two] = [openTab("one"), openTab("two")];
  one.add(9);
  await one.fresh.keepAll();
  one.run();
  await pause();
  assert.deepEqual(underWay.map(({ ids }) => ids), [["0"]]);
  two.add(5);
  await two.fresh.keepAll();
  assert.equal(dropped, 4);
  assert.deepEqual(await serve(DELIVERED, true), ["0"]);
  await settleAll();
  assert.deepEqual([stored.has("0"), stored.has("1"), stored.has("4"), stored.has("5")], [true, false, false, true]);
  equal();
});

test("what arrived without an answer is not dropped to make room, and is stored once", async () => {
  const tab = openTab("one");
  tab.add(3);
  tab.run();
  await pause();
  await serve(LOST, true);
  tab.add(12);
  await tab.fresh.keepAll();
  assert.equal(dropped, 5);
  await settleAll();
  equal();
});

test("what the server did not take for now is dropped as if it had not been sent", async () => {
  const tab = openTab("one");
  tab.add(3);
  tab.run();
  await pause();
  await serve(BUSY, false);
  tab.add(12);
  await tab.fresh.keepAll();
  await settleAll();
  assert.deepEqual([stored.has("0"), stored.has("4"), stored.has("5")], [false, false, true]);
  equal();
});

test("a tab that dies while it sends from the store leaves its reports to the next", async () => {
  const [one, two] = [openTab("one"), openTab("two")];
  one.add(2);
  await one.fresh.keepAll();
  one.run();
  await pause();
  // It has arrived, and nobody hears the answer.
  for (const id of underWay.pop()?.ids ?? []) stored.add(id);
  two.add(15);
  await two.fresh.keepAll();
  two.run();
  await pause();
  // The lease is not two's yet, so it sends what is new, and nothing is.
  assert.deepEqual(underWay, []);
  await settleAll();
  assert.equal(stored.has("0"), true);
  equal();
});

test("a page that is hidden while it sends: its copy is not dropped, and goes with the answer", async () => {
  const [one, two] = [openTab("one"), openTab("two")];
  one.add(4);
  one.run();
  await pause();
  one.fresh.rescue();
  await pause();
  two.add(12);
  await two.fresh.keepAll();
  assert.equal(dropped, 6);
  await serve(DELIVERED, true);
  await settleAll();
  assert.ok(["0", "1", "2", "3"].every((id) => stored.has(id)));
  equal();
});

test("a page that is hidden while it sends, and hears nothing: its copy is sent again", async () => {
  const tab = openTab("one");
  tab.add(4);
  tab.run();
  await pause();
  tab.fresh.rescue();
  await pause();
  await serve(LOST, false);
  tab.run();
  await pause();
  assert.deepEqual(await serve(DELIVERED, true), ["0"]);
  await settleAll();
  equal();
});

test("a tab that slept hears of a refusal after another tab has counted it", async () => {
  const [one, two] = [openTab("one"), openTab("two")];
  one.add(1);
  await one.fresh.keepAll();
  one.run();
  await pause();
  now += LONG_MS;
  two.run();
  await pause();
  assert.deepEqual(underWay.map(({ tab, ids }) => [tab, ids]), [["one", ["0"]], ["two", ["0"]]]);
  await serve(REFUSED, false, 1);
  await serve(REFUSED, false);
  assert.equal(dropped, 1);
  await settleAll();
  equal();
});

test("what is refused, but cannot be removed, is counted once", async () => {
  const tab = openTab("one");
  tab.add(1);
  await tab.fresh.keepAll();
  tab.run();
  await pause();
  const { open } = indexedDB;
  indexedDB.open = () => { throw new Error("refused"); };
  await serve(REFUSED, false);
  assert.equal(dropped, 0);
  indexedDB.open = open;
  now += LONG_MS;
  openTab("two").run();
  await pause();
  await serve(REFUSED, false);
  assert.equal(dropped, 1);
  await settleAll();
  equal();
});

test("after a batch without an answer, a tab that may not deliver what is kept sends one report, then batches", async () => {
  const [one, two] = [openTab("one"), openTab("two")];
  one.add(4);
  one.run();
  await pause();
  await serve(LOST, false);
  two.run();
  await pause();
  one.add(6);
  one.run();
  await pause();
  assert.deepEqual(underWay.map(({ tab, ids }) => [tab, ids.length]), [["two", 1], ["one", 1]]);
  await serve(DELIVERED, true, 1);
  assert.deepEqual(underWay.map(({ tab, ids }) => [tab, ids.length]), [["two", 1], ["one", 4]]);
  await settleAll();
  equal();
});

test("while too many have no answer, only the tab that delivers them sends", async () => {
  const tabs = ["one", "two", "three", "four", "five", "six"].map(openTab);
  for (const tab of tabs) {
    tab.add(4);
    tab.run();
  }
  await pause();
  while (underWay.length) await serve(LOST, false);
  const [one, two] = /** @type {[Tab, Tab]} */ (tabs);
  one.run();
  await pause();
  two.add(3);
  two.run();
  await pause();
  assert.deepEqual(underWay.map(({ tab, ids }) => [tab, ids.length]), [["one", 1]]);
  while (underWay.length) await serve(DELIVERED, true);
  two.run();
  await pause();
  assert.deepEqual([underWay.map(({ tab }) => tab), dropped], [["two"], 0]);
  await settleAll();
  equal();
});

/** Numbers that are the same each time. @param {number} seed */
const numbers = (seed) => (/** @type {number} */ end) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * end);
};

test("three tabs, whatever happens in whatever order", async () => {
  let lost = 0;
  for (let seed = 0; seed < 60; seed++) {
    setGlobal("indexedDB", new IDBFactory());
    [added, dropped, stored, underWay] = [0, 0, new Set(), []];
    const below = numbers(seed * 7_919 + 1);
    /** @type {Tab[]} */
    const tabs = ["a", "b", "c"].map(openTab);
    /** What the server gets after the page has given up waiting. @type {string[][]} */
    const late = [];
    const happens = [
      (/** @type {Tab} */ tab) => tab.add(1 + below(4)),
      (/** @type {Tab} */ tab) => tab.add(1 + below(4)),
      (/** @type {Tab} */ tab) => void tab.run(),
      (/** @type {Tab} */ tab) => void tab.run(),
      (/** @type {Tab} */ tab) => void tab.fresh.keepAll(),
      (/** @type {Tab} */ tab) => tab.fresh.rescue(),
      () => underWay.length && serve(DELIVERED, true, below(underWay.length)),
      () => underWay.length && serve(DELIVERED, true, below(underWay.length)),
      () => underWay.length && serve(LOST, below(2) == 0, below(underWay.length)),
      () => underWay.length && serve(BUSY, false, below(underWay.length)),
      async () => {
        if (underWay.length) late.push(await serve(LOST, false, below(underWay.length)));
      },
      () => late.shift()?.forEach((id) => stored.add(id)),
      () => void (now += below(LONG_MS)),
      async (/** @type {Tab} */ tab) => {
        // It is closed: hidden first, then gone. What it had under way may arrive, and nobody hears of it.
        tab.fresh.rescue();
        await pause();
        late.push(...underWay.filter((batch) => batch.tab == tab.name).map(({ ids }) => ids));
        underWay = underWay.filter((batch) => batch.tab != tab.name);
        tabs[tabs.indexOf(tab)] = openTab(`${tab.name}'`);
      },
    ];
    for (let step = 0; step < 60; step++) {
      await happens[below(happens.length)]?.(/** @type {Tab} */ (tabs[below(3)]));
      if (below(2)) await pause();
    }
    for (const tab of tabs) tab.fresh.rescue();
    await pause();
    for (const ids of late) for (const id of ids) if (below(2)) stored.add(id);
    await settleAll();
    equal(`seed ${seed}`);
    lost += dropped;
  }
  assert.ok(lost > 100, "hardly anything was dropped");
});
