// @ts-check
import { h } from "../double/dom.js";
import { element } from "./page.js";
import { answerTokens, firstToken, play } from "./server.js";

/**
 * The host page's part: it puts widgets on the page and uses them as a visitor would. Every story gets new widgets, so
 * that none inherits what another one has been through.
 *
 * @typedef {HTMLElement & { setToken(token: string): void }} Widget
 * @typedef {object} Scene
 * @property {unknown} [scenario] what the API answers; without it everything works
 * @property {string} [generation]
 * @property {string} [mode]
 * @property {string} [tokens] what the token endpoint answers
 * @property {number} [widgets] how many
 * @property {boolean} [hasWorks] whether the visitor is known, and has works of their own to download
 */

/** Where a scene has to be in sight: side by side with what is pressed, nothing has to move. */
const stacked = matchMedia("(max-width: 1099px)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @returns {ScrollBehavior} */
const motion = () => (still.matches ? "instant" : "smooth");

/** What sets the clock of the timeline back. */
export const STARTED = "playground:started";

/** Counts scenes: of two that are set up at the same time, the later one is played. */
let latest = 0;

/** Whether the page has shown a scene: the first one leaves it where it is. */
let begun = false;

/**
 * Puts new widgets on the page.
 * @param {Scene} scene
 * @returns {Promise<Widget[]>} none if another scene came in between
 */
export const show = async ({ scenario, generation = "v3", mode = "register", tokens = "ok", widgets = 1, hasWorks = false }) => {
  const number = ++latest;
  answerTokens(tokens);
  const atsUrl = scenario ? await play(scenario) : "/ats/happy";
  const { tag } = /** @type {any} */ (window).playgroundTag;
  const given = await Promise.all(
    Array.from({ length: widgets }, () => (tag.dataset.firstToken === "on" ? null : firstToken())),
  );
  if (number !== latest) return [];
  const made = given.map((token, index) =>
    h("ats-widget", {
      id: index ? `widget-${index + 1}` : "widget",
      "site-key": "cpk_playground",
      "ats-url": atsUrl,
      generation,
      mode,
      token,
      "external-user-id": hasWorks ? "visitor-1" : null,
    }),
  );
  place(...made);
  return /** @type {Widget[]} */ (made);
};

/**
 * Puts widgets where the scene before had its own.
 * @param {...Node} widgets
 */
const place = (...widgets) => {
  document.dispatchEvent(new CustomEvent(STARTED));
  element("mount").replaceChildren(...widgets);
  // At once: a notice that comes during a smooth scroll can be in sight then, and out of sight at its end.
  if (begun && stacked.matches) element("stage-title").scrollIntoView({ behavior: "instant" });
  begun = true;
};

/**
 * Puts widgets on the page that say what was recorded, and do nothing by themselves.
 * @param {number} count
 * @param {string} generation
 * @param {string} mode
 * @param {string} tokens
 * @returns {Widget[]}
 */
export const showRecorded = (count, generation, mode, tokens) => {
  latest++;
  answerTokens(tokens);
  const made = Array.from({ length: count }, (_, index) =>
    h("ats-widget", { recorded: true, id: index ? `widget-${index + 1}` : "widget", generation, mode, token: "recorded" }),
  );
  place(...made);
  return /** @type {Widget[]} */ (made);
};

/**
 * Keeps what pywidget shows in sight. The event of a notice comes before it has its place and its words, and the widget
 * above or around it can still grow: what counts is that the stage or the notice has another size.
 */
export const followNotices = () => {
  const sizes = new ResizeObserver(() => {
    const notice = element("mount").querySelector("pywidget-notice[data-shown]");
    if (!notice) return;
    sizes.observe(notice);
    notice.scrollIntoView({ block: "nearest", behavior: motion() });
  });
  sizes.observe(element("mount"));
};

/** @param {Widget} widget @param {string} name @param {string} value */
const type = (widget, name, value) => {
  const field = /** @type {HTMLInputElement | null} */ (widget.shadowRoot?.querySelector(`input[name=${name}]`));
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/** @param {Widget} widget @param {string} action */
export const press = (widget, action) =>
  /** @type {HTMLElement | null} */ (widget.shadowRoot?.querySelector(`[data-action=${action}]`))?.click();

/** @param {Widget} widget */
export const submit = (widget) => {
  type(widget, "title", "Rain over the harbour");
  type(widget, "creator", "Ada Quill");
  press(widget, "sample-file");
  press(widget, "next");
  press(widget, "submit");
};

/** @param {Widget} widget */
export const enterAccessCode = (widget) => {
  type(widget, "code", `atc_${"7d".repeat(32)}`);
  press(widget, "next");
};
