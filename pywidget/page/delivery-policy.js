// @ts-check
/**
 * What delivery does next: rules only, without a request, a timer, a clock or a storage.
 *
 *     open ──an answer that keeps──► backing-off ──its time is over, or "online"──► open
 *      └─────where it names a time─► told-to-wait ────its time is over────────────► open
 *     offline: the browser says so      stopped: nothing is taken or sent any more
 *
 * - While the way is open, reports are gathered into batches and sent. While it is not, they are kept and nothing is
 *   sent. What is kept goes out with a probe first: one report, then batches.
 * - An answer settles a batch (delivered, or refused: then it is dropped and counted), halves it (too large for the
 *   server), or keeps it (the connection or the server is in trouble).
 * - Our own wait doubles with each failure, and up to half of it is left out by chance, so that pages do not come back
 *   all at once. A wait that the server named is kept to as it is, also where a connection comes back meanwhile.
 * - Only one tab at a time delivers what is kept: the one that holds the lease, which has an end.
 *
 * @typedef {import("./delivery-store.js").Keepable} Keepable
 * @typedef {import("./delivery-store.js").Kept} Kept
 * @typedef {import("./delivery-store.js").Taken} Taken
 * @typedef {"delivered" | "refused" | "too-large" | "later"} Outcome `later`: the connection or the server is in trouble
 * @typedef {{ outcome: Outcome, reason: string, status: number, after?: number | undefined, rejected?: number }} Answer
 *   `after`: milliseconds the server asked to wait; `rejected`: how many delivered reports the server did not take
 * @typedef {{ failures: number, until: number, told: boolean }} Backoff `until`: nothing is sent before this time;
 *   `told`: the server named that time
 * @typedef {"open" | "backing-off" | "told-to-wait" | "offline" | "stopped"} State
 * @typedef {keyof typeof TABLE} Signal
 * @typedef {"gather" | "run" | "look" | "send" | "keep" | "drop" | "-"} Step
 * @typedef {{ step: "settle" | "halve" | "keep", drop: number, most: number, wait: number, backoff: Backoff }} Decision
 *   `drop`: how many reports are lost; `most`: how many may be in the next batch; `wait`: milliseconds until then
 */

/** More reports than this are no batch, nor more bytes than this with its frame. */
export const BATCH = 50;
export const BATCH_BYTES = 60_000;
/** For this long a batch waits to be filled. */
export const BATCH_MS = 5_000;
/** When more reports wait to be sent, the oldest is lost. */
export const MOST_WAITING = 500;
/** So many reports show whether the way is open again. */
export const PROBE = 1;
/** Longer than a request can take. */
export const LEASE_MS = 60_000;

/** When more is kept, for all channels together, the oldest is lost. */
const MOST_KEPT = 500;
const MOST_KEPT_BYTES = 500_000;
/** A report that is older than a day is of no use to anybody. */
const EXPIRES_MS = 86_400_000;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** Where nothing tells when a connection is back. */
const OFFLINE_MS = 30_000;

/** Nothing has failed. @type {Readonly<Backoff>} */
export const NO_BACKOFF = { failures: 0, until: 0, told: false };

/** @type {State[]} */
export const STATES = ["open", "backing-off", "told-to-wait", "offline", "stopped"];

/**
 * What happened -> what to do in each state, in the order of STATES. `-` is: nothing.
 *
 * A report was added to a batch with room (`added`) or made it full (`filled`); it is time to send, or the last time
 * before the page is hidden or goes (`due`); a connection came back (`online`).
 *
 * `gather`: wait for more. `run`: what is to be done when it is `due`, one run at a time. `look`: the same, and other
 * tabs may have kept something meanwhile.
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

/** Statuses below 500 that may be different a moment later. */
const PASSING = [408, 425, 429];
/** A server that does not read gzip may say so with these, and one that does not like the reports too. */
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
 * How long nothing can be sent, in milliseconds.
 * @param {Backoff} backoff
 * @param {number} now
 * @param {boolean} online
 */
export const waitOf = ({ until }, now, online) => Math.max(until - now, online ? 0 : OFFLINE_MS);

/** A connection came back, about which no server said anything. @param {Backoff} backoff */
export const reconnected = (backoff) => ({ ...backoff, until: 0 });

/**
 * @param {number} status
 * @param {boolean} redirected a redirect would make it a GET without reports, and the answer to that says nothing
 * @param {boolean} asksToWait some systems say 403 to too many requests
 * @returns {Outcome}
 */
export const outcomeOf = (status, redirected, asksToWait) => {
  if (redirected) return "refused";
  if (status >= 200 && status < 300) return "delivered";
  if (status == 413) return "too-large";
  const passes = status >= 500 || PASSING.includes(status) || (status == 403 && asksToWait);
  return passes ? "later" : "refused";
};

/** Whether the plain reports are to be sent as well, to tell what was wrong. @param {number} status */
export const mayNotReadGzip = (status) => PERHAPS_GZIP.includes(status);

/**
 * What an answer means for the batch that it is about, and for the next one.
 * @param {Backoff} backoff
 * @param {Answer} answer
 * @param {number} count how many reports there are in the batch
 * @param {number} weight how many are lost with them
 * @param {number} now
 * @param {number} chance from 0 up to 1
 * @returns {Decision}
 */
export const decide = (backoff, answer, count, weight, now, chance) => {
  const step = STEPS[answer.outcome][count > 1 ? 1 : 0];
  if (step == "halve") return { step, drop: 0, most: count >> 1, wait: 0, backoff };
  if (step == "settle") {
    const drop = answer.outcome == "delivered" ? (answer.rejected ?? 0) : weight;
    return { step, drop, most: BATCH, wait: 0, backoff: { ...backoff, failures: 0 } };
  }
  const { after = 0 } = answer;
  const own = Math.min(FIRST_WAIT_MS * 2 ** backoff.failures, LONGEST_WAIT_MS) * (0.5 + chance / 2);
  // A failing server that asks for no wait gets our own wait all the same.
  const told = after >= FIRST_WAIT_MS;
  const wait = told ? after : own;
  return { step, drop: 0, most: PROBE, wait, backoff: { failures: backoff.failures + 1, until: now + wait, told } };
};

/**
 * As many of the first items as fit into a batch.
 * @template {Keepable} T
 * @param {T[]} items
 * @param {number} most bytes
 */
export const firstOf = (items, most) => {
  let bytes = 0;
  const end = items.findIndex((item, place) => place >= BATCH || (bytes += item.bytes + 1) > most);
  return end < 0 ? items.slice() : items.slice(0, end);
};

/**
 * Whether a batch need not wait for more.
 * @param {Keepable[]} items
 * @param {number} most bytes
 */
export const isFull = (items, most) =>
  items.length >= BATCH || items.reduce((sum, item) => sum + item.bytes, 0) > most;

/** How many reports are lost with these. @param {Keepable[]} items */
export const weightOf = (items) => items.reduce((sum, item) => sum + item.weight, 0);

/**
 * Whether the oldest of what is kept has to go.
 * @param {{ count: number, bytes: number }} total
 */
export const isTooMuch = ({ count, bytes }) => count > MOST_KEPT || bytes > MOST_KEPT_BYTES;

/**
 * Whether a tab may have the lease.
 * @param {{ holder: string, until: number } | undefined} lease the last one
 * @param {string} holder who asks
 * @param {number} now wall clock
 */
export const grants = (lease, holder, now) => !lease || lease.holder == holder || lease.until <= now;

/**
 * Takes a batch of what is kept, which is shown to it one by one.
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
     * @returns {"expired" | "held" | "taken" | "full"} `expired`: it is to be deleted; `full`: it is for the next batch
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
