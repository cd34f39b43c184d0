// @ts-check
/**
 * Puts values into texts the way the reader's language writes them. The texts of a locale contain no units, plural
 * forms or date formats: all of these come from Intl.
 *
 * @typedef {"text" | "bytes" | "date" | "number" | "list" | "seconds"} Type
 * @typedef {Record<string, [type: Type, value: any]>} Params
 * @typedef {{ locale: string, dir: string }} Reader
 */

/** The most characters that are shown of a text from a server. */
const MOST_TEXT = 300;

/**
 * Powers of two, like in the widget: what it calls 50 MB is 50 × 1,048,576 bytes.
 * @type {[least: number, unit: string][]}
 */
const SIZES = [
  [2 ** 30, "gigabyte"],
  [2 ** 20, "megabyte"],
  [2 ** 10, "kilobyte"],
  [0, "byte"],
];

/** @type {[seconds: number, unit: string][]} */
const SPANS = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** Smaller numbers are in seconds, others in milliseconds. As seconds it is the year 5138, as milliseconds 1973. */
const LARGEST_SECONDS = 1e11;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Invisible characters that change the direction of the text around them. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Tells whether two tags mean the same language in the same script, so that the same readers can read both.
 * @param {string} tag any text
 * @param {string} language
 */
export const isSameLanguage = (tag, language) => {
  try {
    const [one, other] = [tag, language].map((name) => new Intl.Locale(name).maximize());
    return one?.language == other?.language && one?.script == other?.script;
  } catch {
    return false; // It is not a valid language tag.
  }
};

/**
 * The visitor's variant of a language, for dates and numbers: a British reader of English texts gets British dates.
 * @param {string} language
 */
const variant = (language) =>
  [...navigator.languages, document.documentElement.lang].find((tag) => isSameLanguage(tag, language)) ?? language;

/**
 * @param {string} locale
 * @param {number} value
 * @param {string} unit
 * @param {"short" | "long"} unitDisplay
 */
const quantity = (locale, value, unit, unitDisplay) =>
  new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(value);

/**
 * Text from outside, without characters that would change the direction of the text around it.
 * @param {unknown} value
 */
const clean = (value) => (typeof value == "string" ? value.slice(0, MOST_TEXT).replace(TURNING, "").trim() : "");

/**
 * Isolates a text that is put into a sentence, so that its direction does not change that of the sentence.
 * @param {Reader} reader
 * @param {string} text
 */
const isolate = ({ dir }, text) =>
  text && (dir == "rtl" || RIGHT_TO_LEFT.test(text)) ? `\u2068${text}\u2069` : text;

/** @type {Record<Type, (reader: Reader, value: any, name: string) => string | null>} */
const FORMATS = {
  // Without its full stop, because the sentence around it has one.
  text: (reader, value) => isolate(reader, clean(value).replace(/[.。]$/, "")),

  bytes({ locale, dir }, value, name) {
    if (!(value >= 0)) return null;
    const [least, unit] = /** @type {[number, string]} */ (SIZES.find(([size]) => value >= size));
    const tenths = (value / (least || 1)) * 10;
    // A limit is rounded down and a size up, so that a slightly too large file is not shown as one that fits.
    // `|| 0` is for a size of 0, which would become -0, and Intl shows the minus sign.
    const shown = name == "max" ? Math.floor(tenths + 1e-9) : Math.ceil(tenths - 1e-9) || 0;
    const size = quantity(locale, shown / 10, unit, least ? "short" : "long");
    // The number and its unit stay on one line. In right-to-left text, a Latin unit stays behind its number.
    return (dir == "rtl" ? "\u200e" : "") + size.replace(" ", "\u00a0");
  },

  date({ locale }, value) {
    const seconds = Math.abs(+value) < LARGEST_SECONDS;
    // An empty text is also converted to 0, but is not a date. So `Date` gets it unchanged, and it is invalid.
    const date = new Date(+value ? +value * (seconds ? 1000 : 1) : value);
    if (Number.isNaN(date.getTime())) return null;
    return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(date);
  },

  number: ({ locale }, value) => (Number.isFinite(value) ? new Intl.NumberFormat(locale).format(value) : null),

  list(reader, value) {
    const items = Array.isArray(value) ? value.map(clean).filter(Boolean) : [];
    return new Intl.ListFormat(reader.locale).format(items.map((item) => isolate(reader, item)));
  },

  seconds({ locale }, value) {
    // At most two units. For 0 it is the last one, seconds.
    const spans = SPANS.slice(SPANS.findIndex(([size]) => value >= size)).slice(0, 2);
    const parts = [];
    for (const [size, unit] of spans) {
      const count = Math.floor(value / size);
      value %= size;
      if (count || !parts.length) parts.push(quantity(locale, count, unit, "long"));
    }
    return new Intl.ListFormat(locale, { type: "unit" }).format(parts);
  },
};

/**
 * @param {string} language of the text
 * @param {string} dir its direction
 * @returns {(candidates: string[], params: Params) => string} returns the first text, best first, whose
 *   placeholders all have a value that can be shown; "" if there is none
 */
export const createFiller = (language, dir) => {
  /** @type {string | undefined} */
  let locale;
  const reader = {
    // Asked for only where something has to be written in it: the browser's first comparison of languages takes long.
    get locale() {
      return (locale ??= variant(language));
    },
    dir,
  };
  return (candidates, params) => {
    for (const candidate of candidates) {
      let whole = true;
      const text = candidate.replace(/\{(\w+)\}/g, (_match, name) => {
        let shown, type, value;
        try {
          [type, value] = Object.hasOwn(params, name) ? /** @type {any} */ (params)[name] : [];
          shown = FORMATS[/** @type {Type} */ (type)](reader, value, name);
        } catch {
          // There is no such value, Intl refuses it, or there is no Intl. Then a wait is shown as minutes:seconds.
          if (type == "seconds") shown = `${Math.floor(value / 60)}:${`${value % 60}`.padStart(2, "0")}`;
        }
        whole &&= !!shown;
        return shown ?? "";
      });
      if (whole) return text;
    }
    return "";
  };
};
