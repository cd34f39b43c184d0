// @ts-check
/**
 * Reads the headers of a response: those that Python gets, and how long to wait, for code that runs without Python.
 *
 * The rules are those of `core/retry_after.py`, which gives the reasons. Tests check both with the same cases
 * (`tests/unit/waits.json`).
 *
 * @typedef {(name: string) => string | null} Header the value of a header, by its name in small letters
 * @typedef {{ unit?: number, resets?: boolean }} Expected `unit`: the unit of a number, in milliseconds; `resets`:
 *   whether the value may name a moment that is far away
 */

const DAY_MS = 86_400_000;
/** The longest wait. A longer one is shortened to this. */
const MOST_MS = DAY_MS;
/** A longer number or duration cannot have been meant as a wait, so it is ignored. */
const LONGEST_MEANT_MS = 31 * DAY_MS;
/** The longest header value, and the longest text of a single wait, in characters. Longer ones are ignored. */
const LONGEST_VALUE = 1_000;
const LONGEST_TEXT = 64;
/** Numbers from the first two on are points in time, in seconds or in milliseconds. The third is the latest one. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MILLISECONDS = 1e11;
const YEAR_10000 = 253_402_300_800_000;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** @type {Record<string, number>} */
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS };

/**
 * Headers that ask for a wait, and the unit of their numbers, in milliseconds.
 * @type {[name: string, unit: number][]}
 */
const ASKED = [
  ["retry-after-ms", 1],
  ["x-ms-retry-after-ms", 1],
  ["retry-after", 1_000],
  ["x-retry-after", 1_000],
  ["x-ratelimit-retry-after", 1_000],
  ["x-rate-limit-retry-after-seconds", 1_000],
];
/**
 * Headers that say when a limit ends, and those that say what remains of it.
 * @type {[reset: string, remaining: string][]}
 */
const RESETS = [
  ["ratelimit-reset", "ratelimit-remaining"],
  ["x-ratelimit-reset-after", "x-ratelimit-remaining"],
  ["x-ratelimit-reset", "x-ratelimit-remaining"],
  ["x-rate-limit-reset", "x-rate-limit-remaining"],
  ["x-ratelimit-reset-requests", "x-ratelimit-remaining-requests"],
  ["x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens"],
];

/**
 * The headers that Python reads.
 * @param {Header} header
 */
export const headersOf = (header) => {
  /** @type {Record<string, string>} */
  const told = {};
  for (const name of ANSWER_HEADERS) {
    const value = header(name);
    if (value !== null && value.length <= LONGEST_VALUE) told[name] = value;
  }
  return told;
};

/**
 * A number in thousandths.
 * @param {string} text digits with at most one point
 */
const thousandthsOf = (text) => {
  const [, whole = "", fraction = ""] = /^(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (!whole || whole.replace(/^0+/, "").length > 15) return undefined;
  return Number(whole) * 1000 + Number(`${fraction}000`.slice(0, 3));
};

/** @param {string} text `1h2m3.5s` @returns {number | undefined} */
const durationOf = (text) => {
  if (!/^(?:\d+(?:\.\d*)?(?:ms|[smhd]))+$/.test(text)) return undefined;
  let total = 0;
  const parts = text.match(/[a-z]+|[\d.]+/g) ?? [];
  for (let at = 0; at < parts.length; at += 2) {
    const [number = "", unit = ""] = parts.slice(at);
    const thousandths = thousandthsOf(number);
    if (thousandths === undefined) return undefined;
    total += Math.floor((thousandths * Number(UNITS[unit])) / 1000);
  }
  return total;
};

/**
 * @param {number} year
 * @param {number} month from 0
 * @param {number} day
 * @param {string} clock `12:00:30`, or without the seconds
 * @param {string} zone `GMT`, `Z`, `+0200`
 */
const momentOf = (year, month, day, clock, zone) => {
  const date = new Date(Date.UTC(year, month, day));
  const [hour = 0, minute = 0, second = 0] = /^\d\d:\d\d(:\d\d)?$/.test(clock) ? clock.split(":").map(Number) : [NaN];
  // Without this check `Date` would read the 32nd as a day of the next month. Second 60 is a leap second.
  const right = date.getUTCDate() == day && date.getUTCMonth() == month && hour < 24 && minute < 60 && second <= 60;
  if (!right) return undefined;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const offset = sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000;
};

/** `2026-06-15T12:00:30.5Z` */
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d)?$/;
/** `Mon, 15 Jun 2026`, `Monday, 15-Jun-26`, and what follows them */
const ZONED_DATE =
  /^[^,]*, +(\d\d?)(?: +(?=\w+ )|-(?=\w+-))(\w{3})(?: +|-)(\d\d|\d{4}) +([\d:]{8}) +(GMT|UTC?|Z|[+-]\d{4})$/;
/** `Mon Jun 15 12:00:30 2026` */
const LOCAL_DATE = /^[^ ,]+ +(\w{3}) +(\d\d?) +([\d:]{8}) +(\d{4})$/;

/** @param {string} text an ISO 8601 date with a time */
const isoOf = (text) => {
  const [, year, month, day, clock = "", fraction = "", zone = ""] = ISO_DATE.exec(text) ?? [];
  const moment = momentOf(Number(year), Number(month) - 1, Number(day), clock, zone);
  return moment === undefined ? undefined : moment + Number(`${fraction}000`.slice(0, 3));
};

/**
 * @param {string} text any of HTTP's dates
 * @param {number} now
 */
const dateOf = (text, now) => {
  const [, dayFirst, monthThen, yearThen, zoned = "", zone = ""] = ZONED_DATE.exec(text) ?? [];
  const [, monthFirst, dayThen, local = "", yearLast] = LOCAL_DATE.exec(text) ?? [];
  let year = Number(yearThen ?? yearLast);
  if (yearThen?.length == 2) {
    const thisYear = new Date(now).getUTCFullYear();
    year += thisYear - (thisYear % 100);
    // By HTTP's rule, a two-digit year that seems more than 50 years ahead is in the past.
    if (year > thisYear + 50) year -= 100;
  }
  const month = MONTHS.indexOf(monthThen ?? monthFirst ?? "");
  return momentOf(year, month, Number(dayFirst ?? dayThen), zoned || local, zone);
};

/**
 * The wait that one value asks for.
 * @param {string} text
 * @param {number} now
 * @param {Expected} expected
 */
const one = (text, now, { unit = 1_000, resets = false }) => {
  if (!text || text.length > LONGEST_TEXT) return undefined;
  const thousandths = thousandthsOf(text);
  const value = (thousandths ?? 0) / 1000;
  const epoch = value >= EPOCH_MILLISECONDS ? Math.floor(value) : Number(thousandths);
  let moment;
  if (thousandths === undefined) moment = isoOf(text) ?? dateOf(text, now);
  else if (unit == 1_000 && value >= EPOCH_SECONDS && epoch < YEAR_10000) moment = epoch;
  if (moment !== undefined) {
    const far = thousandths !== undefined && !resets && Math.abs(moment - now) > LONGEST_MEANT_MS;
    return far ? undefined : Math.max(moment - now, 0);
  }
  const wait = thousandths === undefined ? durationOf(text) : Math.floor((thousandths * unit) / 1000);
  return wait === undefined || wait > LONGEST_MEANT_MS ? undefined : wait;
};

/**
 * The longest wait that one value, or several with commas between them, ask for.
 * @param {string} text
 * @param {number} now
 * @param {Expected} [expected]
 */
const read = (text, now, expected = {}) => {
  const wait = one(text, now, expected);
  if (wait !== undefined || !text.includes(",")) return wait;
  const parts = text.split(",").map((part) => part.trim());
  // "1,5" is not a list: some write a decimal number like this.
  if (/,(?! )/.test(text) && parts.some((part) => part != parts[0])) return undefined;
  let waits = parts.map((part) => one(part, now, expected));
  if (waits.includes(undefined) && parts.length % 2 == 0) {
    // A date itself contains a comma, so two parts make one date.
    const pairs = parts.flatMap((part, index) => (index % 2 ? [`${parts[index - 1]}, ${part}`] : []));
    waits = pairs.map((pair) => one(pair, now, expected));
  }
  return waits.includes(undefined) ? undefined : Math.max(.../** @type {number[]} */ (waits));
};

/** @param {string | null | undefined} remaining */
const usedUp = (remaining) => (remaining ?? "0").split(",").some((count) => thousandthsOf(count.trim()) === 0);

/**
 * Reads `RateLimit` of the IETF draft, in the old and in the new format.
 * @param {string} text
 * @param {number} now
 */
const rateLimit = (text, now) => {
  const resets = { resets: true };
  /** @type {Map<string, string>} */
  const plain = new Map();
  /** @type {number | undefined} */
  let longest;
  for (const item of text.replace(/\\[\\"]/g, "").split('"').filter((_, index) => index % 2 == 0).join("").split(",")) {
    /** @type {Map<string, string>} */
    const parameters = new Map();
    for (const part of item.split(";")) {
      const [name = "", ...value] = part.split("=");
      parameters.set(name.trim().toLowerCase(), value.join("=").trim());
    }
    const wait = read(parameters.get("t") ?? "", now, resets);
    if (wait !== undefined && usedUp(parameters.get("r"))) longest = Math.max(longest ?? 0, wait);
    for (const [name, value] of parameters) plain.set(name, value);
  }
  return longest ?? (usedUp(plain.get("remaining")) ? read(plain.get("reset") ?? "", now, resets) : undefined);
};

/**
 * How long the headers ask to wait, in milliseconds, a day at most; undefined if they ask for no wait.
 * @param {Header} header
 * @param {number} clock the time now, in milliseconds since 1970; used if the server sends no `Date`
 * @returns {number | undefined}
 */
export const waitOf = (header, clock) => {
  /** @param {string} name */
  const get = (name) => {
    const value = header(name);
    return value === null || value.length > LONGEST_VALUE ? null : value.trim();
  };
  const now = dateOf(get("date") ?? "", clock) ?? clock;
  /** @type {number | undefined} */
  let wait;
  for (const [name, unit] of ASKED) wait ??= read(get(name) ?? "", now, { unit });
  wait ??= rateLimit(get("ratelimit") ?? "", now);
  for (const [reset, remaining] of RESETS) {
    const left = get(remaining);
    if (wait !== undefined || !usedUp(left)) continue;
    const moments = (get(reset) ?? "").split(",");
    const counts = (left ?? "").split(",");
    // Several limits in one header: only the used-up ones count.
    const several = counts.length > 1 && counts.length == moments.length;
    const used = several ? moments.filter((_, index) => usedUp(counts[index])).map((moment) => moment.trim()) : moments;
    wait = read(used.join(several ? ", " : ","), now, { resets: true });
  }
  return wait === undefined ? undefined : Math.min(wait, MOST_MS);
};
