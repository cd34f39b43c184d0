// @ts-check
import { fence } from "./fence.js";

/**
 * Keeps elements of ours as large as what they cover. Everything is measured before anything is changed, because
 * measuring after a change makes the browser lay out the whole page again.
 *
 * @typedef {() => () => void} Measure measures something, and returns a function that makes the change
 */

/** @param {Iterable<Measure>} all */
const fitAll = (all) => {
  for (const change of [...all].map((measure) => measure())) change();
};

/** @param {AbortSignal} signal */
export const createFitting = (signal) => {
  /** What to measure when the size of an element changes. @type {Map<Element, Set<Measure>>} */
  const users = new Map();
  /** What to measure in the next frame. @type {Set<Measure>} */
  const later = new Set();
  // The browser calls these two, so they are fenced.
  const fit = fence("fitting", (/** @type {Element[]} */ elements) =>
    fitAll(new Set(elements.flatMap((element) => [...(users.get(element) ?? [])]))),
  );
  const fitLater = fence("fitting", () => {
    const all = [...later];
    later.clear();
    fitAll(all);
  });
  // One observer for all of them, so that all sizes are reported together.
  const sizes = globalThis.ResizeObserver && new ResizeObserver((entries) => fit(entries.map(({ target }) => target)));
  addEventListener("scroll", () => fit([...users.keys()]), { capture: true, signal });

  return {
    /** @param {Element} element whose size matters @param {Measure} measure */
    observe(element, measure) {
      const measures = users.get(element) ?? new Set();
      users.set(element, measures.add(measure));
      sizes?.observe(element);
    },

    /** @param {Measure} measure */
    inNextFrame(measure) {
      if (!later.size) requestAnimationFrame(fitLater);
      later.add(measure);
    },

    /** @param {Iterable<Element>} elements @param {Measure[]} measures */
    forget(elements, ...measures) {
      for (const measure of measures) later.delete(measure);
      for (const element of elements) {
        const rest = users.get(element);
        for (const measure of measures) rest?.delete(measure);
        if (rest?.size) continue;
        users.delete(element);
        sizes?.unobserve(element);
      }
    },
  };
};
