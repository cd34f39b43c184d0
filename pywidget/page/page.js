// @ts-check
import { after } from "./after.js";
import { checkEventNames } from "./event-names.js";
import { createDue, isAboutTokens } from "./due.js";
import { fence, warn } from "./fence.js";
import { loadModule, loadOnce } from "./load-module.js";
import { checkNeeds, checkTimers } from "./needs.js";
import { connect, sayOffline } from "./notices.js";
import { dropPreload } from "./preload.js";
import { startRuntime } from "./runtime.js";
import { createStrangers } from "./strangers.js";

/**
 * Takes over from the script tag, and decides when to start Python. The script tag has asked for the interpreter at the
 * same time as for this module, which has all that the page does until a first notice is shown, if that is not about a
 * token: this takes pywidget-token.js, too.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 */

/** If the module that watches could not be loaded, it is tried again after this time. */
const WATCH_AGAIN_MS = 5_000;

/** The reason for a start after the connection has come back, where no event said so. */
const BACK = { type: "online" };

/** The folder of this build. */
const BASE = new URL(".", import.meta.url).href;

/**
 * @param {State} state
 * @param {any} why the reason for the start, such as an event
 * @param {(entry: Entry) => boolean} isOurs
 */
const attempt = async (state, why, isOurs) => {
  checkNeeds();
  const wasOffline = !navigator.onLine;
  const { pywidget: api } = /** @type {any} */ (window);
  // First the requests for what takes longest.
  const starting = startRuntime({ api, base: BASE, state });
  // So that what the browser does beside this page's task (the hash, compiling) begins before the set-up.
  await 0;
  const tokens = isAboutTokens(state) ? loadOnce(state, "pywidget-token.js") : undefined;
  const inspector = state.data["debug"] == "on" ? loadModule(state, "pywidget-inspector.js") : undefined;
  // Thrown again when they are awaited. Until then, this avoids an "unhandled rejection".
  for (const promise of [starting, tokens, inspector]) promise?.catch(() => 0);
  checkTimers();
  try {
    await connect(state, { isOurs, starting, tokens, inspector, why, wasOffline });
  } catch (error) {
    if (!navigator.onLine) sayOffline(state);
    throw error;
  }
  state.sayNoMore?.();
  state.ready[0]();
  // If an earlier try failed, `ready` was rejected, so it is replaced.
  if (api) Reflect.set(api, "ready", Promise.resolve());
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

/** Tells which elements are our widgets: `data-widget`, or the default if that is none. @param {State["data"]} data */
const selectorIn = ({ widget = ATS.ELEMENT }) => {
  try {
    document.querySelector(widget);
    return widget;
  } catch {
    return ATS.ELEMENT;
  }
};

/**
 * @param {State} state
 * @param {unknown} why
 */
const begin = (state, why) => {
  const { boot, debug, firstToken, watch: rules, profile } = state.data;
  state.selector = selectorIn(state.data);
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
  fence("checking names of events", checkEventNames)(state);
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
