// @ts-check
/**
 * The script tag. It is small, because every page view loads it. It listens from the start, keeps the widgets' events,
 * and loads everything else at the first error. It never throws errors into the page.
 *
 * Details of events are kept as JSON text, made at once, because a detail may have changed or be gone when it is read.
 *
 * Its settings are read from its own element, once, at the start. They are read so that neither an element in the page
 * nor a changed prototype can hide them.
 *
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").State} State
 */
// Variables are parameters, and members are in the order that compresses best: every page loads this file.
((
  // Noted at the root element, not the window: `document.open` keeps the window, but removes all listeners.
  root = /** @type {any} */ (document.documentElement),
  methods = Document.prototype,
  // Taken from the prototype, because an element named "currentScript" would hide `document.currentScript`.
  script = /** @type {HTMLScriptElement} */ (Reflect.get(methods, "currentScript", document)),
  src = script?.src,
  data = /** @type {Record<string, string | undefined>} */ (/** @type {any} */ ({ __proto__: null, ...script?.dataset })),
  queue = /** @type {Entry[]} */ ([]),
  /** How much of the size limit of one detail is left. Characters and keys use it up. */
  room = 0,
  loading = /** @type {Promise<void> | undefined | 0} */ (undefined),
  /** Added to the URL for another try, because browsers do not try a failed import again for the same URL. */
  again = "",
) => {
  if (root.pywidget?.stopped === false) return console.warn("pywidget is included twice");

  /**
   * Copies anything so that it can be made JSON, even objects that throw when they are read. It goes level by level, so
   * that one large member does not use up the limit before its neighbours are copied. Where reading throws, a text says so.
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
          // Nodes and windows are left out: they refer to the whole page.
          if (!depth || value.addEventListener) throw 0;
          /** @type {any} */
          const copy = Array.isArray(value) ? [] : {};
          /** @param {string} key */
          const take = (key) => (room -= key.length + 20) > 0 && rest.push([copy, key, () => value[key], depth - 1]);
          // No prototype, because a page may have added a `toJSON` to it, which would replace the copy.
          copy.__proto__ = null;
          // An Error's members are not enumerable, so they are named here.
          if ("stack" in value) "name message code httpStatus details".split(" ").map(take);
          // A long list is cut, because the loop would first collect the keys of all of its members.
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

  /** @param {Event} event */
  const listen = (event) => {
    const broken = snapshot(() => {
      const widget = /** @type {any} */ (event.composedPath()[0]);
      // The module checks later whether it is one of our widgets.
      add(widget, event.type, event, snapshot(() => widget.getState().screen));
    });
    // Something threw: the page has broken what this needs. The module is started to find out what.
    if (broken) state.boot(1);
  };

  /**
   * @param {Element | null} widget
   * @param {string} name
   * @param {any} [event] that has the detail
   * @param {unknown} [also]
   */
  const add = (widget, name, event, also) => {
    room = 2e4;
    // The queue is limited, because the network of a page may never come back.
    if (queue[2e4]) /** @type {any} */ (queue).shift(state.lost++);
    queue.push(
      /** @type {Entry} */ ([widget, name, JSON.stringify(snapshot(() => event.detail)) ?? "null", Date.now(), also]),
    );
    state.wake?.();
    if (ATS.PARTS_OF_TROUBLE.test(name)) state.boot();
    // Long after the widget's own limit of 120 seconds, because it may have lost its connection without an event.
    if (ATS.PARTS_OF_WORK.test(name)) setTimeout(inspect, ATS.STUCK_MS, widget);
  };

  /**
   * Boots if a widget shows a failure, waits for a token, or is still at work. Called for widgets that were in the page
   * before this script, and long after a widget's last step. A widget that is not upgraded yet shows nothing.
   * @param {any} widget
   */
  const inspect = (widget) => {
    if (ATS.PARTS_OF_LOOKS.test(snapshot(() => widget.getState().screen + widget.shadowRoot?.querySelector(ATS.OVERLAY)))) {
      state.boot();
    }
  };

  /** @param {unknown} error */
  const fail = (error) => {
    addEventListener("online", state.boot);
    again || setTimeout(state.boot, 5e3);
    again += "?";
    state.ready[1](error);
    snapshot(() => console.error("pywidget:", error));
    methods.dispatchEvent.call(
      document,
      new CustomEvent("pywidget:unavailable", { detail: { reason: `${error}` }, bubbles: true }),
    );
  };

  /**
   * Imports the page's module, and only that of this build. A preload with the hash makes the browser check the module
   * that is then imported. For browsers that cannot do that, the hash is checked by a fetch before the import.
   * @param {unknown} why
   */
  const load = async (why) => {
    const link = /** @type {HTMLLinkElement} */ (methods.createElement.call(document, "link"));
    link.nonce = script.nonce;
    link.integrity = PAGE_HASH;
    link.href = /** @type {any} */ (new URL(PAGE_FILE + again, src));
    link.rel = "modulepreload";
    // The link is put into our own element, so that the rest of the page is not changed. Every browser that has
    // `fetchPriority` also checks the hash of preloaded modules.
    if (link.fetchPriority && script.isConnected) {
      script.append(link);
      // The largest file is asked for at once, where the module will surely want it; the module checks its hash. If it
      // does not come, the module finds something else in its place.
      state.wasm =
        /** @type {any} */ (api).interpreter || data["widget"] || data["runtime"] || data["boot"] || data["watch"] || data["profile"] ||
        fetch(new URL(WASM_FILE, src)).then((file) => file.arrayBuffer()).catch(snapshot);
    } else await fetch(link.href, /** @type {any} */ (link)); // `integrity` is also the name of fetch's option.
    (await import(link.href)).start(state, why);
  };

  const events = ATS.EVENTS_FROM_THE_START.map((name) => ATS.PREFIX + name);

  /** @type {State & Record<string, unknown>} */
  const state = /** @type {any} */ ({
    add,
    __proto__: null,
    data,
    boot: (/** @type {unknown} */ why) =>
      (loading ||= load(why).catch((error) => {
        loading = 0;
        fail(error);
      })),
    fail,
    off: () => events.map((name) => removeEventListener(name, listen, true)),
    lost: 0,
    script,
    queue,
  });

  const api = (/** @type {any} */ (window).pywidget = root.pywidget = {
    stopped: false,
    flush: () => add(null, "flush"),
    stop: () => add(null, "stop", state.off((api.stopped = true))),
    /** @param {Function} provider */
    tokenProvider: (provider) => (state.provider = provider),
    /** @param {[error: unknown, system?: string]} detail */
    report: (...detail) => add(null, "report", { detail }),
    /**
     * Calls `callback` for each `pywidget:<name>` event, until the returned function is called.
     * @param {string} name
     * @param {(detail: any, widget: EventTarget | null) => void} callback
     */
    on: (name, callback) => {
      /** @param {any} event */
      const heard = ({ detail, target }) => callback(detail, target);
      // Noted in the state, so that the module can say which names no event has.
      addEventListener((state[(name = "pywidget:" + name)] = name), heard);
      return () => removeEventListener(name, heard);
    },
    ready: new Promise((...both) => (state.ready = both)),
  });
  // Code that waits for `ready` still gets the failure. Other pages get no "unhandled rejection" error.
  api.ready.catch(snapshot);
  // Without its own address the script cannot load anything, so `loading` is set and nothing is tried.
  if (!src) fail((loading = /** @type {any} */ ("no <script>")));
  else {
    events.map((name) => addEventListener(name, listen, true));
    // If the selector is invalid, nothing is found; the module tells so.
    snapshot(() => methods.querySelectorAll.call(document, data["widget"] || ATS.ELEMENT).forEach(inspect));
    // "idle", "now" and "on" contain d or n, "error" and "off" do not. The module decides what to do.
    if (/[dn]/.test(/** @type {any} */ ([data["boot"], data["debug"], data["firstToken"]])) || data["watch"] || data["profile"]) {
      state.boot();
    }
  }
})();
