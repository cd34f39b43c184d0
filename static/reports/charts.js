// @ts-check
import { h } from "../double/dom.js";
import { PATHS as WORDS } from "../playground/words.js";

/**
 * Charts as SVG, made by DOM calls: the page's policy takes neither HTML nor styles from a text. Words stand beside the
 * SVG and not in it, so that it can be stretched.
 *
 * @typedef {{ start: number, step: number, counts: Record<string, number[]> }} Series
 */

/** In this order from the bottom up, everywhere. */
export const PATHS = ["auth", "config", "rate-limit", "retry", "other"];

const HEIGHT = 100;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
const svg = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
};

/** @param {number} count */
export const failures = (count) => (count === 1 ? "1 failure" : `${count.toLocaleString("en")} failures`);

/** @param {number} moment */
export const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** @param {Series} series */
const totals = ({ counts }) => (counts.auth ?? []).map((_, place) => sum(PATHS.map((path) => counts[path]?.[place] ?? 0)));

/**
 * The paths that are in it.
 * @param {Series} series
 */
const present = ({ counts }) => PATHS.filter((path) => sum(counts[path] ?? []) > 0);

/**
 * The next even number that is easy to read, so that its half is a whole number.
 * @param {number} most
 */
const topOf = (most) => {
  const size = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [2, 4, 6, 8, 10, 20].map((factor) => factor * size).find((top) => top >= most) ?? most;
};

/**
 * One bar per step, with the paths on top of each other.
 * @param {Series} series
 * @param {string} period in words
 */
export const timePlot = (series, period) => {
  const all = totals(series);
  const most = Math.max(...all);
  const top = topOf(most);
  const paths = present(series);
  const bars = all.flatMap((_, place) => {
    let below = 0;
    return paths.flatMap((path) => {
      const count = series.counts[path]?.[place] ?? 0;
      if (!count) return [];
      below += count;
      const [y, height] = [HEIGHT - (below / top) * HEIGHT, (count / top) * HEIGHT];
      return [svg("rect", { x: place + 0.1, y, width: 0.8, height, "data-path": path })];
    });
  });
  const lines = [0, HEIGHT / 2, HEIGHT].map((y) => svg("line", { class: "line", x1: 0, x2: all.length, y1: y, y2: y }));
  const said = paths.map((path) => `${WORDS[path]} ${sum(series.counts[path] ?? [])}`).join(", ");
  const peak = most ? ` Most at ${clock(series.start + all.indexOf(most) * series.step)}: ${most}.` : "";
  const end = series.start + all.length * series.step;
  return [
    h("div", { class: "plot" },
      h("div", { class: "plot-up", "aria-hidden": "true" },
        ...[top, top / 2, 0].map((count) => h("span", {}, count.toLocaleString("en")))),
      svg("svg", {
        viewBox: `0 0 ${all.length} ${HEIGHT}`, preserveAspectRatio: "none", role: "img",
        "aria-labelledby": "plot-name", "aria-describedby": "plot-words",
      },
        svg("title", { id: "plot-name" }, `Failures over time, ${period}`),
        svg("desc", { id: "plot-words" }, `${failures(sum(all))}${said && `: ${said}`}.${peak}`),
        ...lines, ...bars),
      h("div", { class: "plot-along", "aria-hidden": "true" },
        ...[series.start, (series.start + end) / 2, end].map((moment) => h("span", {}, clock(moment))))),
    h("ul", { class: "legend" },
      ...paths.map((path) => h("li", { "data-path": path }, `${WORDS[path]} ${sum(series.counts[path] ?? [])}`))),
  ];
};

/**
 * The same as a table, without the steps in which nothing happened.
 * @param {Series} series
 */
export const timeTable = (series) => {
  const paths = present(series);
  const all = totals(series);
  const rows = all.flatMap((total, place) => {
    const cells = [...paths.map((path) => series.counts[path]?.[place] ?? 0), total];
    const from = clock(series.start + place * series.step);
    return total ? [h("tr", {}, h("th", { scope: "row" }, from), ...cells.map((count) => h("td", {}, String(count))))] : [];
  });
  return [
    h("caption", { class: "hidden" }, "Failures by the time at which they happened; times without any are left out"),
    h("thead", {}, h("tr", {}, ...["From", ...paths.map((path) => WORDS[path] ?? path), "All"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...rows),
  ];
};

/**
 * A line of a list: what, how often, and a bar. The bar says nothing that the words do not.
 * @param {Node} name
 * @param {string} path
 * @param {number} count
 * @param {number} most
 */
export const share = (name, path, count, most) =>
  h("li", { "data-path": path }, name, h("b", {}, count.toLocaleString("en")),
    svg("svg", { viewBox: "0 0 100 1", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { width: (count / most) * 100, height: 1 })));
