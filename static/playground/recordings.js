// @ts-check
import { h } from "../double/dom.js";
import { choose } from "./address.js";
import { fill } from "./page.js";
import { recordings } from "./server.js";

/** @typedef {import("../double/recorded.js").Recording} Recording */

/** @type {Recording[]} */
export let RECORDINGS = [];

export const listRecordings = async () => {
  RECORDINGS = await recordings();
  fill(
    "recordings",
    ...RECORDINGS.map(({ id, title, generation, turns }) => {
      const button = h("button", { type: "button", class: "story", "data-played": id },
        h("strong", {}, title), h("span", {}, `Generation ${generation.slice(1)}, ${turns.length} steps`));
      button.addEventListener("click", () => choose({ recording: id }));
      return h("li", {}, button);
    }),
  );
};
