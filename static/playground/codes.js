// @ts-check
import { h } from "../double/dom.js";
import { choose } from "./address.js";
import { element, fill } from "./page.js";
import { codes } from "./server.js";
import { PATHS, REMEDIES, remedyInWords } from "./words.js";

/**
 * A button for every documented code, and a way to find it.
 *
 * @typedef {{ system: string, title: string, code: string, path: string, remedy: string, message: string, action: string,
 *   scenario: Record<string, unknown> | null }} Documented
 */

/** @type {Map<string, Documented>} */
const known = new Map();

/** @param {string} system @param {string | null} code */
export const documented = (system, code) => known.get(`${system} ${code}`);

/** In the order of the list, without those that the finder leaves out. @type {() => Documented[]} */
export let listedCodes = () => [];

/**
 * A code that may be broken where it has a dot or a low line.
 * @param {string} code
 */
export const breakable = (code) =>
  h("code", {}, ...code.split(/(?<=[._])/).flatMap((part, index) => (index ? [h("wbr"), part] : [part])));

/** @param {Documented} entry */
const button = (entry) => {
  const { system, code, path, remedy } = entry;
  const made = h("button", { type: "button", class: "code-button", "data-path": path, "data-played": `${system} ${code}` },
    breakable(code), h("small", {}, remedyInWords(remedy)));
  made.addEventListener("click", () => choose({ system, code }));
  return made;
};

/** @typedef {{ entry: Documented, item: HTMLElement, group: HTMLElement }} Row */

/** @param {Documented[]} all @param {Row[]} rows filled with a row for each code */
const groupsOf = (all, rows) =>
  [...new Set(all.map(({ system }) => system))].map((system, index) => {
    const entries = all.filter((entry) => entry.system === system);
    const where = entries.some(({ scenario }) => scenario)
      ? "The widget runs into it."
      : "The page reports it: pywidget.report(error, system).";
    const list = h("ul", {});
    const group = h("details", { class: "group", open: index === 0 },
      h("summary", {}, h("h3", {}, entries[0]?.title ?? system), h("span", { class: "count" }, `${entries.length}`)),
      h("p", { class: "where" }, where), list);
    for (const entry of entries) {
      known.set(`${entry.system} ${entry.code}`, entry);
      const item = h("li", {}, button(entry));
      list.append(item);
      rows.push({ entry, item, group });
    }
    return group;
  });

/** @param {Documented[]} all */
const offerFilters = (all) => {
  /** @param {(entry: Documented) => boolean} fits */
  const count = (fits) => all.filter(fits).length;
  element("paths").append(
    ...["", "auth", "config", "rate-limit", "retry"].map((path) =>
      h("label", { class: "path-choice", "data-path": path || null },
        h("input", { type: "radio", name: "path", value: path, checked: !path }),
        h("span", {}, PATHS[path] ?? "all"), h("small", {}, `${count((entry) => !path || entry.path === path)}`))),
  );
  element("remedy").append(
    ...Object.entries(REMEDIES).map(([remedy, words]) =>
      h("option", { value: remedy }, `${words} (${count((entry) => entry.remedy === remedy)})`)),
  );
};

export const listCodes = async () => {
  /** @type {Documented[]} */
  const all = await codes();
  /** @type {Row[]} */
  const rows = [];
  const groups = groupsOf(all, rows);
  fill("codes", ...groups);
  listedCodes = () => rows.filter(({ item }) => !item.hidden).map(({ entry }) => entry);

  const filter = () => {
    const data = new FormData(element("finder"));
    const [words = "", path, remedy] = ["search", "path", "remedy"].map((name) => String(data.get(name) ?? "").trim().toLowerCase());
    for (const { entry, item } of rows) {
      const fits = (!path || entry.path === path) && (!remedy || entry.remedy === remedy);
      item.hidden = !fits || !`${entry.code} ${entry.remedy}`.toLowerCase().includes(words);
    }
    for (const [index, group] of groups.entries()) {
      const left = rows.filter((row) => row.group === group && !row.item.hidden).length;
      group.hidden = !left;
      /** @type {HTMLDetailsElement} */ (group).open = words || path || remedy ? true : index === 0;
      fillCount(group, left);
    }
    const found = listedCodes().length;
    fill("hits", found === rows.length ? `${found} codes of ${groups.length} systems` : `${found} of ${rows.length} codes`);
  };

  offerFilters(all);
  element("finder").addEventListener("input", filter);
  element("finder").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  filter();
};

/** @param {Element} group @param {number} count */
const fillCount = (group, count) => {
  const place = group.querySelector(".count");
  if (place) place.textContent = `${count}`;
};
