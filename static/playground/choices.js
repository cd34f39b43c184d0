// @ts-check
import { h } from "../double/dom.js";
import { OFFERED, go, shown, whenMoved } from "./address.js";
import { element } from "./page.js";

/** What can be chosen for whatever is played: it is played again, from its start. */

/** @type {Record<string, string>} */
const LABELS = {
  "data-lang": "Language",
  theme: "Theme",
  generation: "Generation",
  mode: "Mode",
  mood: "Token server",
  "data-runtime": "Python",
};

/** What a value is called; others are their own names. @type {Record<string, Record<string, string>>} */
const VALUES = {
  theme: { "": "auto" },
  generation: { "": "as told", v3: "3", v2: "2", v1: "1" },
  mode: { "": "as told" },
  mood: {
    "": "as told", ok: "gives tokens", unauthorized: "401, signed out", forbidden: "403", "rate-limited": "429",
    error: "500", unavailable: "503", html: "a web page", hang: "never answers", drop: "breaks off",
    "wrong-type": "a number", empty: "an empty token", missing: "no token", same: "the same token",
    "origin-not-allowed": "origin refused", "key-inactive": "key inactive",
  },
  "data-runtime": { micropython: "MicroPython", pyodide: "Pyodide" },
};

export const offerChoices = () => {
  const { tag, offered } = /** @type {any} */ (window).playgroundTag;
  const form = element("choices");
  /** @type {Record<string, string[]>} */
  const all = { "data-lang": offered["data-lang"], ...OFFERED, "data-runtime": offered["data-runtime"] };
  for (const [name, label] of Object.entries(LABELS)) {
    const options = (all[name] ?? []).map((value) => h("option", { value }, VALUES[name]?.[value] ?? value));
    form.append(h("label", {}, label, h("select", { id: name.replace("data-", ""), name }, ...options)));
  }
  form.addEventListener("change", (/** @type {Event} */ { target }) => {
    const { id, name, value } = /** @type {HTMLSelectElement} */ (target);
    go({ [name]: value === all[name]?.[0] ? "" : value }, id);
  });

  const showChosen = () => {
    const chosen = shown();
    for (const name of /** @type {const} */ (["theme", "generation", "mode", "mood"])) form.elements[name].value = chosen[name];
    for (const name of ["data-lang", "data-runtime"]) form.elements[name].value = tag.getAttribute(name) ?? all[name]?.[0];
    const { generation, theme } = chosen;
    // Only the newest generation has it.
    form.elements["mode"].querySelector("[value=download]").disabled = generation === "v1" || generation === "v2";
    if (theme) document.documentElement.dataset["theme"] = theme;
    else delete document.documentElement.dataset["theme"];
  };
  whenMoved(showChosen);
  showChosen();
};
