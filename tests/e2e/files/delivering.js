// @ts-check
/** Opens a channel of the delivery module (`?module=`, its address), without the rest of pywidget, and keeps what it says. */

/** @typedef {{ kind: string, sink: string, count: number, reason: string }} Told */

/** @type {Told[]} */
const told = [];

const state = {
  /** @type {any} */
  channel: undefined,

  /** @param {object} channel */
  async open(channel) {
    const { openChannel } = await import(`${new URL(import.meta.url).searchParams.get("module")}`);
    state.channel = openChannel({ deliver: (/** @type {Told} */ message) => told.push(message) }, channel);
  },

  /**
   * @param {string[]} names
   * @param {number} size characters that each of them has besides its name
   * @param {number} [weight]
   */
  add(names, size, weight = 1) {
    for (const id of names) state.channel.add(JSON.stringify({ id, filler: "x".repeat(size) }), weight);
  },

  dropped() {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const { reason, count } of told) counts[reason] = (counts[reason] ?? 0) + count;
    return counts;
  },

  /**
   * The database, after everything that was asked of it before. Null if there is none, and none is made.
   * @returns {Promise<IDBDatabase | null>}
   */
  opened() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open("pywidget-reports");
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onerror = (event) => {
        event.preventDefault();
        if (request.error?.name == "AbortError") resolve(null);
        else reject(request.error);
      };
      request.onsuccess = () => resolve(request.result);
    });
  },

  /** Everything in the database. */
  async kept() {
    const database = await state.opened();
    if (!database) return null;
    const all = database.transaction("reports").objectStore("reports").getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    database.close();
    return all.result;
  },

  /** Whether no tab has what is kept in its hands. */
  async released() {
    const database = await state.opened();
    if (!database) return true;
    const lease = database.transaction("state").objectStore("state").get("lease beacon");
    await new Promise((resolve) => (lease.onsuccess = resolve));
    database.close();
    return !lease.result?.until;
  },

  /** Waits for everything that was asked of the storage before. Needs a storage that answers. */
  async stored() {
    (await state.opened())?.close();
  },

  /** @param {boolean} hidden */
  hide(hidden) {
    Object.defineProperty(Document.prototype, "visibilityState", { configurable: true, get: () => (hidden ? "hidden" : "visible") });
    document.dispatchEvent(new Event("visibilitychange"));
  },

  /** @param {number} most bytes that the browser takes in one beacon */
  limitBeacons(most) {
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (url, body) => /** @type {Blob} */ (body).size <= most && send(url, body);
  },

  /** After requests and transactions had time to end. */
  async settled() {
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
      });
    }
    await fetch("/files/delivering.js", { method: "HEAD", cache: "no-store" }).catch(() => 0);
  },
};

/** @type {any} */ (window).delivering = state;
