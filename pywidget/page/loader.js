// @ts-check
/**
 * The script tag. Small, because every page view pays for it: it listens from its first line, keeps what the widgets say,
 * and fetches everything else at the first error. It never throws into the page.
 *
 * What it keeps is JSON text, made at once: a detail may be changed, revoked or gone by the time somebody reads it.
 *
 * What it is, it asks its own element, once, at its first line, past what the document's content or a prototype may have
 * of the same name.
 *
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").State} State
 */
(() => {
  const page = /** @type {any} */ (window);
  if (Object.hasOwn(page, "pywidget")) {
    return console.warn("pywidget is included twice");
  }
  // An element that is named "currentScript" or "querySelectorAll" stands before these, in the document itself.
  const methods = Document.prototype;
  const script = /** @type {HTMLScriptElement} */ (
    Reflect.get(methods, "currentScript", document) ??
      methods.querySelector.call(document, 'script[src*="pywidget.js"]')
  );
  const { src } = script;
  const data = /** @type {Record<string, string | undefined>} */ (/** @type {any} */ ({ __proto__: null, ...script.dataset }));
  /** @type {Entry[]} */
  const queue = [];
  /** Characters and keys that one detail may still cost. */
  let room = 0;
  /** A failed import stays failed for its URL: this makes it another one. */
  let again = "";
  /** The widget that was at work last, and what asks after it when it has been silent for long. */
  let busy = /** @type {Element | null} */ (null);
  let silence = 0;
  /** @type {Promise<void> | undefined | 0} */
  let starting;
  /** @type {(value?: unknown) => void} */
  let started;

  /**
   * A JSON-able copy of anything that can be read, hostile objects included.
   * @param {() => any} read
   * @param {number} [depth]
   * @returns {any}
   */
  const snapshot = (read, depth) => {
    try {
      const value = read();
      if (/str|big/.test(typeof value)) {
        const text = `${value}`.slice(0, 2e3);
        room -= text.length;
        return text;
      }
      if (!value || typeof value != "object") return value?.call ? undefined : value;
      if (!depth) return "[deep]";
      /** @type {any} */
      const copy = Array.isArray(value) ? [] : { __proto__: null };
      /** @param {string} name */
      const take = (name) => (room -= name.length + 20) > 0 && (copy[name] = snapshot(() => value[name], depth - 1));
      // An Error's own members cannot be enumerated.
      if ("stack" in value) "name message code httpStatus details".split(" ").forEach(take);
      // The names of all members of a long list would be made before the first one is taken.
      for (const name in value.slice?.(0, 999) ?? value) if (!take(name)) if (room < 0) break;
      return copy;
    } catch {
      return "[unreadable]";
    }
  };

  /**
   * A module of this build and no other. A preloaded module is the one that is imported, and is refused with another hash;
   * where the browser cannot do that, the hash is checked before.
   * @param {string} name
   * @param {string} integrity
   * @returns {Promise<any>}
   */
  const load = async (name, integrity) => {
    const link = /** @type {HTMLLinkElement} */ (methods.createElement.call(document, "link"));
    const href = (link.href = /** @type {any} */ (new URL(name, src)));
    link.rel = "modulepreload";
    link.integrity = integrity;
    link.nonce = script.nonce;
    // In our own element nobody looks for it: the trees of others are left as they are. Browsers that preload modules and
    // check them are a little older than this property.
    if (link.fetchPriority && script.isConnected) script.append(link);
    else await fetch(href, { integrity });
    return import(/** @type {any} */ (href));
  };

  /** @param {unknown} [why] where the connection is back, the event that says so */
  const boot = (why) =>
    (starting ||= load("pywidget-page.js" + again, PAGE_HASH)
      .then((module) => module.start(state, why))
      .then(started, (/** @type {unknown} */ error) => {
        starting = 0;
        again += "?";
        addEventListener("online", boot);
        console.error("pywidget could not start:", error);
        methods.dispatchEvent.call(
          document,
          new CustomEvent("pywidget:unavailable", { bubbles: true, detail: { reason: `${error}` } }),
        );
      }));

  /**
   * @param {Element | null} widget
   * @param {string} name
   * @param {unknown} [detail]
   * @param {unknown} [also]
   */
  const add = (widget, name, detail, also) => {
    room = 2e4;
    // Kept in bounds for a page whose network never comes back.
    if (queue[2e4]) {
      state.lost++;
      queue.shift();
    }
    queue.push(
      /** @type {Entry} */ ([widget, name, JSON.stringify(snapshot(() => detail, 5) ?? null), Date.now(), also]),
    );
    state.wake?.();
    if (ATS.PARTS_OF_TROUBLE.test(name)) boot();
    if (ATS.PARTS_OF_WORK.test(name)) {
      // Long after the widget's own 120 seconds: it may have lost its connection without a word.
      if (widget == busy) clearTimeout(silence);
      silence = setTimeout(inspect, ATS.STUCK_MS, (busy = widget));
    }
  };

  /**
   * Boots for a widget that shows a failure, waits for a token, or is still at work: that is looked at when it was there
   * before us, and when it has been silent for long.
   * @param {any} widget
   */
  const inspect = (widget) => {
    try {
      const failedOrAtWork = ATS.PARTS_OF_SCREENS.test(widget.getState().screen);
      if (failedOrAtWork || widget.shadowRoot.querySelector(ATS.OVERLAY)) boot();
    } catch {
      // Not upgraded yet: it has nothing to say.
    }
  };

  /** @param {Event} event */
  const listen = (event) => {
    const widget = /** @type {any} */ (event.composedPath()[0]);
    if (widget.matches?.(state.selector)) {
      add(widget, event.type, /** @type {CustomEvent} */ (event).detail, snapshot(() => widget.getState().screen));
    }
  };

  const events =
    ATS.EVENTS_FROM_THE_START.map((name) => ATS.PREFIX + name);

  /** @type {State} */
  const state = /** @type {any} */ ({
    __proto__: null,
    data,
    selector: data["widget"] ?? ATS.ELEMENT,
    queue,
    boot,
    load,
    lost: 0,
    add,
    off: () => events.map((name) => removeEventListener(name, listen, true)),
  });

  page.pywidget = {
    /**
     * Calls back for each `pywidget:<name>` event.
     * @param {string} name
     * @param {(detail: any, widget: EventTarget | null) => void} callback
     */
    on: (name, callback) =>
      addEventListener(`pywidget:${name}`, (event) => callback(/** @type {CustomEvent} */ (event).detail, event.target)),
    /** @param {Function} provider */
    tokenProvider: (provider) => (state.provider = provider),
    /**
     * @param {unknown} error
     * @param {string} [system]
     */
    report: (error, system) => add(null, "report", { error, system }),
    flush: () => add(null, "flush"),
    stop: () => add(null, "stop", state.off()),
    ready: new Promise((resolve) => (started = resolve)),
  };

  events.map((name) => addEventListener(name, listen, true));
  try {
    methods.querySelectorAll.call(document, state.selector).forEach(inspect);
  } catch {
    // No selector. Those that are there already are looked at with the rest.
    state.selector = ATS.ELEMENT;
  }

  if (data["watch"] || data["profile"]) {
    load("pywidget-watch.js", WATCH_HASH).then((module) => module.start(state), console.error);
  }
  if (data["boot"] == "now" || data["debug"] == "on" || data["firstToken"] == "on") boot();
  else if (data["boot"] == "idle") (page.requestIdleCallback ?? setTimeout)(boot);
})();
