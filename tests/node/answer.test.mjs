/** How the page reads what an answer's headers say: the table that Python is held to as well. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { headersOf, waitOf } from "../../pywidget/page/answer.js";

/** @type {{ now: number, headers: [what: string, headers: Record<string, string>, wait: number | null][] }} */
const { now, headers: cases } = JSON.parse(readFileSync(new URL("../unit/waits.json", import.meta.url), "utf8"));

/** @param {Record<string, string>} headers */
const from = (headers) => {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (/** @type {string} */ name) => lower.get(name) ?? null;
};

for (const [what, headers, wait] of cases) {
  test(`${what}: ${JSON.stringify(headers).slice(0, 100)}`, () => {
    assert.equal(waitOf(from(headers), now) ?? null, wait);
  });
}

test("values of any length take no time", () => {
  for (const value of ["9".repeat(1e6), "1m".repeat(5e5), ", ".repeat(5e5), '"'.repeat(1e6), "Mon, ".repeat(2e5)]) {
    for (const name of ["retry-after", "ratelimit", "x-ratelimit-reset", "date"]) {
      assert.equal(waitOf(from({ [name]: value }), now), undefined);
      // As long as they are looked at.
      assert.equal(waitOf(from({ [name]: value.slice(0, 1_000) }), now), undefined);
    }
  }
});

test("Python is told of the headers that it reads, and of no others", () => {
  Object.assign(globalThis, { ANSWER_HEADERS: ["retry-after", "x-request-id"] });
  const said = { "Retry-After": "30", "Set-Cookie": "secret", "X-Request-Id": "r".repeat(1_001) };
  assert.deepEqual(headersOf(from(said)), { "retry-after": "30" });
});
