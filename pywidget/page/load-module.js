// @ts-check
import { after } from "./after.js";
import { dropPreload } from "./preload.js";
import { whyNot } from "./why-not.js";

/** Some servers take a request and never answer. After this long the file counts as failed. */
const PATIENCE_MS = 60_000;

/** How often the import of each file was tried. @type {Map<string, number>} */
const tries = new Map();

/**
 * Imports another module of this build. Its hash is checked like that of the page's module: see loader.js. The browser's
 * cache may have another file in its place, so after a first failure the server is asked, with another URL.
 * @param {Pick<import("./state.js").State, "script">} state
 * @param {string} name
 * @returns {Promise<any>}
 */
export const loadModule = async ({ script }, name) => {
  // Browsers do not try a failed import again for the same URL, so each try has another one.
  const times = tries.get(name) ?? 0;
  tries.set(name, times + 1);
  const href = new URL(name + "?".repeat(times), import.meta.url).href;
  const integrity = HASHES[name] ?? "";
  try {
    const link = document.createElement("link");
    const preloads = link.fetchPriority && script.isConnected;
    if (times) await fetch(href, { integrity, cache: "reload" });
    else if (!preloads) await fetch(href, { integrity });
    if (preloads) {
      Object.assign(link, { href, integrity, rel: "modulepreload", nonce: script.nonce });
      script.append(link);
    }
    const module = await Promise.race([import(href), after(PATIENCE_MS)]);
    if (module) {
      tries.set(name, times);
      return module;
    }
  } catch (error) {
    if (!times) return loadModule({ script }, name);
    throw await whyNot(href, name, error);
  } finally {
    dropPreload(name);
  }
  throw new Error(`${name} did not come within ${PATIENCE_MS / 1000} seconds`);
};
