// @ts-check
/**
 * The settings in force. What they may be is decided in Python, which says what is wrong with one; the build puts the
 * defaults in here.
 *
 * @typedef {{ name: string, value: string, origin: "given" | "default" | "refused" }} Setting
 */

/** Addresses: only what comes before their query is shown. */
const ADDRESS = /-url$|-profile$|-messages$/;

/** @param {string} key of the data */
const attributeOf = (key) => `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * A value without what may be secret in it.
 * @param {string} name
 * @param {string} value
 */
const shown = (name, value) => {
  if (name == "data-token-headers") return value.replace(/:[^;]*/g, ": …");
  if (ADDRESS.test(name)) return value.replace(/\/\/[^/@\s]*@/g, "//…@").replace(/[?#]\S*/g, "?…");
  return value;
};

/**
 * @param {Record<string, string | undefined>} data of the script tag
 * @param {string[]} warnings what was said to be wrong, each beginning with the name of its attribute
 * @returns {Setting[]} those that were given first
 */
export const settingsInForce = (data, warnings) => {
  const given = new Map(Object.entries(data).map(([key, value]) => [attributeOf(key), `${value}`.trim().slice(0, 300)]));
  /** @type {Setting[]} */
  const settings = Object.entries(SETTINGS).map(([name, standard]) => {
    const value = given.get(name);
    const refused = warnings.some((warning) => warning.startsWith(`${name}="`));
    if (value && !refused) return { name, value: shown(name, value), origin: "given" };
    return { name, value: `${standard}`, origin: refused ? "refused" : "default" };
  });
  const rank = { refused: 0, given: 1, default: 2 };
  return settings.sort((one, other) => rank[one.origin] - rank[other.origin]);
};
