// @ts-check
/**
 * Starts pywidget from a program's own code: `start()` puts the script tag into the page, once, and returns a handle.
 *
 * The handle has what `window.pywidget` has, and can be used at once: calls wait until the script has run. On a server
 * nothing happens. Importing this file does nothing anywhere.
 *
 * @typedef {import("./index.js").Handle} Handle
 * @typedef {import("./index.js").StartOptions} StartOptions
 * @typedef {Record<string, string>} Given options as texts, by their names
 * @typedef {{ tag: HTMLScriptElement, ours: boolean, given: Given, handle: Started, loaded: boolean }} State
 */
import { EVENTS, NUMBERS, OPTIONS, SWITCHES, WIDGET } from "./options.js";

/** Where `npx pywidget-errors bundle public/pywidget` puts the files. */
const BASE = "/pywidget/";

/** Options that are no attributes of the script tag. */
const OWN = ["src", "base", "nonce", "integrity", "crossOrigin", "tokenProvider"];

/** Options that can be a list, which an attribute has with spaces in between. */
const LISTS = ["analytics", "profile", "watch"];

/** What options take that take more than a text. */
const TAKES = Object.assign(Object.create(null), {
  tokenProvider: "a function",
  tokenFunction: "a function, or the name of one",
  beforeReport: "a function, or the name of one",
  analytics: "a name, a function, or a list of both",
  tokenHeaders: "an object of names and values, or anything else that fetch() takes as headers",
});

/** Other words for an option than its own. */
const SYNONYMS = Object.assign(Object.create(null), {
  endpoint: "tokenUrl",
  email: "contact",
  language: "lang",
  locale: "lang",
});

/** The functions of the page that the script tag's attributes name: `window.pywidgetErrors.beforeReport`. */
const FUNCTIONS = "pywidgetErrors";

/**
 * The name of the property of the root element with the state. It is there and not in this module, because a page can
 * have two copies of this module, and development servers run a changed module again.
 */
const STATE = Symbol.for("pywidget-errors");

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
 * The name that a wrong one stands for, most likely. Names of attributes (`data-token-url`) and of Python (`token_url`)
 * are found, too.
 * @param {string} name
 * @param {readonly string[]} names
 */
const nearest = (name, names) => {
  const letters = (/** @type {string} */ one) => one.replace(/^data-/, "").replace(/[-_]/g, "").toLowerCase();
  const found = names
    .map((known) => /** @type {const} */ ([distance(letters(name), letters(known)), known]))
    .sort(([one], [other]) => one - other)[0];
  return found && found[0] <= Math.max(2, name.length / 3) ? found[1] : "";
};

/** @param {string} near */
const meant = (near) => near && ` Did you mean ${near}?`;

/** @param {string} message */
const warn = (message) => console.warn(`pywidget: ${message}`);

/**
 * Any value as a text, also one that cannot be made one.
 * @param {unknown} value
 */
const text = (value) => {
  try {
    return String(value);
  } catch {
    return "[object Object]";
  }
};

/**
 * What a value is, for a sentence.
 * @param {any} value
 */
const kindOf = (value) => {
  if (Array.isArray(value)) return "a list";
  if (typeof value?.then == "function") return "a promise, which has to be awaited first";
  const kind = value === null ? "null" : typeof value;
  return { string: "a text", object: "an object", null: "null", undefined: "undefined" }[`${kind}`] ?? `a ${kind}`;
};

/** @param {string} where */
const leaked = (where) =>
  warn(
    `${where} is a secret key, and everybody can read what is in a page. Replace the key, and give it only to your ` +
      "server, whose token endpoint tokenUrl names.",
  );

/**
 * A shorter text only mentions what such keys begin with.
 * @param {string} value
 */
const isSecret = (value) => /(?:^|\W)(?:csk|afo_sk|wfx)_[\w-]{4}/.test(value);

/**
 * What an unknown option was meant to be.
 * @param {string} name
 */
const cure = (name) => {
  if (WIDGET.includes(name)) {
    return ` It is an attribute of <ats-widget>: ${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.`;
  }
  const known = [...OPTIONS, ...OWN];
  // As in the options of fetch(): url, method, headers, credentials.
  const ofToken = `token${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return meant(SYNONYMS[name] ?? (known.includes(ofToken) ? ofToken : nearest(name, known)));
};

/**
 * Headers as an attribute has them. One that it cannot have is left out, and told.
 * @param {any} value
 */
const headersOf = (value) => {
  /** @type {any[]} */
  const pairs = typeof value[Symbol.iterator] == "function" ? [...value] : Object.entries(value);
  if (!pairs.every((pair) => typeof pair == "string" || (Array.isArray(pair) && pair.length == 2))) return undefined;
  return pairs
    .filter((pair) => typeof pair == "string" || pair[1] != null)
    .map((pair) => (typeof pair == "string" ? pair : pair.map(text).join(": ")))
    .filter((line) => {
      if (!line.includes(";")) return true;
      const name = line.split(":", 1);
      warn(`tokenHeaders leaves out ${name}, whose value has a semicolon. Ask for the token in a tokenProvider instead.`);
      return false;
    })
    .join("; ");
};

/**
 * The value of an attribute; undefined if the option does not take such a value. A function gets a name, because an
 * attribute is a text.
 * @param {string} name
 * @param {any} value
 * @param {string} [key] the name that a function gets
 * @returns {string | undefined}
 */
const written = (name, value, key = name) => {
  if (typeof value == "string") return value;
  if (typeof value == "number") return NUMBERS.includes(name) ? `${value}` : undefined;
  if (typeof value == "boolean") {
    const word = value ? "on" : "off";
    return SWITCHES[name]?.includes(word) ? word : undefined;
  }
  if (typeof value == "function") {
    if (!TAKES[name]?.includes("a function")) return undefined;
    const globals = /** @type {any} */ (window);
    (globals[FUNCTIONS] ??= {})[key] = value;
    return `${FUNCTIONS}.${key}`;
  }
  if (typeof value != "object" || typeof value.then == "function") return undefined;
  if (name == "tokenHeaders") return headersOf(value);
  if (Array.isArray(value)) {
    if (!LISTS.includes(name)) return undefined;
    // `condition && sink` is false, or nothing, if there is no such sink.
    const items = value.filter((item) => item != null && item !== false);
    const texts = items.map((item, index) => (Array.isArray(item) ? undefined : written(name, item, name + index)));
    return texts.includes(undefined) ? undefined : texts.join(" ");
  }
  // Such as a URL. What has no text of its own is none.
  const own = text(value);
  return own.startsWith("[object ") ? undefined : own;
};

/**
 * The options of a call of `start()`, whatever it was called with.
 * @param {any} options
 * @returns {Record<string, any>}
 */
const optionsOf = (options) => {
  if (options === undefined || options === null) return {};
  if (typeof options == "object" && !Array.isArray(options) && typeof options.then != "function") return options;
  warn(`start() takes an object, such as { tokenUrl: "/api/ats-token" }, and not ${kindOf(options)}.`);
  return {};
};

/**
 * Those options that can be used, as texts where they are texts. What is wrong with the others is told.
 * @param {Record<string, any>} options
 */
const checked = (options) => {
  /** @type {Given} */
  const given = {};
  /** @type {StartOptions} */
  const own = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    if (![...OPTIONS, ...OWN].includes(name)) {
      if (/secret|private/i.test(name) || isSecret(text(value))) leaked(`${name} in start()`);
      else warn(`start() has no option ${name}.${cure(name)}`);
      continue;
    }
    const words = name == "tokenProvider" ? (typeof value == "function" ? "" : undefined) : written(name, value);
    if (words === undefined) {
      const takes = TAKES[name] ?? (NUMBERS.includes(name) ? "a number" : "a text");
      warn(`${name} takes ${takes}, and not ${typeof value == "boolean" ? value : kindOf(value)}. It is left out.`);
    } else if (isSecret(words)) {
      leaked(`${name} in start()`);
    } else if (OWN.includes(name)) {
      // Not made a text: a page's policy may ask for an object as the address.
      /** @type {any} */ (own)[name] = value;
    } else {
      given[name] = words;
    }
  }
  return { given, own };
};

/**
 * What `start()` returns. Until the script has run, it keeps the calls. Its functions need no `this`, as those of
 * `window.pywidget`, so that a program can take them out of it.
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
  on = (name, callback) => {
    if (typeof window == "undefined") return () => {};
    if (!EVENTS.includes(name)) {
      warn(`on() knows no event ${text(name)}.${meant(nearest(text(name).replace(/^pywidget:/, ""), EVENTS))}`);
    }
    if (typeof callback != "function") {
      warn(`on() takes the name of an event and a function, and not ${kindOf(callback)}.`);
      return () => {};
    }
    const type = `pywidget:${text(name)}`;
    /** @param {any} event */
    const heard = ({ detail, target }) => callback(detail, target);
    // Events are heard from now on, before the script has run.
    window.addEventListener(type, heard, { signal: this.#listening.signal });
    return () => window.removeEventListener(type, heard);
  };

  /** @param {Function} provider */
  tokenProvider = (provider) => {
    if (typeof provider == "function") this.#call((api) => api.tokenProvider(provider));
    else warn(`tokenProvider takes a function, and not ${kindOf(provider)}.`);
  };

  /**
   * @param {unknown} error
   * @param {string} [system]
   */
  report = (error, system) => {
    this.#call((api) => api.report(error, system));
  };

  flush = () => {
    this.#call((api) => api.flush());
  };

  stop = () => {
    if (this.stopped) return;
    this.#listening.abort();
    this.#waiting = [];
    this.#api?.stop();
  };

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
 * What the script tag's script has made, if it has run. It is at the root element too, where no element of the page can
 * have its name, and which is another one after `document.open`.
 */
const made = () => /** @type {any} */ (document.documentElement).pywidget;

/** The same, if it was not stopped. */
const running = () => (made()?.stopped === false ? made() : undefined);

/**
 * @param {HTMLScriptElement} tag
 * @param {Given} given
 */
const write = (tag, given) => {
  for (const name of Object.keys(tag.dataset)) delete tag.dataset[name];
  Object.assign(tag.dataset, given);
};

/**
 * Waits for the script of a tag, and keeps what a later call of `start()` needs to know.
 * @param {HTMLScriptElement} tag
 * @param {Given} given
 * @param {boolean} ours whether `start()` has put the tag into the page
 */
const follow = (tag, given, ours) => {
  const root = /** @type {any} */ (document.documentElement);
  /** @type {State} */
  const state = (root[STATE] = { tag, ours, given, handle: new Started(), loaded: false });
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
 * The address of the script. Not made a text: where the page's policy asks for Trusted Types, it has to stay what it is.
 * @param {StartOptions} own
 */
const addressOf = ({ src, base }) =>
  /** @type {string} */ (src ?? `${`${base ?? BASE}`.replace(/\/?$/, "/")}pywidget.js`);

/**
 * @param {StartOptions} own
 * @param {Given} given
 */
const add = (own, given) => {
  const tag = document.createElement("script");
  write(tag, given);
  if (own.nonce) tag.nonce = own.nonce;
  if (own.integrity) tag.integrity = own.integrity;
  if (own.crossOrigin) tag.crossOrigin = own.crossOrigin;
  tag.src = addressOf(own);
  document.head.append(tag);
  return tag;
};

/**
 * The options that say from where and how the script is loaded, and that differ from those of a tag.
 * @param {HTMLScriptElement} tag
 * @param {StartOptions} own
 */
const unlike = (tag, own) => {
  const names = /** @type {const} */ (["nonce", "integrity", "crossOrigin"]).filter(
    (name) => own[name] && own[name] != tag[name],
  );
  const where = own.src ? "src" : own.base ? "base" : "";
  const differs = where && new URL(addressOf(own), document.baseURI).href != tag.src;
  return differs ? [where, ...names] : names;
};

/**
 * The handle of what runs already or will run soon, if something does.
 * @param {Given} given what is asked for
 * @param {StartOptions} own
 */
const present = (given, own) => {
  /** @type {State | undefined} */
  const state = /** @type {any} */ (document.documentElement)[STATE];
  if (state && !state.handle.stopped) {
    // The others are as they were, or are not asked for.
    const late = Object.keys(given).filter((name) => given[name] != state.given[name]);
    if (state.ours) late.push(...unlike(state.tag, own));
    if (late[0]) warn(`start() was called before. Until stop(), a later one cannot change ${late.join(", ")}.`);
    return state.handle;
  }
  if (state && !state.loaded) {
    // Stopped before its script came, as by frameworks that mount everything twice. The script has yet to read these.
    if (state.ours) {
      write(state.tag, given);
      const late = unlike(state.tag, own);
      if (late[0]) warn(`start() was called before, and the script is on its way. It is too late for ${late.join(", ")}.`);
    }
    state.given = given;
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
  if (ignored) warn(`the page has a script tag, whose attributes count; start() ignores ${ignored}.`);
  return follow(made()?.stopped === true ? again(tag) : tag, given, false);
};

/**
 * @param {StartOptions | null} [options]
 * @returns {Handle}
 */
export const start = (options) => {
  if (typeof document == "undefined") {
    const nowhere = new Started();
    nowhere.fail(new Error("pywidget runs in web pages, and this is not one"));
    return /** @type {any} */ (nowhere);
  }
  const { given, own } = checked(optionsOf(options));
  const handle = present(given, own) ?? follow(add(own, given), given, true);
  if (own.tokenProvider) handle.tokenProvider(own.tokenProvider);
  return /** @type {any} */ (handle);
};
