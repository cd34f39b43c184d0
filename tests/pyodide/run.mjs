/**
 * Runs test modules inside Pyodide, as a page loads it, under Node.
 *
 *     node tests/pyodide/run.mjs FOLDER TESTS MODULE...
 *
 * FOLDER is what `pywidget bundle --pyodide` made; TESTS is a folder with the MODULEs and what they import. Exit code 1
 * if a test fails.
 */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, tests, ...modules] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.resolve(folder, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: path.resolve(folder) + path.sep, packages: ["pywidget-page"] });
for (const name of await readdir(tests)) {
  python.FS.writeFile(name, await readFile(path.join(tests, name), "utf8"));
}
process.exitCode = python.pyimport("runner").run(modules.join(" "));
