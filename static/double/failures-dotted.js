// @ts-check
import { FALLBACK, message } from "./messages.js";

/**
 * How generations 2 and 3 read, announce and route errors. The code alone decides, never the HTTP status.
 *
 * @typedef {import("./flow.js").Flow} Flow
 * @typedef {{ code: string, message: string, details?: unknown, request_id: string }} ApiError
 */

/** These ask the page for a token. */
const RENEWING = new Set([
  "session.invalid_token",
  "common.auth.missing_token",
  "common.auth.expired",
  "common.auth.invalid_token",
]);

/** These lead to the DISABLED screen, which has no retry button. */
const DISABLING = new Set([
  "session.key_inactive",
  "session.widget_not_enabled",
  "session.origin_not_allowed",
  "organization.not_found",
  "organization.inactive",
  "organization.no_integration",
  "common.auth.invalid_api_key",
]);

/** Shown beside the access code instead of a screen of their own. */
const BESIDE_ACCESS_CODE = new Set(["access_code.not_found", "work.not_found", "common.not_found"]);

/** An error that the widget knows how to route. Any other is announced without a code, and then nothing happens. */
class WidgetError extends Error {
  /**
   * @param {"api" | "network" | "upload" | "malformed"} kind
   * @param {string} code
   * @param {string} text
   * @param {ApiError} [envelope]
   */
  constructor(kind, code, text, envelope) {
    super(text);
    this.kind = kind;
    this.code = code;
    this.requestId = envelope ? envelope.request_id : null;
    this.details = envelope?.details;
  }
}

/** @param {ApiError} envelope */
const ofEnvelope = (envelope) => new WidgetError("api", envelope.code, envelope.message, envelope);

/** @param {any} body */
const isEnvelope = (body) =>
  ["code", "message", "request_id"].every((name) => typeof body?.error?.[name] === "string");

/** @type {import("./client.js").Reader} */
export const reader = {
  async ofResponse(response) {
    const body = await response.json().catch(() => null);
    if (isEnvelope(body)) return ofEnvelope(body.error);
    return new WidgetError("malformed", "widget.malformed_response", `Unexpected response: HTTP ${response.status}`);
  },
  ofRejection: (reason) =>
    reason instanceof TypeError
      ? new WidgetError("network", "widget.network_error", "Network error: Unable to connect to server")
      : reason,
  ofUpload: (status) => new WidgetError("upload", "widget.upload_error", `Upload failed: HTTP ${status}`),
  ofBrokenUpload: () => new WidgetError("network", "widget.network_error", "Network error during upload"),
};

/**
 * @param {Flow} flow
 * @param {unknown} error
 * @param {string} stage what the widget was doing
 */
export const handle = (flow, error, stage) => {
  const known = error instanceof WidgetError ? error : null;
  const text = error instanceof Error ? error.message : String(error);
  flow.emit("error", {
    code: known?.code,
    message: text,
    requestId: known?.requestId ?? null,
    stage,
    ...(known?.kind === "api" ? { details: known.details } : {}),
  });
  if (!known) return;
  if (known.kind === "api") console.error(`[Allfeat Widget] ${known.code} (${known.requestId}): ${text}`);
  if (known.kind === "api" && RENEWING.has(known.code)) {
    if (!flow.askForToken(stage, stage)) {
      flow.fail(failure("widget.auth_retry_exhausted", message("widget.auth_retry_exhausted")));
    }
    return;
  }
  const shown = known.kind === "network" || known.kind === "upload" ? text : message(known.code, known.details);
  flow.fail(failure(known.code, shown, known.requestId), DISABLING.has(known.code) ? "DISABLED" : "FAILED");
};

/**
 * The detail of `allfeat:failed`.
 * @param {string} code
 * @param {string} text
 * @param {string | null} [requestId]
 */
const failure = (code, text, requestId = null) => ({ code, message: text, requestId });

/** @type {import("./flow.js").Failures} */
export const failures = {
  reader,
  handle,
  renews: (error) => error instanceof WidgetError && RENEWING.has(error.code),
  besideAccessCode: (error) => error instanceof WidgetError && BESIDE_ACCESS_CODE.has(error.code),
  text: (error) => (error instanceof WidgetError ? message(error.code, error.details) : FALLBACK),
  withoutCode: (flow, text, code = "widget.unknown_error") => flow.fail(failure(code, text)),
  shown: (detail) => ({ message: String(detail["message"]), requestId: /** @type {any} */ (detail["requestId"]) }),

  ofTracking(flow, error, source) {
    const known =
      error === "timeout"
        ? new WidgetError("network", "widget.network_error", "Transaction timed out")
        : ofEnvelope(error);
    handle(flow, known, "tracking");
    return new Error(`${source} error`);
  },

  ofIncompleteTransaction(flow) {
    flow.fail(failure("widget.unknown_error", FALLBACK));
    return new Error("Incomplete transaction data");
  },

  ofCertificate: (flow, error) => handle(flow, error, "download"),
};
