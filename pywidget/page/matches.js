// @ts-check
/**
 * Whether a selector matches something. The method is not taken from the element itself, because in a form a field
 * named "matches" hides it. What is no element is not matched, nor is anything by a selector that the browser does not
 * know.
 * @param {unknown} element
 * @param {string} selector
 */
export const matches = (element, selector) => {
  try {
    return Element.prototype.matches.call(element, selector);
  } catch {
    return false;
  }
};
