/**
 * Runs test modules inside the published interpreter of the bundle, under Node.
 *
 *     node tests/micropython/run.mjs BUNDLE IMAGE MODULE...
 *
 * BUNDLE is the folder of the build; IMAGE holds the package, the MODULEs and runner.py, compiled. Exit code 1 if a test fails.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [bundle, image, ...modules] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(path.resolve(bundle, "micropython.js")).href);
const published = path.resolve(bundle, "published.wasm");
const python = await loadMicroPython({
  url: existsSync(published) ? published : path.resolve(bundle, "micropython.wasm"),
  romfs: new Uint8Array(await readFile(image)),
  heapsize: 64 * 1024 * 1024, // Some tests hand over texts of many megabytes.
  stdout: (/** @type {string} */ line) => console.log(line),
  stderr: (/** @type {string} */ line) => console.error(line),
});
process.exitCode = python.pyimport("runner").run(modules.join(" "));
