/**
 * Runs Pyodide as a page does, to compile for it and to try what was compiled.
 *
 *     node pyodide_folder.mjs compile PYODIDE WORK
 *     node pyodide_folder.mjs finish OUT
 *
 * PYODIDE is a folder with a published Pyodide. WORK has a wheel of Python sources with its lock file, and the wheel's
 * files in `wheel`; they are compiled there, and the part of the standard library that they import in `stdlib`. OUT is
 * the whole folder for pages: it is tried, and each file gets compressed siblings.
 */
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [task, folder = "", work = ""] = process.argv.slice(2);
/** What servers may answer with a compressed sibling. */
const COMPRESSIBLE = /\.(json|m?js|wasm|zip)$/;
const APP = "pywidget.browser.app";

/**
 * Starts Pyodide with the packages of a lock file.
 * @param {string} pyodide its folder
 * @param {string} locked the folder with the lock file, and with the wheels that it names
 */
async function start(pyodide, locked) {
  const lockFileURL = path.join(locked, "pyodide-lock.json");
  const packages = Object.keys(JSON.parse(await readFile(lockFileURL, "utf8")).packages);
  const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")).href);
  const python = await loadPyodide({ indexURL: pyodide + path.sep, lockFileURL, packages, stdout: () => {} });
  const missing = packages.filter((name) => !python.loadedPackages[name]);
  if (missing.length > 0) throw new Error(`${missing.join(", ")} could not be installed, see above`);
  python.pyimport(APP);
  // Tasks, and an exception put into words, which imports what is not there at the start.
  await python.runPythonAsync("import asyncio\nawait asyncio.sleep(0)");
  try {
    python.runPython("raise ValueError");
  } catch {
    // That was it.
  }
  return python;
}

async function compile() {
  const python = await start(folder, work);
  python.FS.mkdirTree("/work");
  python.mountNodeFS("/work", work);
  const tools = python.toPy({ __name__: "pyodide_compile" });
  python.runPython(await readFile(new URL("pyodide_compile.py", import.meta.url), "utf8"), { globals: tools });
  tools.get("import_all")("/work/wheel");
  tools.get("write_stdlib")("/work/stdlib");
  for (const name of ["wheel", "stdlib"]) tools.get("compile_all")(`/work/${name}`);
}

/**
 * Here, because Python's standard library has no Brotli.
 * @param {string} file
 */
async function compress(file) {
  const content = await readFile(file);
  // One more step of quality takes five times as long for a tenth of the size.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}

async function finish() {
  // What is missing is told here, not in the page.
  await start(folder, folder);
  const names = (await readdir(folder)).filter((name) => COMPRESSIBLE.test(name));
  await Promise.all(names.map((name) => compress(path.join(folder, name))));
}

// Node would show the line that failed, which can be all of the interpreter.
await (task === "compile" ? compile() : finish()).catch((error) => {
  console.error(`${error}`);
  process.exitCode = 1;
});
