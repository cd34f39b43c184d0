// @ts-check
/** Frameworks take over what their server made at the latest this long after the page was loaded, in milliseconds. */
const SETTLE_MS = 1_000;
/** Something that never ends loading does not hold us up longer than this. */
const MOST_MS = 5_000;

/**
 * Waits with what changes the page around a widget that the page came with. A framework that takes over what its server
 * made has to find it as it was made: else it throws it away, with the widget and all that was typed.
 * @param {string} selector of widgets
 * @param {AbortSignal} signal
 */
export const createSettling = (selector, signal) => {
  /** @type {WeakSet<Element>} */
  const given = new WeakSet();
  /** What waits; undefined once the page is settled. @type {(() => void)[] | undefined} */
  let later = [];

  const look = () => {
    removeEventListener("DOMContentLoaded", look);
    try {
      for (const widget of document.querySelectorAll(selector)) given.add(widget);
    } catch {
      // Not a selector; said elsewhere.
    }
  };
  const settle = () => {
    const waited = later ?? [];
    later = undefined;
    for (const doing of waited) doing();
  };

  look();
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (document.readyState == "complete") {
    const since = performance.now() - (navigation?.loadEventEnd || performance.now());
    if (since >= SETTLE_MS) settle();
    else setTimeout(settle, SETTLE_MS - Math.max(since, 0));
  } else {
    if (document.readyState == "loading") addEventListener("DOMContentLoaded", look, { signal });
    const timer = setTimeout(settle, MOST_MS);
    const start = () => {
      removeEventListener("load", start);
      clearTimeout(timer);
      setTimeout(settle, SETTLE_MS);
    };
    addEventListener("load", start, { signal });
  }

  /** @param {Element | undefined} widget */
  const waits = (widget) => !!later && !!widget && given.has(widget);
  return {
    waits,

    /** @param {Element | undefined} widget @param {() => void} doing */
    then(widget, doing) {
      if (waits(widget)) later?.push(doing);
      else doing();
    },
  };
};
