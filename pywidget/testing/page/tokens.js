// @ts-check
import { entries, note } from "./timeline.js";

/**
 * The tokens that the page has seen. The timeline only has their numbers, so that it can be shown to anyone.
 */

/** @type {string[]} */
export const tokens = [];

/** @param {string} token */
const numbered = (token) => {
  if (!tokens.includes(token)) tokens.push(token);
  return `token ${tokens.indexOf(token) + 1}`;
};

/**
 * A widget was given a token.
 * @param {Element} widget
 * @param {string} token
 * @param {boolean} later not with the page's own HTML
 */
export const given = (widget, token, later) => note(later ? "token delivered" : "token in the page", { token: numbered(token) }, widget);

/**
 * The page asked for a token, and is answered.
 * @param {{ mood: string, method: string, body: unknown, token?: string }} request
 */
export const asked = ({ token, ...request }) =>
  note("token asked", { ...request, ...(token && { answer: numbered(token) }) });

/** @param {string} what @param {number} [number] of a widget */
export const count = (what, number) =>
  entries.filter((entry) => entry.what == what && (!number || entry.number == number)).length;
