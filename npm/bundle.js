#!/usr/bin/env node
// @ts-check
/**
 * Puts the files that a page needs into a folder of a site:
 *
 *     npx pywidget-errors bundle DIR [--prune]
 *
 * As `pywidget bundle` of the Python package does, and with the same files.
 */
import { cp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const USAGE = `Usage: pywidget-errors bundle DIR [--prune]

Put the files that a page needs into DIR, which is created if it does not exist. What pywidget.js loads is in a folder
that is named like this build. The folders of earlier builds stay for the pages that were opened before, until --prune.
Files of the same name are replaced; other files are left alone.

  --prune    Remove the folders of earlier builds.
  --version  Print the version.
`;

const PACKAGE = dirname(fileURLToPath(import.meta.url));
const FILES = join(PACKAGE, "files");
/** A file that the folder of a build has, whichever build it is. */
const IN_EACH_BUILD = "pywidget-page.js";

/**
 * The folders of builds in a folder.
 * @param {string} folder
 */
const builds = async (folder) => {
  const pages = await readdir(folder, { recursive: true });
  const found = pages.filter((path) => basename(path) == IN_EACH_BUILD).map(dirname);
  return found.filter((name) => /^[0-9a-f]{8}$/.test(name));
};

/**
 * @param {string} directory
 * @param {boolean} prune
 */
const bundle = async (directory, prune) => {
  await mkdir(directory, { recursive: true });
  const current = await builds(FILES);
  const rest = (await readdir(FILES)).filter((name) => !current.includes(name));
  // What pages name comes last, so that it never names a file that is not there yet.
  for (const name of [...current, ...rest]) await cp(join(FILES, name), join(directory, name), { recursive: true });
  console.log(`pywidget-errors: the files of build ${current} are in ${directory}`);
  if (!prune) return;
  for (const name of (await builds(directory)).filter((name) => !current.includes(name))) {
    await rm(join(directory, name), { recursive: true });
    console.log(`pywidget-errors: removed ${join(directory, name)}`);
  }
};

const version = async () => JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8")).version;

const main = async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" }, prune: { type: "boolean" }, version: { type: "boolean" } },
  });
  const [command, directory, ...more] = positionals;
  if (values.version) console.log(await version());
  else if (values.help) console.log(USAGE);
  else if (command == "bundle" && directory && !more[0]) await bundle(directory, !!values.prune);
  else {
    console.error(USAGE);
    process.exitCode = 2;
  }
};

await main().catch((error) => {
  console.error(`pywidget-errors: ${error.message}`);
  process.exitCode = 1;
});
