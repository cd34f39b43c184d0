// @ts-check
import { timer } from "./after.js";
import { createTaking, grants, isTooMuch, weightOf } from "./delivery-policy.js";

/**
 * Keeps reports that could not be delivered, in IndexedDB, for all tabs of the site. The database is made for the first
 * such report. If there is no storage, or if it is full or does not answer, memory is used instead.
 *
 * Each report has one fate, whatever several tabs do at the same time: what is taken out to be sent is marked in the
 * same transaction, and is not dropped to make room after that. What is removed is counted by the tab that removed it.
 *
 * Only the tab that holds the lease of a sink delivers what is kept for it. A lease is a record with an end time, so
 * that a crashed tab does not keep it for ever. Web Locks are not used: they exist in secure contexts only.
 *
 * @typedef {{ sink: string, text: string, weight: number, bytes: number, at: number }} Keepable one report; `weight`:
 *   how many reports are lost with it; `at`: when it was added (wall clock, ms)
 * @typedef {Keepable & { key: number, free: number }} Kept `free`: not to be taken out before this time (wall clock,
 *   ms), or 0
 * @typedef {{
 *   put: (sink: string, items: Keepable[], sent: boolean, free: number) => Promise<{ kept: Kept[], lost: number }>,
 *   take: (sink: string, most: number, mostBytes: number) => Promise<Taken>,
 *   remove: (sink: string, kept: Kept[]) => Promise<number | undefined>,
 *   release: (kept: Kept[]) => Promise<void>,
 *   lease: (sink: string, holder: string, until: number) => Promise<boolean>,
 *   isOverfull: (sink: string) => Promise<boolean>,
 * }} Store `sent`: whether they may have arrived; `lost`: the weight of those that were dropped to make room; `remove`:
 *   the weight of those that were there, or undefined if they cannot be removed; `release`: lets them be taken out at once;
 *   `isOverfull`: whether there is more than room for, because so many may have arrived
 * @typedef {{ kept: Kept[], held: number, expired: number }} Taken `held`: how many were skipped as not free yet;
 *   `expired`: the weight of the deleted ones
 */

const NAME = "pywidget-reports";
/** If the storage does not answer for the first time within this time, it is treated as missing. */
const PATIENCE_MS = 10_000;

/**
 * @param {boolean} create whether to make the database if there is none
 * @returns {Promise<IDBDatabase | undefined>}
 */
const open = (create) =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    let absent = false;
    request.onupgradeneeded = () => {
      if (!create) {
        // Without this an empty database would be left behind.
        absent = true;
        request.transaction?.abort();
        return;
      }
      request.result.createObjectStore("reports", { keyPath: "key", autoIncrement: true }).createIndex("sink", "sink");
      request.result.createObjectStore("state");
    };
    request.onsuccess = () => resolve(request.result);
    request.onblocked = reject;
    request.onerror = (event) => {
      event.preventDefault();
      if (absent) resolve(undefined);
      else reject(request.error);
    };
  });

/** @param {IDBTransaction | null} transaction */
const abort = (transaction) => {
  try {
    transaction?.abort();
  } catch {
    // The transaction has ended already, so there is nothing to abort.
  }
};

/**
 * @template T
 * @param {boolean} create
 * @param {T} nothing the result if there is no database
 * @param {(reports: IDBObjectStore, state: IDBObjectStore) => T} work starts requests, returns what they fill
 * @returns {Promise<T>} fulfilled once everything is stored
 */
const within = async (create, nothing, work) => {
  const database = await open(create);
  if (!database) return nothing;
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(["reports", "state"], "readwrite");
      // Firefox tells the page's own error handlers of each error that is not prevented, also of those that an abort
      // leads to. A prevented one does not end the transaction, so that is done here.
      transaction.onerror = (event) => {
        event.preventDefault();
        abort(transaction);
      };
      const answer = work(transaction.objectStore("reports"), transaction.objectStore("state"));
      transaction.oncomplete = () => resolve(answer);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

/**
 * Runs a function after a request. If it throws, the transaction is aborted, so that `within` is rejected. The page's
 * own error handlers do not get the error.
 * @template T
 * @param {IDBRequest<T>} request
 * @param {(result: T) => void} next
 */
const then = (request, next) => {
  request.onsuccess = () => {
    try {
      next(request.result);
    } catch {
      abort(request.transaction);
    }
  };
};

/**
 * Reads, changes and saves the total of what is kept for a sink, in one transaction.
 * @param {IDBObjectStore} state
 * @param {string} sink
 * @param {(total: { count: number, bytes: number }, save: () => void) => void} change
 */
const withTotal = (state, sink, change) =>
  then(state.get(`total ${sink}`), (/** @type {{ count: number, bytes: number } | undefined} */ read) => {
    const total = read ?? { count: 0, bytes: 0 };
    // An older pywidget had one total for all sinks, so what it kept is missing here.
    const save = () => state.put({ count: Math.max(total.count, 0), bytes: Math.max(total.bytes, 0) }, `total ${sink}`);
    change(total, save);
  });

/**
 * The name in the index "sink", of those that were not sent or of those that may have arrived: so the first ones of
 * either are found without a look at the others.
 * @param {string} sink
 * @param {boolean} sent
 */
const nameOf = (sink, sent) => (sent ? `${sink} sent` : sink);

/**
 * @param {IDBObjectStore} reports
 * @param {string} name
 */
const cursor = (reports, name) => reports.index("sink").openCursor(IDBKeyRange.only(name));

/** @type {Store} */
const indexed = {
  put: (sink, items, sent, free) =>
    within(true, { kept: [], lost: 0 }, (reports, state) => {
      /** @type {{ kept: Kept[], lost: number }} */
      const answer = { kept: [], lost: 0 };
      withTotal(state, sink, (total, save) => {
        for (const item of items) {
          const row = { ...item, sink: nameOf(sink, sent), free };
          then(reports.add(row), (key) => answer.kept.push({ ...row, key: Number(key) }));
          total.count++;
          total.bytes += item.bytes;
        }
        /** @param {boolean} mayHaveArrived */
        const drop = (mayHaveArrived) =>
          then(cursor(reports, nameOf(sink, mayHaveArrived)), (oldest) => {
            if (oldest && isTooMuch(total, mayHaveArrived)) {
              total.count--;
              total.bytes -= oldest.value.bytes;
              answer.lost += oldest.value.weight;
              oldest.delete();
              oldest.continue();
            } else if (mayHaveArrived) save();
            else drop(true);
          });
        drop(false);
      });
      return answer;
    }),

  take: (sink, most, mostBytes) =>
    within(false, { kept: [], held: 0, expired: 0 }, (reports, state) => {
      const taking = createTaking(most, mostBytes);
      const name = nameOf(sink, true);
      withTotal(state, sink, (total, save) => {
        /** @param {boolean} mayHaveArrived */
        const look = (mayHaveArrived) =>
          then(cursor(reports, nameOf(sink, mayHaveArrived)), (next) => {
            const seen = next && taking.see(next.value, Date.now());
            if (!next && mayHaveArrived) return look(false);
            if (!next || seen == "full") {
              for (const row of taking.taken.kept) if (row.sink != name) reports.put({ ...row, sink: name });
              return save();
            }
            if (seen == "expired") {
              total.count--;
              total.bytes -= next.value.bytes;
              next.delete();
            }
            next.continue();
          });
        look(true);
      });
      return taking.taken;
    }),

  remove: async (sink, kept) => {
    const removed = await within(false, { weight: 0 }, (reports, state) => {
      const answer = { weight: 0 };
      withTotal(state, sink, (total, save) => {
        for (const { key, bytes, weight } of kept) {
          then(reports.getKey(key), (there) => {
            // Another tab may have deleted it meanwhile.
            if (there === undefined) return;
            total.count--;
            total.bytes -= bytes;
            answer.weight += weight;
            reports.delete(key);
            save();
          });
        }
      });
      return answer;
    });
    return removed.weight;
  },

  release: (kept) =>
    within(false, undefined, (reports) => {
      for (const { key } of kept) {
        then(reports.get(key), (row) => row && reports.put({ ...row, free: 0 }));
      }
    }),

  lease: async (sink, holder, until) => {
    const answer = await within(false, { granted: true }, (_reports, state) => {
      const granted = { granted: false };
      then(state.get(`lease ${sink}`), (lease) => {
        if (!grants(lease, holder, Date.now())) return;
        granted.granted = true;
        state.put({ holder, until }, `lease ${sink}`);
      });
      return granted;
    });
    return answer.granted;
  },

  isOverfull: async (sink) => {
    const answer = await within(false, { overfull: false }, (_reports, state) => {
      const found = { overfull: false };
      // Half of the way to where they would be dropped: each tab may have a batch under way already.
      withTotal(state, sink, ({ count, bytes }) => {
        found.overfull = isTooMuch({ count: count / 2, bytes: bytes / 2 });
      });
      return found;
    });
    return answer.overfull;
  },
};

/**
 * A store in memory. Its keys are negative, so that they differ from those of IndexedDB.
 * @returns {Store}
 */
const createMemory = () => {
  /** @type {(Kept & { sent: boolean })[]} */
  let all = [];
  let last = 0;
  return {
    async put(sink, items, sent, free) {
      const kept = items.map((item) => ({ ...item, sent, free, key: --last }));
      all.push(...kept);
      const ofSink = all.filter((item) => item.sink == sink);
      const total = { count: ofSink.length, bytes: ofSink.reduce((sum, item) => sum + item.bytes, 0) };
      let lost = 0;
      all = all.filter((item) => {
        if (item.sink != sink || !isTooMuch(total, item.sent)) return true;
        total.count--;
        total.bytes -= item.bytes;
        lost += item.weight;
        return false;
      });
      return { kept, lost };
    },
    async take(sink, most, mostBytes) {
      const { taken, see } = createTaking(most, mostBytes);
      let full = false;
      all = all.filter((item) => {
        if (full || item.sink != sink) return true;
        const seen = see(item, Date.now());
        full = seen == "full";
        item.sent ||= seen == "taken";
        return seen != "expired";
      });
      return taken;
    },
    async remove(_sink, kept) {
      const keys = new Set(kept.map((item) => item.key));
      const before = weightOf(all);
      all = all.filter((item) => !keys.has(item.key));
      return before - weightOf(all);
    },
    async release(kept) {
      const keys = new Set(kept.map((item) => item.key));
      for (const item of all) if (keys.has(item.key)) item.free = 0;
    },
    lease: async () => true,
    isOverfull: async () => false,
  };
};

/** @param {Kept[]} kept */
const isInMemory = (kept) => kept.every((item) => item.key < 0);

/** @returns {Store} */
export const createStore = () => {
  const memory = createMemory();
  /** Whether the storage works; undefined until it has answered once. @type {boolean | undefined} */
  let answers;

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @param {(error?: unknown) => T | Promise<T>} otherwise
   * @returns {Promise<T>}
   */
  const attempt = async (work, otherwise) => {
    if (answers === false) return otherwise();
    /** @type {(() => void) | undefined} */
    let stopWaiting;
    try {
      // The time limit holds for the first answer only: else a frozen tab would later take its own pause for a fault.
      /** @type {Promise<never>} */
      const late = new Promise((_, reject) => {
        if (!answers) stopWaiting = timer(() => reject((answers = false)), PATIENCE_MS);
      });
      const result = await Promise.race([work(), late]);
      answers = true;
      return result;
    } catch {
      return otherwise();
    } finally {
      stopWaiting?.();
    }
  };

  return {
    put: (...items) =>
      attempt(
        () => indexed.put(...items),
        () => memory.put(...items),
      ),

    async take(sink, most, mostBytes) {
      const taken = await attempt(
        () => indexed.take(sink, most, mostBytes),
        () => ({ kept: [], held: 0, expired: 0 }),
      );
      if (taken.kept.length) return taken;
      const more = await memory.take(sink, most, mostBytes);
      return { kept: more.kept, held: taken.held + more.held, expired: taken.expired + more.expired };
    },

    // What was taken or put together is in the same place.
    remove: (sink, kept) =>
      isInMemory(kept)
        ? memory.remove(sink, kept)
        : attempt(
            () => indexed.remove(sink, kept),
            () => undefined,
          ),

    release: (kept) =>
      isInMemory(kept)
        ? memory.release(kept)
        : attempt(
            () => indexed.release(kept),
            () => undefined,
          ),

    lease: (sink, holder, until) =>
      attempt(
        () => indexed.lease(sink, holder, until),
        () => true,
      ),

    isOverfull: (sink) =>
      attempt(
        () => indexed.isOverfull(sink),
        () => false,
      ),
  };
};
