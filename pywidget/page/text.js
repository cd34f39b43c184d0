// @ts-check
/**
 * Puts values into texts the way the reader's language writes them. No text of a locale has a unit, a plural or a date
 * format of its own: all of that comes from Intl.
 *
 * @typedef {"text" | "bytes" | "date" | "number" | "list" | "seconds"} Type
 * @typedef {Record<string, [type: Type, value: any]>} Params
 * @typedef {{ locale: string, dir: string }} Reader
 */

/** More of a text that came from a server is not shown. */
const MOST_TEXT = 300;

/** Binary, as the widget counts: what it calls 50 MB is 50 × 1,048,576 bytes. @type {[least: number, unit: string][]} */
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

/** A number below this is in seconds, not in milliseconds: the year 5138 against 1973. */
const LARGEST_SECONDS = 1e11;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Turns the text that follows, whoever's it is. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Tells whether readers of one language read the other: it has the same name and the same script.
 * @param {string} tag anything
 * @param {string} language
 */
export const isSameLanguage = (tag, language) => {
  try {
    const [one, other] = [tag, language].map((name) => new Intl.Locale(name).maximize());
    return one?.language == other?.language && one?.script == other?.script;
  } catch {
    return false; // No language tag.
  }
};

/**
 * The visitor's own variant of a language, for dates and numbers: a British reader of English texts has British dates.
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

/** Text from outside, without what would turn the text around it. @param {unknown} value */
const clean = (value) => (typeof value == "string" ? value.slice(0, MOST_TEXT).replace(TURNING, "").trim() : "");

/**
 * What is put into a sentence keeps its own direction, and does not turn the sentence.
 * @param {Reader} reader
 * @param {string} text
 */
const isolate = ({ dir }, text) =>
  text && (dir == "rtl" || RIGHT_TO_LEFT.test(text)) ? `\u2068${text}\u2069` : text;

/** @type {Record<Type, (reader: Reader, value: any, name: string) => string | null>} */
const FORMATS = {
  // The sentence around it has a full stop of its own.
  text: (reader, value) => isolate(reader, clean(value).replace(/[.。]$/, "")),

  bytes({ locale, dir }, value, name) {
    if (!(value >= 0)) return null;
    const [least, unit] = /** @type {[number, string]} */ (SIZES.find(([size]) => value >= size));
    const tenths = (value / (least || 1)) * 10;
    // A limit is rounded down and a size up: a file that is a little too large does not read as one that fits.
    // Nothing at all is rounded up to minus zero, which Intl would show.
    const shown = name == "max" ? Math.floor(tenths + 1e-9) : Math.ceil(tenths - 1e-9) || 0;
    const size = quantity(locale, shown / 10, unit, least ? "short" : "long");
    // A number and its unit stay on one line, and also from right to left one of Latin letters comes second.
    return (dir == "rtl" ? "\u200e" : "") + size.replace(" ", "\u00a0");
  },

  date({ locale }, value) {
    const seconds = Math.abs(+value) < LARGEST_SECONDS;
    // An empty text is zero, too, and no date.
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
    // Two units at most; for none at all the last one.
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
 * @returns {(candidates: string[], params: Params) => string} the first of some texts, best first, whose placeholders all
 *   have a value that can be shown; "" if there is none
 */
export const createFiller = (language, dir) => {
  const reader = { locale: variant(language), dir };
  return (candidates, params) => {
    for (const candidate of candidates) {
      let whole = true;
      const text = candidate.replace(/\{(\w+)\}/g, (_match, name) => {
        let shown, type, value;
        try {
          [type, value] = Object.hasOwn(params, name) ? /** @type {any} */ (params)[name] : [];
          shown = FORMATS[/** @type {Type} */ (type)](reader, value, name);
        } catch {
          // Nothing of that name, a date or number that Intl refuses, or no Intl: then a wait is as on a clock.
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
