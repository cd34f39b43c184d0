// @ts-check
import { warn } from "./fence.js";

/** A first notice waits no longer than this for its language. */
const PATIENCE_MS = 2_000;

/**
 * Fetches the texts of a language from beside the bundle.
 *
 * Answered by `{kind: "locale", lang, texts}`: with the texts, or with null when they cannot be had or take too long.
 * Texts that come after that are delivered all the same, for the next notice.
 *
 * @param {import("./page.js").Page} page
 * @returns {(language: string) => void}
 */
export const createLocaleLoader = (page) => {
  /** @type {Set<string>} */
  const loading = new Set();

  return (language) => {
    if (loading.has(language)) return;
    loading.add(language);
    /** @param {unknown} texts */
    const answer = (texts) => page.deliver({ kind: "locale", lang: language, texts });
    const impatient = setTimeout(answer, PATIENCE_MS, null);
    const file = `locales/${language}.json`;
    fetch(new URL(file, page.base))
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`HTTP ${response.status}`))))
      .then(answer, (error) => {
        warn(`${file} could not be loaded, notices are in English`, error);
        answer(null);
      })
      .finally(() => {
        clearTimeout(impatient);
        loading.delete(language);
      });
  };
};
