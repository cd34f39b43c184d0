// @ts-check
/**
 * The name under which `pywidget-first.js` puts the function for taking over into the window. No element of a page can
 * have this name. A cached file of another build uses the same name, so a change of what is handed over needs a new
 * number.
 */
export const FIRST = Symbol.for("pywidget.first.1");

/**
 * @typedef {import("./requests.js").Ear} Ear
 * @typedef {(ear: Ear) => { lost: number, frozen: Iterable<string>, stop: () => void }} TakeOver passes to an ear what
 *   was heard so far, and everything from now on. `lost`: how many failing answers that it wants were too many to be
 *   kept
 */
