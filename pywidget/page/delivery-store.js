// @ts-check
/**
 * Keeps reports that could not be delivered, in IndexedDB, for all tabs of the site. The database comes into being with
 * the first such report. Where there is no storage, or it is full, or it does not answer, memory takes its place.
 *
 * Only the tab that holds the lease of a sink delivers what is kept for it. A lease is a record with an end, so that a
 * tab that dies does not keep it; claims in one transaction are safe in every context, Web Locks only in secure ones.
 *
 * @typedef {{ sink: string, text: string, weight: number, bytes: number, at: number }} Keepable one report; `weight`:
 *   how many reports are lost with it; `at`: wall clock, ms
 * @typedef {Keepable & { key: number, free: number }} Kept `free`: not to be taken before, wall clock, ms
 * @typedef {{
 *   put: (items: Keepable[], free: number) => Promise<{ kept: Kept[], lost: Kept[] }>,
 *   take: (sink: string, most: number, mostBytes: number) => Promise<Taken>,
 *   remove: (kept: Kept[]) => Promise<void>,
 *   lease: (sink: string, holder: string, until: number) => Promise<boolean>,
 * }} Store
 * @typedef {{ kept: Kept[], held: number, expired: number }} Taken `held`: how many were passed over as not free yet; `expired`: the weight of those that went
 */

const NAME = "pywidget-reports";
const MOST = 500;
const MOST_BYTES = 500_000;
/** A report that is older than a day is of no use to anybody. */
const EXPIRES_MS = 86_400_000;
/** A storage that takes longer than this is treated as if it were not there. */
const PATIENCE_MS = 3_000;

/** @param {Keepable[]} items */
export const weightOf = (items) => items.reduce((sum, item) => sum + item.weight, 0);

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
        // Without this there would be an empty database from now on.
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
 * @param {T} nothing what the answer is where there is no database
 * @param {(reports: IDBObjectStore, state: IDBObjectStore) => T} work starts requests, and returns what they fill
 * @returns {Promise<T>} once all of it is stored
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
 * How much is kept: read, changed and written in the same transaction.
 * @param {IDBObjectStore} state
 * @param {(total: { count: number, bytes: number }, save: () => void) => void} change
 */
const withTotal = (state, change) => {
  const read = state.get("total");
  read.onsuccess = () => {
    const total = read.result ?? { count: 0, bytes: 0 };
    change(total, () => state.put(total, "total"));
  };
};

/** @type {Store} */
const indexed = {
  put: (items, free) =>
    within(true, { kept: [], lost: [] }, (reports, state) => {
      /** @type {{ kept: Kept[], lost: Kept[] }} */
      const answer = { kept: [], lost: [] };
      withTotal(state, (total, save) => {
        for (const item of items) {
          const added = reports.add({ ...item, free });
          added.onsuccess = () => answer.kept.push({ ...item, free, key: Number(added.result) });
          total.count++;
          total.bytes += item.bytes;
        }
        const cursor = reports.openCursor();
        cursor.onsuccess = () => {
          const oldest = cursor.result;
          if (!oldest || (total.count <= MOST && total.bytes <= MOST_BYTES)) return save();
          total.count--;
          total.bytes -= oldest.value.bytes;
          answer.lost.push(oldest.value);
          oldest.delete();
          oldest.continue();
        };
      });
      return answer;
    }),

  take: (sink, most, mostBytes) =>
    within(false, { kept: [], held: 0, expired: 0 }, (reports, state) => {
      /** @type {Taken} */
      const taken = { kept: [], held: 0, expired: 0 };
      let bytes = 0;
      withTotal(state, (total, save) => {
        const cursor = reports.index("sink").openCursor(IDBKeyRange.only(sink));
        cursor.onsuccess = () => {
          const next = cursor.result;
          if (!next) return save();
          /** @type {Kept} */
          const kept = next.value;
          if (Date.now() - kept.at > EXPIRES_MS) {
            total.count--;
            total.bytes -= kept.bytes;
            taken.expired += kept.weight;
            next.delete();
          } else if (kept.free > Date.now()) {
            taken.held++;
          } else {
            bytes += kept.bytes;
            if (taken.kept.length >= most || (taken.kept.length && bytes > mostBytes)) return save();
            taken.kept.push(kept);
          }
          next.continue();
        };
      });
      return taken;
    }),

  remove: (kept) =>
    within(false, undefined, (reports, state) => {
      withTotal(state, (total, save) => {
        for (const { key, bytes } of kept) {
          const there = reports.getKey(key);
          there.onsuccess = () => {
            // Another tab may have dropped it meanwhile.
            if (there.result === undefined) return;
            total.count--;
            total.bytes -= bytes;
            reports.delete(key);
            save();
          };
        }
      });
    }),

  lease: async (sink, holder, until) => {
    const answer = await within(false, { granted: true }, (_reports, state) => {
      const granted = { granted: false };
      const read = state.get(`lease ${sink}`);
      read.onsuccess = () => {
        const lease = read.result;
        if (lease && lease.holder != holder && lease.until > Date.now()) return;
        granted.granted = true;
        state.put({ holder, until }, `lease ${sink}`);
      };
      return granted;
    });
    return answer.granted;
  },
};

/** @returns {Store} */
const createMemory = () => {
  /** @type {Kept[]} */
  let all = [];
  let last = 0;
  return {
    async put(items, free) {
      const kept = items.map((item) => ({ ...item, free, key: ++last }));
      all.push(...kept);
      let bytes = all.reduce((sum, item) => sum + item.bytes, 0);
      const lost = [];
      while (all.length > MOST || bytes > MOST_BYTES) {
        const oldest = /** @type {Kept} */ (all.shift());
        bytes -= oldest.bytes;
        lost.push(oldest);
      }
      return { kept, lost };
    },
    async take(sink, most, mostBytes) {
      /** @param {Kept} item */
      const old = (item) => item.sink == sink && Date.now() - item.at > EXPIRES_MS;
      const expired = weightOf(all.filter(old));
      all = all.filter((item) => !old(item));
      let bytes = 0;
      let held = 0;
      const kept = [];
      for (const item of all) {
        if (item.sink != sink) continue;
        if (item.free > Date.now()) {
          held++;
          continue;
        }
        bytes += item.bytes;
        if (kept.length >= most || (kept.length && bytes > mostBytes)) break;
        kept.push(item);
      }
      return { kept, held, expired };
    },
    async remove(kept) {
      const keys = new Set(kept.map((item) => item.key));
      all = all.filter((item) => !keys.has(item.key));
    },
    lease: async () => true,
  };
};

/** @returns {Store} */
export const createStore = () => {
  const memory = createMemory();
  let broken = false;

  /**
   * @template {keyof Store} Name
   * @param {Name} name
   * @returns {Store[Name]}
   */
  const either = (name) =>
    /** @type {any} */ (
      async (/** @type {any[]} */ ...args) => {
        if (!broken) {
          let timer;
          try {
            const late = new Promise((_, reject) => (timer = setTimeout(reject, PATIENCE_MS)));
            return await Promise.race([/** @type {any} */ (indexed)[name](...args), late]);
          } catch {
            broken = true;
          } finally {
            clearTimeout(timer);
          }
        }
        return /** @type {any} */ (memory)[name](...args);
      }
    );

  return { put: either("put"), take: either("take"), remove: either("remove"), lease: either("lease") };
};
