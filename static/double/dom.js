// @ts-check
/**
 * Builds an element without ever parsing a text as HTML.
 *
 * @param {string} tag
 * @param {Record<string, string | boolean | number | null | undefined>} attributes null, undefined and false leave one out
 * @param {...(Node | string | null | undefined | false)} children
 */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};
