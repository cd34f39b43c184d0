// @ts-check
import { fence, nameOf } from "./fence.js";
import { fetchBytes } from "./fetch-bytes.js";
import { loadModule } from "./load-module.js";
import { lookUp, own } from "./own.js";
import { after } from "./after.js";
import { canRun, startInterpreter } from "./interpreter.js";

/** The longest time for a start. If WebAssembly is refused, the start may never end by itself. */
const START_MS = 60_000;

/** Error messages of browsers whose page policy refuses WebAssembly. A broken file gives another error. */
const REFUSED = /unsafe-eval|blocked by CSP|Refused to/;

/** Names in `data-analytics` whose code is not in the usual image. */
const RARE = new RegExp(`(^|[\\s,])(${RARE_SINKS})([\\s,]|$)`);

/**
 * The MicroPython that its project publishes, for old browsers. If a bundle does not have it, it lacks our cut, and
 * `micropython.wasm` is the published one.
 */
const PUBLISHED = "published.wasm";
const USUAL = "micropython.wasm";

/** The Python module that the page talks to. */
const APP = "pywidget.browser.app";

/**
 * @typedef {{ start: (text: string, border: object) => void, receive: (text: string) => boolean }} App
 * @typedef {{ pyimport: (name: string) => any }} Interpreter MicroPython, Pyodide, or what
 *   `pywidget.start()` makes for a page's own Python
 * @typedef {{ api: any, base: string, state: import("./state.js").State }} From `api`: `window.pywidget`; `base`: the
 *   folder of this build
 */

/**
 * Starts the app, in the interpreter that the page hands over or in a new one. The requests for a new one's files are
 * made at once, within this call.
 *
 * @param {From} from
 * @returns {Promise<App>}
 */
export const startRuntime = async (from) => {
  const starting = start(from);
  const late = after(START_MS).then(() => {
    throw new Error(`Python did not start within ${START_MS / 1000} seconds`);
  });
  try {
    return await Promise.race([starting, late]);
  } catch (error) {
    throw REFUSED.test(`${error}`)
      ? new Error(`WebAssembly is refused: the page's policy needs script-src 'wasm-unsafe-eval' (${nameOf(error)})`)
      : error;
  }
};

/** @param {From} from */
const start = async ({ api, base, state }) => {
  const { runtime = "", runtimeUrl = "", watch, profile, analytics = "" } = state.data;
  /** @type {Interpreter | Promise<Interpreter> | undefined} */
  const given = lookUp(api, "interpreter");
  // Not awaited where there is none: even that would delay the requests.
  const theirs = given && (await given);
  if (theirs) {
    try {
      return theirs.pyimport(APP);
    } catch (error) {
      // Pyodide's error for a missing module. It means that pywidget still has to be put into this Pyodide.
      if (/** @type {any} */ (error)?.type != "ModuleNotFoundError") throw error;
    }
  } else if (!/^\s*pyodide\s*$/i.test(runtime)) {
    const more = watch || profile || RARE.test(analytics);
    return (await micropython({ state, base, images: [more ? "pywidget-all.romfs" : "pywidget.romfs"] })).pyimport(APP);
  }
  const { fromPyodide } = await loadModule(state, "pywidget-pyodide.js");
  return fromPyodide(APP, base, runtimeUrl, theirs, fetchBytes);
};

/**
 * Chooses the interpreter's files, requests all of them at once, and starts it.
 *
 * @param {object} from
 * @param {import("./state.js").State} from.state
 * @param {string} from.base
 * @param {string[]} from.images the files with our Python code
 * @returns {Promise<Interpreter>}
 */
const micropython = async ({ state, base, images }) => {
  const hasOurs = !!HASHES[PUBLISHED];
  const isOurs = hasOurs && canRun();
  const files = [hasOurs && !isOurs ? PUBLISHED : USUAL, ...images].map((name) => fetchBytes(base, name));
  const module = isOurs || loadModule(state, "micropython.js");
  // Failures are handled below. This avoids an "unhandled rejection" while the interpreter loads.
  for (const file of files) file.catch(() => 0);
  const published = await module;
  const [wasm, ...romfs] = await Promise.all(files);
  if (published === true) return startInterpreter(/** @type {Uint8Array} */ (wasm), romfs);
  return published.loadMicroPython(
    own({
      wasm,
      romfs: romfs[0],
      stdout: fence("printing", (text) => console.info(text)),
      stderr: fence("printing", (text) => console.warn(text)),
    }),
  );
};
