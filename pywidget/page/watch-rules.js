// @ts-check
/**
 * Which requests are watched, and for which system: what `data-watch` says.
 *
 * @typedef {{ system: string, matches: (address: string) => boolean }} Rule
 */

/**
 * Whether an address is like a pattern, in which `*` stands for anything. In steps instead of by an expression, so that
 * no pattern makes it slow.
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
 * @param {string} origin the page's own, which patterns that begin with `/` are of
 * @param {(problem: string) => void} complain
 * @returns {Rule[]} the first one that matches counts
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
      // What follows is most likely its system.
      if (/^[\w-]+$/.test(words[0] ?? "")) words.shift();
      continue;
    }
    if (!/^[\w-]+$/.test(words[0] ?? "")) {
      complain(`"${pattern}" has no system after it, such as allfeat-api`);
      continue;
    }
    // Without a path, all of them. Addresses have their host in lower case.
    const whole = ((pattern[0] == "/" ? origin : "") + pattern).replace(/^\w+:\/\/[^/]+$/, "$&/*");
    const matches = like(whole.replace(/^[^/]*\/\/[^/]*/, (start) => start.toLowerCase()));
    rules.push({ system: /** @type {string} */ (words.shift()), matches });
  }
  return rules;
};

/**
 * An address as rules see it: absolute, without what can be personal in it.
 * @param {string | URL} url
 * @param {string} base
 */
export const bare = (url, base) => {
  const { origin, pathname } = new URL(url, base);
  return origin + pathname;
};
