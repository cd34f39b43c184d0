// @ts-check
import { byteLength, createPost } from "./delivery-post.js";
import { createStore, weightOf } from "./delivery-store.js";

/**
 * Gets reports to an endpoint: in batches while all is well; when it is not, they are kept, and go out once a single one
 * has shown that the way is open again. Loaded only where a sink needs it.
 *
 * Every report that is added is delivered, or counted and told as dropped. "Delivered" is what the server has confirmed
 * with 2xx, and what the browser took as a beacon from a page that was going away. Where an answer got lost, nobody can
 * know whether the reports did; they are sent again with the same ids, by which the server tells. If it refuses them
 * then, they are counted as dropped although they may have arrived the first time.
 *
 * @typedef {import("./delivery-post.js").Channel} Channel
 * @typedef {import("./delivery-post.js").Answer} Answer
 * @typedef {import("./delivery-store.js").Keepable} Keepable
 * @typedef {import("./delivery-store.js").Kept} Kept
 * @typedef {{ deliver: (message: import("./border.js").DeliveryDropped) => void }} Page
 */

const BATCH = 50;
const BATCH_BYTES = 60_000;
const BATCH_MS = 5_000;
const MOST_WAITING = 500;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** Where nothing tells when a connection is back. */
const OFFLINE_MS = 30_000;
/** Longer than a request can take. */
const LEASE_MS = 60_000;

const store = createStore();

/**
 * As many of the first items as fit into a batch.
 * @template {Keepable} T
 * @param {T[]} items
 * @param {number} most bytes
 */
const firstOf = (items, most) => {
  let bytes = 0;
  const end = items.findIndex((item, place) => place >= BATCH || (bytes += item.bytes + 1) > most);
  return end < 0 ? items.slice() : items.slice(0, end);
};

/**
 * @param {Page} page
 * @param {Channel} channel
 */
export const openChannel = (page, channel) => {
  const { sink } = channel;
  const post = createPost(channel);
  const frame = byteLength(channel.head + channel.tail);
  const room = BATCH_BYTES - frame;
  const holder = [...crypto.getRandomValues(new Uint32Array(2))].join("-");

  /** Reports that were not sent yet. @type {Keepable[]} */
  let waiting = [];
  /** Reports on their way. @type {Set<Keepable[]>} */
  const onTheirWay = new Set();
  /**
   * Reports on their way that are also in the store, in case the page ends first.
   * @type {WeakMap<Keepable[], Promise<Kept[]>>}
   */
  const insured = new WeakMap();

  /** There may be something in the store; also from the page before. */
  let kept = true;
  let busy = false;
  /** Something asked for a run while one was under way. */
  let again = false;
  let hiding = false;
  let stopped = false;
  let failures = 0;
  /** Nothing is sent before this time (`performance.now()`). */
  let notBefore = 0;
  /** The server itself said so: a connection that comes back changes nothing about it. */
  let asked = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let due = Infinity;

  /**
   * @param {number} count
   * @param {string} reason
   */
  const drop = (count, reason) => {
    if (count) page.deliver({ kind: "delivery-dropped", sink, count, reason });
  };

  /** @param {number} delay milliseconds; an earlier call stays */
  const schedule = (delay) => {
    const at = performance.now() + delay;
    if (stopped || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      due = Infinity;
      run();
    }, Math.ceil(delay));
  };

  const down = () => performance.now() < notBefore || navigator.onLine === false;

  /** @param {Answer} answer */
  const goDown = (answer) => {
    // The server's own timing is kept to; only our own is spread, so that pages do not come back all at once.
    const backoff = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
    // "At once" is no answer to a server in trouble.
    asked = (answer.after ?? 0) >= FIRST_WAIT_MS;
    notBefore = performance.now() + (asked ? Number(answer.after) : backoff);
    failures++;
    due = Infinity;
    schedule(notBefore - performance.now());
  };

  /**
   * @param {Keepable[]} items
   * @param {number} [held] milliseconds for which they are not to be taken
   */
  const keep = async (items, held = 0) => {
    if (!items.length) return [];
    kept = true;
    const { kept: stored, lost } = await store.put(items, held && Date.now() + held);
    for (const name of new Set(lost.map((item) => item.sink))) {
      const count = weightOf(lost.filter((item) => item.sink == name));
      page.deliver({ kind: "delivery-dropped", sink: name, count, reason: "queue full" });
    }
    return stored;
  };

  const keepWaiting = async () => {
    // More can come while these are being stored.
    while (waiting.length) await keep(waiting.splice(0));
  };

  /**
   * @param {Keepable[]} items
   * @param {boolean} hurried
   * @returns {Promise<boolean>} whether to go on
   */
  const send = async (items, hurried) => {
    onTheirWay.add(items);
    const answer = await post.send(items, hurried);
    onTheirWay.delete(items);
    const stored = await insured.get(items);
    if (stored) await store.remove(stored);
    if (answer.outcome == "later") {
      goDown(answer);
      await keep(items);
      return false;
    }
    if (answer.outcome == "too-large" && items.length > 1) {
      const half = items.length >> 1;
      if (await send(items.slice(0, half), hurried)) return send(items.slice(half), hurried);
      await keep(items.slice(half));
      return false;
    }
    settle(items, answer);
    return true;
  };

  /**
   * @param {Keepable[]} items
   * @param {Answer} answer
   */
  const settle = (items, answer) => {
    failures = 0;
    drop(answer.outcome == "delivered" ? (answer.rejected ?? 0) : weightOf(items), answer.reason);
  };

  /**
   * Delivers what is kept: one report to see whether it arrives, then the others in batches.
   * @returns {Promise<boolean>} whether to go on
   */
  const drain = async () => {
    let most = 1;
    for (;;) {
      if (!(await store.lease(sink, holder, Date.now() + LEASE_MS))) {
        // Another tab is at it. If it dies, its lease ends.
        schedule(LEASE_MS);
        return true;
      }
      // Before it is looked at: what is put in meanwhile may be missed.
      kept = false;
      const { kept: items, held, expired } = await store.take(sink, most, room);
      drop(expired, "expired");
      if (held || items.length) kept = true;
      if (held) schedule(LEASE_MS);
      if (!items.length) break;
      const answer = await post.send(items, false);
      if (answer.outcome == "later") {
        goDown(answer);
        await store.lease(sink, holder, 0);
        return false;
      }
      if (answer.outcome == "too-large" && items.length > 1) {
        most = items.length >> 1;
        continue;
      }
      settle(items, answer);
      most = BATCH;
      if (!(await store.remove(items))) {
        // They would come round and round. The next page delivers them again, with the ids that they have.
        kept = false;
        break;
      }
    }
    await store.lease(sink, holder, 0);
    return true;
  };

  const run = async () => {
    again = busy;
    if (busy || stopped) return;
    busy = true;
    try {
      if (down()) {
        await keepWaiting();
        schedule(Math.max(notBefore - performance.now(), navigator.onLine === false ? OFFLINE_MS : 0));
        return;
      }
      if (kept && !(await drain())) return void (await keepWaiting());
      while (waiting.length) {
        const items = firstOf(waiting, room);
        waiting.splice(0, items.length);
        if (!(await send(items, false))) return void (await keepWaiting());
      }
    } finally {
      busy = false;
      if (again && (kept || waiting.length)) schedule(0);
    }
  };

  /** The page is hidden, and may never be seen again: what is not confirmed yet is kept until it is. */
  const hide = () => {
    hiding = false;
    post.hurry();
    for (const items of onTheirWay) insured.set(items, insured.get(items) ?? keep(items, LEASE_MS));
    if (down()) return void keepWaiting();
    while (waiting.length) {
      const items = firstOf(waiting, Math.min(room, post.room() - frame));
      if (!items.length) break;
      waiting.splice(0, items.length);
      send(items, true);
      insured.set(items, keep(items, LEASE_MS));
    }
    keepWaiting();
  };

  /** The page goes. Nobody will read an answer, but the browser says whether it takes a beacon. */
  const leave = () => {
    /** @param {Keepable[]} items @returns {Keepable[]} those that were not taken */
    const handOver = (items) => {
      if (!items.length || post.leave(items)) return [];
      if (items.length == 1) return items;
      const half = items.length >> 1;
      return [...handOver(items.slice(0, half)), ...handOver(items.slice(half))];
    };
    if (!down()) {
      /** @type {Keepable[]} */
      const left = [];
      while (waiting.length) left.push(...handOver(waiting.splice(0, Math.max(firstOf(waiting, room).length, 1))));
      waiting = left;
    }
    hide();
  };

  /** Another tab may have kept something meanwhile. */
  const look = () => {
    kept = true;
    run();
  };

  const visibility = () => {
    if (document.visibilityState == "hidden") hide();
    else look();
  };

  const online = () => {
    if (asked && performance.now() < notBefore) return;
    notBefore = 0;
    look();
  };

  document.addEventListener("visibilitychange", visibility);
  addEventListener("pagehide", leave);
  addEventListener("online", online);
  schedule(BATCH_MS);

  return {
    /**
     * @param {string} text one report, as JSON
     * @param {number} weight how many reports are lost with it
     */
    add(text, weight) {
      const bytes = byteLength(text);
      if (stopped || bytes >= room) return drop(weight, stopped ? "stopped" : "too large");
      waiting.push({ sink, text, weight, bytes, at: Date.now() });
      if (waiting.length > MOST_WAITING) drop(weightOf(waiting.splice(0, 1)), "queue full");
      const full = waiting.length >= BATCH || waiting.reduce((sum, item) => sum + item.bytes, 0) > room;
      if (document.visibilityState == "hidden") {
        // In a task of its own, for all reports of this one.
        if (!hiding) setTimeout(hide);
        hiding = true;
      } else if (full || down()) run();
      else schedule(BATCH_MS);
    },

    /** Sends now what waits for a batch to fill. */
    flush: run,

    stop() {
      leave();
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", visibility);
      removeEventListener("pagehide", leave);
      removeEventListener("online", online);
    },
  };
};
