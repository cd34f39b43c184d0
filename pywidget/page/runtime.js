// @ts-check
import { fence, nameOf, warn } from "./fence.js";
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

/** The images with our Python code: everything, what the first notice needs, and what makes the reports. */
const ALL = "pywidget-all.romfs";
const FIRST = "pywidget-first.romfs";
const REPORTS = "pywidget-reports.romfs";

/** How long to wait before each try to fetch the reports' image, in milliseconds: first until the notice is shown. */
const TRIES_MS = [200, 5_000, 60_000, 600_000];

/** The Python module that the page talks to. */
const APP = "pywidget.browser.app";

/**
 * @typedef {object} App
 * @property {(text: string, border: object) => void} start
 * @property {(text: string) => boolean} receive
 * @property {() => Promise<void>} [more] fetches what the first notice did not need
 *
 * @typedef {object} Interpreter MicroPython, Pyodide, or what `pywidget.start()` makes for a page's own Python
 * @property {(name: string) => any} pyimport
 * @property {(image: Uint8Array) => void} [add] adds an image of modules, also once Python runs
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
    if (watch || profile || RARE.test(analytics)) {
      return (await micropython({ state, base, whole: ALL, parts: [ALL] })).pyimport(APP);
    }
    // A page that names no destination does not need its reports for its first notice.
    const parts = analytics.trim() ? [FIRST, REPORTS] : [FIRST];
    const python = await micropython({ state, base, whole: "pywidget.romfs", parts });
    const app = python.pyimport(APP);
    return python.add && parts.length < 2 ? { ...app, more: () => addReports(base, python) } : app;
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
 * @param {string} from.whole the file with our Python code
 * @param {string[]} from.parts the same in parts, for an interpreter that takes several
 * @returns {Promise<Interpreter>}
 */
const micropython = async ({ state, base, whole, parts }) => {
  const hasOurs = !!HASHES[PUBLISHED];
  const isOurs = hasOurs && canRun();
  const names = isOurs ? [USUAL, ...parts] : [hasOurs ? PUBLISHED : USUAL, whole];
  const files = names.map((name) => fetchBytes(base, name));
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

/**
 * @param {string} base
 * @param {Interpreter} python
 */
const addReports = async (base, python) => {
  for (const wait of TRIES_MS) {
    await after(wait);
    try {
      return python.add?.(await fetchBytes(base, REPORTS));
    } catch (error) {
      warn("no reports yet", error);
    }
  }
  throw new Error("there are no reports");
};
