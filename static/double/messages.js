// @ts-check
/** The texts of generations 2 and 3: English only, whatever the page's language. */
export const FALLBACK = "An unexpected error occurred. Please try again.";
export const SESSION_EXPIRED = "Session expired. Please try again.";
export const TOO_MANY = "Too many requests. Please wait a moment and try again.";

const EXPIRED = "Your session has expired. Please refresh your credentials.";
const UNAVAILABLE = "The service is temporarily unavailable. Please try again later.";
const NO_SIGN_IN = "The authentication service is temporarily unavailable. Please try again later.";
const NO_ORIGIN = "This website is not authorized to use the widget. Please contact your administrator.";

/** @type {Readonly<Record<string, string>>} */
const MESSAGES = {
  "session.invalid_token": EXPIRED,
  "session.key_inactive": "This widget is currently disabled. Please contact your administrator.",
  "session.widget_not_enabled": "The widget feature is not enabled for your organization.",
  "session.origin_not_allowed": NO_ORIGIN,
  "session.rate_limited": TOO_MANY,
  "common.auth.missing_token": "Authentication is required.",
  "common.auth.expired": EXPIRED,
  "common.auth.invalid_token": "Your authentication token is invalid.",
  "common.auth.invalid_api_key": "The API key is invalid. Please contact your administrator.",
  "common.auth.jwks_unavailable": NO_SIGN_IN,
  "common.auth.backend_unavailable": NO_SIGN_IN,
  "organization.not_found": "The organization was not found. Please contact your administrator.",
  "organization.inactive": "This organization is inactive. Please contact your administrator.",
  "organization.no_integration": "No integration is configured. Please contact your administrator.",
  "registration.duplicate_title": "A work with this title already exists.",
  "registration.audio_too_large": "The audio file is too large ({size_mb} MB). Maximum allowed size is {max_mb} MB.",
  "registration.invalid_audio_format": "This audio format is not supported.",
  "registration.insufficient_credits": "There are not enough credits to register this work.",
  "work.not_found": "The work was not found.",
  "work.already_registered": "This work is already registered.",
  "access_code.not_found": "This access code is invalid or does not exist.",
  "access_code.expired": "This access code has expired.",
  "transaction.not_found": "The transaction was not found.",
  "transaction.store_unavailable": UNAVAILABLE,
  "transaction.already_confirmed": "This transaction has already been confirmed.",
  "transaction.expired": "This transaction has expired. Please start over.",
  "common.rate_limited": TOO_MANY,
  "common.validation_failed": "The submitted data is invalid. Please check your input and try again.",
  "common.service_unavailable": UNAVAILABLE,
  "common.not_found": "The requested resource was not found.",
  "widget.malformed_response": "The server returned an unexpected response. Please try again.",
  "widget.auth_retry_exhausted":
    "Authentication failed: the session token was rejected. Please reload the page and try again.",
};

/** @param {unknown} bytes */
const megabytes = (bytes) => (Number(bytes) / 1024 / 1024).toFixed(1);

/**
 * @param {string} code
 * @param {unknown} [details]
 */
export const message = (code, details) => {
  /** @type {Record<string, unknown>} */
  const values = { .../** @type {object | undefined} */ (details) };
  if ("size_bytes" in values) values["size_mb"] = megabytes(values["size_bytes"]);
  if ("max_bytes" in values) values["max_mb"] = megabytes(values["max_bytes"]);
  return (MESSAGES[code] ?? FALLBACK).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
};
