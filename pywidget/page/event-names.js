// @ts-check
import { advise } from "./advise.js";

const KNOWN = new RegExp(`^pywidget:(${EVENTS})$`);

/**
 * Says of which names that the page listens to with `pywidget.on` there is no event: those that the script tag has
 * noted, and those that come later.
 * @param {import("./state.js").State} state
 */
export const checkEventNames = (state) => {
  /** @param {string} name */
  const check = (name) => {
    if (!KNOWN.test(name)) advise(state, `pywidget.on("${name.slice(9, 60)}") is no event.`, {});
  };
  for (const name in state) if (name.startsWith("pywidget:")) check(name);
  const api = Reflect.get(document.documentElement, "pywidget");
  const { on } = api ?? {};
  if (on) api.on = (/** @type {string} */ name, /** @type {Function} */ callback) => (check(`pywidget:${name}`), on(name, callback));
};
