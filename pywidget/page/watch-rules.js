// @ts-check
/**
 * Reads `data-watch`: which requests are watched, and for which system.
 *
 * @typedef {{ system: string, matches: (address: string) => boolean }} Rule
 */

/**
 * Whether an address matches a pattern, in which `*` stands for anything. No regular expression is made of it, because
 * some patterns would make that very slow.
 * @param {string} pattern
 * @returns {(address: string) => boolean}
 */
export const like = (pattern) => {
  const parts = pattern.split("*");
  const last = /** @type {string} */ (parts.pop());
  if (!parts.length) return (address) => address == pattern;
  return (address) => {
    let at = 0;
    for (const [place, part] of parts.entries()) {
      const found = place ? address.indexOf(part, at) : address.startsWith(part) ? 0 : -1;
      if (found < 0) return false;
      at = found + part.length;
    }
    return address.length - last.length >= at && address.endsWith(last);
  };
};

/**
 * @param {string} text pairs of a URL pattern and the system that answers there, separated by white space or commas
 * @param {string} origin the page's own origin, to which patterns that begin with `/` belong
 * @param {(problem: string) => void} complain
 * @returns {Rule[]} of several rules that match, the first one counts
 */
export const readRules = (text, origin, complain) => {
  /** @type {Rule[]} */
  const rules = [];
  const words = text.split(/[\s,]+/).filter(Boolean);
  while (words.length) {
    const pattern = /** @type {string} */ (words.shift());
    if (!/^(https?:\/\/|\/(?!\/)|\*)[^?#]*$/i.test(pattern)) {
      complain(
        `"${pattern}" is no URL pattern. It may be: a web address, or a path that begins with /, with * for anything ` +
          "and without ? and #. After each comes its system",
      );
      // The next word is most likely the system of this pattern, so it is skipped too.
      if (/^[\w-]+$/.test(words[0] ?? "")) words.shift();
      continue;
    }
    if (!/^[\w-]+$/.test(words[0] ?? "")) {
      complain(`"${pattern}" has no system after it, such as allfeat-api`);
      continue;
    }
    // A pattern without a path matches all paths. Its host is made lower case, like in addresses.
    const whole = ((pattern[0] == "/" ? origin : "") + pattern).replace(/^\w+:\/\/[^/]+$/, "$&/*");
    const matches = like(whole.replace(/^[^/]*\/\/[^/]*/, (start) => start.toLowerCase()));
    rules.push({ system: /** @type {string} */ (words.shift()), matches });
  }
  return rules;
};

/**
 * An address as it is compared with rules: absolute, without the query and fragment, which can be personal.
 * @param {string | URL} url
 * @param {string} base
 */
export const bare = (url, base) => {
  const { origin, pathname } = new URL(url, base);
  return origin + pathname;
};
