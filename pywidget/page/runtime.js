// @ts-check
import { nameOf } from "./fence.js";

/** A start that takes longer than this is given up: refused WebAssembly can leave a start unsettled for ever. */
const START_MS = 60_000;

/**
 * @typedef {{ start: (text: string) => void, receive: (text: string) => void }} App the Python side of the border
 */

/**
 * Starts the interpreter and the app in it.
 *
 * @param {string} base the folder of the bundle
 * @param {string} runtime `micropython` or `pyodide`
 * @param {object} border the functions that Python may call
 * @returns {Promise<App>}
 */
export const startRuntime = async (base, runtime, border) => {
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) =>
    setTimeout(reject, START_MS, new Error(`Python did not start within ${START_MS / 1000} seconds`)),
  );
  try {
    return await Promise.race([runtime == "micropython" ? micropython(base, border) : late, late]);
  } catch (error) {
    const text = `${error}`;
    throw /unsafe-eval|WebAssembly\.\w+\(\)|CompileError/.test(text)
      ? new Error(`WebAssembly is refused: the page's policy needs script-src 'wasm-unsafe-eval' (${nameOf(error)})`)
      : error;
  }
};

/**
 * @param {string} base
 * @param {object} border
 * @returns {Promise<App>}
 */
const micropython = async (base, border) => {
  const image = fetch(`${base}pywidget.romfs`).then((response) => {
    if (!response.ok) throw new Error(`pywidget.romfs: HTTP ${response.status}`);
    return response.arrayBuffer();
  });
  // Its failure is told by the await below, not as an unhandled rejection while the interpreter loads.
  image.catch(() => 0);
  const { loadMicroPython } = await import(`${base}micropython.mjs`);
  const python = await loadMicroPython({
    url: `${base}micropython.wasm`,
    romfs: new Uint8Array(await image),
    stdout: (/** @type {string} */ text) => console.info(text),
    stderr: (/** @type {string} */ text) => console.warn(text),
  });
  python.registerJsModule("pywidget_page", border);
  return python.pyimport("pywidget.browser.app");
};
