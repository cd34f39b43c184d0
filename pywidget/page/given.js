// @ts-check
/**
 * What pywidget-notices.js and pywidget-token.js get from pywidget-page.js. In the built files, their modules import
 * these names from here: the build puts this module in the place of each module that shared.js imports (tools/pack.mjs).
 * An `import` of the other file would not do: another try to load it has another URL, which would make it another module.
 *
 * @typedef {typeof import("./shared.js").shared} Shared
 */
export let {
  advise, after, blame, buttonFor, consoleHook, fence, fetchFile, hashOf, inPage, isPromise, loadModule, loadOnce, look,
  lookUp, matches, nameOf, own, parse, pressIn, soon, stringify, timer, warn,
} = /** @type {Shared} */ ({});

/** Called before anything else. @param {Shared} shared */
export const take = (shared) => {
  ({
    advise, after, blame, buttonFor, consoleHook, fence, fetchFile, hashOf, inPage, isPromise, loadModule, loadOnce, look,
    lookUp, matches, nameOf, own, parse, pressIn, soon, stringify, timer, warn,
  } = shared);
};
