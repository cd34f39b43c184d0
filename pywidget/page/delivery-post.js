// @ts-check
import { waitOf } from "./answer.js";

/**
 * One request with a batch of reports, and what its answer means for them.
 *
 * @typedef {{ sink: string, url: string, head: string, tail: string }} Channel see `open_channel` on Python's side
 * @typedef {{ text: string, bytes: number }} Item one report as JSON, and its length in UTF-8
 * @typedef {{
 *   outcome: "delivered" | "refused" | "too-large" | "later", reason: string, status: number,
 *   after?: number | undefined,
 *   rejected?: number,
 * }} Answer `later`: the connection or the server is in trouble; `after`: milliseconds the server asked to wait;
 *   `rejected`: how many of the delivered reports the server did not take
 */

/** No answer within this time is a failed connection. */
const TIMEOUT_MS = 30_000;
/** Longer bodies are compressed. */
const GZIP_BYTES = 2_000;
/** The browser allows 64 KiB of keepalive bodies in flight for the whole page; others need some of it too. */
const KEEPALIVE_BYTES = 60_000;

/** Bytes of keepalive bodies in flight, of all channels. */
let inFlight = 0;

/** @param {string} text */
export const byteLength = (text) => new TextEncoder().encode(text).length;

/**
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
const gzip = (text) =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();

/**
 * An OpenTelemetry server may take a batch in part.
 * @param {Response} response
 */
const rejectedBy = async (response) => {
  if (!/json/.test(response.headers.get("Content-Type") ?? "")) return 0;
  try {
    return Number((await response.json()).partialSuccess.rejectedLogRecords) || 0;
  } catch {
    return 0;
  }
};

/**
 * @param {Response} response
 * @returns {Promise<Answer>}
 */
const read = async (response) => {
  const { status } = response;
  const reason = `HTTP ${status}`;
  if (response.ok) return { outcome: "delivered", reason, status, rejected: await rejectedBy(response) };
  // A redirect would make it a GET without reports, and the answer to that says nothing.
  if (response.type == "opaqueredirect") return { outcome: "refused", reason: "redirected", status };
  if (status == 413) return { outcome: "too-large", reason, status };
  const after = waitOf((name) => response.headers.get(name), Date.now());
  // Some systems say 403 to too many requests.
  if (status >= 500 || status == 408 || status == 425 || status == 429 || (status == 403 && after !== undefined)) {
    return { outcome: "later", reason, status, after };
  }
  return { outcome: "refused", reason, status };
};

/** @param {Channel} channel */
export const createPost = (channel) => {
  const url = new URL(channel.url, document.baseURI);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError("it is no web address");
  let compresses = typeof CompressionStream == "function";
  /** Ends the wait for each body that is being compressed. @type {Set<(nothing: undefined) => void>} */
  const compressing = new Set();

  /** @param {Item[]} items */
  const bodyOf = (items) => channel.head + items.map((item) => item.text).join(",") + channel.tail;

  /**
   * @param {string | ArrayBuffer} body
   * @param {Record<string, string>} headers
   */
  const request = async (body, headers) => {
    const bytes = typeof body == "string" ? byteLength(body) : body.byteLength;
    const keepalive = inFlight + bytes <= KEEPALIVE_BYTES;
    if (keepalive) inFlight += bytes;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new DOMException("", "TimeoutError")), TIMEOUT_MS);
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json", ...headers },
        // Reports name no visitor, so nothing that names one goes with them.
        credentials: "omit",
        referrerPolicy: "origin",
        cache: "no-store",
        redirect: "manual",
        keepalive,
        signal: patience.signal,
      });
      // The answer may hang as well.
      return await read(response);
    } finally {
      clearTimeout(timer);
      if (keepalive) inFlight -= bytes;
    }
  };

  /**
   * @param {string} body
   * @returns {Promise<ArrayBuffer | undefined>} nothing if there is no time for it
   */
  const compressed = async (body) => {
    /** @type {(nothing: undefined) => void} */
    let stop = () => 0;
    /** @type {Promise<undefined>} */
    const stopped = new Promise((resolve) => (stop = resolve));
    compressing.add(stop);
    try {
      return await Promise.race([gzip(body), stopped]);
    } finally {
      compressing.delete(stop);
    }
  };

  return {
    /** How much can still go out with the page. */
    room: () => KEEPALIVE_BYTES - inFlight,

    /** Sends at once what is still being compressed. */
    hurry() {
      for (const stop of compressing) stop(undefined);
    },

    /**
     * @param {Item[]} items
     * @param {boolean} hurried the page may be gone before a compressor has answered
     * @returns {Promise<Answer>}
     */
    async send(items, hurried) {
      const body = bodyOf(items);
      try {
        if (compresses && !hurried && body.length > GZIP_BYTES) {
          const packed = await compressed(body);
          const answer = packed && (await request(packed, { "Content-Encoding": "gzip" }));
          if (answer && answer.status != 400 && answer.status != 415) return answer;
          // It may not read gzip, or there is something wrong with the reports: the plain ones tell.
          if (answer) compresses = false;
        }
        return await request(body, {});
      } catch (error) {
        // Whether it arrived is not known. It is sent again, with the ids that it had.
        const late = error instanceof DOMException && error.name == "TimeoutError";
        return { outcome: "later", reason: late ? "timeout" : "network", status: 0 };
      }
    },

    /**
     * Hands a batch to the browser, for when nobody will be there to read the answer.
     * @param {Item[]} items
     * @returns {boolean} whether the browser took it
     */
    leave(items) {
      // Elsewhere a beacon would bring cookies along, which few servers of other origins answer to.
      if (url.origin != location.origin || !navigator.sendBeacon) return false;
      return navigator.sendBeacon(url, new Blob([bodyOf(items)], { type: "application/json" }));
    },
  };
};
