// @ts-check
import { LEASE_MS, PROBE, weightOf } from "./delivery-policy.js";

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
 *   drop: (count: number, reason: string, sink?: string) => void,
 *   wake: (delay: number) => void,
 * }} channel `room`: bytes that fit into a batch; `hear`: does what an answer means for the channel; `wake`: looks at
 *   the store again after so many milliseconds
 */
export const createKept = (store, post, { sink, room, hear, drop, wake }) => {
  // No other tab has it, where no script has taken the browser's own randomness away.
  const holder = `${globalThis.crypto?.randomUUID?.() ?? Math.random()}`;
  /** There may be something in the store; also from the page before. */
  let maybe = true;

  /** @param {number} until wall clock, ms */
  const lease = (until) => store.lease(sink, holder, until);

  /** @returns {Promise<boolean>} whether to go on */
  const deliver = async () => {
    let most = PROBE;
    while (await lease(Date.now() + LEASE_MS)) {
      // Before it is looked at: what is put in meanwhile may be missed.
      maybe = false;
      const { kept: items, held, expired } = await store.take(sink, most, room);
      drop(expired, "expired");
      maybe ||= held + items.length > 0;
      if (held) wake(LEASE_MS);
      if (!items.length) {
        await lease(0);
        return true;
      }
      const decision = hear(await post.send(items, false), items);
      most = decision.most;
      if (decision.step == "keep") {
        await lease(0);
        return false;
      }
      if (decision.step == "settle" && !(await store.remove(items))) {
        // This page would send them again and again. The next page sends them once more, with the same ids.
        maybe = false;
        await lease(0);
        return true;
      }
    }
    // Another tab is delivering. If it crashes, its lease runs out.
    wake(LEASE_MS);
    return true;
  };

  return {
    /** Whether there may be something to deliver. */
    any: () => maybe,

    /** Another tab may have put something in. */
    look: () => (maybe = true),

    deliver,

    /**
     * @param {Keepable[]} items
     * @param {number} [held] milliseconds for which they are not to be taken
     */
    async put(items, held = 0) {
      if (!items.length) return [];
      maybe = true;
      const { kept, lost } = await store.put(items, held && Date.now() + held);
      // Also those of other channels, which share the store.
      for (const name of new Set(lost.map((item) => item.sink))) {
        drop(weightOf(lost.filter((item) => item.sink == name)), "queue full", name);
      }
      return kept;
    },

    remove: store.remove,
  };
};
