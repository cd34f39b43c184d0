// @ts-check
/**
 * Takes secrets out of JSON texts. A server or a widget that quotes a secret may have changed it: encoded it for a URL,
 * for HTML or in Base64, added spaces, cut it, or written it in capitals. So only letters and digits are compared, in
 * lower case. The time that this takes is proportional to the length of the text.
 */

/** The shortest secret, in characters. Shorter ones could be in a text by chance. */
const LEAST_SECRET = 8;

/** The shortest piece of a secret that is found, in characters. A shorter secret has to match completely. */
const LEAST_PIECE = 12;

/** What is left out for the comparison. Quotation marks are not: a secret does not go on after them. */
const BETWEEN = /\\u[\da-f]{4}|\\.|%(?:25)*[\da-f]{2}|&#?\w{1,6};|[^a-z\d"\\%&]+|[\\%&]/gi;

/** Text that could be Base64 or hexadecimal. */
const ENCODED = /[a-z\d+/_]{16}/i;

/** A JSON Web Token, whole, cut off or in Base64, and any access code. Short words that match too are kept. */
const TOKENS = /(?:eyJ|ZXlK)[\w-]*(?:\.[\w-]*)*|atc_\w{8,}/g;

/** What begins like a token and is longer than this is a token. */
const LONGEST_WORD = 20;

/** @param {string} text */
const plain = (text) => text.replace(BETWEEN, "").toLowerCase();

/** @param {string} secret @returns {string[]} */
const encoded = (secret) => {
  try {
    // Base64 depends on the position, so there are three forms. Characters that depend on the neighbours are cut off.
    const base64 = [0, 2, 3].map((cut, pad) => plain(btoa(" ".repeat(pad) + secret).slice(cut, -4)));
    return [...base64, [...secret].map((character) => character.charCodeAt(0).toString(16)).join("")];
  } catch {
    return []; // `btoa` only takes Latin-1.
  }
};

/**
 * Finds pieces of a secret in a text, both reduced by `plain`.
 * @param {string} text
 * @param {string} secret
 * @param {[from: number, to: number][]} found
 */
const find = (text, secret, found) => {
  const least = Math.min(LEAST_PIECE, secret.length);
  if (least < LEAST_SECRET) return;
  // Every piece that is long enough contains at least one of these windows.
  const step = least >> 1;
  for (let at = 0; at + step <= text.length; at += step) {
    const window = text.slice(at, at + step);
    let same = secret.indexOf(window);
    for (let tries = 0; same >= 0 && tries < 4; tries++) {
      let before = 0;
      while (before < Math.min(at, same) && text[at - before - 1] == secret[same - before - 1]) before++;
      let after = step;
      while (same + after < secret.length && text[at + after] == secret[same + after]) after++;
      if (before + after >= least) {
        found.push([at - before, at + after]);
        at += after - step;
        break;
      }
      same = secret.indexOf(window, same + 1);
    }
  }
};

/**
 * @param {string} text
 * @param {[from: number, to: number][]} found positions counted in letters and digits
 */
const cutOut = (text, found) => {
  /** The position of each letter and digit in the text. @type {number[]} */
  const places = [];
  let at = 0;
  for (const { 0: between, index } of [...text.matchAll(BETWEEN), { 0: "", index: text.length }]) {
    while (at < index) places.push(at++);
    at = index + between.length;
  }
  let whole = "";
  let done = 0;
  for (const [from, to] of found.sort(([one], [other]) => one - other)) {
    const [start = 0, end = 0] = [places[from], places[to - 1]];
    if (start >= done) whole += `${text.slice(done, start)}[secret]`;
    done = Math.max(done, end + 1);
  }
  return whole + text.slice(done);
};

/** In JSON: what a text begins or ends with, what does not end it, and what is left of a number. */
const QUOTES_AND_RESTS = /\\.|"|[-\d.]{0,25}\[secret][\d.]*/g;

/**
 * @param {string} text JSON, or a sentence
 * @param {Iterable<string | null | undefined>} secrets
 */
export const maskSecrets = (text, secrets) => {
  /** @type {[from: number, to: number][]} */
  const found = [];
  let letters;
  for (const secret of new Set(secrets)) {
    if (!secret || secret.length < LEAST_SECRET) continue;
    text = text.replaceAll(JSON.stringify(secret).slice(1, -1), "[secret]");
  }
  // Before pieces are cut out: all tokens of an issuer begin alike, and without this piece no other token would be known.
  text = text.replace(TOKENS, (run) => {
    const dot = run.indexOf(".");
    return run.length > LONGEST_WORD || (dot > 7 && dot + 1 < run.length) || run[0] == "a" ? "[secret]" : run;
  });
  for (const secret of new Set(secrets)) {
    if (!secret || secret.length < LEAST_SECRET) continue;
    letters ??= plain(text);
    const own = plain(JSON.stringify(secret).slice(1, -1));
    for (const form of [own, ...(ENCODED.test(text) ? encoded(secret) : [])]) find(letters, form, found);
  }
  if (found.length) text = cutOut(text, found);
  if (!text.includes("[secret]") || !/^[{[]/.test(text)) return text;
  let inside = false;
  return text.replace(QUOTES_AND_RESTS, (one) => {
    if (one == '"') inside = !inside;
    // What is left of a number becomes a text, because it would be no JSON.
    return inside || one.length < 8 ? one : '"[secret]"';
  });
};
