// @ts-check
import { copy } from "./clipboard.js";
import { countDown } from "./countdown.js";
import { drawIcon, lookOf } from "./notice-icons.js";
import { makeHost, matchScheme } from "./notice-place.js";

/**
 * @typedef {{ id: string, label: string }} Action
 * @typedef {{ label: string, value: string }} Quote something to quote to the owner
 * @typedef {{
 *   kind: string,
 *   role: "status" | "alert",
 *   lang: string,
 *   dir: string,
 *   region: string,
 *   title: string,
 *   message: string,
 *   advice: string,
 *   warning: string,
 *   actions: Action[],
 *   reference: (Quote & { copy: string }) | null,
 *   transaction: Quote | null,
 *   until: number | null,
 *   remaining: (seconds: number) => string,
 *   over: string,
 *   copied: string,
 *   selected: string,
 * }} Words a notice, ready to be shown
 */

/** A live region has to be known to the screen reader before its text: that much later than the mount, at least. */
const SETTLE_MS = 100;

/** How long "Copied" stands on a button, and how long something said in passing stays in the page. */
const PASSING_MS = 4_000;

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} [text]
 */
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

/**
 * @param {string} role
 * @param {string} className
 */
const makeLive = (role, className) => {
  const region = make("div", className);
  region.setAttribute("role", role);
  region.setAttribute("aria-atomic", "true");
  return region;
};

/**
 * One notice, empty until it is shown.
 *
 * What is to be read out is in one of two live regions, which are there from the start; buttons, references and the
 * countdown are outside of them, so that changing one of those repeats nothing. What has to be said in passing (the
 * remaining time, that something was copied) goes into a third, invisible one.
 *
 * @param {CSSStyleSheet} style
 * @param {() => number} now
 * @param {(action: string) => void} choose
 */
export const createCard = (style, now, choose) => {
  const { host, root } = makeHost("pywidget-notice", style);
  const card = make("div", "card");
  card.tabIndex = -1;
  card.setAttribute("role", "group");
  const alert = makeLive("alert", "live");
  const status = makeLive("status", "live");
  const timer = make("div", "timer");
  timer.setAttribute("role", "timer");
  timer.setAttribute("aria-live", "off");
  const quotes = make("div", "quotes");
  const actions = make("div", "actions");
  const spoken = makeLive("status", "spoken");
  const body = make("div", "body");
  body.append(alert, status, timer, quotes, spoken, actions);
  card.append(body);
  root.append(card);

  /** @type {Words | null} */
  let shown = null;
  let mountedAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let passing;
  let stopCountdown = () => {};
  let pressedAt = -Infinity;
  /** What the visitor has to copy by hand. @type {HTMLElement | undefined} */
  let own;

  /**
   * @param {string} text
   * @param {boolean} [seen] for the eye as well, and as long as nothing else is said
   */
  const say = (text, seen) => {
    clearTimeout(passing);
    spoken.className = seen ? "seen" : "spoken";
    spoken.textContent = text;
    // Left there, it would be met again by somebody reading through the page.
    if (!seen) passing = setTimeout(() => spoken.replaceChildren(), PASSING_MS);
  };

  /** @param {Words} words */
  const speak = (words) => {
    const region = words.role == "alert" ? alert : status;
    const other = region == alert ? status : alert;
    const lines = [make("p", "title", words.title)];
    if (words.message) lines.push(make("p", "message", words.message));
    if (words.advice) lines.push(make("p", "advice", words.advice));
    if (words.warning) lines.push(make("p", "warning", words.warning));
    other.replaceChildren();
    region.replaceChildren(...lines);
  };

  /**
   * @param {HTMLElement} button
   * @param {string} text
   * @param {Words} words
   * @param {() => Element | undefined} show
   */
  const copyFrom = async (button, text, words, show) => {
    const { textContent } = button;
    if (!(await copy(text, show))) return say(words.selected, true);
    own?.remove();
    say(words.copied);
    if (textContent == words.copied) return;
    button.textContent = words.copied;
    setTimeout(() => (button.textContent = textContent), PASSING_MS);
  };

  /** @param {Quote} quote */
  const makeQuote = (quote) => {
    const row = make("div", "quote");
    row.append(make("span", "label", quote.label), make("code", "value", quote.value));
    return row;
  };

  /** @param {Words} words */
  const drawQuotes = (words) => {
    const rows = [];
    const { reference, transaction } = words;
    if (reference) {
      const row = makeQuote(reference);
      const button = make("button", "plain", reference.copy);
      /** @type {HTMLButtonElement} */ (button).type = "button";
      button.onclick = () => copyFrom(button, reference.value, words, () => row.querySelector("code") ?? undefined);
      row.append(button);
      rows.push(row);
    }
    if (transaction) rows.push(makeQuote(transaction));
    quotes.replaceChildren(...rows);
  };

  /** @param {string} action */
  const press = (action) => {
    // The second half of a double click, or a key held down: whatever the button under it says by now.
    const before = pressedAt;
    pressedAt = now();
    if (pressedAt - before >= 500) choose(action);
  };

  /** @param {Words} words */
  const drawActions = (words) => {
    const buttons = words.actions.map(({ id, label }, index) => {
      const button = /** @type {HTMLButtonElement} */ (make("button", index ? "" : "main", label));
      button.type = "button";
      button.dataset["action"] = id;
      button.onclick = () => press(id);
      return button;
    });
    actions.replaceChildren(...buttons);
  };

  /** @param {Words} words */
  const startCountdown = (words) => {
    stopCountdown();
    timer.replaceChildren();
    if (words.until === null) return;
    stopCountdown = countDown(now, words.until, {
      tick: (seconds) => (timer.textContent = words.remaining(seconds)),
      announce: (seconds) => say(words.remaining(seconds)),
      over: () => say((timer.textContent = words.over)),
    });
  };

  /**
   * Tells whether two notices are the same in some parts.
   * @param {(keyof Words)[]} names
   * @param {Words} words
   */
  const same = (names, words) =>
    !!shown && JSON.stringify(names.map((name) => shown?.[name])) == JSON.stringify(names.map((name) => words[name]));

  /** What was said and shown in passing belongs to the notice before. */
  const tidy = () => {
    own?.remove();
    say("");
  };

  /** @param {Words} words */
  const fill = (words) => {
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    const action = focused?.dataset["action"];
    const [tone, icon] = lookOf(words.kind, words.role);
    if (!same(["kind", "actions"], words)) tidy();
    card.className = `card ${tone}`;
    card.lang = words.lang;
    card.dir = words.dir;
    card.setAttribute("aria-label", words.region);
    if (!card.querySelector(`:scope > .icon-${icon}`)) {
      card.querySelector(":scope > svg")?.remove();
      card.prepend(drawIcon(icon));
    }
    if (!same(["role", "lang", "title", "message", "advice", "warning"], words)) speak(words);
    if (!same(["lang", "reference", "transaction"], words)) drawQuotes(words);
    if (!same(["lang", "actions"], words)) drawActions(words);
    if (!same(["lang", "until"], words)) startCountdown(words);
    shown = words;
    host.toggleAttribute("data-shown", true);
    matchScheme(host);
    if (focused && root.activeElement != focused) {
      const successor = action && actions.querySelector(`[data-action="${action}"]`);
      /** @type {HTMLElement} */ (successor || card).focus({ preventScroll: true });
    }
  };

  const stop = () => {
    clearTimeout(waiting);
    stopCountdown();
  };

  return {
    host,

    /** To be called when the host was put into the page. */
    mounted() {
      mountedAt = now();
    },

    /** @param {Words} words */
    show(words) {
      clearTimeout(waiting);
      const wait = mountedAt + SETTLE_MS - now();
      if (wait > 0) waiting = setTimeout(fill, wait, words);
      else fill(words);
    },

    hide() {
      stop();
      if (root.activeElement) card.focus({ preventScroll: true });
      tidy();
      for (const part of [alert, status, timer, quotes, actions]) part.replaceChildren();
      card.querySelector(":scope > svg")?.remove();
      card.className = "card";
      host.toggleAttribute("data-shown", false);
      shown = null;
    },

    focus: () => card.focus({ preventScroll: true }),

    /** Does something that may move the notice within the page, which would cost it the focus. @param {() => void} move */
    keepFocus(move) {
      const focused = /** @type {HTMLElement | null} */ (root.activeElement);
      move();
      if (focused && root.activeElement != focused) focused.focus({ preventScroll: true });
    },

    /**
     * Copies what a button of the notice stands for, and says so.
     * @param {string} action
     * @param {Quote} quote
     */
    copy(action, quote) {
      const button = /** @type {HTMLElement | null} */ (actions.querySelector(`[data-action="${action}"]`));
      if (!shown || !button) return false;
      own?.remove();
      own = makeQuote(quote);
      const row = own;
      copyFrom(button, quote.value, shown, () => {
        quotes.append(row);
        return row.querySelector("code") ?? undefined;
      });
      return true;
    },

    remove() {
      stop();
      clearTimeout(passing);
      host.remove();
    },
  };
};
