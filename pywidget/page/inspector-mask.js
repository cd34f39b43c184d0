// @ts-check
/** Members whose name says that they hold a secret, whoever's it is. */
const NAMES = /token|secret|passw|authorization|cookie|credential|access_?code|api_?key|^jwt$/i;

/** In a text: what follows such a word … */
const CREDENTIALS =
  /\b(bearer\s+|basic\s+|(?:token|secret|password|authorization|cookie|access_?code|api[_-]?key)["']?\s*[=:]\s*["']?)([\w.~+/=-]{6,})/gi;

/** … if it is no word itself. */
const NO_WORD = /\d|.{20}/;

/**
 * For `JSON.stringify`: leaves out what looks like a secret. Those that the page knows are masked by the page; a widget
 * or a server can name one that nobody has seen.
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
