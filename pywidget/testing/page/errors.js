// @ts-check
/**
 * What makes the widget say a code: which step of its work fails, and how. Whatever follows, the widget does itself.
 *
 * @typedef {import("./backend.js").Reply} Reply
 * @typedef {import("./backend.js").Step} Step
 * @typedef {{ message?: string, requestId?: string, details?: object }} Said
 * @typedef {{ at?: Step, reply: Reply }} Cause `at`: the only step that can fail so
 */

/** The oldest generation reads an answer's status. @type {Readonly<Record<string, Cause>>} */
const UPPER_CASE = {
  TOKEN_EXPIRED: { reply: { status: 401, body: { error: "token expired" } } },
  INVALID_SITE_KEY: { reply: { status: 401, body: { error: "unknown site_key" } } },
  FORBIDDEN: { reply: { status: 403 } },
  NOT_FOUND: { reply: { status: 404 } },
  CONFLICT: { reply: { status: 409 } },
  RATE_LIMITED: { reply: { status: 429 } },
  BAD_REQUEST: { reply: { status: 400 } },
  SERVER_ERROR: { reply: { status: 500 } },
  UNKNOWN_ERROR: { reply: { status: 418 } },
  NETWORK_ERROR: { reply: "broken" },
  UPLOAD_ERROR: { at: "upload", reply: { status: 500 } },
};

/** Codes of the newer ones that no server sends. @type {Readonly<Record<string, Cause>>} */
const OF_WIDGET = {
  "widget.network_error": { reply: "broken" },
  "widget.malformed_response": { reply: { status: 502, text: "<!doctype html><title>Bad gateway</title>" } },
  "widget.upload_error": { at: "upload", reply: { status: 500 } },
  "transaction.failed": { at: "tracking", reply: "broken" },
};

/** @param {string} code */
export const isUpperCase = (code) => code == code.toUpperCase();

let fired = 0;

/**
 * @param {string} code
 * @param {Said} said
 * @returns {Cause | undefined} nothing, where no answer leads to the code: the widget then says it by itself
 */
export const causeOf = (code, { message = "Fired by a test", requestId, details }) => {
  if (isUpperCase(code)) {
    const cause = UPPER_CASE[code];
    if (!cause) throw new Error(`generation v1 has no code ${code}; it has ${Object.keys(UPPER_CASE).join(", ")}`);
    return cause;
  }
  if (OF_WIDGET[code]) return OF_WIDGET[code];
  if (code.startsWith("widget.")) return undefined;
  // These generations read the code, not the status.
  const error = { code, message, request_id: requestId ?? `req_test_${++fired}`, ...(details && { details }) };
  return { reply: { status: 400, body: { error } } };
};
