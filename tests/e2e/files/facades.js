// @ts-check
/**
 * What pages put in the place of `fetch` and `XMLHttpRequest` before pywidget is there: fetches that are built on
 * XMLHttpRequest, and objects that stand before one.
 */
(() => {
  const page = /** @type {any} */ (window);
  const Native = XMLHttpRequest;

  /**
   * As fetch polyfills do.
   * @param {string} url
   * @param {RequestInit} [init]
   */
  const byXhr = (url, init) =>
    new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      xhr.open(init?.method ?? "GET", url);
      xhr.responseType = "blob";
      xhr.onload = () => resolve(new Response(xhr.response, { status: xhr.status }));
      xhr.onerror = () => reject(new TypeError("Network request failed"));
      xhr.send();
    });

  /** @param {any} real @param {string[]} names @returns {any} functions that lead to it */
  const leading = (real, names) =>
    Object.fromEntries(names.map((name) => [name, (/** @type {any[]} */ ...args) => real[name](...args)]));

  /** @param {any} facade @param {any} real @param {string[]} names */
  const lead = (facade, real, names) => {
    for (const name of names) {
      Object.defineProperty(facade, name, { get: () => real[name], set: (value) => (real[name] = value), configurable: true });
    }
    return facade;
  };
  const METHODS = ["open", "send", "setRequestHeader", "getAllResponseHeaders", "getResponseHeader", "abort"];
  const FIELDS = ["readyState", "status", "statusText", "response", "responseText", "responseType", "responseURL", "onload", "onloadend", "onreadystatechange"];

  /** What each puts in. @type {Record<string, () => void>} */
  page.putIn = {
    "a fetch by XMLHttpRequest": () => (page.fetch = byXhr),
    "a fetch by XMLHttpRequest that takes its time": () => {
      page.fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return byXhr(url, init);
      };
    },
    "an object": () => {
      page.XMLHttpRequest = function () {
        const real = new Native();
        return lead(leading(real, [...METHODS, "addEventListener", "removeEventListener"]), real, FIELDS);
      };
    },
    "an object of its own prototype": () => {
      page.XMLHttpRequest = function () {
        const real = new Native();
        lead(Object.assign(this, leading(real, [...METHODS, "addEventListener"])), real, FIELDS);
      };
    },
    "an object of the browser's prototype": () => {
      page.XMLHttpRequest = function () {
        const real = new Native();
        const facade = Object.create(Native.prototype);
        for (const [name, value] of Object.entries(leading(real, [...METHODS, "addEventListener"]))) {
          Object.defineProperty(facade, name, { value, writable: true });
        }
        return lead(facade, real, FIELDS);
      };
      page.XMLHttpRequest.prototype = Native.prototype;
    },
    "a class": () => {
      page.XMLHttpRequest = class {
        real = new Native();
        constructor() {
          lead(this, this.real, FIELDS);
        }
        /** @param {string[]} args */
        open(...args) {
          return /** @type {any} */ (this.real).open(...args);
        }
        /** @param {any} body */
        send(body) {
          return this.real.send(body);
        }
        getAllResponseHeaders() {
          return this.real.getAllResponseHeaders();
        }
        /** @param {any[]} args */
        addEventListener(...args) {
          return /** @type {any} */ (this.real).addEventListener(...args);
        }
      };
    },
    "a subclass": () => {
      page.XMLHttpRequest = class extends Native {
        /** @param {any[]} args */
        send(...args) {
          return super.send(...args);
        }
      };
    },
    "the browser's own objects": () => {
      page.XMLHttpRequest = function () {
        return new Native();
      };
    },
    "a Proxy of each": () => {
      page.XMLHttpRequest = function () {
        return new Proxy(/** @type {any} */ (new Native()), {
          get: (real, name) =>
            typeof real[name] == "function" ? (/** @type {any[]} */ ...args) => real[name](...args) : real[name],
          set: (real, name, value) => Reflect.set(real, name, value),
        });
      };
    },
    "a Proxy of an object": () => {
      page.XMLHttpRequest = function () {
        const real = new Native();
        return new Proxy(lead(leading(real, [...METHODS, "addEventListener"]), real, FIELDS), {
          get: (facade, name) =>
            typeof facade[name] == "function" ? (/** @type {any[]} */ ...args) => facade[name](...args) : facade[name],
        });
      };
    },
    "a Proxy of the class": () => {
      page.XMLHttpRequest = new Proxy(Native, {
        construct: () => {
          const real = new Native();
          return lead(leading(real, [...METHODS, "addEventListener"]), real, FIELDS);
        },
      });
    },
    "one that cannot be listened to": () => {
      page.XMLHttpRequest = function () {
        const real = new Native();
        return lead(leading(real, METHODS), real, FIELDS);
      };
    },
  };
})();
