/**
 * Makes the folder with Pyodide that a page loads.
 *
 *     node pyodide_folder.mjs PYODIDE WHEEL OUT
 *
 * PYODIDE is a folder with a published Pyodide, WHEEL the bundle's wheel of Python sources. OUT, which exists and is
 * empty, gets the interpreter as it was published, the wheel compiled by it, a lock file of that one package, of the
 * standard library what the two import, and a compressed sibling of each.
 */
import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [pyodide, wheel, out] = process.argv.slice(2).map((argument) => path.resolve(argument));
/** What the page loads of the published files; older releases have `pyodide.asm.js`. */
const PUBLISHED = /^pyodide(\.mjs|\.asm\.(m?js|wasm))$/;
/** What servers may answer with a compressed sibling. */
const COMPRESSIBLE = /\.(json|m?js|wasm|zip)$/;
const PACKAGE = "pywidget-page";
const APP = "pywidget.browser.app";

/**
 * @param {string} file the wheel that it locks
 * @returns {Promise<string>} a lock file of one package
 */
async function lock(file) {
  const { info } = JSON.parse(await readFile(path.join(pyodide, "pyodide-lock.json"), "utf8"));
  const entry = {
    name: PACKAGE,
    version: path.basename(file).split("-")[1],
    file_name: path.basename(file),
    install_dir: "site",
    sha256: createHash("sha256").update(await readFile(file)).digest("hex"),
    package_type: "package",
    imports: ["pywidget"],
    depends: [],
    unvendored_tests: false,
  };
  return JSON.stringify({ info, packages: { [PACKAGE]: entry } });
}

/**
 * Starts Pyodide as a page does, with the package installed by a lock file.
 * @param {string} folder of Pyodide
 * @param {string} file the wheel
 */
async function start(folder, file) {
  const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
  const python = await loadPyodide({
    indexURL: folder + path.sep,
    lockFileContents: await lock(file),
    packageBaseUrl: path.dirname(file) + path.sep,
    packages: [PACKAGE],
    stdout: () => {},
  });
  if (!python.loadedPackages[PACKAGE]) throw new Error(`${path.basename(file)} was not installed, see above`);
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

/** @param {string} version of Pyodide */
const notice = (version) => `\
Pyodide ${version}: pyodide.* are its published files, unchanged, from the npm package "pyodide".
Copyright (c) the Pyodide contributors and Mozilla. Mozilla Public License 2.0, whose text, like the source code, is in
Pyodide's source repository under the tag ${version}.

python_stdlib.zip is a part of the Python standard library as it comes with that Pyodide, compiled.
Copyright (c) Python Software Foundation. PSF License Version 2.

pywidget_page-*.whl is pywidget, compiled. MIT License, see LICENSE in the folder above.
`;

/** @param {string} file */
async function compress(file) {
  const content = await readFile(file);
  // One more step of quality takes five times as long for a tenth of the size.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}

async function main() {
  for (const name of await readdir(pyodide)) {
    if (PUBLISHED.test(name)) await copyFile(path.join(pyodide, name), path.join(out, name));
  }
  const python = await start(pyodide, wheel);
  python.FS.mkdirTree("/work/out");
  const source = `/work/${path.basename(wheel)}`;
  python.FS.writeFile(source, new Uint8Array(await readFile(wheel)));
  const tools = python.toPy({ __name__: "pyodide_compile" });
  python.runPython(await readFile(new URL("pyodide_compile.py", import.meta.url), "utf8"), { globals: tools });
  tools.get("import_all")(source);
  tools.get("write_stdlib")("/work/out/python_stdlib.zip");
  const compiled = path.join(out, tools.get("compile_wheel")(source, "/work/out"));
  for (const file of [compiled, path.join(out, "python_stdlib.zip")]) {
    await writeFile(file, python.FS.readFile(`/work/out/${path.basename(file)}`));
  }
  await writeFile(path.join(out, "pyodide-lock.json"), await lock(compiled));
  await writeFile(path.join(out, "NOTICE"), notice(python.version));
  // What is missing is told here, not in the page.
  await start(out, compiled);
  const names = (await readdir(out)).filter((name) => COMPRESSIBLE.test(name));
  await Promise.all(names.map((name) => compress(path.join(out, name))));
}

// Node would show the line that failed, which can be all of the interpreter.
await main().catch((error) => {
  console.error(`${error}`);
  process.exitCode = 1;
});
