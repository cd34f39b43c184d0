// @ts-check
import { attributeOf } from "./asked.js";
import { PAGE } from "./border.js";
import { createClock } from "./clock.js";
import { warn } from "./fence.js";
import { maskSecrets } from "./mask.js";
import { stringify } from "./own.js";
import { createTasks } from "./tasks.js";
import { look } from "./look.js";
import { createWidgets } from "./widgets.js";

/**
 * Tells Python what happens in the page: one JSON text for each thing, in order. It never does so in the task in which
 * a widget dispatches its event.
 *
 * @typedef {import("./widgets.js").Widget} Widget
 * @typedef {ReturnType<typeof createPage>} Page
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./border.js").Message} Message
 * @typedef {import("./border.js").Kind} Kind
 * @typedef {import("./border.js").Kept} Kept
 */

/** After this long, the rest of the queue waits for another task, so that many events do not block the page. */
const SLICE_MS = 8;

/** While messages keep coming, notices are drawn after this long at the latest. */
const SHOWN_MS = 250;

/** For at most this many changed widgets, notices are put into their place in one task. */
const MOST_KEPT = 16;

/** If the script tag's queue is longer than this, it is taken over at once. */
const MOST_WAITING = 10_000;

/**
 * The screen that the script tag noted when a widget dispatched an event, if it could read one.
 * @param {unknown} noted
 */
const screenOf = (noted) => (typeof noted == "string" && !noted.startsWith("[") ? noted.slice(0, 200) : null);

/**
 * Members of a message, each as JSON.
 * @template M
 * @typedef {{ [name in keyof (M & import("./border.js").Stamp)]?: string }} Members
 */

/**
 * The text of a message.
 * @param {Kind} kind
 * @param {Record<string, string>} members
 * @returns {string}
 */
const written = (kind, members) =>
  `{"kind":"${kind}",${Object.entries(members).map(([name, json]) => `"${name}":${json}`)}}`;

/**
 * @param {State} state
 * @param {(entry: Entry) => boolean} isOurs
 */
export const createPage = (state, isOurs) => {
  const leaving = new AbortController();
  const now = createClock();
  const task = createTasks();
  /**
   * The access code of finished work, which the widget's failed screen hides. Kept only in memory.
   * @type {WeakMap<Element, string>}
   */
  const codes = new WeakMap();
  /**
   * Functions, called in order. Each returns a text for Python, or nothing if it has only something to do.
   * @type {(() => string | void)[]}
   */
  const outbox = [];
  /** The look of each widget as Python last got it, as JSON. @type {WeakMap<Element, string>} */
  const looks = new WeakMap();
  /**
   * Messages from before Python was loaded, with their times. They follow what the script tag kept.
   * @type {[Message, number][]}
   */
  const early = [];
  /** @type {((text: string) => unknown) | undefined} */
  let receive;
  /** Widgets whose look has changed. @type {Set<number>} */
  const changed = new Set();
  let draining = false;
  /** Whether the last turn had no time to show everything. */
  let isUnfinished = false;
  /** When something was last shown, by `performance.now()`. */
  let shownAt = -SHOWN_MS;
  let over = false;

  const drain = () => {
    draining = false;
    const until = performance.now() + SLICE_MS;
    takeQueue(until);
    const waits = () => isUnfinished || outbox.length || changed.size;
    if (receive && waits()) page.together(() => turn(until));
    if (receive && (waits() || state.queue.length)) schedule();
  };

  /** @param {number} until the time after which the rest waits for another turn */
  const turn = (until) => {
    for (const id of [...changed].slice(0, MOST_KEPT)) {
      changed.delete(id);
      page.keep(id);
    }
    do hand(outbox.shift());
    while (outbox.length && performance.now() < until);
    // While more messages are waiting, nothing is shown yet. But visitors do not wait longer than `SHOWN_MS`.
    if (outbox.length && performance.now() - shownAt < SHOWN_MS) return;
    shownAt = performance.now();
    isUnfinished = !!hand(() => stringify(/** @satisfies {Message} */ ({ kind: "turn-over" })));
  };

  /** @param {(() => string | void) | undefined} make makes a text for Python */
  const hand = (make) => {
    let text = /** @type {string | void} */ (undefined);
    try {
      text = make?.();
      return !!text && receive?.(text);
    } catch (error) {
      // Before there is a text, it is the widget that failed, or what it shows.
      if (!text || /** @type {any} */ (error)?.name == "PythonError") warn("a message was not understood", error);
      else stopped(error);
      return false;
    }
  };

  const schedule = () => {
    if (draining) return;
    draining = true;
    task(drain);
  };

  /** The interpreter itself has crashed, and cannot be used again. @param {unknown} error */
  const stopped = (error) => {
    page.stop();
    document.dispatchEvent(new CustomEvent("pywidget:unavailable", { bubbles: true, detail: { reason: `${error}` } }));
  };

  /** @param {Message} message @param {number} [at] */
  const put = (message, at = now()) => {
    if (over) return;
    outbox.push(() => {
      const { widget: id } = /** @type {{ widget?: number }} */ (message);
      const widget = id ? page.widgets.get(id) : undefined;
      const look = widget && page.look(widget);
      const news = widget && isNews(widget, look);
      // Most redraws change nothing that Python reads. Then no message is needed.
      if (message.kind == "looked" && !message.changed && !news) return undefined;
      return page.mask(stringify({ ...message, at, look }), widget ? [widget] : []);
    });
    schedule();
  };

  /**
   * Tells whether a widget's look differs from what Python got last, and notes the new look as told.
   * @param {Widget} widget
   * @param {unknown} look
   */
  const isNews = (widget, look) => {
    const told = stringify(look);
    const news = told != looks.get(widget);
    looks.set(widget, told);
    return news;
  };

  const page = {
    state,
    base: new URL(".", import.meta.url).href,
    api: /** @type {any} */ (window).pywidget,
    now,
    task,
    /** Aborted when the page stops, which removes the listeners. */
    signal: leaving.signal,

    /**
     * Passes a message to Python about something that happened, in a separate task.
     * @param {Message} message
     */
    deliver(message) {
      if (!receive) return void early.push([message, now()]);
      // First what the script tag has kept, because it happened earlier.
      takeQueue();
      put(message);
    },

    /** @param {number} id @returns {Widget | undefined} */
    widget: (id) => page.widgets.get(id),

    /** What a widget shows; null if a profile describes it, because its screens are unknown. @param {Widget} widget */
    look: (widget) => (state.systemOf?.(widget) ? null : look(widget)),

    /** @param {Element} widget */
    accessCode: (widget) => codes.get(widget),

    /** @param {(text: string) => unknown} reader */
    connect(reader) {
      receive = reader;
      // Profiles go first: without them the events that follow cannot be read.
      const profiles = state.profiles?.splice(0) ?? [];
      const told = profiles.map((text) => page.maskAll(text));
      outbox.unshift(...told.map((detail) => () => written("profile", /** @satisfies {Members<Kept>} */ ({ detail }))));
      const { lost: count } = state;
      if (count) outbox.unshift(() => stringify(/** @satisfies {Message} */ ({ kind: "lost", count })));
      schedule();
    },

    /** Called when the script tag's queue has entries. A long queue is taken at once, so that it does not overflow. */
    wake() {
      if (state.queue.length > MOST_WAITING) takeQueue();
      schedule();
    },

    /** The token that each widget was given last. @type {WeakMap<Element, string>} */
    given: new WeakMap(),

    /**
     * Takes secrets out of a JSON text, above all those of these widgets: they and their servers can quote them.
     * @param {string} text
     * @param {Iterable<Element>} widgets
     */
    mask(text, widgets) {
      const secrets = [...widgets].flatMap((one) => [
        attributeOf(one, ATS.TOKEN_ATTRIBUTE),
        page.given.get(one),
        codes.get(one),
      ]);
      return maskSecrets(text, secrets);
    },

    /** The same for a text that could quote any widget. @param {string} text */
    maskAll: (text) => page.mask(text, page.widgets.present()),

    /**
     * Registers widgets. Many of them are spread over several tasks.
     * @param {Iterable<Element>} found
     */
    async meet(found) {
      let until = performance.now() + SLICE_MS;
      for (const widget of found) {
        if (performance.now() > until) {
          await new Promise(/** @type {any} */ (task));
          until = performance.now() + SLICE_MS;
        }
        page.widgets.id(widget);
      }
    },

    schedule,
    drain,

    /** Does something once no message waits, and all notices are drawn. @param {() => void} run */
    afterwards: (run) => task(() => (draining ? page.afterwards(run) : run())),

    widgets: createWidgets({
      arrived: (id, widget) => {
        page.mount(id);
        const hasToken = !!attributeOf(widget, ATS.TOKEN_ATTRIBUTE);
        const name = attributeOf(widget, "id")?.slice(0, 100) || `${id}`;
        // `put` and not `deliver`: a widget's arrival must come before its events that the script tag has kept.
        put({ kind: "arrived", widget: id, name, hasToken, system: state.systemOf?.(widget) });
      },
      returned: (id) => {
        page.mount(id);
        page.deliver({ kind: "returned", widget: id });
      },
      stayed: (ids) => page.together(() => ids.forEach(page.keep)),
      left: (id) => {
        page.unmount(id);
        page.deliver({ kind: "left", widget: id });
      },
      forgotten: (id) => page.deliver({ kind: "forgotten", widget: id }),
      looked: (id, attribute) => {
        page.keepSoon(id);
        page.deliver({ kind: "looked", widget: id, changed: attribute });
      },
      // The element that `data-notices` names can be added to the page at any time.
      isForAll: !/^(auto|instead|below|off)?$/.test(state.data["notices"] ?? ""),
    }),

    /** @type {(id: number) => void} */
    mount: () => {},

    /** @type {(id: number) => void} */
    unmount: () => {},

    /** @type {(id: number) => void} */
    keep: () => {},

    /** Puts a widget's notice into its place, in a separate task. @param {number} id */
    keepSoon(id) {
      changed.add(id);
      schedule();
    },

    /** @type {(run: () => void) => void} */
    together: (run) => run(),

    /** Stops listening, and takes everything out of the page. */
    stop() {
      over = true;
      receive = undefined;
      outbox.length = 0;
      leaving.abort();
      page.widgets.stop();
      for (const id of [PAGE, ...page.widgets.ids()]) page.unmount(id);
    },

  };

  /**
   * Turns the script tag's entries into messages. Until Python is loaded they stay in the queue, which counts losses.
   * @param {number} [until] the time after which the rest waits for another turn
   */
  const takeQueue = (until) => {
    if (over || !receive) return;
    while (state.queue.length) {
      const entry = /** @type {Entry} */ (state.queue.shift());
      try {
        // A script can dispatch an event whose `type` is anything.
        if (typeof entry[1] == "string" && isOurs(entry)) take(entry);
      } catch (error) {
        warn(`${entry[1]} could not be read`, error);
      }
      if (until !== undefined && !(performance.now() < until) && state.queue.length) return;
    }
    for (const id of page.widgets.neverInPage()) put({ kind: "left", widget: id });
    for (const [message, at] of early.splice(0)) put(message, at);
  };

  /** @param {Entry} entry */
  const take = ([widget, name, detail, since, also]) => {
    const at = `${now()}`;
    const age = `${Math.max(0, Date.now() - since) || 0}`;
    if (!widget) {
      // A script can dispatch an event that says it came from nowhere.
      if (name.startsWith(ATS.PREFIX)) return;
      const told = page.maskAll(also ?? named(detail));
      outbox.push(() => written(name, /** @satisfies {Members<Kept>} */ ({ at, age, detail: told })));
      if (name == "stop") outbox.push(page.stop);
      return;
    }
    const id = page.widgets.id(widget);
    const told = page.mask(name == ATS.PREFIX + ATS.EVENT_COMPLETE ? keepCode(widget, detail) : detail, [widget]);
    outbox.push(() => {
      const look = page.look(widget);
      isNews(widget, look);
      /** @satisfies {Members<import("./border.js").Event>} */
      const members = {
        widget: `${id}`,
        name: stringify(name),
        at,
        age,
        screen: page.mask(stringify(screenOf(also)), [widget]),
        look: page.mask(stringify(look), [widget]),
        detail: told,
      };
      return written("event", members);
    });
  };

  /** Gives names to what the page gave `report`: the script tag has it as a list. @param {string} text */
  const named = (text) => {
    const given = JSON.parse(text);
    return Array.isArray(given) ? stringify({ error: given[0], system: given[1] }) : text;
  };

  /**
   * Takes the access code out of a detail.
   * @param {Element} widget
   * @param {string} text
   */
  const keepCode = (widget, text) => {
    const detail = JSON.parse(text) ?? {};
    if (typeof detail.accessCode == "string") codes.set(widget, detail.accessCode);
    delete detail.accessCode;
    return stringify(detail);
  };

  return page;
};
