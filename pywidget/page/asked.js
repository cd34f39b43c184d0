// @ts-check
import { matches } from "./matches.js";

/**
 * What is asked of elements of the page. Their own members are not asked: in a form a field named like one hides it, and
 * a class of the page may have its own.
 */

/** @param {Element} element @param {string} name */
export const attributeOf = (element, name) => document.documentElement.getAttribute.call(element, name);

/**
 * The host of a shadow root. A document has none, but an element named "host" would be taken for it.
 * @param {Node} root
 * @returns {Element | undefined}
 */
export const hostOf = (root) => (root.nodeType == 11 ? /** @type {ShadowRoot} */ (root).host : undefined);

/** Whether something is an element of ours. @param {unknown} node @returns {boolean} */
export const isOurs = (node) => matches(node, "pywidget-notice,pywidget-cover");

/**
 * An element and everything in it, except for the content of shadow roots. Whether a node is a text is asked before,
 * because most are, and to match one is an error that takes time.
 * @param {Node} node
 */
export const allIn = (node) =>
  node.nodeType != Node.TEXT_NODE && matches(node, "*")
    ? [node, ...document.documentElement.querySelectorAll.call(node, "*")]
    : [];
