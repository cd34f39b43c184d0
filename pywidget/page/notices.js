// @ts-check
import { actionFences } from "./actions.js";
import { after } from "./after.js";
import { createPage } from "./create-page.js";
import { consoleHook, fence, warn } from "./fence.js";
import { pressIn } from "./look.js";
import { matches } from "./matches.js";
import { loadReports } from "./load-reports.js";
import { createNoticeView } from "./notice-view.js";
import { stringify } from "./own.js";
import { sinkFences } from "./sink.js";
import { createTokenCalls } from "./token-calls.js";

export { sayOffline } from "./offline.js";

/**
 * The page's side of the border to Python: it tells it what happens, and gives it a few fenced functions to call.
 *
 * @typedef {import("./create-page.js").Page} Page
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./border.js").Calls} Calls
 *
 * @typedef {object} Start
 * @property {(entry: Entry) => boolean} isOurs
 * @property {Promise<import("./runtime.js").App>} starting
 * @property {Promise<unknown> | undefined} tokens the module for tokens, if Python may need it first of all
 * @property {Promise<any> | undefined} inspector
 * @property {any} why the reason for the start, such as an event
 * @property {boolean} wasOffline whether there was no connection when the start began
 */

/** Python's start waits for the inspector at most this long. */
const INSPECTOR_MS = 1_500;

/**
 * @param {State} state
 * @param {Page} page
 * @param {Start} start
 */
const run = async (state, page, { starting, tokens, inspector, why, wasOffline }) => {
  const { calls, mount, keep, unmount, together } = createNoticeView(page);
  const token = createTokenCalls(page);
  /** @type {Calls} */
  const unfenced = {
    ...actionFences(page),
    ...token.calls,
    ...calls,
    showNotice(id, json) {
      calls.showNotice(id, json);
      // What may be needed later is loaded once the notice is drawn, because later there may be no connection.
      page.task(() => token.load().catch(() => 0));
    },
    ...sinkFences(page),
    loadReports: () => page.afterwards(() => loadReports(app, page.task)),
  };
  const border = /** @type {Calls} */ (
    /** @type {unknown} */ (Object.fromEntries(Object.entries(unfenced).map(([name, run]) => [name, fence(name, run)])))
  );

  const { data } = state;
  if (inspector) {
    const inspected = inspector
      ?.then(({ inspect }) => inspect(page, border, consoleHook))
      .catch((error) => warn("no inspector", error));
    // Waited for, so that the inspector gets the first message. But if it does not load, Python starts without it.
    await Promise.race([inspected, after(INSPECTOR_MS)]);
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
  if (tokens) await token.load();
  app.start(
    stringify({
      data,
      build: `pywidget build ${BUILD}`,
      at: page.now(),
      page: { href: location.href, lang: document.documentElement.lang, languages: navigator.languages },
      online: navigator.onLine,
      // Whether the connection has come back, which may have led to this start or happened during it. Then earlier
      // failures are repaired, and not shown as new ones.
      back: why?.type == "online" || (wasOffline && navigator.onLine) || undefined,
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
 * Connects the page with Python, once that has started.
 * @param {State} state
 * @param {Start} start
 */
export const connect = async (state, start) => {
  const page = createPage(state, start.isOurs);
  try {
    await run(state, page, start);
  } catch (error) {
    page.stop();
    throw error;
  }
};
