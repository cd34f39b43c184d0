// @ts-check
import { go, shown, whenMoved } from "./address.js";

/** The lists of what can be played, one at a time. Arrow keys lead from one tab to the next, and open it. */

/** @param {string} name */
const panelOf = (name) => /** @type {HTMLElement} */ (document.getElementById(`by-${name}`));

export const openTabs = () => {
  const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[role=tab]")]);
  const names = tabs.map(({ dataset }) => dataset["tab"] ?? "");

  const show = () => {
    const { tab, code, recording } = shown();
    const played = code ? "codes" : recording ? "recordings" : "stories";
    const open = names.includes(tab) ? tab : played;
    for (const [index, name] of names.entries()) {
      tabs[index]?.setAttribute("aria-selected", String(name === open));
      if (tabs[index]) tabs[index].tabIndex = name === open ? 0 : -1;
      panelOf(name).hidden = name !== open;
    }
  };

  /** @param {number} index */
  const open = (index) => {
    const at = (index + tabs.length) % tabs.length;
    go({ tab: names[at] ?? "" });
    tabs[at]?.focus();
  };

  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => open(index));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      open(to);
    });
  }
  whenMoved(show);
  show();
};
