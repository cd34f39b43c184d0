// @ts-check
/**
 * Observes the answers to the page's requests by fetch and XMLHttpRequest, without changing anything: the page gets the
 * same answers, errors and bodies, at the same time.
 *
 * @typedef {"fetch" | "xhr" | "facade"} Kind `facade`: an object of a script of the page that wraps an XMLHttpRequest
 * @typedef {object} Request
 * @property {string} method in capitals; empty where it is not known
 * @property {URL} address
 * @property {number} sent when it was sent, by `performance.now()`
 * @property {Kind} [kind]
 * @property {boolean} [inside] whether another request was made to get this one's answer
 *
 * @typedef {{ read: () => string | Promise<string>, drop: () => void }} Copy the beginning of a body. A caller that
 *   does not read it must drop it, so that it does not keep a connection open
 * @typedef {object} Answer
 * @property {number} status
 * @property {(name: string) => string | null} get a header
 * @property {() => Copy} copy has to be called before the page gets the answer, while nobody has read the body
 *
 * @typedef {object} Ear
 * @property {(address: URL) => unknown} wants whether to observe requests to an address
 * @property {(request: Request, by: 1 | -1) => void} [sent] counts a request that was sent (1), or takes one back that
 *   only served another request (-1)
 * @property {(request: Request, answer: Answer) => void} heard
 * @property {(error: unknown) => void} trouble called with an error of this module, which the page does not get
 */
import { stringify } from "./own.js";

/** The most bytes that are read of a body, and the longest time for that, in milliseconds. */
const MOST_BYTES = 65_536;
const MOST_MS = 5_000;

/** The browser's own Promise, even if a script has replaced the global one. */
const BrowsersPromise = (async () => {})().constructor;

/** @type {Copy} */
export const NOTHING = { read: () => "", drop() {} };

/**
 * Replaces a function by another one that looks the same.
 * @param {any} owner
 * @param {PropertyKey} name
 * @param {ProxyHandler<any>} handler
 * @returns {{ outer?: object, frozen?: boolean, unwrap: () => void }} `unwrap` restores the old one, unless another
 *   script has wrapped ours meanwhile: that one still calls ours
 */
const wrap = (owner, name, handler) => {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  // The stored value if there is one, because an owner that is a Proxy may return a different function each time.
  const inner = own?.value ?? owner[name];
  if (typeof inner != "function") return { unwrap() {} };
  const outer = new Proxy(inner, handler);
  // An inherited function is replaced by a member that is not enumerable, so that listing members shows no change.
  const put = own ? Reflect.set(owner, name, outer) : Reflect.defineProperty(owner, name, { value: outer, configurable: true, writable: true });
  return {
    outer,
    // Some pages freeze the object, so that the function cannot be replaced.
    frozen: !put,
    unwrap() {
      if (owner[name] === outer) Reflect.set(owner, name, inner);
    },
  };
};

/**
 * Gives the promise that the page gets what a script has added to the one of its own fetch, such as `abort`. What
 * promises have anyway is left alone: a `then` that is tied to the other promise would leave this one's errors unhandled.
 * @param {any} from
 * @param {any} to
 */
const addMembers = (from, to) => {
  for (const name of Reflect.ownKeys(from)) {
    const member = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(from, name));
    if (!(name in to)) Reflect.defineProperty(to, name, member);
  }
};

/**
 * Reads the beginning of a body, even if the rest does not arrive.
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
    // The connection broke, or the page cancelled the request. What has arrived is used.
  }
  clearTimeout(late);
  drop();
  return text;
};

/**
 * A browser receives a body until both copies of it are cancelled. So our copy is cancelled as soon as the page cancels
 * its own. Else the connection would stay open, and the page's `cancel()` would wait for ours.
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
 * The beginning of the body of an XMLHttpRequest, which has received all of it.
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
  // Read at once, because the page may use the same object for another request.
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
  /** Requests without an answer yet that may be made of other requests. @type {Set<Request>} */
  const pending = new Set();
  /** Our own functions. @type {WeakSet<object>} */
  const ours = new WeakSet();
  /** @type {Set<string>} */
  const frozen = new Set();

  /**
   * Catches our own errors, so that the page does not get them.
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
   * Starts observing a request. A script's own fetch uses XMLHttpRequest, and a facade uses either of the two. So if a
   * request of another kind waits for the same address, the new one was made to answer it.
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
   * @param {boolean} made whether a script made the answer, not the browser
   * @param {Answer} answer
   */
  const end = (listening, request, made, answer) => {
    pending.delete(request);
    const text = /^$|json|^text\//i.test(answer.get("content-type") ?? "");
    if (made && request.inside) listening.sent?.(request, -1);
    // Only a text can contain an error code, so other bodies are not read.
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
        // The page's answer is passed through `hear`, so that the body is copied before anyone reads it. A separate
        // branch (`answer.then(hear)` beside it) would hide unhandled rejections from the page's `unhandledrejection`
        // event. So would the `then` of zone.js, so the browser's promises are awaited.
        const passed = answer.constructor == BrowsersPromise
          ? (async () => {
              try {
                return hear(await answer);
              } finally {
                pending.delete(request);
              }
            })()
          : answer.then(hear);
        // The `then` of a script may return anything.
        fenced(() => addMembers(answer, Object(passed)));
        return passed;
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
        // If the page's handler reuses the object, its last request gets no "loadend", so it is observed here.
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
          // A facade may lack this method. Then it cannot be observed.
          if (!request || !self.addEventListener) return;
          begin(listening, request, Object.hasOwn(self, "open") ? "facade" : "xhr");
          // Both events, because a facade may have only one of them.
          for (const name of ["load", "loadend"]) self.addEventListener(name, () => hearXhr(self), { once: true });
        });
        return Reflect.apply(inner, self, args);
      },
    },
  };

  /**
   * Wraps `open` and `send` where they are defined: in a prototype, or in the object itself.
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
    // A facade's objects may not use its prototype, so each one is wrapped when it is made.
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
    /** The names of functions that the page has frozen. */
    frozen,

    /** From now on, another ear is called. @param {Ear} next */
    listen(next) {
      ear = next;
    },

    stop() {
      ear = undefined;
      for (const unwrap of unwraps.reverse()) unwrap();
    },
  };
};
