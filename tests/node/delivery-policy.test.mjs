/** What delivery does next: each state with each signal, each answer for each batch, and what is kept. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  BATCH,
  BATCH_BYTES,
  BATCH_MS,
  LEASE_MS,
  MOST_WAITING,
  NO_BACKOFF,
  PROBE,
  STATES,
  createTaking,
  decide,
  firstOf,
  grants,
  isFull,
  isTooMuch,
  mayNotReadGzip,
  outcomeOf,
  reconnected,
  stateOf,
  stepOf,
  waitOf,
  weightOf,
} from "../../pywidget/page/delivery-policy.js";

const NOW = 5_000_000;
const DAY = 86_400_000;
const WAITS = { failures: 3, until: NOW + 4_000, told: false };
const TOLD = { failures: 3, until: NOW + 4_000, told: true };

/** @param {number} count @param {object} [more] */
const reports = (count, more) =>
  Array.from({ length: count }, (_, key) => ({ sink: "s", text: "", weight: 1, bytes: 99, at: NOW, key, free: 0, ...more }));

/**
 * @param {import("../../pywidget/page/delivery-policy.js").Outcome} outcome
 * @param {{ after?: number | undefined, rejected?: number, status?: number }} [more]
 */
const answer = (outcome, more) => ({ outcome, reason: "r", status: 0, ...more });

test("a probe is one report, and nothing has failed in the beginning", () => {
  assert.equal(PROBE, 1);
  assert.deepEqual(NO_BACKOFF, { failures: 0, until: 0, told: false });
});

test("limits", () => {
  assert.deepEqual([BATCH, BATCH_BYTES, BATCH_MS, MOST_WAITING, LEASE_MS], [50, 60_000, 5_000, 500, 60_000]);
});

describe("the state", () => {
  /** @type {[string, typeof WAITS, online: boolean, stopped: boolean, state: string][]} */
  const cases = [
    ["nothing has failed", NO_BACKOFF, true, false, "open"],
    ["our own wait", WAITS, true, false, "backing-off"],
    ["our own wait is over", { ...WAITS, until: NOW }, true, false, "open"],
    ["the server's wait", TOLD, true, false, "told-to-wait"],
    ["the server's wait is over", { ...TOLD, until: NOW }, true, false, "open"],
    ["no connection", NO_BACKOFF, false, false, "offline"],
    ["no connection, and our own wait", WAITS, false, false, "offline"],
    // A connection that comes back changes nothing about what the server said.
    ["no connection, and the server's wait", TOLD, false, false, "told-to-wait"],
    ["no connection after the server's wait", { ...TOLD, until: NOW }, false, false, "offline"],
    ["stopped", NO_BACKOFF, true, true, "stopped"],
    ["stopped, whatever else there is", TOLD, false, true, "stopped"],
  ];
  for (const [name, backoff, online, stopped, state] of cases) {
    test(name, () => assert.equal(stateOf(backoff, NOW, online, stopped), state));
  }

  test("a wait ends at its end, and not a moment before", () => {
    assert.equal(stateOf(WAITS, WAITS.until - 1, true, false), "backing-off");
    assert.equal(stateOf(WAITS, WAITS.until, true, false), "open");
  });
});

describe("signals", () => {
  const EXPECTED = {
    added: { open: "gather", "backing-off": "run", "told-to-wait": "run", offline: "run", stopped: "drop" },
    filled: { open: "run", "backing-off": "run", "told-to-wait": "run", offline: "run", stopped: "drop" },
    due: { open: "send", "backing-off": "keep", "told-to-wait": "keep", offline: "keep", stopped: "-" },
    online: { open: "look", "backing-off": "look", "told-to-wait": "-", offline: "look", stopped: "-" },
  };
  const signals = /** @type {(keyof typeof EXPECTED)[]} */ (Object.keys(EXPECTED));
  for (const signal of signals) {
    test(`${signal}, in each state`, () => {
      const steps = Object.fromEntries(STATES.map((state) => [state, stepOf(signal, state)]));
      assert.deepEqual(steps, EXPECTED[signal]);
    });
  }

  test("nothing is sent but from the open state", () => {
    const sending = STATES.filter((state) => signals.some((signal) => stepOf(signal, state) == "send"));
    assert.deepEqual(sending, ["open"]);
  });
});

describe("how long nothing can be sent", () => {
  test("until the wait is over", () => assert.equal(waitOf(WAITS, NOW, true), 4_000));
  test("without a connection at least half a minute, for nothing may tell when it is back", () => {
    assert.equal(waitOf(NO_BACKOFF, NOW, false), 30_000);
    assert.equal(waitOf(WAITS, NOW, false), 30_000);
    assert.equal(waitOf({ ...WAITS, until: NOW + 31_000 }, NOW, false), 31_000);
  });
  test("not at all when nothing is wrong", () => assert.equal(waitOf(NO_BACKOFF, NOW, true), 0));

  test("a connection that comes back ends our own wait and forgets no failure", () => {
    const back = reconnected(WAITS);
    assert.equal(stateOf(back, NOW, true, false), "open");
    assert.equal(back.failures, 3);
    assert.equal(WAITS.until, NOW + 4_000, "what it was given is not changed");
  });
});

describe("which status means what", () => {
  const MEANING = {
    delivered: [200, 201, 202, 204, 299],
    "too-large": [413],
    later: [408, 425, 429, 500, 502, 503, 504, 599],
    refused: [0, 199, 300, 304, 400, 401, 403, 404, 409, 410, 412, 414, 415, 422, 428, 431, 499],
  };
  for (const [outcome, statuses] of Object.entries(MEANING)) {
    test(outcome, () => {
      for (const status of statuses) assert.equal(outcomeOf(status, false, false), outcome, `${status}`);
    });
  }
  test("a wait that the server names makes another thing of 403, and of nothing else", () => {
    const all = Array.from({ length: 600 }, (_, status) => status);
    const changed = all.filter((status) => outcomeOf(status, false, true) != outcomeOf(status, false, false));
    assert.deepEqual([changed, outcomeOf(403, false, true)], [[403], "later"]);
  });
  test("a redirect is refused, whatever status it has", () => {
    for (const status of [0, 200, 302, 307, 413, 503]) assert.equal(outcomeOf(status, true, true), "refused");
  });
  test("only 400 and 415 can mean that gzip is not read", () => {
    const all = Array.from({ length: 600 }, (_, status) => status);
    assert.deepEqual(all.filter(mayNotReadGzip), [400, 415]);
  });
});

describe("an answer, in each state", () => {
  const BEFORE = { "nothing has failed": NO_BACKOFF, "our own wait": WAITS, "the server's wait": TOLD };

  for (const [name, before] of Object.entries(BEFORE)) {
    const given = Object.freeze({ ...before });

    for (const count of [1, 2, BATCH]) {
      test(`${name}: delivered, ${count}`, () => {
        const decision = decide(given, answer("delivered"), count, 70, NOW, 0.5);
        const backoff = { ...before, failures: 0 };
        assert.deepEqual(decision, { step: "settle", drop: 0, most: BATCH, wait: 0, sent: false, backoff });
      });

      test(`${name}: delivered in part, ${count}`, () => {
        const { step, drop } = decide(given, answer("delivered", { rejected: 7 }), count, 70, NOW, 0.5);
        assert.deepEqual([step, drop], ["settle", 7]);
      });

      test(`${name}: refused, ${count}`, () => {
        const decision = decide(given, answer("refused", { rejected: 7, after: 9_000 }), count, 70, NOW, 0.5);
        const backoff = { ...before, failures: 0 };
        assert.deepEqual(decision, { step: "settle", drop: 70, most: BATCH, wait: 0, sent: false, backoff });
      });

      test(`${name}: later, ${count}`, () => {
        const decision = decide(given, answer("later"), count, 70, NOW, 0.5);
        const wait = (before.failures ? 8_000 : 1_000) * 0.75;
        const backoff = { failures: before.failures + 1, until: NOW + wait, told: false };
        assert.deepEqual(decision, { step: "keep", drop: 0, most: PROBE, wait, sent: true, backoff });
      });

      test(`${name}: later, and the server says when, ${count}`, () => {
        const decision = decide(given, answer("later", { after: 90_000 }), count, 70, NOW, 0.5);
        const backoff = { failures: before.failures + 1, until: NOW + 90_000, told: true };
        assert.deepEqual(decision, { step: "keep", drop: 0, most: PROBE, wait: 90_000, sent: true, backoff });
      });
    }

    test(`${name}: reports may have arrived unless the server itself says that it will not take them now`, () => {
      /** @param {number} status */
      const sent = (status) => decide(given, answer("later", { status }), 2, 70, NOW, 0.5).sent;
      assert.deepEqual([0, 500, 502, 503, 504].map(sent), [true, true, true, true, true]);
      assert.deepEqual([403, 408, 425, 429].map(sent), [false, false, false, false]);
    });

    test(`${name}: one that is too large by itself is dropped`, () => {
      const decision = decide(given, answer("too-large"), 1, 41, NOW, 0.5);
      const backoff = { ...before, failures: 0 };
      assert.deepEqual(decision, { step: "settle", drop: 41, most: BATCH, wait: 0, sent: false, backoff });
    });

    for (const [count, most] of [[2, 1], [3, 1], [7, 3], [BATCH, BATCH / 2]]) {
      test(`${name}: ${count} that are too large together are halved, and nothing is lost or forgiven`, () => {
        const decision = decide(given, answer("too-large"), count, 70, NOW, 0.5);
        assert.deepEqual(decision, { step: "halve", drop: 0, most, wait: 0, sent: false, backoff: before });
      });
    }
  }
});

describe("waits", () => {
  /** @param {number} failures @param {number} chance @param {number} [after] */
  const waitAfter = (failures, chance, after) =>
    decide({ failures, until: 0, told: false }, answer("later", { after }), 1, 1, NOW, chance).wait;

  test("double with each failure, up to five minutes", () => {
    const waits = Array.from({ length: 12 }, (_, failures) => waitAfter(failures, 1));
    const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300];
    assert.deepEqual(waits, seconds.map((second) => second * 1_000));
    assert.equal(waitAfter(5_000, 1), 300_000);
  });

  test("half of it is certain, and the other half chance", () => {
    for (const failures of [0, 4, 20]) {
      const longest = waitAfter(failures, 1);
      assert.equal(waitAfter(failures, 0), longest / 2);
      assert.equal(waitAfter(failures, 0.5), longest * 0.75);
    }
  });

  test("one that the server names is neither spread nor cut", () => {
    for (const after of [1_000, 1_001, 400_000, DAY]) {
      assert.deepEqual([0, 0.5, 1].map((chance) => waitAfter(9, chance, after)), [after, after, after]);
    }
  });

  test("'at once' is no answer of a server in trouble", () => {
    for (const after of [undefined, 0, 999]) {
      const { wait, backoff } = decide(NO_BACKOFF, answer("later", { after }), 1, 1, NOW, 1);
      assert.deepEqual([wait, backoff.told], [1_000, false]);
    }
  });

  test("a wait of our own takes the place of one that the server named before", () => {
    const { backoff } = decide(TOLD, answer("later"), 1, 1, NOW, 1);
    assert.equal(backoff.told, false);
  });
});

describe("batches", () => {
  test("has as many as fit, with a comma after each", () => {
    assert.equal(firstOf(reports(3), 300).length, 3);
    assert.equal(firstOf(reports(3), 299).length, 2);
    assert.equal(firstOf(reports(3), 99).length, 0);
    assert.equal(firstOf(reports(3), -1).length, 0);
    assert.deepEqual(firstOf([], 300), []);
    assert.equal(firstOf(reports(3), 300, 1).length, 1);
  });

  test("has fifty at most, the first of them, and takes none away", () => {
    const all = reports(60);
    assert.deepEqual(firstOf(all, 1e6), all.slice(0, BATCH));
    assert.equal(all.length, 60);
  });

  test("is full by number or by size", () => {
    assert.equal(isFull(reports(49), 1e6), false);
    assert.equal(isFull(reports(50), 1e6), true);
    assert.equal(isFull(reports(3), 297), false);
    assert.equal(isFull(reports(3), 296), true);
    assert.equal(isFull([], 0), false);
  });

  test("weighs what is lost with it", () => {
    assert.equal(weightOf([...reports(2), ...reports(1, { weight: 40 })]), 42);
    assert.equal(weightOf([]), 0);
  });
});

describe("what is kept", () => {
  test("has an end in number and in bytes", () => {
    assert.equal(isTooMuch({ count: 500, bytes: 500_000 }), false);
    assert.equal(isTooMuch({ count: 501, bytes: 0 }), true);
    assert.equal(isTooMuch({ count: 1, bytes: 500_001 }), true);
  });

  test("has a larger end for what may have arrived", () => {
    assert.equal(isTooMuch({ count: 2_000, bytes: 2_000_000 }, true), false);
    assert.equal(isTooMuch({ count: 2_001, bytes: 0 }, true), true);
    assert.equal(isTooMuch({ count: 1, bytes: 2_000_001 }, true), true);
  });

  test("is delivered by one tab at a time", () => {
    assert.equal(grants(undefined, "me", NOW), true);
    assert.equal(grants({ holder: "me", until: NOW + 1 }, "me", NOW), true);
    assert.equal(grants({ holder: "other", until: NOW + 1 }, "me", NOW), false);
    assert.equal(grants({ holder: "other", until: NOW }, "me", NOW), true);
    assert.equal(grants({ holder: "other", until: 0 }, "me", NOW), true);
    // A request is given up after 30 seconds.
    assert.ok(LEASE_MS > 30_000);
  });

  /** @param {any[]} items @param {number} most @param {number} mostBytes */
  const take = (items, most, mostBytes) => {
    const { see, taken } = createTaking(most, mostBytes);
    return { seen: items.map((item) => see(item, NOW)), keys: taken.kept.map(({ key }) => key), ...taken };
  };

  test("is taken in order, as many as asked for", () => {
    const { seen, keys } = take(reports(3), 2, 1e6);
    assert.deepEqual([seen, keys], [["taken", "taken", "full"], [0, 1]]);
  });

  test("is taken up to a size, but for the first", () => {
    assert.deepEqual(take(reports(3), 50, 198).seen, ["taken", "taken", "full"]);
    assert.deepEqual(take(reports(2), 50, 1).seen, ["taken", "full"]);
  });

  test("expires after a day, and is counted by its weight", () => {
    const items = [...reports(1, { at: NOW - DAY - 1, weight: 40 }), ...reports(1, { at: NOW - DAY })];
    const { seen, expired, keys } = take(items, 50, 1e6);
    assert.deepEqual([seen, expired, keys], [["expired", "taken"], 40, [0]]);
  });

  test("is passed over while it is on its way elsewhere, and that is told", () => {
    const items = [...reports(1, { free: NOW + 1 }), ...reports(1, { free: NOW })];
    const { seen, held, keys } = take(items, 50, 1e6);
    assert.deepEqual([seen, held, keys], [["held", "taken"], 1, [0]]);
  });

  test("neither what expired nor what is held takes the place of others", () => {
    const items = [...reports(3, { at: 0 }), ...reports(3, { free: NOW + 1 }), ...reports(2)];
    assert.equal(take(items, 2, 198).keys.length, 2);
  });
});
