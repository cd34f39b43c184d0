/**
 * Runs test modules inside our cut of the interpreter, under Node, by the page's own module.
 *
 *     node tests/micropython/cut.mjs WASM IMAGE MODULE...
 *
 * IMAGE holds the package, the MODULEs, runner.py and app.py, compiled. Exit code 1 if a test fails.
 */
import { readFile } from "node:fs/promises";
import { startInterpreter } from "../../pywidget/page/interpreter.js";

const [wasm, image, ...modules] = process.argv.slice(2);
const python = await startInterpreter(await readFile(wasm), [await readFile(image)]);
const app = python.pyimport("app");
app.start("", {});
process.exitCode = app.receive(modules.join(" ")) ? 0 : 1;
