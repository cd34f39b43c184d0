// @ts-check
import { warn } from "./fence.js";
import { createTextLoaders } from "./locale.js";
import { createCard } from "./notice-card.js";
import { coverWidget } from "./notice-cover.js";
import { createPlacer, isAfter } from "./notice-place.js";
import { STYLE } from "./notice-style.js";
import { createFiller } from "./text.js";

/**
 * What the visitor sees: one notice per widget, and a screen over a widget that may not be used.
 *
 * @typedef {{
 *   kind: string, role: "status" | "alert", lang: string, dir: string, region: string,
 *   title: string[], message: string[], advice: string[], warning: string[],
 *   params: import("./text.js").Params,
 *   actions: import("./notice-card.js").Action[],
 *   reference: (import("./notice-card.js").Quote & { copy: string }) | null,
 *   transaction: import("./notice-card.js").Quote | null,
 *   until: number | null, countdown: string, over: string,
 *   copied: string, selected: string, code: string,
 * }} Notice as Python renders it. Each text is a list, best first: the first one whose placeholders all have a value is
 *   taken
 */

/** A page that takes a notice away as often as this does not want it. */
const MOST_MOVES = 20;

/** Stands for the page itself, as the number of a widget. */
const PAGE = 0;

/** @param {Notice} notice */
const putIntoWords = ({ title, message, advice, warning, params, countdown, ...rest }) => {
  const fill = createFiller(rest.lang, rest.dir);
  /** @param {string[]} candidates */
  const text = (candidates) => fill(candidates, params);
  return {
    ...rest,
    title: text(title),
    message: text(message),
    advice: text(advice),
    warning: text(warning),
    /** @param {number} seconds */
    remaining: (seconds) => fill([countdown], { seconds: ["seconds", seconds] }),
  };
};

/** @param {import("./page.js").Page} page */
export const noticeFences = (page) => {
  const wanted = page.script.dataset["notices"];
  const silent = wanted == "off";
  const place = createPlacer(wanted);
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  /** @type {Map<number, ReturnType<typeof createCard>>} */
  const cards = new Map();
  /** @type {Map<number, ReturnType<typeof coverWidget>>} */
  const covers = new Map();
  /**
   * What each widget shows, as JSON, what it calls an access code, and how often it had to be put back into its place.
   * @type {Map<number, { json: string, code: string, moves: number }>}
   */
  const shown = new Map();

  /** @param {number} id @param {unknown} detail */
  const tell = (id, detail) =>
    (page.widget(id) ?? document).dispatchEvent(
      new CustomEvent("pywidget:notice", { bubbles: true, composed: true, detail }),
    );

  /** @param {number} id */
  const mountNotice = (id) => {
    const widget = page.widget(id);
    if (silent || (id != PAGE && !widget?.isConnected)) return undefined;
    let card = cards.get(id);
    if (!card) {
      card = createCard(style, page.now, (action) => page.deliver({ kind: "action", widget: id, action }));
      cards.set(id, card);
    }
    const { host, keepFocus, mounted } = card;
    keepFocus(() => {
      if (!place(host, widget)) return;
      mounted();
      const notice = shown.get(id);
      if (notice) notice.moves++;
    });
    return card;
  };

  /** @param {number} id */
  const uncover = (id) => {
    if (covers.get(id)?.remove()) cards.get(id)?.focus();
    covers.delete(id);
  };

  /** @param {number} id */
  const hideNotice = (id) => {
    cards.get(id)?.hide();
    if (shown.delete(id)) tell(id, { kind: null });
  };

  /** @param {number} id */
  const unmountNotice = (id) => {
    hideNotice(id);
    uncover(id);
    cards.get(id)?.host.remove();
    cards.delete(id);
  };

  return {
    /** Prepares the empty live regions; called for each widget long before its first notice. */
    mountNotice,

    /** The page changed around a widget: what is shown stays with it. @param {number} id */
    keepNotice(id) {
      const notice = shown.get(id);
      const widget = page.widget(id);
      if (!widget || !notice || notice.moves > MOST_MOVES) return;
      mountNotice(id);
      const cover = covers.get(id);
      if (!cover || isAfter(cover.host, widget)) return;
      cover.place();
      notice.moves++;
    },

    /** @param {number} id @param {string} json a {@link Notice} */
    showNotice(id, json) {
      const card = mountNotice(id);
      if (shown.get(id)?.json == json && (!card || card.host.hasAttribute("data-shown"))) return;
      const widget = page.widget(id);
      if (card && widget) takeStyle(card.host, widget);
      const notice = /** @type {Notice} */ (JSON.parse(json));
      const words = putIntoWords(notice);
      card?.show(words);
      shown.set(id, { json, code: notice.code, moves: 0 });
      const { kind, role, title, message, advice, warning, actions, until } = words;
      const text = [message, advice, warning].filter(Boolean).join(" ");
      tell(id, { kind, role, title, text, actions, reference: words.reference?.value ?? null, until });
    },

    hideNotice,

    /** @param {number} id @param {string} json `{title, lang, dir}`, or "" to uncover the widget */
    coverWidget(id, json) {
      const widget = page.widget(id);
      uncover(id);
      if (!json || silent || !widget?.isConnected) return;
      const cover = coverWidget(widget, JSON.parse(json), style);
      takeStyle(cover.host, widget);
      covers.set(id, cover);
    },

    unmountNotice,

    /** @param {number} id */
    copyAccessCode(id) {
      const widget = /** @type {any} */ (page.widget(id));
      const value = page.accessCode(widget) ?? widget?.getState?.()?.accessCode;
      if (typeof value != "string" || !value) return warn("there is no access code to copy");
      if (cards.get(id)?.copy("copy-code", { label: shown.get(id)?.code ?? "", value })) return;
      navigator.clipboard.writeText(value).catch((error) => warn("the access code could not be copied", error));
    },

    ...createTextLoaders(page),
  };
};

/**
 * A widget has its custom properties on itself, where its neighbour does not inherit them.
 * @param {HTMLElement} host
 * @param {Element} widget
 */
const takeStyle = (host, widget) => {
  const own = getComputedStyle(widget);
  for (const name of ["--ats-font-family", "--ats-radius-lg"]) {
    const value = own.getPropertyValue(name);
    if (value) host.style.setProperty(name, value);
  }
};
