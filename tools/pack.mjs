/**
 * Bundles and minifies the JavaScript of the bundle.
 *
 *     node tools/pack.mjs PAGE INTERPRETER VALUES OUT
 *
 * PAGE is the folder of the sources: a classic script, and ES modules whose imports are bundled into them. INTERPRETER
 * is MicroPython's module, VALUES what stands in the place of names, as JSON (see `build.d.ts`). What most sites never
 * load is a module of its own.
 * Minified by terser, which gives fewer bytes after Brotli than esbuild does.
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, transform } from "esbuild";
import { minify } from "terser";

const [page, interpreter, values, out] = process.argv.slice(2);
const define = Object.fromEntries(Object.entries(JSON.parse(values)).map(([name, value]) => [name, JSON.stringify(value)]));

/**
 * @param {string} code
 * @param {{module: boolean, defines?: Record<string, string | undefined>}} options
 * @returns {Promise<string>}
 */
async function minified(code, { module, defines = {} }) {
  const result = await minify(code, {
    ecma: 2020,
    module,
    compress: { passes: 3, unsafe_arrows: true, global_defs: defines },
    format: { comments: false },
  });
  return `${result.code}\n`;
}

/** A style sheet in a module is a text, which nobody else makes shorter. @type {import("esbuild").Plugin} */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /-style\.js$/ }, async ({ path: file }) => {
      const { STYLE } = await import(pathToFileURL(file).href);
      const { code } = await transform(STYLE, { loader: "css", minify: true, charset: "utf8" });
      return { contents: `export const STYLE = ${JSON.stringify(code.trim())};` };
    });
  },
};

/**
 * @param {string} name
 * @returns {Promise<string>} the module with everything that it imports
 */
async function bundled(name) {
  const result = await build({
    entryPoints: [path.join(page, name)],
    bundle: true,
    // Loaded when it is needed, from beside the page's module.
    external: ["./micropython.mjs"],
    inject: [path.join(page, "document.js")],
    plugins: [styles],
    define,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
  }).catch(() => process.exit(1)); // It has said what is wrong.
  return result.outputFiles[0].text;
}

/** The hashes of what is written already. @type {Record<string, string>} */
const hashes = JSON.parse(values).HASHES;

/**
 * @param {string} name
 * @param {string} code
 */
const write = async (name, code) => {
  await writeFile(path.join(out, name), code);
  hashes[name] = `sha256-${createHash("sha256").update(code).digest("base64")}`;
};

/** What is loaded comes before what knows its hash. */
await write("micropython.mjs", await minified(await readFile(interpreter, "utf8"), { module: true }));
for (const name of ["delivery.js", "inspector.js", "pyodide.js", "watch.js", "page.js"]) {
  const { "pywidget-watch.js": _, ...known } = hashes;
  define["HASHES"] = JSON.stringify(known);
  await write(`pywidget-${name}`, await minified(await bundled(name), { module: true }));
}
const loader = await readFile(path.join(page, "loader.js"), "utf8");
const checked = { PAGE_HASH: hashes["pywidget-page.js"], WATCH_HASH: hashes["pywidget-watch.js"] };
await write("pywidget.js", await minified(loader, { module: false, defines: checked }));
