// @ts-check
/**
 * Hears how requests are answered that the page makes by fetch and by XMLHttpRequest, and changes nothing about them: the
 * page gets the same answers, the same errors and the same bodies, at the same time.
 *
 * @typedef {"fetch" | "xhr" | "facade"} Kind `facade`: an object of the page's that stands before an XMLHttpRequest
 * @typedef {object} Request
 * @property {string} method in capitals; empty where it is not known
 * @property {URL} address
 * @property {number} sent when, by `performance.now()`
 * @property {Kind} [kind]
 * @property {boolean} [inside] whether another request was made to get this one's answer
 *
 * @typedef {{ read: () => string | Promise<string>, drop: () => void }} Copy the beginning of a body; who does not read
 *   it drops it, so that it keeps no connection open
 * @typedef {object} Answer
 * @property {number} status
 * @property {(name: string) => string | null} get a header
 * @property {() => Copy} copy has to be called before the page gets the answer, while nobody has read the body
 *
 * @typedef {object} Ear
 * @property {(address: URL) => unknown} wants whether requests for an address are to be heard
 * @property {(request: Request, by: 1 | -1) => void} [sent] one was sent, or was none: another one got its answer
 * @property {(request: Request, answer: Answer) => void} heard
 * @property {(error: unknown) => void} trouble something went wrong in here, which is not the page's trouble
 */
import { stringify } from "./own.js";

/** More of a body than this is not read, in bytes; nor for longer than this, in milliseconds. */
const MOST_BYTES = 65_536;
const MOST_MS = 5_000;

/** Also where a script has put another one in its place. */
const BrowsersPromise = (async () => {})().constructor;

/** @type {Copy} */
export const NOTHING = { read: () => "", drop() {} };

/**
 * Puts a function in the place of another one, which looks the same.
 * @param {any} owner
 * @param {PropertyKey} name
 * @param {ProxyHandler<any>} handler
 * @returns {{ outer?: object, frozen?: boolean, unwrap: () => void }} `unwrap` puts the old one back, unless somebody has
 *   put theirs over ours: then theirs needs ours to stay
 */
const wrap = (owner, name, handler) => {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  // As it is, if it can be: an object that is a Proxy may answer with another function each time.
  const inner = own?.value ?? owner[name];
  if (typeof inner != "function") return { unwrap() {} };
  const outer = new Proxy(inner, handler);
  // What an object inherits gets no name that can be listed.
  const put = own ? Reflect.set(owner, name, outer) : Reflect.defineProperty(owner, name, { value: outer, configurable: true, writable: true });
  return {
    outer,
    // Some pages let nobody change it.
    frozen: !put,
    unwrap() {
      if (owner[name] === outer) Reflect.set(owner, name, inner);
    },
  };
};

/**
 * The beginning of a body, whatever becomes of the rest.
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {() => void} drop
 */
const readStart = async (reader, drop) => {
  const decoder = new TextDecoder();
  let room = MOST_BYTES;
  let text = "";
  const late = setTimeout(drop, MOST_MS);
  try {
    while (room > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, room), { stream: true });
      room -= value.length;
    }
  } catch {
    // The connection broke, or the page gave up: what came counts.
  }
  clearTimeout(late);
  drop();
  return text;
};

/**
 * A body is received until both its copies are given up. So ours is given up with the page's, at once: else the
 * connection would stay open, and the page's own `cancel()` would wait for us.
 * @param {Response} response
 * @param {() => void} drop
 */
const dropWithPage = ({ body }, drop) => {
  /** @param {object} owner @param {string} end */
  const dropAt = (owner, end) =>
    wrap(owner, end, {
      apply(inner, self, args) {
        drop();
        return Reflect.apply(inner, self, args);
      },
    });
  if (!body) return;
  dropAt(body, "cancel");
  for (const [name, end] of /** @type {[PropertyKey, string][]} */ ([
    ["getReader", "cancel"],
    ["values", "return"],
    [Symbol.asyncIterator, "return"],
  ])) {
    wrap(body, name, {
      apply(inner, self, args) {
        const reading = Reflect.apply(inner, self, args);
        dropAt(reading, end);
        return reading;
      },
    });
  }
};

/**
 * @param {Response} response
 * @returns {Copy}
 */
const copyOf = (response) => {
  const reader = response.clone().body?.getReader();
  if (!reader) return NOTHING;
  const drop = () => void reader.cancel().catch(() => 0);
  dropWithPage(response, drop);
  return { read: () => readStart(reader, drop), drop };
};

/**
 * The same of an XMLHttpRequest, which has all of it.
 * @param {XMLHttpRequest} xhr
 * @returns {string | Promise<string>}
 */
const startOf = (xhr) => {
  const { responseType, response } = xhr;
  if (!responseType || responseType == "text") return response.slice(0, MOST_BYTES);
  if (responseType == "json") return stringify(response);
  if (responseType == "blob") return response.slice(0, MOST_BYTES).text();
  return responseType == "arraybuffer" ? new TextDecoder().decode(response.slice(0, MOST_BYTES)) : "";
};

/** @param {XMLHttpRequest} xhr @returns {Copy} */
const copyOfXhr = (xhr) => {
  // At once: the page may use it again.
  const start = startOf(xhr);
  return { read: () => start, drop() {} };
};

/**
 * @param {Ear} first
 */
export const hearRequests = (first) => {
  /** @type {Ear | undefined} */
  let ear = first;
  /** @type {WeakMap<XMLHttpRequest, Request>} */
  const opened = new WeakMap();
  /** Those that are not answered and whose answer may be another one's. @type {Set<Request>} */
  const pending = new Set();
  /** Functions that are ours. @type {WeakSet<object>} */
  const ours = new WeakSet();
  /** @type {Set<string>} */
  const frozen = new Set();

  /**
   * Nothing that goes wrong here is the page's trouble.
   * @template T
   * @param {(ear: Ear) => T} run
   * @returns {T | undefined}
   */
  const fenced = (run) => {
    try {
      return ear && run(ear);
    } catch (error) {
      ear?.trouble(error);
      return undefined;
    }
  };

  /**
   * @param {any} owner
   * @param {string} name
   * @param {ProxyHandler<any>} handler
   */
  const replace = (owner, name, handler) => {
    const { outer, frozen: refused, unwrap } = wrap(owner, name, handler);
    if (outer) ours.add(outer);
    if (refused) frozen.add(name);
    return unwrap;
  };

  /**
   * @param {Ear} listening
   * @param {unknown} method
   * @param {string | URL | undefined} url
   * @returns {Request | undefined}
   */
  const note = (listening, method, url) => {
    if (url === undefined) return undefined;
    const address = new URL(url, document.baseURI);
    return listening.wants(address) ? { method: `${method}`.toUpperCase(), address, sent: 0 } : undefined;
  };

  /** @param {Request} one */
  const target = ({ method, address }) => method + address.origin + address.pathname;

  /**
   * A fetch that a script brought is built on XMLHttpRequest, a facade on either: what begins while another one of a
   * different kind waits for the same is what that one is made of.
   * @param {Ear} listening
   * @param {Request} request
   * @param {Kind} kind
   */
  const begin = (listening, request, kind) => {
    Object.assign(request, { kind, sent: performance.now() });
    const outside = [...pending].find((one) => !one.inside && one.kind != kind && target(one) == target(request));
    if (outside) outside.inside = true;
    listening.sent?.(request, 1);
    if (kind != "xhr") pending.add(request);
  };

  /**
   * @param {Ear} listening
   * @param {Request} request
   * @param {boolean} made whether a script made the answer, and no browser
   * @param {Answer} answer
   */
  const end = (listening, request, made, answer) => {
    pending.delete(request);
    const text = /^$|json|^text\//i.test(answer.get("content-type") ?? "");
    if (made && request.inside) listening.sent?.(request, -1);
    // What is no text has no code in it.
    else listening.heard(request, text ? answer : { ...answer, copy: () => NOTHING });
  };

  const unwraps = [
    replace(window, "fetch", {
      apply(inner, self, args) {
        const request = fenced((listening) => {
          const [input, init] = args;
          const url = typeof input == "string" ? input : (input?.url ?? input?.href);
          const noted = note(listening, init?.method ?? input?.method ?? "GET", url);
          if (noted) begin(listening, noted, "fetch");
          return noted;
        });
        const answer = Reflect.apply(inner, self, args);
        if (!request || typeof answer?.then != "function") return answer;
        const hear = (/** @type {Response} */ response) => {
          fenced((listening) => {
            const { status, headers, type } = response;
            const get = (/** @type {string} */ name) => headers.get(name);
            end(listening, request, !/^(basic|cors)$/.test(type), { status, get, copy: () => copyOf(response) });
          });
          return response;
        };
        // What the page gets comes after us, so that nobody has read the body before it is copied. A side branch would
        // hide rejections that the page does not handle from its `unhandledrejection`, and so would a `then` that zone.js
        // has put in the place of the browser's.
        return answer.constructor == BrowsersPromise
          ? (async () => {
              try {
                return hear(await answer);
              } finally {
                pending.delete(request);
              }
            })()
          : answer.then(hear);
      },
    }),
  ];

  /** @param {XMLHttpRequest} xhr */
  const hearXhr = (xhr) =>
    fenced((listening) => {
      const request = opened.get(xhr);
      if (!request || xhr.readyState < 4) return;
      opened.delete(xhr);
      /** @type {Map<string, string>} */
      const all = new Map();
      for (const line of (xhr.getAllResponseHeaders() ?? "").split("\r\n")) {
        const colon = line.indexOf(":");
        all.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
      }
      end(listening, request, request.kind == "facade", {
        status: xhr.status,
        get: (name) => all.get(name) ?? null,
        copy: () => copyOfXhr(xhr),
      });
    });

  /** @type {Record<string, ProxyHandler<any>>} */
  const handlers = {
    open: {
      apply(inner, self, args) {
        // Sent again in the page's own handler: then no end of the last one comes.
        hearXhr(self);
        const result = Reflect.apply(inner, self, args);
        fenced((listening) => {
          const request = note(listening, args[0], args[1]);
          if (request) opened.set(self, request);
          else opened.delete(self);
        });
        return result;
      },
    },
    send: {
      apply(inner, self, args) {
        fenced((listening) => {
          const request = opened.get(self);
          // A facade may have no such method: then it cannot be heard.
          if (!request || !self.addEventListener) return;
          begin(listening, request, Object.hasOwn(self, "open") ? "facade" : "xhr");
          // A facade may have only one of these.
          for (const name of ["load", "loadend"]) self.addEventListener(name, () => hearXhr(self), { once: true });
        });
        return Reflect.apply(inner, self, args);
      },
    },
  };

  /**
   * Wraps the two where they are: in a prototype, or in the object itself.
   * @param {any} object
   * @returns {(() => void)[]}
   */
  const replaceXhr = (object) =>
    Object.entries(handlers).flatMap(([name, handler]) => {
      let owner = object;
      while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
      return owner && !ours.has(owner[name]) ? [replace(owner, name, handler)] : [];
    });

  const { XMLHttpRequest } = window;
  if (XMLHttpRequest) {
    unwraps.push(...replaceXhr(XMLHttpRequest.prototype));
    // A facade's objects need not be of its prototype: each is looked at when it is made.
    if (!/native code/.test(Function.prototype.toString.call(XMLHttpRequest)) || unwraps.length < 3) {
      const unwrap = replace(window, "XMLHttpRequest", {
        construct(inner, args, self) {
          const xhr = Reflect.construct(inner, args, ours.has(self) ? inner : self);
          fenced(() => replaceXhr(xhr));
          return xhr;
        },
      });
      unwraps.push(unwrap);
    }
  }

  return {
    /** What the page lets nobody change. */
    frozen,

    /** From now on another one hears. @param {Ear} next */
    listen(next) {
      ear = next;
    },

    stop() {
      ear = undefined;
      for (const unwrap of unwraps.reverse()) unwrap();
    },
  };
};
