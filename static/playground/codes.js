// @ts-check
import { h } from "../double/dom.js";
import { element, fill } from "./page.js";
import { codes, errorAnswer } from "./server.js";
import { STARTED, enterAccessCode, show, submit } from "./stage.js";

/**
 * A button for every documented code, and a way to find it.
 *
 * @typedef {{ system: string, title: string, code: string, path: string, remedy: string, message: string, action: string,
 *   scenario: Record<string, unknown> | null }} Documented
 */

const PATHS = ["auth", "config", "rate-limit", "retry"];

/** @type {Map<string, Documented>} */
const known = new Map();

/** @param {string} system @param {string | null} code */
export const documented = (system, code) => known.get(`${system} ${code}`);

/** @param {Documented} entry */
const meet = async ({ system, code, scenario }) => {
  if (!scenario) {
    document.dispatchEvent(new CustomEvent(STARTED));
    // pywidget's own function: the page hands over what its server answered.
    /** @type {any} */ (window).pywidget?.report(await errorAnswer(system, code), system);
    return;
  }
  const generation = system === "allfeat-widget-v1" ? "v1" : "v3";
  const byAccessCode = "access" in scenario;
  const [widget] = await show({ scenario, generation, mode: byAccessCode ? "update" : "register" });
  if (!widget) return;
  if (byAccessCode) enterAccessCode(widget);
  else submit(widget);
};

/**
 * A code that may be broken where it has a dot or a low line.
 * @param {string} code
 */
export const breakable = (code) =>
  h("code", {}, ...code.split(/(?<=[._])/).flatMap((part, index) => (index ? [h("wbr"), part] : [part])));

/** @param {Documented} entry */
const button = (entry) => {
  const made = h("button", { type: "button", class: "code-button", "data-path": entry.path },
    breakable(entry.code), h("span", { class: "hidden" }, `, ${entry.path}`));
  made.addEventListener("click", () => meet(entry));
  return made;
};

export const listCodes = async () => {
  /** @type {Documented[]} */
  const all = await codes();
  /** @type {{ entry: Documented, item: HTMLElement, group: HTMLElement }[]} */
  const rows = [];
  const groups = [...new Set(all.map(({ system }) => system))].map((system, index) => {
    const entries = all.filter((entry) => entry.system === system);
    const where = entries.some(({ scenario }) => scenario)
      ? "The widget runs into it."
      : "The page reports it: pywidget.report(error, system).";
    const list = h("ul", {});
    const group = h("details", { class: "group", open: index === 0 },
      h("summary", {}, h("h3", {}, entries[0]?.title ?? system), h("span", { class: "count" }, `${entries.length}`)),
      h("p", { class: "where" }, where), list);
    for (const entry of entries) {
      known.set(`${system} ${entry.code}`, entry);
      const item = h("li", {}, button(entry));
      list.append(item);
      rows.push({ entry, item, group });
    }
    return group;
  });
  fill("codes", ...groups);

  const filter = () => {
    const words = element("search").value.trim().toLowerCase();
    const path = new FormData(element("finder")).get("path") || "";
    let found = 0;
    for (const { entry, item } of rows) {
      const fits = (!path || entry.path === path) && `${entry.code} ${entry.remedy}`.toLowerCase().includes(words);
      item.hidden = !fits;
      found += Number(fits);
    }
    for (const [index, group] of groups.entries()) {
      const left = rows.filter((row) => row.group === group && !row.item.hidden).length;
      group.hidden = !left;
      /** @type {HTMLDetailsElement} */ (group).open = words || path ? true : index === 0;
      const count = group.querySelector(".count");
      if (count) count.textContent = `${left}`;
    }
    fill("hits", found === rows.length ? `${found} codes of ${groups.length} systems` : `${found} of ${rows.length} codes`);
  };

  element("paths").append(
    ...["", ...PATHS].map((path) => {
      const count = all.filter((entry) => !path || entry.path === path).length;
      return h("label", { class: "path-choice", "data-path": path || null },
        h("input", { type: "radio", name: "path", value: path, checked: !path }),
        h("span", {}, path || "all"), h("small", {}, `${count}`));
    }),
  );
  element("finder").addEventListener("input", filter);
  element("finder").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  filter();
};
