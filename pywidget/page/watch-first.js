// @ts-check
/**
 * The name of the window's member by which `pywidget-first.js` hands over. No element of a page can have this name.
 * A cached file of another build uses the same name, so the number has to change if what is handed over changes.
 */
export const FIRST = Symbol.for("pywidget.first.1");

/** How many failing requests are remembered at most: until the module has loaded, and until they succeed. */
export const MOST_FAILING = 100;

/**
 * @typedef {import("./requests.js").Ear} Ear
 * @typedef {(ear: Ear) => { lost: number, frozen: Iterable<string>, stop: () => void }} TakeOver passes to an ear what
 *   was heard so far, and everything from now on. `lost`: how many failing answers that it wants were
 *   not kept, because there were too many
 */
