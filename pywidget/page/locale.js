// @ts-check
import { timer } from "./after.js";
import { warn } from "./fence.js";
import { fetchFile, hashOf } from "./fetch-bytes.js";

/** The first notice waits at most this long for its texts. */
const PATIENCE_MS = 2_000;

/** After this long the console says that they have not come. They may still come later. */
const LATE_MS = 60_000;

/** The file with the hashes of all languages' files. */
const LIST = "languages.json";

/** The most characters of JSON for a page's own texts. */
const MOST_TEXT = 200_000;

/**
 * Fetches texts: those of a language from the bundle's folder, and the page's own texts, which replace them.
 *
 * The answers are the messages `{kind: "locale", lang, texts}` and `{kind: "messages", text}`, with null if the texts
 * cannot be loaded or take too long. Texts that arrive later are still delivered, for the next notice.
 *
 * @param {import("./create-page.js").Page} page
 */
export const createTextLoaders = (page) => {
  /** @type {Set<string>} */
  const loading = new Set();

  /**
   * @param {string} address
   * @param {string} base what the address is relative to
   * @param {(response: Response) => Promise<unknown>} read
   * @param {(found: unknown) => void} answer
   * @param {string} instead what happens without the texts
   * @param {() => Promise<string>} [hash] the hash that the file must have
   */
  const load = (address, base, read, answer, instead, hash = async () => "") => {
    if (loading.has(address)) return;
    loading.add(address);
    const stops = [
      timer(() => answer(null), PATIENCE_MS),
      timer(() => warn(`${address} did not come within ${LATE_MS / 1000} seconds, ${instead}`), LATE_MS),
    ];
    // Inside of a promise, so that an invalid address gets an answer too: a notice waits for it.
    Promise.resolve()
      .then(hash)
      .then((integrity) => fetchFile(new URL(address, base), integrity))
      .then((response) => (response.ok ? read(response) : Promise.reject(new Error(`HTTP ${response.status}`))))
      .then(answer, (error) => {
        warn(`${address} could not be loaded, ${instead}`, error);
        answer(null);
      })
      .then(() => {
        stops.map((stop) => stop());
        loading.delete(address);
      });
  };

  /**
   * The hash of a language's file. The page's module has the hash of the list only, so that more languages
   * do not make it larger.
   * @param {string} language
   */
  const hashIn = async (language) => {
    const response = await fetchFile(new URL(LIST, page.base), hashOf(LIST));
    if (!response.ok) throw new Error(`${LIST}: HTTP ${response.status}`);
    return (await response.json())[language];
  };

  return /** @satisfies {Partial<import("./border.js").Calls>} */ ({
    loadLocale: (language) =>
      load(
        `locales/${language}.json`,
        page.base,
        (response) => response.json(),
        (texts) => page.deliver({ kind: "locale", lang: language, texts }),
        "notices are in English",
        () => hashIn(language),
      ),

    /** `data-messages` is relative to the page. */
    loadMessages: (url) =>
      load(
        url,
        document.baseURI,
        async (response) => (await response.text()).slice(0, MOST_TEXT),
        (text) => page.deliver({ kind: "messages", text }),
        "notices have our own texts",
      ),
  });
};
