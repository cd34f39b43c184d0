/**
 * Bundles and minifies the JavaScript of the bundle.
 *
 *     node tools/pack.mjs LOADER PAGE INTERPRETER OUT
 *
 * LOADER is a classic script, PAGE an ES module whose imports are bundled into it, INTERPRETER MicroPython's module.
 * delivery.js beside PAGE becomes a module of its own, because most sites never load it.
 * Minified by terser, which gives fewer bytes after Brotli than esbuild does.
 */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { minify } from "terser";

const [loader, page, interpreter, out] = process.argv.slice(2);

/**
 * @param {string} code
 * @param {{module: boolean}} options
 * @returns {Promise<string>}
 */
async function minified(code, { module }) {
  const result = await minify(code, {
    ecma: 2020,
    module,
    compress: { passes: 3, unsafe_arrows: true },
    format: { comments: false },
  });
  return `${result.code}\n`;
}

/**
 * @param {string} entry
 * @returns {Promise<string>} the module with everything that it imports
 */
async function bundled(entry) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    // Loaded when it is needed, from beside the page's module.
    external: ["./micropython.mjs"],
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
  }).catch(() => process.exit(1)); // It has said what is wrong.
  return result.outputFiles[0].text;
}

/**
 * @param {string} name
 * @param {string} code
 */
const write = (name, code) => writeFile(path.join(out, name), code);

await write("pywidget.js", await minified(await readFile(loader, "utf8"), { module: false }));
await write("pywidget-page.js", await minified(await bundled(page), { module: true }));
const delivery = path.join(path.dirname(page), "delivery.js");
await write("pywidget-delivery.js", await minified(await bundled(delivery), { module: true }));
await write("micropython.mjs", await minified(await readFile(interpreter, "utf8"), { module: true }));
