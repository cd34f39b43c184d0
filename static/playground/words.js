// @ts-check
/** What the codes' remedies, paths and answers are called for people. @type {Readonly<Record<string, string>>} */
export const REMEDIES = {
  "renew-session": "Renew the session",
  "sign-in": "Sign in",
  "contact-administrator": "Contact an administrator",
  wait: "Wait",
  "try-again": "Try again",
  "check-connection": "Check the connection",
  "fix-input": "Change the input",
  "start-over": "Start over",
  "top-up": "Buy credits",
  report: "Report it",
  nothing: "Nothing to do",
};

/** The path `retry` has all that is on no other one, and most of that cannot be tried again. @type {Readonly<Record<string, string>>} */
export const PATHS = {
  auth: "auth",
  config: "config",
  "rate-limit": "rate-limit",
  retry: "everything else",
  other: "unknown",
};

/** Why a session was not renewed. @type {Readonly<Record<string, string>>} */
const REASONS = {
  "signed-out": "the visitor is signed out",
  config: "your endpoint passed a refusal on",
  "rate-limited": "your endpoint was asked too often",
  "server-error": "your endpoint had an error",
  "not-found": "there is no such endpoint",
  refused: "your endpoint refused",
  unreachable: "your endpoint could not be reached",
  "timed-out": "your endpoint did not answer in time",
  html: "your endpoint answered with a web page",
  "too-many-renewals": "it was renewed too often, which is a loop",
};

/** @param {string} reason of `pywidget:renewal-failed` */
export const reasonInWords = (reason) => REASONS[reason] ?? reason.replaceAll("-", " ");

/** @param {string} remedy */
export const remedyInWords = (remedy) => REMEDIES[remedy] ?? remedy;

/** @param {number} count @param {string} noun @param {string} [plural] */
export const counted = (count, noun, plural = `${noun}s`) => `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
