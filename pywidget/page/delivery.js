// @ts-check
import { createAlarm } from "./delivery-alarm.js";
import { createFresh } from "./delivery-fresh.js";
import { createKept } from "./delivery-kept.js";
import {
  BATCH_BYTES, BATCH_MS, NO_BACKOFF, decide, reconnected, stateOf, stepOf, waitOf, weightOf,
} from "./delivery-policy.js";
import { byteLength, createPost } from "./delivery-post.js";
import { createStore } from "./delivery-store.js";

/**
 * Delivers reports to an endpoint. They are sent in batches. If that fails, they are kept, and sent once a single
 * report has been delivered again. This module is loaded only if a sink needs it. `delivery-policy.js` decides what to
 * do, and this module does it.
 *
 * Every report that is added is either delivered, or counted and reported as dropped. A report counts as delivered if
 * the server confirmed it with 2xx, or if the browser took it as a beacon while the page closed. If an answer got lost,
 * the reports may have arrived or not. So they are kept until there is an answer, and sent again with the same ids, by
 * which the server can find duplicates. If it refuses them then, or does not answer for a day, they count as dropped
 * although they may have arrived the first time.
 *
 * @typedef {import("./delivery-post.js").Endpoint & { sink: string }} Channel see `open_channel` on Python's side
 * @typedef {import("./delivery-policy.js").Answer} Answer
 * @typedef {import("./delivery-policy.js").Signal} Signal
 * @typedef {import("./delivery-store.js").Keepable} Keepable
 * @typedef {{ deliver: (message: import("./border.js").DeliveryDropped) => void }} Page
 */

const store = createStore();

const isOnline = () => navigator.onLine !== false;
const isHidden = () => document.visibilityState == "hidden";

/**
 * Never runs `work` twice at the same time. If it is called during a run, it runs once more afterwards.
 * @param {() => Promise<void>} work
 * @param {() => void} more called after a run during which another one was asked for
 */
const oneAtATime = (work, more) => {
  let busy = false;
  let again = false;
  return async () => {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
      if (again) more();
    }
  };
};

/**
 * Several calls in the same task lead to one call of `work`, in a separate task.
 * @param {() => void} work
 */
const onceInATask = (work) => {
  let asked = false;
  return () => {
    if (asked) return;
    // Set before the call, because some pages have a `setTimeout` that calls at once.
    asked = true;
    setTimeout(() => ((asked = false), work()));
  };
};

/**
 * @param {Page} page
 * @param {Channel} channel
 */
export const openChannel = (page, { sink, ...channel }) => {
  const post = createPost(channel);
  const room = BATCH_BYTES - post.frame;
  let backoff = NO_BACKOFF;
  let stopped = false;

  /** @param {Signal} signal */
  const next = (signal) => stepOf(signal, stateOf(backoff, performance.now(), isOnline(), stopped));

  /**
   * @param {number} count
   * @param {string} reason
   */
  const drop = (count, reason) => {
    if (count) page.deliver({ kind: "delivery-dropped", sink, count, reason });
  };

  /**
   * Carries out what an answer means for the reports after it, and returns what it means for its own.
   * @param {Answer} answer
   * @param {Keepable[]} items
   */
  const hear = (answer, items) => {
    const decision = decide(backoff, answer, items.length, weightOf(items), performance.now(), Math.random());
    backoff = decision.backoff;
    if (decision.wait) alarm.reset(decision.wait);
    return decision;
  };

  const isOpen = () => next("due") == "send";
  const kept = createKept(store, post, { sink, room, hear, drop, wake: (delay) => alarm.set(delay) });
  const fresh = createFresh(post, kept, { room, isOpen, hear, drop });

  const run = oneAtATime(
    async () => {
      const step = next("due");
      if (step == "send" && (!kept.any() || (await kept.deliver()))) {
        // What is new waits in memory then, because the store has no room.
        if (kept.isOverfull() || (await fresh.sendAll())) return;
      }
      if (step != "-") await fresh.keepAll();
      if (step == "keep") alarm.set(waitOf(backoff, performance.now(), isOnline()));
    },
    () => (kept.any() || fresh.any()) && alarm.set(0),
  );
  const alarm = createAlarm(run);
  const rescueSoon = onceInATask(fresh.rescue);

  /** Also looks into the store, because another tab may have kept something meanwhile. */
  const look = () => {
    kept.look();
    run();
  };
  const visibility = () => (isHidden() ? fresh.rescue() : look());
  const online = () => {
    if (next("online") != "look") return;
    backoff = reconnected(backoff);
    look();
  };

  document.addEventListener("visibilitychange", visibility);
  addEventListener("pagehide", fresh.leave);
  addEventListener("online", online);
  alarm.set(BATCH_MS);

  return {
    /**
     * @param {string} text one report, as JSON
     * @param {number} weight how many reports are lost with it
     */
    add(text, weight) {
      const bytes = byteLength(text);
      const refused = next("added") == "drop" ? "stopped" : bytes >= room && "too large";
      if (refused) return drop(weight, refused);
      fresh.add({ sink, text, weight, bytes, at: Date.now() });
      if (isHidden()) rescueSoon();
      else if (next(fresh.isFull() ? "filled" : "added") == "run") run();
      else alarm.set(BATCH_MS);
    },

    /** Sends at once what is waiting for a batch to fill. */
    flush: run,

    stop() {
      // The page goes on, so the answers can be read.
      fresh.rescue();
      stopped = true;
      alarm.stop();
      document.removeEventListener("visibilitychange", visibility);
      removeEventListener("pagehide", fresh.leave);
      removeEventListener("online", online);
    },
  };
};
