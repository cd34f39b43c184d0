// @ts-check
import { whyNot } from "./why-not.js";

/**
 * Fetches a file, and only the one of this build.
 * @param {string} base
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 */
export const fetchBytes = async (base, name) => {
  const url = base + name;
  try {
    const response = await fetch(url, { integrity: HASHES[name] ?? "" });
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw await whyNot(url, name, error);
  }
};
