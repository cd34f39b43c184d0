// @ts-check
import { dropPreload } from "./preload.js";

/**
 * Imports another module of this build.
 * @param {import("./state.js").State} state
 * @param {string} name
 */
export const loadModule = (state, name) =>
  state
    .load(name, HASHES[name] ?? "")
    .catch((error) => {
      // Not every browser says which one it was.
      throw new Error(`${name}: ${error}`);
    })
    .finally(() => dropPreload(name));
