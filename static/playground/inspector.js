// @ts-check
import { h } from "../double/dom.js";
import { breakable, documented } from "./codes.js";
import { fill } from "./page.js";
import { STARTED } from "./stage.js";

/** What pywidget made of it: its verdict, its notice, and what it told analytics. All of it from its public events. */

/** @param {string} text */
const nothing = (text) => h("p", { class: "nothing" }, text);

/** @param {string} name @param {...(Node | string)} content */
const fact = (name, ...content) => [h("dt", {}, name), h("dd", {}, ...content)];

/** @param {any} detail of `pywidget:verdict` */
const showVerdict = ({ system, code, path, remedy, message, requestId }) => {
  const entry = documented(system, code);
  fill(
    "verdict",
    h("p", { class: "verdict-code" }, breakable(code ?? "no code")),
    h("p", { class: "chips" }, h("span", { class: "chip", "data-path": path }, path), h("span", { class: "remedy" }, remedy)),
    h("p", { class: "action" }, entry?.action ?? `It said: “${message ?? ""}”`),
    h("dl", {},
      ...fact("System", h("code", {}, system)),
      ...(requestId ? fact("Reference", h("code", {}, requestId)) : [])),
  );
};

/** @param {any} detail of `pywidget:notice` */
const showNotice = ({ kind, title, text }) => {
  if (!kind) fill("notice", nothing("No notice at the moment."));
  else fill("notice", h("blockquote", { dir: "auto" }, h("strong", {}, title), h("p", {}, text)));
};

/** What a report is read for comes first; Python in the page keeps no order. */
const FIRST = ["event", "code", "message", "requestId", "path", "remedy", "outcome", "stage", "system"];

/** @param {Record<string, unknown>} properties */
const ordered = (properties) => {
  const names = [...FIRST.filter((name) => name in properties), ...Object.keys(properties).sort()];
  return Object.fromEntries(names.map((name) => [name, properties[name]]));
};

/** @param {number} count @param {{ event: string, properties: Record<string, unknown> }} tracked */
const showReport = (count, { event, properties }) => {
  fill("report-count", count === 1 ? "1 call" : `${count} calls`);
  fill(
    "report",
    h("pre", { class: "code", tabindex: 0, "aria-labelledby": "report-title" },
      h("code", {}, `analytics.track("${event}", ${JSON.stringify(ordered(properties), null, 2)})`)),
  );
};

export const inspect = () => {
  let reports = 0;
  const clear = () => {
    reports = 0;
    fill("verdict", nothing("Nothing has gone wrong. Choose a story or a code."));
    fill("notice", nothing("No notice at the moment."));
    fill("report", nothing("No report."));
    fill("report-count");
  };
  clear();
  document.addEventListener(STARTED, clear);
  document.addEventListener("pywidget:verdict", (event) => showVerdict(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("pywidget:notice", (event) => showNotice(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("playground:tracked", (event) =>
    showReport(++reports, /** @type {CustomEvent} */ (event).detail),
  );
};
