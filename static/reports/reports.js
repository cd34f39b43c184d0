// @ts-check
import { h } from "../double/dom.js";
import { element, fill } from "../playground/page.js";
import { PATHS as WORDS, counted, remedyInWords } from "../playground/words.js";
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
 *   paths: Record<string, number>, codes: Code[], otherCodes: number, listed: number, series: Record<string, Series>, recent: Failure[],
 * }} Summary
 */

const REFRESH_MS = 3_000;

const ENDS = { renewed: "Session renewed", recovered: "It worked again", "not-renewed": "Session not renewed" };

/** The code that alone is shown; an empty text stands for failures without one, null for all. It is in the address. */
const chosenCode = () => new URLSearchParams(location.search).get("code");

/** @param {string | null} code */
const inWords = (code) => code || "no code";

/**
 * Shows one code only, or all of them again.
 * @param {string | null} code
 */
const choose = (code) => {
  history.pushState(null, "", code === null ? location.pathname : `?${new URLSearchParams({ code })}`);
  refresh();
};

/** @param {string | null} code */
const codeButton = (code) => {
  const isChosen = chosenCode() === (code ?? "");
  const button = h("button", { type: "button", class: "code-choice", "data-code": code ?? "", "aria-pressed": String(isChosen) },
    h("code", {}, inWords(code)));
  button.addEventListener("click", () => choose(isChosen ? null : (code ?? "")));
  return button;
};

/** @param {Summary} summary */
const showFilter = ({ listed }) => {
  const code = chosenCode();
  element("filter").hidden = code === null;
  if (code === null) return fill("filter");
  const all = h("button", { type: "button", id: "all-codes" }, "Show all codes");
  all.addEventListener("click", () => choose(null));
  fill("filter", h("span", {}, "Only ", h("code", {}, inWords(code)), `: ${failures(listed)}, over time and in the list below.`), all);
};

/** @type {Summary | undefined} */
let summary;
/** The summary as it came: what is on the page stays untouched until something else does. */
let shown = "";
/** The code that it was asked for. @type {string | null} */
let shownCode = null;
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
    number("Failures", failures.toLocaleString("en"), `and ${counted(repeated, "repeat")} of the same ones`),
    number("Ended well", ended ? `${Math.round((recovered / ended) * 100)} %` : "–",
      ended ? `${recovered} of the ${counted(ended, "failure")} whose end is known: renewed, or working again` : "no failure has a known end yet"),
    number("Page views", views.toLocaleString("en"), "with at least one report"),
    number("Left out", dropped.toLocaleString("en"), "reports that pages did not send: too many at once"),
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
    share(codeButton(code), path ?? "other", count, most));
  if (otherCodes) lines.push(share(h("span", {}, "all other codes"), "other", otherCodes, most));
  const { code: focused } = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset ?? {};
  fill("code-shares", ...lines);
  // It is made anew, and whoever uses the keyboard goes on where they were.
  if (focused !== undefined) /** @type {HTMLElement | null} */ (document.querySelector(`[data-code="${CSS.escape(focused)}"]`))?.focus();
  const mostOfPath = Math.max(...Object.values(paths), 1);
  const used = PATHS.filter((path) => path !== "other" || paths[path]);
  fill("path-shares", ...used.map((path) => share(h("span", { class: "name" }, WORDS[path] ?? path), path, paths[path] ?? 0, mostOfPath)));
};

/** @param {Failure} failure */
const row = ({ at, code, message, path, remedy, requestId, system, page, widget, outcome }) => {
  const when = new Date(at);
  const day = when.toDateString() === new Date().toDateString() ? "" : when.toLocaleDateString("en-GB");
  const end = outcome ? (ENDS[/** @type {keyof typeof ENDS} */ (outcome)] ?? outcome) : "Not known";
  const cells = [
    h("td", {}, h("time", { datetime: when.toISOString() }, `${clock(at)}:${String(when.getSeconds()).padStart(2, "0")}`),
      day && h("small", {}, day)),
    h("td", {}, h("code", {}, inWords(code)), h("small", {}, message ?? system ?? "")),
    h("td", {}, remedy && h("span", { class: "chip", "data-path": path }, remedyInWords(remedy)),
      path && h("small", {}, `Kind: ${WORDS[path] ?? path}`)),
    h("td", {}, requestId ? h("code", {}, requestId) : h("span", { class: "count" }, "none")),
    h("td", {}, end),
    h("td", {}, page && h("span", {}, page), widget && h("small", {}, widget)),
  ];
  for (const [index, cell] of cells.entries()) cell.setAttribute("data-head", HEADS[index] ?? "");
  return h("tr", {}, ...cells);
};

/** What a failure is told by; in narrow windows each cell says it itself. */
const HEADS = ["Time", "Code", "What helps", "Reference", "How it ended", "Page"];

/** @param {Summary} summary */
const showRecent = ({ recent, listed }) => {
  fill("recent-count", recent.length < listed ? `${recent.length} of ${listed.toLocaleString("en")}` : failures(listed));
  fill(
    "recent",
    h("caption", { class: "hidden" }, "Last failures, the newest first"),
    h("thead", {}, h("tr", {}, ...HEADS.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...recent.map(row)),
  );
};

/** @param {Summary} summary */
const show = (summary) => {
  const empty = !summary.failures && !summary.dropped && !summary.repeated && !summary.views;
  element("empty").hidden = !empty;
  element("board").hidden = empty;
  if (empty) return;
  showFilter(summary);
  showNumbers(summary);
  showPlot(summary);
  showShares(summary);
  showRecent(summary);
};

/** @param {string | null} code */
const addressOf = (code) => (code === null ? "/api/reports" : `/api/reports?${new URLSearchParams({ code })}`);

const refresh = async () => {
  clearTimeout(timer);
  const code = chosenCode();
  try {
    const response = await fetch(addressOf(code));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await response.text();
    // Asked for before somebody wanted to look at what is there, or at another code.
    if ((paused && code === shownCode) || code !== chosenCode()) return;
    summary = /** @type {Summary} */ (JSON.parse(text));
    if (text !== shown || code !== shownCode) show(summary);
    [shown, shownCode] = [text, code];
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
addEventListener("popstate", refresh);
element("periods").addEventListener("change", () => summary && showPlot(summary));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !paused) refresh();
});

fill(
  "example",
  `<script src="/pywidget/pywidget.js"\n  data-analytics="beacon"\n  data-analytics-url="${location.origin}/reports/beacon"></script>`,
);
refresh();
