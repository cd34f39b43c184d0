// @ts-check
import { headersOf } from "./answer.js";
import { warn } from "./fence.js";
import { hearRequests, NOTHING } from "./requests.js";
import { FIRST, MOST_FAILING } from "./watch-first.js";
import { watchUnheard } from "./watch-unheard.js";

/**
 * Reports failing answers to the page's own requests, and failed requests that succeed later. Answers from before this
 * module was loaded come from `pywidget-first.js`, if the page includes it.
 *
 * @typedef {import("./requests.js").Answer} Answer
 * @typedef {import("./requests.js").Ear} Ear
 * @typedef {import("./requests.js").Request} Request
 */

/** A longer path is cut to this many characters. */
const LONGEST_PATH = 200;

/**
 * @param {(address: URL) => string | undefined} systemOf the system of an address, if it is watched
 * @param {(...said: ["answer", import("./border.js").FailingAnswer] | ["answered", { stage: string }]) => void} tell
 * @param {(count: number) => void} lose gets how many failing answers from before were too many to be kept
 * @returns {() => void} stops it
 */
export const watchRequests = (systemOf, tell, lose) => {
  /**
   * Requests that failed and have not succeeded since, each with a promise for the end of its report.
   * @type {Map<string, Promise<void>>}
   */
  const failing = new Map();
  let active = true;

  /**
   * @param {Request} request
   * @param {Answer} answer
   */
  const hear = async ({ method, address, sent }, { status, get, copy }) => {
    const system = systemOf(address);
    if (!system) return;
    const path = address.pathname.slice(0, LONGEST_PATH);
    const stage = method ? `${method} ${path}` : path;
    if (status < 400) {
      // Status 0: no answer, or one that scripts may not read. The method of the failed request may be unknown.
      for (const one of status ? [stage, path] : []) {
        const telling = failing.get(one);
        if (!failing.delete(one)) continue;
        await telling;
        if (active) tell("answered", { stage: one });
      }
      return;
    }
    const headers = headersOf(get);
    const starting = copy().read();
    const telling = (async () => {
      const body = await starting;
      // Counted from the sending: a failure from before a renewal must not have the session renewed once more.
      const age = Math.ceil(performance.now() - sent);
      if (active) tell("answer", { system, stage, status, headers, body, age });
    })();
    if (failing.size < MOST_FAILING) failing.set(stage, telling);
    await telling;
  };

  /**
   * @param {Request} request
   * @param {Answer} answer
   */
  const heard = (request, answer) => {
    hear(request, answer).catch((error) => warn("an answer could not be read", error));
  };

  /** @type {import("./watch-first.js").TakeOver | undefined} */
  const takeOver = Object.getOwnPropertyDescriptor(window, FIRST)?.value;
  // If `pywidget-first.js` observed all requests, none was missed.
  const rest = takeOver
    ? undefined
    : watchUnheard((request, status) => heard(request, { status, get: () => null, copy: () => NOTHING }));

  /** @type {Ear} */
  const ear = {
    wants: systemOf,
    sent: rest?.sent,
    heard,
    trouble: (error) => warn("an answer could not be watched", error),
  };
  const { lost, frozen, stop } = takeOver ? takeOver(ear) : { lost: 0, ...hearRequests(ear) };
  lose(lost);
  for (const name of frozen) warn(`${name} cannot be watched, the page has frozen it`);

  return () => {
    active = false;
    rest?.stop();
    stop();
  };
};
