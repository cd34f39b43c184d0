// @ts-check
import { h } from "../double/dom.js";
import { go } from "./address.js";
import { element, fill } from "./page.js";

/** The script tag as it is on this page, and switches that change it. */

/** What has a place among the choices is not here. @type {Record<string, string>} */
const LABELS = {
  "data-reset": "May reset",
  "data-notices": "Notices",
  "data-boot": "Start Python",
  "data-first-token": "First token",
  "data-analytics": "Reports to",
  "data-debug": "Inspector",
};

/** @param {HTMLScriptElement} tag */
const asText = (tag) => {
  const attributes = tag.getAttributeNames().filter((name) => name.startsWith("data-"));
  const lines = attributes.map((name) => `  ${name}="${tag.getAttribute(name)}"`);
  return [`<script src="${tag.getAttribute("src")}"`, ...lines].join("\n") + "></script>";
};

/** @param {string} text */
const copy = async (text) => {
  const button = element("copy-tag");
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // No clipboard without a secure address: the text is selected instead.
    getSelection()?.selectAllChildren(element("tag-text"));
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
};

export const showTag = () => {
  const { tag, offered } = /** @type {any} */ (window).playgroundTag;
  const text = asText(tag);
  fill("tag-text", text);
  element("copy-tag").addEventListener("click", () => copy(text));
  const form = element("tag-form");
  for (const [name, label] of Object.entries(LABELS)) {
    const values = /** @type {string[]} */ (offered[name]);
    const now = tag.getAttribute(name) ?? values[0];
    form.append(
      h("label", {}, label,
        h("select", { name, id: name }, ...values.map((value) => h("option", { selected: value === now }, value)))),
    );
  }
  form.addEventListener("change", (/** @type {Event} */ { target }) => {
    const { name, value } = /** @type {HTMLSelectElement} */ (target);
    go({ [name]: value === offered[name][0] ? "" : value }, name);
  });
};
