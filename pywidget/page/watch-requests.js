// @ts-check
import { headersOf } from "./answer.js";
import { warn } from "./fence.js";
import { hearRequests, NOTHING } from "./requests.js";
import { FIRST } from "./watch-first.js";
import { watchUnheard } from "./watch-unheard.js";

/**
 * Tells of failing answers to the page's own requests, and of those that succeed after all. What is heard before this is
 * loaded comes from `pywidget-first.js`, if the page has it.
 *
 * @typedef {import("./requests.js").Answer} Answer
 * @typedef {import("./requests.js").Ear} Ear
 * @typedef {import("./requests.js").Request} Request
 */

/** No path is told longer than this, in characters. */
const LONGEST_PATH = 200;

/** So many requests that failed are remembered, to tell when they succeed. */
const MOST_FAILING = 100;

/**
 * @param {(address: URL) => string | undefined} systemOf whose address it is, if it is watched
 * @param {(...said: ["answer", import("./border.js").FailingAnswer] | ["answered", { stage: string }]) => void} tell
 * @param {(count: number) => void} lose failing answers that were too many before this was loaded
 * @returns {() => void} stops it
 */
export const watchRequests = (systemOf, tell, lose) => {
  /** What failed, and did not succeed since; until when it is told. @type {Map<string, Promise<void>>} */
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
      // 0 is no answer, or one that may not be looked at. What failed may have no method that is known.
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
      // Rather too old than too young: a session that was renewed meanwhile is not to be renewed again.
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
  // Nothing was missed by one that heard all from the first.
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
