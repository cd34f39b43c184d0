// @ts-check
import { warn } from "./fence.js";
import { stringify } from "./own.js";
import { dropPreload } from "./preload.js";
import { watchProfiles } from "./watch-profiles.js";
import { watchRequests } from "./watch-requests.js";
import { bare, readRules } from "./watch-rules.js";

/**
 * Listens to more than the ats-widgets. The script tag loads it at once where `data-watch` or `data-profile` is set;
 * the rest of pywidget still comes at the first trouble.
 * What it hears goes into the script tag's queue, whose end and whose count of what was lost are for all.
 *
 * @typedef {import("./border.js").FailingAnswer} FailingAnswer
 * @typedef {import("./state.js").State} State
 */

/**
 * Behind more entries than this, only so many characters of a body are kept: without Python the queue can become long.
 * (With Python it does not, see `wake` in page.js.)
 */
const LONG_QUEUE = 1_000;
const BEGINNING = 2_000;

/**
 * Called by the script tag.
 * @param {State} state
 */
export const start = (state) => {
  dropPreload("pywidget-watch.js");
  // Stopped before it began.
  if (state.queue.some(([, name]) => name == "stop")) return;
  const { watch: rulesText = "", profile = "", tokenUrl, analyticsUrl } = state.data;
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

  /**
   * Those that came before Python, as JSON, one for each URL at most. Python reads them before what happened, and they
   * are not in the queue: what is too much for it would take them first, and without them the rest cannot be read.
   * @type {string[]}
   */
  const profiles = [];

  /** @param {["answer", FailingAnswer] | ["answered", { stage: string }] | ["profile", { url: string, profile: unknown }]} said */
  const tell = (...[kind, detail]) => {
    if (state.queue.length > LONG_QUEUE && "body" in detail) {
      detail = { ...detail, body: `${detail.body}`.slice(0, BEGINNING) };
    }
    // As text: the script tag's own copy of a detail is too short for a body.
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
