// @ts-check
import { actionFences } from "./actions.js";
import { createClock } from "./clock.js";
import { fence, warn } from "./fence.js";
import { noticeFences } from "./notice.js";
import { startRuntime } from "./runtime.js";
import { sinkFences } from "./sink.js";
import { createTasks } from "./tasks.js";
import { tokenFences } from "./token.js";
import { createWidgets, look } from "./widgets.js";

/**
 * The page's side of the border. It takes over from the script tag, starts Python, hands it one JSON text per thing
 * that happened, each in a task that is never the widget's own, and offers it a handful of fenced functions.
 *
 * @typedef {import("./widgets.js").Widget} Widget
 * @typedef {ReturnType<typeof createPage>} Page
 */

/** After this long the rest of the queue waits for another task, so that a burst is no long task. */
const SLICE_MS = 8;

/** Events that are only worth hearing once somebody listens closely. */
const CLOSE = [
  "allfeat:ready",
  "allfeat:mode-changed",
  "allfeat:step",
  "allfeat:upload-progress",
  "allfeat:upload-complete",
  "allfeat:work-selected",
  "allfeat:download-started",
  "allfeat:download-complete",
];

/** @param {any} state the script tag's, see loader.js */
const createPage = (state) => {
  const now = createClock();
  const task = createTasks();
  /** The access code of a finished work, which the widget's failed screen hides. Only ever in memory. @type {WeakMap<Element, string>} */
  const codes = new WeakMap();
  /** Texts for Python, in order. @type {(() => string)[]} */
  const outbox = [];
  /** @type {((text: string) => void) | undefined} */
  let receive;
  let draining = false;

  const drain = () => {
    draining = false;
    takeQueue();
    if (!receive) return;
    const until = performance.now() + SLICE_MS;
    for (let make = outbox.shift(); make; make = outbox.shift()) {
      try {
        receive(make());
      } catch (error) {
        stopped(error);
      }
      if (performance.now() > until && outbox.length) return schedule();
    }
  };

  const schedule = () => {
    if (draining) return;
    draining = true;
    task(drain);
  };

  /** @param {unknown} error */
  const stopped = (error) => {
    if (/** @type {any} */ (error)?.name == "PythonError") return warn("a message was not understood", error);
    // Anything else is the interpreter itself: it will not come back.
    receive = undefined;
    document.dispatchEvent(new CustomEvent("pywidget:unavailable", { bubbles: true, detail: { reason: `${error}` } }));
  };

  const page = {
    state,
    /** @type {HTMLScriptElement} */
    script: state.script,
    base: new URL(".", import.meta.url).href,
    api: /** @type {any} */ (window).pywidget,
    now,
    task,

    /**
     * Hands something that happened to Python, in a task of its own.
     * @param {{ kind: string, widget?: number, [key: string]: unknown }} message
     */
    deliver(message) {
      const at = now();
      outbox.push(() => {
        const widget = message.widget ? page.widgets.get(message.widget) : undefined;
        return JSON.stringify({ ...message, at, look: widget && look(widget) });
      });
      schedule();
    },

    /** @param {number} id @returns {Widget | undefined} */
    widget: (id) => page.widgets.get(id),

    /** @param {Element} widget */
    accessCode: (widget) => codes.get(widget),

    /** @param {(text: string) => void} reader */
    connect(reader) {
      receive = reader;
      schedule();
    },

    schedule,

    widgets: createWidgets({
      arrived: (id) => {
        mount(id);
        page.deliver({ kind: "arrived", widget: id, name: nameOf(id) });
      },
      returned: (id) => {
        mount(id);
        page.deliver({ kind: "returned", widget: id });
      },
      left: (id) => page.deliver({ kind: "left", widget: id }),
      forgotten: (id) => page.deliver({ kind: "forgotten", widget: id }),
      looked: (id, changed) => page.deliver({ kind: "looked", widget: id, changed }),
    }),

    /** @type {(id: number) => void} */
    mount: () => {},

    stop: () => {},
  };

  /** @param {number} id */
  const mount = (id) => page.mount(id);

  /** @param {number} id */
  const nameOf = (id) => page.widgets.get(id)?.id.slice(0, 100) || `${id}`;

  /** What the script tag kept becomes what Python reads. */
  const takeQueue = () => {
    for (const [widget, name, detail] of state.queue.splice(0)) {
      const at = now();
      if (!widget) {
        outbox.push(() => `{"kind":${JSON.stringify(name)},"at":${at},"detail":${detail}}`);
        continue;
      }
      const id = page.widgets.id(widget);
      const told = name == "allfeat:complete" ? keepCode(widget, detail) : detail;
      outbox.push(
        () =>
          `{"kind":"event","widget":${id},"name":${JSON.stringify(name)},"at":${at},` +
          `"look":${JSON.stringify(look(widget))},"detail":${told}}`,
      );
    }
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
    return JSON.stringify(detail);
  };

  return page;
};

/**
 * Called by the script tag at the first error.
 * @param {any} state
 */
export const start = async (state) => {
  const page = createPage(state);
  const notices = noticeFences(page);
  const fences = { ...actionFences(page), ...tokenFences(page), ...notices, ...sinkFences(page) };
  /** @type {Record<string, Function>} */
  const border = {};
  for (const [name, run] of Object.entries(fences)) border[name] = fence(name, /** @type {any} */ (run));

  // The live regions are to be in the page some time before their first text.
  page.mount = /** @type {any} */ (border["mountNotice"]);
  for (const widget of document.querySelectorAll(state.selector)) page.widgets.id(widget);

  const { dataset } = state.script;
  const app = await startRuntime(page);
  app.start(
    JSON.stringify({
      data: { ...dataset },
      at: page.now(),
      page: { href: location.href, lang: document.documentElement.lang, languages: navigator.languages },
      online: navigator.onLine,
    }),
    border,
  );
  page.connect((text) => app.receive(text));
  state.wake = page.schedule;

  /** @param {Event} event */
  const close = (event) => {
    const widget = /** @type {Element} */ (event.composedPath()[0]);
    if (widget.matches?.(state.selector)) state.add(widget, event.type, /** @type {CustomEvent} */ (event).detail);
  };
  for (const name of CLOSE) addEventListener(name, close, true);
  const resumed = () => page.deliver({ kind: "resumed" });
  const online = () => page.deliver({ kind: "online", online: navigator.onLine });
  addEventListener("online", online);
  addEventListener("offline", online);
  addEventListener("pageshow", resumed);
  document.addEventListener("visibilitychange", resumed);
  page.stop = () => {
    for (const name of CLOSE) removeEventListener(name, close, true);
    removeEventListener("online", online);
    removeEventListener("offline", online);
    removeEventListener("pageshow", resumed);
    document.removeEventListener("visibilitychange", resumed);
    page.widgets.stop();
  };
};
