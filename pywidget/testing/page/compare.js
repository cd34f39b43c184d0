// @ts-check
/**
 * Compares what is there with what a test expects. A test names only what it cares about.
 *
 * @typedef {{ pattern: string, flags: string }} Pattern a regular expression, as both languages can pass it on
 */

/** Names of texts of which a test may give a part. */
const PARTS = new Set(["text", "title", "message"]);

/** @param {any} value @returns {value is Pattern} */
const isPattern = (value) => typeof value?.pattern == "string" && typeof value.flags == "string";

/**
 * @param {string} name
 * @param {any} expected
 * @param {any} actual
 * @returns {boolean}
 */
const fits = (name, expected, actual) => {
  if (isPattern(expected)) return new RegExp(expected.pattern, expected.flags).test(`${actual ?? ""}`);
  if (name == "actions" && Array.isArray(expected) && Array.isArray(actual)) {
    return (
      expected.length == actual.length &&
      expected.every((one, index) => one == actual[index].id || one == actual[index].label)
    );
  }
  // An empty text is a part of every text: whoever expects it means that there is none.
  if (PARTS.has(name) && typeof expected == "string" && expected) return `${actual ?? ""}`.includes(expected);
  return JSON.stringify(expected) == JSON.stringify(actual ?? null);
};

/**
 * The names under which something else stands than expected.
 * @param {Record<string, any>} expected
 * @param {Record<string, any>} actual
 */
export const differences = (expected, actual) =>
  Object.keys(expected).filter((name) => !fits(name, expected[name], actual[name]));

/** @param {any} value */
const shown = (value) => {
  if (isPattern(value)) return `/${value.pattern}/${value.flags}`;
  if (Array.isArray(value)) return `[${value.map((one) => (one?.id ? one.id : JSON.stringify(one))).join(", ")}]`;
  return JSON.stringify(value ?? null);
};

/**
 * Some fields in words.
 * @param {Record<string, any>} fields
 */
export const inWords = (fields) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join(", ");
