// @ts-check
import { warn } from "./fence.js";

/** Features of the browser without which pywidget cannot work. */
const NEEDED = "AbortController FinalizationRegistry Headers MessageChannel MutationObserver WeakRef WebAssembly";

/** A timer that is later than this never fires, in milliseconds. In a hidden page, timers are a second late. */
const LATE_MS = 4_000;

/** Throws an error that names what the page lacks, if it lacks something. */
export const checkNeeds = () => {
  const missing = NEEDED.split(" ").filter((name) => !Reflect.get(globalThis, name));
  if (missing.length) throw new Error(`this page has no ${missing}: its browser is too old, or a script has removed it`);
};

/** Warns if the page's timers never fire, because nothing else would show the cause. */
export const checkTimers = () => {
  let fired = false;
  setTimeout(() => (fired = true));
  if (!AbortSignal.timeout) return;
  AbortSignal.timeout(LATE_MS).onabort = () => fired || warn("setTimeout never fires in this page, so notices are not shown");
};
