// @ts-check
import { PAGE } from "./border.js";
import { createReader } from "./inspector-lines.js";
import { withoutSecrets } from "./inspector-mask.js";
import { createPanel } from "./inspector-panel.js";
import { settingsInForce } from "./inspector-settings.js";
import { stringify } from "./own.js";
import { readRules } from "./watch-rules.js";

/**
 * The inspector of `data-debug="on"`: it shows an integrator what happens while they build a page. It notes each
 * message to Python and each call from Python. Both are already JSON texts of limited length without the page's
 * secrets, and what is noted here is masked once more. It does not change the messages or calls.
 *
 * @typedef {import("./create-page.js").Page} Page
 * @typedef {import("./inspector-lines.js").Said} Said
 * @typedef {import("./inspector-lines.js").Line} Line
 * @typedef {import("./border.js").Calls} Border
 * @typedef {{ onWarning?: (text: string, about?: unknown) => void }} ConsoleHook see fence.js
 */

/** Of a longer detail, only the beginning of its text is kept, in characters. */
const MOST_DETAIL = 6_000;

const MOST_WARNINGS = 50;

/** Only one is made, even if Python is started again after a failure. @type {ReturnType<typeof open> | undefined} */
let inspector;

/**
 * Called by the page each time before it starts Python.
 * @param {Page} page
 * @param {Border} border what Python will call
 * @param {ConsoleHook} consoleHook
 */
export const inspect = (page, border, consoleHook) => {
  // The page called `pywidget.stop()` before pywidget was loaded.
  if (page.state.queue.some(([, name]) => name == "stop")) return;
  inspector ??= open(page.state);
  inspector.follow(page, border, consoleHook);
};

/**
 * Catches errors of the inspector, so that they do not disturb what it observes.
 * @param {() => void} run
 */
const quietly = (run) => {
  try {
    run();
  } catch {
    // Then this line is missing in the timeline.
  }
};

/** @param {unknown} value */
const text = (value) => (typeof value == "string" ? value.slice(0, 1_000) : "");

/** @param {string} json may be invalid, because masking can have replaced a number */
const parsed = (json) => {
  try {
    return JSON.parse(json);
  } catch {
    return "[unreadable]";
  }
};

/** @param {import("./state.js").State} state */
const open = (state) => {
  /** @type {Page} */
  let page;
  /** @type {ConsoleHook} */
  let consoleHook;
  let over = false;
  /** @type {Map<number, string>} */
  const names = new Map();
  /** @type {string[]} */
  const warnings = [];

  /** @param {string} json @param {number} [id] */
  const mask = (json, id = PAGE) => {
    const widget = page.widget(id);
    return page.mask(json, [...(widget ? [widget] : []), ...page.widgets.present()]);
  };

  /** @param {number} id */
  const nameOf = (id) => {
    if (id == PAGE) return "page";
    let name = names.get(id);
    if (!name) {
      const widget = page.widget(id);
      name = widget?.id ? `#${widget.id.slice(0, 40)}` : `${widget?.localName ?? "widget"} ${id}`;
      // Two elements can have the same id.
      if ([...names.values()].includes(name)) name += ` (${id})`;
      names.set(id, name);
    }
    return name;
  };

  /** @param {number} id @param {Said | undefined} said @param {number} [at] @param {boolean} [late] see Line */
  const note = (id, said, at = page.now(), late = false) => {
    if (!said || over) return;
    const { detail, ...rest } = said;
    const told = mask(stringify(detail, withoutSecrets) ?? "null", id);
    panel.add({
      ...JSON.parse(mask(stringify({ widget: nameOf(id), ...rest }, withoutSecrets), id)),
      at,
      late,
      detail: told.length > MOST_DETAIL ? `${told.slice(0, MOST_DETAIL)}…` : parsed(told),
    });
  };

  /** @param {string} problem */
  const warn = (problem) => {
    // An address is shown without its query, as in the settings.
    const shown = problem.startsWith("data-profile") ? text(problem).replace(/[?#][^\s:]*/g, "?…") : text(problem);
    const told = JSON.parse(mask(stringify(shown, withoutSecrets)));
    if (!warnings.includes(told) && warnings.length < MOST_WARNINGS) warnings.push(told);
    panel.showSettings(settingsInForce(state.data, warnings), warnings);
    note(PAGE, { group: "warning", name: told, text: "" });
  };

  const close = () => {
    over = true;
    delete consoleHook.onWarning;
    delete state.onProblem;
    removeEventListener("pywidget:notice", onNotice, true);
    removeEventListener("pywidget:unavailable", onUnavailable, true);
    panel.remove();
  };

  const panel = createPanel(mask, close);

  /** The page could dispatch this event too, so nothing in it is trusted. @param {Event} event */
  const onNotice = (event) =>
    quietly(() => {
      const [target] = event.composedPath();
      const widget = /** @type {Element} */ (target);
      const id = page.widgets.has(widget) ? page.widgets.id(widget) : PAGE;
      const { kind, title, text: more, reference } = /** @type {CustomEvent} */ (event).detail;
      const detail = { kind: text(kind), title: text(title), text: text(more), reference: text(reference) };
      note(id, kind ? { group: "notice", name: detail.kind, text: detail.title, detail } : { group: "notice", name: "hidden", text: "" });
    });

  /** @param {Event} event */
  const onUnavailable = (event) =>
    quietly(() => {
      const reason = JSON.parse(mask(stringify(text(/** @type {CustomEvent} */ (event).detail.reason), withoutSecrets)));
      panel.showPython({ state: "unavailable", reason });
      note(PAGE, { group: "warning", name: "Python is not available", text: reason });
    });

  addEventListener("pywidget:notice", onNotice, true);
  addEventListener("pywidget:unavailable", onUnavailable, true);
  const { off } = state;
  state.off = () => {
    close();
    return off();
  };

  return {
    /**
     * @param {Page} newPage
     * @param {Border} border
     * @param {ConsoleHook} newHook
     */
    follow(newPage, border, newHook) {
      if (over) return;
      page = newPage;
      consoleHook = newHook;
      consoleHook.onWarning = (problem) => quietly(() => warn(problem));
      names.clear();
      const begun = page.now();
      panel.showSettings(settingsInForce(state.data, warnings), warnings);
      panel.showPython({ state: "loading" });
      // watch.js wrote these warnings before the inspector was loaded, so they are made once more.
      readRules(state.data["watch"] ?? "", location.origin, (problem) => warn(`data-watch: ${problem}`));
      state.onProblem = (problem) => quietly(() => warn(problem));
      state.problems?.forEach(state.onProblem);

      const { message, calls } = createReader({
        now: page.now,
        warn,
        ready: (version) => panel.showPython({ state: "ready", version, ms: page.now() - begun }),
      });
      const { connect } = page;
      page.connect = (reader) =>
        connect((json) => {
          quietly(() => {
            const heard = JSON.parse(json);
            note(heard.widget ?? PAGE, message(heard), heard.at - (heard.age ?? 0), heard.age !== undefined);
          });
          return reader(json);
        });
      for (const [name, read] of Object.entries(calls)) {
        const functions = /** @type {Record<string, Function>} */ (/** @type {unknown} */ (border));
        const run = functions[name];
        if (!run) continue;
        functions[name] = (/** @type {any} */ ...args) => {
          const result = run(...args);
          quietly(() => {
            const { widget = PAGE, ...said } = read(args, result) ?? {};
            if ("group" in said) note(widget, /** @type {Said} */ (said));
          });
          return result;
        };
      }
    },
  };
};
