/** The interpreter's part of `warm_errors.py`: microseconds for each failure of each round, as JSON. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { startInterpreter } from "../pywidget/page/interpreter.js";

const [folder = "", wanted = ""] = process.argv.slice(2);
const { start, border, answers, messages, failures, rounds } = JSON.parse(await readFile("/dev/stdin", "utf8"));

/** @param {string} name */
const file = async (name) => new Uint8Array(await readFile(path.resolve(folder, name)));

/** Our cut, with what makes the reports. */
const ours = async () => {
  const module = await WebAssembly.compile(await file("micropython.wasm"));
  const first = WebAssembly.Module.customSections(module, "romfs").map((section) => new Uint8Array(section));
  return startInterpreter(module, [...first, await file("pywidget-reports.romfs")], async () => []);
};

/** The one that MicroPython's project publishes, which has the name of our cut in a bundle that lacks that. */
const published = async () => {
  const { loadMicroPython } = await import(pathToFileURL(path.resolve(folder, "micropython.js")).href);
  const name = existsSync(path.resolve(folder, "published.wasm")) ? "published.wasm" : "micropython.wasm";
  return loadMicroPython({ url: path.resolve(folder, name), romfs: await file("pywidget.romfs") });
};

const app = (await (wanted == "ours" ? ours() : published())).pyimport("pywidget.browser.app");

/** @type {Record<string, number>} */
const calls = {};
const functions = border.map((/** @type {string} */ name) => [
  name,
  () => {
    calls[name] = (calls[name] ?? 0) + 1;
    return answers[name];
  },
]);
app.start(JSON.stringify(start), Object.fromEntries(functions));

const times = [];
let number = 0;
for (let round = 0; round < rounds; round++) {
  const texts = [];
  for (let failure = 0; failure < failures; failure++) {
    number++;
    for (const message of messages) {
      const text = JSON.stringify({ ...message, at: start.at + number * 5_000 });
      texts.push(text.replaceAll("NUMBER", `${number}`));
    }
  }
  // The processor's time and not the clock's, because other programs may run meanwhile.
  const begin = process.cpuUsage();
  for (const text of texts) app.receive(text);
  times.push(process.cpuUsage(begin).user / failures);
}
console.log(JSON.stringify({ times, calls, failures: number }));
