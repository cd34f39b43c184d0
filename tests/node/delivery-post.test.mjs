/** One request with a batch of reports, and what its answer means. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { openPage, settled } from "./browser.mjs";
import { createPost } from "../../pywidget/page/delivery-post.js";

/** @type {[url: string, init: any][]} */
let asked;
/** @type {(init: any) => any} */
let answer;
/** @type {ReturnType<typeof createPost>} */
let post;

/** @param {...string} texts */
const items = (...texts) => texts.map((text) => ({ text, bytes: text.length }));

beforeEach(() => {
  openPage();
  asked = [];
  answer = () => new Response();
  mock.method(globalThis, "fetch", async (/** @type {any} */ url, /** @type {any} */ init) => {
    asked.push([`${url}`, init]);
    return answer(init);
  });
  post = createPost({ url: "/reports", head: '{"é":[', tail: "]}" });
});

test("the frame counts in bytes, and what is left for a page that goes", () => {
  assert.equal(post.frame, 9);
  assert.equal(post.room(), 59_991);
});

for (const url of ["data:text/plain,x", "javascript:1", "xhttps://a.example/", "http+x://a.example/"]) {
  test(`${url} is no address to send to`, () => assert.throws(() => createPost({ url, head: "", tail: "" }), /no web address/));
}

test("a batch is one request, which names no visitor", async () => {
  assert.deepEqual(await post.send(items("1", "2"), false), { outcome: "delivered", reason: "HTTP 200", status: 200, after: undefined, rejected: 0 });
  const [[url, { signal, ...init }]] = /** @type {any} */ (asked);
  assert.equal(url, "https://page.example/reports");
  assert.equal(signal.aborted, false);
  assert.deepEqual(init, {
    method: "POST", body: '{"é":[1,2]}', headers: { "Content-Type": "application/json" }, credentials: "omit", referrerPolicy: "origin",
    cache: "no-store", redirect: "manual", keepalive: true,
  });
});

const partial = (/** @type {unknown} */ said, type = "application/json") => new Response(JSON.stringify(said), { headers: { "content-type": type } });
for (const [what, response, told] of /** @type {[string, () => any, object][]} */ ([
  ["in part", () => partial({ partialSuccess: { rejectedLogRecords: "3" } }), { outcome: "delivered", rejected: 3 }],
  ["in part, of another kind", () => partial({ partialSuccess: { rejectedLogRecords: 3 } }, "text/plain"), { outcome: "delivered", rejected: 0 }],
  ["with JSON of its own", () => partial({ ok: true }), { outcome: "delivered", rejected: 0 }],
  ["with a word for a number", () => partial({ partialSuccess: { rejectedLogRecords: "some" } }), { outcome: "delivered", rejected: 0 }],
  ["later", () => new Response("", { status: 503, headers: { "retry-after": "7" } }), { outcome: "later", status: 503, reason: "HTTP 503", after: 7_000 }],
  ["later, without a time", () => new Response("", { status: 500 }), { outcome: "later", after: undefined, rejected: 0 }],
  ["too many, by 403", () => new Response("", { status: 403, headers: { "retry-after": "7" } }), { outcome: "later", after: 7_000 }],
  ["refused", () => partial({ partialSuccess: { rejectedLogRecords: 3 } }).json().then((said) => Response.json(said, { status: 403 })),
    { outcome: "refused", after: undefined, rejected: 0 }],
  ["too large", () => new Response("", { status: 413, headers: { "retry-after": "7" } }), { outcome: "too-large", after: undefined }],
  ["redirected", () => ({ type: "opaqueredirect", status: 0, headers: new Headers() }), { outcome: "refused", reason: "redirected", status: 0 }],
])) {
  test(`taken ${what}`, async () => {
    answer = response;
    const all = await post.send(items("1"), false);
    assert.deepEqual({ ...all, ...told }, all);
  });
}

test("no connection is later, and so is no answer within half a minute", async () => {
  answer = () => { throw new TypeError("failed"); };
  assert.deepEqual(await post.send(items("1"), false), { outcome: "later", reason: "network", status: 0 });
  answer = () => { throw Object.assign(new TypeError("failed"), { name: "TimeoutError" }); };
  assert.equal((await post.send(items("1"), false)).reason, "network");
  answer = () => { throw new DOMException("", "AbortError"); };
  assert.equal((await post.send(items("1"), false)).reason, "network");
  mock.timers.enable({ apis: ["setTimeout"] });
  answer = ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  let done;
  const sending = post.send(items("1"), false).then((told) => (done = told));
  mock.timers.tick(29_999);
  await settled();
  assert.equal(done, undefined);
  mock.timers.tick(1);
  assert.deepEqual(await sending, { outcome: "later", reason: "timeout", status: 0 });
  assert.equal(post.room(), 59_991);
});

test("an answer in time is not given up afterwards", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  await post.send(items("1"), false);
  mock.timers.tick(60_000);
  assert.equal(asked[0]?.[1].signal.aborted, false);
});

test("a long batch is compressed; one that is no longer than it need be is not", async () => {
  const long = `"${"x".repeat(1_990)}"`;
  await post.send(items(long), false);
  assert.equal(typeof asked[0]?.[1].body, "string");
  await post.send(items(`${long} `), false);
  const { body, headers } = asked[1]?.[1];
  assert.deepEqual(headers, { "Content-Type": "application/json", "Content-Encoding": "gzip" });
  assert.equal(gunzipSync(body).toString(), `{"é":[${long} ]}`);
});

test("a server that does not read gzip gets it plain, then and from then on", async () => {
  const long = items("x".repeat(3_000));
  answer = ({ headers }) => new Response("", { status: headers["Content-Encoding"] ? 415 : 200 });
  assert.equal((await post.send(long, false)).outcome, "delivered");
  assert.equal((await post.send(long, false)).outcome, "delivered");
  assert.deepEqual(asked.map(([, { headers }]) => headers["Content-Encoding"]), ["gzip", undefined, undefined]);
});

test("one that is in trouble is not asked twice", async () => {
  answer = () => new Response("", { status: 503 });
  assert.equal((await post.send(items("x".repeat(3_000)), false)).status, 503);
  assert.equal(asked.length, 1);
  answer = () => new Response();
  await post.send(items("x".repeat(3_000)), false);
  assert.equal(asked[1]?.[1].headers["Content-Encoding"], "gzip");
});

test("in a hurry nothing is compressed, and what is being compressed is sent as it is", async () => {
  await post.send(items("x".repeat(3_000)), true);
  const sending = post.send(items("y".repeat(3_000)), false);
  post.hurry();
  await sending;
  assert.deepEqual(asked.map(([, { body }]) => typeof body), ["string", "string"]);
  // Nothing is left to be hurried.
  post.hurry();
  await post.send(items("x".repeat(3_000)), false);
  assert.equal(asked[2]?.[1].headers["Content-Encoding"], "gzip");
});

test("a browser without compression sends it plain", async () => {
  const { CompressionStream } = globalThis;
  Reflect.deleteProperty(globalThis, "CompressionStream");
  post = createPost({ url: "/reports", head: "", tail: "" });
  Object.assign(globalThis, { CompressionStream });
  await post.send(items("x".repeat(3_000)), false);
  assert.equal(typeof asked[0]?.[1].body, "string");
});

test("so many bytes can outlive the page, of all channels, and come back with the answer", async () => {
  const other = createPost({ url: "https://other.example/", head: "", tail: "" });
  /** @type {(() => void)[]} */
  const ends = [];
  answer = () => new Promise((resolve) => ends.push(() => resolve(new Response())));
  const all = [post.send(items("x".repeat(59_990)), true), other.send(items("y"), true), other.send(items("z"), true)];
  await settled();
  assert.deepEqual(asked.map(([, { keepalive }]) => keepalive), [true, true, false]);
  assert.equal(other.room(), 0);
  for (const end of ends) end();
  await Promise.all(all);
  assert.deepEqual([other.room(), post.room()], [60_000, 59_991]);
});

test("compressed bodies count as they are", async () => {
  let room = 0;
  answer = () => ((room = post.room()), new Response());
  await post.send(items("x".repeat(59_000)), false);
  assert.ok(room > 50_000, `${room}`);
});

test("to the page's own origin the browser takes a beacon along, or says that it does not", async () => {
  /** @type {[string, Blob][]} */
  const left = [];
  let takes = true;
  navigator.sendBeacon = (url, body) => (left.push([`${url}`, /** @type {Blob} */ (body)]), takes);
  assert.equal(post.leave(items("1", "2")), true);
  takes = false;
  assert.equal(post.leave(items("3")), false);
  const [[url, body]] = /** @type {[[string, Blob]]} */ (/** @type {unknown} */ (left));
  assert.deepEqual([url, body.type, await body.text()], ["https://page.example/reports", "application/json", '{"é":[1,2]}']);
  assert.equal(createPost({ url: "https://other.example/", head: "", tail: "" }).leave(items("1")), false);
  assert.equal(left.length, 2);
  Object.assign(navigator, { sendBeacon: undefined });
  assert.equal(post.leave(items("1")), false);
  navigator.sendBeacon = () => { throw new Error("forbidden by a script"); };
  assert.equal(post.leave(items("1")), false);
});
