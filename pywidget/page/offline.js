// @ts-check
import { createClock } from "./clock.js";
import { createNoticeView } from "./notice-view.js";
import { stringify } from "./own.js";
import { isSameLanguage } from "./text.js";
import { createWidgets } from "./widgets.js";

/**
 * Tells visitors that there is no connection, when Python cannot be loaded for that reason. The notice has no buttons,
 * and its text is part of this module. The widgets' events stay in the script tag's queue until Python is loaded.
 */

/** Parts of the names of events after which Python would show a notice. */
const TROUBLE = /err|fail|exp/;

/**
 * The built-in language that the integrator, the page or the visitor wants, chosen like in Python. For both forms of
 * Norwegian, the common form is used.
 * @param {string} setting
 */
const language = (setting) => {
  const known = Object.keys(OFFLINE);
  for (const said of [setting, document.documentElement.lang, ...navigator.languages]) {
    const wanted = said.replace(/^n[no]\b/i, "nb");
    const found = known.find((name) => name == wanted) ?? known.find((name) => isSameLanguage(wanted, name));
    if (found) return found;
  }
  return "en";
};

/** @param {import("./state.js").State} state */
const open = (state) => {
  const leaving = new AbortController();
  const lang = language(state.data["lang"] ?? "");
  const [title, dir = "ltr"] = /** @type {[string, string?]} */ (OFFLINE[lang]);
  /** The part of a page that notices need. @type {any} */
  const page = { state, now: createClock(), signal: leaving.signal, deliver() {} };
  const notices = createNoticeView(page);
  const widgets = createWidgets({
    arrived: notices.mount,
    returned: notices.mount,
    stayed: (ids) => ids.forEach(notices.keep),
    left: notices.unmount,
    forgotten() {},
    looked() {},
  });
  Object.assign(page, { widget: widgets.get, widgets, keepSoon: notices.keep });
  /** Without what a notice of one line has none of. @type {Partial<import("./notice-view.js").Notice>} */
  const notice = { kind: "offline", role: "alert", lang, dir, region: title, title: [title], actions: [], until: null };

  const { off } = state;
  const stop = () => {
    leaving.abort();
    widgets.stop();
    for (const id of widgets.ids()) notices.unmount(id);
    state.off = off;
    delete state.sayOffline;
    delete state.sayNoMore;
  };
  state.off = () => {
    stop();
    return off();
  };
  addEventListener("online", stop, { signal: leaving.signal });
  state.sayNoMore = stop;
  state.sayOffline = () => {
    // One failure can have two entries, but is shown once.
    const failing = new Set(state.queue.filter(([, name]) => TROUBLE.test(name)).map(([widget]) => widget));
    for (const widget of failing) {
      if (widget?.isConnected) notices.calls.showNotice(widgets.id(widget), stringify(notice));
    }
  };
};

/**
 * Shows at each widget with a failure that there is no connection, until there is one, or until Python is loaded.
 * @param {import("./state.js").State} state
 */
export const sayOffline = (state) => {
  // Each attempt to start imports another copy of this module, but the notices are shown by one of them only.
  if (!state.sayOffline) open(state);
  state.sayOffline?.();
};
