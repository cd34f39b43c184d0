// @ts-check
import recordings from "../../../static/playground/recordings.json";

/**
 * What real widgets said, under names for tests.
 *
 * @typedef {import("../../../static/double/recorded.js").Recording} Recording
 */

/** name -> recording */
export const SEQUENCES = {
  expiry: "401-expired-then-setToken-async",
  "expiry-twice": "401-twice-within-20s",
  "expiry-without-end": "X-v2.0-like-no-loop-guard-401-forever",
  "expiry-twice-v1": "v1-401-twice",
  "key-inactive": "session.key_inactive",
  "one-of-two-inactive": "two-widgets",
  "rate-limit": "session.rate_limited",
  unavailable: "503-common.service_unavailable",
  "title-missing": "validation_failed-with-details",
  "html-for-json": "malformed-200-html",
  "certificate-unavailable": "complete-then-certificate-503",
  "failure-after-payment": "ws-error-frame",
};

/** @param {string} name @returns {Recording} */
export const sequence = (name) => {
  const id = SEQUENCES[/** @type {keyof typeof SEQUENCES} */ (name)];
  const found = /** @type {Recording[]} */ (/** @type {unknown} */ (recordings)).find((recording) => recording.id === id);
  if (!found) throw new Error(`no sequence ${name}; there are ${Object.keys(SEQUENCES).join(", ")}`);
  return found;
};
