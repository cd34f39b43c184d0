// @ts-check
/**
 * Decides what delivery does next. Only rules: no requests, timers, clocks or storage are used here.
 *
 *     open ──an answer that keeps──► backing-off ──its time is over, or "online"──► open
 *      └─────where it names a time─► told-to-wait ────its time is over────────────► open
 *     offline: the browser says so      stopped: nothing is taken or sent any more
 *
 * - In the state "open", reports are gathered into batches and sent. In the others they are kept and nothing is sent.
 *   Kept reports are sent starting with a probe: one report first, then batches.
 * - An answer settles a batch (delivered, or refused: then it is dropped and counted), halves it (too large for the
 *   server), or keeps it (the connection or the server has a problem).
 * - Our own wait doubles with each failure, and is shortened by a random part of up to half, so that pages do not all
 *   try again at the same moment. A wait that the server named stays, even if a connection comes back meanwhile.
 * - Only one tab at a time delivers kept reports: the one that holds the lease, which ends after a time.
 * - A report that may have arrived already (it is under way, or its answer got lost) is marked as sent, and is not
 *   dropped to make room: else it could be both stored by the server and counted as dropped. It is sent again, with the
 *   same id, until the server has answered. To have few of them, a tab whose batch failed sends one report first.
 *
 * @typedef {import("./delivery-store.js").Keepable} Keepable
 * @typedef {import("./delivery-store.js").Kept} Kept
 * @typedef {import("./delivery-store.js").Taken} Taken
 * @typedef {"delivered" | "refused" | "too-large" | "later"} Outcome `later`: try again later, because the connection
 *   or the server has a problem
 * @typedef {{ outcome: Outcome, reason: string, status: number, after?: number | undefined, rejected?: number }} Answer
 *   `after`: milliseconds the server asked to wait; `rejected`: how many delivered reports the server did not take
 * @typedef {{ failures: number, until: number, told: boolean }} Backoff `until`: nothing is sent before this time;
 *   `told`: the server named that time
 * @typedef {"open" | "backing-off" | "told-to-wait" | "offline" | "stopped"} State
 * @typedef {keyof typeof TABLE} Signal
 * @typedef {"gather" | "run" | "look" | "send" | "keep" | "drop" | "-"} Step
 * @typedef {{
 *   step: "settle" | "halve" | "keep", drop: number, most: number, wait: number, sent: boolean, backoff: Backoff
 * }} Decision `drop`: how many reports are lost; `most`: how many may be in the next batch; `wait`: milliseconds until
 *   then; `sent`: whether those that are kept may have arrived
 */

/** The most reports in a batch, and the most bytes, with the JSON around the reports. */
export const BATCH = 50;
export const BATCH_BYTES = 60_000;
/** How long a batch waits for more reports. */
export const BATCH_MS = 5_000;
/** The most reports that wait to be sent. If there are more, the oldest is dropped. */
export const MOST_WAITING = 500;
/** How many reports are sent first to find out whether delivery works again. */
export const PROBE = 1;
/** How long a tab has the lease: longer than a request can take. */
export const LEASE_MS = 60_000;

/** The most reports and bytes that are kept for a sink. If there are more, the oldest that was not sent is dropped. */
const MOST_KEPT = 500;
const MOST_KEPT_BYTES = 500_000;
/** Those that were sent are dropped only beyond this many times as much. */
const SENT_FACTOR = 4;
/** A report that is older than a day is no longer useful, so it is deleted. */
const EXPIRES_MS = 86_400_000;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** How long to wait while offline, because the "online" event does not always come. */
const OFFLINE_MS = 30_000;

/** Nothing has failed. @type {Readonly<Backoff>} */
export const NO_BACKOFF = { failures: 0, until: 0, told: false };

/** @type {State[]} */
export const STATES = ["open", "backing-off", "told-to-wait", "offline", "stopped"];

/**
 * What happened -> what to do in each state, in the order of STATES. `-` means: do nothing.
 *
 * A report was added to a batch with room (`added`) or made it full (`filled`); it is time to send, or the last time
 * before the page is hidden or goes (`due`); a connection came back (`online`).
 *
 * `gather`: wait for more reports. `run`: do now what is done when it is `due`, one run at a time. `look`: the same,
 * and look into the store, because other tabs may have kept something.
 */
const TABLE = /** @satisfies {Record<string, Step[]>} */ ({
  //       open      backing-off told-to-wait offline stopped
  added:  ["gather", "run",      "run",       "run",  "drop"],
  filled: ["run",    "run",      "run",       "run",  "drop"],
  due:    ["send",   "keep",     "keep",      "keep", "-"],
  online: ["look",   "look",     "-",         "look", "-"],
});

/** Outcome -> what becomes of a batch. @type {Record<Outcome, [one: Decision["step"], several: Decision["step"]]>} */
const STEPS = {
  delivered: ["settle", "settle"],
  refused: ["settle", "settle"],
  "too-large": ["settle", "halve"],
  later: ["keep", "keep"],
};

/** Statuses below 500 after which trying again later can succeed. */
const PASSING = [408, 425, 429];
/** Statuses that can mean that the server does not read gzip, or that it rejects the reports themselves. */
const PERHAPS_GZIP = [400, 415];

/**
 * @param {Backoff} backoff
 * @param {number} now
 * @param {boolean} online
 * @param {boolean} stopped
 * @returns {State}
 */
export const stateOf = ({ until, told }, now, online, stopped) => {
  if (stopped) return "stopped";
  if (told && now < until) return "told-to-wait";
  if (!online) return "offline";
  return now < until ? "backing-off" : "open";
};

/**
 * @param {Signal} signal
 * @param {State} state
 */
export const stepOf = (signal, state) => /** @type {Step} */ (TABLE[signal][STATES.indexOf(state)]);

/**
 * For how long nothing can be sent, in milliseconds.
 * @param {Backoff} backoff
 * @param {number} now
 * @param {boolean} online
 */
export const waitOf = ({ until }, now, online) => Math.max(until - now, online ? 0 : OFFLINE_MS);

/** After a connection came back, our own wait is over. @param {Backoff} backoff */
export const reconnected = (backoff) => ({ ...backoff, until: 0 });

/**
 * @param {number} status
 * @param {boolean} redirected a redirected request would be a GET without the reports, so it delivers nothing
 * @param {boolean} asksToWait some systems answer too many requests with 403 and a wait
 * @returns {Outcome}
 */
export const outcomeOf = (status, redirected, asksToWait) => {
  if (redirected) return "refused";
  if (status >= 200 && status < 300) return "delivered";
  if (status == 413) return "too-large";
  const passes = status >= 500 || PASSING.includes(status) || (status == 403 && asksToWait);
  return passes ? "later" : "refused";
};

/** Whether to send the reports again uncompressed, to find out whether gzip was the problem. @param {number} status */
export const mayNotReadGzip = (status) => PERHAPS_GZIP.includes(status);

/**
 * What an answer means for its batch, and for the next one.
 * @param {Backoff} backoff
 * @param {Answer} answer
 * @param {number} count how many reports there are in the batch
 * @param {number} weight how many reports are lost with the batch
 * @param {number} now
 * @param {number} chance from 0 up to 1
 * @returns {Decision}
 */
export const decide = (backoff, answer, count, weight, now, chance) => {
  const step = STEPS[answer.outcome][count > 1 ? 1 : 0];
  if (step == "halve") return { step, drop: 0, most: count >> 1, wait: 0, sent: false, backoff };
  if (step == "settle") {
    const drop = answer.outcome == "delivered" ? (answer.rejected ?? 0) : weight;
    return { step, drop, most: BATCH, wait: 0, sent: false, backoff: { ...backoff, failures: 0 } };
  }
  const { after = 0, status } = answer;
  const own = Math.min(FIRST_WAIT_MS * 2 ** backoff.failures, LONGEST_WAIT_MS) * (0.5 + chance / 2);
  // If a failing server names no wait or a very short one, our own wait is used.
  const told = after >= FIRST_WAIT_MS;
  const wait = told ? after : own;
  // A status of 500 or more can come from a proxy, and none is a lost answer: the server may have taken them.
  const sent = status < 400 || status >= 500;
  return { step, drop: 0, most: PROBE, wait, sent, backoff: { failures: backoff.failures + 1, until: now + wait, told } };
};

/**
 * Returns as many of the first items as fit into a batch.
 * @template {Keepable} T
 * @param {T[]} items
 * @param {number} mostBytes
 * @param {number} most
 */
export const firstOf = (items, mostBytes, most = BATCH) => {
  let bytes = 0;
  const end = items.findIndex((item, place) => place >= most || (bytes += item.bytes + 1) > mostBytes);
  return end < 0 ? items.slice() : items.slice(0, end);
};

/**
 * Whether a batch need not wait for more.
 * @param {Keepable[]} items
 * @param {number} most bytes
 */
export const isFull = (items, most) =>
  items.length >= BATCH || items.reduce((sum, item) => sum + item.bytes, 0) > most;

/** How many reports are lost if these items are dropped. @param {Keepable[]} items */
export const weightOf = (items) => items.reduce((sum, item) => sum + item.weight, 0);

/**
 * Whether a kept report has to be dropped to make room.
 * @param {{ count: number, bytes: number }} total what is kept
 * @param {boolean} [sent] whether the report may have arrived
 */
export const isTooMuch = ({ count, bytes }, sent) => {
  const factor = sent ? SENT_FACTOR : 1;
  return count > MOST_KEPT * factor || bytes > MOST_KEPT_BYTES * factor;
};

/**
 * Whether a tab may have the lease.
 * @param {{ holder: string, until: number } | undefined} lease the last one
 * @param {string} holder who asks
 * @param {number} now wall clock
 */
export const grants = (lease, holder, now) => !lease || lease.holder == holder || lease.until <= now;

/**
 * Collects a batch of kept reports, which are passed to `see` one by one.
 * @param {number} most reports
 * @param {number} mostBytes
 */
export const createTaking = (most, mostBytes) => {
  /** @type {Taken} */
  const taken = { kept: [], held: 0, expired: 0 };
  let bytes = 0;
  return {
    taken,

    /**
     * @param {Kept} item
     * @param {number} now wall clock
     * @returns {"expired" | "held" | "taken" | "full"} `expired`: it has to be deleted; `full`: it has to wait
     *   for the next batch
     */
    see(item, now) {
      if (now - item.at > EXPIRES_MS) {
        taken.expired += item.weight;
        return "expired";
      }
      if (item.free > now) {
        taken.held++;
        return "held";
      }
      bytes += item.bytes;
      if (taken.kept.length >= most || (taken.kept.length && bytes > mostBytes)) return "full";
      taken.kept.push(item);
      return "taken";
    },
  };
};
