// @ts-check
import { h } from "../double/dom.js";
import { element, fill } from "./page.js";
import { STARTED } from "./stage.js";
import { counted } from "./words.js";

/** Everything that analytics is told, the first report first: each opens to what is in it. */

/** What a report is read for comes first; Python in the page keeps no order. */
const FIRST = ["event", "code", "message", "requestId", "path", "remedy", "outcome", "stage", "system"];

/** Older ones make room. */
const MOST = 50;

/** @param {Record<string, unknown>} properties */
const ordered = (properties) => {
  const names = [...FIRST.filter((name) => name in properties), ...Object.keys(properties).sort()];
  return Object.fromEntries(names.map((name) => [name, properties[name]]));
};

/** @param {{ event: string, properties: Record<string, unknown> }} tracked */
const row = ({ event, properties }) => {
  const { code, outcome } = properties;
  const gist = [outcome, code].filter((text) => typeof text === "string").join(" · ");
  return h("li", {},
    h("details", { class: "report" },
      h("summary", {}, h("b", {}, event), h("span", {}, gist)),
      h("pre", { class: "code", tabindex: 0, role: "group", "aria-label": `${event} ${gist}` },
        h("code", {}, `analytics.track("${event}", ${JSON.stringify(ordered(properties), null, 2)})`))));
};

export const listReports = () => {
  let count = 0;
  const list = h("ol", { class: "reports-told" });
  const clear = () => {
    count = 0;
    list.replaceChildren();
    fill("report", h("p", { class: "nothing" }, "No report."));
    fill("report-count");
  };
  clear();
  document.addEventListener(STARTED, clear);
  document.addEventListener("playground:tracked", (event) => {
    if (!count++) element("report").replaceChildren(list);
    list.append(row(/** @type {CustomEvent} */ (event).detail));
    if (list.childElementCount > MOST) list.firstElementChild?.remove();
    fill("report-count", counted(count, "report"));
  });
};
