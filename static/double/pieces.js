// @ts-check
import { h } from "./dom.js";

/** What every screen is made of. */

/** @param {string} text @param {string} action @param {Record<string, string | boolean>} [more] */
export const button = (text, action, more = {}) =>
  h("button", { type: "button", class: "ats-btn", "data-action": action, ...more }, text);

/** @param {string} text @param {string} [more] */
export const title = (text, more = "") => h("h2", { class: `ats-section-title ${more}`.trim() }, text);

/** @param {string} text */
export const line = (text) => h("p", { class: "ats-loading-text" }, text);

/** @param {string} label @param {string} name @param {string} value @param {string} [hint] */
export const field = (label, name, value, hint) =>
  h("label", { class: "ats-field" }, h("span", {}, label),
    h("input", { class: "ats-input", name, value, placeholder: hint, autocomplete: "off" }));

/**
 * What went wrong, inside a screen that stays.
 * @param {string} text
 * @param {string} action of its button
 */
export const alert = (text, action) =>
  h("div", { class: "ats-alert ats-alert-error" }, h("p", {}, text), button("Retry", action));

/** @param {...Node} buttons side by side */
export const row = (...buttons) => h("div", { class: "ats-row" }, ...buttons);
