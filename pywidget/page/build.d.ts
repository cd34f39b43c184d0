/** The file name of the wheel for Pyodide; the build puts it in. */
declare const WHEEL: string;
