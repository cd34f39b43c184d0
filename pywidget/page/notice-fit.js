// @ts-check
/**
 * Keeps things as large as others are. All that may have changed are measured before the first one is changed: whatever is
 * measured after a change has the whole page laid out anew.
 *
 * @typedef {() => () => void} Measure measures one, and returns what changes it
 */

/** @param {Iterable<Measure>} all */
const fitAll = (all) => {
  for (const change of [...all].map((measure) => measure())) change();
};

/** @param {AbortSignal} signal */
export const createFitting = (signal) => {
  /** What is to be measured when an element has another size. @type {Map<Element, Set<Measure>>} */
  const users = new Map();
  /** What waits for the next frame. @type {Set<Measure>} */
  const later = new Set();
  /** @param {Element[]} elements */
  const fit = (elements) => fitAll(new Set(elements.flatMap((element) => [...(users.get(element) ?? [])])));
  // One for all of them, so that they are told together.
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
      if (!later.size) {
        requestAnimationFrame(() => {
          const all = [...later];
          later.clear();
          fitAll(all);
        });
      }
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
