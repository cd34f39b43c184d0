/**
 * Bundles and minifies the JavaScript of the bundle.
 *
 *     node tools/pack.mjs PAGE INTERPRETER VALUES OUT BUILD [FILE ...]
 *
 * PAGE is the folder of the sources: a classic script, and ES modules whose imports are bundled into them. INTERPRETER
 * is MicroPython's module. VALUES is a JSON object with the values of the names in `build.d.ts`. The files that pages
 * include go into OUT, the modules into its folder BUILD. What most sites never load is a separate module. FILEs are
 * the names of the files to write; without them, all files are written.
 * Minified by terser, which gives fewer bytes after Brotli than esbuild does.
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const [page, interpreter, values, out, buildName, ...only] = process.argv.slice(2);
/** @type {Record<string, unknown>} */
const putIn = JSON.parse(values);
/** @param {unknown} value */
const isPattern = (value) => /^\/.+\/$/.test(`${value}`);
/** The values that esbuild puts in. It does not accept regular expressions. */
const plain = Object.entries(putIn).filter(([, value]) => !isPattern(value));
const define = Object.fromEntries(plain.map(([name, value]) => [name, JSON.stringify(value)]));
define["BUILD"] = JSON.stringify(buildName);
/** The facts about the ats-widget, also as a global for modules that run here. */
const facts = Object.entries(putIn).flatMap(([name, value]) => (name.startsWith("ATS.") ? [[name.slice("ATS.".length), value]] : []));
Object.assign(globalThis, { ATS: Object.fromEntries(facts) });

/**
 * A value as an expression for the script tag, in as few bytes as possible: a list of words is one string that is
 * split, and a regular expression is a literal.
 * @param {unknown} value
 */
const expression = (value) => {
  if (Array.isArray(value)) return `${JSON.stringify(value.join(" "))}.split(" ")`;
  return isPattern(value) ? `${value}` : JSON.stringify(value);
};
/** The script tag is not bundled by esbuild: terser puts the values in, as expressions, as it does with patterns in modules. */
const expressions = Object.fromEntries(facts.map(([name, value]) => [`@ATS.${name}`, expression(value)]));
const patterns = Object.fromEntries(facts.filter(([, value]) => isPattern(value)).map(([name, value]) => [`@ATS.${name}`, `${value}`]));

/**
 * @typedef {object} Minifying
 * @property {boolean} module
 * @property {Record<string, string>} [values] values that replace names
 * @property {object} [more] for terser's compressor
 * @property {boolean} [eager] whether the first error needs nearly all of it
 * @property {number} [choices] of variable names that are tried
 */

/**
 * @param {string} code
 * @param {Minifying} options
 * @param {boolean} [mangle] whether variables get short names
 * @returns {Promise<string>}
 */
async function minified(code, { module, values: global_defs = {}, more = {} }, mangle = true) {
  const result = await minify(code, {
    ecma: 2020,
    module,
    compress: { passes: 3, unsafe_arrows: true, global_defs, ...more },
    mangle,
    format: { comments: false },
  });
  return `${result.code}\n`;
}

/**
 * Minifies with several choices of variable names, and returns the result that is smallest after Brotli. How well a
 * build's hash compresses depends on the code around it, so without this the size would vary from build to build. A
 * choice are the one-letter names that no variable gets. Without a line's end, which is one more byte.
 * @param {string} code
 * @param {Minifying} options
 */
async function smallest(code, options) {
  const { module, choices: length = 1 } = options;
  const named = await minified(code, options, false);
  const choices = Array.from({ length }, (_, choice) => [..."etrasin"].filter((_, bit) => (choice >> bit) & 1));
  const format = { comments: false };
  const made = await Promise.all(
    choices.map(async (reserved) => {
      const { code = "" } = await minify(named, { ecma: 2020, module, compress: false, mangle: { reserved }, format });
      return { code, size: brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length };
    }),
  );
  return made.reduce((best, one) => (one.size < best.size ? one : best)).code;
}

/**
 * Minifies the style sheets: in a module they are strings, which the other minifiers do not change.
 * @type {import("esbuild").Plugin}
 */
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

/** The modules that shared.js imports: they are in pywidget-page.js, which passes them on. */
const shared = [...(await readFile(path.join(page, "shared.js"), "utf8")).matchAll(/ from\s"(.+)";/g)].map(([, module]) => module);

/**
 * Puts given.js in the place of each shared module.
 * @type {import("esbuild").Plugin}
 */
const given = {
  name: "given",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ path: module }) => (shared.includes(module) ? { path: path.join(page, "given.js") } : undefined));
  },
};

/**
 * @param {string} name
 * @param {import("esbuild").Format} [format]
 * @returns {Promise<string>} the module with everything that it imports
 */
async function bundled(name, format = "esm") {
  const result = await build({
    entryPoints: [path.join(page, name)],
    bundle: true,
    // Not bundled, because it is loaded only when it is needed.
    external: ["./micropython.js"],
    inject: [path.join(page, "document.js")],
    plugins: name == "token.js" ? [given] : [styles],
    define,
    format,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
  }).catch(() => process.exit(1)); // esbuild has already printed the error.
  return result.outputFiles[0].text;
}

/** The hashes of the files that are written already. @type {Record<string, string>} */
const hashes = JSON.parse(values).HASHES;

/** The modules' folder, and the line that each begins with, by which a file of another build is recognized. */
const folder = path.join(out, buildName);
const mark = `// pywidget build ${buildName}\n`;
/**
 * Has Chromium compile all functions of a module while it is loaded, in the background, and not each one when it is
 * first called. For the modules whose functions the first error needs: that takes it a tenth less time.
 */
const EAGER = "//# allFunctionsCalledOnLoad\n";

/** A value as an expression for terser. @param {unknown} value */
const text = (value) => JSON.stringify(value ?? "");

/**
 * @param {string} name
 * @param {() => Promise<string>} code
 * @param {Minifying} options
 */
async function write(name, code, options) {
  const how = options.choices ? smallest : minified;
  if (only.length && !only.includes(name)) return;
  const written = (options.module ? mark : "") + (options.eager ? EAGER : "") + (await how(await code(), options));
  await writeFile(path.join(options.module ? folder : out, name), written);
  hashes[name] = `sha256-${createHash("sha256").update(written).digest("base64")}`;
}

/** A file is written before the files that contain its hash. */
await write("micropython.js", () => readFile(interpreter, "utf8"), { module: true });
for (const name of ["advice.js", "delivery.js", "inspector.js", "pyodide.js", "watch.js", "token.js", "page.js"]) {
  define["HASHES"] = JSON.stringify(hashes);
  const first = name == "page.js" && { eager: true, choices: 16 };
  await write(`pywidget-${name}`, () => bundled(name), { module: true, values: patterns, ...first });
}
await write("pywidget-first.js", () => bundled("first.js", "iife"), { module: false });
const inTag = {
  ...expressions,
  "@PAGE_FILE": text(`${buildName}/pywidget-page.js`),
  "@PAGE_HASH": text(hashes["pywidget-page.js"]),
  "@WASM_FILE": text(`${buildName}/micropython.wasm`),
};
// `unsafe`: in the script tag, terser may assume that built-in functions are the browser's own.
const more = { unsafe: true };
await write("pywidget.js", () => readFile(path.join(page, "loader.js"), "utf8"), { module: false, values: inTag, more, choices: 128 });

