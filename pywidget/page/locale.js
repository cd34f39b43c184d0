// @ts-check
import { timer } from "./after.js";
import { warn } from "./fence.js";

/** A first notice waits no longer than this for its language. */
const PATIENCE_MS = 2_000;

/** The hashes of all languages' files. */
const LIST = "languages.json";

/** Own texts of a page may be this long, in characters of JSON. */
const MOST_TEXT = 200_000;

/**
 * Fetches texts: those of a language from beside the bundle, and those that the page puts in their place.
 *
 * Answered by `{kind: "locale", lang, texts}` and `{kind: "messages", text}`: with null when they cannot be had or take
 * too long. Texts that come after that are delivered all the same, for the next notice.
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
   * @param {string} instead what happens without it
   * @param {() => Promise<string>} [hash] what the file has to be, of this build
   */
  const load = (address, base, read, answer, instead, hash = async () => "") => {
    if (loading.has(address)) return;
    loading.add(address);
    const stop = timer(() => answer(null), PATIENCE_MS);
    // An address that is none has to be answered too: a notice waits for it.
    Promise.resolve()
      .then(hash)
      .then((integrity) => fetch(new URL(address, base), { integrity }))
      .then((response) => (response.ok ? read(response) : Promise.reject(new Error(`HTTP ${response.status}`))))
      .then(answer, (error) => {
        warn(`${address} could not be loaded, ${instead}`, error);
        answer(null);
      })
      .then(() => {
        stop();
        loading.delete(address);
      });
  };

  /**
   * The hash of a language's file. Pages have the hash of the list only, so that another language costs them nothing.
   * @param {string} language
   */
  const hashOf = async (language) => {
    const response = await fetch(new URL(LIST, page.base), { integrity: HASHES[LIST] ?? "" });
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
        () => hashOf(language),
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
