// @ts-check
import { actionFences } from "./actions.js";
import { after } from "./after.js";
import { createPage } from "./create-page.js";
import { createDue } from "./due.js";
import { checkEventNames } from "./event-names.js";
import { consoleHook, fence, warn } from "./fence.js";
import { loadModule } from "./load-module.js";
import { matches } from "./matches.js";
import { checkNeeds, checkTimers } from "./needs.js";
import { createNoticeView } from "./notice-view.js";
import { sayOffline } from "./offline.js";
import { stringify } from "./own.js";
import { dropPreload } from "./preload.js";
import { startRuntime } from "./runtime.js";
import { sinkFences } from "./sink.js";
import { createStrangers } from "./strangers.js";
import { tokenFences } from "./token.js";
import { pressIn } from "./widgets.js";

/**
 * The page's side of the border to Python. It takes over from the script tag, decides when to start Python, starts it,
 * tells it what happens, and gives it a few fenced functions to call.
 *
 * @typedef {import("./create-page.js").Page} Page
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./border.js").Calls} Calls
 */

/** Python's start waits for the inspector at most this long. */
const INSPECTOR_MS = 1_500;

/** If the module that watches could not be loaded, it is tried again after this time. */
const WATCH_AGAIN_MS = 5_000;

/** The reason for a start after the connection has come back, where no event said so. */
const BACK = { type: "online" };

/**
 * @param {State} state
 * @param {Page} page
 * @param {any} why the reason for the start, such as an event
 */
const run = async (state, page, why) => {
  const isOffline = !navigator.onLine;
  // Started first, so that its files load while the page is prepared.
  const starting = startRuntime(page);
  // The await below throws the same error. This only avoids an "unhandled rejection" until then.
  starting.catch(() => 0);
  const { calls, mount, keep, unmount, together } = createNoticeView(page);
  /** @type {Calls} */
  const unfenced = { ...actionFences(page), ...tokenFences(page), ...calls, ...sinkFences(page) };
  const border = /** @type {Calls} */ (
    /** @type {unknown} */ (Object.fromEntries(Object.entries(unfenced).map(([name, run]) => [name, fence(name, run)])))
  );

  const { data } = state;
  if (data["debug"] == "on") {
    const inspector = loadModule(state, "pywidget-inspector.js")
      .then(({ inspect }) => inspect(page, border, consoleHook))
      .catch((error) => warn("no inspector", error));
    // Waited for, so that the inspector gets the first message. But if it does not load, Python starts without it.
    await Promise.race([inspector, after(INSPECTOR_MS)]);
  }

  // Done early, because the live regions have to be in the page some time before their first text.
  page.mount = fence("mount", mount);
  page.keep = fence("keep", keep);
  page.unmount = fence("unmount", unmount);
  page.together = together;
  // Fenced, because what a script dispatches may throw when it is read.
  const close = fence("hearing an event", (/** @type {Event} */ event) => {
    const widget = /** @type {Element} */ (event.composedPath()[0]);
    // What such an event came from is checked when the queue is read, as for the events that the script tag listens to.
    state.add(widget, event.type, /** @type {CustomEvent} */ (event), page.look(widget)?.screen);
  });
  const { signal } = page;
  // From now on, not only once Python runs: a widget that the page adds meanwhile is met by its first event.
  for (const name of ATS.EVENTS_LATER) addEventListener(ATS.PREFIX + name, close, { capture: true, signal });
  await page.meet(document.querySelectorAll(state.selector));

  if (state.selector != (data["widget"] ?? state.selector)) {
    warn(`data-widget="${data["widget"]}" is no selector. Using "${state.selector}".`);
  }
  const app = await starting;
  app.start(
    stringify({
      data,
      build: `pywidget build ${BUILD}`,
      at: page.now(),
      page: { href: location.href, lang: document.documentElement.lang, languages: navigator.languages },
      online: navigator.onLine,
      // Whether the connection has come back, which may have led to this start or happened during it. Then earlier
      // failures are repaired, and not shown as new ones.
      back: why?.type == "online" || (isOffline && navigator.onLine) || undefined,
    }),
    border,
  );
  page.connect((text) => app.receive(text));
  state.wake = page.wake;

  const pressed = fence("seeing a press", (/** @type {Event} */ event) => {
    const press = pressIn(event, (element) => page.widgets.has(element) || matches(element, state.selector));
    if (press) page.deliver({ kind: "pressed", widget: page.widgets.id(press.widget), action: press.action });
  });
  // Not when it is hidden: the visitor has just gone, for example to sign in.
  const resumed = () => document.hidden || page.deliver({ kind: "resumed" });
  const online = () => page.deliver({ kind: "online", online: navigator.onLine });
  const html = document.documentElement;
  let { lang } = html;
  const language = new MutationObserver(() => {
    if (lang != html.lang) page.deliver({ kind: "language", lang: (lang = html.lang) });
  });
  language.observe(html, { attributeFilter: ["lang"] });
  signal.addEventListener("abort", () => language.disconnect());
  addEventListener("click", pressed, { capture: true, passive: true, signal });
  addEventListener("online", online, { signal });
  addEventListener("offline", online, { signal });
  addEventListener("pageshow", resumed, { signal });
  addEventListener("focus", resumed, { signal });
  document.addEventListener("visibilitychange", resumed, { signal });
};

/**
 * @param {State} state
 * @param {any} why
 * @param {(entry: Entry) => boolean} isOurs
 */
const attempt = async (state, why, isOurs) => {
  checkNeeds();
  checkTimers();
  const page = createPage(state, isOurs);
  try {
    await run(state, page, why);
  } catch (error) {
    page.stop();
    if (!navigator.onLine) sayOffline(state);
    throw error;
  }
  state.sayNoMore?.();
  state.settle[0]();
  // If an earlier try failed, `ready` was rejected, so it is replaced.
  if (page.api) Reflect.set(page.api, "ready", Promise.resolve());
};

/** Loads the module that listens to more than the ats-widgets; if that fails, tries once more. @param {State} state */
const watch = async (state) => {
  for (const wait of [0, WATCH_AGAIN_MS]) {
    await after(wait);
    try {
      return (await loadModule(state, "pywidget-watch.js")).start(state);
    } catch (error) {
      warn("data-watch and data-profile have no effect", error);
    }
  }
};

/**
 * Runs something outside of Angular's zone (zone.js). Inside of it, Angular would check its whole page for changes
 * after each of our timers and requests.
 * @param {() => void} run
 */
const outside = (run) => {
  const { root } = /** @type {any} */ (window).Zone ?? {};
  if (root?.run) root.run(run);
  else run();
};

/**
 * @param {State} state
 * @param {unknown} why
 */
const begin = (state, why) => {
  const { boot, debug, firstToken, watch: rules, profile } = state.data;
  fence("checking names of events", checkEventNames)(state);
  const strangers = createStrangers(state);
  const isDue = createDue(state, strangers.isOurs);
  let isWanted = boot == "now" || debug == "on" || firstToken == "on";
  /** @type {Promise<void> | undefined} */
  let starting;
  /** Whether an event said that the connection came back while Python was starting. */
  let isBack = false;
  state.boot = (reason) =>
    outside(() => {
      // The script tag calls this also for other widgets than ours, and after a step that more steps followed.
      isWanted ||= !!reason || isDue();
      if (!isWanted) return;
      if (starting && reason instanceof Event) isBack = true;
      const isOffline = !navigator.onLine;
      starting ||= attempt(state, reason, strangers.isOurs).catch((error) => {
        starting = undefined;
        state.fail(error);
        // No event is heard before the first failure.
        if (isBack || (isOffline && navigator.onLine)) state.boot(BACK);
        isBack = false;
      });
    });
  if (rules || profile) watch(state);
  state.boot(why);
  if (boot == "idle") (window.requestIdleCallback ?? setTimeout)(() => state.boot(boot));
  const seek = fence("looking for widgets", () => {
    removeEventListener("load", seek);
    strangers.look();
  });
  if (document.readyState == "complete") seek();
  else addEventListener("load", seek);
};

/**
 * Called by the script tag: at the first error, or earlier if its attributes need that.
 * @param {State} state
 * @param {unknown} [why] the event that led to this call, if any
 */
export const start = (state, why) => {
  dropPreload("pywidget-page.js");
  // The script tag adds `?` for another try, and may have waited for it while the connection came back.
  const isBack = navigator.onLine && import.meta.url.endsWith("?");
  outside(() => begin(state, why ?? (isBack ? BACK : undefined)));
};
