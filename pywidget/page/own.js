// @ts-check
/**
 * Copies an object without a prototype: any script can add members to `Object.prototype`, and those must not be read as
 * settings or answers.
 *
 * @template {object} T
 * @param {T} object
 * @returns {T}
 */
export const own = (object) => /** @type {any} */ ({ __proto__: null, ...object });

/**
 * `JSON.parse`, with objects without a prototype. Whether a value is an object and no array is asked without `Array`,
 * because sessions are renewed also where a page has broken that.
 * @param {string} text
 * @returns {any}
 */
export const parse = (text) =>
  JSON.parse(text, (_key, value) => (({}).toString.call(value) == "[object Object]" ? own(value) : value));

/**
 * Copies a value for `JSON.stringify`, with objects and arrays without a prototype.
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

/** Whether something is a Promise of any class, because some pages replace `Promise`. @param {any} value */
export const isPromise = (value) => value?.[Symbol.toStringTag] == "Promise";

/**
 * Finds the value at a dotted path. What is inherited from `Object.prototype` does not count.
 * @param {any} root
 * @param {string} path
 */
export const lookUp = (root, path) =>
  path
    .split(".")
    .reduce((at, key) => (key in Object.prototype && !Object.hasOwn(Object(at), key) ? undefined : at?.[key]), root);

/**
 * Finds what a dotted path names in the page, and the object that has it: a method needs that as its `this`.
 * @param {string} path
 * @returns {{ owner: any, found: any }}
 */
export const inPage = (path) => {
  const dot = path.lastIndexOf(".");
  const owner = dot < 0 ? window : lookUp(window, path.slice(0, dot));
  return { owner, found: lookUp(owner, path.slice(dot + 1)) };
};
