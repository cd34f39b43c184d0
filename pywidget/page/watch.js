// @ts-check
import { warn } from "./fence.js";
import { watchProfiles } from "./watch-profiles.js";
import { watchRequests } from "./watch-requests.js";
import { bare, readRules } from "./watch-rules.js";

/**
 * Listens to more than the ats-widgets. The script tag loads it at once where `data-watch` or `data-profile` is set;
 * the rest of pywidget still comes at the first trouble.
 *
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").State} State
 */

/** As many as the script tag keeps. */
const MOST_WAITING = 200;

/**
 * Called by the script tag.
 * @param {State} state
 */
export const start = (state) => {
  // Stopped before it began.
  if (state.queue.some(([, name]) => name == "stop")) return;
  const { watch: rulesText = "", profile = "", tokenUrl, analyticsUrl } = state.script.dataset;
  const rules = readRules(rulesText, location.origin, (problem) => warn(`data-watch: ${problem}`));
  const profileUrls = profile.split(/[\s,]+/).filter(Boolean);
  const folder = new URL(".", import.meta.url).href;
  /** What pywidget itself asks for is not the page's. @type {Set<string>} */
  const ours = new Set();
  /** @param {unknown} url */
  const leaveOut = (url) => {
    try {
      if (typeof url == "string" && url) ours.add(bare(url, document.baseURI));
    } catch {
      // No address: nobody asks there.
    }
  };
  for (const url of [tokenUrl, analyticsUrl, ...profileUrls]) leaveOut(url);

  /** Those that came while nobody could read them. @type {Entry[]} */
  const profiles = [];

  /** @param {Entry} entry */
  const keep = (entry) => {
    if (state.queue.length >= MOST_WAITING) state.queue.shift();
    state.queue.push(entry);
    state.wake?.();
  };

  const unwatch = rules.length
    ? watchRequests(
        (url) => {
          const address = bare(url, folder);
          if (address.startsWith(folder) || ours.has(address)) return undefined;
          return rules.find(({ matches }) => matches(address))?.system;
        },
        (kind, detail) => {
          keep([null, kind, JSON.stringify(detail), Date.now()]);
          if (kind == "answer") state.boot();
        },
      )
    : () => {};

  const { systemOf, stop } = watchProfiles(state, profileUrls, (url, said) => {
    /** @type {Entry} */
    const entry = [null, "profile", JSON.stringify({ url, profile: said }), Date.now()];
    leaveOut(/** @type {any} */ (said)?.token?.url);
    if (state.begun) keep(entry);
    else profiles.push(entry);
  });
  state.systemOf = systemOf;
  // Python reads them before what their widgets say.
  state.handOver = () => {
    state.queue.unshift(...profiles.splice(0));
  };

  const { off } = state;
  state.off = () => {
    unwatch();
    stop();
    return off();
  };
};
