// @ts-check
import { hearRequests } from "./requests.js";
import { FIRST, MOST_FAILING } from "./watch-first.js";

/**
 * `pywidget-first.js`: a classic script that stands before all others in a page with `data-watch`. It observes the
 * page's requests until the module for that is loaded, and keeps the failing answers for the module, which knows the
 * rules. If the module does not load, this script restores the page's own functions.
 *
 * @typedef {import("./requests.js").Answer} Answer
 * @typedef {import("./requests.js").Copy} Copy
 * @typedef {import("./requests.js").Request} Request
 * @typedef {import("./watch-first.js").TakeOver} TakeOver
 */

/** How long to wait for the module, in milliseconds: long after the script tag's second try to load it. */
const MOST_MS = 30_000;

/** @param {Request} request */
const nameOf = ({ method, address }) => method + address.href;

const listen = () => {
  /** @type {[request: Request, answer: Answer, copy: Copy | undefined][]} */
  let kept = [];
  /** The addresses of failing answers for which there was no room. @type {URL[]} */
  const lost = [];

  const hearing = hearRequests({
    wants: () => true,
    heard(request, answer) {
      const failed = answer.status >= 400;
      // Of successful requests, only those count that had failed before.
      if (!failed && !kept.some(([one]) => nameOf(one) == nameOf(request))) return;
      // The body can be copied only now. The copy is not read before it is needed.
      if (kept.length < MOST_FAILING) kept.push([request, answer, failed ? answer.copy() : undefined]);
      else if (failed) lost.push(request.address);
    },
    // Errors are ignored until the module has taken over. From then on, the module reports them.
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
  // A second copy of this script would report everything twice.
  if (!Object.hasOwn(window, FIRST)) listen();
} catch {
  // A script of the page has broken what this needs. Then requests are not observed this early.
}
