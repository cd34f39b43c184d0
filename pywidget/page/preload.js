// @ts-check
/**
 * Takes away what a module was preloaded with, in the script tag, once it has been imported. Turbo compares the tags of
 * two pages by their HTML: one that has grown would run again, or have the whole page loaded anew.
 * @param {string} name of the module's file
 */
export const dropPreload = (name) => document.querySelector(`script > link[href*="${name}"]`)?.remove();
