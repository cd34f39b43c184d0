/**
 * Lets our cut of the interpreter run checks.py, and prints what each of its functions came to, as JSON.
 *
 *     node tests/micropython/checks.mjs WASM IMAGE BESIDE NAME...
 *
 * IMAGE has checks.py, and BESIDE is another image. Each NAME is a function, and is called in this order.
 */
import { readFile } from "node:fs/promises";

// By a computed name, because the page's modules are checked with the browser's types, and this with Node's.
const { startInterpreter } = await import(new URL("../../pywidget/page/interpreter.js", import.meta.url).href);

const [wasm = "", image = "", beside = "", ...names] = process.argv.slice(2);

/** The types of Node have none of it. @type {any} */
const { WebAssembly } = globalThis;
/** @type {any} */
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (/** @type {any[]} */ ...given) => {
  const instance = await instantiate(...given);
  memory = instance.exports.memory;
  return instance;
};

const images = await Promise.all([image, beside].map((name) => readFile(name)));
const python = await startInterpreter(await WebAssembly.compile(await readFile(wasm)), images);
const app = python.pyimport("checks");
/** @type {string[]} */
const drawn = [];
app.start("", {
  tell: (/** @type {string} */ text) => void drawn.push(text),
  echo: (/** @type {string} */ text) => text,
  yes: () => 7,
  no: () => 0,
  nothing: () => undefined,
  throws: () => {
    throw new Error("no text of a page gets here");
  },
});
/** @type {Record<string, unknown>} */
const told = {};
for (const name of names) {
  try {
    told[name] = app.receive(name);
  } catch (error) {
    told[name] = `${error}`;
  }
}
console.log(JSON.stringify({ told, drawn, bytes: memory.buffer.byteLength }));
