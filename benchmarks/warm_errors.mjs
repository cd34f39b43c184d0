/** The interpreter's part of `warm_errors.py`: microseconds for each failure of each round, as JSON. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder = "", image = ""] = process.argv.slice(2);
const { start, border, answers, messages, failures, rounds } = JSON.parse(await readFile("/dev/stdin", "utf8"));

const { loadMicroPython } = await import(pathToFileURL(path.resolve(folder, "micropython.js")).href);
const python = await loadMicroPython({
  url: path.resolve(folder, "micropython.wasm"),
  romfs: new Uint8Array(await readFile(path.resolve(folder, image))),
});
const app = python.pyimport("pywidget.browser.app");

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
