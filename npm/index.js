// @ts-check
/**
 * Starts pywidget from a program's own code: `start()` puts the script tag into the page, once, and returns a handle.
 *
 * The handle has what `window.pywidget` has, and can be used at once: calls wait until the script has run. On a server
 * nothing happens. Importing this file does nothing anywhere.
 *
 * @typedef {import("./index.js").Handle} Handle
 * @typedef {import("./index.js").StartOptions} StartOptions
 * @typedef {{ tag: HTMLScriptElement, attributes: string, handle: Started, loaded: boolean }} State
 */
import { OPTIONS } from "./options.js";

/** Where `npx pywidget-errors bundle public/pywidget` puts the files. */
const BASE = "/pywidget/";

/** Options that are no attributes of the script tag. */
const OWN = ["src", "base", "nonce", "integrity", "crossOrigin", "tokenProvider"];

/** The functions of the page that the script tag's attributes name: `window.pywidgetErrors.beforeReport`. */
const FUNCTIONS = "pywidgetErrors";

/**
 * The name of the property of the root element with the state. It is there and not in this module, because a page can
 * have two copies of this module, and development servers run a changed module again.
 */
const STATE = Symbol.for("pywidget-errors");

/**
 * What `start()` returns. Until the script has run, it keeps the calls.
 */
class Started {
  /** @type {any} */
  #api;
  /** @type {((api: any) => unknown)[]} */
  #waiting = [];
  #listening = new AbortController();
  /** @type {[resolve: (value?: any) => void, reject: (error: unknown) => void]} */
  #settle = [() => {}, () => {}];

  constructor() {
    /** @type {Promise<void>} */
    this.ready = new Promise((...both) => (this.#settle = both));
    // Code that waits for `ready` still gets the failure. Others get no "unhandled rejection".
    this.ready.catch(() => {});
  }

  get stopped() {
    return this.#listening.signal.aborted || this.#api?.stopped === true;
  }

  /**
   * @param {string} name
   * @param {(detail: any, widget: EventTarget | null) => void} callback
   */
  on(name, callback) {
    const type = `pywidget:${name}`;
    /** @param {any} event */
    const heard = ({ detail, target }) => callback(detail, target);
    // Events are heard from now on, before the script has run.
    if (typeof window != "undefined") window.addEventListener(type, heard, { signal: this.#listening.signal });
    return () => typeof window != "undefined" && window.removeEventListener(type, heard);
  }

  /** @param {Function} provider */
  tokenProvider(provider) {
    this.#call((api) => api.tokenProvider(provider));
  }

  /**
   * @param {unknown} error
   * @param {string} [system]
   */
  report(error, system) {
    this.#call((api) => api.report(error, system));
  }

  flush() {
    this.#call((api) => api.flush());
  }

  stop() {
    if (this.stopped) return;
    this.#listening.abort();
    this.#waiting = [];
    this.#api?.stop();
  }

  /**
   * The script has run.
   * @param {any} api `window.pywidget`
   */
  attach(api) {
    this.#api = api;
    api.ready.then(...this.#settle);
    for (const call of this.#waiting.splice(0)) call(api);
  }

  /** @param {Error} error */
  fail(error) {
    this.#waiting = [];
    this.#settle[1](error);
  }

  /** @param {(api: any) => unknown} call */
  #call(call) {
    if (this.stopped) return;
    if (this.#api) call(this.#api);
    else this.#waiting.push(call);
  }
}

/**
 * How many letters differ between two names.
 * @param {string} one
 * @param {string} other
 */
const distance = (one, other) => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, also] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter == also ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
};

/**
 * The option that a wrong name stands for, most likely. Names of attributes (`data-token-url`) and of Python
 * (`token_url`) are found, too.
 * @param {string} name
 */
const nearest = (name) => {
  const letters = (/** @type {string} */ text) => text.replace(/^data-/, "").replace(/[-_]/g, "").toLowerCase();
  const found = [...OPTIONS, ...OWN]
    .map((known) => /** @type {const} */ ([distance(letters(name), letters(known)), known]))
    .sort(([one], [other]) => one - other)[0];
  return found && found[0] <= Math.max(2, name.length / 3) ? found[1] : "";
};

/**
 * The value of an attribute. A function gets a name, because an attribute is a text.
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
const written = (name, value) => {
  if (value === true || value === false) return value ? "on" : "off";
  if (Array.isArray(value)) return value.map((item, index) => written(name + index, item)).join(" ");
  if (typeof value == "function") {
    const globals = /** @type {any} */ (window);
    (globals[FUNCTIONS] ??= {})[name] = value;
    return `${FUNCTIONS}.${name}`;
  }
  if (name == "tokenHeaders" && typeof value == "object") {
    return Object.entries(/** @type {object} */ (value)).map((pair) => pair.join(": ")).join("; ");
  }
  return `${value}`;
};

/**
 * The attributes of the script tag.
 * @param {Record<string, unknown>} options
 */
const attributesOf = (options) => {
  /** @type {Record<string, string>} */
  const attributes = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || OWN.includes(name)) continue;
    if (OPTIONS.includes(name)) {
      attributes[`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = written(name, value);
    } else {
      const near = nearest(name);
      console.warn(`pywidget: start() has no option ${name}.${near && ` Did you mean ${near}?`}`);
    }
  }
  return attributes;
};

/**
 * What the script tag's script has made, if it has run. It is at the root element too, where no element of the page can
 * have its name, and which is another one after `document.open`.
 */
const made = () => /** @type {any} */ (document.documentElement).pywidget;

/** The same, if it was not stopped. */
const running = () => (made()?.stopped === false ? made() : undefined);

/**
 * @param {HTMLScriptElement} tag
 * @param {Record<string, string>} attributes
 */
const write = (tag, attributes) => {
  for (const name of Object.keys(tag.dataset)) delete tag.dataset[name];
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value);
};

/**
 * Waits for the script of a tag, and keeps what a later call of `start()` needs to know.
 * @param {HTMLScriptElement} tag
 * @param {string} attributes
 */
const follow = (tag, attributes) => {
  const root = /** @type {any} */ (document.documentElement);
  /** @type {State} */
  const state = (root[STATE] = { tag, attributes, handle: new Started(), loaded: false });
  const failed = () => {
    const reason =
      `${tag.src} is not there, or is not pywidget. "npx pywidget-errors bundle DIR" puts the files into a folder of ` +
      "your site; src or base says where your site serves them";
    // Otherwise the next start() would wait for this tag.
    delete root[STATE];
    tag.remove();
    console.error(`pywidget: ${reason}`);
    state.handle.fail(new Error(reason));
    document.dispatchEvent(new CustomEvent("pywidget:unavailable", { detail: { reason }, bubbles: true }));
  };
  const loaded = () => {
    const api = running();
    // Servers of single-page applications answer with a page where there is no file, which is no script.
    if (!api) return failed();
    state.loaded = true;
    // Stopped before the script came.
    if (state.handle.stopped) api.stop();
    else state.handle.attach(api);
  };
  if (running()) {
    loaded();
  } else {
    tag.addEventListener("load", loaded);
    tag.addEventListener("error", failed);
  }
  return state.handle;
};

/**
 * A copy of a tag in its place. Unlike a script that ran, the copy runs.
 * @param {HTMLScriptElement} tag
 */
const again = (tag) => {
  const copy = document.createElement("script");
  for (const { name, value } of tag.attributes) copy.setAttribute(name, value);
  copy.nonce = tag.nonce;
  tag.replaceWith(copy);
  return copy;
};

/**
 * @param {StartOptions} options
 * @param {Record<string, string>} attributes
 */
const add = ({ src, base, nonce, integrity, crossOrigin }, attributes) => {
  const tag = document.createElement("script");
  write(tag, attributes);
  if (nonce) tag.nonce = nonce;
  if (integrity) tag.integrity = integrity;
  if (crossOrigin) tag.crossOrigin = crossOrigin;
  // Not made a string: where the page's policy asks for Trusted Types, it has to stay what it is.
  tag.src = /** @type {string} */ (src ?? `${`${base ?? BASE}`.replace(/\/?$/, "/")}pywidget.js`);
  document.head.append(tag);
  return tag;
};

/**
 * The handle of what runs already or will run soon, if something does.
 * @param {string} attributes what is asked for
 * @param {Record<string, string>} given the same
 */
const present = (attributes, given) => {
  /** @type {State | undefined} */
  const state = /** @type {any} */ (document.documentElement)[STATE];
  if (state && !state.handle.stopped) {
    if (attributes != state.attributes) {
      console.warn("pywidget: start() was called before; other options have no effect until stop().");
    }
    return state.handle;
  }
  if (state && !state.loaded) {
    // Stopped before its script came, as by frameworks that mount everything twice. The script has yet to read these.
    write(state.tag, given);
    state.attributes = attributes;
    return (state.handle = new Started());
  }
  if (state) {
    state.tag.remove();
    return undefined;
  }
  // Written into the page: its own attributes count.
  const tag = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[src*="pywidget.js"]'));
  if (!tag) return undefined;
  const ignored = Object.keys(given).join(", ");
  if (ignored) console.warn(`pywidget: the page has a script tag, whose attributes count; start() ignores ${ignored}.`);
  return follow(made()?.stopped === true ? again(tag) : tag, attributes);
};

/**
 * @param {StartOptions} [options]
 * @returns {Handle}
 */
export const start = (options = {}) => {
  if (typeof document == "undefined") {
    const nowhere = new Started();
    nowhere.fail(new Error("pywidget runs in web pages, and this is not one"));
    return /** @type {any} */ (nowhere);
  }
  const given = attributesOf(/** @type {any} */ (options));
  const attributes = JSON.stringify(given);
  const handle = present(attributes, given) ?? follow(add(options, given), attributes);
  if (options.tokenProvider) handle.tokenProvider(options.tokenProvider);
  return /** @type {any} */ (handle);
};
