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
  const root = /** @type {any} */ (document.documentElement);
  // At the root, because a page can be written anew (`document.open`): its window stays, and nobody listens there any more.
  if (root.pywidget?.stopped === false) return console.warn("pywidget is included twice");
  // An element that is named "currentScript" or "querySelectorAll" stands before these, in the document itself.
  const methods = Document.prototype;
  const script = /** @type {HTMLScriptElement} */ (Reflect.get(methods, "currentScript", document));
  const src = script?.src;
  const data = /** @type {Record<string, string | undefined>} */ (/** @type {any} */ ({ __proto__: null, ...script?.dataset }));
  /** @type {Entry[]} */
  const queue = [];
  /** Characters and keys that one detail may still cost. */
  let room = 0;
  /** A failed import stays failed for its URL: this makes it another one. */
  let again = "";
  /** @type {Promise<void> | undefined | 0} */
  let loading;

  /**
   * A JSON-able copy of anything that can be read, hostile objects included. What is near comes before what is deep, so
   * that nothing large hides what stands beside it.
   * @param {() => any} get
   * @returns {any}
   */
  const snapshot = (get) => {
    /** @type {any} */
    const whole = {};
    /** @type {[into: any, name: string, read: () => any, depth: number][]} */
    const rest = [[whole, "", get, 5]];
    for (const [into, name, read, depth] of rest) {
      try {
        let value = read();
        if (/str|big/.test(typeof value)) room -= (value = `${value}`.slice(0, room > 0 ? 2e3 : 50)).length;
        else if (value && typeof value == "object") {
          // Nodes and windows lead to the whole page.
          if (!depth || value.addEventListener) throw 0;
          // Without a prototype: one that has a `toJSON` would speak for it.
          const copy = Object.setPrototypeOf(Array.isArray(value) ? [] : {}, null);
          /** @param {string} key */
          const take = (key) => (room -= key.length + 20) > 0 && rest.push([copy, key, () => value[key], depth - 1]);
          // An Error's own members cannot be enumerated.
          if ("stack" in value) "name message code httpStatus details".split(" ").map(take);
          // The names of all members of a long list would be made before the first one is taken.
          for (const key in value.slice?.(0, 1e3) ?? value) if (!take(key)) break;
          into[name] = copy;
          continue;
        }
        if (!value?.call) into[name] = value;
      } catch {
        into[name] = "[unreadable]";
      }
    }
    return whole[""];
  };

  /** @param {unknown} error */
  const fail = (error) => {
    addEventListener("online", state.boot);
    again || setTimeout(state.boot, 5e3);
    again += "?";
    state.settle[1](error);
    window.console?.error("pywidget:", error);
    methods.dispatchEvent.call(
      document,
      new CustomEvent("pywidget:unavailable", { detail: { reason: `${error}` }, bubbles: true }),
    );
  };

  /**
   * Imports the module of this build and no other. A preloaded module is the one that is imported, and is refused with
   * another hash; where the browser cannot do that, the hash is checked before.
   * @param {unknown} why
   */
  const load = async (why) => {
    const link = /** @type {HTMLLinkElement} */ (methods.createElement.call(document, "link"));
    link.href = /** @type {any} */ (new URL(PAGE_FILE + again, src));
    link.integrity = PAGE_HASH;
    link.rel = "modulepreload";
    link.nonce = script.nonce;
    // In our own element nobody looks for it: the trees of others are left as they are. Browsers that preload modules and
    // check them are a little older than this property.
    if (link.fetchPriority && script.isConnected) script.append(link);
    else await fetch(link.href, /** @type {any} */ (link)); // It has the hash by the name that a request has it by.
    (await import(link.href)).start(state, why);
  };

  /**
   * @param {Element | null} widget
   * @param {string} name
   * @param {any} [event] that has the detail
   * @param {unknown} [also]
   */
  const add = (widget, name, event, also) => {
    room = 2e4;
    // Kept in bounds for a page whose network never comes back.
    if (queue[2e4]) /** @type {any} */ (queue).shift(state.lost++);
    queue.push(
      /** @type {Entry} */ ([widget, name, JSON.stringify(snapshot(() => event.detail)) ?? "null", Date.now(), also]),
    );
    state.wake?.();
    if (ATS.PARTS_OF_TROUBLE.test(name)) state.boot();
    // Long after the widget's own 120 seconds: it may have lost its connection without a word.
    if (ATS.PARTS_OF_WORK.test(name)) setTimeout(inspect, ATS.STUCK_MS, widget);
  };

  /**
   * Boots for a widget that shows a failure, waits for a token, or is still at work: that is looked at when it was there
   * before us, and long after its last step. One that is not upgraded yet has nothing to say.
   * @param {any} widget
   */
  const inspect = (widget) => {
    if (ATS.PARTS_OF_LOOKS.test(snapshot(() => widget.getState().screen + widget.shadowRoot?.querySelector(ATS.OVERLAY)))) {
      state.boot();
    }
  };

  /** @param {Event} event */
  const listen = (event) => {
    try {
      const widget = /** @type {any} */ (event.composedPath()[0]);
      // Whether it is a widget of ours the module sees.
      add(widget, event.type, event, snapshot(() => widget.getState().screen));
    } catch {
      // The page has broken what this needs: then the module finds out what.
      state.boot(1);
    }
  };

  const events =
    ATS.EVENTS_FROM_THE_START.map((name) => ATS.PREFIX + name);

  /** @type {State} */
  const state = /** @type {any} */ ({
    __proto__: null,
    script,
    data,
    selector: data["widget"] || ATS.ELEMENT,
    lost: 0,
    queue,
    off: () => events.map((name) => removeEventListener(name, listen, true)),
    boot: (/** @type {unknown} */ why) =>
      (loading ||= load(why).catch((error) => {
        loading = 0;
        fail(error);
      })),
    fail,
    add,
  });

  const api = (/** @type {any} */ (window).pywidget = root.pywidget = {
    stop: () => add(null, "stop", state.off((api.stopped = true))),
    /**
     * @param {unknown} error
     * @param {string} [system]
     */
    report: (error, system) => add(null, "report", { detail: { error, system } }),
    stopped: false,
    /** @param {Function} provider */
    tokenProvider: (provider) => (state.provider = provider),
    ready: new Promise((...both) => (state.settle = both)),
    /**
     * Calls back for each `pywidget:<name>` event, until the function that it returns is called.
     * @param {string} name
     * @param {(detail: any, widget: EventTarget | null) => void} callback
     */
    on: (name, callback) => {
      /** @param {any} event */
      const heard = ({ detail, target }) => callback(detail, target);
      addEventListener((name = "pywidget:" + name), heard);
      return () => removeEventListener(name, heard);
    },
    flush: () => add(null, "flush"),
  });
  // Whoever waits for it hears of a failure; for the others it is no rejection that nobody handled.
  api.ready.catch(() => 0);
  // Nothing can be loaded, so that counts as done.
  if (!src) return fail((loading = /** @type {any} */ ("no <script>")));

  events.map((name) => addEventListener(name, listen, true));
  if (snapshot(() => methods.querySelectorAll.call(document, state.selector).forEach(inspect))) {
    // No selector. Those that are there already are looked at with the rest.
    state.selector = ATS.ELEMENT;
  }
  // "idle", "now" and "on" have one of these letters, "error" and "off" have not. What is to be done, the module sees.
  if (/[dn]/.test(/** @type {any} */ ([data["boot"], data["debug"], data["firstToken"]])) || data["watch"] || data["profile"]) state.boot();
})();
