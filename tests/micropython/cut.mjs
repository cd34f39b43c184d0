/**
 * Runs test modules inside our cut of the interpreter, under Node, by the page's own module.
 *
 *     node tests/micropython/cut.mjs BUNDLE IMAGE MODULE...
 *
 * BUNDLE is the folder of the build; IMAGE holds the package, the MODULEs, runner.py and app.py, compiled. Exit code 1 if a test fails.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";

// By a computed name, because the page's modules are checked with the browser's types, and this with Node's.
const { startInterpreter } = await import(new URL("../../pywidget/page/interpreter.js", import.meta.url).href);

const [bundle = "", image = "", ...modules] = process.argv.slice(2);
const wasm = await readFile(path.join(bundle, "micropython.wasm"));
// It is given what is printed in pieces.
console.info = (/** @type {string} */ piece) => process.stdout.write(piece);
/** The types of Node have none of it. @type {any} */
const { WebAssembly } = globalThis;
const python = await startInterpreter(await WebAssembly.compile(wasm), [await readFile(image)]);
const app = python.pyimport("app");
app.start("", {});
process.exitCode = app.receive(modules.join(" ")) ? 0 : 1;
