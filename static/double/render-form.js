// @ts-check
import { h } from "./dom.js";
import { button, field, line, row, title } from "./pieces.js";

/**
 * The form. The real one has a step for the file, one for its details and one to look it all over; here the first two are
 * one. What can be told apart from outside is the same: an empty form has a `next` that is disabled, and only the last
 * step has a `submit`.
 *
 * @typedef {import("./render.js").Draw} Draw
 */

/** @type {Draw} */
export const form = ({ state }) =>
  h("section", { class: "ats-form-screen" },
    title("File Selection"),
    state.work && line(`New version of “${state.work.title}”`),
    field("Title", "title", state.title, "Name of the work"),
    field("Creator", "creator", state.creator, "Who made it"),
    h("div", { class: "ats-field" },
      h("span", {}, "Audio file"),
      h("div", { class: "ats-file" },
        h("label", { class: "ats-btn ats-btn-quiet" },
          state.file ? "Replace file" : "Choose file",
          h("input", { type: "file", name: "file", accept: "audio/*", class: "ats-file-input" })),
        state.file
          ? h("span", { class: "ats-file-name" }, sized(state.file))
          : button("or take a sample", "sample-file", { class: "ats-link" }))),
    button("Next", "next", { class: "ats-btn ats-btn-primary", disabled: !state.file }));

/** @type {Draw} */
export const review = ({ state, mode, submitting }) =>
  h("section", { class: "ats-form-screen" },
    title("Review Your Submission"),
    h("dl", { class: "ats-facts" },
      h("dt", {}, "Title"), h("dd", {}, state.title || "–"),
      h("dt", {}, "Creator"), h("dd", {}, state.creator || "–"),
      h("dt", {}, "Audio file"), h("dd", {}, state.file ? sized(state.file) : "–")),
    row(
      button("Back", "back", { class: "ats-btn ats-btn-quiet", disabled: submitting }),
      button(submitting ? "Submitting..." : mode === "update" ? "Submit new version" : "Protect my work", "submit", {
        class: "ats-btn ats-btn-primary",
        disabled: submitting,
      })));

/** @param {File} file */
const sized = ({ name, size }) => `${name} · ${Math.ceil(size / 1024)} KB`;
