// @ts-check
/**
 * Whether a selector matches something. The method is not taken from the element itself, because in a form a field
 * named "matches" hides it; nor from `Element`, which old libraries replace (MooTools). What is no element is not
 * matched, nor is anything by a selector that the browser does not know. "*" matches each element, also one of another
 * frame, which is no instance of this page's `Element`.
 * @param {unknown} element
 * @param {string} selector
 * @returns {element is Element}
 */
export const matches = (element, selector) => {
  try {
    return document.documentElement.matches.call(/** @type {any} */ (element), selector);
  } catch {
    return false;
  }
};
