// @ts-check
/**
 * Remembers where the visitor last clicked or typed, so that the focus is moved only for those who are at work there.
 *
 * @param {AbortSignal | undefined} signal ends it
 * @returns {(elements: (Element | undefined)[]) => boolean | undefined} whether that was in one of these elements;
 *   undefined where there was no act yet
 */
export const createActs = (signal) => {
  /** What it was in. Held weakly: the page may let go of it. @type {WeakSet<EventTarget> | undefined} */
  let places;
  /** @param {Event} event */
  const note = (event) => {
    places = new WeakSet(event.composedPath());
  };
  for (const name of ["pointerdown", "keydown"]) {
    addEventListener(name, note, { capture: true, passive: true, .../** @type {object} */ (signal && { signal }) });
  }
  return (elements) => places && elements.some((element) => element && places?.has(element));
};
