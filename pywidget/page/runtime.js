// @ts-check
import { fence, nameOf } from "./fence.js";
import { fetchBytes } from "./fetch-bytes.js";
import { loadModule } from "./load-module.js";
import { lookUp, own } from "./own.js";
import { after } from "./after.js";

/** A start that takes longer than this is given up: refused WebAssembly can leave a start unsettled for ever. */
const START_MS = 60_000;

/** What browsers say where a policy refuses WebAssembly; a broken file is another error. */
const REFUSED = /unsafe-eval|blocked by CSP|Refused to/;

/** Names in data-analytics that the usual image has no code for. */
const RARE = new RegExp(`(^|[\\s,])(${RARE_SINKS})([\\s,]|$)`);

/** The Python side of the border. */
const APP = "pywidget.browser.app";

/**
 * @typedef {{ start: (text: string, border: object) => void, receive: (text: string) => boolean }} App
 * @typedef {{ pyimport: (name: string) => any }} Interpreter as MicroPython and Pyodide come, and as
 *   `pywidget.start()` of a page's own Python presents itself
 */

/**
 * The app, in the interpreter that the page hands over, or in a new one.
 *
 * @param {import("./create-page.js").Page} page
 * @returns {Promise<App>}
 */
export const startRuntime = async (page) => {
  const late = after(START_MS).then(() => {
    throw new Error(`Python did not start within ${START_MS / 1000} seconds`);
  });
  try {
    return await Promise.race([start(page), late]);
  } catch (error) {
    throw REFUSED.test(`${error}`)
      ? new Error(`WebAssembly is refused: the page's policy needs script-src 'wasm-unsafe-eval' (${nameOf(error)})`)
      : error;
  }
};

/** @param {import("./create-page.js").Page} page */
const start = async ({ api, base, state }) => {
  const { runtime = "", runtimeUrl = "", watch, profile, analytics = "" } = state.data;
  /** @type {Interpreter | undefined} */
  const theirs = await lookUp(api, "interpreter");
  if (theirs) {
    try {
      return theirs.pyimport(APP);
    } catch (error) {
      // So Pyodide calls it, into which it can be put now.
      if (/** @type {any} */ (error)?.type != "ModuleNotFoundError") throw error;
    }
  } else if (!/^\s*pyodide\s*$/i.test(runtime)) {
    const more = watch || profile || RARE.test(analytics);
    return (await micropython(state, base, more ? "pywidget-all.romfs" : "pywidget.romfs")).pyimport(APP);
  }
  const { fromPyodide } = await loadModule(state, "pywidget-pyodide.js");
  return fromPyodide(APP, base, runtimeUrl, theirs, fetchBytes);
};

/**
 * @param {import("./state.js").State} state
 * @param {string} base
 * @param {string} image with our Python
 * @returns {Promise<Interpreter>}
 */
const micropython = async (state, base, image) => {
  // Asked for now, for the interpreter's module asks for it only once it is here itself.
  const [wasm, romfs] = ["micropython.wasm", image].map((name) => fetchBytes(base, name));
  // Their failures are told below, not as unhandled rejections while the interpreter loads.
  for (const file of [wasm, romfs]) file?.catch(() => 0);
  const { loadMicroPython } = await loadModule(state, "micropython.js");
  return loadMicroPython(
    own({
      wasm: await wasm,
      romfs: await romfs,
      stdout: fence("printing", (text) => console.info(text)),
      stderr: fence("printing", (text) => console.warn(text)),
    }),
  );
};
