// @ts-check
import { fence, warn } from "./fence.js";
import { matches } from "./matches.js";
import { parse } from "./own.js";

/**
 * Handles widgets that a profile describes: fetches the profiles of `data-profile` and listens to the events that they
 * name. Python checks the profiles. This module only reads what it needs for listening.
 *
 * @typedef {{ system: string, selector: string, kinds: Map<string, string> }} Listed
 */

/**
 * @param {any} profile
 * @returns {Listed | undefined}
 */
const listed = (profile) => {
  const { system, widget: selector, events } = profile ?? {};
  if (typeof system != "string" || typeof selector != "string" || !events) return undefined;
  document.querySelector(selector);
  return { system, selector, kinds: new Map(Object.entries(events).map(([name, event]) => [name, event?.as])) };
};

/**
 * @param {import("./state.js").State} state
 * @param {string[]} urls
 * @param {(url: string, profile: unknown) => void} loaded
 */
export const watchProfiles = (state, urls, loaded) => {
  /** @type {Listed[]} */
  const all = [];
  /** @type {[name: string, listen: (event: Event) => void][]} */
  const listening = [];
  const leaving = new AbortController();
  /** @type {string[]} */
  const problems = (state.problems = []);

  /** @param {Listed} one */
  const listen = (one) => {
    all.push(one);
    const { system, selector, kinds } = one;
    for (const [name, kind] of kinds) {
      const heard = fence("hearing an event", (/** @type {Event} */ event) => {
        const path = /** @type {Element[]} */ (event.composedPath());
        const first = matches(path[0], "*");
        // Some widgets dispatch their events on the document or the window instead.
        const widget = first ? path.find((node) => matches(node, selector)) : document.querySelector(selector);
        const trouble = kind == "error" || kind == "expired";
        // Before the first failure, progress events are not needed.
        if (!widget || !(trouble || state.wake)) return;
        state.add(widget, `${system} ${name}`, /** @type {CustomEvent} */ (event));
        if (trouble) state.boot("trouble");
      });
      addEventListener(name, heard, true);
      listening.push([name, heard]);
    }
  };

  for (const url of urls) {
    fetch(url, { credentials: "same-origin", signal: leaving.signal })
      .then((response) => {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.text();
      })
      .then((text) => {
        const profile = parse(text);
        loaded(url, profile);
        const one = listed(profile);
        if (one) listen(one);
      })
      .catch((error) => {
        if (leaving.signal.aborted) return;
        const text = `data-profile: ${url} cannot be used`;
        warn(text, error);
        // The inspector does not see this module's console warnings, and may be loaded later.
        problems.push(text);
        state.onProblem?.(text);
      });
  }

  return {
    /** The system whose profile describes a widget, if there is one. @param {Element} widget */
    systemOf: (widget) => all.find(({ selector }) => matches(widget, selector))?.system,

    stop() {
      leaving.abort();
      for (const [name, heard] of listening) removeEventListener(name, heard, true);
    },
  };
};
