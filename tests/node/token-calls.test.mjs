/** What Python asks for tokens, before and after the module for that is there; and when that module comes early. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { listenToConsole, openPage, putIn, settled } from "./browser.mjs";
import { built, imported } from "./built.mjs";
import { isAboutTokens } from "../../pywidget/page/due.js";
import { shared } from "../../pywidget/page/shared.js";
import { createTokenCalls } from "../../pywidget/page/token-calls.js";

const NAME = "pywidget-token.js";

/** What token.js was called for. @type {unknown[][]} */
let done;
/** What Python was told. @type {unknown[]} */
let told;
/** @type {ReturnType<typeof createTokenCalls>} */
let token;

const module = {
  take: (/** @type {unknown} */ given) => assert.equal(given, shared),
  tokenFences: () =>
    Object.fromEntries(
      ["setTokenSource", "addTokenLane", "askToken", "explainRenewal", "abortToken", "deliverToken"].map((name) => [
        name,
        (/** @type {unknown[]} */ ...given) => (done.push([name, ...given]), `done ${name}`),
      ]),
    ),
};

/** Waits until as much was done, or told. @param {unknown[]} list @param {number} count */
const until = async (list, count) => {
  while (list.length < count) await settled();
};

beforeEach(() => {
  openPage();
  putIn({ HASHES: {} });
  done = [];
  told = [];
  built[NAME] = module;
  globalThis.fetch = async () => new Response("", { status: built[NAME] ? 200 : 404 });
  const page = { state: { script: { isConnected: false } }, deliver: (/** @type {unknown} */ message) => told.push(message) };
  token = createTokenCalls(/** @type {any} */ (page));
});

describe("what Python asks for tokens", () => {
  // The first, because in this process too a module that was imported stays so.
  test("is for Python a network that fails, if the module does not come; the next one tries again", async () => {
    const said = listenToConsole();
    delete built[NAME];
    token.calls.askToken(1, 7, "{}");
    token.calls.deliverToken(1, 7, 0);
    await until(told, 1);
    assert.deepEqual(told, [{ kind: "token", widget: 1, request: 7, outcome: "network", reason: "not-loaded" }]);
    assert.deepEqual(said, [`warn: pywidget: no token can be asked for: Error: ${NAME}: HTTP 404`]);
    built[NAME] = module;
    token.calls.askToken(1, 8, "{}");
    await until(done, 1);
    assert.deepEqual(done, [["askToken", 1, 8, "{}"]]);
  });

  test("waits for the module, in order; the source alone does not load it", async () => {
    const { calls } = token;
    const before = imported.length;
    calls.setTokenSource("{}");
    calls.deliverToken(1, 1, 0);
    await settled(3);
    assert.deepEqual([done, imported.length], [[], before]);
    calls.askToken(1, 2, "{}");
    calls.abortToken(1, 2);
    await until(done, 3);
    assert.deepEqual(done, [["setTokenSource", "{}"], ["askToken", 1, 2, "{}"], ["abortToken", 1, 2]]);
  });

  test("is done at once when the module is there", async () => {
    const { calls } = token;
    await token.load();
    assert.equal(calls.addTokenLane("acme", "{}"), "done addTokenLane");
    calls.setTokenSource("{}");
    calls.askToken(1, 2, "{}");
    calls.explainRenewal(1, "empty");
    calls.deliverToken(1, 2, 1);
    assert.deepEqual(done.map(([name]) => name), ["addTokenLane", "setTokenSource", "askToken", "explainRenewal", "deliverToken"]);
  });
});

describe("the module comes early", () => {
  /** @param {[name: any, detail: string][]} entries @param {object} [data] */
  const early = (entries, data = {}) =>
    isAboutTokens(/** @type {any} */ ({ data, queue: entries.map(([name, detail]) => [null, name, detail]) }));
  const plain = /** @type {[string, string]} */ (["allfeat:error", '{"code":"common.rate_limited"}']);

  test("if an event may be about a token, or no event says what is wrong", () => {
    assert.equal(early([plain, ["allfeat:token-expired", "{}"]]), true);
    assert.equal(early([["allfeat:failed", '{"httpStatus":401}']]), true);
    assert.equal(early([["allfeat:step", "{}"]]), true);
    assert.equal(early([[{ toString: () => assert.fail() }, "{}"]]), true);
  });

  test("if the page has asked for what may need one", () => {
    for (const name of ["watch", "profile"]) assert.equal(early([plain], { [name]: "/api" }), true);
    assert.equal(early([plain], { firstToken: "on" }), true);
  });

  test("not if it is another failure", () => {
    assert.equal(early([plain, ["allfeat:step", '{"session":1}']]), false);
  });
});
