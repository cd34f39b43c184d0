// @ts-check
import { createActs } from "./acts.js";
import { PAGE } from "./border.js";
import { fence, warn } from "./fence.js";
import { bringIntoSight, focusWidget } from "./focus.js";
import { createTextLoaders } from "./locale.js";
import { createCard } from "./notice-card.js";
import { coverWidget, displayAround } from "./notice-cover.js";
import { createFitting } from "./notice-fit.js";
import { anchorOf, createPlacer, isAfter, park } from "./notice-place.js";
import { STYLE } from "./notice-style.js";
import { createTopLayer } from "./notice-top.js";
import { createSettling } from "./settled.js";
import { makeSheet } from "./sheet.js";
import { createFiller } from "./text.js";

/**
 * Draws what the visitor sees: one notice per widget, and a screen over a widget that must not be used.
 *
 * @typedef {{
 *   kind: import("../types/pywidget.js").NoticeKind, role: "status" | "alert", lang: string, dir: string, region: string,
 *   title: string[], message: string[], said: string[], advice: string[], warning: string[],
 *   params: import("./text.js").Params,
 *   actions: import("./notice-card.js").Action[], leadsOn: boolean,
 *   reference: (import("./notice-card.js").Quote & { copy: string }) | null,
 *   transaction: import("./notice-card.js").Quote | null,
 *   until: number | null, countdown: string, over: string,
 *   copied: string, selected: string, code: string,
 * }} Notice as Python renders it. Each text is a list, best first: the first one whose placeholders all have a value is
 *   used. `leadsOn`: the visitor can go on without the widget's own Retry
 */

/** If a page removes a notice more than this many times in this many milliseconds, it is not put back any more. */
const MOST_MOVES = 20;
const MOVES_MS = 10_000;

/** @param {Notice} notice */
const putIntoWords = ({ title, message, said, advice, warning, params, countdown, ...rest }) => {
  const fill = createFiller(rest.lang, rest.dir);
  /** @param {string[]} [candidates] a notice of our own has some texts only */
  const text = (candidates = []) => fill(candidates, params);
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

/** @param {import("./create-page.js").Page} page */
export const createNoticeView = (page) => {
  const { data } = page.state;
  const wanted = data["notices"];
  const silent = wanted == "off";
  const instead = !wanted || /^(auto|instead)$/.test(wanted);
  const place = createPlacer(instead || wanted == "below" ? "" : wanted);
  const wasActedIn = createActs(page.signal);
  const fitting = createFitting(page.signal);
  const style = makeSheet(STYLE);
  /** @type {Map<number, ReturnType<typeof createCard>>} */
  const cards = new Map();
  /** @type {Map<number, ReturnType<typeof coverWidget>>} */
  const covers = new Map();
  /**
   * The words on the covers that Python asked for.
   * @type {Map<number, { title: string, lang: string, dir: string }>}
   */
  const disabled = new Map();
  /**
   * The notice of each widget, as JSON and in words.
   * @type {Map<number, { json: string, words: ReturnType<typeof putIntoWords> }>}
   */
  const shown = new Map();
  /** When each widget's notice was put into its place. @type {Map<number, number[]>} */
  const moves = new Map();
  /** Widgets with a notice that is new in this frame. @type {Set<number>} */
  const fresh = new Set();
  /** Widgets that are drawn at the end of this turn; undefined between turns. @type {Set<number> | undefined} */
  let together;
  const settling = createSettling(data["widget"] ?? ATS.ELEMENT, page.signal);
  // Fenced, because the browser calls it.
  const raise = fence("drawing a notice", () => {
    const card = mountNotice(PAGE);
    card?.keepFocus(() => top.raise(card.host));
  });
  const top = createTopLayer(page.signal, raise);

  addEventListener(
    "keydown",
    (event) => {
      const lies = shown.has(PAGE) && cards.get(PAGE)?.host.dataset["page"] == "";
      if (!lies || event.key != "Escape" || event.defaultPrevented) return;
      // So that Escape does not also close a dialog below the notice.
      event.preventDefault();
      page.deliver({ kind: "action", widget: PAGE, action: "dismiss" });
    },
    { signal: page.signal },
  );

  /** @param {number} id @param {import("../types/pywidget.js").NoticeDetail} detail */
  const tell = (id, detail) =>
    (page.widget(id) ?? document).dispatchEvent(
      new CustomEvent("pywidget:notice", { bubbles: true, composed: true, detail }),
    );

  /** Whether a widget's notice may be put into its place once more. @param {number} id */
  const mayMove = (id) => {
    const since = page.now() - MOVES_MS;
    const recent = (moves.get(id) ?? []).filter((moment) => moment > since);
    moves.set(id, recent);
    return recent.length <= MOST_MOVES;
  };

  /** Whether a notice is visible at a widget now. @param {number} id @param {Element | undefined} widget */
  const stands = (id, widget) => id == PAGE || (shown.has(id) && !settling.waits(widget));

  /**
   * What has to be covered: the widget if Python wants that, else its screen that says the same as the notice.
   * @param {number} id
   * @param {Element | undefined} widget
   * @returns {Element | null | undefined | false}
   */
  const coveredOf = (id, widget) => {
    if (disabled.has(id)) return widget;
    const notice = shown.get(id)?.words;
    return instead && widget && notice && stands(id, widget) && screenOf(widget, notice.leadsOn);
  };

  /**
   * Reads what is needed before anything is changed, because reading after a change costs a new layout.
   * @param {number} id
   */
  const see = (id) => {
    const widget = page.widget(id);
    // An empty notice waits at the end of the page, wherever its widget is. There is one for each widget from the start.
    const isEmpty = !stands(id, widget) && !covers.has(id) && !disabled.has(id);
    if (!widget?.isConnected || isEmpty) return {};
    return { over: coveredOf(id, widget), anchor: anchorOf(widget), display: displayAround(widget) };
  };

  /**
   * Covers what has to be covered, if it is not covered yet.
   * @param {number} id
   * @param {Element | undefined} widget
   * @param {ReturnType<typeof see>} seen
   */
  const coverFor = (id, widget, { over, display }) => {
    const words = disabled.get(id) ?? shown.get(id)?.words;
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
      fitting,
      display,
      () => page.keepSoon(id),
    );
    belong(id, put.host);
    covers.set(id, put);
    return put;
  };

  /** @param {number} id @param {Element} host */
  const belong = (id, host) => page.widgets?.belongs(host, id);

  /**
   * Puts a widget's notice and cover into their place. An empty notice waits at the end of the page.
   * @param {number} id
   * @param {ReturnType<typeof see>} [seen]
   * @param {boolean} [fits] whether the cover gets its size now
   */
  const mountNotice = (id, seen = see(id), fits = true) => {
    const widget = page.widget(id);
    if (silent || (id != PAGE && !widget?.isConnected)) return undefined;
    let card = cards.get(id);
    if (!card) {
      const choose = (/** @type {string} */ action) => page.deliver({ kind: "action", widget: id, action });
      card = createCard(style, page.now, choose, (isNew) => drawn(id, isNew));
      belong(id, card.host);
      cards.set(id, card);
    }
    const { host, keepFocus, mounted } = card;
    keepFocus(() => {
      const before = covers.get(id);
      const cover = coverFor(id, widget, seen);
      const moved = cover && widget && !isAfter(cover.host, widget);
      if (moved) cover.place(seen.display);
      if (fits && (moved || cover != before)) cover?.measure()();
      const put = cover?.canCarry() ? cover.carry(host) : stands(id, widget) || before ? place(host, widget, seen.anchor) : park(host);
      cover?.update();
      // If the focus was on the removed cover, it has to go somewhere else.
      if (before != cover && before) {
        belong(PAGE, before.host);
        if (before.remove()) {
          if (host.hasAttribute("data-shown")) card.focus();
          else leave(id);
        }
      }
      if (!put && !moved) return;
      mounted();
      moves.get(id)?.push(page.now());
    });
    return card;
  };

  /**
   * Called when a notice is shown.
   * @param {number} id
   * @param {boolean} isNew whether it was not shown before
   */
  const drawn = (id, isNew) => {
    const host = /** @type {HTMLElement} */ (cards.get(id)?.host);
    const cover = covers.get(id);
    cover?.update();
    top.raise(host);
    if (!isNew) return;
    // In the next frame positions can be read without a layout of the page for each notice.
    if (!fresh.size) requestAnimationFrame(showFresh);
    fresh.add(id);
  };

  /** Scrolls to the first new notice whose widget the visitor is working in. Fenced, because the browser calls it. */
  const showFresh = fence("scrolling", () => {
    const hosts = [...fresh].map((id) => {
      const host = cards.get(id)?.host;
      return isBusyIn(page.widget(id), [host, covers.get(id)?.host]) ? host : undefined;
    });
    fresh.clear();
    const host = hosts.find((one) => one?.hasAttribute("data-shown"));
    if (host) bringIntoSight(host);
  });

  /**
   * Tells whether the visitor is working in a widget, or in an element of ours at it.
   * @param {Element | undefined} widget
   * @param {(Element | undefined)[]} ours
   */
  const isBusyIn = (widget, ours) => {
    const acted = wasActedIn([widget, ...ours]);
    if (acted !== undefined || !widget) return acted;
    // Clicks and keys from before this module was loaded are not known, and a widget that redraws loses the focus. So a
    // visible widget counts as in use if nothing else has the focus.
    const { activeElement, body } = document;
    const { top, bottom } = widget.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && (activeElement == body || widget.matches(":focus, :focus-within"));
  };

  /** Moves the focus to where the visitor continues. @param {number} id */
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
    // Uncovered first, because the focus may go there. Also, a live region that is moved is not read out.
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

  /** @param {import("./notice-fit.js").Measure | undefined} measure */
  const fit = function* (measure) {
    yield;
    const change = measure?.();
    yield;
    change?.();
  };

  /**
   * Draws a widget's notice. Each `yield` separates reading sizes from changing them, see `drawAll`.
   * @param {number} id
   * @param {boolean} alone
   */
  const drawing = function* (id, alone) {
    try {
      yield* drawingWhole(id, alone);
    } catch (error) {
      // What was drawn in part may be blank or in two languages. Without it, the widget's own screen is seen again.
      hideNotice(id);
      throw error;
    }
  };

  /** The same, where nothing fails. @param {number} id @param {boolean} alone */
  const drawingWhole = function* (id, alone) {
    const widget = page.widget(id);
    const notice = settling.waits(widget) ? undefined : shown.get(id);
    if (!notice && !disabled.has(id)) return;
    const seen = see(id);
    const styles = widget && styleOf(widget);
    // A request id that the widget shows itself is not shown twice.
    const own = /** @type {HTMLElement | null | undefined} */ (widget?.shadowRoot?.querySelector(ATS.REQUEST_ID));
    const known = own?.offsetHeight && own.textContent?.trim();
    yield;
    const card = mountNotice(id, seen, false);
    const cover = covers.get(id);
    for (const host of [card?.host, cover?.host]) if (host && styles) takeStyle(host, styles);
    yield* fit(cover?.measure);
    if (!card || !notice) return;
    const { reference, ...words } = notice.words;
    card.show({ ...words, reference: !cover && known && known == reference?.value ? null : reference });
    // What is covered grows in the next frame, and is measured again: two more layouts of the whole page. If there are
    // several, one layout serves all of them here. A single one is shown sooner without that.
    if (alone) return;
    yield* fit(cover?.grow);
    yield* fit(cover?.measure);
  };

  /**
   * Draws several, step by step: each step for all of them, so that one layout serves all.
   * @param {Iterable<number>} ids
   */
  const drawAll = (ids) => {
    const all = [...ids];
    let steps = all.map((id) => drawing(id, all.length == 1));
    while (steps.length) steps = steps.filter((each) => fence("drawing a notice", () => !each.next().done)());
  };

  /** @param {number} id */
  const draw = (id) => void (together ? together.add(id) : drawAll([id]));

  /** @param {number} id @param {string} json */
  const cover = (id, json) => {
    if (json) disabled.set(id, JSON.parse(json));
    else disabled.delete(id);
    if (json) draw(id);
    else mountNotice(id);
  };

  const calls = /** @satisfies {Partial<import("./border.js").Calls>} */ ({
    showNotice(id, json) {
      if (shown.get(id)?.json == json) {
        const card = mountNotice(id);
        if (!card || card.host.hasAttribute("data-shown")) return;
      }
      const words = putIntoWords(/** @type {Notice} */ (JSON.parse(json)));
      // The page's notice is not about one form, so its region is named by its title.
      if (id == PAGE) words.region = words.title;
      shown.set(id, { json, words });
      moves.set(id, []);
      settling.then(page.widget(id), () => draw(id));
      // It could not be drawn.
      if (!shown.has(id)) return;
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

    /** Puts the empty live regions into the page. Called for each widget long before its first notice. */
    mount: (/** @type {number} */ id) => void mountNotice(id),

    /** Draws the notice again, called when the widget or the page around it has changed. @param {number} id */
    keep(id) {
      if (!page.widget(id) || !mayMove(id)) return;
      draw(id);
    },

    /**
     * Runs something that may show several notices, and draws all of them afterwards.
     * @param {() => void} run
     */
    together(run) {
      together = new Set();
      try {
        run();
      } finally {
        const ids = together;
        together = undefined;
        drawAll(ids);
      }
    },

    /** Called when the widget was removed from the page. */
    unmount: unmountNotice,
  };
};

/**
 * The screen that says that a widget stopped, if it is visible and a notice can replace it.
 * @param {Element} widget
 * @param {boolean} leadsOn whether the visitor can go on without its Retry
 */
const screenOf = ({ shadowRoot }, leadsOn) => {
  const screen = /** @type {HTMLElement | null | undefined} */ (shadowRoot?.querySelector(ATS.STOPPED_SCREEN));
  return screen?.offsetHeight && (leadsOn || !screen.querySelector(ATS.RETRY_BUTTON)) ? screen : null;
};

/**
 * Reads a widget's custom properties. They are set on the widget itself, so a notice beside it does not inherit them.
 * @param {Element} widget
 */
const styleOf = (widget) => {
  const own = getComputedStyle(widget);
  return [ATS.STYLE_FONT, ATS.STYLE_RADIUS].map((name) => [name, own.getPropertyValue(name)]);
};

/** @param {HTMLElement} host @param {string[][]} styles */
const takeStyle = (host, styles) => {
  for (const [name, value] of styles) if (name && value) host.style.setProperty(name, value);
};
