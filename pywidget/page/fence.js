// @ts-check
/** If something fails again and again, it is said this often. */
const MOST_WARNINGS = 8;

/**
 * A JavaScript exception that reaches MicroPython skips its stack frames without cleaning them up, and after some such
 * exceptions the interpreter no longer works. So Python gets only fenced functions: they catch everything and always
 * return a string, a number or a boolean.
 *
 * @param {string} name shown in the console if it fails
 * @param {(...args: any[]) => unknown} run
 * @returns {(...args: any[]) => string | number | boolean}
 */
export const fence = (name, run) => {
  let warnings = MOST_WARNINGS;
  return (...args) => {
    try {
      const result = run(...args);
      return typeof result == "string" || typeof result == "number" || typeof result == "boolean" ? result : "";
    } catch (error) {
      if (warnings-- > 0) warn(`${name} failed`, error);
      return "";
    }
  };
};

/** Lets the inspector, if it is loaded, get our warnings. @type {{ onWarning?: (text: string) => void }} */
export const consoleHook = {};

/**
 * Writes a warning to the console. Errors from that are caught: pages replace the console, and some objects cannot be
 * printed.
 * @param {string} text
 * @param {unknown} [about]
 */
export const warn = (text, about) => {
  try {
    if (about === undefined) console.warn(`pywidget: ${text}`);
    else console.warn(`pywidget: ${text}:`, about);
    consoleHook.onWarning?.(text);
  } catch {
    // The console itself failed, so the error cannot be reported.
  }
};

/**
 * Shows in the console what a function of the page threw, with its stack. The page has to fix it, and it is not shown
 * anywhere else. Called once for each error.
 * @param {string} what the function, as the integrator calls it
 * @param {unknown} error
 * @param {(text: string) => string} mask takes secrets out of a text. If the error contains one,
 *   its masked text is shown
 */
export const blame = (what, error, mask) => {
  try {
    const text = [String(error), Object(error).stack, JSON.stringify(error)].filter(Boolean).join("\n");
    const masked = mask(text);
    console.error(`pywidget: ${what} threw`, masked == text ? error : masked);
    consoleHook.onWarning?.(`${what} threw`);
  } catch {
    warn(`${what} threw something that cannot be read`);
  }
};

/**
 * @param {unknown} error anything that can be thrown
 * @returns {string} its name, never its message, because messages can contain secrets
 */
export const nameOf = (error) => {
  try {
    const name = /** @type {any} */ (error)?.name;
    return typeof name == "string" && /^\w{1,60}$/.test(name) ? name : typeof error;
  } catch {
    return "unknown";
  }
};
