// @ts-check
import { BATCH_MS, LEASE_MS, PROBE } from "./delivery-policy.js";

/**
 * The reports of a channel that are in the store: put there when they cannot be sent, and delivered from there.
 *
 * @typedef {import("./delivery-policy.js").Answer} Answer
 * @typedef {import("./delivery-policy.js").Decision} Decision
 * @typedef {import("./delivery-store.js").Keepable} Keepable
 * @typedef {import("./delivery-store.js").Kept} Kept
 *
 * @param {import("./delivery-store.js").Store} store
 * @param {ReturnType<typeof import("./delivery-post.js").createPost>} post
 * @param {{
 *   sink: string,
 *   room: number,
 *   hear: (answer: Answer, items: Keepable[]) => Decision,
 *   drop: (count: number, reason: string) => void,
 *   wake: (delay: number) => void,
 * }} channel `room`: bytes that fit into a batch; `hear`: does what an answer means for the channel; `wake`: looks at
 *   the store again after this many milliseconds
 */
export const createKept = (store, post, { sink, room, hear, drop, wake }) => {
  // Different in each tab. If a script has removed `randomUUID`, a random number has to do.
  const holder = `${globalThis.crypto?.randomUUID?.() ?? Math.random()}`;
  /** Whether the store may hold something. At first yes: an earlier page may have left reports. */
  let maybe = true;
  let overfull = false;

  /** @param {number} until by the wall clock, in milliseconds */
  const lease = (until) => store.lease(sink, holder, until);

  /**
   * Removes reports whose fate is known.
   * @param {Kept[]} items
   * @param {number} lost how many are lost with them, if they are still there: else another tab has counted them
   * @param {string} reason
   * @returns {Promise<boolean>} whether they could be removed; if not, they are not counted yet
   */
  const settle = async (items, lost, reason) => {
    const removed = await store.remove(sink, items);
    drop(Math.min(lost, removed ?? 0), reason);
    return removed !== undefined;
  };

  /** @returns {Promise<boolean>} whether to go on */
  const deliver = async () => {
    let most = PROBE;
    overfull = false;
    while (await lease(Date.now() + LEASE_MS)) {
      // Set before the store is read, so that a report that is put in meanwhile can set it to true again.
      maybe = false;
      const { kept: items, held, expired } = await store.take(sink, most, room);
      drop(expired, "expired");
      maybe ||= held + items.length > 0;
      if (held) wake(LEASE_MS);
      if (!items.length) {
        await lease(0);
        return true;
      }
      const answer = await post.send(items, false);
      const decision = hear(answer, items);
      most = decision.most;
      if (decision.step == "keep") {
        await lease(0);
        return false;
      }
      if (decision.step == "settle" && !(await settle(items, decision.drop, answer.reason))) {
        // They were sent but cannot be removed. This page would send them again and again, so it stops here. The next
        // page sends them once more, with the same ids.
        maybe = false;
        await lease(0);
        return true;
      }
    }
    // Another tab is delivering. If that tab crashes, its lease runs out, so this tab tries again then.
    overfull = await store.isOverfull(sink);
    wake(overfull ? BATCH_MS : LEASE_MS);
    return true;
  };

  return {
    /** Whether there may be something to deliver. */
    any: () => maybe,

    /** Called when another tab may have stored something. */
    look: () => (maybe = true),

    deliver,
    settle,

    /**
     * Whether another tab has to deliver first: what is sent meanwhile may be left without an answer, too, and there are
     * too many of those already.
     */
    isOverfull: () => overfull,

    /**
     * @param {Keepable[]} items
     * @param {boolean} sent whether they may have arrived
     * @param {number} [held] for how many milliseconds they are not to be taken out
     */
    async put(items, sent, held = 0) {
      if (!items.length) return [];
      maybe = true;
      const { kept, lost } = await store.put(sink, items, sent, held && Date.now() + held);
      drop(lost, "queue full");
      return kept;
    },

    /** Reports that were put in to be held are to be delivered from the store. @param {Kept[]} items */
    async release(items) {
      await store.release(items);
      maybe = true;
      wake(0);
    },
  };
};
