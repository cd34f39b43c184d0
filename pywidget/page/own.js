// @ts-check
/**
 * Objects that have what they say themselves and nothing else: any script can add to `Object.prototype`, and what it
 * adds is no setting and no answer.
 *
 * @template {object} T
 * @param {T} object
 * @returns {T}
 */
export const own = (object) => /** @type {any} */ ({ __proto__: null, ...object });

/**
 * `JSON.parse` with such objects.
 * @param {string} text
 * @returns {any}
 */
export const parse = (text) =>
  JSON.parse(text, (_key, value) => (value && typeof value == "object" && !Array.isArray(value) ? own(value) : value));

/**
 * What is at a dotted path, by the objects' own classes at most.
 * @param {any} root
 * @param {string} path
 */
export const lookUp = (root, path) =>
  path
    .split(".")
    .reduce((at, key) => (key in Object.prototype && !Object.hasOwn(Object(at), key) ? undefined : at?.[key]), root);
