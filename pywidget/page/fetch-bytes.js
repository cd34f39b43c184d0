// @ts-check
import { whyNot } from "./why-not.js";

/**
 * Fetches a file of this build. The browser's cache may have another one in its place, for a year if the server said so.
 * So the second try asks the server.
 * @param {string | URL} url
 * @param {string} [integrity] its hash
 */
export const fetchFile = (url, integrity = "") =>
  fetch(url, { integrity }).catch(() => fetch(url, { integrity, cache: "reload" }));

/** The hash of a file of this build. @param {string} name */
export const hashOf = (name) => HASHES[name] ?? "";

/**
 * Fetches a file, and only the one of this build.
 * @param {string} base
 * @param {string} name
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export const fetchBytes = async (base, name) => {
  const url = base + name;
  try {
    const response = await fetchFile(url, hashOf(name));
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw await whyNot(url, name, error);
  }
};
