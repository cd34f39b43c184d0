// @ts-check
import { timer } from "./after.js";
import { waitOf } from "./answer.js";
import { mayNotReadGzip, outcomeOf } from "./delivery-policy.js";

/**
 * One request with a batch of reports, and its answer.
 *
 * @typedef {{ url: string, head: string, tail: string }} Endpoint see `open_channel` on Python's side
 * @typedef {{ text: string, bytes: number }} Item one report as JSON, and its length in UTF-8
 * @typedef {import("./delivery-policy.js").Answer} Answer
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
  const redirected = response.type == "opaqueredirect";
  const wait = waitOf((name) => response.headers.get(name), Date.now());
  const outcome = outcomeOf(status, redirected, wait !== undefined);
  return {
    outcome,
    reason: redirected ? "redirected" : `HTTP ${status}`,
    status,
    after: outcome == "later" ? wait : undefined,
    rejected: outcome == "delivered" ? await rejectedBy(response) : 0,
  };
};

/** @param {Endpoint} endpoint */
export const createPost = (endpoint) => {
  const url = new URL(endpoint.url, document.baseURI);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError("it is no web address");
  const frame = byteLength(endpoint.head + endpoint.tail);
  let compresses = typeof CompressionStream == "function";
  /** Ends the wait for each body that is being compressed. @type {Set<(nothing: undefined) => void>} */
  const compressing = new Set();

  /** @param {Item[]} items */
  const bodyOf = (items) => endpoint.head + items.map((item) => item.text).join(",") + endpoint.tail;

  /**
   * @param {string | ArrayBuffer} body
   * @param {Record<string, string>} headers
   */
  const request = async (body, headers) => {
    const bytes = typeof body == "string" ? byteLength(body) : body.byteLength;
    const keepalive = inFlight + bytes <= KEEPALIVE_BYTES;
    if (keepalive) inFlight += bytes;
    const patience = new AbortController();
    const stopWaiting = timer(() => patience.abort(new DOMException("", "TimeoutError")), TIMEOUT_MS);
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
      stopWaiting();
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
    /** Bytes of what is around the reports of each batch. */
    frame,

    /** Bytes of reports that can still go out with the page. */
    room: () => KEEPALIVE_BYTES - inFlight - frame,

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
          if (answer && !mayNotReadGzip(answer.status)) return answer;
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
