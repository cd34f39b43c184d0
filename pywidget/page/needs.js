// @ts-check
import { warn } from "./fence.js";

/** What nothing of pywidget goes without. */
const NEEDED = "AbortController FinalizationRegistry MessageChannel MutationObserver WeakRef WebAssembly";

/** Timers that are later than this never fire, in milliseconds: those of a hidden page are a second late. */
const LATE_MS = 4_000;

/** Throws where the page lacks something, and says what. */
export const checkNeeds = () => {
  const missing = NEEDED.split(" ").filter((name) => !Reflect.get(globalThis, name));
  if (missing.length) throw new Error(`this page has no ${missing}: its browser is too old, or a script has removed it`);
};

/** Says so where the page's timers never fire: nothing else does. */
export const checkTimers = () => {
  let fired = false;
  setTimeout(() => (fired = true));
  if (!AbortSignal.timeout) return;
  AbortSignal.timeout(LATE_MS).onabort = () => fired || warn("setTimeout never fires in this page, so notices are not shown");
};
