// @ts-check
import { focusOn, make, makeGroup, makeHost } from "./notice-elements.js";
import { drawIcon } from "./notice-icons.js";
import { parentOf, schemeOf } from "./notice-place.js";

/** The `display` of an element's parent. @param {Element} element */
export const displayAround = (element) => getComputedStyle(parentOf(element)).display;

/**
 * Lays a screen of ours over a widget that must not be used, or over a screen of the widget that says the same as our
 * notice. What is underneath stays as it is, with everything that was typed, but mouse, keyboard and screen reader
 * cannot reach it. The notice is shown on our screen. A covered screen of the widget is made high enough for it.
 *
 * @param {Element} widget
 * @param {HTMLElement} over what is covered: the widget, or its screen
 * @param {{ title: string, lang: string, dir: string }} words
 * @param {import("./sheet.js").Sheet} style
 * @param {ReturnType<typeof import("./notice-fit.js").createFitting>} fitting
 * @param {string | undefined} display see `displayAround`; read here if not given
 * @param {() => void} changed called when what is covered gets a size or loses it
 * @returns {{
 *   host: HTMLElement, over: HTMLElement, name: (words: { title: string, lang: string, dir: string }) => void,
 *   place: (display?: string) => void, measure: () => () => void, grow?: () => () => void, canCarry: () => boolean,
 *   carry: (notice: HTMLElement) => boolean,
 *   update: () => void, focus: () => void, remove: () => boolean,
 * }} `name` changes its words; `place` moves it to where the widget is now; `measure` returns a function that gives
 *   it the size of what it covers, to be called after each `place`; `grow` returns one that gives the covered screen the
 *   height of the notice; `canCarry`: whether a notice has room on it; `carry` puts a notice on it, and tells whether it
 *   was not there yet; `update`: call it when that notice was shown or hidden; `remove` tells whether the focus was on it
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
      // In the next frame: to change a size inside of a ResizeObserver's callback causes an error in the page.
      if (!whole) fitting.inNextFrame(grow);
      if (was != screen.hidden) changed();
    };
  };
  const place = (display = displayAround(widget)) => {
    host.slot = widget.slot;
    widget.after(host);
    over.inert = true;
    if (!whole) over.style.visibility = "hidden";
    // In the flow it scrolls with the widget, and it has no height. In a flex or grid layout it would cause a gap, so
    // there it is taken out of the flow.
    host.style.position = /flex|grid|contents/.test(display) ? "absolute" : "relative";
    host.style.colorScheme = "";
  };

  const { cssText } = over.style;
  const wasInert = over.inert;
  // Marks a widget that only we made inert, for copies of the page. They do not contain the widget's own screens.
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
  // In the flow it moves with the widget, whose size can differ from its screen's; out of the flow, with their parent.
  observe(host.style.position == "absolute" ? host.parentElement : widget);

  // An inert widget loses the focus. Without this, a keyboard user would start again at the top of the page.
  if (hadFocus) focusOn(screen);

  return {
    host,
    over,
    name,
    place,
    measure,
    grow: whole ? undefined : grow,
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
