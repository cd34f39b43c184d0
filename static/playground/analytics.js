// @ts-check
/** Stands for the page's analytics service. It hands on what it is told, so that the playground can show it. */
/** @type {any} */ (window).analytics = {
  /** @param {string} event @param {unknown} properties */
  track(event, properties) {
    document.dispatchEvent(new CustomEvent("playground:tracked", { detail: { event, properties } }));
  },
};
