/** The script tag as it is built, in a page that has nothing but what it asks for. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import vm from "node:vm";

const SITE = new URL("../../pywidget/bundled/", import.meta.url);
const FILE = new URL("pywidget.js", SITE);
/** The name of the build, and its folder. */
export const BUILD = readdirSync(SITE).find((name) => existsSync(new URL(`${name}/pywidget-page.js`, SITE))) ?? "";
export const BUILT = new URL(`${BUILD}/`, SITE);

/**
 * Runs it.
 * @param {Record<string, string>} [dataset] its attributes, without `data-`; where there are none, it loads its module
 * @param {(page: any, script: any) => void} [before] what else is in the page
 */
export const runScriptTag = async (dataset = { boot: "now" }, before) => {
  const source = readFileSync(FILE, "utf8");
  const parts = source.split("import(");
  if (parts.length != 2) throw new Error("it should import modules in one place");
  /** @type {Map<string, ((event: any) => void)[]>} */
  const listeners = new Map();
  /** What it imported. @type {string[]} */
  const imported = [];
  /** The same, whole. @type {string[]} */
  const addresses = [];
  /** The addresses that it fetched. @type {string[]} */
  const fetched = [];
  /** @type {any} what the module that watches is given */
  let state;
  const script = {
    src: "https://page.example/pywidget/pywidget.js",
    dataset,
    isConnected: true,
    append: (/** @type {any} */ link) => preloaded.push(link),
  };
  /** What the browser was told to check. @type {any[]} */
  const preloaded = [];
  class Document {
    documentElement = {};
    get currentScript() {
      return script;
    }
    querySelectorAll() {
      return [];
    }
    dispatchEvent() {}
    createElement() {
      return { fetchPriority: "auto" };
    }
  }
  const page = {
    Document,
    document: new Document(),
    addEventListener: (/** @type {string} */ name, /** @type {any} */ run) => listeners.set(name, [...(listeners.get(name) ?? []), run]),
    removeEventListener() {},
    setTimeout: () => 0,
    clearTimeout() {},
    URL,
    fetch: async (/** @type {URL | string} */ url) => ({ arrayBuffer: async () => fetched.push(`${url}`) }),
    CustomEvent,
    console,
    // A script in a context of its own cannot import. What it is given back starts at once, and never ends.
    imports: (/** @type {URL} */ url) => {
      addresses.push(url.href);
      imported.push(url.pathname.split("/").pop() ?? "");
      return { then: (/** @type {any} */ run) => run({ start: (/** @type {any} */ given) => (state = given) }) };
    },
  };
  vm.createContext(Object.assign(page, { window: page }));
  before?.(page, script);
  vm.runInContext(parts.join("imports("), page, { filename: FILE.pathname });
  // A module is imported in a turn of its own.
  await new Promise(setImmediate);
  return {
    get state() {
      return state;
    },
    script,
    preloaded,
    imported,
    fetched,
    addresses,
    api: /** @type {any} */ (page).pywidget,

    /** Its entries, in lists of this realm, which can be compared. @returns {any[][]} */
    queue: () => Array.from(state.queue, (entry) => [...entry]),

    /** What the queue holds of a detail. @param {unknown} detail */
    keptOf(detail) {
      state.add(null, "say", { detail });
      return JSON.parse(state.queue.pop()[2]);
    },

    /** A widget says something. @param {any} widget @param {string} type @param {unknown} [detail] */
    say(widget, type, detail) {
      for (const run of listeners.get(type) ?? []) run({ type, detail, composedPath: () => [widget] });
    },
  };
};
