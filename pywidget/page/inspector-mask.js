// @ts-check
/** Names of members that say that the value is a secret. */
const NAMES = /token|secret|passw|authorization|cookie|credential|access_?code|api_?key|^jwt$/i;

/** Finds what follows such a name in a text … */
const CREDENTIALS =
  /\b(bearer\s+|basic\s+|(?:token|secret|password|authorization|cookie|access_?code|api[_-]?key)["']?\s*[=:]\s*["']?)([\w.~+/=-]{6,})/gi;

/** … which is a secret unless it looks like an ordinary word. */
const NO_WORD = /\d|.{20}/;

/**
 * A replacer for `JSON.stringify`: leaves out what looks like a secret. The page masks the secrets that it knows, but a
 * widget or a server can mention others.
 * @param {string} key
 * @param {unknown} value
 */
export const withoutSecrets = (key, value) => {
  const isText = typeof value == "string";
  if (value && NAMES.test(key) && (isText || typeof value == "object")) return "[secret]";
  return isText
    ? value.replace(CREDENTIALS, (all, name, said) => (NO_WORD.test(said) ? `${name}[secret]` : all))
    : value;
};
