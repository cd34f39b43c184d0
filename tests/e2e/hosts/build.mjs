// Bundles the hosts, and renders on a "server" those that can be: `node build.mjs FOLDER` writes NAME.js, and NAME.html
// with what stands in #root before the host takes it over.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2];

/** React 18 is the same host, with another React. */
const REACT_18 = { react: "react18", "react-dom": "react-dom18" };
/**
 * Each host: its file, and what else esbuild is told. Of the packages that no file here imports, `@angular/common` and
 * `rxjs` are Angular's, which wants them beside it.
 */
const HOSTS = {
  react19: ["react.jsx"],
  react18: ["react.jsx", { alias: REACT_18 }],
  vue: ["vue.js"],
  svelte: ["svelte.js"],
  angular: ["angular.js"],
  alpine: ["alpine.js"],
  htmx: ["htmx.js"],
  turbo: ["turbo.js"],
};
const RENDERED = ["react19", "react18", "vue", "svelte"];
const WRITTEN = ["alpine", "htmx", "turbo"];

/** Developers' builds: those say what is wrong. */
const options = {
  bundle: true,
  jsx: "automatic",
  logLevel: "error",
  define: {
    "process.env.NODE_ENV": '"development"',
    __VUE_OPTIONS_API__: "true",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
  },
};

/** @param {"client" | "server"} generate */
const svelte = (generate) => ({
  name: "svelte",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: compile(source, { generate, dev: generate == "client", filename: basename(path) }).js.code };
    }),
});

const bundleClient = ([name, [file, more]]) =>
  build({
    ...options,
    ...more,
    entryPoints: [join(here, file)],
    outfile: join(folder, `${name}.js`),
    format: "iife",
    conditions: ["browser", "development"],
    plugins: [svelte("client")],
  });

const render = async (name) => {
  const [file, more] = HOSTS[name];
  const outfile = join(folder, `${name}.server.cjs`);
  const entry = join(here, file.replace(".", ".server."));
  const [format, platform] = ["cjs", "node"];
  await build({ ...options, ...more, entryPoints: [entry], outfile, format, platform, plugins: [svelte("server")] });
  await writeFile(join(folder, `${name}.html`), await createRequire(import.meta.url)(outfile).html);
};

await Promise.all([
  ...Object.entries(HOSTS).map(bundleClient),
  ...RENDERED.map(render),
  ...WRITTEN.map((name) => copyFile(join(here, `${name}.html`), join(folder, `${name}.html`))),
]);
