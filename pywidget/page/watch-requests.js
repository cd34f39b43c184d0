// @ts-check
import { headersOf } from "./answer.js";
import { warn } from "./fence.js";
import { stringify } from "./own.js";

/**
 * Hears failing answers to the page's own requests, by fetch and by XMLHttpRequest, and changes nothing about them: the
 * page gets the same answers, the same errors and the same bodies, at the same time.
 *
 * @typedef {{ system: string, stage: string, sent: number }} Request what is noted of one when it is sent
 * @typedef {{ status: number, type: string | null, headers: Record<string, string> }} Head what its answer begins with
 */

/** More of a body than this is not read, in bytes; nor for longer than this, in milliseconds. */
const MOST_BYTES = 65_536;
const MOST_MS = 5_000;

/** No path is told longer than this, in characters. */
const LONGEST_PATH = 200;

/** So many requests that failed are remembered, to tell when they succeed. */
const MOST_FAILING = 100;

/**
 * Puts a function in the place of another one, which looks the same.
 * @param {any} owner
 * @param {string} name
 * @param {(inner: Function, self: any, args: any[]) => unknown} around
 * @returns {() => void} puts the old one back, unless somebody has put theirs over ours: then theirs needs ours to stay
 */
const wrap = (owner, name, around) => {
  const inner = owner[name];
  if (typeof inner != "function") return () => {};
  const { [name]: outer } = {
    [name](/** @type {any[]} */ ...args) {
      return around(inner, this, args);
    },
  };
  // Its name, its length, and whatever others have noted on it.
  Object.defineProperties(outer, Object.getOwnPropertyDescriptors(inner));
  // Some pages let nobody change it.
  if (!Reflect.set(owner, name, outer)) warn(`${name} cannot be watched, the page has frozen it`);
  return () => {
    if (owner[name] === outer) Reflect.set(owner, name, inner);
  };
};

/**
 * The beginning of a body, whatever becomes of the rest.
 * @param {Response} copy
 */
const readStart = async (copy) => {
  const reader = copy.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let room = MOST_BYTES;
  let text = "";
  const late = setTimeout(() => reader.cancel().catch(() => 0), MOST_MS);
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
  reader.cancel().catch(() => 0);
  return text;
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

/**
 * @param {(address: URL) => string | undefined} systemOf whose address it is, if it is watched
 * @param {(...said: ["answer", import("./border.js").FailingAnswer] | ["answered", { stage: string }]) => void} tell
 * @returns {() => void} stops it
 */
export const watchRequests = (systemOf, tell) => {
  /** What failed, and did not succeed since. @type {Set<string>} */
  const failing = new Set();
  /** @type {WeakMap<XMLHttpRequest, Request>} */
  const requests = new WeakMap();
  let active = true;

  /**
   * Nothing that goes wrong here is the page's trouble.
   * @template T
   * @param {() => T} run
   * @returns {T | undefined}
   */
  const fenced = (run) => {
    try {
      return active ? run() : undefined;
    } catch (error) {
      warn("an answer could not be watched", error);
      return undefined;
    }
  };

  /**
   * @param {unknown} method
   * @param {string | URL | undefined} url
   * @returns {Request | undefined}
   */
  const note = (method, url) => {
    if (url === undefined) return undefined;
    const address = new URL(url, document.baseURI);
    const system = systemOf(address);
    const stage = `${`${method}`.toUpperCase()} ${address.pathname.slice(0, LONGEST_PATH)}`;
    return system ? { system, stage, sent: performance.now() } : undefined;
  };

  /**
   * @param {Request} request
   * @param {Head} head
   * @param {() => string | Promise<string>} read
   */
  const hear = async ({ system, stage, sent }, { status, type, headers }, read) => {
    if (status < 400) {
      // 0 is no answer, or one that may not be looked at.
      if (status && failing.delete(stage)) tell("answered", { stage });
      return;
    }
    // What is no text has no code in it.
    const starting = !type || /json|^text\//i.test(type) ? read() : "";
    if (failing.size < MOST_FAILING) failing.add(stage);
    const body = await starting;
    // Rather too old than too young: a session that was renewed meanwhile is not to be renewed again.
    const age = Math.ceil(performance.now() - sent);
    if (active) tell("answer", { system, stage, status, headers, body, age });
  };

  /** @param {Promise<void> | undefined} hearing */
  const quietly = (hearing) => {
    hearing?.catch((error) => warn("an answer could not be read", error));
  };

  const unwrapFetch = wrap(window, "fetch", (inner, self, args) => {
    const request = fenced(() => {
      const [input, init] = args;
      const url = typeof input == "string" ? input : (input?.url ?? input?.href);
      return note(init?.method ?? input?.method ?? "GET", url);
    });
    const answer = inner.apply(self, args);
    if (!request || typeof answer?.then != "function") return answer;
    // What the page gets comes after us, so that nobody has read the body before it is copied. A side branch would hide
    // rejections that the page does not handle from its `unhandledrejection`.
    return answer.then((/** @type {Response} */ response) => {
      fenced(() => {
        const { status, headers } = response;
        const head = { status, type: headers.get("content-type"), headers: headersOf((name) => headers.get(name)) };
        quietly(hear(request, head, () => readStart(response.clone())));
      });
      return response;
    });
  });

  /** @param {XMLHttpRequest} xhr */
  const hearXhr = (xhr) =>
    fenced(() => {
      const request = requests.get(xhr);
      if (!request || xhr.readyState < 4) return;
      requests.delete(xhr);
      /** @type {Map<string, string>} */
      const all = new Map();
      for (const line of xhr.getAllResponseHeaders().split("\r\n")) {
        const colon = line.indexOf(":");
        all.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
      }
      const get = (/** @type {string} */ name) => all.get(name) ?? null;
      const head = { status: xhr.status, type: get("content-type"), headers: headersOf(get) };
      quietly(hear(request, head, () => startOf(xhr)));
    });

  /** @param {Event} event */
  const ended = (event) => hearXhr(/** @type {XMLHttpRequest} */ (event.target));

  const prototype = XMLHttpRequest.prototype;
  const unwrapOpen = wrap(prototype, "open", (inner, self, args) => {
    // Sent again in the page's own handler: then no end of the last one comes.
    hearXhr(self);
    const result = inner.apply(self, args);
    fenced(() => {
      const request = note(args[0], args[1]);
      if (request) requests.set(self, request);
      else requests.delete(self);
    });
    return result;
  });
  const unwrapSend = wrap(prototype, "send", (inner, self, args) => {
    fenced(() => {
      const request = requests.get(self);
      if (!request) return;
      request.sent = performance.now();
      self.addEventListener("loadend", ended);
    });
    return inner.apply(self, args);
  });

  return () => {
    active = false;
    for (const unwrap of [unwrapSend, unwrapOpen, unwrapFetch]) unwrap();
  };
};
