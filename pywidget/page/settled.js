// @ts-check
/** At the latest this long after the page was loaded, frameworks have taken over the server's HTML, in milliseconds. */
const SETTLE_MS = 1_000;
/** If the page never finishes loading, we wait at most this long, in milliseconds. */
const MOST_MS = 5_000;

/**
 * Delays changes to the page around a widget that was in the server's HTML. A framework that takes over this HTML has
 * to find it unchanged. Else it replaces it, and the widget is lost with everything that was typed.
 * @param {string} selector of widgets
 * @param {AbortSignal} signal
 */
export const createSettling = (selector, signal) => {
  /** @type {WeakSet<Element>} */
  const given = new WeakSet();
  /** Delayed changes; undefined once the page is settled. @type {(() => void)[] | undefined} */
  let later = [];

  const look = () => {
    removeEventListener("DOMContentLoaded", look);
    try {
      for (const widget of document.querySelectorAll(selector)) given.add(widget);
    } catch {
      // The selector is invalid; another module warns about that.
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
