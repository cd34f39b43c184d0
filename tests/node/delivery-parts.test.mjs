/** What a channel does with reports that were not sent yet, and with those that were kept. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { settled } from "./browser.mjs";
import { createFresh } from "../../pywidget/page/delivery-fresh.js";
import { createKept } from "../../pywidget/page/delivery-kept.js";
import { NO_BACKOFF, decide, weightOf } from "../../pywidget/page/delivery-policy.js";
import { createStore } from "../../pywidget/page/delivery-store.js";

/** @typedef {import("../../pywidget/page/delivery-policy.js").Answer} Answer */
/** @typedef {import("../../pywidget/page/delivery-store.js").Keepable} Keepable */

const START = 1e12;
let now = START;
/** @type {string[][]} */
let sent;
/** @type {any[]} */
let dropped;
/** @type {number[]} */
let woken;
/** @type {(texts: string[], hurried: boolean) => Answer | Promise<Answer>} */
let answer;
/** @type {any} */
let post;
/** @type {ReturnType<typeof createStore>} */
let store;
let open = true;

/** @param {Partial<Answer>} [more] @returns {Answer} */
const said = (more) => ({ outcome: "delivered", reason: "HTTP 200", status: 200, rejected: 0, ...more });
/** @param {string} text @param {object} [more] @returns {Keepable} */
const report = (text, more) => ({ sink: "s", text, weight: 1, bytes: 100, at: now, ...more });
/** @param {{ text: string }[]} items */
const texts = (items) => items.map(({ text }) => text);
/** @param {Answer} given @param {Keepable[]} items */
const hear = (given, items) => {
  return decide(NO_BACKOFF, given, items.length, weightOf(items), 0, 0);
};
/** @param {number} count @param {string} reason */
const drop = (count, reason) => {
  if (count) dropped.push([count, reason]);
};
const channel = { sink: "s", room: 1_000, isOpen: () => open, hear, drop, wake: (/** @type {number} */ delay) => woken.push(delay) };
/** What is in the store, whoever holds it. @param {string} [sink] */
const inStore = async (sink = "s") => {
  now += 1e6;
  const { kept } = await store.take(sink, 1e6, 1e9);
  now -= 1e6;
  return texts(kept);
};

beforeEach(() => {
  now = START;
  mock.method(Date, "now", () => now);
  sent = [];
  dropped = [];
  woken = [];
  open = true;
  answer = () => said();
  store = createStore();
  post = {
    hurried: 0,
    left: [],
    takes: 1e9,
    room: () => 1e9,
    hurry: () => post.hurried++,
    send: async (/** @type {Keepable[]} */ items, /** @type {boolean} */ hurried) => {
      sent.push(texts(items));
      return answer(texts(items), hurried);
    },
    leave: (/** @type {Keepable[]} */ items) => {
      if (items.length > post.takes || items.some(({ text }) => text == "refused")) return false;
      post.left.push(texts(items));
      return true;
    },
  };
});

describe("reports that are new", () => {
  const make = () => {
    const kept = createKept(store, post, channel);
    const fresh = createFresh(post, kept, channel);
    return { kept, fresh, add: (/** @type {string[]} */ ...names) => names.forEach((name) => fresh.add(report(name))) };
  };

  test("wait until they are sent, in batches that fit", async () => {
    const { fresh, add } = make();
    assert.equal(fresh.any(), false);
    add(..."abcdefghijk");
    assert.deepEqual([fresh.any(), fresh.isFull()], [true, true]);
    answer = (_names, hurried) => (assert.equal(hurried, false), said());
    assert.equal(await fresh.sendAll(), true);
    assert.deepEqual(sent, [["a", "b", "c", "d", "e", "f", "g", "h", "i"], ["j", "k"]]);
    assert.deepEqual([fresh.any(), fresh.isFull(), await inStore()], [false, false, []]);
  });

  test("are kept from the first that cannot be sent on: it and those after it", async () => {
    const { fresh, kept, add } = make();
    add("a", "b");
    answer = () => said({ outcome: "later" });
    assert.equal(await fresh.sendAll(), false);
    assert.deepEqual(await inStore(), ["a", "b"]);
    assert.equal(kept.any(), true);
    add("c");
    await fresh.keepAll();
    assert.deepEqual([fresh.any(), await inStore()], [false, ["a", "b", "c"]]);
  });

  test("are halved where they are too large together", async () => {
    const { fresh, add } = make();
    add("a", "b", "c", "d", "e");
    answer = (names) => said({ outcome: names.length > 2 ? "too-large" : "delivered" });
    assert.equal(await fresh.sendAll(), true);
    assert.deepEqual(sent, [["a", "b", "c", "d", "e"], ["a", "b"], ["c", "d", "e"], ["c"], ["d", "e"]]);
    assert.deepEqual(await inStore(), []);
  });

  test("of halves, each is kept once if the first one cannot be sent", async () => {
    const { fresh, add } = make();
    add("a", "b", "c", "d");
    answer = (names) => said({ outcome: names.length > 2 ? "too-large" : "later" });
    assert.equal(await fresh.sendAll(), false);
    assert.deepEqual([sent.length, (await inStore()).sort()], [2, ["a", "b", "c", "d"]]);
  });

  test("one that is too large alone is dropped, and the rest goes on", async () => {
    const { fresh, add } = make();
    add("a", "b");
    answer = (names) => said({ outcome: names.includes("b") ? "too-large" : "delivered", reason: "HTTP 413" });
    assert.equal(await fresh.sendAll(), true);
    assert.deepEqual([dropped, await inStore()], [[[1, "HTTP 413"]], []]);
  });

  test("more than 500 are too many: the oldest is lost with what it weighs", () => {
    const { fresh } = make();
    for (let number = 0; number < 500; number++) fresh.add(report("x", { weight: 7 }));
    assert.deepEqual(dropped, []);
    fresh.add(report("y"));
    assert.deepEqual(dropped, [[7, "queue full"]]);
  });

  test("on their way when the page is hidden, are kept until they are confirmed, where no other tab takes them", async () => {
    const { fresh, add } = make();
    /** @type {(given: Answer) => void} */
    let end = () => 0;
    answer = () => new Promise((resolve) => (end = resolve));
    add("a");
    const sending = fresh.sendAll();
    fresh.rescue();
    fresh.rescue();
    await settled();
    assert.equal(post.hurried, 2);
    assert.deepEqual(await store.take("s", 9, 1e9), { kept: [], held: 1, expired: 0 });
    now += 59_999;
    assert.equal((await store.take("s", 9, 1e9)).held, 1);
    now += 1;
    assert.equal((await store.take("s", 9, 1e9)).held, 0);
    end(said());
    assert.equal(await sending, true);
    assert.deepEqual(await inStore(), []);
  });

  test("those that wait then are sent in a hurry, and kept until they are confirmed", async () => {
    const { fresh, add } = make();
    /** @type {boolean[]} */
    const hurries = [];
    /** @type {(() => void)[]} */
    const ends = [];
    answer = (_names, hurried) => (hurries.push(hurried), new Promise((resolve) => ends.push(() => resolve(said()))));
    add(..."abcdefghijk");
    fresh.rescue();
    await settled();
    assert.deepEqual([sent.map(({ length }) => length), hurries, fresh.any()], [[9, 2], [true, true], false]);
    assert.equal((await store.take("s", 99, 1e9)).held, 11);
    for (const end of ends) end();
    await settled();
    assert.deepEqual(await inStore(), []);
  });

  test("where the browser has less room, less is sent, and the rest is kept", async () => {
    const { fresh, add } = make();
    let room = 250;
    post.room = () => room;
    answer = () => ((room = 0), said());
    add("a", "b", "c");
    fresh.rescue();
    await settled();
    assert.deepEqual([sent, fresh.any(), await inStore()], [[["a", "b"]], false, ["c"]]);
  });

  test("where nothing may be sent, all are kept", async () => {
    const { fresh, add } = make();
    open = false;
    add("a", "b");
    fresh.rescue();
    await settled();
    assert.deepEqual([sent, await inStore()], [[], ["a", "b"]]);
  });

  test("a page that goes hands them to the browser, in batches, halved where it must be", async () => {
    const { fresh, add } = make();
    add(..."abcdefghijk");
    post.takes = 4;
    fresh.leave();
    await settled();
    assert.deepEqual(post.left.map((/** @type {string[]} */ names) => names.join("")), ["abcd", "ef", "ghi", "jk"]);
    assert.deepEqual([sent, fresh.any(), await inStore()], [[], false, []]);
  });

  test("what the browser does not take is sent, and kept until it is confirmed", async () => {
    const { fresh, add } = make();
    add("a", "refused", "b");
    answer = () => new Promise(() => 0);
    fresh.leave();
    await settled();
    assert.deepEqual([post.left, sent, (await store.take("s", 9, 1e9)).held], [[["a"], ["b"]], [["refused"]], 1]);
  });

  test("a page that goes while nothing may be sent keeps them", async () => {
    const { fresh, add } = make();
    open = false;
    add("a");
    fresh.leave();
    await settled();
    assert.deepEqual([post.left, await inStore()], [[], ["a"]]);
  });
});

describe("reports that are kept", () => {
  const make = () => createKept(store, post, channel);
  /** @param {number} count */
  const put = (count) => store.put("s", Array.from({ length: count }, (_, n) => report(`${n}`)), false, 0);

  test("may be there from the page before; after a look nobody has to look again", async () => {
    const kept = make();
    assert.equal(kept.any(), true);
    assert.equal(await kept.deliver(), true);
    assert.deepEqual([kept.any(), sent, woken], [false, [], []]);
    kept.look();
    assert.equal(kept.any(), true);
  });

  test("go out with a probe first, then in batches", async () => {
    await put(12);
    const kept = make();
    assert.equal(await kept.deliver(), true);
    assert.deepEqual(sent.map(({ length }) => length), [1, 10, 1]);
    assert.deepEqual([kept.any(), await inStore(), dropped], [false, [], []]);
  });

  test("stay where the probe fails, and are there for the next time", async () => {
    await put(3);
    answer = () => said({ outcome: "later" });
    const kept = make();
    assert.equal(await kept.deliver(), false);
    assert.deepEqual([sent, kept.any(), (await inStore()).length], [[["0"]], true, 3]);
  });

  test("are halved, and then go on in such batches", async () => {
    await put(5);
    answer = (names) => said({ outcome: names.length > 2 ? "too-large" : "delivered" });
    assert.equal(await make().deliver(), true);
    assert.deepEqual(sent.map(({ length }) => length), [1, 4, 2, 2]);
    assert.deepEqual(await inStore(), []);
  });

  test("that expired are counted, with what they weigh", async () => {
    await store.put("s", [report("old", { at: now - 86_400_001, weight: 4 })], false, 0);
    await make().deliver();
    assert.deepEqual([dropped, sent], [[[4, "expired"]], []]);
  });

  test("that are on their way elsewhere are looked at again in a minute", async () => {
    const kept = make();
    await kept.put([report("held")], true, 1_000);
    await put(1);
    assert.equal(await kept.deliver(), true);
    assert.deepEqual([sent, woken, kept.any()], [[["0"]], [60_000, 60_000], true]);
    now += 1_000;
    await kept.deliver();
    assert.deepEqual([sent.at(-1), kept.any()], [["held"], false]);
  });

  test("are delivered by one tab only: another one looks again in a minute", async () => {
    const { lease } = store;
    /** @type {any[]} */
    const leases = [];
    store.lease = async (sink, holder, until) => (leases.push([sink, holder, until - (until && now)]), leases.length < 2 && lease(sink, holder, until));
    await put(2);
    const kept = make();
    assert.equal(await kept.deliver(), true);
    assert.deepEqual([sent, woken], [[["0"]], [60_000]]);
    assert.deepEqual(leases.map(([sink, , until]) => [sink, until]), [["s", 60_000], ["s", 60_000]]);
    assert.match(leases[0][1], /^[\da-f-]{36}$/);
    assert.equal(kept.any(), true);
  });

  for (const [what, outcome, go] of /** @type {["nothing is left" | "it fails", Answer["outcome"], boolean][]} */ ([
    ["nothing is left", "delivered", true], ["it fails", "later", false],
  ])) {
    test(`the lease is given back when ${what}`, async () => {
      /** @type {number[]} */
      const leases = [];
      store.lease = async (_sink, _holder, until) => (leases.push(until), true);
      await put(1);
      answer = () => said({ outcome });
      assert.equal(await make().deliver(), go);
      assert.deepEqual([leases.at(-1), leases.filter((until) => !until).length], [0, 1]);
    });
  }

  test("that cannot be removed are sent once by this page", async () => {
    /** @type {number[]} */
    const leases = [];
    store.lease = async (_sink, _holder, until) => (leases.push(until), true);
    store.remove = async () => undefined;
    await put(2);
    const kept = make();
    assert.equal(await kept.deliver(), true);
    assert.deepEqual([sent, kept.any(), leases.at(-1)], [[["0"]], false, 0]);
  });

  test("that are put in meanwhile are not overlooked", async () => {
    const kept = make();
    await put(1);
    const { take } = store;
    store.take = async (...args) => {
      const taken = await take(...args);
      if (!taken.kept.length) kept.look();
      return taken;
    };
    await kept.deliver();
    assert.equal(kept.any(), true);
  });

  test("nothing is put in for nothing; what is lost thereby is told", async () => {
    const kept = make();
    await kept.deliver();
    assert.deepEqual([await kept.put([], false), kept.any()], [[], false]);
    await store.put("s", [report("old", { weight: 3 })], false, 0);
    const there = await kept.put(Array.from({ length: 500 }, () => report("new")), false);
    assert.deepEqual([there.length, there[0]?.free, kept.any()], [500, 0, true]);
    assert.deepEqual(dropped, [[3, "queue full"]]);
  });
});
