/** What `data-watch` hears is in the script tag's queue: the same end, the same count. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { BUILT, runScriptTag } from "./script-tag.mjs";

/** As it is built: it needs what the build puts in. */
const { start } = await import(new URL("pywidget-watch.js", BUILT).href);

const ADDRESS = "https://page.example/api/orders";

/** The little of a browser that watching needs. */
class XMLHttpRequest {
  open() {}
  send() {}
}
class Document {
  get baseURI() {
    return "https://page.example/shop/";
  }
  querySelector() {
    return null;
  }
}
const browser = {
  window: globalThis,
  Document,
  document: new Document(),
  location: { origin: "https://page.example" },
  XMLHttpRequest,
};
const { fetch } = globalThis;
/** What the server answers to an address. @type {(url: string) => Response} */
let answer;
/** @type {Awaited<ReturnType<typeof runScriptTag>>} */
let tag;

beforeEach(() => {
  Object.assign(globalThis, browser);
  globalThis.fetch = async (url) => answer(`${url}`);
  answer = () => Response.json({ code: "ORDER_NOT_FOUND" }, { status: 404 });
});

afterEach(() => {
  tag.state.off();
  globalThis.fetch = fetch;
  for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name);
});

/** @param {Record<string, string>} [dataset] */
const watch = async (dataset) => {
  tag = await runScriptTag({ watch: "/api/* mori", ...dataset });
  start(tag.state);
};

/** Everything that was started has ended. */
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** @param {number} count */
const ask = async (count) => {
  for (let number = 0; number < count; number++) await globalThis.fetch(ADDRESS);
  // Bodies are read beside the page's own reading.
  while (heard().length < count && !tag.state.lost) await settled();
  await settled();
};

/** Of the queue, what was watched, as Python reads it. */
const heard = () =>
  tag.queue().filter(([, name]) => name == "answer" || name == "answered").map(([, , , , text]) => JSON.parse(text));

test("an answer is one entry of the queue, and fetches the rest", async () => {
  await watch();
  await ask(1);
  const [{ age, ...told }] = heard();
  assert.deepEqual(told, {
    system: "mori", stage: "GET /api/orders", status: 404, headers: {}, body: '{"code":"ORDER_NOT_FOUND"}',
  });
  assert.ok(age >= 0);
  assert.equal(tag.state.queue.length, 1);
  assert.deepEqual(tag.imported, ["pywidget-page.js"]);
});

test("what other addresses answer is not heard, nor what went well", async () => {
  await watch();
  await globalThis.fetch("https://elsewhere.example/api/x");
  answer = () => new Response("{}");
  await globalThis.fetch(ADDRESS);
  await settled();
  assert.deepEqual(tag.queue(), []);
});

test("250 failures that wait and 20 answers: none is lost", async () => {
  await watch();
  for (let number = 0; number < 250; number++) tag.state.add(null, "report", { detail: number });
  await ask(20);
  const queue = tag.queue();
  assert.deepEqual([queue.length, tag.state.lost, heard().length], [270, 0, 20]);
  assert.deepEqual(queue.slice(0, 250).map(([, , text]) => +text), Array.from({ length: 250 }, (_, number) => number));
});

test("where the queue is full, what answers take from it is counted, each once", async () => {
  await watch();
  for (let number = 0; number < 20_000; number++) tag.state.add(null, "say", { detail: number });
  for (let number = 1; number <= 5; number++) {
    await globalThis.fetch(ADDRESS);
    while (heard().length < number) await settled();
  }
  const { queue, lost } = tag.state;
  assert.deepEqual([queue.length, lost, queue[0][2]], [20_001, 4, "4"]);
});

test("Python is woken for each, and one that reads them leaves the queue empty", async () => {
  await watch();
  /** @type {any[]} */
  const read = [];
  tag.state.wake = () => read.push(...tag.state.queue.splice(0));
  answer = () => Response.json({}, { status: 503 });
  await globalThis.fetch(ADDRESS);
  while (!read.length) await settled();
  answer = () => new Response("{}");
  await globalThis.fetch(ADDRESS);
  await settled();
  assert.deepEqual(read.map(([, name]) => name), ["answer", "answered"]);
  assert.equal(tag.state.lost, 0);
});

test("a body is whole, up to 64 KB, as long as the queue is short", async () => {
  await watch();
  answer = () => new Response("x".repeat(70_000), { status: 500, headers: { "content-type": "text/plain" } });
  await ask(1);
  assert.equal(heard()[0].body.length, 65_536);
});

test("behind a thousand others only its beginning is kept, and the rest of the answer as ever", async () => {
  await watch();
  for (let number = 0; number < 1_000; number++) tag.state.add(null, "say", { detail: number });
  answer = () => new Response("x".repeat(3_000), { status: 500, headers: { "content-type": "text/plain", "retry-after": "7" } });
  await ask(2);
  assert.deepEqual(heard().map(({ body }) => body.length), [3_000, 2_000]);
  const { age, body, ...told } = heard()[1];
  assert.deepEqual(told, { system: "mori", stage: "GET /api/orders", status: 500, headers: { "retry-after": "7" } });
});

test("profiles wait outside of the queue until Python is there", async () => {
  const profiles = [{ system: "acme" }, { system: "other" }];
  answer = (url) => Response.json(profiles[url.includes("acme") ? 0 : 1]);
  await watch({ profile: "/acme.json /other.json" });
  while (tag.state.profiles.length < 2) await settled();
  assert.deepEqual(tag.queue(), []);
  assert.deepEqual(
    tag.state.profiles.map((/** @type {string} */ text) => JSON.parse(text)),
    [{ url: "/acme.json", profile: profiles[0] }, { url: "/other.json", profile: profiles[1] }],
  );
});

test("a profile that comes after Python goes in like anything else", async () => {
  answer = () => Response.json({ system: "acme" });
  tag = await runScriptTag({ profile: "/acme.json" });
  tag.state.wake = () => 0;
  start(tag.state);
  while (!tag.state.queue.length) await settled();
  const [[widget, name, , , text]] = tag.state.queue;
  assert.deepEqual([widget, name, JSON.parse(text).profile], [null, "profile", { system: "acme" }]);
  assert.deepEqual(tag.state.profiles, []);
});

test("after the end nothing is heard", async () => {
  await watch();
  tag.state.off();
  await globalThis.fetch(ADDRESS);
  await settled();
  assert.deepEqual(tag.queue(), []);
});
