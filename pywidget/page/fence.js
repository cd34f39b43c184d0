// @ts-check
/**
 * A JavaScript exception that reaches MicroPython passes through its frames without unwinding them, and after some of
 * them the interpreter is dead. So Python is given fenced functions only: they catch everything and always answer with
 * a string, a number or a boolean.
 *
 * @param {string} name for the console
 * @param {(...args: any[]) => unknown} run
 * @returns {(...args: any[]) => string | number | boolean}
 */
export const fence =
  (name, run) =>
  (...args) => {
    try {
      const result = run(...args);
      return typeof result == "string" || typeof result == "number" || typeof result == "boolean" ? result : "";
    } catch (error) {
      warn(`${name} failed`, error);
      return "";
    }
  };

/** Lets the inspector, where there is one, see our warnings. @type {{ onWarning?: (text: string) => void }} */
export const consoleHook = {};

/**
 * Says something in the console. Even that is fenced: pages replace the console, and errors can be hostile to print.
 * @param {string} text
 * @param {unknown} [about]
 */
export const warn = (text, about) => {
  try {
    if (about === undefined) console.warn(`pywidget: ${text}`);
    else console.warn(`pywidget: ${text}:`, about);
    consoleHook.onWarning?.(text);
  } catch {
    // Nobody to tell.
  }
};

/**
 * Shows in the console what a function of the page threw, with the stack that leads there: it is the page's to mend, and
 * nobody else says so. Called once for each throw.
 * @param {string} what the function, as the integrator calls it
 * @param {unknown} error
 * @param {(text: string) => string} mask takes secrets out of a text: what quotes one is shown as text, without it
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
 * @returns {string} its name, never its text: texts can carry secrets
 */
export const nameOf = (error) => {
  try {
    const name = /** @type {any} */ (error)?.name;
    return typeof name == "string" && /^\w{1,60}$/.test(name) ? name : typeof error;
  } catch {
    return "unknown";
  }
};
