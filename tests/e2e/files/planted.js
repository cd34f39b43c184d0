// @ts-check
/**
 * Keeps everything that pywidget could say to somebody: its events, what it hands to analytics services, what it writes
 * to the console. And everything that it leaves behind.
 */
(() => {
  /** As text, with what an error hides. @param {unknown} value */
  const written = (value) => {
    if (value instanceof Error) return `${value.name} ${value.message} ${value.stack} ${JSON.stringify(value)}`;
    try {
      return typeof value == "string" ? value : `${JSON.stringify(value)} ${value}`;
    } catch {
      return `${typeof value}`;
    }
  };

  /** Who heard it, and what. @type {[who: string, what: string][]} */
  const heard = [];

  /** @param {string} who */
  const listener =
    (who) =>
    (/** @type {unknown[]} */ ...args) =>
      void heard.push([who, args.map(written).join(" ")]);

  for (const level of /** @type {const} */ (["debug", "info", "log", "warn", "error"])) {
    const write = console[level];
    console[level] = (...args) => {
      listener(`console.${level}`)(...args);
      write.apply(console, args);
    };
  }

  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (event) {
    if (event.type.startsWith("pywidget:")) listener("event")(event.type, /** @type {CustomEvent} */ (event).detail);
    return dispatch.call(this, event);
  };

  for (const name of /** @type {const} */ (["error", "unhandledrejection"])) {
    addEventListener(name, (/** @type {any} */ event) => listener(name)(event.error ?? event.reason));
  }

  const tell = listener("datadog");
  Object.assign(window, {
    analytics: { track: listener("segment") },
    gtag: listener("ga4"),
    dataLayer: { push: listener("gtm") },
    posthog: { capture: listener("posthog") },
    Sentry: { captureEvent: listener("sentry") },
    DD_RUM: { addError: tell, addAction: tell },
    DD_LOGS: { logger: { error: tell, warn: tell, info: tell, debug: tell } },
    _paq: { push: listener("matomo") },
    plausible: listener("plausible"),
    app: { sink: listener("app.sink"), check: listener("app.check") },
  });

  /** Attributes in which the page itself has put secrets. */
  const PLANTED = /^(token|data-token-headers)$/;

  /**
   * Everything in the document, open shadow roots included, as text.
   * @param {Node} node
   * @returns {string}
   */
  const serialised = (node) => {
    let text = node instanceof Text || node instanceof Comment ? node.data : node.nodeName;
    if (node instanceof Element) {
      for (const { name, value } of node.attributes) if (!PLANTED.test(name)) text += ` ${name}=${value}`;
      if (node.shadowRoot) text += serialised(node.shadowRoot);
    }
    for (const child of node.childNodes) text += ` ${serialised(child)}`;
    return text;
  };

  /** @template Value @param {IDBRequest<Value>} request @returns {Promise<Value>} */
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  /** Everything in the databases of the page. */
  const databases = async () => {
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(`${name}`));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        found.push(name, store, ...(await settled(objects.getAll())), ...(await settled(objects.getAllKeys())));
      }
      database.close();
    }
    return found;
  };

  /** What pywidget left behind, by place. */
  const leftBehind = async () => ({
    document: serialised(document),
    title: document.title,
    address: location.href,
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    databases: JSON.stringify(await databases()),
    caches: JSON.stringify(await caches.keys()),
    history: JSON.stringify(history.state),
    api: JSON.stringify(Object.entries(/** @type {any} */ (window).pywidget)),
    addresses: JSON.stringify(performance.getEntriesByType("resource").map(({ name }) => name)),
  });

  Object.assign(window, { heard, leftBehind });
})();
