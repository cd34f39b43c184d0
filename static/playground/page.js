// @ts-check
/**
 * An element that the page is known to have.
 * @param {string} id
 * @returns {any}
 */
export const element = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
};

/**
 * Puts new content into an element.
 * @param {string} id
 * @param {...(Node | string)} content
 */
export const fill = (id, ...content) => element(id).replaceChildren(...content);
