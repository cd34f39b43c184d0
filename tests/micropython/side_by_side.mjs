/**
 * Loads the published interpreter as the bundle has it and as it is published into one Node, and lets both run Python, in turns; or starts two
 * interpreters of the bundle's at the same time.
 *
 *     node tests/micropython/side_by_side.mjs BUNDLE PUBLISHED (ours-first | theirs-first | ours-twice)
 *
 * Prints, as JSON, the global names that the bundle's interpreter added, and what each of the two computed.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [bundle, published, order] = process.argv.slice(2);

/** @param {string} folder @param {string} name */
async function load(folder, name) {
  const { loadMicroPython } = await import(pathToFileURL(path.resolve(folder, name)).href);
  const beside = path.resolve(folder, "published.wasm");
  return loadMicroPython({ url: existsSync(beside) ? beside : path.resolve(folder, "micropython.wasm") });
}

/** @type {string[]} */
const added = [];

async function loadOurs() {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const python = await load(bundle, "micropython.js");
  exercise(python);
  added.push(...Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name)));
  return python;
}

/**
 * Crosses the border in both directions, with the objects whose bookkeeping two copies could mix up.
 * @param {any} python
 * @returns {number}
 */
function exercise(python) {
  const seen = { total: 0, add: (/** @type {number} */ n) => (seen.total += n) };
  python.registerJsModule("page", seen);
  python.runPython("import page\ndef double(n):\n    page.add(n)\n    return {'twice': 2 * n}");
  let sum = 0;
  for (let n = 1; n <= 10; n++) sum += python.globals.get("double")(n).twice;
  return sum + seen.total;
}

async function loadBoth() {
  if (order === "ours-twice") return Promise.all([loadOurs(), loadOurs()]);
  if (order === "ours-first") return [await loadOurs(), await load(published, "micropython.mjs")];
  return [await load(published, "micropython.mjs"), await loadOurs()];
}

const [first, second] = await loadBoth();
const results = [];
for (let round = 0; round < 3; round++) results.push(exercise(first), exercise(second));
console.log(JSON.stringify({ added, results }));
