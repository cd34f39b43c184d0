// @ts-check
import { h } from "../double/dom.js";
import { element, fill } from "../playground/page.js";
import { PATHS, clock, failures, share, timePlot, timeTable } from "./charts.js";

/**
 * The collector's summary, asked for again and again while somebody looks.
 *
 * @typedef {import("./charts.js").Series} Series
 * @typedef {{ code: string | null, path: string | null, count: number }} Code
 * @typedef {Record<"code" | "message" | "path" | "remedy" | "requestId" | "system" | "page" | "widget" | "outcome",
 *   string | null> & { at: number }} Failure
 * @typedef {{
 *   failures: number, views: number, repeated: number, dropped: number, recovery: { ended: number, recovered: number },
 *   paths: Record<string, number>, codes: Code[], otherCodes: number, series: Record<string, Series>, recent: Failure[],
 * }} Summary
 */

const REFRESH_MS = 3_000;

const ENDS = { renewed: "Session renewed", recovered: "Recovered", "not-renewed": "Not renewed" };

/** @type {Summary | undefined} */
let summary;
/** The summary as it came: what is on the page stays untouched until something else does. */
let shown = "";
let paused = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} name @param {string} number @param {string} about */
const number = (name, number, about) =>
  h("div", {}, h("dt", {}, name), h("dd", { class: "number" }, number), h("dd", { class: "about" }, about));

/** @param {Summary} summary */
const showNumbers = ({ failures, views, repeated, dropped, recovery: { ended, recovered } }) =>
  fill(
    "numbers",
    number("Failures", failures.toLocaleString("en"), `and ${repeated.toLocaleString("en")} times the same again`),
    number("Recovered", ended ? `${Math.round((recovered / ended) * 100)} %` : "–",
      ended ? `${recovered} of the ${ended} whose end is known` : "no end is known yet"),
    number("Page views", views.toLocaleString("en"), "that sent a report"),
    number("Not sent", dropped.toLocaleString("en"), "left out by the pages: too many at once"),
  );

/** @param {Summary} summary */
const showPlot = ({ series }) => {
  const chosen = /** @type {HTMLInputElement} */ (document.querySelector("[name=period]:checked"));
  const data = series[chosen.value];
  if (!data) return;
  fill("plot", ...timePlot(data, (chosen.parentElement?.textContent ?? "").toLowerCase()));
  fill("plot-table", ...timeTable(data));
};

/** @param {Summary} summary */
const showShares = ({ codes, otherCodes, paths }) => {
  const most = Math.max(...codes.map(({ count }) => count), otherCodes, 1);
  const lines = codes.map(({ code, path, count }) =>
    share(code ? h("code", {}, code) : h("span", {}, "no code"), path ?? "other", count, most));
  if (otherCodes) lines.push(share(h("span", {}, "all other codes"), "other", otherCodes, most));
  fill("code-shares", ...lines);
  const mostOfPath = Math.max(...Object.values(paths), 1);
  const used = PATHS.filter((path) => path !== "other" || paths[path]);
  fill("path-shares", ...used.map((path) => share(h("span", { class: "name" }, path), path, paths[path] ?? 0, mostOfPath)));
};

/** @param {Failure} failure */
const row = ({ at, code, message, path, remedy, requestId, system, page, widget, outcome }) => {
  const when = new Date(at);
  const day = when.toDateString() === new Date().toDateString() ? "" : when.toLocaleDateString("en-GB");
  return h("tr", {},
    h("td", {}, h("time", { datetime: when.toISOString() }, `${clock(at)}:${String(when.getSeconds()).padStart(2, "0")}`),
      day && h("small", {}, day)),
    h("td", {}, h("code", {}, code ?? "no code"), h("small", {}, message ?? system ?? "")),
    h("td", {}, path && h("span", { class: "chip", "data-path": path }, path), remedy && h("small", {}, remedy)),
    h("td", {}, requestId ? h("code", {}, requestId) : h("span", { class: "count" }, "no reference")),
    h("td", {}, outcome ? (ENDS[/** @type {keyof typeof ENDS} */ (outcome)] ?? outcome) : "No end known"),
    h("td", {}, page && h("span", {}, page), widget && h("small", {}, widget)));
};

/** @param {Summary} summary */
const showRecent = ({ recent, failures: all }) => {
  fill("recent-count", recent.length < all ? `${recent.length} of ${all.toLocaleString("en")}` : failures(all));
  const heads = ["Time", "Code", "Path", "Reference", "End", "Page"];
  fill(
    "recent",
    h("caption", { class: "hidden" }, "Last failures, the newest first"),
    h("thead", {}, h("tr", {}, ...heads.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...recent.map(row)),
  );
};

/** @param {Summary} summary */
const show = (summary) => {
  const empty = !summary.failures && !summary.dropped && !summary.repeated && !summary.views;
  element("empty").hidden = !empty;
  element("board").hidden = empty;
  if (empty) return;
  showNumbers(summary);
  showPlot(summary);
  showShares(summary);
  showRecent(summary);
};

const refresh = async () => {
  clearTimeout(timer);
  try {
    const response = await fetch("/api/reports");
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await response.text();
    // Asked for before somebody wanted to look at what is there.
    if (paused) return;
    summary = /** @type {Summary} */ (JSON.parse(text));
    if (text !== shown) show(summary);
    shown = text;
    if (element("trouble").textContent) fill("trouble");
  } catch {
    const said = "The collector does not answer. What is shown may be old; it is asked again every few seconds.";
    if (element("trouble").textContent !== said) fill("trouble", said);
  }
  clearTimeout(timer);
  if (!paused && !document.hidden) timer = setTimeout(refresh, REFRESH_MS);
};

element("pause").addEventListener("click", () => {
  paused = !paused;
  element("pause").setAttribute("aria-pressed", String(paused));
  if (paused) clearTimeout(timer);
  else refresh();
});
element("periods").addEventListener("change", () => summary && showPlot(summary));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !paused) refresh();
});

fill(
  "example",
  `<script src="/pywidget/pywidget.js"\n  data-analytics="beacon"\n  data-analytics-url="${location.origin}/reports/beacon"></script>`,
);
refresh();
