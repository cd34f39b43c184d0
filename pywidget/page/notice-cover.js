// @ts-check
import { focusOn, make, makeGroup, makeHost } from "./notice-elements.js";
import { drawIcon } from "./notice-icons.js";
import { parentOf, schemeOf } from "./notice-place.js";

/** How what an element is in lays out its boxes. @param {Element} element */
export const displayAround = (element) => getComputedStyle(parentOf(element)).display;

/**
 * Lays a screen of ours over a widget that may not be used, or over a screen of its own that says the same as our notice.
 * What is underneath stays as it is, with everything that was typed, and cannot be reached by mouse, keyboard or screen
 * reader. What is to be said about it is said on our screen; one of the widget's is made as high as that needs.
 *
 * @param {Element} widget
 * @param {HTMLElement} over the widget, or its screen
 * @param {{ title: string, lang: string, dir: string }} words
 * @param {import("./sheet.js").Sheet} style
 * @param {ReturnType<typeof import("./notice-fit.js").createFitting>} fitting
 * @param {string | undefined} display see `displayAround`; asked for here if not before
 * @param {() => void} changed called when what had no size has one, or the other way round
 * @returns {{
 *   host: HTMLElement, over: HTMLElement, name: (words: { title: string, lang: string, dir: string }) => void,
 *   place: (display?: string) => void, measure: () => () => void, canCarry: () => boolean, carry: (notice: HTMLElement) => boolean,
 *   update: () => void, focus: () => void, remove: () => boolean,
 * }} `name` gives it other words; `place` puts it where the widget is by now; `measure` returns what gives it the size of
 *   what it lies over, to be called whenever it was put somewhere; `canCarry`: there is room for a notice on
 *   it; `carry` takes one up, and tells whether it had to; `update`: that notice has come or gone; `remove` tells whether
 *   the focus was on it
 */
export const coverWidget = (widget, over, words, style, fitting, display, changed) => {
  const { host, root } = makeHost("pywidget-cover", style);
  const whole = over == widget;
  const screen = makeGroup(whole ? "cover calm" : "cover bare");
  const title = make("p", "title");
  /** @param {{ title: string, lang: string, dir: string }} given */
  const name = ({ title: text, lang, dir }) => {
    Object.assign(screen, { lang, dir, ariaLabel: text });
    Object.assign(title, { lang, textContent: text });
  };
  name(words);
  if (whole) screen.append(drawIcon("halt"), title);
  screen.append(document.createElement("slot"));
  root.append(screen);
  const grow = () => {
    const height = host.querySelector("[data-shown]")?.scrollHeight;
    return () => {
      if (height !== undefined) over.style.minHeight = `${height}px`;
    };
  };
  const measure = () => {
    const scheme = host.style.colorScheme || schemeOf(host);
    const { left, top, width, height } = over.getBoundingClientRect();
    const from = host.getBoundingClientRect();
    return () => {
      const was = screen.hidden;
      screen.hidden = !width || !height;
      const { style } = screen;
      style.left = `${left - from.left}px`;
      style.top = `${top - from.top}px`;
      style.width = `${width}px`;
      style.height = `${height}px`;
      host.style.colorScheme = scheme;
      // Not while sizes are told: what changes one then is told to the page as an error.
      if (!whole) fitting.inNextFrame(grow);
      if (was != screen.hidden) changed();
    };
  };
  const place = (display = displayAround(widget)) => {
    host.slot = widget.slot;
    widget.after(host);
    over.inert = true;
    if (!whole) over.style.visibility = "hidden";
    // Without a height of its own, inside of whatever scrolls; only where it would be one of several boxes with gaps
    // between them it is out of the flow.
    host.style.position = /flex|grid|contents/.test(display) ? "absolute" : "relative";
    host.style.colorScheme = "";
  };

  const { cssText } = over.style;
  const wasInert = over.inert;
  // A copy of the page has no copy of the widget's own screens.
  host.dataset["cover"] = whole && !wasInert ? "inert" : "";
  const hadFocus = over.matches(":focus, :focus-within");
  place(display);
  /** @type {Set<Element>} */
  const observed = new Set();
  /** @param {Element | null} element */
  const observe = (element) => {
    if (!element || observed.has(element)) return;
    observed.add(element);
    fitting.observe(element, measure);
  };
  observe(over);
  // In the flow it goes with the widget, which may have other sizes than its screen; out of it, with what both are in.
  observe(host.style.position == "absolute" ? host.parentElement : widget);

  // Made inert, the widget loses the focus; a keyboard user would start again at the top of the page.
  if (hadFocus) focusOn(screen);

  return {
    host,
    over,
    name,
    place,
    measure,
    canCarry: () => !screen.hidden,
    carry(notice) {
      if (notice.parentElement == host) return false;
      notice.slot = "";
      delete notice.dataset["page"];
      notice.dataset["over"] = whole ? "all" : "";
      host.append(notice);
      observe(notice);
      return true;
    },
    update: () => void screen.classList.toggle("said", !!host.querySelector("[data-shown]")),
    focus: () => focusOn(screen),
    remove() {
      const focused = !!root.activeElement;
      fitting.forget(observed, measure, grow);
      over.inert = wasInert;
      if (!whole) over.style.cssText = cssText;
      host.remove();
      return focused;
    },
  };
};
