// @ts-check
/**
 * Where `pywidget-first.js` leaves what takes over from it, in the window. Nothing in a document can have this name, and a
 * file of another build that the browser has kept finds it there all the same: who changes what is handed over, changes
 * the number.
 */
export const FIRST = Symbol.for("pywidget.first.1");

/**
 * @typedef {import("./requests.js").Ear} Ear
 * @typedef {(ear: Ear) => { lost: number, frozen: Iterable<string>, stop: () => void }} TakeOver tells an ear what was heard so
 *   far, and everything from now on. `lost`: how many failing answers were too many to be kept, of those that it wants
 */
