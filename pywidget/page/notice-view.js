// @ts-check
import { createActs } from "./acts.js";
import { PAGE } from "./border.js";
import { warn } from "./fence.js";
import { bringIntoSight, focusWidget } from "./focus.js";
import { createTextLoaders } from "./locale.js";
import { createCard } from "./notice-card.js";
import { coverWidget } from "./notice-cover.js";
import { createPlacer, isAfter, park } from "./notice-place.js";
import { STYLE } from "./notice-style.js";
import { createTopLayer } from "./notice-top.js";
import { createSettling } from "./settled.js";
import { makeSheet } from "./sheet.js";
import { createFiller } from "./text.js";

/**
 * What the visitor sees: one notice per widget, and a screen over a widget that may not be used.
 *
 * @typedef {{
 *   kind: string, role: "status" | "alert", lang: string, dir: string, region: string,
 *   title: string[], message: string[], said: string[], advice: string[], warning: string[],
 *   params: import("./text.js").Params,
 *   actions: import("./notice-card.js").Action[], leadsOn: boolean,
 *   reference: (import("./notice-card.js").Quote & { copy: string }) | null,
 *   transaction: import("./notice-card.js").Quote | null,
 *   until: number | null, countdown: string, over: string,
 *   copied: string, selected: string, code: string,
 * }} Notice as Python renders it. Each text is a list, best first: the first one whose placeholders all have a value is
 *   taken. `leadsOn`: with it the widget's own Retry is not missed
 */

/** A page that takes a notice away more often than so many times in so many milliseconds does not want it. */
const MOST_MOVES = 20;
const MOVES_MS = 10_000;

/** @param {Notice} notice */
const putIntoWords = ({ title, message, said, advice, warning, params, countdown, ...rest }) => {
  const fill = createFiller(rest.lang, rest.dir);
  /** @param {string[]} candidates */
  const text = (candidates) => fill(candidates, params);
  return {
    ...rest,
    title: text(title),
    message: text(message),
    said: text(said),
    reason: text(["{reason}"]),
    advice: text(advice),
    warning: text(warning),
    /** @param {number} seconds */
    remaining: (seconds) => fill([countdown], { seconds: ["seconds", seconds] }),
  };
};

/** @param {import("./page.js").Page} page */
export const createNoticeView = (page) => {
  const { data } = page.state;
  const wanted = data["notices"];
  const silent = wanted == "off";
  const instead = !wanted || /^(auto|instead)$/.test(wanted);
  const place = createPlacer(instead || wanted == "below" ? "" : wanted);
  const wasActedIn = createActs(page.signal);
  const style = makeSheet(STYLE);
  /** @type {Map<number, ReturnType<typeof createCard>>} */
  const cards = new Map();
  /** @type {Map<number, ReturnType<typeof coverWidget>>} */
  const covers = new Map();
  /** What is said on those that Python wants. @type {Map<number, { title: string, lang: string, dir: string }>} */
  const disabled = new Map();
  /**
   * What each widget shows, as JSON and in words.
   * @type {Map<number, { json: string, words: ReturnType<typeof putIntoWords> }>}
   */
  const shown = new Map();
  /** When what belongs to each widget was put into its place. @type {Map<number, number[]>} */
  const moves = new Map();
  const settling = createSettling(data["widget"] ?? ATS.ELEMENT, page.signal);
  const top = createTopLayer(page.signal, () => {
    const card = mountNotice(PAGE);
    card?.keepFocus(() => top.raise(card.host));
  });

  addEventListener(
    "keydown",
    (event) => {
      const lies = shown.has(PAGE) && cards.get(PAGE)?.host.dataset["page"] == "";
      if (!lies || event.key != "Escape" || event.defaultPrevented) return;
      // Nor does it close what the notice lies over.
      event.preventDefault();
      page.deliver({ kind: "action", widget: PAGE, action: "dismiss" });
    },
    { signal: page.signal },
  );

  /** @param {number} id @param {unknown} detail */
  const tell = (id, detail) =>
    (page.widget(id) ?? document).dispatchEvent(
      new CustomEvent("pywidget:notice", { bubbles: true, composed: true, detail }),
    );

  /** Whether something of a widget may be put into its place once more. @param {number} id */
  const mayMove = (id) => {
    const since = page.now() - MOVES_MS;
    const recent = (moves.get(id) ?? []).filter((moment) => moment > since);
    moves.set(id, recent);
    return recent.length <= MOST_MOVES;
  };

  /**
   * Lays over a widget what Python wants there, else what stands in the place of a screen that says the same.
   * @param {number} id
   * @param {Element | undefined} widget
   * @param {boolean} stands something is to be seen
   */
  const coverFor = (id, widget, stands) => {
    const notice = shown.get(id)?.words;
    const words = disabled.get(id) ?? notice;
    const over = words != notice ? widget : instead && stands && widget && notice && screenOf(widget, notice.leadsOn);
    const cover = covers.get(id);
    if (cover && words && cover.over == over) {
      cover.name(words);
      return cover;
    }
    covers.delete(id);
    if (!over) return undefined;
    const put = coverWidget(
      /** @type {Element} */ (widget),
      /** @type {HTMLElement} */ (over),
      /** @type {{ title: string, lang: string, dir: string }} */ (words),
      style,
      () => void mountNotice(id),
    );
    takeStyle(put.host, /** @type {Element} */ (widget));
    covers.set(id, put);
    return put;
  };

  /** Puts what belongs to a widget into its place. What shows nothing waits at the end of the page. @param {number} id */
  const mountNotice = (id) => {
    const widget = page.widget(id);
    if (silent || (id != PAGE && !widget?.isConnected)) return undefined;
    let card = cards.get(id);
    if (!card) {
      const choose = (/** @type {string} */ action) => page.deliver({ kind: "action", widget: id, action });
      card = createCard(style, page.now, choose, (isNew) => drawn(id, isNew));
      cards.set(id, card);
    }
    const { host, keepFocus, mounted } = card;
    keepFocus(() => {
      const stands = id == PAGE || (shown.has(id) && !settling.waits(widget));
      const before = covers.get(id);
      const cover = coverFor(id, widget, stands);
      const moved = cover && widget && !isAfter(cover.host, widget);
      if (moved) cover.place();
      const put = cover?.canCarry() ? cover.carry(host) : stands || before ? place(host, widget) : park(host);
      cover?.update();
      // The focus was on what is gone.
      if (before != cover && before?.remove()) {
        if (host.hasAttribute("data-shown")) card.focus();
        else leave(id);
      }
      if (!put && !moved) return;
      mounted();
      moves.get(id)?.push(page.now());
    });
    return card;
  };

  /**
   * Something is shown, perhaps for the first time.
   * @param {number} id
   * @param {boolean} isNew
   */
  const drawn = (id, isNew) => {
    const host = /** @type {HTMLElement} */ (cards.get(id)?.host);
    const cover = covers.get(id);
    cover?.update();
    top.raise(host);
    if (isNew && isBusyIn(page.widget(id), [host, cover?.host])) bringIntoSight(host);
  };

  /**
   * Tells whether the visitor is at work in a widget, or in what we have put beside it.
   * @param {Element | undefined} widget
   * @param {(Element | undefined)[]} ours
   */
  const isBusyIn = (widget, ours) => {
    const acted = wasActedIn([widget, ...ours]);
    if (acted !== undefined || !widget) return acted;
    // Acts from before this module was loaded are not known, and a widget that redraws loses the focus: so a widget in
    // sight counts as the place of work where nothing else has the focus.
    const { activeElement, body } = document;
    const { top, bottom } = widget.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && (activeElement == body || widget.matches(":focus, :focus-within"));
  };

  /** The focus goes to where the visitor goes on. @param {number} id */
  const leave = (id) => {
    const widget = page.widget(id);
    if (widget && focusWidget(widget, [])) return;
    covers.get(id)?.update();
    covers.get(id)?.focus();
  };

  /** @param {number} id @param {string} [last] */
  const hideNotice = (id, last = "") => {
    const card = cards.get(id);
    const was = shown.delete(id);
    // First what it covers is uncovered: the focus may go there. And what is moved while it speaks is not heard.
    if (covers.has(id)) mountNotice(id);
    card?.hide(last, () => leave(id));
    if (card) top.lower(card.host);
    covers.get(id)?.update();
    if (was) tell(id, { kind: null });
  };

  /** @param {number} id */
  const unmountNotice = (id) => {
    hideNotice(id);
    disabled.delete(id);
    covers.get(id)?.remove();
    covers.delete(id);
    cards.get(id)?.host.remove();
    cards.delete(id);
    moves.delete(id);
  };

  /** Draws what a widget shows by now. @param {number} id */
  const draw = (id) => {
    const notice = shown.get(id);
    const widget = page.widget(id);
    const card = notice && !settling.waits(widget) && mountNotice(id);
    if (!card) return;
    if (widget) takeStyle(card.host, widget);
    const { reference, ...words } = notice.words;
    // What the widget shows itself is not said twice.
    const own = /** @type {HTMLElement | null | undefined} */ (widget?.shadowRoot?.querySelector(ATS.REQUEST_ID));
    const isThere = !covers.has(id) && own?.offsetHeight && own.textContent?.trim() == reference?.value;
    card.show({ ...words, reference: isThere ? null : reference });
  };

  /** @param {number} id @param {string} json */
  const cover = (id, json) => {
    if (json) disabled.set(id, JSON.parse(json));
    else disabled.delete(id);
    mountNotice(id);
  };

  const calls = /** @satisfies {Partial<import("./border.js").Calls>} */ ({
    showNotice(id, json) {
      if (shown.get(id)?.json == json) {
        const card = mountNotice(id);
        if (!card || card.host.hasAttribute("data-shown")) return;
      }
      const words = putIntoWords(/** @type {Notice} */ (JSON.parse(json)));
      // That of the page is not about one form.
      if (id == PAGE) words.region = words.title;
      shown.set(id, { json, words });
      moves.set(id, []);
      settling.then(page.widget(id), () => draw(id));
      const { kind, role, title, message, said, advice, warning, actions, until } = words;
      const text = [message, said, advice, warning].filter(Boolean).join(" ");
      tell(id, { kind, role, title, text, actions, reference: words.reference?.value ?? null, until });
    },

    hideNotice,

    coverWidget: (id, json) => settling.then(page.widget(id), () => cover(id, json)),

    copyAccessCode(id) {
      const widget = /** @type {any} */ (page.widget(id));
      const value = page.accessCode(widget) ?? widget?.getState?.()?.accessCode;
      if (typeof value != "string" || !value) return warn("there is no access code to copy");
      if (cards.get(id)?.copy("copy-code", { label: shown.get(id)?.words.code ?? "", value })) return;
      navigator.clipboard.writeText(value).catch((error) => warn("the access code could not be copied", error));
    },

    ...createTextLoaders(page),
  });

  return {
    calls,

    /** Prepares the empty live regions; called for each widget long before its first notice. */
    mount: mountNotice,

    /** The page changed around a widget, or the widget: what is shown stays with it. @param {number} id */
    keep(id) {
      if (!page.widget(id) || !mayMove(id)) return;
      if (shown.has(id)) draw(id);
      else if (disabled.has(id)) mountNotice(id);
    },

    /** The widget left. */
    unmount: unmountNotice,
  };
};

/**
 * The screen that says that a widget stopped, where it can be seen and a notice can stand in its place.
 * @param {Element} widget
 * @param {boolean} leadsOn a Retry on it is not missed
 */
const screenOf = ({ shadowRoot }, leadsOn) => {
  const screen = /** @type {HTMLElement | null | undefined} */ (shadowRoot?.querySelector(ATS.STOPPED_SCREEN));
  return screen?.offsetHeight && (leadsOn || !screen.querySelector(ATS.RETRY_BUTTON)) ? screen : null;
};

/**
 * A widget has its custom properties on itself, where its neighbour does not inherit them.
 * @param {HTMLElement} host
 * @param {Element} widget
 */
const takeStyle = (host, widget) => {
  const own = getComputedStyle(widget);
  for (const name of [ATS.STYLE_FONT, ATS.STYLE_RADIUS]) {
    const value = own.getPropertyValue(name);
    if (value) host.style.setProperty(name, value);
  }
};
