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
 * Such a copy of what is to be JSON.
 * @param {any} value
 * @returns {any}
 */
const bare = (value) => {
  if (!value || typeof value != "object" || value instanceof Date) return value;
  if (Array.isArray(value)) return Object.setPrototypeOf(value.map(bare), null);
  return own(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, bare(member)])));
};

/**
 * `JSON.stringify`, also where a script has given all objects or arrays a `toJSON`, as Prototype.js once did.
 * @param {unknown} value
 * @param {[replace?: any, space?: number]} more
 */
export const stringify = (value, ...more) =>
  JSON.stringify(/** @type {any} */ ({}).toJSON || /** @type {any} */ ([]).toJSON ? bare(value) : value, ...more);

/** Whether something is a Promise, of whatever class: pages replace theirs. @param {any} value */
export const isPromise = (value) => value?.[Symbol.toStringTag] == "Promise";

/**
 * What is at a dotted path, by the objects' own classes at most.
 * @param {any} root
 * @param {string} path
 */
export const lookUp = (root, path) =>
  path
    .split(".")
    .reduce((at, key) => (key in Object.prototype && !Object.hasOwn(Object(at), key) ? undefined : at?.[key]), root);
