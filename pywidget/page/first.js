// @ts-check
import { hearRequests } from "./requests.js";
import { FIRST } from "./watch-first.js";

/**
 * `pywidget-first.js`: a classic script that stands before all others in a page with `data-watch`. It hears the page's
 * requests before the module for that is there, and keeps the failing answers for it, which knows the rules. If that
 * module does not come, it lets go, and the page has its own functions back.
 *
 * @typedef {import("./requests.js").Answer} Answer
 * @typedef {import("./requests.js").Copy} Copy
 * @typedef {import("./requests.js").Request} Request
 * @typedef {import("./watch-first.js").TakeOver} TakeOver
 */

/** As many as the module remembers of requests that failed. */
const MOST_KEPT = 100;
/** Milliseconds. Long after the script tag's second try to load anything. */
const MOST_MS = 30_000;

/** @param {Request} request */
const nameOf = ({ method, address }) => method + address.href;

const listen = () => {
  /** @type {[request: Request, answer: Answer, copy: Copy | undefined][]} */
  let kept = [];
  /** Where those failed that were too many. @type {URL[]} */
  const lost = [];

  const hearing = hearRequests({
    wants: () => true,
    heard(request, answer) {
      const failed = answer.status >= 400;
      // That one went well again has to be known, and no more of those that go well.
      if (!failed && !kept.some(([one]) => nameOf(one) == nameOf(request))) return;
      // A body can be copied now only. Nobody reads it before it is wanted.
      if (kept.length < MOST_KEPT) kept.push([request, answer, failed ? answer.copy() : undefined]);
      else if (failed) lost.push(request.address);
    },
    // Nobody to tell.
    trouble() {},
  });

  const stop = () => {
    Reflect.deleteProperty(window, FIRST);
    hearing.stop();
  };
  const letGo = setTimeout(() => {
    stop();
    for (const [, , copy] of kept) copy?.drop();
    kept = [];
  }, MOST_MS);

  /** @type {TakeOver} */
  const takeOver = (ear) => {
    clearTimeout(letGo);
    hearing.listen(ear);
    for (const [request, answer, copy] of kept) {
      if (ear.wants(request.address)) ear.heard(request, copy ? { ...answer, copy: () => copy } : answer);
      else copy?.drop();
    }
    kept = [];
    return { lost: lost.filter((address) => ear.wants(address)).length, frozen: hearing.frozen, stop };
  };
  Object.defineProperty(window, FIRST, { value: takeOver, configurable: true });
};

try {
  // A second one would tell everything twice.
  if (!Object.hasOwn(window, FIRST)) listen();
} catch {
  // The page has broken what this needs: then it goes without.
}
