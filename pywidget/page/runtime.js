// @ts-check
import { fence, nameOf } from "./fence.js";
import { fetchBytes, hashOf } from "./fetch-bytes.js";
import { loadModule } from "./load-module.js";
import { lookUp, own } from "./own.js";
import { inTime } from "./after.js";
import { canRun, startInterpreter } from "./interpreter.js";

/** The longest time for a start. If WebAssembly is refused, the start may never end by itself. */
const START_MS = 60_000;

/** Error messages of browsers whose page policy refuses WebAssembly. A broken file gives another error. */
const REFUSED = /unsafe-eval|blocked by CSP|Refused to/;

/** Names in `data-analytics` whose code is in no usual image. */
const RARE = new RegExp(`(^|[\\s,])(${RARE_SINKS})([\\s,]|$)`);

/**
 * The MicroPython that its project publishes, for old browsers. If a bundle does not have it, it lacks our cut, and
 * `micropython.wasm` is the published one.
 */
const PUBLISHED = "published.wasm";
const USUAL = "micropython.wasm";

/** The images with our Python code for the published interpreter: that of a usual page, and the one with everything. */
const IMAGE = "pywidget.romfs";
const ALL = "pywidget-all.romfs";
/** Those for our cut, which has in its file what a first notice needs: what makes the reports, and what else there is. */
const REPORTS = "pywidget-reports.romfs";
const MORE = "pywidget-more.romfs";

/** The section of our cut's file that is an image. */
const SECTION = "romfs";

/** The Python module that the page talks to. */
const APP = "pywidget.browser.app";

/**
 * @typedef {object} App
 * @property {(text: string, border: object) => void} start
 * @property {(text: string) => boolean} receive
 * @property {() => Promise<void>} [loadReports] adds what makes the reports, where that is not there from the start
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
  try {
    return await inTime(start(from), START_MS, `Python did not start within ${START_MS / 1000} seconds`);
  } catch (error) {
    throw REFUSED.test(`${error}`)
      ? new Error(`WebAssembly is refused: the page's policy needs script-src 'wasm-unsafe-eval' (${nameOf(error)})`)
      : error;
  }
};

/** @param {From} from */
const start = async ({ api, base, state }) => {
  const { runtime = "", runtimeUrl = "" } = state.data;
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
    return (await micropython(state, base)).pyimport(APP);
  }
  const { fromPyodide } = await loadModule(state, "pywidget-pyodide.js");
  return fromPyodide(APP, base, runtimeUrl, theirs, fetchBytes);
};

/**
 * Takes the file that the script tag has asked for, if it has; here its hash is checked, because the script tag does
 * not know it. Where this page cannot tell a hash, or the file is not that of this build, it is fetched once more.
 *
 * @template T
 * @param {import("./state.js").State} state
 * @param {string} base
 * @param {(file: Uint8Array<ArrayBuffer>) => Promise<T>} prepare makes of the file what is needed, while its hash is worked out;
 *   it runs nothing of it
 * @returns {Promise<T>}
 */
const usualFile = async (state, base, prepare) => {
  const { wasm } = state;
  // Used once: another try is another request.
  state.wasm = 0;
  try {
    const whole = /** @type {ArrayBuffer | undefined} */ (wasm && (await wasm));
    if (whole?.byteLength) {
      const hashing = crypto.subtle.digest("SHA-256", whole);
      const prepared = prepare(new Uint8Array(whole));
      // Until it is awaited, this avoids an "unhandled rejection".
      prepared.catch(() => 0);
      const hash = btoa(String.fromCharCode(...new Uint8Array(await hashing)));
      if (hashOf(USUAL) == `sha256-${hash}`) return prepared;
    }
  } catch {
    // This page cannot tell a hash.
  }
  return prepare(await fetchBytes(base, USUAL));
};

/**
 * Chooses the interpreter's files, requests all of them at once, and starts it.
 *
 * @param {import("./state.js").State} state
 * @param {string} base
 * @returns {Promise<Interpreter>}
 */
const micropython = async (state, base) => {
  const { watch, profile, analytics = "" } = state.data;
  const watches = !!(watch || profile);
  const isRare = RARE.test(analytics);
  const hasOurs = !!HASHES[PUBLISHED];
  /** @param {string} name */
  const image = (name) => {
    const file = fetchBytes(base, name);
    // Awaited after the interpreter. Until then, this avoids an "unhandled rejection".
    file.catch(() => 0);
    return file;
  };
  if (hasOurs && canRun()) {
    const more = watches ? image(MORE) : undefined;
    const forReports = async () => {
      const coming = (isRare && !watches ? [REPORTS, MORE] : [REPORTS]).map(image);
      /** @type {Uint8Array[]} */
      const files = [];
      for (const file of coming) files.push(await file);
      return files;
    };
    // With a destination they are surely needed. If they come in time, Python has them from the start.
    let early = analytics ? forReports() : undefined;
    /** @type {Uint8Array[]} */
    let present = [];
    early?.then((files) => (present = files)).catch(() => 0);
    const ours = await usualFile(state, base, (file) => WebAssembly.compile(file));
    const first = WebAssembly.Module.customSections(ours, SECTION).map((section) => new Uint8Array(section));
    if (more) first.push(await more);
    return startInterpreter(ours, [...first, ...present], () => {
      const files = early ?? forReports();
      // Another try is another request.
      early = undefined;
      return files;
    });
  }
  const file = hasOurs ? fetchBytes(base, PUBLISHED) : usualFile(state, base, async (bytes) => bytes);
  const romfs = image(watches || isRare ? ALL : IMAGE);
  file.catch(() => 0);
  const { loadMicroPython } = await loadModule(state, "micropython.js");
  return loadMicroPython(
    own({
      wasm: await file,
      romfs: await romfs,
      stdout: fence("printing", (text) => console.info(text)),
      stderr: fence("printing", (text) => console.warn(text)),
    }),
  );
};
