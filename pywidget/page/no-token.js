// @ts-check
/**
 * Texts that no token is, by kind: a key, a whole header, or what a missing value or an object is as a text.
 * @satisfies {Record<string, RegExp>}
 */
const KINDS = {
  "secret key": /^\s*csk_/i,
  "site key": /^\s*cpk_/i,
  "other key": /^\s*(afo_sk|wfx)_/i,
  header: /^\s*bearer\s/i,
  missing: /^\s*(undefined$|\[object )/i,
};

/** @typedef {keyof typeof KINDS} NoToken */

/**
 * Which of these kinds a text is, if it is any.
 * @param {string} text
 */
export const noTokenKind = (text) => {
  for (const [kind, form] of Object.entries(KINDS)) if (form.test(text)) return /** @type {NoToken} */ (kind);
  return undefined;
};
