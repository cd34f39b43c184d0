/** How the page reads what an answer's headers say: the table that Python is held to as well. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
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

describe("dates", () => {
  const CLOCK = Date.UTC(2026, 5, 15);
  const DAYS = 86_400_000;
  /** @param {string} value @param {Record<string, string>} [more] */
  const wait = (value, more) => waitOf(from({ "retry-after": value, ...more }), CLOCK);

  for (const [month, name] of "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ").entries()) {
    test(`of ${name}, in each of HTTP's forms`, () => {
      const date = (/** @type {string} */ clock) => [`Mon, 07 ${name} 2027 ${clock} GMT`, `Monday, 07-${name}-27 ${clock} GMT`, `Mon ${name}  7 ${clock} 2027`];
      const server = Date.UTC(2027, month, 7, 10);
      // The server's clock, an hour before what it asks for.
      for (const [index, value] of date("11:00:00").entries()) {
        assert.equal(wait(value, { date: date("10:00:00")[index] ?? "" }), 3_600_000, value);
        assert.equal(waitOf(from({ "retry-after": value }), server), 3_600_000, value);
      }
    });
  }

  for (const [value, expected] of /** @type {[string, number | undefined][]} */ ([
    ["2026-06-15T00:00:01Z", 1_000], ["2026-06-15 00:00:01.5z", 1_500], ["2026-06-15t00:01", 60_000], ["2026-06-15T02:00:01+02:00", 1_000],
    ["2026-06-14T22:30:01-01:30", 1_000], ["2026-06-15T00:00:01.12345Z", 1_123], ["2026-06-15T00:00:60Z", 60_000], ["2026-06-15T00:00:61Z", undefined],
    ["2026-06-15T24:00:00Z", undefined], ["2026-06-15T23:59:59Z", DAYS - 1_000], ["2026-06-15T00:60:00Z", undefined], ["2026-02-30T00:00:00Z", undefined],
    ["2026-13-01T00:00:00Z", undefined], ["Mon, 15 Jun 2026 02:00:01 +0200", 1_000], ["Sun, 14 Jun 2026 23:00:01 -0100", 1_000],
    ["Mon, 15 Jun 2026 00:00:01 UTC", 1_000], ["Mon, 15 Jun 2026 00:00:01 UT", 1_000], ["Mon, 15 Jun 2026 00:00:01 Z", 1_000],
    ["Mon, 15 Jun 2026 00:00:01 PST", undefined], ["Mon, 15 Xyz 2026 00:00:01 GMT", undefined], ["Mon, 32 Jun 2026 00:00:01 GMT", undefined],
    ["Sunday, 15-Jun-76 00:00:00 GMT", DAYS], ["Sunday, 15-Jun-77 00:00:00 GMT", 0], ["Mon, 15 Jun 2025 00:00:00 GMT", 0],
    ["1781481601", 1_000], ["1781481601.5", 1_500], ["1781481601000", 1_000], ["999999999", undefined], ["2678400", DAYS], ["2678401", undefined],
    ["1784160000", DAYS], ["1784160001", undefined],
    ["5000000000", undefined], ["253402300800", undefined], ["0", 0], ["1.5", 1_500], ["1.", 1_000], ["1.0009", 1_000], ["-1", undefined], ["", undefined],
    ["1h2m3.5s", 3_723_500], ["500ms", 500], ["1d", DAYS], ["31d", DAYS], ["32d", undefined], ["1.5m", 90_000], ["1x", undefined], ["m", undefined],
    ["9999999999999999m", undefined], ["3, 5", 5_000], ["5, 5", 5_000], ["1,5", undefined], ["5,5", 5_000], ["3, x", undefined],
    ["Mon, 15 Jun 2026 00:00:01 GMT, Mon, 15 Jun 2026 00:00:03 GMT", 3_000], ["x, 3, y, 4", undefined], ["1".repeat(65), undefined],
  ])) {
    test(`"${value.slice(0, 70)}" is ${expected}`, () => assert.equal(wait(value), expected));
  }

  for (const [name, value, expected] of /** @type {[string, string, number | undefined][]} */ ([
    ["retry-after-ms", "1500.7", 1_500], ["x-ms-retry-after-ms", "1500", 1_500], ["x-retry-after", "2", 2_000], ["x-ratelimit-retry-after", "2", 2_000],
    ["x-rate-limit-retry-after-seconds", "2", 2_000], ["retry-after-ms", "1781481601000", undefined],
    ["ratelimit-reset", "7", 7_000], ["x-ratelimit-reset-after", "7", 7_000], ["x-ratelimit-reset", "7", 7_000], ["x-rate-limit-reset", "7", 7_000],
    ["x-ratelimit-reset-requests", "7", 7_000], ["x-ratelimit-reset-tokens", "7", 7_000], ["x-ratelimit-reset", "5000000000", DAYS],
    ["x-ratelimit-reset", "100000000000", 0],
  ])) {
    test(`${name}: ${value} is ${expected}`, () => assert.equal(waitOf(from({ [name]: value }), CLOCK), expected));
  }

  for (const [headers, expected] of /** @type {[Record<string, string>, number | undefined][]} */ ([
    [{ "retry-after-ms": "1", "retry-after": "9" }, 1], [{ "retry-after": "x", "x-retry-after": "9" }, 9_000],
    [{ "retry-after": "1", ratelimit: "reset=9" }, 1_000], [{ ratelimit: "limit=10, remaining=0, reset=9" }, 9_000],
    [{ ratelimit: "limit=10, remaining=1, reset=9" }, undefined], [{ ratelimit: '"default";r=0;t=9' }, 9_000], [{ ratelimit: '"default";r=1;t=9' }, undefined],
    [{ ratelimit: '"a";r=0;t=9, "b";r=0;t=7, "c";r=1;t=20' }, 9_000], [{ ratelimit: '"a;t=5,";R=0;T=9' }, 9_000], [{ ratelimit: '"a\\";t=5";r=0;t=9' }, 9_000],
    [{ ratelimit: '"a";r=0;t=0, reset=9' }, 0], [{ ratelimit: "reset = 9 " }, 9_000], [{ ratelimit: "x" }, undefined],
    [{ ratelimit: '"a";r=0;t=5000000000' }, DAYS], [{ ratelimit: "reset=5000000000" }, DAYS],
    [{ "ratelimit-reset": "7", "ratelimit-remaining": "1" }, undefined], [{ "ratelimit-reset": "7", "ratelimit-remaining": "0" }, 7_000],
    [{ "ratelimit-reset": "7", "ratelimit-remaining": "x" }, undefined], [{ "ratelimit-reset": "7", "x-ratelimit-reset": "9" }, 7_000],
    [{ "x-ratelimit-reset": "7, 9", "x-ratelimit-remaining": "0, 3" }, 7_000], [{ "x-ratelimit-reset": "7, 9", "x-ratelimit-remaining": "3, 0" }, 9_000],
    [{ "x-ratelimit-reset": "7, 9", "x-ratelimit-remaining": "0, 0" }, 9_000], [{ "x-ratelimit-reset": "7, 9", "x-ratelimit-remaining": "0" }, 9_000],
    [{ "x-ratelimit-reset": "7,9", "x-ratelimit-remaining": "0,0" }, 9_000], [{ "x-rate-limit-reset": "7", "x-rate-limit-remaining": "1" }, undefined],
    [{ "x-ratelimit-reset-requests": "7s", "x-ratelimit-remaining-requests": "0" }, 7_000],
    [{ "x-ratelimit-reset-tokens": "7s", "x-ratelimit-remaining-tokens": "1" }, undefined],
    [{ "x-ratelimit-reset-after": "7", "x-ratelimit-remaining": "1" }, undefined], [{ "retry-after": " 7 " }, 7_000],
    [{ "retry-after": `7${" ".repeat(999)}` }, 7_000], [{ "retry-after": `7${" ".repeat(1_000)}` }, undefined],
    [{ date: "no date", "retry-after": "2026-06-15T00:00:01Z" }, 1_000], [{}, undefined],
  ])) {
    test(`${JSON.stringify(headers).slice(0, 90)} is ${expected}`, () => assert.equal(waitOf(from(headers), CLOCK), expected));
  }

  test("a header that is as long as is read is told", () => {
    Object.assign(globalThis, { ANSWER_HEADERS: ["x-request-id", "date"] });
    assert.deepEqual(headersOf(from({ "x-request-id": "r".repeat(1_000), date: "" })), { "x-request-id": "r".repeat(1_000), date: "" });
  });
});
