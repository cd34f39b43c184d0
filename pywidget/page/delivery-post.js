// @ts-check
import { timer } from "./after.js";
import { waitOf } from "./answer.js";
import { mayNotReadGzip, outcomeOf } from "./delivery-policy.js";

/**
 * Sends a batch of reports in one request, and reads the answer.
 *
 * @typedef {{ url: string, head: string, tail: string }} Endpoint see `open_channel` on Python's side
 * @typedef {{ text: string, bytes: number }} Item one report as JSON, and its length in UTF-8
 * @typedef {import("./delivery-policy.js").Answer} Answer
 */

/** If no answer comes within this time, the connection counts as failed. */
const TIMEOUT_MS = 30_000;
/** Longer bodies are compressed. */
const GZIP_BYTES = 2_000;
/** The browser allows 64 KiB of unanswered keepalive requests for the whole page. Other scripts need some of it too. */
const KEEPALIVE_BYTES = 60_000;

/** Bytes of unanswered keepalive requests, of all channels. */
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
 * How many reports the server rejected: an OpenTelemetry server can take only a part of a batch.
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
        // Reports do not identify the visitor. So cookies and the full address, which could, are not sent either.
        credentials: "omit",
        referrerPolicy: "origin",
        cache: "no-store",
        redirect: "manual",
        keepalive,
        signal: patience.signal,
      });
      // Waited for here, so that the timeout also covers reading the body.
      return await read(response);
    } finally {
      stopWaiting();
      if (keepalive) inFlight -= bytes;
    }
  };

  /**
   * @param {string} body
   * @returns {Promise<ArrayBuffer | undefined>} undefined if there is no time to compress
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
    /** Bytes of the JSON around the reports of each batch. */
    frame,

    /** How many bytes of reports can still be sent while the page closes. */
    room: () => KEEPALIVE_BYTES - inFlight - frame,

    /** Sends at once, uncompressed, what is still being compressed. */
    hurry() {
      for (const stop of compressing) stop(undefined);
    },

    /**
     * @param {Item[]} items
     * @param {boolean} hurried whether to skip compression, because the page may close before it is done
     * @returns {Promise<Answer>}
     */
    async send(items, hurried) {
      const body = bodyOf(items);
      try {
        if (compresses && !hurried && body.length > GZIP_BYTES) {
          const packed = await compressed(body);
          const answer = packed && (await request(packed, { "Content-Encoding": "gzip" }));
          if (answer && !mayNotReadGzip(answer.status)) return answer;
          // Either the server cannot read gzip, or the reports are wrong. Sending them uncompressed shows which.
          if (answer) compresses = false;
        }
        return await request(body, {});
      } catch (error) {
        // Whether the batch arrived is not known. It is sent again later, with the same ids.
        const late = error instanceof DOMException && error.name == "TimeoutError";
        return { outcome: "later", reason: late ? "timeout" : "network", status: 0 };
      }
    },

    /**
     * Hands a batch to the browser while the page closes, when the answer cannot be read any more.
     * @param {Item[]} items
     * @returns {boolean} whether the browser took it
     */
    leave(items) {
      // To another origin a beacon sends cookies, and few servers allow such requests from other origins.
      if (url.origin != location.origin || !navigator.sendBeacon) return false;
      try {
        return navigator.sendBeacon(url, new Blob([bodyOf(items)], { type: "application/json" }));
      } catch {
        // Some scripts that guard the visitor's privacy let it throw. The reports are sent in another way then.
        return false;
      }
    },
  };
};
