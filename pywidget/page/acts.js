// @ts-check
/**
 * Remembers where the visitor last clicked or typed, so that the focus is moved only for a visitor who works there.
 *
 * @param {AbortSignal | undefined} signal stops the listening
 * @returns {(elements: (Element | undefined)[]) => boolean | undefined} whether that was in one of these elements;
 *   undefined if the visitor has not clicked or typed yet
 */
export const createActs = (signal) => {
  /**
   * The elements around the last click or key. Held weakly, so that the page can free them.
   * @type {WeakSet<EventTarget> | undefined}
   */
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
