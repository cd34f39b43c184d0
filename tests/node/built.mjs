/**
 * What a page's module imports of the build (`loadModule`), as a test says: its files are beside the sources only in
 * name. As in a browser, what could not be imported stays so for its address.
 */
import { register } from "node:module";

/** What each file exports, by name; one that is not here cannot be imported. @type {Record<string, any>} */
export const built = {};
/** The addresses that were imported, each once. @type {string[]} */
export const imported = [];
Object.assign(globalThis, { built, imported });

const hooks = `
  const ours = /[/]pywidget[/]page[/]((micropython|pywidget-[a-z0-9-]+)[.]js)[?]*$/;
  export const resolve = (name, context, next) => ours.test(name) ? { url: name, format: "module", shortCircuit: true } : next(name, context);
  export const load = (url, context, next) => {
    const name = ours.exec(url)?.[1];
    if (!name) return next(url, context);
    const source = \`
      globalThis.imported.push("\${url}");
      if (!globalThis.built["\${name}"]) throw new TypeError("\${name} cannot be imported");
      const run = (what) => (...args) => globalThis.built["\${name}"][what](...args);
      export const [connect, loadMicroPython, fromPyodide, inspect, sayOffline, start, openChannel, take, tokenFences, words] = ["connect", "loadMicroPython", "fromPyodide", "inspect", "sayOffline", "start", "openChannel", "take", "tokenFences", "words"].map(run);
    \`;
    return { format: "module", source, shortCircuit: true };
  };
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
