/** The file name of the wheel for Pyodide; the build puts it in. */
declare const WHEEL: string;

/** What each attribute of the script tag is without it, by name; the build puts it in. */
declare const SETTINGS: Record<string, string | number>;
