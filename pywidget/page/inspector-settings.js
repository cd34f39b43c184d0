// @ts-check
/**
 * The settings in force. Python checks them, and its warnings name the invalid ones. The build puts in the defaults.
 *
 * @typedef {{ name: string, value: string, origin: "given" | "default" | "refused" }} Setting
 */

/** Settings that are addresses. Their query is not shown, because it can contain secrets. */
const ADDRESS = /-url$|-profile$|-messages$/;

/** @param {string} key of the script tag's `dataset` */
const attributeOf = (key) => `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * A value without the parts that may be secret.
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
 * @param {string[]} warnings about invalid settings, each beginning with the name of its attribute
 * @returns {Setting[]} first the settings that were given
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
