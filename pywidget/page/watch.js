// @ts-check
import { warn } from "./fence.js";
import { stringify } from "./own.js";
import { dropPreload } from "./preload.js";
import { watchProfiles } from "./watch-profiles.js";
import { watchRequests } from "./watch-requests.js";
import { bare, readRules } from "./watch-rules.js";

/**
 * Listens to more than the ats-widgets. The page's module loads it at once where `data-watch` or `data-profile` is set;
 * Python is still loaded at the first failure.
 * What it hears goes into the script tag's queue, whose limit and count of lost entries apply to all entries.
 *
 * @typedef {import("./border.js").FailingAnswer} FailingAnswer
 * @typedef {import("./state.js").State} State
 */

/**
 * If the queue is longer than this, only this many characters of a body are kept, to save memory. The queue can become
 * this long only before Python is loaded (see `wake` in create-page.js).
 */
const LONG_QUEUE = 1_000;
const BEGINNING = 2_000;

/**
 * Called by the page's module.
 * @param {State} state
 */
export const start = (state) => {
  dropPreload("pywidget-watch.js");
  // The page called `pywidget.stop()` before this module was loaded.
  if (state.queue.some(([, name]) => name === "stop")) return;
  const { watch: rulesText = "", profile = "", tokenUrl, analyticsUrl } = state.data;
  const rules = readRules(rulesText, location.origin, (problem) => warn(`data-watch: ${problem}`));
  const profileUrls = profile.split(/[\s,]+/).filter(Boolean);
  const folder = new URL(".", import.meta.url).href;
  /** Addresses of pywidget's own requests, which are not watched. @type {Set<string>} */
  const ours = new Set();
  /** @param {unknown} url */
  const leaveOut = (url) => {
    try {
      if (typeof url == "string" && url) ours.add(bare(url, document.baseURI));
    } catch {
      // It is not a valid address, so there are no requests to it.
    }
  };
  for (const url of [tokenUrl, analyticsUrl, ...profileUrls]) leaveOut(url);

  /**
   * Profiles that were loaded before Python, as JSON, at most one for each URL. Python reads them first, because it
   * needs them to read the rest. They are not in the queue, because a full queue drops its oldest entries.
   * @type {string[]}
   */
  const profiles = [];

  /** @param {["answer", FailingAnswer] | ["answered", { stage: string }] | ["profile", { url: string, profile: unknown }]} said */
  const tell = (...[kind, detail]) => {
    if (state.queue.length > LONG_QUEUE && "body" in detail) {
      detail = { ...detail, body: `${detail.body}`.slice(0, BEGINNING) };
    }
    // Passed as JSON, because the script tag's own copy of a detail is too short for a body.
    state.add(null, kind, undefined, stringify(detail));
    if (kind == "answer") state.boot(kind);
  };

  /** @param {URL} url */
  const systemAt = (url) => {
    const address = bare(url, folder);
    if (address.startsWith(folder) || ours.has(address)) return undefined;
    return rules.find(({ matches }) => matches(address))?.system;
  };
  const unwatch = rules.length ? watchRequests(systemAt, tell, (count) => (state.lost += count)) : () => {};

  const { systemOf, stop } = watchProfiles(state, profileUrls, (url, said) => {
    leaveOut(/** @type {any} */ (said)?.token?.url);
    const detail = { url, profile: said };
    if (state.wake) tell("profile", detail);
    else profiles.push(stringify(detail));
  });
  state.systemOf = systemOf;
  state.profiles = profiles;

  const { off } = state;
  state.off = () => {
    unwatch();
    stop();
    return off();
  };
};
