// @ts-check
import { TOO_MANY } from "./messages.js";

/**
 * How generation 1 reads, announces and routes errors: by HTTP status, with a live Error in the event, and with
 * `allfeat:failed` before `allfeat:error`.
 *
 * @typedef {import("./flow.js").Flow} Flow
 */

class AtsApiException extends Error {
  /**
   * @param {any} text whatever the server sent: an object becomes "[object Object]"
   * @param {string} code
   * @param {number} [httpStatus]
   * @param {unknown} [details]
   */
  constructor(text, code, httpStatus, details) {
    super(text);
    this.name = "AtsApiException";
    this.code = code;
    this.httpStatus = httpStatus;
    this.details = details;
  }

  isTokenExpired() {
    return this.code === "TOKEN_EXPIRED";
  }

  isRetryable() {
    return ["NETWORK_ERROR", "SERVER_ERROR", "RATE_LIMITED"].includes(this.code);
  }
}

/** @type {Readonly<Record<number, string>>} */
const CODES = {
  400: "BAD_REQUEST",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "BAD_REQUEST",
  422: "BAD_REQUEST",
  429: "RATE_LIMITED",
};

/**
 * @param {number} status
 * @param {any} s the server's text. Today's API sends an object, and `toLowerCase` is then not a function
 */
const codeOf = (status, s) => {
  if (status === 401) return /site[-_]key/.test(s.toLowerCase()) ? "INVALID_SITE_KEY" : "TOKEN_EXPIRED";
  return CODES[status] ?? (status >= 500 ? "SERVER_ERROR" : "UNKNOWN_ERROR");
};

/** @type {import("./client.js").Reader} */
export const reader = {
  async ofResponse(response) {
    const body = await response.json().catch(() => ({}));
    const text = body.error || body.message || `HTTP ${response.status}`;
    try {
      return new AtsApiException(text, codeOf(response.status, text), response.status);
    } catch (reason) {
      return reader.ofRejection(reason);
    }
  },
  ofRejection(reason) {
    const text = reason instanceof Error ? reason.message : String(reason);
    const network = reason instanceof TypeError && text.includes("fetch");
    return new AtsApiException(text, network ? "NETWORK_ERROR" : "UNKNOWN_ERROR");
  },
  ofUpload: (status) => new AtsApiException(`Upload failed: HTTP ${status}`, "UPLOAD_ERROR", status),
  ofBrokenUpload: () => new AtsApiException("Network error during upload", "NETWORK_ERROR"),
};

/** @param {unknown} error */
const textOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {unknown} error */
const isExpired = (error) => error instanceof AtsApiException && error.isTokenExpired();

/** @param {string} text */
const failure = (text) => ({ error: text, stage: "FAILED" });

/** @type {import("./flow.js").Failures} */
export const failures = {
  reader,

  handle(flow, error, stage) {
    if (isExpired(error)) {
      flow.askForToken(stage, flow.mode);
      return;
    }
    const code = error instanceof AtsApiException ? error.code : undefined;
    if (code === "RATE_LIMITED") {
      flow.fail(failure(TOO_MANY));
      return;
    }
    const text = textOf(error);
    flow.fail(failure(text));
    flow.emit("error", { stage: "FAILED", error: text, code, details: error });
  },

  renews: isExpired,
  besideAccessCode: (error) => !isExpired(error),
  text: textOf,
  withoutCode: (flow, text) => flow.fail(failure(text)),
  shown: (detail) => ({ message: String(detail["error"]), requestId: null }),

  ofTracking(flow, error) {
    const text = error === "timeout" ? "Transaction timed out" : error.message;
    flow.fail(failure(text));
    return new Error(text);
  },

  ofIncompleteTransaction(flow) {
    const text = "Incomplete transaction data";
    flow.fail(failure(text));
    return new Error(text);
  },

  ofCertificate(flow, error) {
    if (isExpired(error)) flow.askForToken("download", "download");
    flow.emit("error", { stage: "download", error: textOf(error), details: error });
  },
};
