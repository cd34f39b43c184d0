/** The page's part of `long_texts.py`: rows of what was measured, as JSON. */
import { headersOf } from "../pywidget/page/answer.js";
import { withoutSecrets } from "../pywidget/page/inspector-mask.js";
import { maskSecrets } from "../pywidget/page/mask.js";
import { lookUp, parse } from "../pywidget/page/own.js";
import { like, readRules } from "../pywidget/page/watch-rules.js";

const [pieces, sizes] = JSON.parse(process.argv[2] ?? "");

// The build puts them in.
Object.assign(globalThis, { ANSWER_HEADERS: ["date", "retry-after", "x-ratelimit-reset", "ratelimit"] });

const SECRETS = ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTQyIn0.Q3VyaW91c2VyLWFuZA", "ATSX-9F3K-Q7WZ", "a".repeat(300)];

/** @type {Record<string, (text: string) => unknown>} */
const functions = {
  "mask": (text) => maskSecrets(JSON.stringify({ text }), SECRETS),
  "mask, raw": (text) => maskSecrets(text, SECRETS),
  "the inspector's own": (text) => withoutSecrets("message", text),
  "headers": (text) => headersOf(() => text),
  "data-watch": (text) => readRules(text, "https://a.example", () => {}),
  "a pattern of data-watch": (text) => like(`*${text.slice(0, 40).replace(/./g, "*a")}b`)(text),
  "JSON": (text) => parse(JSON.stringify({ text, [text]: text })),
  "a path": (text) => lookUp({}, text),
};

/** @param {(text: string) => unknown} run @param {string} text */
const best = (run, text) => {
  let least = Infinity;
  for (let time = 0; time < 3; time++) {
    const start = performance.now();
    run(text);
    least = Math.min(least, performance.now() - start);
  }
  return least;
};

const rows = Object.entries(functions).map(([name, run]) => {
  const measured = pieces.map((/** @type {string} */ piece) => [
    piece,
    ...sizes.map((/** @type {number} */ size) => best(run, piece.repeat(size / piece.length))),
  ]);
  const [slowest] = measured.sort((/** @type {any[]} */ one, /** @type {any[]} */ other) => other[2] - one[2]);
  return [`${name} (JavaScript)`, ...slowest];
});
console.log(JSON.stringify(rows));
