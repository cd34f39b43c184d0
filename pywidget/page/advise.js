// @ts-check
import { warn } from "./fence.js";
import { loadModule } from "./load-module.js";

/**
 * Says once in the console what is wrong with the page and what to change. The words come from a module of their own
 * (advice.js), because most pages never need them. If that cannot be loaded, the short text is said.
 * @param {import("./state.js").State} state
 * @param {string} short
 * @param {object} [facts] what the words depend on
 * @param {(text: string) => string} [mask] takes secrets out of a text
 */
export const advise = async (state, short, facts, mask = String) => {
  const advised = (state.advised ??= {});
  if (short in advised) return;
  advised[short] = 1;
  let text = short;
  try {
    text = (await (state.advice ??= loadModule(state, "pywidget-advice.js"))).words(short, facts);
  } catch {
    state.advice = undefined;
  }
  if (text) warn(mask(text));
};
