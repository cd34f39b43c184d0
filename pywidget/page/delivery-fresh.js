// @ts-check
import { BATCH, LEASE_MS, MOST_WAITING, firstOf, isFull, weightOf } from "./delivery-policy.js";

/**
 * The reports of a channel that were not sent yet, and those that are being sent for the first time.
 *
 * @typedef {import("./delivery-policy.js").Answer} Answer
 * @typedef {import("./delivery-policy.js").Decision} Decision
 * @typedef {import("./delivery-store.js").Keepable} Keepable
 * @typedef {import("./delivery-store.js").Kept} Kept
 */

/**
 * Hands a batch to the browser as a beacon. If the browser does not take it, it is halved.
 * @param {Keepable[]} items
 * @param {(items: Keepable[]) => boolean} leave
 * @returns {Keepable[]} those that were not taken
 */
const handOver = (items, leave) => {
  if (!items.length || leave(items)) return [];
  if (items.length == 1) return items;
  const half = items.length >> 1;
  return [...handOver(items.slice(0, half), leave), ...handOver(items.slice(half), leave)];
};

/**
 * @param {ReturnType<typeof import("./delivery-post.js").createPost>} post
 * @param {ReturnType<typeof import("./delivery-kept.js").createKept>} kept where reports are stored that cannot be sent
 * @param {{
 *   room: number,
 *   isOpen: () => boolean,
 *   hear: (answer: Answer, items: Keepable[]) => Decision,
 *   drop: (count: number, reason: string) => void,
 * }} channel `room`: bytes that fit into a batch; `hear`: does what an answer means for the channel
 */
export const createFresh = (post, kept, { room, isOpen, hear, drop }) => {
  /** @type {Keepable[]} */
  let waiting = [];
  /**
   * Each batch that is being sent, with its copy in the store if one was made in case the page ends first.
   * @type {Map<Keepable[], Promise<Kept[]> | undefined>}
   */
  const onTheirWay = new Map();
  /** How many reports may be in the next batch: few after one that failed, so that few are unanswered. */
  let most = BATCH;

  /**
   * @param {number} mostBytes
   * @param {number} [most]
   */
  const takeBatch = (mostBytes, most) => waiting.splice(0, firstOf(waiting, mostBytes, most).length);

  const keepAll = async () => {
    // More can come while these are being stored.
    while (waiting.length) await kept.put(waiting.splice(0), false);
  };

  /**
   * @param {Keepable[]} items
   * @param {boolean} hurried
   * @returns {Promise<boolean>} whether to go on
   */
  const send = async (items, hurried) => {
    onTheirWay.set(items, undefined);
    const answer = await post.send(items, hurried);
    const insured = onTheirWay.get(items);
    onTheirWay.delete(items);
    const decision = hear(answer, items);
    most = decision.most;
    if (insured) {
      const copies = await insured;
      const isSettled = decision.step == "settle";
      await (isSettled ? kept.settle(copies, decision.drop, answer.reason) : kept.release(copies));
      return isSettled;
    }
    drop(decision.drop, answer.reason);
    if (decision.step == "settle") return true;
    if (decision.step == "keep") return kept.put(items, decision.sent).then(() => false);
    const half = decision.most;
    if (await send(items.slice(0, half), hurried)) return send(items.slice(half), hurried);
    await kept.put(items.slice(half), false);
    return false;
  };

  /** @param {Keepable[]} items */
  const insure = (items) => onTheirWay.set(items, onTheirWay.get(items) ?? kept.put(items, true, LEASE_MS));

  /** The page is hidden, and may never be shown again. So every report is stored until the server confirms it. */
  const rescue = () => {
    post.hurry();
    for (const items of onTheirWay.keys()) insure(items);
    while (isOpen() && waiting.length) {
      const items = takeBatch(Math.min(room, post.room()));
      if (!items.length) break;
      send(items, true);
      insure(items);
    }
    keepAll();
  };

  return {
    any: () => waiting.length > 0,
    isFull: () => isFull(waiting, room),

    /** @param {Keepable} item */
    add(item) {
      waiting.push(item);
      if (waiting.length > MOST_WAITING) drop(weightOf(waiting.splice(0, 1)), "queue full");
    },

    keepAll,

    /** @returns {Promise<boolean>} whether everything could be sent */
    async sendAll() {
      while (waiting.length) if (!(await send(takeBatch(room, most), false))) return false;
      return true;
    },

    rescue,

    /** The page is closing, so an answer cannot be read. But the browser says whether it takes a beacon. */
    leave() {
      if (isOpen()) {
        /** @type {Keepable[]} */
        const left = [];
        while (waiting.length) left.push(...handOver(takeBatch(room), post.leave));
        waiting = left;
      }
      rescue();
    },
  };
};
