// @ts-check
import { soon } from "./after.js";
import { copy } from "./clipboard.js";
import { countDown } from "./countdown.js";
import { focusOn, make, makeButton, makeGroup, makeHost } from "./notice-elements.js";
import { drawIcon, lookOf } from "./notice-icons.js";
import { matchScheme } from "./notice-place.js";
import { stringify } from "./own.js";

/**
 * @typedef {import("../types/pywidget.js").NoticeAction} Action
 * @typedef {{ label: string, value: string }} Quote a value that the visitor can quote to the owner
 * @typedef {{
 *   kind: string,
 *   role: "status" | "alert",
 *   lang: string,
 *   dir: string,
 *   region: string,
 *   title: string,
 *   message: string,
 *   said: string,
 *   reason: string,
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

/**
 * A live region gets its text at least this long after the mount, because a screen reader must know the region before.
 * Until then the text is in the same place outside of the region: visitors do not wait for it.
 */
const SETTLE_MS = 100;

/** What is read out, in order. */
const LINES = /** @type {const} */ (["title", "message", "said", "advice", "warning"]);

/** How long "Copied" is shown on a button, and how long a short announcement stays in the page. */
const PASSING_MS = 4_000;

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
 * What is read out is in one of two live regions, which exist from the start. Buttons, references and the countdown are
 * outside of them, so that a change there does not have everything read out again. Short announcements (the remaining
 * time, that something was copied) go into a third, invisible live region.
 *
 * @param {import("./sheet.js").Sheet} style
 * @param {() => number} now
 * @param {(action: string) => void} choose
 * @param {(isNew: boolean) => void} drawn called when a notice is shown; `isNew`: it is not the one from before
 */
export const createCard = (style, now, choose, drawn) => {
  const { host, root } = makeHost("pywidget-notice", style);
  const card = makeGroup("card");
  const alert = makeLive("alert", "live");
  const status = makeLive("status", "live");
  /** Has the text while the live regions are not known yet. */
  const early = make("div", "live");
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
  /** The element in here that had the focus last. @type {HTMLElement | undefined} */
  let torn;
  /** What the visitor has to copy by hand. @type {HTMLElement | undefined} */
  let byHand;

  /**
   * @param {string} text
   * @param {boolean} [seen] whether it is also visible, and stays until something else is said
   */
  const say = (text, seen) => {
    clearTimeout(passing);
    spoken.className = seen ? "seen" : "spoken";
    spoken.textContent = text;
    // Removed again, so that a screen reader user who reads through the page does not find an old announcement.
    if (!seen) passing = setTimeout(() => (spoken.textContent = ""), PASSING_MS);
  };

  /**
   * Makes one line. A server's text is marked as of unknown language, because it may differ from that of the notice.
   * @param {typeof LINES[number]} name
   * @param {Words} words
   */
  const makeLine = (name, words) => {
    if (name != "said") return make("p", name, words[name]);
    const line = make("p", name);
    const reason = make("span", "", words.reason);
    reason.lang = "";
    // The last place where it is found, because a short reason can also be part of the words before it.
    const at = words.said.lastIndexOf(words.reason);
    line.append(words.said.slice(0, at), reason, words.said.slice(at + words.reason.length));
    return line;
  };

  const stopWaiting = () => {
    clearTimeout(waiting);
    early.remove();
  };

  /** @param {Words} words */
  const speak = (words) => {
    const [region, other] = words.role == "alert" ? [alert, status] : [status, alert];
    const lines = LINES.filter((name) => words[name]).map((name) => makeLine(name, words));
    const wait = mountedAt + SETTLE_MS - now();
    stopWaiting();
    other.replaceChildren();
    if (wait <= 0) return region.replaceChildren(...lines);
    region.replaceChildren();
    early.replaceChildren(...lines);
    status.after(early);
    waiting = setTimeout(() => {
      early.remove();
      region.replaceChildren(...lines);
    }, wait);
  };

  /**
   * @param {HTMLElement} button
   * @param {string} text
   * @param {Words} words
   * @param {() => Node} show
   */
  const copyFrom = async (button, text, words, show) => {
    const { textContent } = button;
    if (!(await copy(text, show))) return say(words.selected, true);
    byHand?.remove();
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
      const value = /** @type {Node} */ (row.lastChild);
      const button = makeButton("plain", reference.copy, () => copyFrom(button, reference.value, words, () => value));
      row.append(button);
      rows.push(row);
    }
    if (transaction) rows.push(makeQuote(transaction));
    quotes.replaceChildren(...rows);
  };

  /** @param {string} action */
  const press = (action) => {
    // The second click of a double click and a key held down are ignored: the button may be a different one by now.
    const before = pressedAt;
    pressedAt = now();
    if (pressedAt - before >= 500) choose(action);
  };

  /** @param {Words} words */
  const drawActions = (words) => {
    const buttons = words.actions.map(({ id, label }, index) => {
      const button = makeButton(index || id == "start-over" ? "" : "main", label, () => press(id));
      button.dataset["action"] = id;
      return button;
    });
    actions.replaceChildren(...buttons);
  };

  /** @param {Words} words */
  const startCountdown = (words) => {
    stopCountdown();
    timer.replaceChildren();
    const { until } = words;
    if (until === null) return;
    const whole = until - now();
    stopCountdown = countDown(now, until, {
      tick(seconds) {
        timer.textContent = words.remaining(seconds);
        timer.style.setProperty("--_left", `${Math.max(until - now(), 0) / whole}`);
      },
      announce: (seconds) => say(words.remaining(seconds)),
      over: () => say((timer.textContent = words.over)),
    });
  };

  /**
   * Tells whether the notice that is shown has the same words in some parts.
   * @param {readonly (keyof Words)[]} names
   * @param {Words} words
   */
  const same = (names, words) =>
    names.every((name) => stringify(shown?.[name] ?? null) == stringify(words[name]));

  /** Removes what belonged to the previous notice: its icon, an announcement, a value shown for copying by hand. */
  const tidy = () => {
    card.querySelector("svg")?.remove();
    byHand?.remove();
    say("");
  };

  /**
   * Changes something without losing the focus: it stays, or moves to the button of the same action, or to the notice.
   * @param {() => void} change
   */
  const keepFocus = (change) => {
    const focused = /** @type {HTMLElement | null} */ (root.activeElement) ?? lost();
    change();
    if (focused && root.activeElement != focused) {
      const { action } = focused.dataset;
      focusOn(focused.isConnected ? focused : ((action && buttonOf(action)) || card));
    }
    torn = /** @type {HTMLElement} */ (root.activeElement) ?? undefined;
  };

  /** The element that had the focus when the page removed the notice, unless something else has the focus now. */
  const lost = () => (!host.isConnected && document.activeElement == document.body ? torn : undefined);

  root.addEventListener("focusin", ({ target }) => (torn = /** @type {HTMLElement} */ (target)));
  root.addEventListener("focusout", () =>
    // If the page removed the notice, `torn` is kept, so that the focus can be given back later.
    soon(() => {
      if (host.isConnected && !root.activeElement) torn = undefined;
    }),
  );

  /** @param {string} action */
  const buttonOf = (action) => /** @type {HTMLElement | null} */ (actions.querySelector(`[data-action="${action}"]`));

  /** @param {Words} words */
  const fill = (words) => {
    // A script of the page may have emptied the notice.
    if (card.parentNode != root) root.append(card);
    const isNew = shown?.kind != words.kind;
    host.toggleAttribute("data-shown", true);
    // Before it has its new content, whose style the browser would have to work out for this.
    matchScheme(host);
    const [tone, icon] = lookOf(words.kind, words.role);
    if (!same(["kind", "role", "actions"], words)) {
      tidy();
      card.prepend(drawIcon(/** @type {string} */ (icon)));
    }
    card.className = `card shown ${tone}`;
    // Set on both: the card's style resets the inherited language that fonts and line breaks depend on.
    card.lang = body.lang = words.lang;
    card.dir = words.dir;
    card.setAttribute("aria-label", words.region);
    if (!same(["role", "lang", ...LINES], words)) speak(words);
    if (!same(["lang", "reference", "transaction"], words)) drawQuotes(words);
    if (!same(["lang", "actions"], words)) drawActions(words);
    if (!same(["lang", "until"], words)) startCountdown(words);
    shown = words;
    drawn(isNew);
  };

  return {
    host,
    keepFocus,

    /** Has to be called after the host was put into the page. */
    mounted() {
      mountedAt = now();
    },

    /** @param {Words} words */
    show(words) {
      keepFocus(() => fill(words));
    },

    /**
     * Empties the notice.
     * @param {string} last what is read out then, if anything
     * @param {() => void} leave moves the focus elsewhere if it was in here, because it would be lost in an empty box
     */
    hide(last, leave) {
      stopWaiting();
      stopCountdown();
      const focused = /** @type {HTMLElement | null} */ (root.activeElement);
      host.toggleAttribute("data-shown", false);
      shown = null;
      tidy();
      for (const part of [alert, status, timer, quotes, actions]) part.textContent = "";
      card.className = "card";
      if (focused) {
        focused.blur();
        leave();
      }
      say(last);
    },

    focus: () => focusOn(card),

    /**
     * Copies the value that a button of the notice is for, and tells the visitor.
     * @param {string} action
     * @param {Quote} quote
     */
    copy(action, quote) {
      const button = buttonOf(action);
      if (!shown || !button) return false;
      byHand?.remove();
      const row = (byHand = makeQuote(quote));
      copyFrom(button, quote.value, shown, () => {
        quotes.append(row);
        return /** @type {Node} */ (row.lastChild);
      });
      return true;
    },
  };
};
