// @ts-check
import { after } from "./after.js";
import { fetchFile, hashOf } from "./fetch-bytes.js";
import { dropPreload } from "./preload.js";
import { whyNot } from "./why-not.js";

/** Some servers take a request and never answer. After this long the file counts as failed. */
const PATIENCE_MS = 60_000;

/** How often the import of each file was tried. @type {Map<string, number>} */
const tries = new Map();

/**
 * Imports another module of this build. Its hash is checked like that of the page's module: see loader.js. The browser's
 * cache may have another file in its place. Then the server is asked, and the import tried once more, at another URL.
 * @param {Pick<import("./state.js").State, "script">} state
 * @param {string} name
 * @returns {Promise<any>}
 */
export const loadModule = async ({ script }, name) => {
  // Browsers do not try a failed import again for the same URL, so each try has another one.
  const times = tries.get(name) ?? 0;
  tries.set(name, times + 1);
  const href = new URL(name + "?".repeat(times), import.meta.url).href;
  const integrity = hashOf(name);
  const link = document.createElement("link");
  const preloads = link.fetchPriority && script.isConnected;
  try {
    if (preloads) {
      Object.assign(link, { href, integrity, rel: "modulepreload", nonce: script.nonce });
      script.append(link);
    } else await fetchFile(href, integrity);
    const module = await Promise.race([import(href), after(PATIENCE_MS)]);
    if (module) {
      tries.set(name, times);
      return module;
    }
  } catch (error) {
    // Also at the address of the next try: the cache may have another file for both, from an earlier page.
    const isOnServer = preloads && !times && (await isThere(href, integrity)) && (await isThere(`${href}?`, integrity));
    if (isOnServer) return loadModule({ script }, name);
    throw await whyNot(href, name, error);
  } finally {
    dropPreload(name);
  }
  throw new Error(`${name} did not come within ${PATIENCE_MS / 1000} seconds`);
};

/**
 * The same for a module that is asked for more than once. It is loaded again only if it did not come.
 * @param {import("./state.js").State} state
 * @param {string} name
 * @returns {Promise<any>}
 */
export const loadOnce = (state, name) => {
  const modules = (state.modules ??= {});
  return (modules[name] ??= loadModule(state, name).catch((error) => {
    delete modules[name];
    throw error;
  }));
};

/**
 * Whether the server has the right file.
 * @param {string} href
 * @param {string} integrity
 */
const isThere = (href, integrity) =>
  fetch(href, { integrity, cache: "reload" }).then(
    ({ ok }) => ok,
    () => false,
  );
