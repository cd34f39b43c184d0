// @ts-check
/**
 * What pywidget-token.js gets from pywidget-page.js. In the built files, its modules import these names from here: the
 * build puts this module in the place of each module that shared.js imports (tools/pack.mjs).
 * An `import` of the other file would not do: another try to load it has another URL, which would make it another module.
 *
 * @typedef {typeof import("./shared.js").shared} Shared
 */
export let { advise, blame, inPage, isPromise, lookUp, nameOf, own, parse, stringify, warn } = /** @type {Shared} */ ({});

/** Called before anything else. @param {Shared} shared */
export const take = (shared) => {
  ({ advise, blame, inPage, isPromise, lookUp, nameOf, own, parse, stringify, warn } = shared);
};
