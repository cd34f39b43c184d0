/** A channel as a whole: when it sends, when it keeps, and what it tells. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { atEnd, openPage, setGlobal, settled } from "./browser.mjs";
import { openChannel } from "../../pywidget/page/delivery.js";

let number = 0;
/** @type {string} */
let sink;
/** @type {any[]} */
let told;
/** @type {string[]} */
let sent;
/** @type {() => any} */
let answer;
let passed = 0;
let visibility = "visible";
let online = true;
/** @type {ReturnType<typeof openChannel>} */
let channel;

beforeEach(() => {
  openPage();
  setGlobal("performance", { now: () => passed });
  Object.defineProperty(document, "visibilityState", { get: () => visibility });
  Object.defineProperty(navigator, "onLine", { get: () => online });
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(Math, "random", () => 0);
  told = [];
  sent = [];
  passed = 0;
  visibility = "visible";
  online = true;
  answer = () => new Response();
  mock.method(globalThis, "fetch", async (/** @type {any} */ _url, /** @type {any} */ { body }) => (sent.push(body), answer()));
  // Each has a part of the storage, which is one for all.
  sink = `sink ${++number}`;
  channel = openChannel({ deliver: (message) => told.push(message) }, { sink, url: "/reports", head: "[", tail: "]" });
  atEnd(() => channel.stop());
});

/** @param {number} ms */
const pass = async (ms) => {
  passed += ms;
  mock.timers.tick(ms);
  await settled(8);
};
/** @param {string} name */
const happen = async (name) => {
  (name == "visibilitychange" ? document : window).dispatchEvent(new Event(name));
  await settled(8);
};
const dropped = (/** @type {number} */ count, /** @type {string} */ reason) => ({ kind: "delivery-dropped", sink, count, reason });

test("reports are gathered for five seconds", async () => {
  channel.add("1", 1);
  channel.add("2", 1);
  await pass(4_999);
  assert.deepEqual(sent, []);
  await pass(1);
  assert.deepEqual([sent, told], [["[1,2]"], []]);
  await pass(60_000);
  assert.equal(sent.length, 1);
  channel.add("3", 1);
  await pass(5_000);
  assert.deepEqual(sent[1], "[3]");
});

test("a full batch is sent at once, and so is what is flushed", async () => {
  for (let count = 0; count < 49; count++) channel.add("0", 1);
  await settled();
  assert.equal(sent.length, 0);
  channel.add("0", 1);
  await settled();
  assert.equal(sent.length, 1);
  channel.add("1", 1);
  await channel.flush();
  assert.equal(sent[1], "[1]");
});

test("what fits into no batch is dropped, counted in bytes", () => {
  channel.add(`"${"é".repeat(29_998)}"`, 3);
  assert.deepEqual(told, [dropped(3, "too large")]);
  channel.add(`"${"x".repeat(59_995)}"`, 3);
  assert.equal(told.length, 1);
});

test("what the server does not like is dropped, and told", async () => {
  answer = () => new Response("", { status: 400 });
  channel.add("1", 2);
  channel.add("2", 3);
  await channel.flush();
  await settled();
  assert.deepEqual(told, [dropped(5, "HTTP 400")]);
});

test("in trouble, it waits, longer each time, and goes on with one report", async () => {
  answer = () => new Response("", { status: 500 });
  channel.add("1", 1);
  channel.add("2", 1);
  await channel.flush();
  await pass(499);
  assert.deepEqual(sent, ["[1,2]"]);
  await pass(1);
  assert.deepEqual(sent, ["[1,2]", "[1]"]);
  // What comes meanwhile is kept with the others.
  channel.add("3", 1);
  await pass(999);
  assert.equal(sent.length, 2);
  answer = () => new Response();
  await pass(1);
  assert.deepEqual(sent.slice(2), ["[1]", "[2,3]"]);
  assert.deepEqual(told, []);
});

test("a wait that the server names is kept to, also where a connection comes back", async () => {
  answer = () => new Response("", { status: 429, headers: { "retry-after": "20" } });
  channel.add("1", 1);
  await channel.flush();
  answer = () => new Response();
  await happen("online");
  await happen("visibilitychange");
  await pass(19_999);
  assert.equal(sent.length, 1);
  await pass(1);
  assert.deepEqual(sent, ["[1]", "[1]"]);
});

test("our own wait ends when a connection comes back", async () => {
  answer = () => { throw new TypeError("failed"); };
  channel.add("1", 1);
  await channel.flush();
  answer = () => new Response();
  await happen("online");
  assert.deepEqual(sent, ["[1]", "[1]"]);
});

test("offline nothing is sent, and it looks again after half a minute", async () => {
  online = false;
  channel.add("1", 1);
  await settled(8);
  // The time of a first batch: there is still no connection.
  await pass(5_000);
  await pass(29_999);
  assert.deepEqual(sent, []);
  online = true;
  await pass(1);
  assert.deepEqual(sent, ["[1]"]);
});

test("a page that is hidden sends at once; what comes then goes in the next task, together", async () => {
  channel.add("1", 1);
  visibility = "hidden";
  await happen("visibilitychange");
  assert.deepEqual(sent, ["[1]"]);
  // Node's mocked timers know none without a delay.
  mock.timers.reset();
  const nextTask = () => new Promise((resolve) => setTimeout(resolve)).then(() => settled(8));
  channel.add("2", 1);
  channel.add("3", 1);
  assert.equal(sent.length, 1);
  await nextTask();
  assert.deepEqual(sent.slice(1), ["[2,3]"]);
  channel.add("4", 1);
  await nextTask();
  assert.deepEqual(sent.slice(2), ["[4]"]);
});

test("where setTimeout calls at once, what comes to a hidden page is sent at once, each time, and once", async () => {
  visibility = "hidden";
  const { setTimeout } = globalThis;
  setGlobal("setTimeout", (/** @type {() => void} */ run, /** @type {number} */ ms) => (ms ? setTimeout(run, ms) : run()));
  for (const text of ["1", "2", "3"]) {
    channel.add(text, 1);
    await settled(8);
  }
  await pass(60_000);
  assert.deepEqual([sent, told], [["[1]", "[2]", "[3]"], []]);
});

test("a page that is seen again looks at what other tabs have kept", async () => {
  await channel.flush();
  const other = openChannel({ deliver() {} }, { sink, url: "/reports", head: "[", tail: "]" });
  answer = () => new Response("", { status: 500 });
  other.add("1", 1);
  await other.flush();
  other.stop();
  answer = () => new Response();
  await channel.flush();
  assert.equal(sent.length, 1);
  await happen("visibilitychange");
  assert.deepEqual(sent, ["[1]", "[1]"]);
});

test("a page that goes leaves it to the browser", async () => {
  /** @type {any[]} */
  const left = [];
  navigator.sendBeacon = (_url, body) => (left.push(body), true);
  channel.add("1", 1);
  await happen("pagehide");
  assert.equal(await left[0].text(), "[1]");
  assert.deepEqual(sent, []);
});

test("where a script lets beacons throw, a page that goes sends its reports by a request, and gets no error", async () => {
  /** @type {any[]} */
  const thrown = [];
  window.addEventListener("error", ({ error }) => thrown.push(error));
  navigator.sendBeacon = () => { throw new Error("forbidden by a script"); };
  answer = () => { throw new TypeError("failed"); };
  for (const text of ["1", "2", "3"]) channel.add(text, 1);
  await happen("pagehide");
  assert.deepEqual([sent, thrown], [["[1,2,3]"], []]);
  // Also where that failed, none is lost, and none is counted as lost.
  answer = () => new Response();
  await pass(60_000);
  assert.deepEqual([sent.slice(1), told, thrown], [["[1]", "[2,3]"], [], []]);
});

test("one run at a time: what is asked for meanwhile is done afterwards", async () => {
  /** @type {(() => void)[]} */
  const ends = [];
  answer = () => new Promise((resolve) => ends.push(() => resolve(new Response())));
  channel.add("1", 1);
  channel.flush();
  await settled(8);
  channel.add("2", 1);
  channel.flush();
  await settled(8);
  assert.deepEqual(sent, ["[1]"]);
  ends[0]?.();
  await settled(8);
  await pass(0);
  assert.deepEqual(sent, ["[1]", "[2]"]);
  ends[1]?.();
  await settled(8);
  await pass(60_000);
  assert.equal(sent.length, 2);
});

test("after the end nothing is taken, and nothing sent", async () => {
  channel.stop();
  channel.add("1", 4);
  assert.deepEqual(told, [dropped(4, "stopped")]);
  visibility = "hidden";
  for (const name of ["visibilitychange", "pagehide", "online"]) await happen(name);
  await channel.flush();
  await pass(60_000);
  assert.deepEqual(sent, []);
});

test("at the end, what waits is sent, and kept for the next page if the answer is lost", async () => {
  navigator.sendBeacon = () => assert.fail("its answer could not be read");
  answer = () => { throw new TypeError("failed"); };
  channel.add("1", 1);
  channel.stop();
  await settled(8);
  answer = () => new Response();
  const next = openChannel({ deliver() {} }, { sink, url: "/reports", head: "[", tail: "]" });
  await next.flush();
  next.stop();
  assert.deepEqual([sent, told], [["[1]", "[1]"], []]);
});

test("an address that is none is no channel", () => {
  assert.throws(() => openChannel({ deliver() {} }, { sink, url: "mailto:a", head: "", tail: "" }), /no web address/);
});
