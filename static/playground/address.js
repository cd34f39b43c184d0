// @ts-check
/**
 * What the page shows stands in its address, so that it can be shared, and so that back and forward lead through it.
 *
 * `story`, or `system` and `code`, or `recording` and `step`, say what is played; `tab` which list is open; `generation`,
 * `mode`, `mood` and `theme` are the visitor's choices. What begins with `data-` changes pywidget's own script tag, which
 * is read once: then the page is loaded anew and plays the same again.
 *
 * @typedef {{ story: string, system: string, code: string, recording: string, step: number, tab: string,
 *   generation: string, mode: string, mood: string, theme: string }} Shown an empty text is the default
 */

/** Told to the document when the address has changed, and when what it says is wanted once more. */
const MOVED = "playground:moved";
const AGAIN = "playground:again";

/** What may be chosen besides the script tag's own: the first is what happens without a choice. */
export const OFFERED = {
  generation: ["", "v3", "v2", "v1"],
  mode: ["", "register", "update", "download"],
  mood: [
    "", "ok", "unauthorized", "forbidden", "rate-limited", "error", "unavailable", "html", "hang", "drop", "wrong-type",
    "empty", "missing", "same", "origin-not-allowed", "key-inactive",
  ],
  theme: ["", "light", "dark"],
};

/** What is played, and nothing else: what has to go when something else is played. */
const NOTHING_PLAYED = { story: "", system: "", code: "", recording: "", step: "" };

/** @returns {Shown} */
export const shown = () => {
  const query = new URLSearchParams(location.search);
  /** @param {string} name */
  const text = (name) => query.get(name) ?? "";
  /** @param {keyof typeof OFFERED} name */
  const offered = (name) => (OFFERED[name].includes(text(name)) ? text(name) : "");
  return {
    story: text("story"),
    system: text("system"),
    code: text("code"),
    recording: text("recording"),
    step: Math.max(1, Math.floor(Number(text("step"))) || 1),
    tab: text("tab"),
    generation: offered("generation"),
    mode: offered("mode"),
    mood: offered("mood"),
    theme: offered("theme"),
  };
};

/** The part of the address that changes the script tag. */
const tagPart = () => {
  const pairs = [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith("data-"));
  return new URLSearchParams(pairs.sort()).toString();
};
const tagAtStart = tagPart();

const moved = () => {
  if (tagPart() === tagAtStart) document.dispatchEvent(new CustomEvent(MOVED));
  else location.reload();
};

/**
 * Changes the address, and with it what is shown.
 * @param {Record<string, string>} changes an empty text takes one away
 * @param {string} [focus] the id of what has the focus, should the page be loaded anew
 * @returns {boolean} whether that was a change
 */
export const go = (changes, focus) => {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const search = query.size ? `?${query}` : "";
  if (search === location.search) return false;
  history.pushState({ focus }, "", search || location.pathname);
  moved();
  return true;
};

/**
 * Plays something else; what is played already is played again.
 * @param {Record<string, string>} played nothing, if it is empty
 */
export const choose = (played) => {
  if (!go({ ...NOTHING_PLAYED, ...played })) document.dispatchEvent(new CustomEvent(AGAIN));
};

/**
 * Calls back whenever the address has changed.
 * @param {() => void} callback
 */
export const whenMoved = (callback) => document.addEventListener(MOVED, callback);

/**
 * Calls back whenever the same is wanted once more.
 * @param {() => void} callback
 */
export const whenAgain = (callback) => document.addEventListener(AGAIN, callback);

/** Goes on where the visitor was before the page had to be loaded anew. */
export const returnFocus = () => {
  const { focus } = history.state ?? {};
  if (focus) document.getElementById(focus)?.focus();
};

addEventListener("popstate", moved);
