// @ts-check
import { soon } from "./after.js";
import { focusOn, make, makeGroup, makeHost } from "./notice-elements.js";
import { drawIcon } from "./notice-icons.js";
import { matchScheme, parentOf } from "./notice-place.js";

/**
 * Lays a screen of ours over a widget that may not be used, or over a screen of its own that says the same as our notice.
 * What is underneath stays as it is, with everything that was typed, and cannot be reached by mouse, keyboard or screen
 * reader. What is to be said about it is said on our screen; one of the widget's is made as high as that needs.
 *
 * @param {Element} widget
 * @param {HTMLElement} over the widget, or its screen
 * @param {{ title: string, lang: string, dir: string }} words
 * @param {import("./sheet.js").Sheet} style
 * @param {() => void} changed called when what had no size has one, or the other way round
 * @returns {{
 *   host: HTMLElement, over: HTMLElement, name: (words: { title: string, lang: string, dir: string }) => void,
 *   place: () => void, canCarry: () => boolean, carry: (notice: HTMLElement) => boolean,
 *   update: () => void, focus: () => void, remove: () => boolean,
 * }} `name` gives it other words; `place` puts it where the widget is by now; `canCarry`: there is room for a notice on
 *   it; `carry` takes one up, and tells whether it had to; `update`: that notice has come or gone; `remove` tells whether
 *   the focus was on it
 */
export const coverWidget = (widget, over, words, style, changed) => {
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
    const said = host.querySelector("[data-shown]");
    if (said) over.style.minHeight = `${said.scrollHeight}px`;
  };
  const fit = () => {
    const { left, top, width, height } = over.getBoundingClientRect();
    const from = host.getBoundingClientRect();
    const was = screen.hidden;
    screen.hidden = !width || !height;
    Object.assign(screen.style, {
      left: `${left - from.left}px`,
      top: `${top - from.top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    // Not while sizes are told: what changes one then is told to the page as an error.
    if (!whole) requestAnimationFrame(grow);
    // Whoever lays this cover has to know of it first.
    if (was != screen.hidden) soon(changed);
  };
  const place = () => {
    host.slot = widget.slot;
    widget.after(host);
    over.inert = true;
    if (!whole) over.style.visibility = "hidden";
    // Without a height of its own, inside of whatever scrolls; only where it would be one of several boxes with gaps
    // between them it is out of the flow.
    const { display } = getComputedStyle(parentOf(host));
    host.style.position = /flex|grid|contents/.test(display) ? "absolute" : "relative";
    matchScheme(host);
    fit();
  };

  const { cssText } = over.style;
  const wasInert = over.inert;
  // A copy of the page has no copy of the widget's own screens.
  host.dataset["cover"] = whole && !wasInert ? "inert" : "";
  const hadFocus = over.matches(":focus, :focus-within");
  place();
  const sizes = globalThis.ResizeObserver && new ResizeObserver(fit);
  sizes?.observe(over);
  if (host.parentElement) sizes?.observe(host.parentElement);
  addEventListener("scroll", fit, true);

  // Made inert, the widget loses the focus; a keyboard user would start again at the top of the page.
  if (hadFocus) focusOn(screen);

  return {
    host,
    over,
    name,
    place,
    canCarry: () => !screen.hidden,
    carry(notice) {
      if (notice.parentElement == host) return false;
      notice.slot = "";
      delete notice.dataset["page"];
      notice.dataset["over"] = whole ? "all" : "";
      host.append(notice);
      sizes?.observe(notice);
      return true;
    },
    update: () => void screen.classList.toggle("said", !!host.querySelector("[data-shown]")),
    focus: () => focusOn(screen),
    remove() {
      const focused = !!root.activeElement;
      sizes?.disconnect();
      removeEventListener("scroll", fit, true);
      over.inert = wasInert;
      if (!whole) over.style.cssText = cssText;
      host.remove();
      return focused;
    },
  };
};
