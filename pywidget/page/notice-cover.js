// @ts-check
import { drawIcon } from "./notice-icons.js";
import { MOST_MOVES, isAfter, makeHost, matchScheme, parentOf } from "./notice-place.js";

/**
 * Lays a screen over a widget that may not be used. The widget stays as it is underneath, with everything that was typed,
 * and cannot be reached by mouse, keyboard or screen reader.
 *
 * @param {Element} widget
 * @param {{ title: string, lang: string, dir: string }} words
 * @param {CSSStyleSheet} style
 * @returns {{ host: HTMLElement, keep: () => void, remove: () => boolean }} `remove` tells whether the focus was on it
 */
export const coverWidget = (widget, words, style) => {
  const { host, root } = makeHost("pywidget-cover", style);
  const screen = document.createElement("div");
  screen.className = "cover";
  screen.tabIndex = -1;
  screen.lang = words.lang;
  screen.dir = words.dir;
  screen.setAttribute("role", "group");
  screen.setAttribute("aria-labelledby", "title");
  const title = document.createElement("p");
  title.id = "title";
  title.className = "title";
  title.textContent = words.title;
  screen.append(drawIcon("halt"), title);
  root.append(screen);
  let moves = 0;

  const fit = () => {
    const over = widget.getBoundingClientRect();
    const from = host.getBoundingClientRect();
    screen.hidden = !over.width || !over.height;
    screen.style.left = `${over.left - from.left}px`;
    screen.style.top = `${over.top - from.top}px`;
    screen.style.width = `${over.width}px`;
    screen.style.height = `${over.height}px`;
  };
  /** Puts the screen over the widget, wherever that is by now. */
  const keep = () => {
    if ((host.isConnected && isAfter(host, widget)) || moves++ > MOST_MOVES) return;
    host.slot = widget.slot;
    widget.after(host);
    // Without a height of its own, inside of whatever scrolls; only where it would be one of several boxes with gaps
    // between them it is out of the flow.
    const { display } = getComputedStyle(parentOf(host));
    host.dataset["cover"] = /flex|grid|contents/.test(display) ? "loose" : "";
    matchScheme(host);
    fit();
  };

  keep();
  const sizes = new ResizeObserver(fit);
  sizes.observe(widget);
  if (host.parentElement) sizes.observe(host.parentElement);
  addEventListener("resize", fit);
  addEventListener("scroll", fit, true);

  const wasInert = widget.hasAttribute("inert");
  const hadFocus = widget.matches(":focus, :focus-within");
  widget.setAttribute("inert", "");
  // Made inert, the widget loses the focus; a keyboard user would start again at the top of the page.
  if (hadFocus) screen.focus({ preventScroll: true });

  return {
    host,
    keep,
    remove() {
      const focused = !!root.activeElement;
      sizes.disconnect();
      removeEventListener("resize", fit);
      removeEventListener("scroll", fit, true);
      if (!wasInert) widget.removeAttribute("inert");
      host.remove();
      return focused;
    },
  };
};
