// @ts-check
/**
 * Removes the preload link from the script tag, once its module has been imported. Turbo compares the script tags of
 * two pages by their HTML. If ours has changed, Turbo runs it again, or reloads the whole page.
 * @param {string} name of the module's file
 */
export const dropPreload = (name) => document.querySelector(`script > link[href*="${name}"]`)?.remove();
