/**
 * A page with widgets that do nothing, and the border's other side, which only takes notes. What is under test is
 * imported as it is; `facts.js` has what the build would put in.
 */
import { createNoticeView } from "/page/notice-view.js";

/** A widget with a shadow root and something to type into. */
class StandIn extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const input = document.createElement("input");
    input.setAttribute("aria-label", "Title");
    const button = document.createElement("button");
    button.textContent = "Register";
    this.attachShadow({ mode: "open" }).append(input, button);
  }
}
customElements.define("stand-in", StandIn);

const widgets = new Map();
const messages = [];
const events = [];
/** What was put into the live regions, in order. */
const heard = [];

const page = {
  state: { data: { notices: new URLSearchParams(location.search).get("notices") ?? undefined } },
  base: `${location.origin}/`,
  now: () => Date.now(),
  widget: (id) => widgets.get(id),
  deliver: (message) => messages.push(message),
  accessCode: () => "ABCD-1234",
  keepSoon: (id) => queueMicrotask(() => fences.keep(id)),
};
const { calls, ...hooks } = createNoticeView(page);
const fences = { ...calls, ...hooks };

addEventListener("pywidget:notice", (event) => events.push(event.detail));

/** @param {Element} widget */
const add = (widget) => {
  const id = widgets.size + 1;
  widgets.set(id, widget);
  fences.mount(id);
  return id;
};

/** The shadow root of a widget's notice: the one that stands in that place in the page. @param {number} id */
const root = (id) => document.querySelectorAll("pywidget-notice")[id - 1].shadowRoot;

/** Takes notes of all that a screen reader would be told by the live regions of a widget's notice. @param {number} id */
const listen = (id) => {
  for (const region of root(id).querySelectorAll("[role=alert], [role=status]")) {
    new MutationObserver(() => {
      const text = [...region.children].map((line) => line.textContent).join(" / ") || region.textContent;
      if (text) heard.push([region.role, text]);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  }
};

Object.assign(window, { harness: { add, events, fences, heard, listen, messages, page, root, widgets } });
document.documentElement.dataset.ready = "";
