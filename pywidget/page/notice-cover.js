// @ts-check
import { focusOn, make, makeGroup, makeHost } from "./notice-elements.js";
import { drawIcon } from "./notice-icons.js";
import { matchScheme, parentOf } from "./notice-place.js";

/**
 * Lays a screen over a widget that may not be used. The widget stays as it is underneath, with everything that was typed,
 * and cannot be reached by mouse, keyboard or screen reader. What is to be said about it is said on the screen.
 *
 * @param {Element} widget
 * @param {{ title: string, lang: string, dir: string }} words
 * @param {CSSStyleSheet} sheet
 * @param {() => void} grown called when a widget that had no size has one
 * @returns {{
 *   host: HTMLElement, place: () => void, canCarry: () => boolean, carry: (notice: HTMLElement) => boolean,
 *   update: () => void, focus: () => void, remove: () => boolean,
 * }} `place` puts it where the widget is by now; `canCarry`: there is room for a notice on it; `carry` takes one up, and
 *   tells whether it had to; `update`: that notice has come or gone; `remove` tells whether the focus was on it
 */
export const coverWidget = (widget, words, sheet, grown) => {
  const { host, root } = makeHost("pywidget-cover", sheet);
  const screen = makeGroup("cover calm");
  screen.lang = words.lang;
  screen.dir = words.dir;
  screen.setAttribute("aria-label", words.title);
  screen.append(drawIcon("halt"), make("p", "title", words.title), document.createElement("slot"));
  root.append(screen);
  const fit = () => {
    const over = widget.getBoundingClientRect();
    const from = host.getBoundingClientRect();
    const had = !screen.hidden;
    screen.hidden = !over.width || !over.height;
    const { style } = screen;
    style.left = `${over.left - from.left}px`;
    style.top = `${over.top - from.top}px`;
    style.width = `${over.width}px`;
    style.height = `${over.height}px`;
    if (!had && !screen.hidden) grown();
  };
  const place = () => {
    host.slot = widget.slot;
    widget.after(host);
    widget.setAttribute("inert", "");
    // Without a height of its own, inside of whatever scrolls; only where it would be one of several boxes with gaps
    // between them it is out of the flow.
    const { display } = getComputedStyle(parentOf(host));
    host.style.position = /flex|grid|contents/.test(display) ? "absolute" : "relative";
    matchScheme(host);
    fit();
  };

  const wasInert = widget.hasAttribute("inert");
  host.dataset["cover"] = wasInert ? "" : "inert";
  const hadFocus = widget.matches(":focus, :focus-within");
  place();
  const sizes = new ResizeObserver(fit);
  sizes.observe(widget);
  if (host.parentElement) sizes.observe(host.parentElement);
  addEventListener("scroll", fit, true);

  // Made inert, the widget loses the focus; a keyboard user would start again at the top of the page.
  if (hadFocus) focusOn(screen);

  return {
    host,
    place,
    canCarry: () => !screen.hidden,
    carry(notice) {
      if (notice.parentElement == host) return false;
      notice.slot = "";
      delete notice.dataset["page"];
      notice.dataset["over"] = "";
      host.append(notice);
      return true;
    },
    update: () => void screen.classList.toggle("said", !!host.querySelector("[data-shown]")),
    focus: () => focusOn(screen),
    remove() {
      const focused = !!root.activeElement;
      sizes.disconnect();
      removeEventListener("scroll", fit, true);
      if (!wasInert) widget.removeAttribute("inert");
      host.remove();
      return focused;
    },
  };
};
