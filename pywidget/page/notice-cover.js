// @ts-check
import { drawIcon } from "./notice-icons.js";

/**
 * Lays a screen over a widget that may not be used. The widget stays as it is underneath, with everything that was typed,
 * and cannot be reached by mouse, keyboard or screen reader.
 *
 * @param {Element} widget
 * @param {{ title: string, lang: string, dir: string }} words
 * @param {CSSStyleSheet} style
 * @returns {{ host: HTMLElement, remove: () => boolean }} `remove` tells whether the focus was on it
 */
export const coverWidget = (widget, words, style) => {
  const host = document.createElement("pywidget-cover");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [style];
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
  host.slot = widget.slot;
  widget.after(host);

  const fit = () => {
    const over = widget.getBoundingClientRect();
    const from = host.getBoundingClientRect();
    screen.hidden = !over.width || !over.height;
    screen.style.left = `${over.left - from.left}px`;
    screen.style.top = `${over.top - from.top}px`;
    screen.style.width = `${over.width}px`;
    screen.style.height = `${over.height}px`;
  };
  const sizes = new ResizeObserver(fit);
  sizes.observe(widget);
  if (host.parentElement) sizes.observe(host.parentElement);
  addEventListener("resize", fit);
  fit();

  const wasInert = widget.hasAttribute("inert");
  const hadFocus = widget.matches(":focus, :focus-within");
  widget.setAttribute("inert", "");
  // Made inert, the widget loses the focus; a keyboard user would start again at the top of the page.
  if (hadFocus) screen.focus({ preventScroll: true });

  return {
    host,
    remove() {
      const focused = !!root.activeElement;
      sizes.disconnect();
      removeEventListener("resize", fit);
      if (!wasInert) widget.removeAttribute("inert");
      host.remove();
      return focused;
    },
  };
};
