// @ts-check
import { nameOf } from "./fence.js";

/**
 * Starts Pyodide instead of MicroPython: from the folder that `pywidget bundle --pyodide` makes, from a folder of the
 * page's own, or the Pyodide that the page hands over.
 */

/** The smallest valid WebAssembly module. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * @param {string} name of the module
 * @param {string} base folder of the bundle
 * @param {string} url of the folder with Pyodide; "" for the folder in the bundle
 * @param {any} theirs the page's Pyodide, if it hands one over, without pywidget in it
 * @param {typeof import("./fetch-bytes.js").fetchBytes} fetchBytes from the page's module, which has the hashes
 * @returns {Promise<any>} the module
 */
export const fromPyodide = async (name, base, url, theirs, fetchBytes) => {
  if (!theirs && !url) {
    const python = await load(`${base}pyodide/`, ["pywidget-page"]);
    try {
      return python.pyimport(name);
    } catch (error) {
      throw new Error(`the wheel beside Pyodide was not installed; the console says why (${error})`);
    }
  }
  const python = theirs ?? (await load(new URL(url.endsWith("/") ? url : `${url}/`, document.baseURI).href, []));
  // The wheel contains sources, so it fits every version of Python.
  python.unpackArchive(await fetchBytes(base, WHEEL), "wheel");
  return python.pyimport(name);
};

/**
 * @param {string} folder
 * @param {string[]} packages names from its lock file that are loaded too
 */
const load = async (folder, packages) => {
  // If the page's policy refuses WebAssembly, this throws. Pyodide itself would wait for ever.
  new WebAssembly.Module(EMPTY_MODULE);
  let module;
  try {
    module = await import(`${folder}pyodide.mjs`);
  } catch (error) {
    throw new Error(
      `there is no Pyodide in ${folder}: put it there with "pywidget bundle --pyodide", or say in data-runtime-url ` +
        `where it is (${nameOf(error)})`,
    );
  }
  return module.loadPyodide({
    indexURL: folder,
    packages,
    stdout: (/** @type {string} */ text) => console.info(text),
    stderr: (/** @type {string} */ text) => console.warn(text),
  });
};
