// @ts-check
/**
 * Lets the interpreter import a module that tells which names are missing, and prints them as JSON.
 *
 *     node tools/wasm/ask.mjs INTERPRETER IMAGE
 */
import { readFile } from "node:fs/promises";

// By a computed name, because the page's modules are checked with the browser's types, and this with Node's.
const { startInterpreter } = await import(new URL("../../pywidget/page/interpreter.js", import.meta.url).href);
const [wasm = "", image = ""] = process.argv.slice(2);
/** The types of Node have none of it. @type {any} */
const { WebAssembly } = globalThis;
const python = await startInterpreter(await WebAssembly.compile(await readFile(wasm)), [await readFile(image)]);
const app = python.pyimport("asked");
app.start("", { tell: (/** @type {string[]} */ names) => console.log(JSON.stringify(names)) });
