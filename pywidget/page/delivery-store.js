// @ts-check
import { timer } from "./after.js";
import { createTaking, grants, isTooMuch } from "./delivery-policy.js";

/**
 * Keeps reports that could not be delivered, in IndexedDB, for all tabs of the site. The database is made for the first
 * such report. If there is no storage, or if it is full or does not answer, memory is used instead.
 *
 * Only the tab that holds the lease of a sink delivers what is kept for it. A lease is a record with an end time, so
 * that a crashed tab does not keep it for ever. Web Locks are not used: they exist in secure contexts only.
 *
 * @typedef {{ sink: string, text: string, weight: number, bytes: number, at: number }} Keepable one report; `weight`:
 *   how many reports are lost with it; `at`: when it was added (wall clock, ms)
 * @typedef {Keepable & { key: number, free: number }} Kept `free`: not to be taken out before this time (wall clock,
 *   ms), or 0
 * @typedef {{
 *   put: (items: Keepable[], free: number) => Promise<{ kept: Kept[], lost: Kept[] }>,
 *   take: (sink: string, most: number, mostBytes: number) => Promise<Taken>,
 *   remove: (kept: Kept[]) => Promise<boolean>,
 *   lease: (sink: string, holder: string, until: number) => Promise<boolean>,
 * }} Store
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
      try {
        request.transaction?.abort();
      } catch {
        // The transaction has ended already, so there is nothing to abort.
      }
    }
  };
};

/**
 * Reads, changes and saves the totals of what is kept, in one transaction.
 * @param {IDBObjectStore} state
 * @param {(total: { count: number, bytes: number }, save: () => void) => void} change
 */
const withTotal = (state, change) =>
  then(state.get("total"), (/** @type {{ count: number, bytes: number } | undefined} */ read) => {
    const total = read ?? { count: 0, bytes: 0 };
    change(total, () => state.put(total, "total"));
  });

/** @type {Store} */
const indexed = {
  put: (items, free) =>
    within(true, { kept: [], lost: [] }, (reports, state) => {
      /** @type {{ kept: Kept[], lost: Kept[] }} */
      const answer = { kept: [], lost: [] };
      withTotal(state, (total, save) => {
        for (const item of items) {
          then(reports.add({ ...item, free }), (key) => answer.kept.push({ ...item, free, key: Number(key) }));
          total.count++;
          total.bytes += item.bytes;
        }
        then(reports.openCursor(), (oldest) => {
          if (!oldest || !isTooMuch(total)) return save();
          total.count--;
          total.bytes -= oldest.value.bytes;
          answer.lost.push(oldest.value);
          oldest.delete();
          oldest.continue();
        });
      });
      return answer;
    }),

  take: (sink, most, mostBytes) =>
    within(false, { kept: [], held: 0, expired: 0 }, (reports, state) => {
      const taking = createTaking(most, mostBytes);
      withTotal(state, (total, save) => {
        then(reports.index("sink").openCursor(IDBKeyRange.only(sink)), (next) => {
          const seen = next && taking.see(next.value, Date.now());
          if (!next || seen == "full") return save();
          if (seen == "expired") {
            total.count--;
            total.bytes -= next.value.bytes;
            next.delete();
          }
          next.continue();
        });
      });
      return taking.taken;
    }),

  remove: (kept) =>
    within(false, true, (reports, state) => {
      withTotal(state, (total, save) => {
        for (const { key, bytes } of kept) {
          then(reports.getKey(key), (there) => {
            // Another tab may have deleted it meanwhile.
            if (there === undefined) return;
            total.count--;
            total.bytes -= bytes;
            reports.delete(key);
            save();
          });
        }
      });
      return true;
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
};

/**
 * A store in memory. Its keys are negative, so that they differ from those of IndexedDB.
 * @returns {Store}
 */
const createMemory = () => {
  /** @type {Kept[]} */
  let all = [];
  let last = 0;
  return {
    async put(items, free) {
      const kept = items.map((item) => ({ ...item, free, key: --last }));
      all.push(...kept);
      const lost = [];
      const total = { count: all.length, bytes: all.reduce((sum, item) => sum + item.bytes, 0) };
      while (isTooMuch(total)) {
        const oldest = /** @type {Kept} */ (all.shift());
        total.count--;
        total.bytes -= oldest.bytes;
        lost.push(oldest);
      }
      return { kept, lost };
    },
    async take(sink, most, mostBytes) {
      const { taken, see } = createTaking(most, mostBytes);
      let full = false;
      all = all.filter((item) => {
        if (full || item.sink != sink) return true;
        const seen = see(item, Date.now());
        full = seen == "full";
        return seen != "expired";
      });
      return taken;
    },
    async remove(kept) {
      const keys = new Set(kept.map((item) => item.key));
      all = all.filter((item) => !keys.has(item.key));
      return true;
    },
    lease: async () => true,
  };
};

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
    put: (items, free) =>
      attempt(
        () => indexed.put(items, free),
        () => memory.put(items, free),
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

    async remove(kept) {
      await memory.remove(kept.filter((item) => item.key < 0));
      const stored = kept.filter((item) => item.key > 0);
      return (
        !stored.length ||
        attempt(
          () => indexed.remove(stored),
          () => false,
        )
      );
    },

    lease: (sink, holder, until) =>
      attempt(
        () => indexed.lease(sink, holder, until),
        () => true,
      ),
  };
};
