/** The hashes of what the script tag imports; the build puts them in. */
declare const PAGE_HASH: string;
declare const WATCH_HASH: string;

/** The hashes of what the page's module loads, by name; the build puts them in. */
declare const HASHES: Record<string, string>;

/** The file name of the wheel for Pyodide; the build puts it in. */
declare const WHEEL: string;

/** The names of the destinations that are not in the usual image, parted by `|`; the build puts them in. */
declare const RARE_SINKS: string;

/**
 * What is said without Python while there is no connection, by language: title, sentence, and the direction where it is
 * not from left to right; the build puts it in.
 */
declare const OFFLINE: Record<string, [title: string, sentence: string, dir?: string]>;

/** The names of the headers of an answer that Python reads; the build puts them in. */
declare const ANSWER_HEADERS: string[];

/** What each attribute of the script tag is without it, by name; the build puts it in. */
declare const SETTINGS: Record<string, string | number>;
