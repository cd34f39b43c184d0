/**
 * A page for modules that need one: jsdom's, with what the build puts in. jsdom draws nothing, so sizes and places are
 * what a test says; what only a browser can do (popovers, modal dialogs, real layout) is left to `tests/e2e`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach, mock } from "node:test";

/** What the build puts in, as `tests/unit/test_in_node.py` holds it to what the build says. */
export const PUT_IN = JSON.parse(readFileSync(new URL("put-in.json", import.meta.url), "utf8"));

const { ATS: written, ...others } = PUT_IN;
/** A regular expression is a text between slashes. @param {unknown} value */
const valueOf = (value) => (/^\/.*\/$/.test(`${value}`) ? RegExp(`${value}`.slice(1, -1)) : value);
const ATS = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, valueOf(value)]));
// Some modules read them when they are imported: tests import this one first.
Object.assign(globalThis, others, { ATS, RARE_SINKS: "beacon|otlp" });

/**
 * What elements of ours extend: a module names it when it is imported, and each test has another page. It stands for the
 * class of the page that is open.
 */
class OpenHTMLElement {
  constructor() {
    return Reflect.construct(globalThis.HTMLElement, [], new.target);
  }
}
Object.assign(globalThis, { HTMLElement: OpenHTMLElement });

/** What modules listen to when they are imported, before there is a page. */
export const atImport = new EventTarget();
Object.assign(globalThis, { addEventListener: atImport.addEventListener.bind(atImport) });

/** The steady clock goes with the timers that a test turns forward, as a browser's does. */
let turned = 0;
const tick = mock.timers.tick.bind(mock.timers);
mock.timers.tick = (ms = 1) => {
  turned += ms;
  tick(ms);
};
const steady = performance.now.bind(performance);
performance.now = () => steady() + turned;

// Node warns of them at their first use, in the console that tests listen to.
mock.timers.reset();
await new Promise((resolve) => setImmediate(resolve));

/** Of the window, in the place of what Node has by these names. */
const NAMES = [
  "document", "location", "navigator", "customElements", "getComputedStyle", "getSelection", "addEventListener",
  "removeEventListener", "dispatchEvent", "innerHeight", "outerWidth", "outerHeight", "screenX", "screenY",
  "Document", "Element", "HTMLElement", "ShadowRoot", "Node", "Option", "Event", "CustomEvent", "MouseEvent",
  "KeyboardEvent", "FocusEvent", "MutationObserver", "AbortController", "AbortSignal", "XMLHttpRequest",
];

/** A style sheet of a script's own. */
class CSSStyleSheet {
  text = "";
  /** @param {string} text */
  replaceSync(text) {
    this.text = text;
  }
}

/** Those that are at work; a test says when something has another size. @type {Set<ResizeObserver>} */
export const resizing = new Set();
class ResizeObserver {
  /** @type {Set<Element>} */
  seen = new Set();
  /** @param {(entries: { target: Element }[]) => void} tell */
  constructor(tell) {
    this.run = () => tell([...this.seen].map((target) => ({ target })));
  }
  /** @param {Element} element */
  observe(element) {
    this.seen.add(element);
    resizing.add(this);
  }
  /** @param {Element} element */
  unobserve(element) {
    this.seen.delete(element);
    if (!this.seen.size) resizing.delete(this);
  }
  disconnect() {
    resizing.delete(this);
  }
}

/** What was opened, and is closed when the test is over: a port would keep Node waiting. @type {MessageChannel[]} */
const channels = [];
const { MessageChannel } = globalThis;
class Channel extends MessageChannel {
  constructor() {
    super();
    channels.push(/** @type {any} */ (this));
  }
}

/** Media queries that are true. @type {Set<string>} */
export const media = new Set();
/** What was brought into sight, and how. @type {[element: Element, how: any][]} */
export const scrolled = [];
/** The boxes of elements. @type {WeakMap<Element, { left: number, top: number, width: number, height: number }>} */
const boxes = new WeakMap();

/** Says where an element is. @param {Element} element @param {number} left @param {number} top @param {number} width @param {number} height */
export const putAt = (element, left, top, width, height) => boxes.set(element, { left, top, width, height });

/** @param {Window & typeof globalThis} window */
const giveLayout = (window) => {
  const { Element, HTMLElement } = window;
  /** @param {Element} element */
  const boxOf = (element) => boxes.get(element) ?? { left: 0, top: 0, width: 0, height: 0 };
  Object.setPrototypeOf(OpenHTMLElement.prototype, HTMLElement.prototype);
  Object.defineProperties(HTMLElement.prototype, {
    inert: {
      get() { return this.hasAttribute("inert"); },
      set(value) { this.toggleAttribute("inert", !!value); },
    },
    offsetWidth: { get() { return boxOf(this).width; } },
    offsetHeight: { get() { return boxOf(this).height; } },
  });
  Element.prototype.getBoundingClientRect = function () {
    const { left, top, width, height } = boxOf(this);
    return /** @type {any} */ ({ left, top, width, height, right: left + width, bottom: top + height });
  };
  Element.prototype.getClientRects = function () {
    return /** @type {any} */ (boxes.has(this) ? [boxOf(this)] : []);
  };
  Object.assign(window.Document.prototype, { adoptedStyleSheets: [] });
  window.Document.prototype.elementFromPoint = () => null;
  Object.defineProperty(window.Document.prototype, "fullscreenElement", { value: null, configurable: true });
  Element.prototype.scrollIntoView = function (how) {
    scrolled.push([this, how]);
  };
  Object.assign(window.HTMLDialogElement.prototype, {
    /** @this {HTMLDialogElement} */
    showModal() {
      this.open = true;
    },
    /** @this {HTMLDialogElement} */
    close() {
      this.open = false;
    },
  });
};

/** Node's own, by name. @type {Map<string, PropertyDescriptor | undefined>} */
const before = new Map();

/** @param {string} name @param {unknown} value */
export const setGlobal = (name, value) => {
  if (!before.has(name)) before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
};

/**
 * Breaks a method for the rest of a test, as scripts of a page do.
 * @param {object} prototype
 * @param {string} name
 * @returns {() => void} gives it back earlier
 */
export const breakMethod = (prototype, name) => {
  const descriptor = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(prototype, name));
  const value = () => {
    throw new Error("broken by the page");
  };
  const mend = () => void Object.defineProperty(prototype, name, descriptor);
  Object.defineProperty(prototype, name, { ...descriptor, value });
  atEnd(mend);
  return mend;
};

/**
 * Opens a page.
 * @param {string} [html] its body
 * @param {string} [url]
 */
export const openPage = (html = "", url = "https://page.example/shop/?q=1#top") => {
  // It takes long to load, which tests without a page need not wait for.
  const { JSDOM, VirtualConsole } = /** @type {typeof import("jsdom")} */ (createRequire(import.meta.url)("jsdom"));
  const virtualConsole = new VirtualConsole();
  const dom = new JSDOM(`<!doctype html><html lang="en"><body>${html}</body></html>`, { url, virtualConsole });
  const { window } = dom;
  giveLayout(window);
  for (const name of NAMES) {
    const value = /** @type {any} */ (window)[name];
    const plain = typeof value == "function" && !/^[A-Z]/.test(name);
    setGlobal(name, plain ? value.bind(window) : value);
  }
  setGlobal("window", window);
  const { setTimeout } = globalThis;
  const own = {
    // Node is not to wait for those of seconds.
    setTimeout: (/** @type {any} */ run, /** @type {number} */ delay, /** @type {any[]} */ ...args) => {
      const timer = setTimeout(run, delay, ...args);
      return delay >= 1_000 ? timer.unref() : timer;
    },
    matchMedia: (/** @type {string} */ query) => ({ matches: media.has(query) }),
    requestAnimationFrame: (/** @type {() => void} */ run) => globalThis.setTimeout(run, 16),
    cancelAnimationFrame: (/** @type {any} */ id) => clearTimeout(id),
    CSSStyleSheet,
    ResizeObserver,
    MessageChannel: Channel,
  };
  for (const [name, value] of Object.entries(own)) setGlobal(name, value);
  putIn();
  return dom;
};

/** Styles that elements have, by what a test says: jsdom knows few of them. @returns {Map<Element, Record<string, string>>} */
export const useStyles = () => {
  /** @type {Map<Element, Record<string, string>>} */
  const styles = new Map();
  const usual = { display: "block", flexDirection: "row", colorScheme: "normal", backgroundColor: "rgba(0, 0, 0, 0)" };
  setGlobal("getComputedStyle", (/** @type {Element} */ element) => {
    const own = styles.get(element) ?? {};
    return { ...usual, ...own, getPropertyValue: (/** @type {string} */ name) => own[name] ?? "" };
  });
  return styles;
};

/** @param {Record<string, unknown>} [more] */
export const putIn = (more) => {
  const all = { HASHES: {}, BUILD: "0123abcd", WHEEL: "pywidget.whl", ...more };
  for (const [name, value] of Object.entries(all)) setGlobal(name, value);
};

/** What is to be done when the test is over, while the page is still there. @type {(() => void)[]} */
const ends = [];
/** @param {() => void} run */
export const atEnd = (run) => ends.push(run);

afterEach(() => {
  for (const run of ends.splice(0)) run();
  mock.restoreAll();
  mock.timers.reset();
  for (const { port1 } of channels.splice(0)) port1.close();
  media.clear();
  scrolled.length = 0;
  resizing.clear();
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
  before.clear();
});

/** Lets everything that was begun go on for some turns. @param {number} [turns] */
export const settled = async (turns = 5) => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
};

let copies = 0;
/** A copy of the module with the words for mistakes, which has said nothing yet. */
export const freshAdvice = () => import(`../../pywidget/page/advice.js?${++copies}`);

/** What the console is told from now on, as `level: text`. @returns {string[]} */
export const listenToConsole = () => {
  /** @type {string[]} */
  const said = [];
  for (const level of /** @type {const} */ (["warn", "error", "info"])) {
    mock.method(console, level, (/** @type {unknown[]} */ ...parts) => said.push(`${level}: ${parts.map(String).join(" ")}`));
  }
  return said;
};

/**
 * A widget with a shadow root.
 * @param {string} [inside] its HTML
 * @param {Record<string, string>} [attributes]
 * @returns {any}
 */
export const addWidget = (inside = "", attributes = {}) => {
  const widget = document.createElement("ats-widget");
  for (const [name, value] of Object.entries(attributes)) widget.setAttribute(name, value);
  widget.attachShadow({ mode: "open" }).innerHTML = inside;
  document.body.append(widget);
  return widget;
};

/** All in a shadow root that a selector finds. @param {Element} host @param {string} selector @returns {any[]} */
export const within = (host, selector) => [...(host.shadowRoot?.querySelectorAll(selector) ?? [])];
